"""Predicates of harm in a sentence: what befell people, in which voice, and which of them tell of nothing that happened."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from typing import Literal

from dateline.data.toll_words import HarmPhrase, TollWords, toll_words
from dateline.find.words import lowered, whole_words, words_in
from dateline.records import TollKind

Reach = Literal["object", "subject", "participle", "of", "count", "state", "toll"]

_AUX = re.compile(
    r"\b(?P<aux>was|were|been|being|be|is|are|get|gets|got|getting|remains?|remained)"
    r"(?P<adverbs>(?:\s+(?:\w+(?:ed|ck|ot|en|it)\s+(?:and|or)|\w+ly|also|not|later|either|now|both|all|still|then|again|themselves|himself|either"
    r"|subsequently|first|ever|never|being|been|immediately|instantly|so\s+far|in\s+turn)\b){0,3})\s*[\"“'‘]?$",
    re.IGNORECASE,
)
_PERFECT = re.compile(
    r"\b(?:has|have|had|ha[sd]n['’]t|haven['’]t)(?:\s+(?:\w+ly|also|already|now|not|so\s+far|thus\s+far|since))*\s*$",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"\b(?P<modal>would|will|should|must|shall|can|could|might|may|won['’]t|cannot|can['’]t|to)"
    r"(?P<rest>(?:\s+(?:have|be|been|being|also|not|never|\w+ly|get|even|soon|then|all))*)\s*[\"“'‘]?$",
    re.IGNORECASE,
)
_AVERTED = re.compile(r"\b(?:without|avoid\w*|prevent\w*(?:\s+\w+){0,3}?\s+from)(?:\s+\w+ly)?\s*$", re.IGNORECASE)
_REAL_TO = re.compile(
    r"\b(?:managed|able|enough|went\s+on|helped|known|reported|said|believed|thought|feared|confirmed|first|proceeded"
    r"|continued?|continues)\s+to\s*$",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:\bnot|n['’]t|\bnever|\bneither|\bnor)(?!\s+only|\s+just)(?:\s+(?:been|be|yet|\w+ly|have|has))*\s*$",
    re.IGNORECASE,
)
_TOLL = re.compile(
    r"\b(?:(?P<bare>death[\s-]+tolls?|body\s+count|tolls?(?=\s+(?:of|to|at|rose|rises|reached|reaches|stands|stood|now"
    r"|is|was|has|hits?|climb\w*|from|in)\b|\s*:))"
    r"|(?:(?:total|overall|confirmed|official|final|exact|initial|provisional|previous)\s+)*(?:number|tally|count"
    r"|figure|total)s?\s+(?:of|for)\s+(?:the\s+|those\s+|people\s+|persons\s+|civilians\s+|soldiers\s+|militants\s+"
    r"|troops\s+|\w+\s+){0,2}?"
    r"(?P<what>dead|deaths|killed|victims|fatalities|casualties|wounded|injured|missing|displaced|martyrs|abducted"
    r"|kidnapped|hostages|detained|arrested)\b)",
    re.IGNORECASE,
)
_TOLL_KINDS: dict[str, TollKind] = {
    "casualties": "casualties", "wounded": "wounded", "injured": "wounded", "missing": "missing", "displaced": "displaced",
    "abducted": "abducted", "kidnapped": "abducted", "hostages": "abducted", "detained": "captured", "arrested": "captured",
}  # fmt: skip
_TOLL_SIGNS = frozenset({"toll", "tolls", "count", "number", "numbers", "tally", "figure", "figures", "total", "totals"})
_OTHER_SIGNS = _TOLL_SIGNS | {"lost", "loses", "losing", "loss", "losses", "sacrificed", "victims", "dead"}
_BOTH = re.compile(r"\s*(?:,\s*)?(?:and|or|and/or|/|&)\s+(?:\w+ly\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Harm:
    """One predicate; offsets from the start of the sentence.

    reach: object = people follow it; subject = people stand before it (aux gives the auxiliary, "" for intransitive verbs);
    participle = a bare past form that may be either; of = people follow "of"; count = "20 deaths"; state = "20 dead"; toll = "death toll".
    """

    start: int
    end: int
    kind: TollKind
    reach: Reach
    strict: bool = False
    aux: str = ""
    clause: int = 0  # where the verb group with its auxiliaries begins


def _reach(text: str, start: int, form: str) -> tuple[Reach, str, int]:
    """Voice of a verb of harm by what stands before it."""
    left = text[max(0, start - 60) : start]
    base = max(0, start - 60)
    if form == "ing":
        return "object", "", start
    if form in ("base", "present"):
        return "object", "", start
    if form != "past" and (aux := _AUX.search(left)):
        whole = re.search(r"(?:\b(?:has|have|had|having|may|is|are|was|were)(?:\s+\w+ly|\s+also|\s+already)?\s+)?$", left[: aux.start()])
        begin = base + (whole.start() if whole else aux.start())
        word = aux["aux"].lower()
        if word in ("been", "being") and whole and whole.group():
            word = whole.group().split()[0].lower()
        return "subject", word, begin
    if perfect := _PERFECT.search(left):
        return "object", "", base + perfect.start()
    return ("object" if form == "past" else "participle"), "", start


def _unreal(text: str, clause: int, start: int) -> bool:
    """Tell whether the predicate is negated, planned or conditional; "may have been killed" is reported, if not for certain."""
    left = text[max(0, start - 50) : start]
    if _NEGATED.search(left) or _NEGATED.search(text[max(0, clause - 30) : clause]) or _AVERTED.search(left):
        return True
    modal = _MODAL.search(text[max(0, clause - 50) : start])
    if modal is None:
        return False
    perfect = re.search(r"\bhave\b", modal["rest"], re.IGNORECASE) is not None
    word = modal["modal"].lower()
    if word == "to":
        return not perfect and _REAL_TO.search(text[max(0, clause - 50) : start][: modal.start()] + "to ") is None
    return not (perfect and word in ("may", "might", "must"))


def _from_word(text: str, word: str, start: int, words: TollWords) -> Harm | None:
    low = word.lower()
    end = start + len(word)
    if low in words.verbs:
        return _from_verb(text, low, start, words)
    if low in words.states:
        return Harm(start, end, words.states[low], "state", clause=start)
    of = re.match(r"\s+of\b", text[end : end + 5])
    if low in words.nouns and of:
        return Harm(start, end + of.end(), words.nouns[low], "of", clause=start)
    if low in ("bodies", "body", "corpse", "corpses", "remains") and of:
        return Harm(start, end + of.end(), "killed", "of", clause=start)
    if low in words.counts:
        return Harm(start, end, words.counts[low], "count", clause=start)
    return None


def _from_verb(text: str, low: str, start: int, words: TollWords) -> Harm | None:
    verb = words.verbs[low]
    end = start + len(low)
    of = re.match(r"\s+of\b", text[end : end + 5])
    if of and low in words.nouns:
        return Harm(start, end + of.end(), words.nouns[low], "of", verb.strict, clause=start)
    if low in words.counts and re.search(r"\b\d+\s+(?:\w+\s+)?$", text[max(0, start - 20) : start]):
        return Harm(start, end, words.counts[low], "count", clause=start)
    reach, aux, clause = _reach(text, start, verb.form)
    if verb.intransitive:
        perfect = _PERFECT.search(text[max(0, start - 40) : start])
        begin = max(0, start - 40) + perfect.start() if perfect else start
        return None if _unreal(text, begin, start) else Harm(start, end, verb.kind, "subject", verb.strict, "", begin)
    if _unreal(text, clause, start):
        return None
    return Harm(start, end, verb.kind, reach, verb.strict, aux, clause)


def _from_phrase(text: str, match: re.Match[str], phrase: HarmPhrase) -> list[Harm]:
    first = match.group().split()[0].lower()
    form = "ing" if first.endswith("ing") else "base" if first in ("shoot", "put", "set", "take") else "both"
    if first in ("took", "drove"):
        form = "past"
    reach, aux, clause = _reach(text, match.start(), form if phrase.place != "object" else "past")
    if phrase.place == "subject":
        reach = "subject"
    if phrase.place == "object":
        reach = "object"
    if first == "put":
        reach = "subject" if aux else "object"
    if _unreal(text, clause, match.start()):
        return []
    return [Harm(match.start(), match.end(), phrase.kind, reach, False, aux, clause)]


def _merge(text: str, found: list[Harm]) -> list[Harm]:
    """Join "killed or wounded", "dead and injured" into one predicate of unsplit casualties."""
    merged: list[Harm] = []
    for harm in found:
        last = merged[-1] if merged else None
        if last and {last.kind, harm.kind} == {"killed", "wounded"} and _BOTH.fullmatch(text[last.end : harm.start]):
            merged[-1] = Harm(last.start, harm.end, "casualties", last.reach, last.strict, last.aux, last.clause)
        elif last and last.kind == harm.kind == "killed" and _BOTH.fullmatch(text[last.end : harm.start]) and harm.reach == last.reach:
            merged[-1] = Harm(last.start, harm.end, "killed", last.reach, last.strict, last.aux, last.clause)
        else:
            merged.append(harm)
    return merged


def may_harm(words: Set[str]) -> bool:
    """Tell by its words whether a sentence can hold a predicate of harm; cheap."""
    return not words.isdisjoint(toll_words().signs) or not words.isdisjoint(_OTHER_SIGNS)


def find_harm(text: str) -> list[Harm]:
    """Return the predicates of harm of a sentence in order; negated, planned and conditional ones are left out."""
    words = toll_words()
    low = lowered(text)
    present = words_in(text)
    found: list[Harm] = []
    taken: list[tuple[int, int]] = []
    for phrase in words.phrases:
        if phrase.keys.isdisjoint(present):
            continue
        for match in phrase.pattern.finditer(low):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                found.extend(_from_phrase(text, match, phrase))
    for word, start in whole_words(low, present & words.signs):
        if not any(first <= start < end for first, end in taken):
            harm = _from_word(text, word, start, words)
            if harm is not None:
                found.append(harm)
    found.sort(key=lambda h: h.start)
    tolls = _tolls(text) if not present.isdisjoint(_TOLL_SIGNS) else []
    kept = [h for h in _merge(text, found) if not any(t.start <= h.start < t.end for t in tolls)]
    return sorted([*kept, *tolls], key=lambda h: h.start)


def _tolls(text: str) -> list[Harm]:
    return [
        Harm(match.start(), match.end(), _TOLL_KINDS.get((match["what"] or "").lower(), "killed"), "toll", clause=match.start())
        for match in _TOLL.finditer(text)
    ]
