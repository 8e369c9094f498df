"""What the desk's pages over all reports need of each: claims of control, and what its outlet's profile counts.

Revision ID: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table, which the desk fills when it opens, and an index of the current readings, which are read past their bodies."""
    op.create_table(
        "desk_reports",
        sa.Column("reading", sa.Integer, sa.ForeignKey("readings.number"), primary_key=True),
        sa.Column("stamp", sa.String, nullable=False),
        sa.Column("fiction", sa.Boolean, nullable=False),
        sa.Column("control", sa.JSON),
        sa.Column("counted", sa.JSON, nullable=False),
    )
    op.create_index("ix_desk_reports_stamp", "desk_reports", ["stamp"])
    op.create_index("ix_readings_current", "readings", ["sighting"], sqlite_where=sa.text("superseded IS NULL"))
