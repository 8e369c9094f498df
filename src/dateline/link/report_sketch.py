"""The little that comparing two reports needs: wording, counts, quotations, places, speakers and marks of origin."""

from __future__ import annotations

import hashlib
import re
import zlib
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from anyascii import anyascii
from rensa import RMinHash

from dateline.data.brief_words import brief_words
from dateline.data.copy_words import content_word, copy_words
from dateline.data.outlets import find_outlet, outlet_of_url
from dateline.data.words import common_words
from dateline.link.speakers import speaker_of
from dateline.linked import ClaimSketch, EventSketch, ReportSketch
from dateline.records import Attribution, Claim, CodedReport, Sentence, Span, stable_id

PERMUTATIONS = 128
"""Standard error of a resemblance of .5: .044; 512 bytes a report."""
SHINGLE = 3
"""Words of a shingle: shorter ones are shared by any two reports of one war, longer ones break at every edit."""
SEED = 1
QUOTE_WORDS = 3
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORD = re.compile(rf"\d+(?:[.,]\d+)*|\b(?i:{_TENS})-(?i:one|two|three|four|five|six|seven|eight|nine)\b|[^\W\d_]+(?:['’][^\W\d_]+)*")
_QUOTE = re.compile(r"[“\"«„]([^“”\"«»„\n]{8,600})[”\"»]")
_OUTLETS_KEPT = 65_536
_WORDS_KEPT = 262_144
_NOUN_WITHIN = 3
"""Words after a number among which its noun stands ("60 of the people")."""
_VOWELS = str.maketrans("eoy", "iui")
_LINE = 120
"""So many characters hold a dateline, or the line that closes a report."""
_CREDIT = r"(?P<name>[A-Z][\w'’&.-]*(?: [A-Z][\w'’&.-]*){0,3})"
_OPENING = re.compile(rf"\W*(?:[^\W\d_][^()\n]{{1,60}}?)?[(/]\s*{_CREDIT}\s*[)/](?P<other>)\s*[-–—:]")
_CLOSING = re.compile(rf"(?:(?:[.!?\"”’]\s+|\n\s*)(?:--?|[–—])\s*{_CREDIT}|[(\[]\s*{_CREDIT.replace('name', 'other')}\s*[)\]])\s*\.?\s*\Z")
_MONTHS = frozenset("january february march april may june july august september october november december".split())


def sketch(report: CodedReport, event_sketches: Sequence[EventSketch]) -> ReportSketch:
    """Return what linking needs of a report; zones of the page that are no reporting are left out, but for their marks of origin."""
    sighting, document = report.page.sighting, report.page.document
    body = [sentence for sentence in report.sentences if sentence.zone == "body"]
    plain = [[word.lower() for word in _WORD.findall(anyascii(sentence.text))] for sentence in body]
    words = [word for sentence in plain for word in sentence]
    return ReportSketch(
        sighting=sighting.id,
        document=sighting.document_id,
        doc_id=sighting.doc_id,
        outlet=sighting.outlet,
        original_outlet=sighting.original_outlet,
        agency=document.meta.agency.value if document.meta.agency else None,
        published=sighting.published.toordinal() if sighting.published else None,
        learned=sighting.learned,
        signature=signature(words),
        n_words=len(words),
        numbers=tuple(sorted(set(_numbers(report, body)))),
        quotes=tuple(sorted({quote for sentence in _paragraphs(report, body) for quote in _quotes(sentence)})),
        places=tuple(
            sorted({_folded(place.name) for place in report.places if place.spans and place.level not in _WIDE and _in(place.spans[0], body)})
        ),
        speakers=tuple(sorted(set(_speakers(report)))),
        marks=tuple(sorted(set(_marks(report)))),
        sentences=tuple(map(sentence_hash, plain)),
        events=tuple(event_sketches),
        claims=_claims(report),
        wording=_wording(report, body),
    )  # fmt: skip


_WIDE = frozenset({"country", "water"})  # a war's reports share them whatever they tell


