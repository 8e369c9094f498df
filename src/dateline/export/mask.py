"""Masks private persons and contacts in a coded report: text, quotes, names, everywhere.

Private are victims, witnesses, suspects and minors by name, by what the records say of them or by the words around the name, and
every e-mail address and telephone number. Who holds an office, commands, or speaks for a body stays. In doubt a name is masked.
Each letter becomes one "█", so that every offset stays true.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from dateline.data.countries import load_countries
from dateline.data.privacy_words import privacy_words
from dateline.records import CodedReport, Source

BLOCK = "█"
LONGEST_NAME = 5
"""Words of a name with its particles ("Maria de la Cruz Vega"); longer runs of capitals are headlines."""

_TOKEN = re.compile(r"[^\W\d_][\w'’ʼ\-]*")
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_PHONE = re.compile(r"(?<![\w.,/\-])(?:\+|00)?\(?\d[\d ().\-/]{5,}\d(?![\w,]?\d)")
_NO_PHONE = re.compile(
    r"^\d{1,3}(?:[ .]\d{3})+$"  # a number in groups of three
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"  # a date
    r"|^\d{4} ?[-/] ?\d{4}$"  # two years
    r"|\d\.\d{3,}"  # a coordinate
)
_PHONE_GROUPS = re.compile(r"^\d{3}[\-. ]\d{3}[\-. ]\d{4}$")
_PHONE_WORD = re.compile(
    r"\b(?:tel|phone|telephone|mobile|cell|call|fax|whatsapp|signal|viber|hotline|number)\b\W*(?:is\W*|at\W*|on\W*)?$", re.IGNORECASE
)
LEAST_DIGITS = 8
"""Fewer digits in a row of groups are counts, years or house numbers more often than telephone numbers."""

_KEEP = frozenset(
    {
        "id", "document_id", "sighting_id", "doc_id", "address", "raw_sha256", "sha256", "reader", "resources", "made_by", "entry",
        "trigger", "kind", "role", "type", "actor_class",
    }
)  # fmt: skip
"""Fields that hold ids and codes, which no name can stand in."""

PUBLIC_SOURCES = frozenset({"belligerent", "official", "state_media", "ngo_monitor", "media_outlet", "ngo", "un", "author"})


def mask_report(report: CodedReport) -> CodedReport:
    """Return the report with private names and contacts blocked out, all offsets as before, and without the raw bytes.

    The sighting keeps the hash of the text as it was read.
    """
    private = private_words(report)
    sighting = dataclasses.replace(report.page.sighting, raw=b"")
    if not private:
        return dataclasses.replace(report, page=dataclasses.replace(report.page, sighting=sighting))
    pattern = _pattern(private)
    masked: CodedReport = _masked(dataclasses.replace(report, page=dataclasses.replace(report.page, sighting=sighting)), pattern)
    seen = dataclasses.replace(masked.page.sighting, outlet=sighting.outlet, original_outlet=sighting.original_outlet)
    page = dataclasses.replace(masked.page, sighting=seen)
    return dataclasses.replace(masked, page=page)


def private_words(report: CodedReport) -> frozenset[str]:
    """Return what is to be masked in this report: private names, parts of them that stand alone, e-mail addresses, telephone numbers."""
    document = report.page.document
    public = {_folded(name) for name in _public_names(report)}
    others = _folk() | {token.casefold() for name in _other_names(report) for token in _words(name)}
    found: set[str] = set()
    for name in (*_recorded(report), *(name for _, text in _passages(report) for name in _told(text))):
        name = _trimmed(name)
        if name and _folded(name) not in public and not all(t.casefold() in others for t in _words(name)):
            found.add(name)
    for name in tuple(found):
        found |= {t for t in _words(name) if _is_name_part(t, others) and t.casefold() not in public}
    found |= set(_EMAIL.findall(document.text))
    found |= {m.group().strip() for m in _PHONE.finditer(document.text) if _is_phone(m.group().strip(), document.text[: m.start()])}
    return frozenset(found)


def _is_phone(words: str, before: str) -> bool:
    """Tell whether digits are a telephone number: by how they begin or are grouped, or by the word before them."""
    if sum(c.isdigit() for c in words) < LEAST_DIGITS or _NO_PHONE.search(words):
        return False
    return words[0] in "+(0" or bool(_PHONE_GROUPS.match(words) or _PHONE_WORD.search(before[-30:]))


def _words(name: str) -> list[str]:
    return _TOKEN.findall(name)


def _folded(name: str) -> str:
    return " ".join(_words(name)).casefold()


def _is_name_part(token: str, others: frozenset[str]) -> bool:
    """Tell whether a word of a private name gives the person away by itself."""
    words = privacy_words()
    low = token.casefold()
    return (
        len(token) > 2
        and token != token.lower()
        and low not in words.particles | words.never_names | words.honorifics | words.person_nouns | others
    )


def _passages(report: CodedReport) -> Iterator[tuple[int, str]]:
    """Yield the stretches in which names are looked for: sentences, recased where the report is all capitals."""
    if not report.sentences:
        yield 0, report.page.document.text
    for sentence in report.sentences:
        yield sentence.span.start, sentence.text


def _recorded(report: CodedReport) -> Iterator[str]:
    """Yield the names that the records themselves give to victims, suspects and witnesses."""
    document = report.page.document
    for event in report.events:
        for actor in event.participants:
            if actor.actor_class == "person" and actor.entry is None:
                yield actor.name
                yield from (span.of(document) for span in actor.spans)
    for source in _sources(report):
        if source.type not in PUBLIC_SOURCES:
            yield source.name
            if source.span:
                yield source.span.of(document)


def _sources(report: CodedReport) -> Iterator[Source]:
    yield from (claim.source for claim in report.claims)
    yield from (attribution.source for attribution in report.attributions)


def _public_names(report: CodedReport) -> Iterator[str]:
    """Yield the names of those who hold an office, command or speak for a body, by record or by title in the text."""
    document = report.page.document
    for source in _sources(report):
        if source.type in PUBLIC_SOURCES:
            yield source.name
    for mention in report.mentions.actors:
        if mention.entry is not None or not (mention.person or mention.actor_class == "person"):
            yield mention.name
            yield mention.span.of(document)
    for _, text in _passages(report):
        for match in _titled().finditer(text):
            yield from _prefixes(_name_after(text, match.end()))


def _prefixes(name: str) -> Iterator[str]:
    """Yield a public name and its words: "Colonel Aras Tovin" also keeps "Tovin"."""
    if name:
        yield name
        yield from _words(name)


def _other_names(report: CodedReport) -> Iterator[str]:
    """Yield names of places, groups and sides: a word of them is not masked for being part of a person's name too."""
    for event in report.events:
        yield from (place.name for place in event.locations)
        for actor in event.participants:
            if actor.actor_class != "person":
                yield actor.name
            yield actor.side or ""
    yield from (place.name for place in report.places)
    yield from (place.name for place in report.mentions.places)
    yield from (mention.name for mention in report.mentions.actors if not mention.person)


