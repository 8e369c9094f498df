"""Loads the words that mark statements (`statements.toml`) as an index from the first letters of a word to its cues."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from dateline.errors import DataError

PREDICATES = frozenset(
    {
        "relation", "purpose", "cause", "condition", "assessment", "motive", "agreement", "office", "vote", "framing", "capability",
        "background", "call", "situation", "other",
    }
)  # fmt: skip
SHAPES = frozenset({"suffix", "apposition", "tail", "clause", "word"})
KEY_LETTERS = 3  # wildcards need a stem of this length, so that a word's first letters find all its cues
GAP = "..."
_GAP = r"[^.;:!?\n]{1,60}?"
_TOKEN = re.compile(r"(?:[^\W_][\w'-]*\*?\|)*[^\W_][\w'-]*\*?\??")
_NOT_LETTER = re.compile(r"[\W_]")
_LISTS = ("verbs", "not_verbs", "determiners", "openers", "subordinators", "reporting")
_CONTROL_LISTS = (
    "held", "besieged", "controls", "takes", "leaves", "drives", "gives", "strongholds", "territory", "holders", "months",
    "keeps", "gains", "tightens", "sheds", "power", "lodgements", "rulers", "passings", "mans", "flags",
)  # fmt: skip
_BOUNDARY = r"[;“”\"]|\s[–—-]\s|—|:\s|,\s+(?=(?:{after_comma})\b)|,?\s+(?=(?:while|whereas|although)\b)|\b(?:{reporting})\s+that\s"
_FRONTED = r"^\W*(?:{openers})\b[^,;:()]{{0,90}},\s"
_FIELDS = {"id", "predicate", "shape", "phrases", "at", "weak"}


@dataclass(frozen=True, slots=True)
class StatementCue:
    """A phrase that marks a statement; `pattern` matches it at the place of its first word."""

    id: str
    predicate: str
    shape: str
    pattern: re.Pattern[str]
    clause_start: bool
    weak: bool
    first: str  # what its first word begins with: lower-case letters, up to a hyphen or apostrophe
    second: tuple[str, ...] = ()  # what the word after it may begin with; nothing where that is open


@dataclass(frozen=True, slots=True)
class ControlWords:
    """Words of control states, each tuple in the order of the file."""

    held: tuple[str, ...]
    besieged: tuple[str, ...]
    controls: tuple[str, ...]
    takes: tuple[str, ...]
    leaves: tuple[str, ...]
    drives: tuple[str, ...]
    gives: tuple[str, ...]
    strongholds: tuple[str, ...]
    territory: tuple[str, ...]
    holders: tuple[str, ...]
    months: tuple[str, ...]
    keeps: tuple[str, ...]
    gains: tuple[str, ...]
    tightens: tuple[str, ...]
    sheds: tuple[str, ...]
    power: tuple[str, ...]
    lodgements: tuple[str, ...]
    rulers: tuple[str, ...]
    passings: tuple[str, ...]
    mans: tuple[str, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementWords:
    """The cues by the key of their first word (see `cue_key`), and the words that close a subject."""

    cues: Mapping[str, tuple[StatementCue, ...]]
    verbs: frozenset[str]
    not_verbs: frozenset[str]
    determiners: frozenset[str]
    boundary: re.Pattern[str]  # where a clause ends, over lower-case text
    fronted: re.Pattern[str]  # a phrase before the clause, with its comma
    control: ControlWords


def cue_key(word: str) -> str:
    """Return the key that a word's cues are kept under: the first three letters, in lower case, of what stands before a hyphen.

    >>> cue_key("Condemned"), cue_key("if")
    ('con', 'if')
    """
    return word.partition("-")[0][:KEY_LETTERS].lower()


@functools.cache
def statement_words() -> StatementWords:
    """Return the packaged word list; DataError lists all its faults."""
    source = resources.files("dateline.data").joinpath("statements.toml")
    return parse_statement_words(source.read_text(encoding="utf-8"), name="statements.toml")


def parse_statement_words(text: str, *, name: str) -> StatementWords:
    """Return the word list written in TOML; DataError lists all faults of the file at once."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"not TOML: {error}", where=name, hint="mend the line named") from error
    faults = [f"$.{key}: a non-empty text is missing" for key in ("source", "licence") if not table.get(key)]
    index: dict[str, list[StatementCue]] = {}
    for position, entry in enumerate(table.get("cue", [])):
        where = f"$.cue[{position}]"
        entry_faults = list(_entry_faults(entry, where))
        faults.extend(entry_faults)
        if entry_faults:
            continue
        for phrase in entry["phrases"]:
            for word, second, pattern in _compiled(phrase):
                cue = StatementCue(
                    entry["id"], entry["predicate"], entry["shape"], pattern, entry.get("at") == "clause", entry.get("weak", False),
                    _letters(word), second,
                )  # fmt: skip
                index.setdefault(cue_key(word), []).append(cue)
    faults.extend(_list_faults(table))
    if faults:
        raise DataError("; ".join(faults), where=name, hint="see the head of the file for the form of an entry")
    verbs, not_verbs, determiners = (frozenset(word.lower() for word in table[key]) for key in ("verbs", "not_verbs", "determiners"))
    boundary = _BOUNDARY.format(after_comma="|".join(table["subordinators"]).lower(), reporting="|".join(table["reporting"]).lower())
    fronted = _FRONTED.format(openers="|".join(table["openers"]))
    return StatementWords(
        {key: tuple(cues) for key, cues in index.items()},
        verbs,
        not_verbs,
        determiners,
        re.compile(boundary),
        re.compile(fronted, re.IGNORECASE),
        ControlWords(**{key: tuple(table["control"][key]) for key in _CONTROL_LISTS}),
    )


