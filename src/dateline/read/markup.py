"""What a page's head says about it: meta elements and JSON-LD."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from dateline.read.dates import parse_date

_TITLES = ("og:title", "twitter:title", "dc.title", "headline", "parsely-title")
_DATES = (
    "article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "pubdate", "publishdate",
    "publish-date", "publish_date", "parsely-pub-date", "sailthru.date", "article.published", "cxenseparse:recs:publishtime", "release_date",
)  # fmt: skip
_OUTLETS = ("og:site_name", "application-name", "publisher", "dc.publisher", "twitter:site_name")
_URLS = ("og:url",)
_ARTICLE = re.compile(r"Article|Report|Posting|NewsItem|WebPage|Statement")
# A page title carries its outlet behind a bar or dash.
_TAIL = re.compile(r"\s+[|–—»·-]\s+[^|–—»·]{2,50}$")


@dataclass(frozen=True, slots=True)
class Markup:
    """Fields of the page's head, None where it has none."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: dt.date | None = None
    language: str | None = None
    fiction: bool = False


def read_markup(root: etree._Element) -> Markup:
    """Return what meta elements, JSON-LD and the time element of a page say; JSON-LD that is broken is passed over."""
    metas: dict[str, str] = {}
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop")
        value = element.get("content")
        if key and value and value.strip():
            metas.setdefault(key.lower(), value.strip())
    linked = next(_articles(root), {})
    return Markup(
        title=_first(metas, _TITLES) or _text(linked.get("headline")) or _page_title(root),
        outlet=_first(metas, _OUTLETS) or _name(linked.get("publisher")),
        url=_first(metas, _URLS) or _canonical(root),
        published=_published(root, metas, linked),
        language=(root.get("lang") or metas.get("og:locale") or "")[:2].lower() or None,
        fiction="fiction" in metas.get("genre", "").lower() or metas.get("dateline:fiction") == "true",
    )


def _first(metas: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next((metas[key] for key in keys if key in metas), None)


def _published(root: etree._Element, metas: dict[str, str], linked: dict[str, object]) -> dt.date | None:
    values = [metas[key] for key in _DATES if key in metas]
    stated = _text(linked.get("datePublished"))
    values += [stated] if stated else []
    for element in root.iter("time"):
        value = element.get("datetime")
        stated_so = element.get("pubdate") is not None or element.get("itemprop") == "datePublished"
        if value and (stated_so or "publish" in (element.get("class") or "")):
            values.append(value)
    return next((day for value in values if (day := parse_date(value))), None)


def _articles(root: etree._Element) -> Iterator[dict[str, object]]:
    for element in root.iter("script"):
        if element.get("type") != "application/ld+json" or not element.text:
            continue
        try:
            data = json.loads(element.text)
        except (json.JSONDecodeError, RecursionError):
            continue
        queue = data if isinstance(data, list) else [data]
        for item in queue:
            if isinstance(item, dict):
                graph = item.get("@graph")
                queue.extend(graph if isinstance(graph, list) else [])
                if _ARTICLE.search(str(item.get("@type", ""))) and (item.get("headline") or item.get("datePublished")):
                    yield item


def _text(value: object) -> str | None:
    return value.strip() if isinstance(value, str) and value.strip() else None


def _name(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _canonical(root: etree._Element) -> str | None:
    found = (element.get("href") for element in root.iter("link") if (element.get("rel") or "").lower() == "canonical")
    return next((href for href in found if href and href.startswith("http")), None)


def _page_title(root: etree._Element) -> str | None:
    element = root.find(".//head/title")
    words = re.sub(r"\s+", " ", element.text or "").strip() if element is not None else ""
    return _TAIL.sub("", words) or None