@cache
def _folk() -> frozenset[str]:
    """Return the words of countries' names and of their people, in lower case."""
    countries = load_countries()
    return frozenset(token.casefold() for name in (*countries.names, *countries.demonyms) for token in _words(name))


def _trimmed(name: str) -> str:
    """Return a name without honorifics and words that are none; empty if none is left, or where it holds a title or is an institution's."""
    words = privacy_words()
    tokens = list(_TOKEN.finditer(name))
    unnamed = words.never_names | words.honorifics | words.person_nouns
    kept = [t for t in tokens if t.group() != t.group().lower() and t.group().casefold() not in unnamed]
    if not kept or any(t.group().casefold() in words.public_titles | words.institutions for t in tokens):
        return ""
    return name[kept[0].start() : kept[-1].end()]


def _told(text: str) -> Iterator[str]:
    """Yield the names that the words around them give to private persons."""
    for match in _before_name().finditer(text):
        yield _name_after(text, match.end())
    for match in _after_name().finditer(text):
        yield _name_before(text, match.start())


def _alternatives(words: frozenset[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_alternatives(privacy_words().public_titles)})\b\.?,?\s+", re.IGNORECASE)


@cache
def _before_name() -> re.Pattern[str]:
    """Match what stands right before a private name."""
    words = privacy_words()
    nouns = _alternatives(words.person_nouns)
    return re.compile(
        rf"\b(?:{nouns})(?:,|\s+(?:named|called))?\s+"
        rf"|\b(?:named|identified(?:\s+only)?\s+as|known\s+as)\s+"
        rf"|\b(?:{_alternatives(words.belongings)})\s+of\s+(?:(?:a|the|his|her|their)\s+)?"
        rf"|\b\d{{1,2}}-year-old\s+(?:(?:{nouns})\s+)?"
        rf"|\b(?:{_alternatives(words.honorifics)})\b\.?\s+",
        re.IGNORECASE,
    )


