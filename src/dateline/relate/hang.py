"""Hang tolls and losses on the event that they belong to."""

from __future__ import annotations

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
    for number, toll in tolls.items():
        draft = _carrier(drafts, toll.span, toll.sentence, toll.verb, toll.kind)
        if draft is not None:
            draft.tolls.append(number)
    for number, loss in losses.items():
        draft = _carrier(drafts, loss.span, loss.sentence, loss.verb, "loss")
        if draft is not None:
            draft.losses.append(number)


def _carrier(drafts: Sequence[Draft], span: Span, sentence: int, verb: Span | None, kind: str) -> Draft | None:
    fit = [d for d in drafts if _fits(d, kind)]
    here = [d for d in fit if any(s.sentence.index == sentence for s in d.scenes)]
    if verb is not None:
        exact = [d for d in here if any(m.overlaps(verb) for m in d.mentions)]
        if exact:
            return exact[0]
    if here:
        return min(here, key=lambda d: _distance(d, span))
    before = [d for d in fit if d.trigger.span.start < span.start]
    if kind in ("killed", "wounded", "casualties"):
        before = [d for d in before if family(d) not in _BLOODLESS] or before
    if before:
        return max(before, key=lambda d: max(m.start for m in d.mentions if m.start < span.start))
    return fit[0] if fit else None


def _fits(draft: Draft, kind: str) -> bool:
    if draft.realis in ("planned", "hypothetical_denied"):
        return False
    if kind in _OF_KIND:
        return family(draft) in _OF_KIND[kind]
    return family(draft) in _HARMFUL


def _distance(draft: Draft, span: Span) -> int:
    return min(min(abs(m.start - span.end), abs(span.start - m.end)) for m in draft.mentions)
