"""Who says a phrase of a brief: speakers with the claims that are cited for them, and phrases joined under the same speakers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dateline.export.brief_language import listed, number, speaker, upper_first
from dateline.export.brief_records import Member, Phrase, Ref, Sentence, Story
from dateline.linked import OriginCount
from dateline.records import Claim


@dataclass(frozen=True, slots=True)
class Bundle:
    """Events that one paragraph tells: the same act, day and claims at several places of one list; mostly a single event."""

    stories: tuple[Story, ...]

    @property
    def members(self) -> tuple[Member, ...]:
        """Return all accounts."""
        return tuple(member for story in self.stories for member in story.members)


Count = Callable[[Sequence[Ref]], OriginCount | None]
"""Tells how many independent origins claims have; None where that is not known."""


class Voice(NamedTuple):
    """A speaker, the claim that is cited for it, and whether it is a report's own word, or that of a copy of another report."""

    who: str
    ref: Ref
    own: bool
    copied: bool = False


class Said(NamedTuple):
    """What speakers said: a clause that can follow "that", and what stands behind it: who says the same with less, who denies it."""

    voices: tuple[Voice, ...]
    clause: str
    after: tuple[Phrase, ...] = ()


def voice(member: Member, claim: Claim) -> Voice:
    """Return who makes a claim."""
    return Voice(
        speaker(member.report, claim), member.ref(claim), claim.source.type == "author", member.copied and claim.source.type == "author"
    )


def voices_of(member: Member, *targets: str) -> tuple[Voice, ...]:
    """Return who asserts something about any of the ids."""
    return tuple(voice(member, claim) for claim in member.claims(*targets))


def speakers(voices: Iterable[Voice]) -> tuple[str, ...]:
    """Return the speakers, each once; who only prints another report's words is named where nobody else is."""
    given = list(voices)
    return tuple(dict.fromkeys([one.who for one in given if not one.copied] or [one.who for one in given]))


def refs(voices: Iterable[Voice]) -> tuple[Ref, ...]:
    """Return the claims cited, each once."""
    return tuple(dict.fromkeys(one.ref for one in voices))


def sentences(said: Sequence[Said], count: Count) -> Iterator[Sentence]:
    """Yield what was said, all of the same speakers in one sentence; what is denied or said by others too has one of its own."""
    groups: dict[tuple[str, ...], list[Said]] = defaultdict(list)
    for one in said:
        if one.after:
            yield _sentence([one], count)
        else:
            groups[speakers(one.voices)].append(one)
    for group in groups.values():
        yield _sentence(group, count)


def _sentence(group: Sequence[Said], count: Count) -> Sentence:
    everybody = [one for said in group for one in said.voices]
    start = f"{subject(everybody, count)} {verb(everybody)} that"
    cited: dict[tuple[Ref, ...], list[str]] = defaultdict(list)
    for said in group:
        cited[refs(said.voices)].append(said.clause)
    clauses = ((_joined(given), claims) for claims, given in cited.items())
    phrases = [Phrase(f"{'that' if n else start} {clause}", claims) for n, (clause, claims) in enumerate(clauses)]
    phrases[0] = Phrase(upper_first(phrases[0].text), phrases[0].refs)
    return Sentence((*phrases, *(phrase for said in group for phrase in said.after)))


def verb(voices: Iterable[Voice]) -> str:
    """Return the verb of saying: an outlet that gives its own word reports, everybody else says."""
    return "reported" if all(one.own for one in voices) else "said"


def _joined(clauses: Sequence[str]) -> str:
    """Return clauses behind one "that".

    >>> _joined(["A fought B", "3 were killed", "9 were wounded"])
    'A fought B, that 3 were killed, and that 9 were wounded'
    """
    *first, last = dict.fromkeys(clauses)
    return f"{', that '.join(first)}, and that {last}" if first else last


def subject(voices: Sequence[Voice], count: Count) -> str:
    """Return the speakers, with the number of independent origins that their claims have where it is known and more than one speaks."""
    who = speakers(voices)
    origins = count(refs(voices)) if len(who) > 1 else None
    if origins is None:
        return listed(who)
    if origins.low >= 2:
        return f"{count_origins(origins)} ({listed(who)})"
    return f"{listed(who)} ({count_origins(origins)})"


def count_origins(origins: OriginCount) -> str:
    """Return an interval of origins in words: "one or two independent origins", "one to three independent origins"."""
    if origins.low == origins.high:
        return f"{number(origins.low)} independent {'origin' if origins.low == 1 else 'origins'}"
    between = "or" if origins.high == origins.low + 1 else "to"
    return f"{number(origins.low)} {between} {number(origins.high)} independent origins"
