"""Cells of an event report as form fields, and back: `tolls.0.low` is the low of the first toll."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from dateline.data.codebooks import load_acled
from dateline.errors import DeskError
from dateline.records import (
    Category,
    DatePrecision,
    Effect,
    EventReport,
    Modifier,
    OutcomeKind,
    PlaceCandidate,
    Realis,
    Role,
    Salience,
    TollKind,
)
from dateline.reviewed import CELLS, PLACE, cell

MOST_ROWS = 200
"""Rows of a list that a form may carry."""
BLANK = 2
"""Empty rows after those of a list: what a form without script can add at once."""
ROWS: Mapping[str, tuple[str, ...]] = {
    "participants": ("role", "name", "side", "spans"),
    "tolls": ("kind", "low", "best", "high", "modifier", "side", "category", "span"),
    "losses": ("item", "count", "side", "effect", "span"),
}
"""The columns of the cells that are lists."""
_NEEDED = {"participants": "name", "tolls": "kind", "losses": "item"}
"""The column without which a row is blank."""
_WHOLE = frozenset({"low", "best", "high", "count", "geo_precision"})
_REAL = frozenset({"lat", "lon", "radius_km"})
LABELS: Mapping[str, str] = {
    "sub_event_type": "Type", "realis": "Did it happen", "salience": "Salience", "date": "Date", "place": "Place",
    "participants": "Participants", "tolls": "People harmed", "losses": "Losses", "outcome": "Outcome", "event": "The event itself",
    "accept": "The row as it stands", "bond": "One event or two",
}  # fmt: skip
"""Names of the cells for people."""


def choices() -> dict[str, Any]:
    """Return the words that each cell of a closed list takes; sub-event types under their event types."""
    types: dict[str, list[str]] = {}
    for sub, kind in load_acled().event_type_of.items():
        types.setdefault(kind, []).append(sub)
    return {
        "types": types, "realis": get_args(Realis), "salience": get_args(Salience), "precision": get_args(DatePrecision),
        "role": get_args(Role), "kind": get_args(TollKind), "modifier": get_args(Modifier), "category": get_args(Category),
        "effect": get_args(Effect), "outcome": get_args(OutcomeKind), "labels": LABELS, "blank": BLANK, "picked": picked,
    }  # fmt: skip


def cells_of(event: EventReport) -> dict[str, Any]:
    """Return all cells of an event report as JSON."""
    return {field: cell(event, field) for field in CELLS}


def read_cells(form: Mapping[str, str], *, fallback: Sequence[int] = (0, 0)) -> dict[str, Any]:
    """Return the cells of a form; a record without words of its own rests on `fallback`, the event's. Raises DeskError for what is no number."""
    out: dict[str, Any] = {field: form[field] for field in ("sub_event_type", "realis", "salience") if form.get(field)}
    if "date.precision" in form:
        out["date"] = {key: form.get(f"date.{key}") or None for key in ("start", "end")} | {"precision": form["date.precision"]}
    if "place.name" in form:
        out["place"] = _place(form)
    for field, columns in ROWS.items():
        if f"{field}.rows" in form:
            out[field] = _rows(form, field, columns, fallback)
    if "outcome.kind" in form:
        out["outcome"] = _outcome(form)
    return out


def new_cells(form: Mapping[str, str], *, fallback: Sequence[int]) -> dict[str, Any]:
    """Return the cells of a form for a new event: those that say something."""
    cells = read_cells(form, fallback=fallback)
    date = cells.get("date")
    if date and not (date["start"] or date["end"]):  # of the day of publication
        del cells["date"]
    return {field: value for field, value in cells.items() if value not in (None, [])}


