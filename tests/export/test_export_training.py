"""Reports that persons reviewed whole as training data: which are given out, and in what form."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.gold import to_gold
from corpus.markup import parse
from dateline.cli.app import app
from dateline.errors import ExportError
from dateline.export import training
from dateline.linked import event_ids
from dateline.records import CodedReport, Document
from dateline.store import open_store
from tests.corpus import sample
from tests.export.coded_reports import report


def reviewed(*states: str | None) -> CodedReport:
    coded = report()
    events = []
    for event, state in zip(coded.events, states, strict=False):
        made_by = "person:ann" if state == "corrected" else event.made_by
        events.append(dataclasses.replace(event, review=state, made_by=made_by))  # type: ignore[arg-type]
    return dataclasses.replace(coded, events=tuple(events))


def test_only_reports_reviewed_whole_are_given_out() -> None:
    whole, half, none = reviewed("accepted", "corrected"), reviewed("accepted", None), reviewed()
    ids = {r.page.sighting.id for r in (whole, half)}
    given = [record for one in (whole, half, none) for _, _, record in training([(one, {})], ids)]
    assert [[e["review"] for e in record["events"]] for record in given] == [["accepted", "corrected"], []]  # all of the last were rejected
    assert list(training([(none, {})], set())) == []
    assert given[0]["source"]["corrected_by"] == ["ann"]


def test_fiction_is_refused_unless_allowed() -> None:
    coded = reviewed("accepted")
    page = coded.page
    made_up = dataclasses.replace(coded, page=dataclasses.replace(page, document=dataclasses.replace(page.document, fiction=True)))
    assert isinstance(made_up.page.document, Document)
    with pytest.raises(ExportError, match="fiction"):
        list(training([(made_up, {})], {page.sighting.id}))
    assert len(list(training([(made_up, {})], {page.sighting.id}, allow_fiction=True))) == 1


def test_the_record_has_the_keys_of_the_corpus() -> None:
    ((_, text, record),) = training([(reviewed("accepted"), {})], {report().page.sighting.id})
    of_corpus = to_gold(parse(sample.SOURCE), "train")
    assert set(of_corpus) - {"text", "entities", "mentions"} <= set(record)
    assert set(of_corpus["events"][0]) - {"entity"} <= set(record["events"][0])
    trigger = record["events"][0]["trigger"]
    assert text[slice(*trigger["span"])] == trigger["text"] == "captured"


def test_the_command_writes_a_folder(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite3"
    with open_store(file) as store:
        store.add(report())
        for identity in event_ids(next(store.reports())).values():
            store.reviews.save(identity, {"accept": True}, who="ann", seen=store.reviews.case(identity).seen)
    masked = CliRunner().invoke(app, ["export", "corpus", "--db", str(file), "-o", str(tmp_path / "out")])
    assert masked.exit_code != 0
    done = CliRunner().invoke(app, ["export", "corpus", "--unmask", "--db", str(file), "-o", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    (record,) = (tmp_path / "out").glob("*.json")
    given = json.loads(record.read_text(encoding="utf-8"))
    with (tmp_path / "out" / given["text_file"]).open(encoding="utf-8", newline="") as stream:
        assert stream.read() == report().page.document.text
    assert given["schema"] == "dateline-gold/1"
