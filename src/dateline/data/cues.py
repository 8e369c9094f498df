"""Cue expressions of reporting, all forms generated from the base form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast, get_args

from dateline.data.inflect import verb_forms
from dateline.errors import DataError
from dateline.records import Certainty, CueClass

_FILE = "cues.tsv"
KINDS = frozenset({"verb", "prep", "by", "adverb", "noun", "passive", "hedge"})
FRAMES = frozenset(
    {
        "clause",
        "strict",
        "np",
        "addressee",
        "of",
        "for",
        "with",
        "to",
        "call",
        "ask",
        "responsibility",
        "relay",
        "it",
        "that",
        "author",
        "toll",
        "responsible",
    }
)
_FORM_NAMES = ("past", "participle", "ing", "s")


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue expression: how it stands in a sentence and what it does to what is said."""

    expression: str
    kind: str
    frames: frozenset[str]
    cue_class: CueClass
    act: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class CueForm:
    """One written form of a cue: base | s | past | participle | ing | fixed."""

    cue: Cue
    form: str


@dataclass(frozen=True, slots=True)
class CueLexicon:
    """All cue forms.

    forms: lower-case words -> forms, one for each kind; by_first: first word -> the word sequences that begin with it, longest first.
    """

    forms: dict[str, tuple[CueForm, ...]]
    by_first: dict[str, tuple[tuple[str, ...], ...]]
    expressions: int

    def inside(self, words: str) -> bool:
        """Tell whether a cue stands among the words of a text."""
        return any(self.at(found, index) for found in [words.lower().split()] for index in range(len(found)))

    def at(self, lows: Sequence[str], index: int) -> tuple[str, ...]:
        """Return the words of the longest cue that begins at a word, () if none does."""
        for words in self.by_first.get(lows[index], ()):
            if len(words) == 1 or tuple(lows[index : index + len(words)]) == words:
                return words
        return ()


@cache
def cue_lexicon() -> CueLexicon:
    """Return the cues of cues.tsv with all their forms; raises DataError listing all faults of the file."""
    faults: list[str] = []
    forms: dict[str, list[CueForm]] = {}
    count = 0
    lines = (files("dateline.data") / _FILE).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line or line.startswith(("#", "kind\t")):
            continue
        fields = line.split("\t")
        if len(fields) != 7:
            faults.append(f"line {number}: {len(fields)} fields instead of 7")
            continue
        wrong = _wrong(fields)
        if wrong:
            faults.append(f"line {number}: {wrong}")
            continue
        count += 1
        cue = _cue(fields)
        for words, form in _inflected(cue, fields[6]).items():
            forms.setdefault(words, []).append(CueForm(cue, form))
    if faults:
        raise DataError("; ".join(faults), where=_FILE, hint="see the head of the file for the columns")
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for words in sorted(forms, key=len, reverse=True):
        sequence = tuple(words.split())
        by_first.setdefault(sequence[0], []).append(sequence)
    ordered = {first: tuple(sorted(found, key=len, reverse=True)) for first, found in by_first.items()}
    return CueLexicon({key: tuple(value) for key, value in forms.items()}, ordered, count)


def _cue(fields: list[str]) -> Cue:
    kind, expression, frames, cue_class, act, certainty, _ = fields
    sure = "certain" if certainty == "-" else certainty
    return Cue(expression, kind, frozenset(frames.split()), cast("CueClass", cue_class), act, cast("Certainty", sure))


def _wrong(fields: list[str]) -> str:
    kind, expression, frames, cue_class, _, certainty, forms = fields
    if kind not in KINDS or not expression:
        return f"kind {kind!r} of {expression!r}"
    if not set(frames.split()) <= FRAMES:
        return f"frames {frames!r}"
    if cue_class not in get_args(CueClass) or certainty not in ("-", *get_args(Certainty)):
        return f"class {cue_class!r} or certainty {certainty!r}"
    if forms != "-" and len(forms.split("|")) != len(_FORM_NAMES):
        return f"forms {forms!r}: past|participle|ing|third person"
    return ""


def _inflected(cue: Cue, forms: str) -> dict[str, str]:
    if cue.kind != "verb":
        return {cue.expression: "fixed"}
    if forms != "-":
        found = dict(zip(forms.split("|"), _FORM_NAMES, strict=True))
        found.update({forms.split("|")[0]: "past"})
        found.setdefault(cue.expression, "base")
        return found
    verb, _, rest = cue.expression.partition(" ")
    return {f"{form} {rest}".strip(): name for form, name in verb_forms(verb).items()}
