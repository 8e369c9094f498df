"""From a text and what came with it to a page: document, sighting, and what is missing."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dateline.data.outlets import find_outlet, outlet_of_url
from dateline.read.dates import date_of_url, parse_date
from dateline.read.headvalues import iso
from dateline.read.language import guess_language
from dateline.read.zoning import Zoned, zone_text
from dateline.records import Document, Link, Media, Meta, Page, Problem, Sighting, Zone

# Text beyond this is no report: the longest reports of human-rights bodies run to some 2 million characters, and a page of 8 MiB
# would hold a reader's memory and time for minutes.
MAX_TEXT = 8 * 1024 * 1024
# The raw file of a page, with its mark-up: pages of 4 MiB with inline scripts exist, 50 MB pages are no reports.
MAX_RAW = 32 * 1024 * 1024
_FICTION = re.compile(r"\bfiction(?:al)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Given:
    """What came with a text: fields of a feed item or line, options of the command, mark-up of the page."""

    doc_id: str
    address: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: dt.date | None = None
    original_outlet: str | None = None
    language: str | None = None
    fiction: bool = False
    markup_date: dt.date | None = None  # stated by the page's meta elements
    header_date: dt.date | None = None  # the best that is left: a guess from mark-up or a header
    headers: tuple[tuple[str, str], ...] = ()

    def or_else(self, other: Given) -> Given:
        """Return these values, the gaps filled from `other`."""
        return replace(
            self,
            title=self.title or other.title,
            outlet=self.outlet or other.outlet,
            url=self.url or other.url,
            published=self.published or other.published,
            original_outlet=self.original_outlet or other.original_outlet,
            language=self.language or other.language,
            fiction=self.fiction or other.fiction,
            markup_date=self.markup_date or other.markup_date,
            header_date=self.header_date or other.header_date,
            headers=self.headers or other.headers,
        )


@dataclass(frozen=True, slots=True)
class Laid:
    """A text with zones that its mark-up gave (HTML), before the plain-text zoning fills the rest."""

    text: str
    zones: tuple[Zone, ...] = ()
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()


def make_page(laid: Laid, given: Given, *, raw: bytes, learned: dt.datetime) -> Iterator[Page | Problem]:
    """Yield the page of a text, after what is to be said of it (no date, another language than is read).

    An empty text gives a Problem only. The sighting's date is the original's for a cross-post that states one, else the given one,
    else what text, address or headers say.
    """
    text = laid.text
    if not text.strip():
        yield Problem("there is no text in it", given.address, "check that the file holds a report and is not only pictures")
        return
    if len(text) > MAX_TEXT:
        yield Problem(f"the text has {len(text):,} characters, the limit is {MAX_TEXT:,}", given.address, "split it into reports")
        return
    zoned = zone_text(text, title=given.title, outlet=given.outlet, known=laid.zones)
    language = given.language or guess_language(text)
    document = Document(
        text=text,
        zones=zoned.zones,
        meta=zoned.meta,
        links=laid.links or zoned.links,
        media=laid.media,
        language=language,
        fiction=given.fiction or _says_fiction(text, zoned),
    )
    sighting = _sighting(document, given, raw, learned)
    yield from _doubts(document, sighting)
    yield Page(document, sighting)


def _doubts(document: Document, sighting: Sighting) -> Iterator[Problem]:
    if document.language and not document.language.startswith("en"):
        name = "another language than English" if document.language == "und" else f"the language {document.language!r}, not English"
        yield Problem(f"the text seems to be in {name}", sighting.address, "translate it first: only English is read")
    if sighting.published is None:
        hint = 'give one with --published YYYY-MM-DD or a "published" field; words such as "Sunday" stay undated without it'
        yield Problem("no date of publication was found", sighting.address, hint, fatal=False)


def _sighting(document: Document, given: Given, raw: bytes, learned: dt.datetime) -> Sighting:
    meta = document.meta
    day, basis = _published(meta, given)
    from_url = outlet_of_url(given.url) if given.url else None
    outlet = given.outlet or (meta.outlet.value if meta.outlet else None) or (from_url.name if from_url else None)
    if outlet is None and meta.agency is not None and (known := find_outlet(meta.agency.value)):
        outlet = known.name
    return Sighting(
        document_id=document.id,
        doc_id=given.doc_id,
        address=given.address,
        title=given.title or (meta.title.value if meta.title else None),
        outlet=outlet,
        original_outlet=meta.original_outlet.value if meta.original_outlet else given.original_outlet,
        url=given.url,
        published=day,
        published_basis=basis,
        learned=learned,
        raw=raw,
        raw_sha256=hashlib.sha256(raw).hexdigest(),
        headers=given.headers,
    )


def _published(meta: Meta, given: Given) -> tuple[dt.date | None, str]:
    """Return the day that events are dated from, and on what it rests."""
    url_date = date_of_url(given.url) if given.url else None
    choices = (
        (iso(meta.original_date), "text"),
        (given.published, "given"),
        (given.markup_date, "text" if given.markup_date == iso(meta.published) else "headers"),
        (iso(meta.published), "text"),
        (url_date, "url"),
        (given.header_date, "headers"),
    )
    return next(((day, basis) for day, basis in choices if day is not None), (None, "none"))


def _says_fiction(text: str, zoned: Zoned) -> bool:
    """Tell whether a notice of the page (not its prose) marks it as fiction."""
    notices = (text[zone.span.start : zone.span.end] for zone in zoned.zones if zone.kind in ("disclaimer", "section"))
    return any(_FICTION.search(notice) for notice in notices)


def given_date(value: object) -> dt.date | None:
    """Return the date of a field that should hold one; None for an absent or empty field.

    Raises ValueError for a value that is no date.
    """
    if value is None or value == "":
        return None
    found = parse_date(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"not a date: {value!r}")
    return found