def changed(form: Mapping[str, str], cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cells that differ from those that the form was made with (its field `was`)."""
    was = _object(form.get("was") or "{}")
    if was is None:
        raise DeskError(400, "the form does not say what it was made from", hint="load the page again")
    return {field: value for field, value in cells.items() if field not in was or was[field] != value}


def in_words(field: str, value: Any) -> str:
    """Return the value of a cell as a line for people."""
    if field == "event":
        return "rejected" if value is None else f"added: {value.get('sub_event_type', '')}"
    if field == "bond":
        return f"{'one event with' if value['together'] else 'apart from'} {value['other']}"
    if field == "accept":
        return "accepted"
    if value is None:
        return "none"
    if field == "date":
        days = " to ".join(dict.fromkeys(day for day in (value["start"], value["end"]) if day))
        return f"{days or 'no day'} ({value['precision']})"
    if field == "place":
        point = f" {value['lat']:.3f}, {value['lon']:.3f}" if value.get("lat") is not None else ""
        return f"{value['name']}{point}" + (f", precision {value['geo_precision']}" if value.get("geo_precision") else "")
    if field == "participants":
        return "; ".join(f"{p['role']} {p['name']}" + (f" ({p['side']})" if p["side"] else "") for p in value) or "none"
    if field == "tolls":
        return "; ".join(f"{t['kind']} {_count(t)}" + (f" {t['category']}" if t["category"] != "unknown" else "") for t in value) or "none"
    if field == "losses":
        return "; ".join(f"{'' if x['count'] is None else x['count']} {x['item']} {x['effect']}".strip() for x in value) or "none"
    if field == "outcome":
        return str(value["kind"]) + (f" by {', '.join(value['by'])}" if value["by"] else "")
    return str(value)


def _count(toll: Mapping[str, Any]) -> str:
    low, best, high = toll["low"], toll["best"], toll["high"]
    if low == best == high:
        return "?" if best is None else str(best)
    return f"{'?' if low is None else low} to {'?' if high is None else high}" + ("" if best is None else f", best {best}")


def _value(column: str, text: str) -> Any:
    text = text.strip()
    if not text:
        return None
    if column in _WHOLE or column in _REAL:
        try:
            return int(text) if column in _WHOLE else float(text)
        except ValueError:
            raise DeskError(422, f"{column}: {text!r} is no number", hint="go back, correct it and save again") from None
    return text


def picked(place: PlaceCandidate) -> str:
    """Return a place of the index as the value of an option: the cell that it would make."""
    return json.dumps({
        "name": place.name, "level": place.kind, "admin1": place.admin1, "country": place.country, "country_code": place.country_code,
        "lat": place.lat, "lon": place.lon, "geo_precision": 1, "radius_km": place.radius_km,
    })  # fmt: skip


def _object(text: str) -> dict[str, Any] | None:
    """Return the JSON object that a field of a form holds; None where it holds none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _place(form: Mapping[str, str]) -> dict[str, Any] | None:
    if form.get("place.pick"):
        given = _object(form["place.pick"])
        if given is None:
            raise DeskError(422, "place: what was picked is no place of the index", hint="load the page again")
        return {key: given.get(key) for key in PLACE} | {"relation": form.get("place.relation") or "at"}
    if not form["place.name"].strip():
        return None
    return {key: _value(key, form.get(f"place.{key}", "")) for key in PLACE}


def _rows(form: Mapping[str, str], field: str, columns: Sequence[str], fallback: Sequence[int]) -> list[dict[str, Any]]:
    out = []
    if (rows := count_of(form[f"{field}.rows"])) is None or rows > MOST_ROWS:
        raise DeskError(422, f"{field}: a form carries at most {MOST_ROWS} rows", hint="take some away, or load the page again")
    for n in range(rows):
        row = {column: _value(column, form.get(f"{field}.{n}.{column}", "")) for column in columns}
        if row[_NEEDED[field]] is None or form.get(f"{field}.{n}.drop"):
            continue
        if "span" in row:
            row["span"] = pair_of(row["span"]) or list(fallback)
        if "spans" in row:
            row["spans"] = [pair for part in (row["spans"] or "").split(",") if (pair := pair_of(part))]
        out.append(row)
    return out


def count_of(text: str) -> int | None:
    """Return the whole number that a text is, of up to nine plain digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def pair_of(text: str | None) -> list[int] | None:
    """Return the two offsets of a text such as `12-20`; None where it is none."""
    parts = (text or "").strip().split("-")
    offsets = [n for part in parts if (n := count_of(part)) is not None]
    return offsets if len(parts) == len(offsets) == 2 else None


def _outcome(form: Mapping[str, str]) -> dict[str, Any] | None:
    if not form["outcome.kind"]:
        return None
    lists = {key: [one.strip() for one in form.get(f"outcome.{key}", "").split(";") if one.strip()] for key in ("by", "places")}
    return {"kind": form["outcome.kind"], "by": lists["by"], "from": form.get("outcome.from") or None, "places": lists["places"]}
