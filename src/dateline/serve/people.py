"""Who uses the desk: persons, and what each role may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fastapi import Request

from dateline.errors import DeskError

Role = Literal["viewer", "coder", "adjudicator", "admin"]
ROLES: tuple[Role, ...] = ("viewer", "coder", "adjudicator", "admin")
"""Roles, each with all that those before it may do."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who sends a request."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Tell whether the person may do what a role may."""
        return ROLES.index(self.role) >= ROLES.index(role)

    @property
    def may_unmask(self) -> bool:
        """Tell whether private persons are shown by name: to those who code, not to viewers."""
        return self.may("coder")

    @property
    def made_by(self) -> str:
        """Return how records name the person as their maker."""
        return f"person:{self.name}"


LOCAL = Person("local", "admin")
"""The one person of a desk without accounts."""


def person_of(request: Request) -> Person:
    """Return who sends a request; raises DeskError (401) for nobody."""
    person = getattr(request.state, "person", None)
    if person is None:
        raise DeskError(401, "you are not signed in", hint="sign in at /login")
    return person  # type: ignore[no-any-return]


def at_least(role: Role, person: Person) -> Person:
    """Return the person; raises DeskError (403) where the role is not enough."""
    if not person.may(role):
        raise DeskError(403, f"this is for the role {role}; you are {person.role}", hint="ask an admin of the desk")
    return person
