"""Reports by text and by key in the order of their days, so that copies do not depend on the order in which reports come.

What was found so far stays as what was known then; the next linking sketches and compares the reports again.

Revision ID: 0005
"""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables anew, and have all readings linked again."""
    op.drop_table("report_sketches")
    op.drop_table("report_posts")
    op.create_table(
        "report_sketches",
        sa.Column("sighting", sa.String, sa.ForeignKey("sightings.id"), primary_key=True),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_report_sketches_text", "report_sketches", ["text", "standing"])
    op.create_table(
        "report_posts",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("day", sa.Integer, primary_key=True),
        sa.Column("sighting", sa.String, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_report_posts_sighting", "report_posts", ["sighting"])
    copies = sa.table("copies", sa.column("until"))
    op.execute(sa.update(copies).where(copies.c.until.is_(None)).values(until=dt.datetime.now(dt.UTC).isoformat()))
    op.execute(sa.delete(sa.table("linked_readings")))
