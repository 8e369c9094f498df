"""Copies of reports that come one by one are those of all reports at once, whatever the order, the blocks that overflow, and what goes again."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import pytest

from dateline.link.candidates import BLOCK, FACT_BLOCK, NEIGHBOURS
from dateline.link.copies import compared
from dateline.link.copy_index import CopyIndex, Post
from dateline.linked import Copy, ReportSketch
from tests.link.test_copies import invented, prose


class MemoryShelf:
    """A shelf in memory, as plain as can be."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, str, ReportSketch]] = {}
        self.posts: dict[int, list[Post]] = {}
        self.pairs: dict[tuple[str, str], Copy] = {}

    def reports(self, sightings: Collection[str]) -> Sequence[ReportSketch]:
        return [self.kept[one][2] for one in sorted(sightings) if one in self.kept]

    def of_text(self, text: str) -> list[str]:
        return [one for _, one in sorted((rank, one) for one, (other, rank, _) in self.kept.items() if other == text)]

    def put_report(self, report: ReportSketch, text: str, standing: str) -> None:
        self.kept[report.sighting] = text, standing, report

    def drop_report(self, sighting: str) -> None:
        del self.kept[sighting]

    def block(self, key: int, limit: int) -> list[Post]:
        return sorted(self.posts.get(key, []))[:limit]

    def beside(self, key: int, post: Post, limit: int) -> tuple[list[Post], list[Post]]:
        block = sorted(self.posts.get(key, []))
        return [one for one in block[::-1] if one < post][:limit], [one for one in block if one > post][:limit]

    def post_report(self, post: Post, keys: Collection[int]) -> None:
        for key in keys:
            self.posts.setdefault(key, []).append(post)

    def unpost_report(self, sighting: str) -> None:
        for key, block in self.posts.items():
            self.posts[key] = [post for post in block if post[1] != sighting]

    def copies(self, sightings: Collection[str]) -> list[Copy]:
        return [copy for copy in self.pairs.values() if copy.sighting in sightings or copy.of in sightings]

    def keep_copies(self, found: Iterable[Copy]) -> None:
        for copy in found:
            assert (copy.sighting, copy.of) not in self.pairs
            self.pairs[copy.sighting, copy.of] = copy

    def end_copies(self, pairs: Collection[tuple[str, str]]) -> None:
        for pair in pairs:
            del self.pairs[pair]


def frequent(n: int, *, days: int) -> list[ReportSketch]:
    """Return versions of one text, each with a sentence of its own."""
    text = prose(3, 4)
    return [invented(f"S-{i:02d}", [*text, *prose(100 + i, 1)], day=736000 + i % days) for i in range(n)]


def retold(n: int) -> list[ReportSketch]:
    """Return reports of the same facts in other words, some with hardly a text."""
    facts = {
        "numbers": ("14 killed", "30 wounded", "3 vehicl"),
        "places": ("azaz", "marea"),
        "signature": b"",
        "wording": b"",
        "sentences": (),
    }
    plain = [replace(invented(f"S-{i:02d}", [], day=736000 + i % 3), **facts) for i in range(n)]  # type: ignore[arg-type]
    return [replace(one, quotes=("we had no warning at all",)) if i < 3 else one for i, one in enumerate(plain)]


def addresses(n: int) -> list[ReportSketch]:
    """Return one text at many addresses, with versions of it beside."""
    text = prose(5, 6)
    same = [invented(f"S-{i:02d}", text, day=736000 + (n - i) % 5, outlet=f"Outlet {i % 4}") for i in range(n)]
    return [*same, *(invented(f"T-{i}", [*text[:5], prose(200 + i, 1)[0]], day=735999 + i) for i in range(4))]


CASES = {
    "more under a key than a block holds": frequent(BLOCK + 2 * NEIGHBOURS, days=3),
    "more of the same facts than a block holds": retold(FACT_BLOCK + 4),
    "as many as a block holds, and one": [replace(one, signature=b"") for one in frequent(BLOCK + 1, days=2)],
    "as many of the same facts as a block holds, and one": retold(FACT_BLOCK + 1),
    "one text at many addresses": addresses(12),
    "without a day": [replace(one, published=None) for one in frequent(BLOCK + 3, days=1)],
}


@pytest.mark.parametrize("reports", CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize("seed", range(3))
def test_one_by_one_ends_where_all_at_once_does(reports, seed):
    chance = random.Random(seed)
    shuffled = list(reports)
    chance.shuffle(shuffled)
    expected = set(compared(reports))
    assert expected
    shelf = MemoryShelf()
    while shuffled:
        portion = [shuffled.pop() for _ in range(min(len(shuffled), chance.choice([1, 1, 2, 7])))]
        CopyIndex(shelf).update(portion)
    assert set(shelf.pairs.values()) == expected


@pytest.mark.parametrize("reports", CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize("seed", range(3))
def test_a_report_that_is_read_anew_leaves_nothing_of_what_it_was(reports, seed):
    chance = random.Random(seed)
    shelf = MemoryShelf()
    CopyIndex(shelf).update(reports)
    now = {one.sighting: one for one in reports}
    for n in range(6):
        old = now[chance.choice(sorted(now))]
        other = invented(old.sighting, prose(900 + n), day=old.published) if n % 2 else replace(old, published=736001)  # type: ignore[arg-type]
        now[other.sighting] = other
        CopyIndex(shelf).update([other])
        assert set(shelf.pairs.values()) == set(compared(now.values()))


def test_what_changed_is_told():
    shelf = MemoryShelf()
    first, second = frequent(2, days=1)
    assert CopyIndex(shelf).update([first]) == set()
    (pair,) = CopyIndex(shelf).update([second])
    assert set(pair) == {first.sighting, second.sighting}
    assert CopyIndex(shelf).update([invented(second.sighting, prose(77))]) == {pair}
