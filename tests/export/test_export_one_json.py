"""The one JSON: nothing lost there and back, the schema holds, every fault told."""

from __future__ import annotations

import copy
import dataclasses
import json
from importlib import resources
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import ReadError
from dateline.export.one_json import from_dict, json_schema, to_dict, to_line
from dateline.records import CodedReport, Mentions, Span
from tests.export.coded_reports import TEXT, at, report

EVERYTHING = {"all_claims": True, "with_places": True, "with_mentions": True}


def without_raw(coded: CodedReport) -> CodedReport:
    sighting = dataclasses.replace(coded.page.sighting, raw=b"")
    return dataclasses.replace(coded, page=dataclasses.replace(coded.page, sighting=sighting))


def test_everything_comes_back() -> None:
    assert from_dict(json.loads(to_line(report(), **EVERYTHING))) == without_raw(report())


def test_what_is_left_out_unless_asked_for() -> None:
    expected = dataclasses.replace(without_raw(report()), mentions=Mentions(), attributions=(), places=())
    line = json.loads(to_line(report()))
    assert not {"attributions", "places", "mentions"} & set(line)
    assert from_dict(line) == expected


def test_an_older_line_without_places_is_read_with_empty_ones() -> None:
    coded = dataclasses.replace(report(), attributions=(), places=(), mentions=Mentions())
    assert from_dict(to_dict(coded)) == without_raw(coded)


words = st.text(st.characters(), max_size=30)


@settings(max_examples=60, deadline=None)
@given(words, words, st.data())
def test_any_text_and_any_span_come_back(tail: str, name: str, data: st.DataObject) -> None:
    """Also lone surrogates, line ends of all kinds and characters outside the first plane."""
    coded = report(text=TEXT + tail)
    length = len(TEXT + tail)
    start = data.draw(st.integers(0, length))
    span = Span(start, data.draw(st.integers(start, length)))
    claim = dataclasses.replace(coded.claims[0], content=span, cue=data.draw(st.sampled_from([None, span])), said_place=name)
    event = dataclasses.replace(coded.events[0], trigger=span, n_incidents=data.draw(st.sampled_from([None, 3])), n_incidents_span=span)
    coded = dataclasses.replace(coded, claims=(claim, *coded.claims[1:]), events=(event, *coded.events[1:]))
    line = to_line(coded, **EVERYTHING)
    line.encode("utf-8")
    assert "\n" not in line
    assert from_dict(json.loads(line)) == without_raw(coded)


def quotes(value: Any, path: str = "$") -> Any:
    if isinstance(value, dict):
        if "span" in value and "text" in value:
            yield path, value["span"], value["text"]
        for key, item in value.items():
            yield from quotes(item, f"{path}.{key}")
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from quotes(item, f"{path}[{i}]")


def test_every_quote_is_what_stands_there() -> None:
    line = to_dict(report(), **EVERYTHING)
    found = [q for q in quotes(line) if q[1] is not None and not q[0].startswith("$.sentences")]
    assert len(found) > 60
    assert [q for q in found if TEXT[q[1][0] : q[1][1]] != q[2]] == []


def test_the_gold_keys_are_there() -> None:
    line = to_dict(report())
    assert line["doc_id"] == "hw-1"
    assert line["text_file"] is None
    assert line["n_chars"] == len(TEXT)
    assert line["input_meta"] == {
        "title": "Army takes two hamlets near Orlun", "outlet": "Harbour Wire", "url": "https://harbour-wire.example/hw-1",
        "published": "2017-10-30", "published_basis": "given",
    }  # fmt: skip
    assert [b["kind"] for b in line["boilerplate"]] == ["contact"]
    first = line["events"][0]
    assert first["actors"][1]["spans"][0]["text"] == "Red Valley Front"
    assert {k: first["casualties"][0][k] for k in ("id", "low", "best", "high", "modifier", "text")} == {
        "id": "e1.c1", "low": 30, "best": 30, "high": None, "modifier": "at_least", "text": "At least 30 fighters",
    }  # fmt: skip
    assert first["outcome"] == {"kind": "captured", "by": ["Northern Army"], "from": "Red Valley Front", "places": ["Upper Sarn"]}
    assert line["events"][2]["n_incidents"] == {"value": 1, "span": [at("a shell").start, at("a shell").end], "text": "a shell"}
    assert first["n_incidents"] is None
    assert first["date"]["expr"]["text"] == "On Sunday"
    assert first["alt_sub_event_types"] == []
    assert line["claims"][2]["factuality"] == {"certainty": "certain", "polarity": "-"}
    assert line["claims"][0]["source"]["text"] == "pro-army sources"
    assert line["claims"][0]["via"][1] == {"name": "A paper", "span": None, "text": None}


