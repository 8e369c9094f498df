"""Sub-counts: "including three commanders", "two of them girls", "12 people - 8 civilians and 4 soldiers", "among the dead were"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.data.toll_words import toll_words
from dateline.find.harm import Harm
from dateline.find.named import name_at
from dateline.find.people import Phrase, plural_people_at
from dateline.find.victims import INCLUDING, LIST_GAP, Draft, Reader
from dateline.find.words import words_in
from dateline.records import Count, TollKind

_DETAIL = re.compile(r"(?:\s+(?:were|was|have\s+been|died|dead))?(?:\s+\w+)?\s*(?:[-–—:]{1,2}|\()\s*", re.IGNORECASE)
_PRONOUN_SUBJECT = re.compile(
    r"\s*(?:,\s*)?(?:all\s+)?(?:were\s+|was\s+|are\s+|being\s+)?((?:[a-z][\w'’-]*\s+){0,2}?[a-z][\w'’-]*)",
    re.IGNORECASE,
)
_THE_DEAD = re.compile(
    r"\b(?:the|those|among(?:\s+(?:the|those))?|most\s+of\s+the)\s+(?:\w+\s+)?(?:dead|killed|victims|fatalities"
    r"|deceased|slain|(?P<wounded>wounded|injured))\b",
    re.IGNORECASE,
)
_DEAD = frozenset({"dead", "killed", "victims", "fatalities", "deceased", "slain", "wounded", "injured"})
_OF_THE_DEAD = re.compile(
    r"\s+of\s+(?:the|those)\s+(?:dead|killed|victims|fatalities|(?P<wounded>wounded|injured))\s+(?:were|was|are|is)\s+(?P<noun>[\w'’-]+)",
    re.IGNORECASE,
)
_AMONG_THE_DEAD = re.compile(
    r"\s+(?:was|were|is|are)\s+(?:also\s+)?(?:among|one\s+of)\s+(?:the|those)\s+(?:\w+\s+)?(?:dead|killed|victims|fatalities|casualties"
    r"|(?P<wounded>wounded|injured))\b",
    re.IGNORECASE,
)
_NOUN = re.compile(r"\s+([\w'’-]+)")
_INCLUDES = re.compile(r"\b(?P<verb>includ(?:e|es|ed)|were|was|are|is)\s+(?:also\s+)?(?:[-:]\s*)?", re.IGNORECASE)
MIN_SHARE, MAX_SHARE = 0.6, 1.3
"""How much of an earlier total the tolls of a later list must make up to be its parts; totals with "more than" leave room above."""


def read_parts(reader: Reader) -> None:
    """Add the sub-counts of a sentence whose tolls are read, each with the index of its whole."""
    for match in INCLUDING.finditer(reader.text) if reader.drafts else ():
        parent = _parent_before(reader, match.start())
        if parent is not None:
            _take_parts(reader, match.end(), parent)
    for i, phrase in enumerate(reader.people):
        if i in reader.used or phrase.kind != "pronoun" or (phrase.head or "").lower() not in ("them", "whom"):
            continue
        parent = _parent_before(reader, phrase.start)
        if parent is not None:
            _take_pronoun(reader, i, parent)
    for index in range(len(reader.drafts)):
        draft = reader.drafts[index]
        if draft.parent is None and (
            detail := _DETAIL.match(reader.text, max(draft.end, draft.harm.end if draft.harm.start < draft.end + 15 else 0))
        ):
            _take_parts(reader, detail.end(), index)


def _parent_before(reader: Reader, offset: int) -> int | None:
    """Index of the draft that a sub-count belongs to: the nearest before it that is no sub-count itreader."""
    best: tuple[int, int] | None = None
    for i, draft in enumerate(reader.drafts):
        reach = max(draft.phrase.end, draft.harm.end if draft.harm.end <= offset else 0)
        if draft.phrase.end <= offset and draft.parent is None and offset - draft.phrase.end < 200 and (best is None or reach > best[0]):
            best = (reach, i)
    return best[1] if best else None


def _take_parts(reader: Reader, offset: int, parent: int) -> None:
    last = offset
    for i, phrase in enumerate(reader.people):
        if phrase.start < offset:
            continue
        gap = reader.text[last : phrase.start]
        first = last == offset
        if not (re.fullmatch(r"\s*(?:also\s+)?", gap) if first else LIST_GAP.fullmatch(gap)):
            return
        if i in reader.used or phrase.kind != "person" or (not first and reader.owned(i) and not reader.apposed(i)):
            return
        whole = reader.drafts[parent]
        if whole.count.best is not None and (phrase.count.best or 0) > whole.count.best:
            return
        reader.used[i] = whole.harm
        words = reader.text[phrase.words : phrase.end].strip()
        reader.drafts.append(
            Draft(phrase, whole.harm, whole.kind, phrase.end, phrase.count, reader.side(phrase), parent, words, phrase.category)
        )
        last = phrase.end


def _take_pronoun(reader: Reader, index: int, parent: int) -> None:
    phrase = reader.people[index]
    match = _PRONOUN_SUBJECT.match(reader.text, phrase.end)
    words = toll_words()
    if match is None:
        return
    head = match.group(1).split()[-1].lower()
    noun = words.people.get(head)
    while noun is None and " " in match.group(1):
        match = re.compile(r"\s*(?:,\s*)?(?:were\s+|was\s+|are\s+)?([a-z][\w'’-]*)").match(reader.text, phrase.end)
        if match is None:
            return
        head = match.group(1).lower()
        noun = words.people.get(head)
    if noun is None:
        return
    whole = reader.drafts[parent]
    reader.used[index] = whole.harm
    reader.drafts.append(Draft(phrase, whole.harm, whole.kind, match.end(), phrase.count, None, parent, match.group(1), noun.category))


def may_name_the_dead(text: str) -> bool:
    """Tell by its words whether a sentence can speak of the dead or wounded of an earlier one; cheap."""
    return not _DEAD.isdisjoint(words_in(text))


def read_the_dead(text: str, people: Sequence[Phrase], used: set[int]) -> list[Draft]:
    """Sub-counts of a toll of an earlier sentence: "Among the dead were two children"."""
    reference = _THE_DEAD.search(text)
    if reference is None:
        return []
    if share := _share_of_the_dead(text, people, used):
        return share
    kind: TollKind = "wounded" if reference["wounded"] else "killed"
    harm = Harm(reference.start(), reference.end(), kind, "object", clause=reference.start())
    found: list[Draft] = []
    for verb in _INCLUDES.finditer(text, reference.end()):
        for phrase in _listed(text, people, verb.end(), bare=verb["verb"].lower().startswith("includ")):
            if phrase.start not in used:
                words = text[phrase.words : phrase.end].strip()
                found.append(Draft(phrase, harm, kind, phrase.end, phrase.count, None, -1, words, phrase.category))
        if not found and (name := name_at(text, verb.end() - 1 if text[verb.end() - 1].isspace() else verb.end())) is not None:
            found.append(_named_part(text, reference.end(), name, harm, kind))
        if found:
            break
    return found


def _named_part(text: str, offset: int, name: tuple[int, int], harm: Harm, kind: TollKind) -> Draft:
    """One of the dead by name, of the category that the noun before tells ("among the killed militants is ...")."""
    one = Count(1, 1, 1, "exact")
    noun = _NOUN.match(text, offset)
    known = toll_words().people.get(noun.group(1).lower()) if noun else None
    phrase = Phrase(name[0], name[1], name[0], name[0], one, "person", "person", known.category if known else "unknown")
    return Draft(phrase, harm, kind, name[1], one, None, -1, text[name[0] : name[1]], phrase.category)


def _listed(text: str, people: Sequence[Phrase], offset: int, *, bare: bool) -> list[Phrase]:
    """People of the list that starts at an offset; `bare` takes a plural without a number too."""
    found: list[Phrase] = []
    for phrase in people:
        if phrase.start < offset:
            continue
        gap = text[(found[-1].end if found else offset) : phrase.start]
        if phrase.kind != "person" or not (LIST_GAP.fullmatch(gap) if found else gap.strip() == ""):
            break
        found.append(phrase)
    if not found and bare and (plural := plural_people_at(text, offset)) is not None:
        found.append(plural)
    return found


def _share_of_the_dead(text: str, people: Sequence[Phrase], used: set[int]) -> list[Draft]:
    """Read "five of the victims were children" and "a child was among the wounded"."""
    found: list[Draft] = []
    for phrase in people:
        among = _AMONG_THE_DEAD.match(text, phrase.end)
        if among is not None and phrase.kind == "person" and phrase.start not in used:
            fate: TollKind = "wounded" if among["wounded"] else "killed"
            told = Harm(among.start(), among.end(), fate, "object", clause=among.start())
            whose = text[phrase.words : phrase.end].strip()
            found.append(Draft(phrase, told, fate, phrase.end, phrase.count, None, -1, whose, phrase.category))
            continue
        words = _OF_THE_DEAD.search(text, phrase.start)
        if phrase.start in used or words is None or words.start() > phrase.end:
            continue
        noun = toll_words().people.get(words["noun"].lower())
        if noun is not None:
            kind: TollKind = "wounded" if words["wounded"] else "killed"
            harm = Harm(words.start(), words.end(), kind, "object", clause=words.start())
            found.append(Draft(phrase, harm, kind, words.end(), phrase.count, None, -1, words["noun"], noun.category))
    return found
