"""`dateline doctor`: is everything there?"""

from __future__ import annotations

import typer

from dateline.cli.session import put, session_of

EXAMPLES = "\b\nExamples:\n  dateline doctor\n  DATELINE_HOME=/media/stick/dateline dateline doctor\n"


def doctor(ctx: typer.Context) -> None:
    """Say what is installed, where data lies, the state of store and place index, and what is missing (status 1 if anything is)."""
    from dateline.doctor import examine

    missing = 0
    for finding in examine(session_of(ctx).config):
        put(f"{'ok     ' if finding.ok else 'MISSING'}  {finding.what}: {finding.state}")
        if not finding.ok:
            missing += 1
            put(f"         hint: {finding.hint}")
    if missing:
        raise typer.Exit(1)
