from pathlib import Path

import pytest

from corpus.check import check_file, check_files, errors_of, real_places_of
from corpus.looks import looks_of
from corpus.markup import parse
from tests.corpus.sample import SOURCE, changed


def test_the_sample_has_neither_errors_nor_looks():
    report = parse(SOURCE)
    assert list(errors_of(report)) == []
    assert list(real_places_of(report)) == []
    assert list(looks_of(report)) == []


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("profile: plain", "profile: plain, denial", "a report is plain or hard, not both"),
        ("@army actor", "colour: red\n@army actor", "no such key of the header: colour"),
        ("@army actor", "voice: wire\n@army actor", "the header gives `voice` twice"),
        ("@unid actor", "@author actor", "@author is a word of the markup"),
        ("belligerent | for @army", "belligerent | for @spox", "which is no other actor of the header"),
        ("belligerent | for @army", "author | for @army", "@spox is of source type author and has a cue"),
        ("for e3; sub women", "for e3; part_of k2", "k2 is in the end part of itself"),
        ("Soldiers took Osa ... 12 fighters", "Soldiers took Osa ... in May", "runs into a zone without reporting (image_caption)"),
        ("about e1 e2 k1", "about e1 e2 e3.outcome k1", "a claim about e3.outcome, which is not defined"),
        ("voice: wire", "voice: rumour", "no such voice: rumour"),
        ("profile: plain", "profile: tricky", "no such profile: tricky"),
        ("published: 2021-06-10", "published: 10 June", "published is not a day such as 2023-05-16"),
        ("outlet: Plain Wire\n", "", "the header lacks `outlet`"),
        (":disclaimer Fiction: all of it is invented.\n", "", "the last line is not `:disclaimer Fiction"),
        ("@unid actor", "@other actor: Nobody | rebel | ?\n@unid actor", "@other is defined but never used"),
        ("Hill Front | rebel |", "Hill Front | bandits |", "no such class of actor: bandits"),
        ("Tolo | town |", "Tolo | burgh |", "no such level of place: burgh"),
        ("10.50,20.60", "100.5,20.6", "no such point on earth"),
        ("10.50,20.60", "north", "not a point"),
        ("20.60 | real", "20.60 | actual", "real or invented"),
        ("; outcome captured", "", "there is no outcome"),
        ("initiator @unid; victim @civ; ", "", "e3 has no role"),
        ("near @tolo; ", "", "e3 has no place"),
        ("target @front", "target @army", "@army does it and suffers it"),
        ("on t1;", "on t9;", "t9 is not defined"),
        ('"Monday" = 2021-06-07', '"Monday" = 2021-06-14', "after the day of publication"),
        ("killed 12 combatant", "killed 13 combatant", "k1 says ['13', '13', '13'], its words ['12']"),
        ("for e3; sub women", "for e3; part_of k3; sub women", "k2 is bigger than k3"),
        ("for e3; sub women", "for e3 group; sub women", "for the group of e3, which stands alone"),
        ("about e1 e2 k1", "about e1 k1", "e2 stands in no claim"),
        ("about e3 k2 k3 h1", "about e3 k2 k3 h1 s7", "a claim about s7, which is not defined"),
        ('"Soldiers took Osa ... 12 fighters"', '"Soldiers took Osa"', "the content of this claim holds no words of k1"),
        ("Government of Landia | belligerent | for", "Government of Landia | - | for", "@spox speaks here; give it a source type"),
        ('"a boy"\n  @front', '"a boy"\n  @unid "and a"\n  @front', "crosses"),
        ('@osa "Osa"', '@osa "Osa"\n  @osa "Osa"', "is marked twice as @osa"),
        ('"Monday" = 2021-06-07', '"Monday" = 2021-06-08', "2021-06-08 is a Tuesday, the words say 'Monday'"),
        ("10.10,20.20 | invented", "10.10,20.20 | real", "people are killed in a real village, @osa"),
    ],
)
def test_errors(old, new, what):
    report = parse(changed(old, new))
    found = [fault.what for fault in (*report.faults, *errors_of(report), *real_places_of(report))]
    assert any(what in one for one in found), found


@pytest.mark.parametrize(
    ("words", "value", "right"),
    [
        ("June 7", "2021-06-07", True),
        ("7th of June", "2021-06-07", True),
        ("June 7", "2021-06-08", False),
        ("two days after June 7", "2021-06-09", True),
        ("Monday night", "2021-06-07", True),
        ("June 2021", "2021-06", True),
    ],
)
def test_the_value_of_a_day_is_that_of_its_words(words, value, right):
    source = SOURCE.replace("Front on Monday,", f"Front on {words},").replace('"Monday" = 2021-06-07', f'"{words}" = {value}')
    report = parse(source)
    assert report.faults == ()
    assert [fault.what for fault in errors_of(report)] == ([] if right else ["t1: 2021-06-08 is not 'June 7'"])


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('  @mira "Mira"\n', "", "no mention for: Mira"),
        ('  w "mine"\n', "", None),
        ('  c @spox, "said"; "Soldiers took Osa ... 12 fighters"; about e1 e2 k1; said_on t2\n', "", "a cue without its claim? said"),
        ('"Soldiers took Osa ... 12 fighters"', '"Soldiers took Osa ... on Wednesday"', "the content holds its own cue 'said'"),
        ("victim @civ; ", "", "a civilian toll, but no victim"),
        ("initiator @army; ", "initiator @front; ", "a rebel initiator regains territory for the government?"),
        ("two women and a boy", "two women, three men and a boy", "no toll, time or quantity for: three"),
    ],
)
def test_looks(old, new, what):
    found = [fault.what for fault in looks_of(parse(changed(old, new)))]
    assert any(what in one for one in found) if what else not found


def test_a_file_is_known_by_its_name_and_its_id_is_its_own(tmp_path: Path):
    first, second = tmp_path / "land-001.txt", tmp_path / "land-002.txt"
    for path in (first, second):
        path.write_text(SOURCE, encoding="utf-8")
    assert check_file(first)[1] == []
    results = {path.name: [fault.what for fault in errors] for path, _, errors, _ in check_files([first, second])}
    assert results["land-001.txt"] == []
    assert "id land-001, but the file is land-002.txt" in results["land-002.txt"]
    assert any("is that of" in what for what in results["land-002.txt"])
