"""Masks private persons and contacts in a coded report: text, quotes, names, everywhere.

Private are victims, witnesses, suspects and minors by name, by what the records say of them or by the words around the name, and
every e-mail address and telephone number. Who holds an office, commands, or speaks for a body stays. In doubt a name is masked.
Each letter becomes one "█", so that every offset stays true.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from dateline.data.countries import load_countries
from dateline.data.privacy_words import privacy_words
from dateline.export.told_names import TOKEN, harmed, name_at_end, of_communities, titled, told, words_of
from dateline.records import CodedReport, EventReport, Participant, Source

BLOCK = "█"
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
_PREPOSITION = re.compile(r"\b(?:of|in|from|at|with|by)\s+(?:the\s+)?$", re.IGNORECASE)
LEAST_DIGITS = 8
"""Fewer digits in a row of groups are counts, years or house numbers more often than telephone numbers."""

_KEEP = frozenset(
    {
        "id", "document_id", "sighting_id", "raw_sha256", "sha256", "reader", "resources", "made_by", "entry",
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
    certain = _communities_own(report)
    public = {_folded(name) for name in _public_names(report, certain)}
    others = _folk() | {token.casefold() for name in _other_names(report) for token in words_of(name)}
    counted = {_folded(name) for name in _counted(report)}  # a count of one person is no place, whatever else bears the name
    found = set(certain)
    for name in (*_recorded(report), *(name for _, text in _passages(report) for name in told(text))):
        name = _trimmed(name)
        if not name or _folded(name) in public:
            continue
        if _folded(name) in counted or not all(t.casefold() in others for t in words_of(name)):
            found.add(name)
    for name in tuple(found):
        found |= {t for t in words_of(name) if _is_name_part(t, others) and t.casefold() not in public}
    found |= set(_EMAIL.findall(document.text))
    found |= {m.group().strip() for m in _PHONE.finditer(document.text) if _is_phone(m.group().strip(), document.text[: m.start()])}
    return frozenset(found)


def _communities_own(report: CodedReport) -> frozenset[str]:
    """Return the names that bear a community's title; who speaks by it as a public source and was not harmed is left out."""
    names = {trimmed for _, text in _passages(report) for name in of_communities(text) if (trimmed := _trimmed(name))}
    if not names:
        return frozenset()
    victims = {_folded(name) for _, text in _passages(report) for name in harmed(text)} | {_folded(name) for name in _counted(report)}
    speakers = {_folded(source.name) for source in _sources(report) if source.type in PUBLIC_SOURCES}

    def is_among(name: str, others: set[str]) -> bool:
        words = _folded(name).split()
        return any(other and (set(other.split()) <= set(words) or words[-1] == other.split()[-1]) for other in others)

    return frozenset(name for name in names if is_among(name, victims) or not is_among(name, speakers))


def _counted(report: CodedReport) -> Iterator[str]:
    """Yield the names that stand for a toll of one ("killed the farmer Pedro Ramirez")."""
    for toll in (toll for event in report.events for toll in event.tolls):
        if toll.subgroup and toll.count.best == 1:
            name = name_at_end(toll.subgroup)
            if len(words_of(name)) > 1 and not _PREPOSITION.search(toll.subgroup.removesuffix(name)):
                yield name


def _is_phone(words: str, before: str) -> bool:
    """Tell whether digits are a telephone number: by how they begin or are grouped, or by the word before them."""
    if sum(c.isdigit() for c in words) < LEAST_DIGITS or _NO_PHONE.search(words):
        return False
    return words[0] in "+(0" or bool(_PHONE_GROUPS.match(words) or _PHONE_WORD.search(before[-30:]))


def _folded(name: str) -> str:
    return " ".join(words_of(name)).casefold()


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
            if (actor.actor_class == "person" and actor.entry is None) or _is_typed(report, event, actor):
                yield actor.name
                yield from (span.of(document) for span in actor.spans)
    for source in _sources(report):
        if source.type not in PUBLIC_SOURCES:
            words = source.span.of(document) if source.span else ""
            if source.name not in words and source.name.casefold() in words.casefold() and words != words.upper():
                continue  # "his family" is described, not named
            yield source.name
            if source.span:
                yield source.span.of(document)
    yield from _counted(report)


