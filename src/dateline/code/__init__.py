"""Labels an event report by the code books: ACLED, UCDP GED, PLOVER."""

from __future__ import annotations

from dataclasses import replace

from dateline.code import acled, plover, ucdp
from dateline.records import Codes, EventReport

__all__ = ["code_event"]


def code_event(event: EventReport) -> EventReport:
    """Return the report with `codes` filled, and the sub-event type of a takeover corrected by who takes.

    A label is None where information for it is missing.
    """
    sub_event_type = acled.taker_sub_type(event)
    event_type = acled.event_type(sub_event_type)
    known = event_type is not None
    plover_event, plover_mode = plover.event_and_mode(event, sub_event_type)
    codes = Codes(
        acled_event_type=event_type,
        acled_sub_event_type=sub_event_type if known else None,
        acled_disorder_type=acled.disorder_type(sub_event_type),
        acled_interaction=acled.interaction(event, sub_event_type),
        ucdp_type_of_violence=ucdp.type_of_violence(event),
        plover_event=plover_event,
        plover_mode=plover_mode,
    )
    return replace(event, event_type=event_type or event.event_type, sub_event_type=sub_event_type, codes=codes)
