import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.check import errors_of
from corpus.markup import bare, parse, read
from corpus.quotes import QuoteError, locate
from tests.corpus.sample import SOURCE, changed

REPORT = parse(SOURCE)


def test_the_sample_reads_without_a_fault():
    assert REPORT.faults == ()


def test_the_frozen_text_is_the_lines_without_marks():
    assert REPORT.text == (
        "Army takes two villages\n\n"
        "TOLO (Plain Wire) - Soldiers took Osa and Mira from the Hill Front on Monday, killing 12 fighters, "
        "army spokesman Ilo Teres said on Wednesday. "
        "A mine later wounded two women and a boy near the rebel-held town of Tolo.\n\n"
        "Soldiers after killing 40 fighters in May.\n\n"
        "Fiction: all of it is invented."
    )


def test_list_items_stand_on_their_own_lines_and_paragraphs_apart():
    report = parse("= T\n> One.\n* first\n* second\n\n> Two.\n")
    assert report.text == "T\n\nOne.\n\n- first\n- second\n\nTwo."
    assert [report.words(line.range) for line in report.lines] == ["T", "One.", "first", "second", "Two."]


def test_every_record_quotes_its_words():
    words = REPORT.words
    assert [words(event.trigger) for event in REPORT.events] == ["took", "took", "mine"]
    assert words(REPORT.events[0].mentions[0][0]) == "takes"
    assert [words(toll.range) for toll in REPORT.tolls] == ["12 fighters", "two women", "a boy"]
    claim = REPORT.claims[0]
    assert words(claim.content) == "Soldiers took Osa and Mira from the Hill Front on Monday, killing 12 fighters"
    assert words(claim.cue) == "said"
    assert words(claim.source_range) == "army spokesman Ilo Teres"


def test_an_unattributed_claim_takes_the_sentence_without_its_full_stop():
    assert REPORT.words(REPORT.claims[1].content).endswith("town of Tolo")


def test_events_of_one_trigger_share_a_group_and_have_a_place_each():
    one, two, three = REPORT.events
    assert one.group == two.group
    assert three.group is None
    assert [event.places[0].entity for event in REPORT.events] == ["osa", "mira", "tolo"]
    assert REPORT.tolls[0].group


@pytest.mark.parametrize(
    ("count", "modifier", "low", "best", "high"),
    [
        ("12", "exact", 12, 12, 12),
        ("at_least 12", "at_least", 12, 12, None),
        ("more_than 12", "more_than", 12, 12, None),
        ("about 12", "about", None, 12, None),
        ("nearly 12", "nearly", None, 12, 12),
        ("up_to 12", "up_to", None, 12, 12),
        ("10-12", "range", 10, None, 12),
        ("unquantified 24", "unquantified", 24, None, None),
        ("unquantified", "unquantified", None, None, None),
    ],
)
def test_counts(count, modifier, low, best, high):
    report = parse(changed("killed 12 combatant", f"killed {count} combatant"))
    assert report.faults == ()
    toll = report.tolls[0]
    assert (toll.modifier, toll.low, toll.best, toll.high) == (modifier, low, best, high)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('@osa "Osa"', '@osa "Osaka"', "does not stand in this line as whole words"),
        ('@osa "Osa"', '@osa "Os"', "does not stand in this line as whole words"),
        ('@osa "Osa"', '@nowhere "Osa"', "@nowhere is not defined"),
        ('@osa "Osa"', "@osa Osa", "expected only quotes"),
        ("territory, actual", "territories, actual", "no such sub type: Government regains territories"),
        ("territory, actual", "territory, real", "no such realis: real"),
        ("each @osa @mira", "each @osa", "2 events, but `each` names 1 places"),
        ("each @osa @mira", "each @osa @army", "@army is of kind actor, expected place"),
        ("killed 12 combatant", "killed twelve combatant", "not a count"),
        ("killed 12 combatant", "killed 12", "a toll ends with its category"),
        ("killed 12 combatant", "slain 12 combatant", "no such kind of toll: slain"),
        ('"Monday" = 2021-06-07', '"Monday" = 7 June', "not a time value: 7 June"),
        ('k2 "two women" wounded 2 civilian; of @civ; for e3; sub women', 'k2 "two women"', "no such kind of toll"),
        ("killed 12 combatant", "killed 12-10 combatant", "the lower number comes first"),
        ("killed 12 combatant", "killed about 10-12 combatant", "not a count"),
        ("killed 12 combatant", f"killed {'9' * 5000} combatant", "too large a number"),
        ('"Monday" = 2021-06-07', '"Monday" = 2021-06-31', "no such day: 2021-06-31"),
        ('"Monday" = 2021-06-07', '"Monday" = 2021-06-07/2021-06-01', "it ends before it begins"),
        ("on t1; outcome", "on t1; on pub; outcome", "given twice: on"),
        ("c @spox, ", "c @spox @army, ", "expected one entity"),
        ('"said"; "Soldiers', '"said" "on"; "Soldiers', "expected one quote"),
        ("about e1 e2 k1;", "about e1 e2 k1; about e1;", "given twice: about"),
        ("sub women", 'sub "women', "a quote is not closed"),
        ('@army "Soldiers"', '@army "Soldiers ... women"', "stands nowhere after"),
        ("; said_on t2", "; said t2", "not a field of a claim: said t2"),
        ('c @spox, "said"; "Soldiers took Osa ... 12 fighters"', 'c @spox, "said"', "a claim with a cue needs its content in quotes"),
        ('"rebel-held" held', '"rebel-held" owned', "no such state of control: owned"),
        (":image_caption", ":picture", "no such zone: picture"),
        ('  e1+ "takes"', '  e9+ "takes"', "e9+ repeats an event or toll that is not defined"),
        ("> A mine", "A mine", "neither text"),
    ],
)
def test_a_fault_says_what_and_where(old, new, what):
    report = parse(changed(old, new))
    lines = changed(old, new).split("\n")
    fault = next(fault for fault in report.faults if what in fault.what)
    assert new.strip().split("\n")[0][:8] in lines[fault.line - 1] or new in lines[fault.line - 1]


