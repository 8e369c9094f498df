"""The tables of the store.

A reading is kept whole in `readings.body`; the other tables spread its records out for queries. Records carry the id that is
local to their report ("e1", "e1.c1", "k1"); event reports and claims also a stable id, the same in every reading of a sighting.
Times are ISO 8601 in UTC; dates are ISO days; offsets count code points of the document's text.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
)

metadata = MetaData()


def _text(name: str, *, null: bool = False) -> Column[Any]:
    return Column(name, String, nullable=null)


def _number(name: str, *, null: bool = False) -> Column[Any]:
    return Column(name, Integer, nullable=null)


def _span(prefix: str = "", *, null: bool = False) -> tuple[Column[Any], Column[Any]]:
    return _number(f"{prefix}start", null=null), _number(f"{prefix}end", null=null)


def _made() -> tuple[Column[Any], Column[Any]]:
    return _text("made_by"), Column("confidence", Float)


def _of_reading(name: str, *columns: Any, key: str = "local_id") -> Table:
    """Return a table of records of a reading, kept in the order of their readings so that adding stays as fast as on the first day."""
    kind = Integer if key == "n" else String
    first: tuple[Column[Any], ...] = (
        Column("reading", ForeignKey("readings.number"), primary_key=True),
        Column(key, kind, primary_key=True),
    )
    return Table(name, metadata, *first, *columns, sqlite_with_rowid=False)


def _of_event(name: str, *columns: Any) -> Table:
    """Return a table of parts of an event report, numbered within it."""
    return Table(
        name,
        metadata,
        Column("reading", Integer, primary_key=True),
        Column("event", String, primary_key=True),
        Column("n", Integer, primary_key=True),
        *columns,
        ForeignKeyConstraint(["reading", "event"], ["event_reports.reading", "event_reports.local_id"]),
        sqlite_with_rowid=False,
    )


facts = Table("facts", metadata, Column("name", String, primary_key=True), _text("value"))

documents = Table(
    "documents",
    metadata,
    Column("id", String, primary_key=True),  # SHA-256 of the text
    Column("text", LargeBinary, nullable=False),  # zlib over UTF-8 ("surrogatepass")
    _number("n_chars"),
    _text("language", null=True),
    Column("fiction", Boolean, nullable=False),
    _text("learned"),
)

raws = Table(
    "raws",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),  # zlib
    _number("size"),
)

sightings = Table(
    "sightings",
    metadata,
    Column("id", String, primary_key=True),
    Column("document", ForeignKey("documents.id"), nullable=False, index=True),
    Column("doc_id", String, nullable=False, index=True),
    _text("address"),
    _text("title", null=True),
    _text("outlet", null=True),
    _text("original_outlet", null=True),
    _text("url", null=True),
    _text("published", null=True),
    _text("published_basis"),
    _text("learned"),
    _text("raw_sha256"),
    Column("headers", JSON, nullable=False),
)

readings = Table(
    "readings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("sighting", ForeignKey("sightings.id"), nullable=False, index=True),
    _text("reader"),
    _text("resources"),
    _text("learned"),
    _text("superseded", null=True),  # when a newer reading of the same sighting was learned
    Column("body", LargeBinary, nullable=False),  # zlib over JSON: the whole coded report but for text and raw bytes
)

Index("ix_readings_current", readings.c.sighting, sqlite_where=readings.c.superseded.is_(None))

sentences = _of_reading("sentences", *_span(), _number("paragraph"), _text("zone"), _text("header", null=True), key="n")

event_reports = _of_reading(
    "event_reports",
    _text("id"),
    *_span("trigger_"),
    _text("event_type"),
    _text("sub_event_type"),
    _text("realis"),
    _text("salience"),
    _text("group_id", null=True),
    _number("n_incidents", null=True),
    _text("place", null=True),
    _text("admin1", null=True),
    _text("country", null=True),
    _text("country_code", null=True),
    Column("lat", Float),
    Column("lon", Float),
    _number("geo_precision", null=True),
    _text("date_start", null=True),
    _text("date_end", null=True),
    _text("date_precision"),
    _text("date_basis"),
    _text("outcome", null=True),
    _text("outcome_from", null=True),
    _text("acled_event_type", null=True),
    _text("acled_sub_event_type", null=True),
    _number("ucdp_type_of_violence", null=True),
    _text("plover_event", null=True),
    *_made(),
)
Index("ix_event_reports_id", event_reports.c.id)
Index("ix_event_reports_date", event_reports.c.date_start)
Index("ix_event_reports_place", event_reports.c.place)

locations = _of_event(
    "locations",
    _text("name"),
    _text("relation"),
    _text("level", null=True),
    _text("admin1", null=True),
    _text("country", null=True),
    _text("country_code", null=True),
    Column("lat", Float),
    Column("lon", Float),
    _number("geo_precision", null=True),
    Column("radius_km", Float),
    _text("status"),
    Column("inferred", Boolean, nullable=False),
    *_span(null=True),
)

participants = _of_event(
    "participants",
    _text("role"),
    _text("name"),
    _text("side", null=True),
    _text("actor_class"),
    _text("entry", null=True),
    _number("interac", null=True),
    _text("country", null=True),
    Column("inferred", Boolean, nullable=False),
    Column("disjunct", Boolean, nullable=False),
    *_span(null=True),
)

tolls = _of_reading(
    "tolls",
    _text("event"),
    _text("kind"),
    _number("low", null=True),
    _number("best", null=True),
    _number("high", null=True),
    _text("modifier"),
    _text("side", null=True),
    _text("category"),
    _text("subgroup", null=True),
    _text("part_of", null=True),
    _text("scope"),
    Column("superseded", Boolean, nullable=False),
    *_span(),
    *_made(),
)

losses = _of_reading(
    "losses", _text("event"), _text("item"), _number("count", null=True), _text("side", null=True), _text("effect"), *_span(), *_made()
)

claims = _of_reading(
    "claims",
    _text("id"),
    _text("source"),
    _text("source_type"),
    *_span("source_", null=True),
    Column("attributed", Boolean, nullable=False),
    *_span("cue_", null=True),
    *_span("content_"),
    _text("certainty"),
    _text("polarity"),
    _text("cue_class"),
    _text("stance", null=True),
    Column("actor", JSON),
    Column("via", JSON, nullable=False),
    _text("said_on_start", null=True),
    _text("said_on_end", null=True),
    _text("said_place", null=True),
    *_made(),
)
Index("ix_claims_source", claims.c.source)

claim_about = Table(
    "claim_about",
    metadata,
    Column("reading", Integer, primary_key=True),
    Column("claim", String, primary_key=True),
    Column("target", String, primary_key=True),  # "e1", "e1.c1", "e1.l1", "e1.actors", "e1.outcome", "s1", "h1"
    _text("event", null=True),  # the event report that the target belongs to
    ForeignKeyConstraint(["reading", "claim"], ["claims.reading", "claims.local_id"]),
    sqlite_with_rowid=False,
)

statements = _of_reading(
    "statements", _text("predicate"), _text("subject", null=True), _text("object", null=True), _number("sentence"), *_span(), *_made()
)

controls = _of_reading(
    "controls",
    _text("place"),
    _text("holder", null=True),
    _text("side", null=True),
    _text("state"),
    _text("since", null=True),
    _text("until", null=True),
    _number("sentence"),
    *_span(),
    *_made(),
)
Index("ix_controls_place", controls.c.place)

problems = _of_reading("problems", _text("what"), _text("where"), _text("hint"), Column("fatal", Boolean, nullable=False), key="n")

events = Table("events", metadata, Column("number", Integer, primary_key=True), _text("learned"))

event_members = Table(
    "event_members",
    metadata,
    Column("event_report", String, primary_key=True),  # stable id
    Column("event", ForeignKey("events.number"), nullable=False, index=True),
    _text("learned"),
)

event_aliases = Table(
    "event_aliases",
    metadata,
    Column("alias", Integer, primary_key=True),  # a number minted earlier
    Column("event", ForeignKey("events.number"), nullable=False),
    _text("learned"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("sighting", ForeignKey("sightings.id"), nullable=False, index=True),
    Column("spans", JSON, nullable=False),
    _text("field"),
    Column("old", JSON),
    Column("new", JSON),
    _text("who"),
    _text("why", null=True),
    _text("made"),
    Column("event", JSON),  # the event report as it was read when it was reviewed: what a newer reading is matched with, or lacks
    Column("coding", Integer),  # the double coding that it belongs to: it counts for nothing else until it is adjudicated
    _text("undone", null=True),
    _text("undone_by", null=True),
)

bonds = Table(  # what persons said of two event reports: that they are one event, or two
    "bonds",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("one", String, nullable=False, index=True),  # stable ids of event reports
    Column("other", String, nullable=False, index=True),
    Column("together", Boolean, nullable=False),
    _text("who"),
    _text("why", null=True),
    _text("made"),
    _text("undone", null=True),
    _text("undone_by", null=True),
)

codings = Table(  # a report given to a coder, who sees nobody else's coding of it
    "codings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("sighting", ForeignKey("sightings.id"), nullable=False, index=True),
    _text("coder"),
    _text("state"),  # open | done | adjudicated
    _text("given_by"),
    _text("made"),
    _text("closed", null=True),
    UniqueConstraint("sighting", "coder"),
)

assignments = Table(  # events of the review queue that are somebody's
    "assignments",
    metadata,
    Column("event", ForeignKey("events.number"), primary_key=True),
    _text("who"),
    _text("given_by"),
    _text("made"),
)

desk_events = Table(  # one row an event, made anew whenever what it rests on changes: what map, table and filters need
    "desk_events",
    metadata,
    Column("event", ForeignKey("events.number"), primary_key=True),
    Column("change", Integer, nullable=False, index=True),  # grows with each change, over all rows
    _text("stamp"),  # of what the row was made from
    Column("gone", Boolean, nullable=False),  # no current reading reports it any more
    _number("first_day", null=True),
    _number("last_day", null=True),
    _text("date", null=True),
    _text("event_type"),
    _text("sub_event_type"),
    _text("realis"),
    _text("salience"),
    Column("lat", Float),
    Column("lon", Float),
    Column("radius_km", Float),
    _number("geo_precision", null=True),
    Column("ring", JSON),
    _text("place", null=True),
    _text("admin1", null=True),
    _text("country", null=True),
    _number("killed_low", null=True),
    _number("killed_best", null=True),
    _number("killed_high", null=True),
    _number("credibility", null=True),
    _text("airwars", null=True),
    _number("origins_low"),
    _number("origins_high"),
    _number("n_reports"),
    _number("n_claims"),
    Column("confidence", Float),
    Column("fiction", Boolean, nullable=False),
    _text("review"),  # unreviewed | accepted | corrected
    Column("actors", JSON, nullable=False),
    Column("sides", JSON, nullable=False),
    Column("outlets", JSON, nullable=False),
    Column("speakers", JSON, nullable=False),
    _text("learned"),
    Column("doubt", Float, nullable=False, server_default="0"),
)

desk_reports = (
    Table(  # one row a reading that was ever current while the desk ran: what pages over all reports need, private persons masked
        "desk_reports",
        metadata,
        Column("reading", ForeignKey("readings.number"), primary_key=True),
        Column("stamp", String, nullable=False, index=True),  # of the reviews that it was made with
        Column("fiction", Boolean, nullable=False),
        Column("control", JSON(none_as_null=True)),  # claims of control, None where there are none
        Column("counted", JSON, nullable=False),  # what its outlet's profile counts
    )
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", String, primary_key=True),
    _text("role"),  # viewer | coder | adjudicator | admin
    _text("password"),  # argon2
    Column("active", Boolean, nullable=False),
    _text("made"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", String, primary_key=True),  # SHA-256 of the cookie
    Column("account", ForeignKey("accounts.name"), nullable=False, index=True),
    _text("made"),
    _text("seen"),
    _text("ends"),
)

login_failures = Table(
    "login_failures", metadata, Column("number", Integer, primary_key=True), Column("key", String, nullable=False, index=True), _text("at")
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("at"),
    _text("who"),
    _text("did"),
    _text("on", null=True),
    Column("details", JSON),
)

watches = Table(
    "watches",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("source"),  # a feed's address, or a folder
    _text("name", null=True),
    Column("every_minutes", Integer, nullable=False),
    _text("added"),
    _text("last_run", null=True),
    _text("last_result", null=True),
    Column("active", Boolean, nullable=False),
)

runs = Table(  # a portion of sources read for the desk: by hand or for a watch
    "runs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("watch", Integer, index=True),
    _text("who"),
    _text("started"),
    _text("ended", null=True),
    _text("state"),  # waiting | reading | linking | done | failed
    Column("sources", JSON, nullable=False),
    Column("outcome", JSON, nullable=False),  # a list: source, report, events, problem
)

event_history = Table(
    "event_history",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("event_report", String, nullable=False, index=True),  # stable id
    Column("event", ForeignKey("events.number"), nullable=False, index=True),
    _text("learned"),
    _text("until", null=True),  # when it was linked otherwise
)

event_sketches = Table(
    "event_sketches",
    metadata,
    Column("event_report", String, primary_key=True),  # stable id
    Column("node", String, nullable=False, index=True),  # what event reports share that tell the same in the same words
    Column("sighting", ForeignKey("sightings.id"), nullable=False, index=True),
    Column("body", JSON, nullable=False),
)

link_posts = Table(
    "link_posts", metadata, Column("key", Integer, primary_key=True), Column("node", String, primary_key=True), sqlite_with_rowid=False
)
Index("ix_link_posts_node", link_posts.c.node)

links = Table(  # each pair from both its ends
    "links",
    metadata,
    Column("node", String, primary_key=True),
    Column("other", String, primary_key=True),
    _number("score"),  # millionths; far below 0 where a rule keeps the two apart
    sqlite_with_rowid=False,
)

report_sketches = Table(
    "report_sketches",
    metadata,
    Column("sighting", ForeignKey("sightings.id"), primary_key=True),
    _text("text"),  # what reports share that are word for word the same
    _text("standing"),  # sorts the reports of one text, that from which the others have it first
    Column("body", LargeBinary, nullable=False),  # zlib over JSON
)
Index("ix_report_sketches_text", report_sketches.c.text, report_sketches.c.standing)

report_posts = Table(
    "report_posts",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("day", Integer, primary_key=True),  # of publication; later than any date where none is known
    Column("sighting", String, primary_key=True),
    sqlite_with_rowid=False,
)
Index("ix_report_posts_sighting", report_posts.c.sighting)

copies = Table(
    "copies",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("sighting", ForeignKey("sightings.id"), nullable=False, index=True),
    Column("of", ForeignKey("sightings.id"), nullable=False, index=True),
    _text("kind"),
    Column("score", Float, nullable=False),
    Column("evidence", JSON, nullable=False),
    _text("learned"),
    _text("until", null=True),  # when a newer reading said otherwise
)

linked_readings = Table(
    "linked_readings",
    metadata,
    Column("reading", ForeignKey("readings.number"), primary_key=True),
    _text("learned"),
    Column("stale", Boolean, nullable=False, server_default=false()),  # it was reviewed since, and is to be linked again
)

reference_tables = Table(
    "reference_tables",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    _text("file"),
    _text("sha256"),
    Column("layout", JSON, nullable=False),
    _number("rows"),
    _number("left_out"),
    _text("imported"),
)

reference_rows = Table(
    "reference_rows",
    metadata,
    Column("number", Integer, primary_key=True),  # also in reference_boxes, an R*Tree over days and degrees
    Column("table_number", ForeignKey("reference_tables.number"), nullable=False),
    _text("id"),  # in its table
    _number("row"),  # of its file
    _text("place", null=True),  # a spelling of its name by which it is found
    _number("first_day"),
    _number("last_day"),
    Column("cells", LargeBinary, nullable=False),
    UniqueConstraint("table_number", "id"),
)
Index("ix_reference_rows_place", reference_rows.c.table_number, reference_rows.c.place, reference_rows.c.first_day)

reference_marks = Table(
    "reference_marks",
    metadata,
    Column("table_number", ForeignKey("reference_tables.number"), primary_key=True),
    Column("reading", ForeignKey("readings.number"), primary_key=True),
    Column("event", String, primary_key=True),  # local id of the event report
    _text("standing"),
    _text("reason"),
    _text("row_id", null=True),
    Column("score", Float),
    _text("learned"),
    sqlite_with_rowid=False,
)
