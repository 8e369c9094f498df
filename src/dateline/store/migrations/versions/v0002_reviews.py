"""Reviews by people; aliases of events that were merged.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the two tables."""
    op.create_table(
        "event_aliases",
        sa.Column("alias", sa.Integer, primary_key=True),
        sa.Column("event", sa.Integer, sa.ForeignKey("events.number"), nullable=False),
        sa.Column("learned", sa.String, nullable=False),
    )
    op.create_table(
        "reviews",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("sighting", sa.String, sa.ForeignKey("sightings.id"), nullable=False),
        sa.Column("spans", sa.JSON, nullable=False),
        sa.Column("field", sa.String, nullable=False),
        sa.Column("old", sa.JSON),
        sa.Column("new", sa.JSON),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("why", sa.String),
        sa.Column("made", sa.String, nullable=False),
    )
    op.create_index("ix_reviews_sighting", "reviews", ["sighting"])
