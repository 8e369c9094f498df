"""Headlines, credits, embeds and tags run into prose by a scrape without line breaks."""

from __future__ import annotations

import re
from functools import cache

from dateline.data.outlets import outlets
from dateline.data.zones import zone_patterns
from dateline.read.marks import Marks

_TOKEN = re.compile(r"\S+")
_SMALL = frozenset(
    [
        "of",
        "in",
        "to",
        "by",
        "on",
        "for",
        "at",
        "and",
        "as",
        "with",
        "from",
        "the",
        "a",
        "an",
        "or",
        "vs",
        "after",
        "over",
        "near",
        "into",
        "via",
        "is",
        "-",
        "–",
        "—",
    ]
)
_OPENERS = frozenset(
    ["The", "A", "An", "In", "At", "On", "It", "He", "She", "They", "We", "This", "These", "Those", "That", "There", "According", "Earlier", "Meanwhile",
     "However", "But", "Some", "Several", "Two", "Three", "Both", "More", "Since", "While", "Also", "Its", "Their", "His"]
)  # fmt: skip
# A headline has at least this many words; fewer capitalised words in a row are a name.
_FEWEST = 4
_LOOK_BACK = 6
# Tags, headlines and comment links after an article run to some hundred characters.
_TAIL_LENGTH = 2000
_NUMERIC_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}")
_SENTENCE_END = re.compile(r"[.!?][\"”’')]*\s+")
_EMBED = re.compile(
    r"pic\.?twitter\.com\S*(?:\s+\(\S+\))?(?:\s+(?:[A-Z][a-z]+\s+)?\d{1,2},?(?:\s+[A-Z][a-z]+)?,?\s+\d{4})?(?:\s*\.(?=\s|$))?"
)
_HANDLE = re.compile(r"(?:[A-Z][\w'’-]+\s+){1,4}\([A-Z@]\w{3,20}\)\s+(?:[A-Z][a-z]+\s+)?\d{1,2},?(?:\s+[A-Z][a-z]+)?,?\s+\d{4}\s*\.?")
_INITIALS = re.compile(r"(?<=[.!?\"”] )[A-Z]{2,6}(?:/[A-Z]{2,6})*\s*\Z")


@cache
def _credit() -> re.Pattern[str]:
    """A provider of pictures and the photographer's two names, or a generic credit ("REUTERS Handout")."""
    words = zone_patterns().run_in
    copied = {name for outlet in outlets() if outlet.copied for name in (outlet.name, *outlet.aliases) if len(name) > 1}
    providers = sorted({*copied, *(name.upper() for name in copied), *words["providers"]}, key=len, reverse=True)
    listed = "|".join(map(re.escape, providers))
    generic = "|".join(map(re.escape, words["credits"]))
    return re.compile(rf"(?<!\w)(?:{listed})\s+(?:(?:{generic})\b|[A-Z][\w'’-]+\s+[A-Z][\w'’-]+)(?=\s+[A-Z(]|\s*\Z)")


@cache
def _related() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, zone_patterns().run_in["related"])) + r")(?::|\s)\s*(?=[A-Z])")


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(
        r"(?:\.\.\.\s*)?(?:\b\d{1,5}\s+)?(?<!\w)(?:" + "|".join(map(re.escape, zone_patterns().run_in["tail"])) + r")(?=\s|[A-Z])"
    )


def mark_run_in(marks: Marks, start: int, end: int) -> None:
    """Mark embeds, related headlines, credits and the tail of one line of prose."""
    text = marks.text
    if "twitter.com" in text[start:end]:
        _mark_embeds(marks, start, end)
    for match in _related().finditer(text, start, end):
        if _opens(text, match.start(), start):
            stop = headline_end(text, match.end(), end)
            if stop > match.end():
                marks.add(match.start(), stop, "related_links")
    for match in _credit().finditer(text, start, end):
        if _opens(text, match.start(), start) or not marks.free(max(match.start() - 2, 0), match.start()):
            _mark_credit(marks, match.start(), match.end(), end)
    _mark_tail(marks, start, end)
    initials = _INITIALS.search(text, max(start, end - 30), end)
    if initials and initials.group().strip() not in ("US", "UK", "UN", "EU"):
        marks.add(initials.start(), initials.end(), "site_chrome")


