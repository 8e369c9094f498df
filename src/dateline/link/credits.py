"""What the pages say of where a text is from: whom they credit, and who writes for others to print."""

from __future__ import annotations

import re
from functools import lru_cache

from dateline.data.outlets import find_outlet
from dateline.link.report_sketch import outlet_key
from dateline.link.speakers import speaker_of
from dateline.linked import ReportSketch

CREDITS = ("agency", "original", "credit")
_OUTLETS_KEPT = 65_536
_AGENCY_NAME = re.compile(
    r"\b(?:news ?wire|wire(?: service)?|(?:news|press|information|telegraph|state) agency|(?:news|press|wire|information) (?:service|bureau|office)"
    r"|telegraph(?:ic)? (?:agency|bureau)|agence|agencia|presse-agentur)\b",
    re.IGNORECASE,
)


def marked(report: ReportSketch, *kinds: str) -> set[str | None]:
    """Return whom a report's marks of some kinds name, by outlet key."""
    parted = (mark.partition(": ") for mark in report.marks)
    return {name for kind, _, name in parted if kind in kinds}


def agencies(report: ReportSketch) -> frozenset[str]:
    """Return the agencies that a report is from or credits, by outlet key; whoever a dateline or closing line credits is one."""
    named = [*marked(report, *CREDITS), report.agency, report.original_outlet, report.outlet]
    found = {outlet_key(name) for name in named if name and is_agency(name)} | marked(report, "agency")
    return frozenset(key for key in found if key is not None)


@lru_cache(maxsize=_OUTLETS_KEPT)
def is_agency(name: str | None) -> bool:
    """Tell whether an outlet writes for others to print: an agency or state news agency, by the list or by its name."""
    outlet = find_outlet(name or "")
    return outlet.copied if outlet is not None else _AGENCY_NAME.search(name or "") is not None


def cites(one: ReportSketch, other: ReportSketch, *, marks_only: bool = False) -> bool:
    """Tell whether a report names the other's outlet as where it has its text from, or as one of its sources."""
    key = outlet_key(other.outlet)
    if key is None or key == outlet_key(one.outlet):
        return False
    if any(mark.partition(": ")[2] == key for mark in one.marks) or key == outlet_key(one.agency):
        return True
    voice = speaker_of(other.outlet or "")
    return not marks_only and voice is not None and voice.own in one.speakers


def credits_text(one: ReportSketch, other: ReportSketch) -> bool:
    """Tell whether a page says that its whole text is the other's outlet's: as its agency, or as where it was first published."""
    key = outlet_key(other.outlet)
    if key is None or key == outlet_key(one.outlet):
        return False
    return key in {*marked(one, "agency", "original"), outlet_key(one.agency), outlet_key(one.original_outlet)}


def says_so(report: ReportSketch) -> bool:
    """Tell whether a page says that it has its text from elsewhere."""
    return bool(marked(report, "agency", "original"))