def test_places_are_given_with_span_and_candidates() -> None:
    places = to_dict(report(), with_places=True)["places"]
    assert places[0]["text"] == "Upper Sarn"
    assert (places[0]["lat"], places[0]["lon"]) == (35.5, 37.25)
    assert places[0]["candidates"][0]["id"] == "g1"
    assert places[1]["span"] is None


def test_the_schema_in_the_package_is_that_of_the_code() -> None:
    kept = json.loads((resources.files("dateline") / "data/schema/dateline-1.schema.json").read_text("utf-8"))
    assert kept == json_schema()


@pytest.mark.parametrize("options", [{}, EVERYTHING])
def test_the_output_keeps_the_schema(options: dict[str, bool]) -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    line = json.loads(to_line(report(), **options))
    assert list(validator.iter_errors(line)) == []
    line["events"][0]["casualties"][0]["low"] = "thirty"
    del line["claims"][0]["content"]
    assert len(list(validator.iter_errors(line))) == 2


def broken(line: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    line = copy.deepcopy(line)
    target: Any = line
    *steps, last = [int(s) if s.isdigit() else s for s in path.split("/")]
    for step in steps:
        target = target[step]
    if value is KeyError:
        del target[last]
    else:
        target[last] = value
    return line


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("events/0/realis", "maybe", "$.events[0].realis: expected one of actual"),
        ("events/0/casualties/0/low", "30", "$.events[0].casualties[0].low: expected integer, found '30'"),
        ("events/0/casualties/0/low", True, "$.events[0].casualties[0].low: expected integer, found True"),
        ("events/0/locations/0/lat", float("nan"), "$.events[0].locations[0].lat: expected a finite number"),
        ("events/0/trigger/span", [5, 99999], "$.events[0].trigger.span: expected [start, end] within"),
        ("events/0/trigger/span", [9, 5], "$.events[0].trigger.span: expected [start, end] within"),
        ("events/0/trigger/text", "fled", "$.events[0].trigger.text: quoted words differ"),
        ("events/0/trigger", KeyError, "$.events[0].trigger: missing"),
        ("events/0/date/start", "29 October", "$.events[0].date.start: expected a day"),
        ("events", {}, "$.events: expected a list, found dict"),
        ("claims/0/factuality", KeyError, "$.claims[0].factuality.certainty: missing"),
        ("claims/0/about/0", "e77", "$.claims[0].about[0]: no record has the id 'e77'"),
        ("claims/1/id", "k1", "$.claims[1].id: id 'k1' is given twice"),
        ("claims/0/source/span", [1], "$.claims[0].source.span: expected [start, end]"),
        ("sighting/learned", "2017-10-31T09:30:00", "$.sighting.learned: expected a time with an offset"),
        ("sighting", KeyError, "$.sighting: expected an object, found None"),
        ("text_sha256", "0" * 64, "$.text_sha256: the text's SHA-256 is"),
        ("text", KeyError, "$.text: the text of the report is missing"),
        ("schema", "dateline/9", "$.schema: not a coded report: expected 'dateline/1', found 'dateline/9'"),
        ("sentences/0/span", "x", "$.sentences[0].span: expected [start, end]"),
    ],
)
def test_a_bad_field_is_named(path: str, value: Any, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        from_dict(broken(to_dict(report()), path, value))
    assert message in str(caught.value)
    assert "hint:" in str(caught.value)


def test_all_faults_are_told_at_once() -> None:
    line = broken(broken(to_dict(report()), "events/0/realis", "maybe"), "claims/2/cue_class", 7)
    with pytest.raises(ReadError) as caught:
        from_dict(line)
    assert "2 bad field(s)" in str(caught.value)
    assert "$.events[0].realis" in str(caught.value)
    assert "$.claims[2].cue_class" in str(caught.value)


@pytest.mark.parametrize("given_value", [None, [], "x", {}])
def test_what_is_no_report_is_refused(given_value: Any) -> None:
    with pytest.raises(ReadError, match="not a coded report"):
        from_dict(given_value)