def headline_end(text: str, start: int, end: int) -> int:
    """Return where a headline in Title Case that starts here stops: before the sentence that follows it, or at the end.

    Returns `start` where no headline stands.
    """
    tokens = list(_TOKEN.finditer(text, start, min(end, start + 400)))
    dated = next((i for i, token in enumerate(tokens) if _NUMERIC_DATE.match(token.group())), len(tokens))
    tokens = tokens[:dated]
    stop = next((i for i, token in enumerate(tokens) if _is_prose(token.group())), None)
    if stop is None:
        return tokens[-1].end() if len(tokens) >= _FEWEST else start
    head = next((i for i in range(stop - 1, max(stop - 1 - _LOOK_BACK, 0), -1) if tokens[i].group() in _OPENERS), None)
    if head is None:
        head = next((i for i in range(stop - 1, 0, -1) if tokens[i].group()[0].isupper()), None)
    if head is None or head < _FEWEST:
        return start
    return tokens[head - 1].end()


def _is_prose(token: str) -> bool:
    return token[0].islower() and token not in _SMALL and not token.startswith(("al-", "ul-", "el-", "de"))


def _opens(text: str, at: int, start: int) -> bool:
    """Tell whether a new stretch begins here: the start of the line or after the end of a sentence."""
    before = text[max(at - 4, start) : at].rstrip()
    return at <= start or not before or before[-1] in '.!?"”)'


def _mark_embeds(marks: Marks, start: int, end: int) -> None:
    text = marks.text
    at = start
    for match in _EMBED.finditer(text, start, end):
        first = at
        for stop in _SENTENCE_END.finditer(text, at, match.start()):
            first = stop.end()
        if match.start() - first > 300:
            first = match.start()
        last = match.end()
        handle = _HANDLE.match(text, last + len(text[last:end]) - len(text[last:end].lstrip()), end)
        if handle:
            last = handle.end()
        marks.add(first, last, "social_embed")
        at = last


def _mark_credit(marks: Marks, start: int, stop: int, end: int) -> None:
    text = marks.text
    headline = headline_end(text, stop, end)
    title = text[stop:headline].split()
    if headline > stop and not re.match(r"\s*[A-Z][A-Z' -]+ \(", text[stop : stop + 40]):
        place = re.search(r"\s[A-Z]{3,}(?:[ -][A-Z]{2,})*(?:, [A-Z][a-z]+)? \([A-Z]\w+\)", text[stop:headline])
        if place:
            headline = stop + place.start()
            title = text[stop:headline].split()
        marks.add(start, stop, "image_caption")
        if len(title) >= _FEWEST:
            marks.add(stop, headline, "related_links")
    elif (
        not marks.free(max(start - 2, 0), start)
        or re.match(r"\s*(?:[A-Z][\w'’-]+ ?)*\(|\s*\d|\s*\Z", text[stop : min(stop + 60, end)])
        or re.search(r"[.!?\"”)]\s*\Z", text[max(start - 8, 0) : start])
    ):
        marks.add(start, stop, "image_caption")


def _mark_tail(marks: Marks, start: int, end: int) -> None:
    """Mark everything from the first tail word on where no prose follows it."""
    text = marks.text
    for match in _tail().finditer(text, max(start + (end - start) // 2, end - _TAIL_LENGTH), end):
        rest = _TOKEN.findall(text, match.start(), end)
        if not _opens(text, match.start(), start) and "..." not in match.group():
            continue
        if _SENTENCE_END.search(text, match.end(), end) or not _mostly_capitals(rest):
            continue
        word = match.group().strip(". 0123456789")
        kind = "related_links" if word in ("Related", "Tags", "Topics") else "site_chrome"
        cut = re.search(r"Community standards|Comment via|Comments?\b", text[match.end() : end])
        stop = match.end() + cut.start() if cut and kind == "related_links" else end
        marks.add(match.start(), stop, kind)
        if stop < end:
            marks.add(stop, end, "site_chrome")
        return


def _mostly_capitals(tokens: list[str]) -> bool:
    marked = sum(not token[0].islower() for token in tokens)
    return bool(tokens) and marked >= 0.6 * len(tokens)
