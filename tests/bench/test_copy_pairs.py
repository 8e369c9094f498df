from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from bench import copies
from bench.copies import Pair, Text

DAY = dt.date(2019, 5, 4)


def pair(a: str, b: str, kind: str = "identical", root: str = "a") -> Pair:
    return Pair("x", kind, root, "", Text("A", DAY, None, a), Text("B", DAY + dt.timedelta(days=1), None, b))


def test_there_are_sixty_pairs_of_every_class() -> None:
    pairs = copies.load()
    count = Counter(p.kind for p in pairs)
    assert len(pairs) == len({p.id for p in pairs}) == 60
    assert count["identical"] + count["near_duplicate"] == count["agency_copy"] + count["rewrite"] == count["none"] == 20
    assert min(count.values()) >= 8


def test_the_texts_are_what_their_classes_say() -> None:
    """Identical ones have the same words, near-duplicates others; no pair of another class is nearly word for word the same."""
    for p in copies.load():
        a, b = copies.shingles(p.a.text), copies.shingles(p.b.text)
        common = len(a & b) / len(a | b)
        assert (common == 1) == (p.kind == "identical"), p.id
        assert common > 0.5 if p.kind == "near_duplicate" else common < 0.98 or p.kind == "identical", p.id
        assert p.kind != "rewrite" or common < 0.25, p.id
        assert min(len(p.a.text.split()), len(p.b.text.split())) >= 25, p.id


WORDS = "shells hit a crowded market in the town of Marj on Tuesday and killed thirteen people"
CASES = [
    (WORDS, WORDS.upper() + ".", "identical", "a"),
    (WORDS, WORDS.replace("thirteen", "fourteen"), "near_duplicate", "a"),
    (WORDS, WORDS + " while the ceasefire that envoys had signed in the spring was said to hold everywhere else", "agency_copy", "a"),
    (WORDS, "nobody was hurt when rebels left their posts along the river", "none", ""),
]


@pytest.mark.parametrize(("a", "b", "kind", "root"), CASES)
def test_the_base_goes_by_common_shingles(a: str, b: str, kind: str, root: str) -> None:
    assert copies.by_shingles(pair(a, b)) == (kind, root)


def test_figures_by_hand() -> None:
    pairs = [pair("", ""), pair("", "", "rewrite", "b"), pair("", "", "none", ""), pair("", "", "agency_copy", "Meridian")]
    found = copies.figures(pairs, [("identical", "a"), ("agency_copy", "a"), ("rewrite", "a"), ("agency_copy", "b")])
    assert found["class"] == 0.5
    assert found["copy_or_not"] == 0.75
    assert found["root"] == 0.5  # of the two that have their root among the two
    assert (found["class.identical"], found["class.none"], found["class.rewrite"]) == (1, 0, 0)


BROKEN = [
    ('class = "copy"\nroot = "a"', "unknown class 'copy'"),
    ('class = "none"\nroot = "a"', "a root is wanted"),
    ('class = "rewrite"\nroot = ""', "a root is wanted"),
]


@pytest.mark.parametrize(("lines", "said"), BROKEN)
def test_a_broken_pair_is_refused(tmp_path: Path, lines: str, said: str) -> None:
    path = tmp_path / "pairs.toml"
    rest = 'id = "p"\nnote = ""\noutlets = ["A", "B"]\npublished = ["2019-05-04", "2019-05-04"]\na = "x"\nb = "y"\n'
    path.write_text(f"[[pair]]\n{rest}{lines}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        copies.load(path)


def test_an_edit_that_does_not_apply_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pairs.toml"
    path.write_text(
        '[[pair]]\nid = "p"\nclass = "identical"\nroot = "a"\nnote = ""\noutlets = ["A", "B"]\npublished = ["2019-05-04", "2019-05-04"]\n'
        'a = "x"\nedits = [["z", "y"]]\n',
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="not in the text: 'z'"):
        copies.load(path)