def _is_typed(report: CodedReport, event: EventReport, actor: Participant) -> bool:
    """Tell whether a person typed a participant that no registry knows and the text does not name: it may be anybody."""
    unknown = event.made_by.startswith("person:") and actor.entry is None and actor.actor_class == "unidentified"
    return unknown and actor.name not in report.page.document.text


def _sources(report: CodedReport) -> Iterator[Source]:
    yield from (claim.source for claim in report.claims)
    yield from (attribution.source for attribution in report.attributions)


def _public_names(report: CodedReport, certain: frozenset[str]) -> Iterator[str]:
    """Yield the names of those who hold an office, command or speak for a body, by record or by title in the text, but for certain ones."""
    private = [set(_folded(name).split()) for name in certain]
    document = report.page.document
    for source in _sources(report):
        if source.type in PUBLIC_SOURCES and set(_folded(source.name).split()) not in private:
            yield source.name
    for mention in report.mentions.actors:
        if mention.entry is not None or not (mention.person or mention.actor_class == "person"):
            yield mention.name
            yield mention.span.of(document)
    for _, text in _passages(report):
        for name in titled(text):
            if not any(set(_folded(name).split()) <= words for words in private):
                yield from _prefixes(name)


def _prefixes(name: str) -> Iterator[str]:
    """Yield a public name and its words: "Colonel Aras Tovin" also keeps "Tovin"."""
    if name:
        yield name
        yield from words_of(name)


def _other_names(report: CodedReport) -> Iterator[str]:
    """Yield names of places, groups and sides: a word of them is not masked for being part of a person's name too."""
    for event in report.events:
        yield from (place.name for place in event.locations)
        for actor in event.participants:
            if actor.actor_class != "person" and not _is_typed(report, event, actor):
                yield actor.name
            yield actor.side or ""
    yield from (place.name for place in report.places)
    yield from (place.name for place in report.mentions.places)
    yield from (mention.name for mention in report.mentions.actors if not mention.person)


@cache
def _folk() -> frozenset[str]:
    """Return the words of countries' names and of their people, in lower case."""
    countries = load_countries()
    return frozenset(token.casefold() for name in (*countries.names, *countries.demonyms) for token in words_of(name))


def _trimmed(name: str) -> str:
    """Return a name without honorifics and words that are none; empty if none is left, or where it holds a title or is an institution's."""
    words = privacy_words()
    name = re.sub(r"['’]s$", "", name)
    tokens = list(TOKEN.finditer(name))
    unnamed = words.never_names | words.honorifics | words.person_nouns | {f"{noun}s" for noun in words.person_nouns}
    kept = [t for t in tokens if t.group() != t.group().lower() and t.group().casefold() not in unnamed]
    if not kept or any(t.group().casefold() in words.public_titles | words.institutions for t in tokens):
        return ""
    return name[kept[0].start() : kept[-1].end()]


def _pattern(private: frozenset[str]) -> re.Pattern[str]:
    """Match each private name as whole words, whatever the white space, the case of all-capitals text, and as it stands in web addresses."""
    names = sorted(private, key=lambda w: (-len(w), w))
    loose = (r"\s+".join(re.escape(part) for part in name.split()) for name in names)
    alternatives = "|".join(f"(?:{name})" for name in loose)
    upper = "|".join(r"\s+".join(re.escape(part.upper()) for part in name.split()) for name in names)
    slugs = "".join(f"|{_slug(name)}" for name in names if len(words_of(name)) > 1)
    return re.compile(rf"(?<!\w)(?:{alternatives}|{upper})(?!\w)|(?<![^\W_])(?i:(?!){slugs})(?![^\W_])")


def _slug(name: str) -> str:
    """Match a whole name as addresses and file names write it: "maria-elena-pechene", "Maria%20Elena", accents or none."""
    plain = ("".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)) for word in words_of(name))
    words = (f"(?:{re.escape(word)}|{re.escape(bare)})" for word, bare in zip(words_of(name), plain, strict=True))
    return r"(?:[\-_+.]|%20)".join(words)


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
