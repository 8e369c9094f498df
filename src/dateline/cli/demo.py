"""`dateline demo`: the whole way, on the sample reports."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.exporting import EXCLUDED, Format, write_export
from dateline.cli.serving import serve
from dateline.cli.session import console, put, say, session_of
from dateline.cli.tally import Tally
from dateline.cli.tolls import print_tolls
from dateline.errors import DatelineError
from dateline.views import cells
from dateline.views.origins import linked_sketches
from dateline.views.tolls import tolls_of

if TYPE_CHECKING:
    from dateline.linked import Evidence
    from dateline.records import Claim, EventReport
    from dateline.store import Store

EXAMPLES = "\b\nExamples:\n  dateline demo\n  dateline demo --folder /tmp/demo --no-browser\n"
FOLDER = Path(".demo")
COPY_COLUMNS = ("report", "is", "of", "because of")
MARK = "made-by-dateline-demo"
"""Name of the empty file that says that a folder is a demo's and may be deleted."""
EXPORTS = {Format.ACLED: "acled.csv", Format.UCDP: "ucdp.csv", Format.GEOJSON: "events.geojson", Format.JSONL: "everything.jsonl"}


def demo(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Option("--folder", metavar="FOLDER", help="Where store and exports go; a demo's folder is made anew.")
    ] = FOLDER,
    browser: Annotated[
        bool | None,
        typer.Option("--browser/--no-browser", help="End with the desk open on the sample week; without either, only at a terminal."),
    ] = None,
) -> None:
    """Code and link the bundled sample reports in a fresh store; show the events, the claims under one, its tolls, the copies, and the exports."""
    from dateline.cli.reading import coded
    from dateline.cli.stored import print_claims
    from dateline.cli.tables import event_row, event_table
    from dateline.data.samples import sample_paths
    from dateline.link.origins import origins
    from dateline.linkage import link_store
    from dateline.store import open_store

    _make_anew(folder)
    tally = Tally(progress=True)
    with open_store(folder / "dateline.sqlite3") as store:
        for report in tally.sort(coded(session_of(ctx), map(str, sample_paths()))):
            store.add(report)
        link_store(store)
        told = [(ids[event.id], event, report.claims) for report, ids in store.numbered_reports() for event in report.events]
        rows = [(number, *event_row(event, claims)) for number, event, claims in told]
        rows.sort(key=lambda row: (row[1] == cells.UNKNOWN, row[1], int(row[0].removeprefix("DL-"))))
        events = len({number for number, *_ in rows})
        title = f"{events} events from {len(rows)} event reports in {tally.read} sample reports (invented, and marked so)"
        console().print(event_table(title, rows, before=("id",)))
        if told:
            number = _most_told(told)
            found = store.event(number)
            print_claims(number, found.members)
            reports, copies = linked_sketches(store, {member.report.page.sighting.id for member in found.members})
            origin = {claim: one.key for one in origins(reports, copies) for claim in one.claims}
            shown = tolls_of(found, origin, copies, unmask=True)  # invented persons
            if shown is not None:
                print_tolls(shown)
            _print_copies(store)
        put("written:")
        put(f"  store     {folder / 'dateline.sqlite3'}")
        for name, file in EXPORTS.items():
            write_export(store, name, folder / file, allow_fiction=True)
            put(f"  {name:9} {folder / file}")
        put(f"  left out  {folder / EXCLUDED}, with the rule that did it")
    if not tally.read:
        raise typer.Exit(tally.status)
    file = str(folder / "dateline.sqlite3")
    if browser or (browser is None and sys.stdin.isatty() and sys.stdout.isatty()):
        serve(ctx, db=file, port=0, browser=True)
    else:
        say(f"open the desk on it: dateline serve --db {file}")


def _most_told(told: Sequence[tuple[str, EventReport, tuple[Claim, ...]]]) -> str:
    """Return the event that most sources speak of."""
    speakers: dict[str, set[str]] = {}
    for number, event, claims in told:
        speakers.setdefault(number, set()).update(cells.speaker(claim.source) for claim in cells.about(event, claims))
    return max(speakers, key=lambda number: len(speakers[number]))


def _print_copies(store: Store) -> None:
    """Print which reports take their words or facts from which."""
    from dateline.cli.tables import table
    from dateline.linkage import copies_of

    names = {sighting.id: cells.report_name(sighting.doc_id) for sighting in (report.page.sighting for report in store.reports())}
    copies = sorted(copies_of(store), key=lambda copy: (names[copy.sighting], names[copy.of]))
    rows = [
        (names[copy.sighting], copy.kind.replace("_", " "), names[copy.of], "; ".join(piece.saw for piece in _foremost(copy.evidence)))
        for copy in copies
    ]
    console().print(table(f"{len(rows)} reports are copies: what they say has no origin of its own", COPY_COLUMNS, rows, heads=3))


def _foremost(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the three reasons that weigh most for a copy."""
    return sorted((piece for piece in evidence if piece.weight > 0), key=lambda piece: -piece.weight)[:3]


def _make_anew(folder: Path) -> None:
    """Make the folder, deleting an earlier demo's; raises DatelineError for a folder that holds anything else."""
    if folder.exists():
        if not (folder / MARK).is_file() and (not folder.is_dir() or any(folder.iterdir())):
            raise DatelineError(
                "is no folder of an earlier demo, so it is left alone", where=str(folder), hint="name another with --folder"
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARK).touch()
    say(f"coding the sample reports into {folder}")
