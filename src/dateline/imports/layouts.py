"""Which kind of table the headings tell of, and which column holds what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dateline.data.event_tables import TableKind, load_event_tables
from dateline.errors import ReadError
from dateline.references import TableLayout

KNOWN_HEADINGS = 2
"""Headings of its own that a data set's export shows at least: one alone may stand in any table."""
FIELDS = (
    "id",
    "date",
    "date_end",
    "type",
    "sub_type",
    "actor1",
    "actor2",
    "place",
    "lat",
    "lon",
    "admin1",
    "country",
    "low",
    "killed",
    "high",
    "notes",
)
"""What a table of no known data set may say of an event; date it must, and place, or lat and lon."""
_SHOWN = 400  # characters of the headings in a message
_NO_LETTER = re.compile(r"[^a-z0-9]+")


def heading_key(text: str) -> str:
    """Return the form in which headings are compared.

    >>> heading_key(" Event Date"), heading_key("EVENT_DATE ")
    ('event_date', 'event_date')
    """
    return _NO_LETTER.sub("_", text.casefold()).strip("_")


def layout_of(header: Sequence[str], *, mapping: Mapping[str, str], day_first: bool | None, where: str) -> TableLayout:
    """Return how to read a table of these headings; `mapping` takes fields from headings of its own.

    Raises ReadError for a heading that is missing or stands twice, and for a field that there is not.
    """
    keys = [heading_key(cell) for cell in header]
    kinds = load_event_tables()
    given = _given(header, keys, mapping, where)
    found = {kind.name: _columns(kind, keys, given) for kind in kinds.values()}
    for kind in kinds.values():
        columns = found[kind.name]
        own = sum(key in kind.known_by for key in keys)
        if all(field in columns for field in (*kind.needs, *_lacking(columns))) and own >= (KNOWN_HEADINGS if kind.known_by else 0):
            _check_fields(mapping, kind, where)
            _check_twice(header, keys, columns, where)
            return TableLayout(kind.name, tuple(header), columns, day_first)
    likest = max(kinds.values(), key=lambda kind: (sum(key in kind.known_by for key in keys), kind.name == "table"))
    missing = [field for field in dict.fromkeys((*likest.needs, *_lacking(found[likest.name]))) if field not in found[likest.name]]
    named = "" if likest.name == "table" else f" (it looks like a table of {likest.name.upper()})"
    raise ReadError(
        f"no column for {', '.join(missing)} among {', '.join(header)[:_SHOWN] or 'no headings'}{named}",
        where=where,
        hint=f"{_asked(missing)}; the fields are {', '.join(likest.headings)}",
    )


def _asked(missing: Sequence[str]) -> str:
    """Return how to name the columns that are missing; a place by its name does in place of a point."""
    fields = [field for field in missing if field not in ("lat", "lon")]
    if len(fields) == len(missing):
        return "say which column it is, like " + " ".join(f"--column {field}=HEADING" for field in fields)
    named = " ".join(f"--column {field}=HEADING" for field in (*fields, "place"))
    return f"say which column it is, like {named}; in place of place, lat and lon do"


def _lacking(columns: Mapping[str, int]) -> tuple[str, ...]:
    """Return the fields that are lacking to tell a place: a name does, or a point."""
    return () if "place" in columns else ("lat", "lon")


def _given(header: Sequence[str], keys: Sequence[str], mapping: Mapping[str, str], where: str) -> dict[str, int]:
    strange = [heading for heading in mapping.values() if heading_key(heading) not in keys]
    if strange:
        raise ReadError(f"no heading {', '.join(map(repr, strange))}", where=where, hint=f"the headings are {', '.join(header)[:_SHOWN]}")
    return {field: keys.index(heading_key(heading)) for field, heading in mapping.items()}


def _columns(kind: TableKind, keys: Sequence[str], given: Mapping[str, int]) -> dict[str, int]:
    found = {field: keys.index(name) for field, names in kind.headings.items() for name in reversed(names) if name in keys}
    return found | {field: at for field, at in given.items() if field in kind.headings}


def _check_fields(mapping: Mapping[str, str], kind: TableKind, where: str) -> None:
    unknown = [field for field in mapping if field not in kind.headings]
    if unknown:
        raise ReadError(f"there is no field {', '.join(unknown)}", where=where, hint=f"the fields are {', '.join(kind.headings)}")


def _check_twice(header: Sequence[str], keys: Sequence[str], columns: Mapping[str, int], where: str) -> None:
    twice = [header[at] for at in columns.values() if keys.count(keys[at]) > 1]
    if twice:
        raise ReadError(
            f"the heading {', '.join(dict.fromkeys(twice))} stands more than once",
            where=where,
            hint="rename or delete all but one",
        )
