"""Nothing of the gold is trained on: its texts are left out by hash and by every run of eight words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import REPORTS
from corpus.markup import read
from corpus.splits import rules, split_of
from corpus.tokens import views
from train.examples import Example
from train.leave_out import LeftOut, gold_left_out, text_hash
from train.sets import corpus as corpus_set
from train.sets import public

SHARED = Path(__file__).resolve().parents[3] / "shared"
RUN = 8
REPORT = "Shells hit a crowded market in the rebel-held town of Marj Tulul on Tuesday, killing 13 people and wounding dozens."
needs_gold = pytest.mark.skipif(not any((SHARED / "gold").rglob("*.txt")), reason=f"no annotated reports in {SHARED / 'gold'}")


# ---------------------------------------------------------------- what is left out

COPIES = [
    REPORT,
    REPORT.upper(),
    f"  {REPORT.replace(' ', chr(10))}\n",
    REPORT.replace(",", " --").replace(".", "!"),
    REPORT.replace("-", " "),
    f"It rained. {REPORT} They fled.",
    "They fled to a crowded market in the rebel-held town of Marj.",  # eight of its words and more, in a row
    "A CROWDED MARKET IN THE REBEL HELD TOWN",
    "crowded market -- in the \u201crebel-held\u201d town (of",
]
OTHERS = [
    "",
    "It rained.",
    "Shells hit a crowded market in the",  # seven words
    "market in the rebel-held town; of course Marj Tulul on Tuesday, killing 13 people",
    " ".join(reversed(REPORT.split())),
    "A rebel-held town of a crowded market on Tuesday killing dozens and wounding 13 people in Marj Tulul",
]


@pytest.mark.parametrize("text", COPIES)
def test_a_text_that_repeats_one_is_left_out(text: str) -> None:
    assert LeftOut(["It rained all day.", REPORT]).has(text)


@pytest.mark.parametrize("text", OTHERS)
def test_a_text_that_shares_less_is_not(text: str) -> None:
    assert not LeftOut(["It rained all day.", REPORT]).has(text)


def test_a_short_text_is_left_out_by_its_hash() -> None:
    left_out = LeftOut(["It rained all day."])
    assert left_out.has("it rained\nALL day")
    assert not left_out.has("It rained all day and all night long in Ostrel.")
    assert text_hash("It rained, all day!") == text_hash("it rained all day") != text_hash("it rained all-day long")


def test_nothing_left_out() -> None:
    assert len(LeftOut([])) == 0
    assert not LeftOut([]).has(REPORT)
    assert len(LeftOut([REPORT, REPORT.lower(), "It rained."])) == 2


@given(st.lists(st.sampled_from("abcd"), max_size=14), st.lists(st.sampled_from("abcd"), max_size=14))
def test_a_shared_run_and_nothing_less(one: list[str], other: list[str]) -> None:
    shared = any(one[n : n + RUN] == other[m : m + RUN] for n in range(len(one) - RUN + 1) for m in range(len(other) - RUN + 1))
    assert LeftOut([" ".join(one)]).has(" ".join(other)) == (shared or one == other)


# ---------------------------------------------------------------- the gold


def test_without_the_gold_there_is_no_training(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="training must know what to leave out") as caught:
        gold_left_out(tmp_path)
    assert str(tmp_path / "gold") in str(caught.value)
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "one.json").write_text("{}", encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        gold_left_out(tmp_path)


def test_the_reports_of_the_gold_are_found_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "gold" / "more").mkdir(parents=True)
    (tmp_path / "gold" / "one.txt").write_text("It rained all day.", encoding="utf-8")
    (tmp_path / "gold" / "more" / "two.txt").write_text(REPORT, encoding="utf-8")
    left_out = gold_left_out(tmp_path)
    assert len(left_out) == 2
    assert left_out.has("It rained all day")
    assert left_out.has(f"{REPORT} They fled.")


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Yield every eight words of a text in a row, in lower case, cut at whatever is no letter and no digit."""
    words = re.sub(r"[\W_]+", " ", text.lower()).split()
    yield from zip(*(words[n:] for n in range(RUN)), strict=False)


@cache
def gold() -> tuple[LeftOut, frozenset[tuple[str, ...]]]:
    texts = [path.read_text(encoding="utf-8") for path in (SHARED / "gold").rglob("*.txt")]
    return gold_left_out(SHARED), frozenset(run for text in texts for run in runs(text))


def check(examples: Iterable[Example]) -> tuple[int, int]:
    """Hold what passes to the gold; return how many there are and how many pass."""
    left_out, of_gold = gold()
    total = passed = 0
    for example in examples:
        total += 1
        if not left_out.has(example.text):
            passed += 1
            assert not of_gold & set(runs(example.text)), example.doc
    return total, passed


@needs_gold
def test_every_report_of_the_gold_is_left_out() -> None:
    left_out, _ = gold()
    files = list((SHARED / "gold").rglob("*.txt"))
    assert len(left_out) == len(files)
    assert all(left_out.has(path.read_text(encoding="utf-8")) for path in files)


SETS = {
    "re3d": (public.re3d, "re3d"),
    "cameo": (public.cameo, "conflibert"),
    "polnear": (public.polnear, "polnear"),
    "muc4": (public.muc4, "muc4"),
}
SETS["plover"] = (public.plover, "plover_zsp")


@needs_gold
@pytest.mark.parametrize("name", SETS)
def test_no_example_of_a_public_set_that_passes_has_a_run_of_the_gold(name: str) -> None:
    examples, folder = SETS[name]
    if not (SHARED / "data" / folder).is_dir():
        pytest.skip(f"no data in {SHARED / 'data' / folder}")
    total, passed = check(examples(SHARED / "data"))
    assert passed > total / 2
    assert (passed < total) == (name == "re3d")  # the gold has reports of re3d


@needs_gold
def test_no_report_of_the_corpus_has_a_run_of_the_gold() -> None:
    given_ = rules()
    reports = [read(path) for path in sorted(REPORTS.glob("*/*.txt"))]
    told = (view for report in reports for view in views(report, split_of(report, given_)))
    total, passed = check(corpus_set.examples(told, {"train", "dev", "test"}))
    assert total == passed > 0
