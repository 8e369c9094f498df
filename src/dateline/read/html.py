"""HTML pages (placeholder until the extractor is in)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dateline.read.page import Given
from dateline.records import Page, Problem


def read_html(
    data: bytes, given: Given, *, encoding: str | None, learned: dt.datetime, raw: bytes | None = None
) -> Iterator[Page | Problem]:
    """Yield a Problem: pages of HTML are not read yet."""
    yield Problem("HTML is not read yet", given.address, "give it as text")
