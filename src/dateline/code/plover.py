"""PLOVER's event and mode of an event report, by the rules of its code book file."""

from __future__ import annotations

from dateline.data.codebooks import load_plover
from dateline.records import EventReport


def event_and_mode(event: EventReport, sub_event_type: str) -> tuple[str | None, str | None]:
    """Return PLOVER's event and mode for a sub-event type and the trigger's lemma, None where no rule leads to one."""
    for rule in load_plover().rules:
        if sub_event_type in rule.sub_event_types and (not rule.lemmas or event.lemma.casefold() in rule.lemmas):
            return rule.event, rule.mode
    return None, None
