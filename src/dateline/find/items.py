"""Noun phrases for equipment, buildings and positions: their lists, counts, singular item and words for the holder."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.data.equipment import Equipment, equipment
from dateline.data.toll_words import TollWords, toll_words
from dateline.find.numbers import number_value
from dateline.find.people import STOP, Token, tokens_of

MAX_ITEM_WORDS = 8
"""Words of one item with determiner; "a mobile rocket launcher system" has five, designations add some."""

_NUMBER_WORD = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety)(?:-\w+)?|dozens?|scores|hundreds?|thousands?|several|some|many|numerous|various|both"
    r"|multiple|few|half"
)
_DETERMINER = re.compile(
    r"(?:(?:at\s+least|more\s+than|over|about|around|nearly|almost|up\s+to|an?\s+estimated|approximately|some"
    r"|a\s+total\s+of|as\s+many\s+as|(?:all\s+)?(?:the|its|their|these|those))\s+)?"
    r"(?:(?P<number>\d[\d,.]*|a\s+number\s+of|a\s+few|a\s+couple\s+of|a\s+dozen|dozens\s+of|hundreds\s+of|scores\s+of"
    r"|tens\s+of|large\s+(?:quantities|amounts)\s+of|(?:a\s+)?(?:quantities|quantity|pieces)\s+of"
    rf"|{_NUMBER_WORD})(?![\w-])|(?P<article>an?|another|the|their|its|his|two|this|these"
    r"|those)(?![\w-]))\s*(?:of\s+(?:(?:the|its|their|his)\s+)?(?:\d[\d,]*\s+)?)?",
    re.IGNORECASE,
)
_POINTED = re.compile(r"(?!\d{1,3}(?:[.,]\d{3})+$)\d[\d,]*(?:\.[\d,]*){2,}$")
"""A day or an hour ("12.04.2016"), no count; "1.200.000" is one."""
_DETERMINER_BLANKS = 10
"""Runs of blanks that no determiner reaches over: "as many as a number of the 20 " has eight."""
_BLANKS = re.compile(r"\s+")
_BREAK = re.compile(r"[;:]|\b(?:that|said|while|but|when|after|where)\b")
_LONGEST_BREAK = 6
_COUNTED = re.compile(rf"(?:\d|(?:an?|another|the|their|its|his|{_NUMBER_WORD})$)", re.IGNORECASE)
_JOIN = re.compile(
    r"\s*(?:\([^()]{1,40}\)\s*)?(?:,\s*(?:and|as\s+well\s+as|plus|along\s+with|or)?|and|as\s+well\s+as|plus"
    r"|along\s+with|together\s+with|or|&|including|,\s*including)\s+(?:also\s+)?",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\s+(?:also\s+|completely\s+|about\s+|reportedly\s+|partially\s+|totally\s+|or\s+\w+(?:ed|ing)\s+|and\s+\w+(?:ed"
    r"|ing)\s+)?",
    re.IGNORECASE,
)
_HELD = re.compile(r"-(?:held|owned|operated|controlled|run|occupied|led|affiliated|backed)$", re.IGNORECASE)
_HOLDER_NAME = re.compile(r"(?:[A-Z][\w'’]*|[A-Z]{2,}[\w'’]*)$")
_DESIGNATION = re.compile(r"(?=.*\d)[A-Z][\w/-]*$")
_GENERIC = frozenset({"vehicle", "vehicles"})
_SUBJECT_GAP = re.compile(
    r"(?:\s*\([^()]{1,40}\))?(?:\s+(?:with|of|in|at|near|from|belonging\s+to|carrying|used\s+by|owned\s+by"
    r"|,\s*)\s*[\w'’ .-]{1,60}?)?(?:\s*,)?(?:\s+(?:which|that|and\s+other\s+\w+(?:\s+\w+)?))?\s*(?:(?:have|has"
    r"|had)\s+)?(?:\w+ly\s+|also\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Item:
    """One noun phrase for a thing; offsets from the start of the sentence."""

    start: int
    end: int
    item: str
    count: int | None
    side: tuple[int, int] | None
    kind: str | None  # class of equipment, None for an unlisted noun
    counted: bool


def _count_of(match: re.Match[str]) -> tuple[int | None, bool]:
    """Return the count, and whether a number or indefinite article stands there."""
    if match["number"]:
        words = match["number"].lower()
        if words.startswith("a couple") or words == "both":
            return 2, True
        return number_value(re.sub(r"\s+of$", "", words)), True
    article = match["article"].lower()
    return (1, True) if article in ("a", "an", "another") else (None, False)


def _noun_run(tokens: Sequence[Token], first: int, words: TollWords, things: Equipment, *, single: bool) -> int | None:
    """Index of the last token of the noun phrase starting at a token, None if it is none."""
    last = best = None
    for i in range(first, min(first + MAX_ITEM_WORDS, len(tokens))):
        token = tokens[i]
        open_end = best is None or (not single and tokens[best].low not in things.plurals)
        if i > first and token.low in ("and", "or") and open_end and _pairs_on(tokens, i, things, plural=not single):
            continue
        if token.text in "'’" and i > first and tokens[i - 1].low.endswith("s"):
            continue
        if token.low in STOP or not token.text[0].isalnum() or token.low in words.states:
            break
        if (token.low in things.verbs or token.low in words.verbs) and not (
            i + 1 < len(tokens) and _ends_item(tokens[i + 1], things) and i > first
        ):
            break
        last = i
        if _ends_item(token, things) and not (i + 1 < len(tokens) and _compound(tokens, i, things)):
            best = i
            paired = i + 1 < len(tokens) and tokens[i + 1].low == "and" and _pairs_on(tokens, i + 1, things, plural=True)
            if single or token.low in things.plurals or (token.low in things.mass and not paired):
                break
    return last if best is None else best


def _pairs_on(tokens: Sequence[Token], i: int, things: Equipment, *, plural: bool) -> bool:
    """Tell whether "and" only pairs two modifiers ("search and rescue boat", "rocket and grenade launchers")."""
    following = tokens[i + 1 : i + 3]
    if len(following) < 2 or following[0].low in things.plurals or following[0].low in things.verbs or _COUNTED.match(following[0].text):
        return False
    return following[1].low in (things.plurals if plural else things.heads)


def _ends_item(token: Token, things: Equipment) -> bool:
    return token.low in things.plurals or token.low in things.heads


def _compound(tokens: Sequence[Token], i: int, things: Equipment) -> bool:
    """Tell whether a listed noun goes on to another within two words ("mortar firing position")."""
    pair = f"{tokens[i].low} {tokens[i + 1].low}"
    if pair in things.heads or pair in things.plurals:
        return True
    for token in tokens[i + 1 : i + 3]:
        if token.low in STOP or not token.text[0].isalnum():
            return False
        if _ends_item(token, things):
            return True
    return False


def _singular(word: str, things: Equipment) -> str:
    low = word.lower()
    if low in things.mass or low in things.heads:
        return word
    if low in things.plurals:
        base = things.plurals[low]
        return word[: len(base)] if word.lower().startswith(base.lower()) else base
    if low.endswith("ies") and len(low) > 4:
        return word[:-3] + "y"
    if low.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us")):
        return word[:-1]
    return word


def _is_holder(token: Token, things: Equipment) -> bool:
    if (
        _HELD.search(token.text)
        or token.low.endswith(("'s", "’s", "s'", "s’"))
        or token.low in things.holders
        or token.low.rstrip("s") in things.holders
        or token.text in "'’"
    ):
        return True
    known = token.low in things.heads or token.low in things.plurals
    return bool(_HOLDER_NAME.match(token.text)) and not known and not _DESIGNATION.match(token.text)


def _name_item(run: Sequence[Token], things: Equipment) -> tuple[str, tuple[int, int] | None]:
    """Return the singular item and the range of the words before it that tell whose it was."""
    rest = list(run)
    holder: tuple[int, int] | None = None
    while len(rest) > 1 and not (len(rest) == 2 and f"{rest[0].low} {_singular(rest[1].low, things)}" in things.heads):
        if _is_holder(rest[0], things):
            holder = (holder[0] if holder else rest[0].start, rest[0].end)
        elif rest[0].low not in things.fillers and not rest[0].text.isdigit():
            break
        rest.pop(0)
    if len(rest) > 1 and rest[-1].low in _GENERIC and _DESIGNATION.match(rest[-2].text):
        rest = rest[:-1]
    words = [token.text for token in rest]
    words[-1] = _singular(words[-1], things)
    return " ".join(words), holder


def _class_of(run: Sequence[Token], things: Equipment) -> str | None:
    for width in (3, 2, 1):
        if len(run) < width:
            continue
        words = [token.low for token in run[-width:]]
        words[-1] = _singular(words[-1], things).lower()
        if (kind := things.heads.get(" ".join(words))) is not None:
            return kind
    head = run[-1].text
    return (
        "armour" if _DESIGNATION.match(head) and re.match(r"(?:T|BMP|BTR|M|BRDM|MT|BM|Su|MiG|F|Mi|Ka|A|S|AH|UH|C|TB)-?\d", head) else None
    )


class Lister:
    """Reads lists of items in one sentence."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.at = {token.start: i for i, token in enumerate(self.tokens)}
        self.things = equipment()
        self.words = toll_words()
        self._breaks = [m.end() for m in _BREAK.finditer(text)]
        self._blanks = [m.start() for m in _BLANKS.finditer(text)]
        self._determiners: dict[int, list[tuple[int, int]]] = {}
        self._lists: dict[int, list[Item]] = {}

    def item_at(self, offset: int) -> Item | None:
        """Read the item that starts at an offset."""
        determiner = _DETERMINER.match(self.text, offset)
        if determiner and determiner["number"] and _POINTED.match(determiner["number"].rstrip(".,")):
            return None
        count, counted = _count_of(determiner) if determiner else (None, False)
        start = determiner.end() if determiner else offset
        first = self.at.get(start)
        if first is None:
            return None
        last = _noun_run(self.tokens, first, self.words, self.things, single=count == 1)
        if last is None:
            return None
        run = self.tokens[first : last + 1]
        kind = _class_of(run, self.things)
        if not counted and run[-1].low in self.things.mass and len(run) == 1:
            return None
        if (kind is None and (not counted or self.is_other(run))) or run[0].low == "other":
            return None
        item, side = _name_item(run, self.things)
        if count is None and determiner is not None and determiner["article"] and kind is not None:
            count = None if run[-1].low in self.things.plurals or run[-1].low in self.things.mass else 1
        return Item(offset, run[-1].end, item, count, side, kind, counted)

    def is_other(self, run: Sequence[Token]) -> bool:
        """Tell whether an unlisted noun is people, a place, a time, an event: no item."""
        head = run[-1].low
        known = head in self.words.people or head in self.words.not_people or head.endswith(("men", "women"))
        return known or run[-1].text[0].isupper() or head.endswith("ly") or run[0].low in ("percent", "per")

    def follow(self, offset: int) -> list[Item]:
        """Read the list of items after a verb."""
        lead = _LEAD.match(self.text, offset)
        return self.follow_at(lead.end() if lead else offset)

    def skip_people(self, offset: int) -> int | None:
        determiner = _DETERMINER.match(self.text, offset)
        first = self.at.get(determiner.end() if determiner else offset)
        if first is None:
            return None
        for i in range(first, min(first + 5, len(self.tokens))):
            token = self.tokens[i]
            if token.low in self.words.people:
                return token.end
            if token.low in STOP or not token.text[0].isalnum():
                return None
        return None

    def before(self, offset: int) -> list[Item]:
        """Read the list that ends before an offset: the subject of a passive verb."""
        clause = self._clause_start(offset)
        for start in self.starts(clause, offset):
            items = self.follow_from(start)
            if items and _SUBJECT_GAP.fullmatch(self.text, items[-1].end, offset):
                return items
        return []

    def _clause_start(self, offset: int) -> int:
        """Return the end of the last clause break before an offset, 0 where there is none."""
        position = bisect_left(self._breaks, offset)
        known = self._breaks[position - 1] if position else 0
        return max((m.end() for m in _BREAK.finditer(self.text, max(known, offset - _LONGEST_BREAK), offset)), default=known)

    def starts(self, clause: int, offset: int) -> list[int]:
        """Return where determiners and numbers begin in a clause, read up to an offset.

        What begins far enough before the offset is the same for every offset and found once; the rest is read anew.
        """
        position = bisect_left(self._blanks, offset) - _DETERMINER_BLANKS
        sure = max(clause, self._blanks[position] if position >= 0 else 0)
        if clause not in self._determiners:
            self._determiners[clause] = [m.span() for m in _DETERMINER.finditer(self.text, clause)]
        found = self._determiners[clause]
        kept = found[: bisect_left(found, (sure, 0))]
        late = _DETERMINER.finditer(self.text, max(sure, kept[-1][1] if kept else 0), offset)
        begins = [*(start for start, _ in kept), *(m.start() for m in late)]
        return [start for start in begins if start == 0 or not self.text[start - 1].isalnum()]

    def follow_from(self, start: int) -> list[Item]:
        if start not in self._lists:
            known = self.item_at(start) is not None or self.skip_people(start) is not None
            self._lists[start] = self.follow_at(start) if known else []
        return self._lists[start]

    def follow_at(self, start: int) -> list[Item]:
        """Read a list of items from an offset on; people in the list are stepped over."""
        found: list[Item] = []
        position = start
        while True:
            item = self.item_at(position)
            end = item.end if item is not None else self.skip_people(position)
            if item is not None:
                found.append(item)
            if end is None:
                return found
            join = _JOIN.match(self.text, end)
            if join is None:
                return found
            position = join.end()