def signature(words: Sequence[str]) -> bytes:
    """Return the MinHash of the words' shingles as 32-bit little-endian numbers; empty for a text too short to have one."""
    if len(words) < SHINGLE:
        return b""
    hashes = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    hashes.update([" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)])
    return array("I", hashes.digest()).tobytes()


def sentence_hash(words: Iterable[str]) -> int:
    """Return 63 bits that stand for a sentence, whatever its capitals and punctuation."""
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest(), "little") >> 1


def wording(sentences: Iterable[Iterable[str]]) -> bytes:
    """Return content words by sentence as 32-bit little-endian hashes, a zero after each sentence.

    Those of names and numbers, which no ordinary English word is, are odd, all others even.
    """
    out = array("I")
    for sentence in sentences:
        out.extend(map(_word_hash, sentence))
        out.append(0)
    return out.tobytes()


@lru_cache(maxsize=_WORDS_KEPT)
def _word_hash(word: str) -> int:
    hashed = zlib.crc32(word.encode()) & ~1
    return hashed | 1 if not word.isalpha() or word not in _ordinary_stems() else hashed or 2


@cache
def _ordinary_stems() -> frozenset[str]:
    return frozenset(content for word in common_words() if (content := content_word(word)) is not None)


def _wording(report: CodedReport, body: Sequence[Sentence]) -> bytes:
    """Return the wording of the body, with actors of the registry under one name each."""
    named = {mention.span.start: (mention.span.end, f"@{mention.entry}") for mention in report.mentions.actors if mention.entry}
    return wording(_content(sentence, named) for sentence in body)


def _content(sentence: Sentence, named: dict[int, tuple[int, str]]) -> Iterator[str]:
    """Yield the content words of a sentence; an actor's name of several words is one."""
    until = 0
    for match in _WORD.finditer(sentence.text):
        start = sentence.span.start + match.start()
        if start < until:
            continue
        if start in named:
            until, name = named[start]
            yield name
            continue
        word = anyascii(match.group()).lower()
        if (value := _value(word)) is not None:
            yield value
        elif (content := content_word(word.removesuffix("'s"))) is not None:
            yield content if content in _ordinary_stems() else _spelt(content)


def _value(word: str) -> str | None:
    """Return the number that a lower-case word is, in digits; None for other words."""
    if word[0].isdigit():
        return word.replace(",", "")
    numerals = copy_words().numerals
    tens, _, units = word.partition("-")
    if units and tens in numerals:
        return str(numerals[tens] + numerals.get(units, 1))
    return str(numerals[word]) if word in numerals else None


@lru_cache(maxsize=_WORDS_KEPT)
def _spelt(name: str) -> str:
    """Return a name with its vowels and doubled letters as one transliteration has them ("Aqareb", "Aqarib")."""
    return re.sub(r"([a-z])\1", r"\1", name.translate(_VOWELS).replace("'", "")) or name


def _numbers(report: CodedReport, body: Sequence[Sentence]) -> Iterator[str]:
    """Yield counts with what they count: people harmed by the kind of harm, all else by its noun."""
    for toll in report.mentions.tolls:
        people = toll.count.best if toll.count.best is not None else toll.count.low
        if people is not None and people > 1 and _in(toll.span, body):
            yield f"{people} {toll.kind}"
    taken = sorted([mention.span for mention in report.mentions.times] + [toll.span for toll in report.mentions.tolls])
    starts = [span.start for span in taken]
    for sentence in body:
        found = [(sentence.span.start + match.start(), anyascii(match.group()).lower()) for match in _WORD.finditer(sentence.text)]
        for n, (at, word) in enumerate(found):
            before = bisect_right(starts, at)
            value = _value(word)
            if value is None or value == "1" or (before and taken[before - 1].end > at):
                continue
            noun = next((content for _, after in found[n + 1 : n + 1 + _NOUN_WITHIN] if (content := content_word(after)) is not None), None)
            if noun is not None and noun not in _MONTHS and not noun[0].isdigit():
                yield f"{value} {noun}"


def _paragraphs(report: CodedReport, body: Sequence[Sentence]) -> Iterator[str]:
    """Yield the text of each paragraph: a quotation may run over several sentences."""
    ends: dict[int, tuple[int, int]] = {}
    for sentence in body:
        start, _ = ends.get(sentence.paragraph, (sentence.span.start, 0))
        ends[sentence.paragraph] = start, sentence.span.end
    yield from (report.page.document.text[start:end] for start, end in ends.values())


def _quotes(text: str) -> Iterator[str]:
    for match in _QUOTE.finditer(text):
        words = _WORD.findall(anyascii(match.group(1)).lower())
        if len(words) >= QUOTE_WORDS:
            yield " ".join(words)


def _speakers(report: CodedReport) -> Iterator[str]:
    """Yield the keys of the named speakers and relays of the report's claims and other attributions."""
    said = [(claim.source, claim.via) for claim in report.claims if claim.attributed]
    said += [(attribution.source, attribution.via) for attribution in report.attributions if attribution.attributed]
    for source, via in said:
        for name in (source.name, *(relay.name for relay in via)) if source.type != "author" else ():
            if (speaker := speaker_of(name)) is not None:
                yield speaker.own


def _credit_lines(report: CodedReport) -> Iterator[str]:
    """Yield whom the dateline or the closing words of the report credit: "LIMA (Agency) -", "-- Agency", "(Agency)"."""
    zones = [zone.span for zone in report.page.document.zones if zone.kind in ("dateline", "body")]
    if zones:
        text = report.page.document.text
        opening, closing = text[zones[0].start :][:_LINE], text[: zones[-1].end][-_LINE:]
        for match in (_OPENING.match(opening), _CLOSING.search(closing)):
            if match is not None:
                name = match["name"] or match["other"]
                if name.lower() not in common_words():
                    yield name


def _relays(report: CodedReport) -> Iterator[str]:
    """Yield the media that the report's claims come from or through."""
    for said in (*report.claims, *report.attributions):
        if isinstance(said, Claim | Attribution) and said.attributed:
            yield from (via.name for via in said.via)
            if said.source.type in ("media_outlet", "state_media"):
                yield said.source.name


def _marks(report: CodedReport) -> Iterator[str]:
    """Yield what the page says of its own origin: "original: X" for all of it, "agency: X" for its copy, "credit" and "relay: X" for a part,
    and "correction" where it calls itself one.
    """
    sighting, document = report.page.sighting, report.page.document
    own = outlet_key(sighting.outlet)
    named = [("original", sighting.original_outlet), ("agency", document.meta.agency.value if document.meta.agency else None)]
    named += [("original", document.meta.original_outlet.value if document.meta.original_outlet else None)]
    words = copy_words()
    for kind, patterns in (("original", words.marks), ("credit", words.credits)):
        for match in (match for pattern in patterns for match in pattern.finditer(document.text)):
            named.append((kind, match["name"].rstrip(".")))
            links = [link.url for link in document.links if link.span and abs(link.span.start - match.start("name")) <= len(match.group())]
            named += [("original", outlet.name) for url in links if (outlet := outlet_of_url(url)) is not None and kind == "original"]
    named += [("agency", name) for name in _credit_lines(report)]
    named += [("relay", name) for name in _relays(report)]
    for kind, name in named:
        if name and (key := outlet_key(name)) != own:
            yield f"{kind}: {key}"
    if _corrects(report):
        yield "correction"


def _corrects(report: CodedReport) -> bool:
    """Tell whether the first word of the title or of the body calls the report a correction: "Correction: ...", "(Corrects the number ...)"."""
    sighting, document = report.page.sighting, report.page.document
    title = sighting.title or (document.meta.title.value if document.meta.title else "")
    opening = next((sentence.text for sentence in report.sentences if sentence.zone == "body"), "")
    return any(first.group().lower() in brief_words().corrections for text in (title, opening) if (first := _WORD.search(text)) is not None)


@lru_cache(maxsize=_OUTLETS_KEPT)
def outlet_key(name: str | None) -> str | None:
    """Return one spelling for an outlet's names; None for no name."""
    if not name:
        return None
    outlet = find_outlet(name)
    return _folded(outlet.name if outlet else re.sub(r"^the ", "", name, flags=re.IGNORECASE)) or None


def _claims(report: CodedReport) -> tuple[ClaimSketch, ...]:
    seen: Counter[tuple[Span, Span | None]] = Counter()
    out = []
    for claim in report.claims:
        speaker = speaker_of(claim.source.name)
        n = seen[claim.content, claim.cue]
        seen[claim.content, claim.cue] += 1
        out.append(
            ClaimSketch(
                id=stable_id("C", report.page.sighting.id, "claim", claim.content, claim.cue, n),  # as the store names it
                about=claim.about, source=claim.source.name, source_type=claim.source.type, side=speaker.side if speaker else None,
                attributed=claim.attributed, via=tuple(via.name for via in claim.via), polarity=claim.polarity, certainty=claim.certainty,
            )
        )  # fmt: skip
    return tuple(out)


def _in(span: Span, body: Sequence[Sentence]) -> bool:
    at = bisect_right(body, span.start, key=lambda sentence: sentence.span.start)
    return at > 0 and body[at - 1].span.end > span.start


def _folded(name: str) -> str:
    return " ".join(_WORD.findall(anyascii(name).lower()))