def test_all_faults_come_at_once_in_order_of_lines():
    source = changed('@osa "Osa"', '@osa "Oslo"').replace('@tolo "Tolo"', '@tolo "Toledo"').replace("near @tolo", "next @tolo")
    faults = parse(source).faults
    assert len(faults) >= 3
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)


def test_words_that_stand_twice_need_a_number():
    text = "it said it left"
    with pytest.raises(QuoteError, match="stands 2 times"):
        locate(text, (0, len(text)), "it")
    assert locate(text, (0, len(text)), "it", 2) == (8, 10)
    with pytest.raises(QuoteError, match="stands 2 times"):
        locate(text, (0, len(text)), "it", 3)


def test_a_content_may_run_on_into_later_lines():
    report = parse(changed('"Soldiers took Osa ... 12 fighters"', '"Soldiers took Osa ... a boy"'))
    assert report.words(report.claims[0].content).endswith("wounded two women and a boy")


def test_zones_without_reporting_take_no_annotation():
    report = parse(changed("in May.\n", 'in May.\n  @army "Soldiers"\n'))
    assert [fault.what for fault in report.faults] == ["a zone of kind image_caption takes no annotation"]


def test_bare_leaves_the_text_and_nothing_that_tells_the_labels():
    left = bare(SOURCE)
    assert parse(left).text == REPORT.text
    assert "@" not in left
    assert "profile" not in left


@given(st.text(max_size=400))
def test_no_text_breaks_the_reading(source):
    parse(source)
    parse(SOURCE + source)


@given(st.integers(0, len(SOURCE) - 1), st.sampled_from('@"; >=#'))
def test_no_slip_of_a_key_breaks_the_reading(at, char):
    report = parse(SOURCE[:at] + char + SOURCE[at + 1 :])
    for mention in report.mentions:
        assert report.words(mention.range).strip()


def test_half_written_lines_are_faults_not_crashes():
    for half in (
        "c",
        "c ;",
        "c @army",
        'k9 "12 fighters"',
        'l9 "12 fighters"',
        'e9 "took"',
        's9 "took"',
        'h9 "took"',
        "t9",
        "e9+",
        "w",
        '@army "',
    ):
        report = parse(changed('  @osa "Osa"\n', f'  @osa "Osa"\n  {half}\n'))
        assert [*report.faults, *errors_of(report)], half


def test_a_file_that_is_no_text_is_one_fault(tmp_path):
    for name, data in (("a.txt", b"\xff\xfe\x00id"), ("b.txt", SOURCE.encode("utf-16"))):
        (tmp_path / name).write_bytes(data)
        assert [fault.what[:14] for fault in read(tmp_path / name).faults] == ["not UTF-8 text"]
    assert read(tmp_path / "none.txt").faults[0].what.startswith("cannot be read")
    (tmp_path / "c.txt").write_bytes(b"\xef\xbb\xbf" + SOURCE.replace("\n", "\r\n").encode())
    assert read(tmp_path / "c.txt").text == REPORT.text


def test_a_caption_below_a_dateline_begins_a_paragraph():
    assert parse(":dateline TOLO -\n:image_caption A picture.\n> One.\n").text == "TOLO -\n\nA picture.\n\nOne."
