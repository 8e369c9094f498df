"""Hang tolls and losses on the event that they belong to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from dateline.records import LossMention, Span, TollMention
from dateline.relate.drafts import Draft
from dateline.relate.merge import family

_HARMFUL = frozenset(
    {
        "ground",
        "any",
        "harm",
        "air",
        "shell",
        "blast",
        "explosion",
        "remote",
        "chemical",
        "protest",
        "abduct",
        "arrest",
        "release",
        "rape",
        "disrupt",
        "loot",
    }
)
_BLOODLESS = frozenset({"arrest", "release", "disrupt", "loot"})  # the dead of another sentence are seldom theirs
_OF_KIND = {
    "freed": ("release", "deal"), "abducted": ("abduct",), "captured": ("arrest", "ground", "any", "abduct"), "displaced": ("ground", "any", "shell", "air"),
    "missing": ("abduct", "any", "blast", "ground"),
}  # fmt: skip


def hang(drafts: Sequence[Draft], tolls: Mapping[int, TollMention], losses: Mapping[int, LossMention]) -> None:
    """Put the number of each toll and loss on one draft's list; one that no event can carry is left out."""
    words = [_Words(draft) for draft in drafts]
    carriers: dict[str, _Carriers] = {}
    for number, toll in tolls.items():
        if toll.kind not in carriers:
            carriers[toll.kind] = _Carriers(drafts, words, toll.kind)
        draft = carriers[toll.kind].find(toll.span, toll.sentence, toll.verb)
        if draft is not None:
            draft.tolls.append(number)
    things = _Carriers(drafts, words, "loss")
    for number, loss in losses.items():
        draft = things.find(loss.span, loss.sentence, loss.verb)
        if draft is not None:
            draft.losses.append(number)


class _Words:
    """Where the words of a draft stand, in order: a report may come back to one event in a thousand sentences."""

    def __init__(self, draft: Draft) -> None:
        self._mentions = sorted(draft.mentions)
        self._starts = [m.start for m in self._mentions]
        self._ends = sorted(m.end for m in self._mentions)
        self._longest = max((m.end - m.start for m in self._mentions), default=0)

    def meet(self, span: Span) -> bool:
        """Tell whether a word of the draft shares a character with a span."""
        first = bisect_left(self._starts, span.start - self._longest)
        return any(m.overlaps(span) for m in self._mentions[first : bisect_left(self._starts, span.end)])

    def distance(self, span: Span) -> int:
        """Return the characters between a span and the nearest word."""
        return min(_nearest(self._starts, span.end), _nearest(self._ends, span.start))


def _nearest(offsets: Sequence[int], offset: int) -> int:
    """Return how far the nearest of some sorted offsets is."""
    position = bisect_left(offsets, offset)
    return min(abs(found - offset) for found in offsets[max(0, position - 1) : position + 1])


class _Carriers:
    """The drafts that can carry tolls of a kind, by their sentences and by where their words stand."""

    def __init__(self, drafts: Sequence[Draft], words: Sequence[_Words], kind: str) -> None:
        self._drafts = drafts
        self._words = words
        self._fit = [i for i, draft in enumerate(drafts) if _fits(draft, kind)]
        self._by_sentence: dict[int, list[int]] = {}
        for i in self._fit:
            for sentence in dict.fromkeys(s.sentence.index for s in drafts[i].scenes):
                self._by_sentence.setdefault(sentence, []).append(i)
        harmed = kind in ("killed", "wounded", "casualties")
        likely = [i for i in self._fit if not (harmed and family(drafts[i]) in _BLOODLESS)]
        self._words_of_likely, self._words_of_all = self._ordered(likely), self._ordered(self._fit)

    def _ordered(self, numbers: Sequence[int]) -> list[tuple[int, int]]:
        """Return where the words of some drafts begin, each with the draft's number, negative so that the first of several comes last."""
        return sorted((m.start, -i) for i in numbers for m in self._drafts[i].mentions)

    def find(self, span: Span, sentence: int, verb: Span | None) -> Draft | None:
        """Return the draft of the sentence that has the verb, else the nearest one there, else the last one told before."""
        here = self._by_sentence.get(sentence, ())
        if verb is not None:
            exact = next((i for i in here if self._words[i].meet(verb)), None)
            if exact is not None:
                return self._drafts[exact]
        if here:
            return self._drafts[min(here, key=lambda i: self._words[i].distance(span))]
        before = self._before(self._words_of_likely, span.start) or self._before(self._words_of_all, span.start)
        return before or (self._drafts[self._fit[0]] if self._fit else None)

    def _before(self, words: Sequence[tuple[int, int]], offset: int) -> Draft | None:
        """Return the draft with the last word before an offset, its trigger being before it too."""
        for position in range(bisect_left(words, (offset, -len(self._drafts))) - 1, -1, -1):
            draft = self._drafts[-words[position][1]]
            if draft.trigger.span.start < offset:
                return draft
        return None


def _fits(draft: Draft, kind: str) -> bool:
    if draft.realis in ("planned", "hypothetical_denied"):
        return False
    if kind in _OF_KIND:
        return family(draft) in _OF_KIND[kind]
    return family(draft) in _HARMFUL
