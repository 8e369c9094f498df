"""`dateline credibility`: how far an event may be believed, and by which rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.reading import Database
from dateline.cli.session import console, put, put_json
from dateline.cli.stored import Json, existing_store
from dateline.config import home_folder
from dateline.views import cells
from dateline.views.credibility import Credibility, credibility_of, judged, judgement_words, masked

if TYPE_CHECKING:
    from dateline.data.credibility import Judgement

EXAMPLES = "\b\nExamples:\n  dateline credibility DL-12\n  dateline credibility DL-12 --reliability our-judgements.toml\n"
COLUMNS = ("origin", "side", "kind", "reliability", "claims", "in reports", "because")
RELIABILITY_FILE = "reliability.toml"
"""Judgements of speakers in DATELINE_HOME, taken where no file is named."""


def credibility(
    ctx: typer.Context,
    event: Annotated[str, typer.Argument(help="The event's id, as `dateline events` lists it.", metavar="EVENT")],
    reliability: Annotated[
        Path | None,
        typer.Option(
            "--reliability",
            metavar="FILE",
            help=f"Your judgements of speakers (TOML); {RELIABILITY_FILE} in DATELINE_HOME where none is named.",
        ),
    ] = None,
    db: Database = None,
    unmask: Annotated[bool, typer.Option("--unmask", help="Do not mask private persons: only for what stays with you.")] = False,
    as_json: Json = False,
) -> None:
    """Show the origins behind an event, its information credibility 1-6, for civilian harm Airwars' grade, each with its rule in a sentence."""
    from dateline.data.credibility import judgements

    own = reliability or next((path for path in (home_folder() / RELIABILITY_FILE,) if path.is_file()), None)
    table = judgements(own)
    with existing_store(ctx, db) as store:
        found = store.event(event)
        shown = credibility_of(store, found)
    if not unmask:
        shown = masked(shown, found)
    if as_json:
        put_json(_object(shown, table))
        return
    from dateline.cli.tables import table as lay_out

    low, high = shown.count.low, shown.count.high
    number = f"{low} independent origin{'s' if low != 1 else ''}" if low == high else f"{low} to {high} independent origins"
    rows = [
        (origin.speaker or "unknown", origin.side or "-", origin.source_type, judgement_words(judged(shown, origin, table)), str(claims), str(reports),
         _named(origin.evidence, shown.doc_ids))
        for origin, claims, reports in shown.origins
    ]  # fmt: skip
    console().print(lay_out(f"event {shown.event}: {number}", COLUMNS, rows, heads=3))
    put(f"information credibility {shown.admiralty.grade} ({shown.admiralty.name}): {shown.admiralty.because}")
    if shown.airwars is not None:
        put(f"civilian harm {shown.airwars.name}: {shown.airwars.because}")
    put("reliability A-F is a judgement of yours about a speaker, on a topic and for the days given; F is 'cannot be judged'")


def _named(reasons: Sequence[str], doc_ids: Sequence[str]) -> str:
    """Return reasons with reports by their short names."""
    text = "; ".join(reasons) or "-"
    for doc_id in sorted(doc_ids, key=len, reverse=True):
        text = text.replace(doc_id, cells.report_name(doc_id))
    return text


def _judgement(judgement: Judgement | None) -> dict[str, object] | None:
    """Return for JSON what a grade of reliability rests on, None where nobody has judged."""
    if judgement is None:
        return None
    days = {"from": judgement.since, "to": judgement.until}
    return {"topic": judgement.topic, **{key: day.isoformat() if day else None for key, day in days.items()},
            "by": judgement.by, "why": judgement.why}  # fmt: skip


def _object(shown: Credibility, table: Sequence[Judgement]) -> dict[str, object]:
    from dateline.data.credibility import UNJUDGED

    return {
        "event": shown.event,
        "origins": {"low": shown.count.low, "high": shown.count.high},
        "admiralty": asdict(shown.admiralty),
        "airwars": asdict(shown.airwars) if shown.airwars is not None else None,
        "behind": [
            {"speaker": o.speaker, "side": o.side, "known": o.known, "source_type": o.source_type, "claims": claims, "reports": reports,
             "reliability": judgement.grade if judgement else UNJUDGED, "judgement": _judgement(judgement), "because": list(o.evidence)}
            for o, claims, reports in shown.origins
            for judgement in (judged(shown, o, table),)
        ],
    }  # fmt: skip
