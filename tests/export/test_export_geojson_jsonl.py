"""GeoJSON and JSON Lines: valid, whole, masked, and read back."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pandas as pd
import pytest

from dateline.errors import ExportError
from dateline.export import from_dict, geojson, json_schema, jsonl
from dateline.export.mask import mask_report
from dateline.records import CodedReport
from tests.export.coded_reports import TEXT, event, place, report

IDS = {f"e{n}": f"DL-{n}" for n in range(1, 6)}
NASTY = 'Village of "Saints",\nçà; 火 – of\tJoy'


def features(coded: CodedReport, **options: Any) -> list[Any]:
    collection = json.loads(geojson([(coded, IDS)], **options))
    assert set(collection) == {"type", "features"}
    assert collection["type"] == "FeatureCollection"
    return list(collection["features"])


def test_every_event_is_a_feature_and_an_unplaced_one_has_no_geometry() -> None:
    found = features(report())
    assert [f["id"] for f in found] == list(IDS.values())
    assert [f["type"] for f in found] == ["Feature"] * 5
    assert found[0]["geometry"] == {"type": "Point", "coordinates": [37.25, 35.5]}
    assert found[3]["geometry"] is None
    assert found[3]["properties"]["place"] == "Orlun"
    assert {f["properties"]["realis"] for f in found} == {"actual", "planned"}


def test_properties_hold_claims_tolls_and_the_review_state() -> None:
    properties = features(report())[0]["properties"]
    assert (properties["machine_coded"], properties["review"]) == (True, "unreviewed")
    first = properties["tolls"][0]
    assert (first["id"], first["low"], first["high"], first["text"]) == ("e1.c1", 30, None, "At least 30 fighters")
    assert [(c["id"], c["polarity"]) for c in properties["claims"]] == [("k1", "+"), ("k2", "+"), ("k3", "-"), ("k4", "+")]
    quote = properties["claims"][0]["content"]
    assert TEXT[slice(*quote["span"])] == quote["text"]
    assert properties["outcome"]["from"] == "Red Valley Front"


def test_duckdb_and_pandas_read_the_features(tmp_path: Path) -> None:
    path = tmp_path / "events.geojson"
    path.write_text(geojson([(report(events=(event("e1", locations=(place(NASTY),)),)), IDS)]), encoding="utf-8")
    frame = pd.json_normalize(json.loads(path.read_text(encoding="utf-8"))["features"])
    assert frame["properties.place"].tolist() == [NASTY]
    names = duckdb.sql(f"SELECT place FROM read_json('{path}')").fetchall()
    assert names == [(NASTY,)]


def test_a_line_loses_nothing_unmasked() -> None:
    (line,) = jsonl([(report(), IDS)], unmask=True)
    assert line.endswith("\n")
    assert line.count("\n") == 1
    given = json.loads(line)
    assert [e["event_id"] for e in given["events"]] == list(IDS.values())
    assert "masked" not in given
    coded = report()
    sighting = dataclasses.replace(coded.page.sighting, raw=b"")
    assert from_dict(given) == dataclasses.replace(coded, page=dataclasses.replace(coded.page, sighting=sighting))
    assert list(jsonschema.Draft202012Validator(json_schema()).iter_errors(given)) == []


def test_a_masked_line_says_so_keeps_offsets_and_the_hash_of_what_was_read() -> None:
    (line,) = jsonl([(report(), IDS)])
    given = json.loads(line)
    assert given["masked"] is True
    assert given["text_sha256"] == report().page.document.id
    assert "Delnik" not in line
    assert len(given["text"]) == len(TEXT)
    assert from_dict(given) == mask_report(report())
    assert list(jsonschema.Draft202012Validator(json_schema()).iter_errors(given)) == []


def test_duckdb_and_pandas_read_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(jsonl([(report("a"), IDS), (report("b"), IDS)], unmask=True)), encoding="utf-8")
    assert duckdb.sql(f"SELECT doc_id, text, len(events) FROM read_json('{path}')").fetchall() == [("a", TEXT, 5), ("b", TEXT, 5)]
    assert pd.read_json(path, lines=True)["text"].tolist() == [TEXT, TEXT]


def test_fiction_is_refused_unless_asked_for() -> None:
    story = report(fiction=True)
    for export in (lambda **o: list(jsonl([(story, IDS)], **o)), lambda **o: geojson([(story, IDS)], **o)):
        with pytest.raises(ExportError, match="fiction"):
            export()
        assert export(allow_fiction=True)