@cache
def _after_name() -> re.Pattern[str]:
    """Match what stands right after a private name."""
    words = privacy_words()
    nouns, fates = _alternatives(words.person_nouns), _alternatives(words.fates)
    age = r"(?:aged\s+)?\d{1,2}(?=[,;.)]|\s+(?:years|was|were|who|and|from|of)\b)"
    return re.compile(
        rf"\s*[,(]\s*{age}"
        rf"|,\s+an?\s+(?:\d{{1,2}}-year-old\b|(?:[\w\-]+\s+){{0,3}}(?:{nouns})\b)"
        rf"|(?:,[^,.]{{1,60}},)?\s+(?:was|were|has\s+been|had\s+been|is|went)\s+(?:also\s+|reportedly\s+|shot\s+and\s+)?(?:{fates})\b",
        re.IGNORECASE,
    )


def _is_name(token: str) -> bool:
    low = token.casefold()
    words = privacy_words()
    return (token[0].isupper() and low not in words.never_names) or low.split("-")[0] in words.particles


def _name_after(text: str, position: int) -> str:
    """Return the run of name words that starts right there, empty if none."""
    end, at, count = position, position, 0
    while count < LONGEST_NAME:
        token = _TOKEN.match(text, at)
        if not token or not _is_name(token.group()):
            break
        end, count = token.end(), count + 1
        initial = len(token.group()) == 1
        gap = re.match(r"\.?[ \t]+|\s" if initial else r"[ \t]+|\s", text[end : end + 3])
        if not gap:
            break
        at = end + gap.end()
    return text[position:end]


def _name_before(text: str, position: int) -> str:
    """Return the run of name words that ends right there, empty if none."""
    tokens = list(_TOKEN.finditer(text, max(0, position - 120), position))
    start, at = position, position
    for token in reversed(tokens[-LONGEST_NAME:]):
        if text[token.end() : at].strip(" .\t\r\n") or not _is_name(token.group()):
            break
        start = at = token.start()
    title = _titled().search(text[max(0, start - 30) : start])
    ends_in_title = title is not None and title.end() == min(30, start)
    return "" if ends_in_title else text[start:position]


def _pattern(private: frozenset[str]) -> re.Pattern[str]:
    """Match each private name as whole words, whatever the white space and the case of all-capitals text."""
    names = sorted(private, key=lambda w: (-len(w), w))
    loose = (r"\s+".join(re.escape(part) for part in name.split()) for name in names)
    alternatives = "|".join(f"(?:{name})" for name in loose)
    upper = "|".join(r"\s+".join(re.escape(part.upper()) for part in name.split()) for name in names)
    return re.compile(rf"(?<!\w)(?:{alternatives}|{upper})(?!\w)")


def _block(match: re.Match[str]) -> str:
    return re.sub(r"\S", BLOCK, match.group())


def _masked(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(_block, value)
    if isinstance(value, tuple):
        return tuple(_masked(item, pattern) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes: dict[str, Any] = {}
        for field in dataclasses.fields(value):
            old = getattr(value, field.name)
            if field.name not in _KEEP:
                new = _masked(old, pattern)
                if new is not old and new != old:
                    changes[field.name] = new
        return dataclasses.replace(value, **changes) if changes else value
    return value
