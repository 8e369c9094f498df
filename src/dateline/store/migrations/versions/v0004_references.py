"""Tables of reference events, their rows with an index over days and places, and how event reports stand to them.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and the R*Tree."""
    op.create_table(
        "reference_tables",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False, unique=True),
        sa.Column("file", sa.String, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("layout", sa.JSON, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("left_out", sa.Integer, nullable=False),
        sa.Column("imported", sa.String, nullable=False),
    )
    op.create_table(
        "reference_rows",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("table_number", sa.Integer, sa.ForeignKey("reference_tables.number"), nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("place", sa.String),
        sa.Column("first_day", sa.Integer, nullable=False),
        sa.Column("last_day", sa.Integer, nullable=False),
        sa.Column("cells", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("table_number", "id"),
    )
    op.create_index("ix_reference_rows_place", "reference_rows", ["table_number", "place", "first_day"])
    op.create_table(
        "reference_marks",
        sa.Column("table_number", sa.Integer, sa.ForeignKey("reference_tables.number"), primary_key=True),
        sa.Column("reading", sa.Integer, sa.ForeignKey("readings.number"), primary_key=True),
        sa.Column("event", sa.String, primary_key=True),
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("row_id", sa.String),
        sa.Column("score", sa.Float),
        sa.Column("learned", sa.String, nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute("CREATE VIRTUAL TABLE reference_boxes USING rtree(number, first_day, last_day, south, north, west, east)")
