"""Links between reports: sketches, pairs, copies, and memberships of events over time.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; each membership so far holds since it was learned."""
    op.create_table(
        "event_history",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("event_report", sa.String, nullable=False),
        sa.Column("event", sa.Integer, sa.ForeignKey("events.number"), nullable=False),
        sa.Column("learned", sa.String, nullable=False),
        sa.Column("until", sa.String),
    )
    op.create_index("ix_event_history_event_report", "event_history", ["event_report"])
    op.create_index("ix_event_history_event", "event_history", ["event"])
    op.execute("INSERT INTO event_history (event_report, event, learned) SELECT event_report, event, learned FROM event_members")
    op.create_table(
        "event_sketches",
        sa.Column("event_report", sa.String, primary_key=True),
        sa.Column("node", sa.String, nullable=False),
        sa.Column("sighting", sa.String, sa.ForeignKey("sightings.id"), nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
    )
    op.create_index("ix_event_sketches_node", "event_sketches", ["node"])
    op.create_index("ix_event_sketches_sighting", "event_sketches", ["sighting"])
    _pairs("link_posts", sa.Column("key", sa.Integer, primary_key=True), sa.Column("node", sa.String, primary_key=True))
    op.create_index("ix_link_posts_node", "link_posts", ["node"])
    _pairs(
        "links",
        sa.Column("node", sa.String, primary_key=True),
        sa.Column("other", sa.String, primary_key=True),
        sa.Column("score", sa.Integer, nullable=False),
    )
    op.create_table(
        "report_sketches",
        sa.Column("sighting", sa.String, sa.ForeignKey("sightings.id"), primary_key=True),
        sa.Column("document", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_report_sketches_document", "report_sketches", ["document"])
    _pairs("report_posts", sa.Column("key", sa.Integer, primary_key=True), sa.Column("sighting", sa.String, primary_key=True))
    op.create_index("ix_report_posts_sighting", "report_posts", ["sighting"])
    op.create_table(
        "copies",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("sighting", sa.String, sa.ForeignKey("sightings.id"), nullable=False),
        sa.Column("of", sa.String, sa.ForeignKey("sightings.id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.Column("learned", sa.String, nullable=False),
        sa.Column("until", sa.String),
    )
    op.create_index("ix_copies_sighting", "copies", ["sighting"])
    op.create_index("ix_copies_of", "copies", ["of"])
    op.create_table(
        "linked_readings",
        sa.Column("reading", sa.Integer, sa.ForeignKey("readings.number"), primary_key=True),
        sa.Column("learned", sa.String, nullable=False),
    )


def _pairs(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(name, *columns, sqlite_with_rowid=False)
