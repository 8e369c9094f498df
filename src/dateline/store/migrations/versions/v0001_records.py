"""Documents, sightings, readings and their records; events, minted once.

Revision ID: 0001
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE documents (
    id VARCHAR NOT NULL,
    text BLOB NOT NULL,
    n_chars INTEGER NOT NULL,
    language VARCHAR,
    fiction BOOLEAN NOT NULL,
    learned VARCHAR NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE events (
    number INTEGER NOT NULL,
    learned VARCHAR NOT NULL,
    PRIMARY KEY (number)
);

CREATE TABLE facts (
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE raws (
    sha256 VARCHAR NOT NULL,
    bytes BLOB NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (sha256)
);

CREATE TABLE event_members (
    event_report VARCHAR NOT NULL,
    event INTEGER NOT NULL,
    learned VARCHAR NOT NULL,
    PRIMARY KEY (event_report),
    FOREIGN KEY(event) REFERENCES events (number)
);

CREATE INDEX ix_event_members_event ON event_members (event);

CREATE TABLE sightings (
    id VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    doc_id VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    title VARCHAR,
    outlet VARCHAR,
    original_outlet VARCHAR,
    url VARCHAR,
    published VARCHAR,
    published_basis VARCHAR NOT NULL,
    learned VARCHAR NOT NULL,
    raw_sha256 VARCHAR NOT NULL,
    headers JSON NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(document) REFERENCES documents (id)
);

CREATE INDEX ix_sightings_doc_id ON sightings (doc_id);

CREATE INDEX ix_sightings_document ON sightings (document);

CREATE TABLE readings (
    number INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    sighting VARCHAR NOT NULL,
    reader VARCHAR NOT NULL,
    resources VARCHAR NOT NULL,
    learned VARCHAR NOT NULL,
    superseded VARCHAR,
    body BLOB NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (id),
    FOREIGN KEY(sighting) REFERENCES sightings (id)
);

CREATE INDEX ix_readings_sighting ON readings (sighting);

CREATE TABLE claims (
    reading INTEGER NOT NULL,
    local_id VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_type VARCHAR NOT NULL,
    source_start INTEGER,
    source_end INTEGER,
    attributed BOOLEAN NOT NULL,
    cue_start INTEGER,
    cue_end INTEGER,
    content_start INTEGER NOT NULL,
    content_end INTEGER NOT NULL,
    certainty VARCHAR NOT NULL,
    polarity VARCHAR NOT NULL,
    cue_class VARCHAR NOT NULL,
    stance VARCHAR,
    actor JSON,
    via JSON NOT NULL,
    said_on_start VARCHAR,
    said_on_end VARCHAR,
    said_place VARCHAR,
    made_by VARCHAR NOT NULL,
    confidence FLOAT,
    PRIMARY KEY (reading, local_id),
    FOREIGN KEY(reading) REFERENCES readings (number)
)
 WITHOUT ROWID;

CREATE INDEX ix_claims_source ON claims (source);

CREATE TABLE controls (
    reading INTEGER NOT NULL,
    local_id VARCHAR NOT NULL,
    place VARCHAR NOT NULL,
    holder VARCHAR,
    side VARCHAR,
    state VARCHAR NOT NULL,
    since VARCHAR,
    until VARCHAR,
    sentence INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    made_by VARCHAR NOT NULL,
    confidence FLOAT,
    PRIMARY KEY (reading, local_id),
    FOREIGN KEY(reading) REFERENCES readings (number)
)
 WITHOUT ROWID;

CREATE INDEX ix_controls_place ON controls (place);

CREATE TABLE event_reports (
    reading INTEGER NOT NULL,
    local_id VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    event_type VARCHAR NOT NULL,
    sub_event_type VARCHAR NOT NULL,
    realis VARCHAR NOT NULL,
    salience VARCHAR NOT NULL,
    group_id VARCHAR,
    n_incidents INTEGER,
    place VARCHAR,
    admin1 VARCHAR,
    country VARCHAR,
    country_code VARCHAR,
    lat FLOAT,
    lon FLOAT,
    geo_precision INTEGER,
    date_start VARCHAR,
    date_end VARCHAR,
    date_precision VARCHAR NOT NULL,
    date_basis VARCHAR NOT NULL,
    outcome VARCHAR,
    outcome_from VARCHAR,
    acled_event_type VARCHAR,
    acled_sub_event_type VARCHAR,
    ucdp_type_of_violence INTEGER,
    plover_event VARCHAR,
    made_by VARCHAR NOT NULL,
    confidence FLOAT,
    PRIMARY KEY (reading, local_id),
    FOREIGN KEY(reading) REFERENCES readings (number)
)
 WITHOUT ROWID;

CREATE INDEX ix_event_reports_date ON event_reports (date_start);

CREATE INDEX ix_event_reports_id ON event_reports (id);

CREATE INDEX ix_event_reports_place ON event_reports (place);

CREATE TABLE losses (
    reading INTEGER NOT NULL,
    local_id VARCHAR NOT NULL,
    event VARCHAR NOT NULL,
    item VARCHAR NOT NULL,
    count INTEGER,
    side VARCHAR,
    effect VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    made_by VARCHAR NOT NULL,
    confidence FLOAT,
    PRIMARY KEY (reading, local_id),
    FOREIGN KEY(reading) REFERENCES readings (number)
)
 WITHOUT ROWID;

CREATE TABLE problems (
    reading INTEGER NOT NULL,
    n INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    "where" VARCHAR NOT NULL,
    hint VARCHAR NOT NULL,
    fatal BOOLEAN NOT NULL,
    PRIMARY KEY (reading, n),
    FOREIGN KEY(reading) REFERENCES readings (number)
)
 WITHOUT ROWID;

CREATE TABLE sentences (
    reading INTEGER NOT NULL,
    n INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    paragraph INTEGER NOT NULL,
    zone VARCHAR NOT NULL,
    header VARCHAR,
    PRIMARY KEY (reading, n),
    FOREIGN KEY(reading) REFERENCES readings (number)
)
 WITHOUT ROWID;

CREATE TABLE statements (
    reading INTEGER NOT NULL,
    local_id VARCHAR NOT NULL,
    predicate VARCHAR NOT NULL,
    subject VARCHAR,
    object VARCHAR,
    sentence INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    made_by VARCHAR NOT NULL,
    confidence FLOAT,
    PRIMARY KEY (reading, local_id),
    FOREIGN KEY(reading) REFERENCES readings (number)
)
 WITHOUT ROWID;

CREATE TABLE tolls (
    reading INTEGER NOT NULL,
    local_id VARCHAR NOT NULL,
    event VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    low INTEGER,
    best INTEGER,
    high INTEGER,
    modifier VARCHAR NOT NULL,
    side VARCHAR,
    category VARCHAR NOT NULL,
    subgroup VARCHAR,
    part_of VARCHAR,
    scope VARCHAR NOT NULL,
    superseded BOOLEAN NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    made_by VARCHAR NOT NULL,
    confidence FLOAT,
    PRIMARY KEY (reading, local_id),
    FOREIGN KEY(reading) REFERENCES readings (number)
)
 WITHOUT ROWID;

CREATE TABLE claim_about (
    reading INTEGER NOT NULL,
    claim VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    event VARCHAR,
    PRIMARY KEY (reading, claim, target),
    FOREIGN KEY(reading, claim) REFERENCES claims (reading, local_id)
)
 WITHOUT ROWID;

CREATE TABLE locations (
    reading INTEGER NOT NULL,
    event VARCHAR NOT NULL,
    n INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    relation VARCHAR NOT NULL,
    level VARCHAR,
    admin1 VARCHAR,
    country VARCHAR,
    country_code VARCHAR,
    lat FLOAT,
    lon FLOAT,
    geo_precision INTEGER,
    radius_km FLOAT,
    status VARCHAR NOT NULL,
    inferred BOOLEAN NOT NULL,
    start INTEGER,
    "end" INTEGER,
    PRIMARY KEY (reading, event, n),
    FOREIGN KEY(reading, event) REFERENCES event_reports (reading, local_id)
)
 WITHOUT ROWID;

CREATE TABLE participants (
    reading INTEGER NOT NULL,
    event VARCHAR NOT NULL,
    n INTEGER NOT NULL,
    role VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    side VARCHAR,
    actor_class VARCHAR NOT NULL,
    entry VARCHAR,
    interac INTEGER,
    country VARCHAR,
    inferred BOOLEAN NOT NULL,
    disjunct BOOLEAN NOT NULL,
    start INTEGER,
    "end" INTEGER,
    PRIMARY KEY (reading, event, n),
    FOREIGN KEY(reading, event) REFERENCES event_reports (reading, local_id)
)
 WITHOUT ROWID;
"""


def upgrade() -> None:
    """Create the tables."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement)
