"""The trigger senses of data/triggers.toml, expanded to a table of word sequences."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from dateline.data.inflect import plural, verb_forms
from dateline.errors import DataError

FRAMES = frozenset("take fall withdraw fight attack move repel blast harm seize arrest protest loot disrupt deal release change".split())
SUB_EVENT_TYPES: dict[str, tuple[str, ...]] = {
    "Battles": ("Government regains territory", "Non-state actor overtakes territory", "Armed clash"),
    "Explosions/Remote violence": (
        "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Grenade",
    ),
    "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    "Protests": ("Peaceful protest", "Protest with intervention", "Excessive force against protesters"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Strategic developments": (
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use", "Headquarters or base established",
        "Looting/property destruction", "Non-violent transfer of territory", "Other",
    ),
}  # fmt: skip
"""ACLED's event types and their sub-event types (ACLED codebook)."""
EVENT_TYPE_OF = {sub: event for event, subs in SUB_EVENT_TYPES.items() for sub in subs}


@dataclass(frozen=True, slots=True)
class Sense:
    """One sense of trigger words: what it codes to and how actors stand to it."""

    id: str
    frame: str
    family: str
    sub_event_type: str
    weight: int
    outcome: str | None = None
    realis: str | None = None
    needs: str | None = None
    needs_armed: bool = False
    needs_victim: bool = False
    not_after: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TriggerForm:
    """One way to write a trigger: its words, lower case, and its grammatical form."""

    words: tuple[str, ...]
    lemma: str
    sense: str
    form: str  # base | s | past | participle | ing | noun | nouns | phrase | weak_phrase
    needs_of: bool = False


@dataclass(frozen=True)
class TriggerTable:
    """All senses, and the forms by their first word, longest first."""

    senses: dict[str, Sense]
    by_first: dict[str, tuple[TriggerForm, ...]] = field(repr=False)


@cache
def load_triggers() -> TriggerTable:
    """Read the table of the package; raises DataError naming every fault of the file."""
    raw = tomllib.loads(files("dateline.data").joinpath("triggers.toml").read_text(encoding="utf-8"))
    faults: list[str] = []
    senses: dict[str, Sense] = {}
    by_first: dict[str, list[TriggerForm]] = {}
    for entry in raw["sense"]:
        faults += _faults(entry)
        senses[entry["id"]] = Sense(
            id=entry["id"],
            frame=entry["frame"],
            family=entry.get("family", entry["id"]),
            sub_event_type=entry["sub_event_type"],
            weight=entry["weight"],
            outcome=entry.get("outcome"),
            realis=entry.get("realis"),
            needs=entry.get("needs"),
            needs_armed=entry.get("needs_armed", False),
            needs_victim=entry.get("needs_victim", False),
            not_after=frozenset(entry.get("not_after", ())),
        )
        for form in _forms(entry):
            by_first.setdefault(form.words[0], []).append(form)
    if faults:
        raise DataError("; ".join(faults), where="data/triggers.toml", hint="mend the named entries")
    ordered = {first: tuple(sorted(forms, key=lambda f: -len(f.words))) for first, forms in by_first.items()}
    return TriggerTable(senses, ordered)


def _faults(entry: dict[str, Any]) -> list[str]:
    name = entry.get("id", "?")
    faults = [f"sense {name}: no {key}" for key in ("id", "frame", "sub_event_type", "weight") if key not in entry]
    if entry.get("frame") not in FRAMES:
        faults.append(f"sense {name}: unknown frame {entry.get('frame')!r}")
    if entry.get("sub_event_type") not in EVENT_TYPE_OF:
        faults.append(f"sense {name}: unknown sub_event_type {entry.get('sub_event_type')!r}")
    return faults


def _forms(entry: dict[str, Any]) -> list[TriggerForm]:
    sense = entry["id"]
    forms: list[TriggerForm] = []
    weak = set(entry.get("phrase_bare_weak", ()))
    for verb in entry.get("verbs", ()):
        forms += [TriggerForm((word,), verb, sense, kind) for word, kind in verb_forms(verb).items()]
    for noun in entry.get("nouns", ()):
        needs_of = bool(entry.get("noun_needs_of"))
        forms.append(TriggerForm((noun,), noun, sense, "noun", needs_of))
        forms.append(TriggerForm((plural(noun),), noun, sense, "nouns", needs_of))
    crossed = entry.get("cross", ((), ()))
    for phrase in [*entry.get("phrases", ()), *(f"{weapon} {deed}" for weapon in crossed[0] for deed in crossed[1])]:
        kind = "weak_phrase" if phrase in weak else "phrase"
        forms.append(TriggerForm(tuple(phrase.lower().split()), phrase, sense, kind))
    return forms
