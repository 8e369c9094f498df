"""Pages out of templates: the Jinja environment, what every page is given, and the answer with its cookie."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from dateline import __version__
from dateline.serve.desk import desk_of
from dateline.serve.frozen import verbatim
from dateline.serve.people import Person
from dateline.serve.security import CSRF_COOKIE, CSRF_FIELD, token_of
from dateline.views import cells

STATIC = files("dateline.serve") / "static"
MARKS: Mapping[str, str] = {
    "Battles": "circle",
    "Explosions/Remote violence": "triangle",
    "Violence against civilians": "square",
    "Protests": "diamond",
    "Riots": "pentagon",
    "Strategic developments": "star",
}
"""The shape that stands for each type of event, beside its colour; any other type is a ring."""
PAGES = (
    ("/", "Map"), ("/control", "Control"), ("/actors", "Actors"), ("/outlets", "Outlets"), ("/places", "Places"), ("/review", "Review"),
    ("/add", "Add"), ("/watch", "Watch"), ("/digest", "Digest"),
)  # fmt: skip
"""The pages of the bar at the top."""


@cache
def environment() -> Environment:
    """Return the environment of all templates; what a template puts into a page is escaped."""
    made = Environment(
        loader=PackageLoader("dateline.serve"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["verbatim"] = verbatim
    made.filters["urlencode"] = lambda value: quote(str(value), safe="/", errors="replace")
    made.filters["report_name"] = cells.report_name
    made.filters["day"] = lambda ordinal: dt.date.fromordinal(ordinal).isoformat() if ordinal else "-"
    made.globals |= {"static": static, "version": __version__, "pages": PAGES, "mark": mark, "cells": cells}
    return made


@cache
def static(path: str) -> str:
    """Return the address of a static file, with a mark of its content so that browsers may keep it."""
    found = STATIC
    for part in path.split("/"):
        found = found / part
    return f"/static/{path}?{hashlib.sha256(found.read_bytes()).hexdigest()[:10]}"


def mark(event_type: str) -> Markup:
    """Return the mark of a type of event as a small picture with its name as text."""
    shape = MARKS.get(event_type, "ring")
    return Markup('<svg class="mark mark-{}" viewBox="0 0 16 16" role="img" aria-label="{}"><use href="{}#{}"></use></svg>').format(
        shape, event_type, static("marks.svg"), shape
    )


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Return a page; `person`, `csrf_field` and the desk are there in every template."""
    token = token_of(request)
    person: Person | None = getattr(request.state, "person", None)
    shared = {
        "request": request,
        "here": request.url.path,
        "person": person,
        "team": desk_of(request).team,
        "csrf_token": token,
        "csrf_field": Markup(f'<input type="hidden" name="{CSRF_FIELD}" value="{escape(token)}">'),
    }
    answer = HTMLResponse(environment().get_template(template).render(shared | context).encode("utf-8", "replace"), status)
    answer.set_cookie(CSRF_COOKIE, token, httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return answer


def is_fragment(request: Request) -> bool:
    """Tell whether htmx asks for a part of the page."""
    return request.headers.get("hx-request") == "true" and request.headers.get("hx-boosted") != "true"


def web_address(url: str | None) -> str | None:
    """Return an address that a page may link to: http or https with a host, None for anything else."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
