"""Many pages on several processes: the reports of one process, in its order, whatever happens to a helper."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from multiprocessing.connection import Connection

import pytest

from dateline import workers
from dateline.errors import ConfigError
from dateline.pipeline import code_pages
from dateline.records import CodedReport, Page, Problem
from tests.reader import index, page_of

PLACES = ("Ostrel", "Belkara", "Rumoke", "Tarnak", "Ilmez", "Sorvo")


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "ALONE", 1)
    monkeypatch.setattr(workers, "processors", lambda: 2)


def pages() -> Iterator[Page | Problem]:
    for place in PLACES:
        yield page_of(f"The army shelled the village of {place} on Monday, killing three rebels.")
    yield Problem("cannot be read", "broken.html", "look at it")


def told(report: CodedReport | Problem) -> object:
    return report if isinstance(report, Problem) else (report.page.document.text, report.events, report.claims)


def die(pipe: Connection, *_: object) -> None:
    pipe.recv()
    os._exit(3)


def test_several_processes_give_the_reports_of_one_in_its_order() -> None:
    alone = [told(report) for report in code_pages(pages(), index=index(), reader="rules")]
    assert [told(report) for report in workers.code_many(pages(), reader="rules", jobs=2)] == alone


def test_a_helper_that_dies_costs_the_pages_in_its_hand_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_help", die)
    found = list(workers.code_many(pages(), reader="rules", jobs=2))
    assert len(found) == len(PLACES) + 1
    lost = [one for one in found[:-1] if isinstance(one, Problem)]
    assert 1 <= len(lost) <= 2
    assert {one.what for one in lost} == {"could not be coded: the process that read it was ended from outside"}


def test_what_keeps_a_helper_from_coding_stops_the_run() -> None:
    helper = workers._Helper(None, "code", "nobody", False)
    with pytest.raises(ConfigError, match="nobody"):
        helper.give(next(page for page in pages() if isinstance(page, Page))).result(timeout=60)
    helper.end()


def test_no_page_is_read_before_it_is_asked_for() -> None:
    read = itertools.count()
    given = (page_of(f"Rebels captured {PLACES[0]} on Monday, hour {next(read)}.") for _ in range(40))
    found = workers.code_many(given, reader="rules", jobs=2)
    next(found)
    assert next(read) == 1
    found.close()


@pytest.mark.parametrize("reader", ["nobody", ""])
def test_an_unknown_reader_is_refused(reader: str) -> None:
    with pytest.raises(ConfigError):
        list(workers.code_many(pages(), reader=reader, jobs=2))
