"""Copies among reports that come one by one: the same pairs as `copies.compared` finds among all of them at once.

Reports lie under their keys. One that comes is compared with those that it meets there, and pairs that no longer meet, because a key
of theirs has become frequent, are taken back; where one goes, those compared that meet now. Only what lies under its keys is touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Protocol

from dateline.link.candidates import BLOCK, FACT_BLOCK, NEIGHBOURS, age, fact_keys, text_keys
from dateline.link.copies import compare_texts, standing, text_key
from dateline.link.likeness import Text
from dateline.linked import Copy, ReportSketch

Post = tuple[int, str]
"""A report under a key: its day and its sighting, which set them in order."""
_Pair = tuple[str, str]


class CopyShelf(Protocol):
    """Keeps reports by text and by key, and the pairs of copies among them."""

    def reports(self, sightings: Collection[str]) -> Sequence[ReportSketch]:
        """Return the sketches that there are of some sightings."""
        ...

    def of_text(self, text: str) -> Sequence[str]:
        """Return the sightings of the reports of one text, by standing."""
        ...

    def put_report(self, report: ReportSketch, text: str, standing: str) -> None:
        """Keep a report, in place of an older sketch of the same sighting."""
        ...

    def drop_report(self, sighting: str) -> None:
        """Forget a report."""
        ...

    def block(self, key: int, limit: int) -> Sequence[Post]:
        """Return the first posts under a key, at most so many."""
        ...

    def beside(self, key: int, post: Post, limit: int) -> tuple[Sequence[Post], Sequence[Post]]:
        """Return the posts under a key before and after one, the nearest first, at most so many of each."""
        ...

    def post_report(self, post: Post, keys: Collection[int]) -> None:
        """Put a report under keys."""
        ...

    def unpost_report(self, sighting: str) -> None:
        """Take a report from under all its keys."""
        ...

    def copies(self, sightings: Collection[str]) -> Sequence[Copy]:
        """Return the pairs of copies that have one of some sightings at either end."""
        ...

    def keep_copies(self, found: Iterable[Copy]) -> None:
        """Keep pairs that are not there yet."""
        ...

    def end_copies(self, pairs: Collection[_Pair]) -> None:
        """Take pairs back, given as copy and parent."""
        ...


class CopyIndex:
    """Keeps the pairs of copies among the reports of a shelf; what they are does not depend on the order in which the reports came.

    Sketches that it has read stay in memory, so that one index is for one portion of reports.
    """

    def __init__(self, shelf: CopyShelf) -> None:
        self._shelf = shelf
        self._texts: dict[str, Text] = {}

    def update(self, reports: Iterable[ReportSketch]) -> set[_Pair]:
        """Take up reports, in place of older sketches of the same sightings; return the pairs that were found or taken back."""
        coming = {report.sighting: report for report in reports}
        changed: set[_Pair] = set()
        for old in self._shelf.reports(coming):
            changed |= self._remove(old)
        for report in sorted(coming.values(), key=standing):  # so that the first of a text comes first
            changed |= self._add(report)
        return changed

    def _add(self, report: ReportSketch) -> set[_Pair]:
        key, rank = text_key(report), standing(report)
        others = self._shelf.of_text(key)
        self._texts[report.sighting] = Text(report)
        self._shelf.put_report(report, key, rank)
        if not others:
            return self._post(report)
        first = self._text(others[0]).report
        if standing(first) < rank:
            return self._compare([(report.sighting, first.sighting)])
        return self._unpost(first) | self._post(report) | self._compare((other, report.sighting) for other in others)

    def _remove(self, report: ReportSketch) -> set[_Pair]:
        sighting, key = report.sighting, text_key(report)
        was_first = self._shelf.of_text(key)[:1] == [sighting]
        changed = self._unpost(report) if was_first else self._end_all(sighting)
        self._shelf.drop_report(sighting)
        self._texts.pop(sighting, None)
        if was_first and (others := self._shelf.of_text(key)):
            changed |= self._post(self._text(others[0]).report) | self._compare((other, others[0]) for other in others[1:])
        return changed

    def _post(self, report: ReportSketch) -> set[_Pair]:
        """Put the first report of a text under its keys and compare it with those that it meets there."""
        here = age(report)
        mates: set[str] = set()
        apart: set[_Pair] = set()
        facts, words = set(fact_keys(report)), set(text_keys(report))
        for key in facts:
            block = self._shelf.block(key, FACT_BLOCK + 1)
            if len(block) < FACT_BLOCK:
                mates.update(sighting for _, sighting in block)
            elif len(block) == FACT_BLOCK:
                apart |= _pairs(block)
        for key in words:
            block = self._shelf.block(key, BLOCK + 1)
            if len(block) < BLOCK:
                mates.update(sighting for _, sighting in block)
                continue
            before, after = self._shelf.beside(key, here, NEIGHBOURS)
            mates.update(sighting for _, sighting in (*before, *after))
            apart |= _far(sorted([*block, here])) if len(block) == BLOCK else _parted(before, after)
        self._shelf.post_report(here, facts | words)
        kept = {(c.sighting, c.of) for c in self._shelf.copies({one for pair in apart for one in pair})} if apart else set()
        gone = {pair for pair in kept if _sorted(pair) in apart and not self._meet(*pair)}
        self._shelf.end_copies(gone)
        return gone | self._compare((report.sighting, mate) for mate in sorted(mates))

    def _unpost(self, report: ReportSketch) -> set[_Pair]:
        """Take a report from under its keys with its pairs, and compare those that meet there now."""
        here = age(report)
        self._shelf.unpost_report(report.sighting)
        meeting: set[_Pair] = set()
        for key in set(fact_keys(report)):
            block = self._shelf.block(key, FACT_BLOCK + 1)
            if len(block) == FACT_BLOCK:
                meeting |= _pairs(block)
        for key in set(text_keys(report)):
            block = self._shelf.block(key, BLOCK + 1)
            if len(block) == BLOCK:
                meeting |= _far(sorted([*block, here]))
            elif len(block) > BLOCK:
                meeting |= _parted(*self._shelf.beside(key, here, NEIGHBOURS))
        gone = self._end_all(report.sighting)
        kept = {_sorted((c.sighting, c.of)) for c in self._shelf.copies({one for pair in meeting for one in pair})} if meeting else set()
        return gone | self._compare(sorted(pair for pair in meeting if report.sighting not in pair and pair not in kept))

    def _end_all(self, sighting: str) -> set[_Pair]:
        pairs = {(copy.sighting, copy.of) for copy in self._shelf.copies({sighting})}
        self._shelf.end_copies(pairs)
        return pairs

    def _meet(self, a: str, b: str) -> bool:
        """Tell whether two reports share a rare key, or are near each other in time under a frequent one."""
        one, two = self._text(a).report, self._text(b).report
        if text_key(one) == text_key(two):
            return True
        if any(len(self._shelf.block(key, FACT_BLOCK + 1)) <= FACT_BLOCK for key in {*fact_keys(one)} & {*fact_keys(two)}):
            return True
        for key in {*text_keys(one)} & {*text_keys(two)}:
            if len(self._shelf.block(key, BLOCK + 1)) <= BLOCK:
                return True
            before, after = self._shelf.beside(key, age(one), NEIGHBOURS)
            if age(two) in (*before, *after):
                return True
        return False

    def _compare(self, pairs: Iterable[_Pair]) -> set[_Pair]:
        wanted = list(pairs)
        missing = {one for pair in wanted for one in pair} - self._texts.keys()
        self._texts |= {report.sighting: Text(report) for report in self._shelf.reports(missing)} if missing else {}
        found = [copy for a, b in wanted if (copy := compare_texts(self._texts[a], self._texts[b])) is not None]
        self._shelf.keep_copies(found)
        return {(copy.sighting, copy.of) for copy in found}

    def _text(self, sighting: str) -> Text:
        if sighting not in self._texts:
            self._texts |= {report.sighting: Text(report) for report in self._shelf.reports({sighting})}
        return self._texts[sighting]


def _sorted(pair: _Pair) -> _Pair:
    one, other = sorted(pair)
    return one, other


def _pairs(block: Sequence[Post]) -> set[_Pair]:
    return {_sorted((a, b)) for (_, a), (_, b) in combinations(block, 2)}


def _far(block: Sequence[Post]) -> set[_Pair]:
    """Return the pairs of a block that are no near neighbours."""
    return {_sorted((a[1], b[1])) for n, a in enumerate(block) for b in block[n + NEIGHBOURS + 1 :]}


def _parted(before: Sequence[Post], after: Sequence[Post]) -> set[_Pair]:
    """Return the pairs that are near neighbours but for the one report between them."""
    return set(_across(before, after))


def _across(before: Sequence[Post], after: Sequence[Post]) -> Iterator[_Pair]:
    for n, (_, a) in enumerate(before):
        opposite = NEIGHBOURS - 1 - n  # together NEIGHBOURS + 1 apart, counted from 1
        if opposite < len(after):
            yield _sorted((a, after[opposite][1]))
