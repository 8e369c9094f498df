"""`dateline export --as-known-on`: the rows of a day, whatever was learned since."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.cli.exporting import Format, write_export
from dateline.linkage import link_store
from dateline.records import Codes, Document, Page, Reading
from dateline.store import Store, open_store
from tests.export.brief_reports import claim, event, page, toll

MONDAY, TUESDAY, WEDNESDAY = (dt.datetime(2026, 3, day, 12, tzinfo=dt.UTC) for day in (2, 3, 4))
CODES = Codes("Battles", "Armed clash", "Political violence", 13, 1, "ASSAULT", None)
END_OF_MONDAY = dt.datetime(2026, 3, 2, 23, 59, tzinfo=dt.UTC)


def rows(store: Store, format_: Format, folder: Path, as_known: dt.datetime | None = None) -> str:
    file = folder / f"rows.{format_}"
    write_export(store, format_, file, as_known=as_known, resolver="majority" if format_ in ("acled", "ucdp") else None)
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("format_", [one for one in Format if one is not Format.CORPUS])  # that is of now: what is reviewed whole
def test_an_export_as_known_on_a_day_is_the_export_of_that_day(format_: Format, tmp_path: Path) -> None:
    first = page(
        "r1", "Harbour Wire", (event(codes=CODES, tolls=(toll("e1.c1", 12),)),), (claim("k1", "e1", "e1.c1", by="Zenith Observatory"),), 1
    )
    other = page(
        "r2", "Gazeta Polna", (event(codes=CODES, tolls=(toll("e1.c1", 3),)),), (claim("k1", "e1", "e1.c1", by="Ministry of Health"),), 1
    )
    own = Document("Another page, of other words, counts the dead of the crossing once more and comes to a lower number.")
    seen = replace(other.page.sighting, document_id=own.id)
    second = replace(other, page=Page(own, seen), reading=Reading(seen.id, "rules", "0"))
    again = replace(first, reading=Reading(first.page.sighting.id, "rules", "1"), events=(event(codes=CODES, tolls=(toll("e1.c1", 20),)),))
    with open_store(tmp_path / "dateline.sqlite3") as store:
        store.add(first, learned=MONDAY)
        link_store(store, learned=MONDAY)
        then = rows(store, format_, tmp_path)
        for report, day in ((second, TUESDAY), (again, WEDNESDAY)):  # a second report of the event, and the first one read anew
            store.add(report, learned=day)
            link_store(store, learned=day)
        assert rows(store, format_, tmp_path) != then
        assert rows(store, format_, tmp_path, END_OF_MONDAY) == then
