"""Known outlets and agencies: the loader of outlets.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from dateline.errors import DataError

_FILE = "outlets.toml"
TYPES = frozenset({"agency", "state_media", "media_outlet", "belligerent", "official", "un", "ngo", "ngo_monitor"})
_KEYS = frozenset({"name", "type", "aliases", "domains", "country"})


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes: canonical name, kind of source (one of TYPES), other names, domains, ISO country code."""

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    country: str | None = None

    @property
    def copied(self) -> bool:
        """Tell whether others reprint it under its name: agencies and state news agencies."""
        return self.type in ("agency", "state_media")


@cache
def outlets() -> tuple[Outlet, ...]:
    """Return all entries of outlets.toml.

    Raises DataError listing every entry without a name, of unknown type, with unknown keys, or whose name or alias is taken twice.
    """
    raw = tomllib.loads((files("dateline.data") / _FILE).read_text(encoding="utf-8")).get("outlet", [])
    faults: list[str] = []
    taken: dict[str, str] = {}
    for i, entry in enumerate(raw, 1):
        name = entry.get("name", f"entry {i}")
        if entry.get("type") not in TYPES:
            faults.append(f"{name}: unknown type {entry.get('type')!r}")
        faults += [f"{name}: unknown key {key}" for key in sorted(set(entry) - _KEYS)]
        for alias in {_key(a) for a in (name, *entry.get("aliases", ()))}:
            if taken.setdefault(alias, name) != name:
                faults.append(f"{name}: {alias!r} already names {taken[alias]}")
    if faults:
        raise DataError("; ".join(faults), where=_FILE, hint=f"types are {', '.join(sorted(TYPES))}")
    return tuple(Outlet(e["name"], e["type"], tuple(e.get("aliases", ())), tuple(e.get("domains", ())), e.get("country")) for e in raw)


@cache
def _names() -> Mapping[str, Outlet]:
    return {_key(name): outlet for outlet in outlets() for name in (outlet.name, *outlet.aliases)}


@cache
def _domains() -> Mapping[str, Outlet]:
    return {domain: outlet for outlet in outlets() for domain in outlet.domains}


def find_outlet(name: str) -> Outlet | None:
    """Return the outlet of a name or alias, without regard to case, hyphens and a leading "the".

    >>> find_outlet("REUTER").name, find_outlet("Nowhere Gazette")
    ('Reuters', None)
    """
    return _names().get(_key(name))


def outlet_of_url(url: str) -> Outlet | None:
    """Return the outlet that a web address belongs to, subdomains included; None for what is no address."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:  # an unclosed bracket
        return None
    parts = host.split(".")
    return next((found for i in range(len(parts) - 1) if (found := _domains().get(".".join(parts[i:])))), None)


def _key(name: str) -> str:
    return re.sub(r"^the ", "", re.sub(r"[\s\-–_.’']+", " ", name).strip().lower())
