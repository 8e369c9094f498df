"""What the desk keeps: reviews in full, bonds between event reports, codings, its table of events, accounts, watches, runs.

Revision ID: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and the index of words."""
    for column in (
        sa.Column("event", sa.JSON), sa.Column("coding", sa.Integer), sa.Column("undone", sa.String), sa.Column("undone_by", sa.String),
    ):  # fmt: skip
        op.add_column("reviews", column)
    op.add_column("linked_readings", sa.Column("stale", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "bonds",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("one", sa.String, nullable=False),
        sa.Column("other", sa.String, nullable=False),
        sa.Column("together", sa.Boolean, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("why", sa.String),
        sa.Column("made", sa.String, nullable=False),
        sa.Column("undone", sa.String),
        sa.Column("undone_by", sa.String),
    )
    op.create_index("ix_bonds_one", "bonds", ["one"])
    op.create_index("ix_bonds_other", "bonds", ["other"])
    op.create_table(
        "codings",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("sighting", sa.String, sa.ForeignKey("sightings.id"), nullable=False),
        sa.Column("coder", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("given_by", sa.String, nullable=False),
        sa.Column("made", sa.String, nullable=False),
        sa.Column("closed", sa.String),
        sa.UniqueConstraint("sighting", "coder"),
    )
    op.create_index("ix_codings_sighting", "codings", ["sighting"])
    op.create_table(
        "assignments",
        sa.Column("event", sa.Integer, sa.ForeignKey("events.number"), primary_key=True),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("given_by", sa.String, nullable=False),
        sa.Column("made", sa.String, nullable=False),
    )
    op.create_table(
        "desk_events",
        sa.Column("event", sa.Integer, sa.ForeignKey("events.number"), primary_key=True),
        sa.Column("change", sa.Integer, nullable=False),
        sa.Column("stamp", sa.String, nullable=False),
        sa.Column("gone", sa.Boolean, nullable=False),
        sa.Column("first_day", sa.Integer),
        sa.Column("last_day", sa.Integer),
        sa.Column("date", sa.String),
        sa.Column("event_type", sa.String, nullable=False),
        sa.Column("sub_event_type", sa.String, nullable=False),
        sa.Column("realis", sa.String, nullable=False),
        sa.Column("salience", sa.String, nullable=False),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("radius_km", sa.Float),
        sa.Column("geo_precision", sa.Integer),
        sa.Column("ring", sa.JSON),
        sa.Column("place", sa.String),
        sa.Column("admin1", sa.String),
        sa.Column("country", sa.String),
        sa.Column("killed_low", sa.Integer),
        sa.Column("killed_best", sa.Integer),
        sa.Column("killed_high", sa.Integer),
        sa.Column("credibility", sa.Integer),
        sa.Column("airwars", sa.String),
        sa.Column("origins_low", sa.Integer, nullable=False),
        sa.Column("origins_high", sa.Integer, nullable=False),
        sa.Column("n_reports", sa.Integer, nullable=False),
        sa.Column("n_claims", sa.Integer, nullable=False),
        sa.Column("confidence", sa.Float),
        sa.Column("fiction", sa.Boolean, nullable=False),
        sa.Column("review", sa.String, nullable=False),
        sa.Column("actors", sa.JSON, nullable=False),
        sa.Column("sides", sa.JSON, nullable=False),
        sa.Column("outlets", sa.JSON, nullable=False),
        sa.Column("speakers", sa.JSON, nullable=False),
        sa.Column("learned", sa.String, nullable=False),
        sa.Column("doubt", sa.Float, nullable=False, server_default="0"),
    )
    op.create_index("ix_desk_events_change", "desk_events", ["change"])
    op.create_table(
        "accounts",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("password", sa.String, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("made", sa.String, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.String, primary_key=True),
        sa.Column("account", sa.String, sa.ForeignKey("accounts.name"), nullable=False),
        sa.Column("made", sa.String, nullable=False),
        sa.Column("seen", sa.String, nullable=False),
        sa.Column("ends", sa.String, nullable=False),
    )
    op.create_index("ix_sessions_account", "sessions", ["account"])
    op.create_table(
        "login_failures",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )
    op.create_index("ix_login_failures_key", "login_failures", ["key"])
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("did", sa.String, nullable=False),
        sa.Column("on", sa.String),
        sa.Column("details", sa.JSON),
    )
    op.create_table(
        "watches",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("name", sa.String),
        sa.Column("every_minutes", sa.Integer, nullable=False),
        sa.Column("added", sa.String, nullable=False),
        sa.Column("last_run", sa.String),
        sa.Column("last_result", sa.String),
        sa.Column("active", sa.Boolean, nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("watch", sa.Integer),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("started", sa.String, nullable=False),
        sa.Column("ended", sa.String),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("sources", sa.JSON, nullable=False),
        sa.Column("outcome", sa.JSON, nullable=False),
    )
    op.create_index("ix_runs_watch", "runs", ["watch"])
    op.execute("CREATE VIRTUAL TABLE desk_words USING fts5(words, tokenize = 'unicode61 remove_diacritics 2')")
