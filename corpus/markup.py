"""Reads one annotated report; every fault is kept with its line, none stops the reading.

`GUIDELINE.md` is the definition of the markup.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus.annotation import annotate
from corpus.fields import MarkupError
from corpus.layout import Draft, lay_out
from corpus.quotes import QuoteError
from corpus.records import Fault, Range, Report


def read(path: Path) -> Report:
    """Return the report of a file, its faults included; a file that is not UTF-8 text has one fault and nothing else."""
    try:
        return parse(path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        return replace(parse(""), faults=(Fault(1, f"not UTF-8 text: {error.reason} at byte {error.start}"),))
    except OSError as error:
        return replace(parse(""), faults=(Fault(1, f"cannot be read: {error.strerror or error}"),))


def parse(source: str) -> Report:
    """Return the report of a file's text, its faults included; they come in the order of the lines."""
    draft = Draft()
    lay_out(draft, source)
    for at, line, note in draft.notes:
        try:
            annotate(draft, at, line, note)
        except (MarkupError, QuoteError) as error:
            draft.faults.append(Fault(line, str(error)))
    _gather_mentions(draft)
    return _freeze(draft)


def bare(source: str) -> str:
    """Return a file without its annotation, entities and profile: what a second reader gets."""
    return "\n".join(
        line for line in source.split("\n") if line[:1] not in (" ", "\t", "@") and not line.startswith(("profile:", "notes:"))
    )


def _gather_mentions(draft: Draft) -> None:
    """Hang repeated mentions on their events and tolls; join the events of tolls that count several."""
    known = {event.id for event in draft.events} | {toll.id for toll in draft.tolls}
    for ref, _, _, line in draft.again:
        if ref not in known:
            draft.faults.append(Fault(line, f"{ref}+ repeats an event or toll that is not defined"))
    draft.events = [replace(event, mentions=_again(draft, event.id)) for event in draft.events]
    draft.tolls = [replace(toll, mentions=_again(draft, toll.id)) for toll in draft.tolls]
    for toll in draft.tolls:
        if len(toll.events) > 1:
            _join(draft, toll.events)


def _again(draft: Draft, ref: str) -> tuple[tuple[Range, int], ...]:
    return tuple((where, at) for other, where, at, _ in draft.again if other == ref)


def _join(draft: Draft, ids: tuple[str, ...]) -> None:
    """Give events that share a toll one group."""
    have = [event.group for event in draft.events if event.id in ids and event.group]
    if have:
        group = have[0]
    else:
        draft.groups += 1
        group = f"g{draft.groups}"
    draft.events = [replace(event, group=group) if event.id in ids or event.group in have else event for event in draft.events]


def _nearest(draft: Draft, entity: str, at: int, cue: Range) -> Range | None:
    """The mention of a speaker nearest to the cue, in the cue's line."""
    own = [m.range for m in draft.mentions if m.entity == entity and m.at == at]
    return min(own, key=lambda where: max(where[0] - cue[1], cue[0] - where[1]), default=None)


def _freeze(draft: Draft) -> Report:
    claims = tuple(
        replace(claim, source_range=_nearest(draft, claim.source, claim.at, claim.cue)) if claim.cue else claim for claim in draft.claims
    )
    return Report(
        draft.header.get("id", ""), draft.header, draft.entities, draft.text, tuple(draft.lines), tuple(draft.mentions),
        tuple(draft.times), tuple(draft.things), tuple(draft.events), tuple(draft.tolls), tuple(draft.losses), claims,
        tuple(draft.statements), tuple(draft.controls), tuple(sorted(draft.faults, key=lambda fault: fault.line)),
    )  # fmt: skip
