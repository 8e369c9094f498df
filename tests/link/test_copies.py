"""Copies: classes on invented pairs, direction, graphs without circles, candidates that do not grow into all pairs."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.link.candidates import BLOCK, candidates, keys
from dateline.link.copies import compare, copies, graph
from dateline.link.report_sketch import sentence_hash, signature, wording
from dateline.linked import Copy, ReportSketch
from tests.link.sketched import labelled_pairs, sketched
from tests.reader import LEARNED

DAY = dt.date(2016, 6, 17)


def invented(
    name: str,
    sentences: list[list[str]],
    *,
    numbers: tuple[str, ...] = (),
    places: tuple[str, ...] = (),
    day: int = 736000,
    **fields: object,
) -> ReportSketch:
    """Make a sketch from words."""
    plain = ReportSketch(
        sighting=name, document=name, doc_id=name, outlet=None, original_outlet=None, agency=None, published=day, learned=LEARNED,
        signature=signature([word for sentence in sentences for word in sentence]), n_words=sum(map(len, sentences)), numbers=numbers, quotes=(),
        places=places, speakers=(), marks=(), sentences=tuple(map(sentence_hash, sentences)), events=(), claims=(), wording=wording(sentences),
    )  # fmt: skip
    return replace(plain, **fields)  # type: ignore[arg-type]


def prose(seed: int, sentences: int = 6) -> list[list[str]]:
    """Return sentences of words drawn at random."""
    chance = random.Random(seed)
    return [[f"w{chance.randrange(900)}" for _ in range(14)] for _ in range(sentences)]


@pytest.mark.parametrize(
    "pair",
    [
        pytest.param(pair, id=f"{pair.kind}: {pair.name}", marks=[pytest.mark.xfail(reason="too freely retold", strict=True)] * pair.missed)
        for pair in labelled_pairs()
    ],
)
def test_class_of_a_pair(pair):
    found = compare(pair.story, pair.variant)
    assert (found.kind if found else "none") == pair.kind
    assert compare(pair.variant, pair.story) == found
    if found is not None and pair.story.published != pair.variant.published:
        assert found.sighting == pair.variant.sighting


def test_evidence_adds_up_to_the_score():
    pair = next(pair for pair in labelled_pairs() if pair.kind == "rewrite")
    found = compare(pair.story, pair.variant)
    assert found is not None
    features = {piece.feature for piece in found.evidence}
    assert {"wording", "counts", "direction"} <= features
    total = sum(piece.weight for piece in found.evidence)
    assert found.score == pytest.approx(1 / (1 + 2.718281828459045**-total), abs=1e-3)


def test_a_report_is_no_copy_of_itself():
    report = invented("S-1", prose(1))
    assert compare(report, report) is None
    assert copies([report, report]) == ()


def test_the_copy_names_its_source_though_it_is_dated_first():
    root = invented("S-1", prose(1), outlet="Harbour Times", day=736001)
    copy = invented("S-2", prose(1)[:5], outlet="Mirror", day=736000, marks=("original: harbour times",))
    found = compare(root, copy)
    assert found is not None
    assert (found.sighting, found.of, found.kind) == ("S-2", "S-1", "agency_copy")


def test_an_agency_s_own_report_is_no_copy_of_its_later_correction():
    first = invented("S-1", prose(1), agency="Harbour Wire", day=736000, marks=("agency: harbour wire",))
    later = invented("S-2", prose(1)[:5], outlet="Harbour Wire", day=736001)
    found = compare(first, later)
    assert found is not None
    assert (found.sighting, found.of) == ("S-2", "S-1")


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        pytest.param(
            {"marks": ("agency: harbour wire",)}, {"outlet": "Harbour Wire"}, id="of no known outlet, under the agency's own line"
        ),
        pytest.param(
            {"outlet": "Mirror", "speakers": ("name:harbour wire",)}, {"outlet": "Harbour Wire"}, id="names the other as a source"
        ),
        pytest.param(
            {"outlet": "Mirror", "marks": ("relay: harbour wire",)}, {"outlet": "Harbour Wire"}, id="has a claim through the other"
        ),
        pytest.param({"outlet": "Mirror"}, {"outlet": "Harbour Wire"}, id="says nothing of the other"),
        pytest.param({"outlet": "Mirror", "marks": ("correction",)}, {"outlet": "Mirror"}, id="a correction, updated"),
    ],
)
def test_an_earlier_report_copies_a_later_one_only_where_it_says_that_its_text_is_the_other_s(earlier, later):
    first = invented("S-2", prose(1), day=736000, **earlier)
    second = invented("S-1", prose(1)[:5], day=736001, **later)
    found = compare(first, second)
    assert found is not None
    assert (found.sighting, found.of) == ("S-1", "S-2")


@pytest.mark.parametrize("ids", [("S-1", "S-2"), ("S-2", "S-1")])
@pytest.mark.parametrize("outlet", ["Harbour Wire", None])
def test_a_correction_of_the_same_day_is_the_copy_of_what_it_corrects(ids, outlet):
    marks = () if outlet else ("agency: harbour wire",)
    first = invented(ids[0], prose(1), outlet=outlet, marks=marks)
    corrected = invented(ids[1], [*prose(1)[:5], *prose(9, 1)], outlet="Harbour Wire", marks=("correction",))
    found = compare(first, corrected)
    assert found is not None
    assert (found.sighting, found.of) == (ids[1], ids[0])


def test_an_agency_line_printed_twice_is_an_agency_copy():
    one = invented("S-1", prose(1), outlet="Harbour Times", marks=("agency: reuters",))
    two = invented("S-2", [*prose(1)[:5], *prose(2, 1)], outlet="Evening Star", marks=("agency: reuters",))
    found = compare(one, two)
    assert found is not None
    assert found.kind == "agency_copy"


def test_one_sighting_without_text_is_compared_by_facts_alone():
    facts = {"numbers": ("14 killed", "30 wounded", "3 vehicl"), "places": ("azaz", "marea"), "quotes": ("we had no warning at all",)}
    one, two = (replace(invented(name, []), **facts, signature=b"", wording=b"", sentences=()) for name in ("S-1", "S-2"))
    found = compare(one, two)
    assert found is not None
    assert found.kind == "rewrite"
    assert compare(one, replace(two, numbers=("9 killed", "17 wounded"), quotes=(), places=("aleppo",))) is None


def test_a_copy_of_a_copy_points_at_its_nearest_parent():
    root = prose(1, 10)
    first = [*root[:9], *prose(2, 1)]
    second = [*first[:8], *prose(3, 1), *first[9:]]
    reports = [invented("S-c", root, day=1), invented("S-a", first, day=2), invented("S-b", second, day=3)]
    found = {copy.sighting: copy.of for copy in copies(reports)}
    assert found == {"S-a": "S-c", "S-b": "S-a"}


def test_a_round_up_of_two_reports_has_both_for_parents():
    one, two = prose(1, 4), prose(2, 4)
    found = copies([invented("S-1", one, day=1), invented("S-2", two, day=1), invented("S-3", one + two, day=2)])
    assert sorted((copy.sighting, copy.of) for copy in found) == [("S-3", "S-1"), ("S-3", "S-2")]


def test_the_order_of_arrival_changes_nothing():
    chance = random.Random(7)
    reports = []
    for story in range(12):
        text = prose(story, 8)
        for n in range(chance.randrange(1, 5)):
            cut = [sentence if chance.random() > 0.15 else prose(chance.randrange(10_000), 1)[0] for sentence in text]
            reports.append(invented(f"S-{story:02d}{n}", cut, day=736000 + n, numbers=(f"{story + 20} killed",), places=("azaz",)))
    expected = copies(reports)
    assert expected
    for _ in range(20):
        chance.shuffle(reports)
        assert copies(reports) == expected


def test_of_one_text_on_one_day_the_first_is_the_one_learned_of_first():
    text = prose(1)
    day = LEARNED.date().toordinal()
    found = copies([invented(f"S-{n}", text, day=day, learned=LEARNED.replace(hour=20 - n)) for n in range(5)])
    assert {copy.of for copy in found} == {"S-4"}
    late = invented("S-0", text, day=day, learned=LEARNED.replace(hour=1) + dt.timedelta(days=3))
    assert {copy.of for copy in copies([late, invented("S-1", text, day=day)])} == {"S-1"}


def test_one_report_under_a_thousand_addresses():
    text = prose(1)
    found = copies([invented(f"S-{n:04d}", text, day=736000 + n % 3) for n in range(1000)])
    assert len(found) == 999
    assert {copy.of for copy in found} == {"S-0000"}
    assert {copy.kind for copy in found} == {"identical"}


def test_pages_with_hardly_a_text_are_no_copies():
    assert copies([invented(f"S-{n}", [["photo", "gallery"]]) for n in range(30)]) == ()
    assert copies([invented(f"S-{n}", []) for n in range(30)]) == ()


def test_days_far_off_and_unknown_break_nothing():
    text = prose(1)
    days = [1, 736000, 3_652_059, None]
    found = copies([invented(f"S-{n}", text, day=day) for n, day in enumerate(days)])  # type: ignore[arg-type]
    assert {copy.of for copy in found} == {"S-0"}


def test_a_thousand_reports_of_one_place_and_day_are_not_all_compared():
    reports = [invented(f"S-{n:04d}", prose(n), numbers=("3 killed", "9 wounded"), places=("azaz",)) for n in range(1000)]
    assert sum(1 for _ in candidates(reports)) < len(reports) * BLOCK
    assert copies(reports) == ()


def test_keys_are_shared_by_copies_and_fit_a_signed_column():
    pair = next(pair for pair in labelled_pairs() if pair.kind == "rewrite")
    ours, theirs = keys(pair.story), keys(pair.variant)
    assert set(ours) & set(theirs)
    assert all(0 <= key < 2**63 for key in ours)
    assert list(ours) == sorted(set(ours))


def test_boilerplate_shared_by_two_reports_makes_no_copy():
    notice = "\n\nSupport our work: donate today via our page.\n\nFollow us on Telegram and Facebook. All rights reserved."
    one = sketched(f"Rebels shelled the town of Azaz on Friday, killing nine people, a doctor said.{notice}", published=DAY)
    two = sketched(f"The army captured two hills near Palmyra on Friday after heavy air strikes.{notice}", published=DAY)
    assert compare(one, two) is None


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(0.5, 1)), max_size=25))
def test_graphs_have_no_circles(edges):
    found = [Copy(f"S-{a}", f"S-{b}", "rewrite", score, ()) for a, b, score in edges if a != b]
    kept = graph(found)
    parents: dict[str, set[str]] = {}
    for copy in kept:
        parents.setdefault(copy.sighting, set()).add(copy.of)

    def above(one: str, path: tuple[str, ...]) -> None:
        assert one not in path
        for parent in parents.get(one, ()):
            above(parent, (*path, one))

    for one in parents:
        above(one, ())
    assert graph(found[::-1]) == kept
