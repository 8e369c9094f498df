"""`dateline demo`: the whole way, on the sample reports."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from dateline.cli import cells
from dateline.cli.exporting import EXCLUDED, Format, write_export
from dateline.cli.session import console, put, say, session_of
from dateline.cli.tally import Tally
from dateline.errors import DatelineError

EXAMPLES = "\b\nExamples:\n  dateline demo\n  dateline demo --folder /tmp/demo\n"
FOLDER = Path(".demo")
MARK = "made-by-dateline-demo"
"""Name of the empty file that says that a folder is a demo's and may be deleted."""
EXPORTS = {Format.ACLED: "acled.csv", Format.UCDP: "ucdp.csv", Format.GEOJSON: "events.geojson", Format.JSONL: "everything.jsonl"}


def demo(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Option("--folder", metavar="FOLDER", help="Where store and exports go; a demo's folder is made anew.")
    ] = FOLDER,
) -> None:
    """Code the bundled sample reports into a fresh store, and show the events, the claims under one, and where the exports lie."""
    from dateline.cli.reading import coded
    from dateline.cli.stored import print_claims
    from dateline.cli.tables import event_row, event_table
    from dateline.data.samples import sample_paths
    from dateline.store import open_store

    _make_anew(folder)
    tally = Tally(progress=True)
    with open_store(folder / "dateline.sqlite3") as store:
        for report in tally.sort(coded(session_of(ctx), map(str, sample_paths()))):
            store.add(report)
        told = [(ids[event.id], event, report.claims) for report, ids in store.numbered_reports() for event in report.events]
        rows = [(number, *event_row(event, claims)) for number, event, claims in told]
        rows.sort(key=lambda row: (row[1] == cells.UNKNOWN, row[1], int(row[0].removeprefix("DL-"))))
        title = f"{len(rows)} event reports in {tally.read} sample reports (invented, and marked so)"
        console().print(event_table(title, rows, before=("id",)))
        if told:  # the event that most sources speak of
            number, _, _ = max(told, key=lambda one: len({cells.speaker(claim.source) for claim in cells.about(one[1], one[2])}))
            print_claims(number, store.event(number).members)
        put("written:")
        put(f"  store     {folder / 'dateline.sqlite3'}")
        for name, file in EXPORTS.items():
            write_export(store, name, folder / file, allow_fiction=True)
            put(f"  {name:9} {folder / file}")
        put(f"  left out  {folder / EXCLUDED}, with the rule that did it")
    if not tally.read:
        raise typer.Exit(tally.status)


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