def _list_faults(table: Mapping[str, Any]) -> Iterable[str]:
    """Yield which word lists are missing or hold anything but texts."""
    control = table.get("control", {})
    lists = [(f"$.{key}", table.get(key)) for key in _LISTS] + [(f"$.control.{key}", control.get(key)) for key in _CONTROL_LISTS]
    for where, words in lists:
        if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
            yield f"{where}: a list of words is missing"


def _entry_faults(entry: Mapping[str, Any], where: str) -> Iterable[str]:
    """Yield what is wrong with one [[cue]] table."""
    for field in sorted(set(entry) - _FIELDS):
        yield f"{where}.{field}: unknown field"
    if not entry.get("id"):
        yield f"{where}.id: missing"
    if entry.get("predicate") not in PREDICATES:
        yield f"{where}.predicate: {entry.get('predicate')!r} is none of {', '.join(sorted(PREDICATES))}"
    if entry.get("shape") not in SHAPES:
        yield f"{where}.shape: {entry.get('shape')!r} is none of {', '.join(sorted(SHAPES))}"
    if entry.get("at", "clause") != "clause":
        yield f"{where}.at: {entry['at']!r} is not 'clause'"
    if not entry.get("phrases"):
        yield f"{where}.phrases: missing"
    for number, phrase in enumerate(entry.get("phrases", [])):
        yield from _phrase_faults(phrase, f"{where}.phrases[{number}]")


def _phrase_faults(phrase: str, where: str) -> Iterable[str]:
    """Yield what is wrong with one phrase."""
    tokens = phrase.split()
    if not tokens:
        yield f"{where}: empty"
        return
    for token in tokens:
        if token != GAP and not _TOKEN.fullmatch(token):
            yield f"{where}: cannot read {token!r}"
    if tokens[-1] == GAP:
        yield f"{where}: ends in a gap"
    if tokens[0] == GAP:
        yield f"{where}: begins with a gap"
        return
    for word in _alternatives(tokens[0]):
        if word.endswith("*") and len(word) <= KEY_LETTERS:
            yield f"{where}: the stem of {word!r} has fewer than {KEY_LETTERS} letters"


def _alternatives(token: str) -> list[str]:
    """Return the words of a token such as `deal|deals?`."""
    return token.removesuffix("?").split("|")


def _letters(word: str) -> str:
    """Return the letters that a word begins with, in lower case."""
    return _NOT_LETTER.split(word, maxsplit=1)[0].lower()


def _compiled(phrase: str) -> Iterable[tuple[str, tuple[str, ...], re.Pattern[str]]]:
    """Yield the first word, what the second begins with, and a pattern, for each way that the phrase can begin."""
    tokens = phrase.split()
    for start in range(len(tokens)):
        following = tokens[start + 1] if start + 1 < len(tokens) else GAP
        told = following != GAP and not following.endswith("?")
        second = tuple(_letters(word)[:KEY_LETTERS] for word in _alternatives(following)) if told else ()
        rest = "".join(_token_pattern(token) for token in tokens[start + 1 :])
        for word in _alternatives(tokens[start]):
            yield word.rstrip("*"), second, re.compile(_word_pattern(word) + rest + r"(?!\w)", re.IGNORECASE)
        if not tokens[start].endswith("?"):
            return


def _token_pattern(token: str) -> str:
    """Return the pattern of a token that follows another one."""
    if token == GAP:
        return _GAP
    words = "|".join(_word_pattern(word) for word in _alternatives(token))
    return rf"(?:\s+(?:{words}))" + ("?" if token.endswith("?") else "")


def _word_pattern(word: str) -> str:
    """Return the pattern of one word: `*` is any ending, apostrophes match straight and curly."""
    stem = re.escape(word.rstrip("*")).replace("'", "['’]")
    return stem + (r"\w*" if word.endswith("*") else "")
