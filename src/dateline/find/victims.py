"""Links the predicates of harm of one sentence with the people they befell.

Each predicate takes the counted people that stand where its voice puts them: after an active verb, before a passive one,
beside "dead" or "injured", behind "the death of", in the sentence of a death toll. Lists, elliptical counts ("and wounding five")
and sub-counts ("including three commanders") follow from there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from dateline.data.toll_words import toll_words
from dateline.find.belonging import body_behind, category_of
from dateline.find.harm import Harm, find_harm
from dateline.find.loser import loser
from dateline.find.people import STOP, Phrase, find_people
from dateline.find.words import words_in
from dateline.records import Category, Count, TollKind

MAX_SUBJECT_GAP = 140
"""Characters between people and their passive verb; beyond it a relative clause has usually changed the subject."""
_ADVERBS = (
    r"(?:\w+ly|also|reportedly|instantly|about|further|another|an\s+additional|additional|the|a\s+further"
    r"|a\s+total\s+of|a\s+group\s+of|all|even|of|outright|on\s+the\s+spot|off|in\s+total|in\s+all)"
)
_OBJECT_GAP = re.compile(rf"(?:\s+{_ADVERBS}\b)*(?:\s*[,:(\[]\s*)?\s*[\"'“‘]?\s*", re.IGNORECASE)
LIST_GAP = re.compile(
    r"\s*(?:\([^()]{1,40}\)\s*)?(?P<place>(?:in|at|near|from|on"
    r"|outside)\s+(?:the\s+)?(?:(?-i:[A-Z])[\w'’-]+\s*){1,4}(?:[a-z]+\s*)?)?(?:,\s*(?:and|as\s+well\s+as|plus"
    r"|along\s+with|or)?|and|as\s+well\s+as|plus|along\s+with|together\s+with|or|&"
    r"|,?\s*(?:and\s+)?also)\s+(?:(?:another|also|a\s+further|the|an\s+additional|with|reportedly|his|her|their|its)\s+)*",
    re.IGNORECASE,
)
_NAMED_GAP = re.compile(
    r"\s+(?:(?:the|his|her|its|their|an?)\s+)?(?:[\w'’.-]+\s+){1,5}?(?:of\s+(?:[\w'’-]+\s+){1,3}?)?(?:,?\s*and"
    r"|along\s+with|together\s+with|as\s+well\s+as)\s+(?:another\s+)?",
    re.IGNORECASE,
)
_ADJACENT = re.compile(r"(?:\s+(?:people|persons|others|more|(?:\w+\s+)?\w+ly|also|left|either))?\s*", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(?:by|against|from|in|near|with|between|on|at|for|to|into|over|under|towards?|like|than|among|through|as"
    r"|carrying|transporting)\s+(?:the\s+|its\s+|another\s+|a\s+group\s+of\s+)?$",
    re.IGNORECASE,
)
_OF_BEFORE = re.compile(
    r"\b(?<!total )(?<!group )(?<!number )(?<!deaths )(?<!death )(?<!bodies )(?<!body )of\s+(?:the\s+|its\s+)?$",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(
    r"[;:]|\b(?:said|says|told|added|reported|claimed|announced|stated|but|while|whereas|after|before|because|where"
    r"|whose|(?<!identified )(?<!known )as|if|until|since|during\s+which|adding|and\s+that|in\s+which)\b(?!\s+yet)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\s*,?\s*(?:who|that|which|whom)\b", re.IGNORECASE)
_FINITE = re.compile(
    r"\b(?:attacked|ambushed|opened|stormed|entered|fired|launched|clashed|raided|shelled|bombed|struck|hit|carried"
    r"|blew|detonated|exploded|captured|seized|arrived|began|continued|conducted|fought|broke)\b(?!\s+by)",
    re.IGNORECASE,
)
INCLUDING = re.compile(
    r"(?:\bincluding|\bamong(?:st)?\s+(?:them|whom|the\s+(?:dead|victims|killed|wounded))(?:\s+(?:were|was|are))?"
    r"|\bof\s+(?:them|whom)|\bincluded)\s*,?\s*(?:at\s+least\s+some\s+)?",
    re.IGNORECASE,
)
_LOST = re.compile(r"\b(?:lost|loses|losing|the\s+loss\s+of|loss\s+of|losses\s+of|sacrificed)\b", re.IGNORECASE)
_HELD = re.compile(r"\s+(?:captured|wounded|injured|detained|arrested|kidnapped|abducted|captive|surrendering)\s+([\w'’-]+)", re.IGNORECASE)
_ALL = re.compile(r",?\s+all(?:\s+of\s+(?:them|whom))?\s+(?:were\s+)?([\w'’-]+)", re.IGNORECASE)
_INSERTED = re.compile(r"\s*(?:--|—|\s[–-]\s)[^—–;]{3,90}?(?:--|—|\s[–-]\s)\s*")
_TOOK = re.compile(r"\b(?:took|takes|taking|taken|hold|holding|held|seized|seizing)\b", re.IGNORECASE)
_TOOK_WORDS = frozenset({"took", "takes", "taking", "taken", "hold", "holding", "held", "seized", "seizing"})
_LOST_WORDS = frozenset({"lost", "loses", "losing", "loss", "losses", "sacrificed"})
_CAPTIVE = re.compile(r"\s*(?:as\s+)?(hostages?|prisoners?|captives?)\b", re.IGNORECASE)
_NEW_SUBJECT = re.compile(
    r"\b(?:was|were|has|have|had|is|are)\b.*\band\s+(?:an?|the|his|her|their|its|some|several)\s", re.IGNORECASE | re.DOTALL
)
_NOUN_AHEAD = re.compile(
    r"\s+(?!(?:in|on|at|by|near|during|when|while|after|since|and|or|with|so|as|for|from|across)\b)[a-z]", re.IGNORECASE
)
_OWN_VERB = re.compile(r"\s+(?:have|has|had|were|was|are|is|will)\b", re.IGNORECASE)
_NEXT_WORD = re.compile(r"\s+([\w'’-]+)")
_REMAINS = re.compile(r"bod(?:y|ies)|corpses?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A toll of the sentence before offsets and indexes are those of the report."""

    phrase: Phrase
    harm: Harm
    kind: TollKind
    end: int
    count: Count
    side: tuple[int, int] | None
    parent: int | None = None  # index among the drafts of the sentence; -1 = the report's last toll of that kind
    subgroup: str | None = None
    category: Category = "unknown"


def may_take(text: str) -> bool:
    """Tell by its words whether a sentence can tell of people taken or lost beside its predicates of harm; cheap."""
    return not words_in(text).isdisjoint(_TOOK_WORDS | _LOST_WORDS)


class Reader:
    """Links the predicates of one sentence with its counted people."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.harms = find_harm(text)
        self.used: dict[int, Harm] = {}
        self.drafts: list[Draft] = []

    @cached_property
    def people(self) -> tuple[Phrase, ...]:
        """The counted people of the sentence, read when something asks for them."""
        return find_people(self.text)

    @cached_property
    def inserted(self) -> list[tuple[int, int]]:
        """The stretches between dashes."""
        return [match.span() for match in _INSERTED.finditer(self.text)]

    def reach(self, index: int) -> int:
        """Return where the words for some people end: behind the body they are said to be of, else behind their noun."""
        phrase = self.people[index]
        body = body_behind(self.text, phrase.head or "", phrase.end) if phrase.kind == "person" else None
        return body[1] if body else phrase.end

    # ---- shared tests

    def fits(self, phrase: Phrase, harm: Harm) -> bool:
        """Tell whether a phrase may be harmed people for this predicate."""
        if phrase.kind == "speaker":
            return False
        if phrase.kind == "thing":
            return harm.kind == "displaced" and (phrase.head or "").lower() in ("families", "households")
        if harm.strict:
            return phrase.kind == "person" or (phrase.kind in ("bare", "pronoun") and harm.aux != "") or phrase.head == "them"
        return phrase.kind != "unknown" or harm.kind in ("killed", "wounded", "abducted", "casualties", "displaced", "missing")

    def take(self, index: int, harm: Harm, *, end: int | None = None, count: Count | None = None) -> None:
        phrase = self.people[index]
        self.used[index] = harm
        category = phrase.category
        if phrase.kind == "bare" and (held := _HELD.match(self.text, phrase.end)) and (noun := toll_words().people.get(held[1].lower())):
            end, category = held.end(), noun.category
        elif (rest := _ALL.match(self.text, phrase.end)) and (noun := toll_words().people.get(rest[1].lower())) and category == "unknown":
            category = noun.category
        side = self.side(phrase)
        if side is not None and side[0] >= phrase.end:
            category = category_of(self.text[slice(*side)], category)
        self.drafts.append(Draft(phrase, harm, harm.kind, end or phrase.end, count or phrase.count, side, category=category))

    def side(self, phrase: Phrase) -> tuple[int, int] | None:
        """Return the words that tell whose people they were: the body named behind them, else their own noun phrase."""
        if phrase.kind != "person":
            return None
        if (body := body_behind(self.text, phrase.head or "", phrase.end)) is not None:
            return body
        words = self.text[phrase.words : phrase.end]
        start = phrase.words + len(words) - len(words.lstrip())
        if len(words.split()) < 2 and phrase.category != "combatant" and not words.strip()[:1].isupper():
            return None
        return (start, phrase.end)

    def chain(self, index: int, harm: Harm) -> None:
        """Take what a list adds after a phrase: "15 civilians, two nurses and 27 fighters"."""
        last = self.reach(index)
        for i in range(index + 1, len(self.people)):
            phrase = self.people[i]
            gap = self.text[last : phrase.start]
            join = LIST_GAP.fullmatch(gap)
            if i in self.used or not join or not self.fits(phrase, harm) or self.owned(i):
                break
            if "and" in join.group() and _OWN_VERB.match(self.text, phrase.end):
                break
            placed = join["place"] and re.match(r"\s+(?:in|at|near|from|outside|on)\b", self.text[phrase.end :])
            if (phrase.kind == "bare" and self.people[index].kind != "bare" and not placed) or (phrase.head or "").lower() in (
                "them",
                "whom",
            ):
                break
            self.take(i, harm)
            last = self.reach(i)

    def owned(self, index: int) -> bool:
        """Tell whether a phrase is followed by its own predicate ("... and two policemen were wounded")."""
        phrase = self.people[index]
        for harm in self.harms:
            if harm.start < phrase.end or harm.reach not in ("subject", "participle", "state", "count"):
                continue
            gap = self.text[self.reach(index) : harm.clause]
            if harm.reach == "participle" and self.object_of(harm) is not None:
                continue
            if any(phrase.end <= p.start < harm.start for p in self.people):
                continue
            if (
                len(gap) < 25
                and not re.search(r"[,;:.]", gap)
                and not _BOUNDARY.search(gap)
                and not re.search(r"\b(?:who|that|which|and)\b", gap)
            ):
                return True
        return False

    def object_of(self, harm: Harm) -> int | None:
        """Index of the phrase directly after a predicate."""
        for i, phrase in enumerate(self.people):
            if phrase.start < harm.end:
                continue
            gap = self.text[harm.end : phrase.start]
            if not self.fits(phrase, harm):
                return None
            return i if (len(gap) < 40 and _OBJECT_GAP.fullmatch(gap)) or self.after_name(harm, i) else None
        return None

    def after_name(self, harm: Harm, index: int) -> bool:
        """Tell whether a phrase is joined to a victim without a number ("killed the mayor and two policemen")."""
        phrase = self.people[index]
        gap = self.text[harm.end : phrase.start]
        if harm.strict or phrase.kind != "person" or len(gap) > 70 or not _NAMED_GAP.fullmatch(gap):
            return False
        words = re.findall(r"[\w'’-]+", gap.lower())
        inner = [
            w
            for w in words
            if w not in ("the", "his", "her", "its", "their", "a", "an", "and", "of", "another", "along", "together", "as", "well")
        ]
        return not any(w in STOP or w in toll_words().verbs for w in inner) and "with" not in words[:1] and not self.owned(index)

    def adjacent(self, harm: Harm) -> int | None:
        """Index of the phrase directly before a predicate ("50 others injured")."""
        best = None
        for i, phrase in enumerate(self.people):
            if phrase.end > harm.start:
                break
            best = i
        if best is None or not self.fits(self.people[best], replace(harm, aux="x")):
            return None
        if harm.strict and self.people[best].kind == "bare" and _NOUN_AHEAD.match(self.text, harm.end):
            return None
        return best if _ADJACENT.fullmatch(self.text[self.reach(best) : harm.start]) else None

    def subject_of(self, harm: Harm) -> int | None:
        """Index of the phrase that is the subject of a passive or intransitive predicate."""
        for i in range(len(self.people) - 1, -1, -1):
            phrase = self.people[i]
            if phrase.end > harm.clause:
                continue
            gap = self.text[phrase.end : harm.clause]
            if len(gap) > MAX_SUBJECT_GAP:
                return None
            trimmed = gap[match.end() :] if (match := _RELATIVE.match(gap)) else gap
            if _BOUNDARY.search(trimmed) or _FINITE.search(trimmed) or _NEW_SUBJECT.search(trimmed):
                return None
            before = self.text[max(0, phrase.start - 30) : phrase.start]
            if (
                _PREPOSITION.search(before)
                or _OF_BEFORE.search(before)
                or INCLUDING.search(before)
                or self.apposed(i)
                or self.aside(phrase)
            ):
                continue
            if not self.fits(phrase, harm) or not self.agrees(phrase, harm, trimmed):
                return None
            if phrase.kind == "bare" and not re.fullmatch(r"\s*(?:\w+ly\s+|of\s+\w+\s+)?", gap):
                return None
            if i in self.used and self.used[i].reach == "object" and self.used[i].end <= phrase.start and not match:
                return None
            return i
        return None

    def aside(self, phrase: Phrase) -> bool:
        """Tell whether a phrase stands between dashes."""
        return any(start <= phrase.start and phrase.end <= end for start, end in self.inserted)

    def apposed(self, index: int) -> bool:
        """Tell whether a phrase stands in dashes or brackets after another ("12 people - 8 civilians and 4 soldiers -")."""
        first = self.people[index].start
        for i in range(index - 1, -1, -1):
            gap = self.text[self.people[i].end : first]
            if re.fullmatch(r"\s*(?:\s[-–—]{1,2}|[–—(:])\s*", gap):
                return True
            if not LIST_GAP.fullmatch(gap):
                return False
            first = self.people[i].start
        return False

    def agrees(self, phrase: Phrase, harm: Harm, gap: str) -> bool:
        """Number agreement of subject and auxiliary: "was" takes one, "were" several or a list."""
        one = phrase.count.best == 1
        joined = re.search(r"\band\b", gap) is not None
        if harm.aux in ("was", "is", "has"):
            return (
                one
                or (phrase.head or "").lower() in ("family", "crew", "couple")
                or (phrase.kind == "person" and not joined and len(gap) < 4)
            )
        if harm.aux in ("were", "are", "have") and one:
            return joined or self.listed_before(phrase) or (phrase.head or "").lower() in ("family", "couple")
        return not (joined and harm.aux == "" and not one and _FINITE.search(gap))

    def listed_before(self, phrase: Phrase) -> bool:
        before = self.text[max(0, phrase.start - 12) : phrase.start]
        return re.search(r"\b(?:and|or|nor|plus)\s+(?:another\s+)?$|\bas\s+well\s+as\s+$", before) is not None

    def back_chain(self, index: int, harm: Harm) -> None:
        """Take what stands in the list before a subject: "16 herders and 25 conscripts were killed"."""
        first = self.people[index].start
        for i in range(index - 1, -1, -1):
            phrase = self.people[i]
            if self.aside(phrase):
                continue
            gap = _INSERTED.sub(" ", self.text[min(self.reach(i), first) : first])
            if i in self.used or phrase.kind == "bare" or not self.fits(phrase, harm) or not LIST_GAP.fullmatch(gap):
                break
            before = self.text[max(0, phrase.start - 30) : phrase.start]
            if _PREPOSITION.search(before) or _OF_BEFORE.search(before) or INCLUDING.search(before):
                break
            self.take(i, harm)
            first = phrase.start

    # ---- one method a reach

    def read(self) -> list[Draft]:
        for harm in self.harms:
            if harm.reach in ("object", "of", "participle") and (index := self.object_of(harm)) is not None:
                if harm.reach == "participle" and self.reduced(harm):
                    continue
                if index not in self.used:
                    self.take(index, harm)
        for harm in self.harms:
            if harm.reach in ("participle", "state"):
                self.read_adjacent(harm)
            elif harm.reach == "subject":
                self.read_subject(harm)
            elif harm.reach == "count":
                self.read_count(harm)
        for index, harm in sorted(self.used.items()):
            if harm.reach in ("object", "of", "participle") and self.people[index].start >= harm.end:
                self.chain(index, harm)
        self.read_around()
        self.read_lost()
        return self.drafts

    def reduced(self, harm: Harm) -> bool:
        """Tell whether a participle with people on both sides belongs to those before it ("12 people killed, 5 wounded")."""
        index = self.adjacent(harm)
        return index is not None and "," in self.text[harm.end : harm.end + 3]

    def read_adjacent(self, harm: Harm) -> None:
        if any(h == harm for h in self.used.values()):
            return
        index = self.adjacent(harm)
        if index is None:
            if harm.reach == "state" and re.search(r"\b(?:was|were|been|be|is|are)\s+(?:\w+\s+)?$", self.text[: harm.start]):
                self.read_subject(replace(harm, aux="were" if re.search(r"\bwere\s+(?:\w+\s+)?$", self.text[: harm.start]) else ""))
            return
        phrase = self.people[index]
        if index in self.used and not (harm.reach == "participle" and self.used[index].kind != harm.kind):
            return
        if harm.reach == "participle" and phrase.count.best == 1 and phrase.article and not self.headline(harm):
            return
        self.take(index, harm, end=harm.end if phrase.kind == "bare" else None)
        if (
            phrase.kind == "bare"
            and (noun := _NEXT_WORD.match(self.text, harm.end))
            and (known := toll_words().people.get(noun[1].lower()))
        ):
            self.drafts[-1] = replace(self.drafts[-1], end=noun.end(), category=known.category)
        self.back_chain(index, harm)

    def headline(self, harm: Harm) -> bool:
        """Tell whether a bare participle after one person ends a clause or leads to a place ("a policeman killed in ...")."""
        return re.match(r"\s*(?:$|[.,;)]|(?:in|by|near|at|on|during|when|while|after|and)\b)", self.text[harm.end :]) is not None

    def read_subject(self, harm: Harm) -> None:
        index = self.subject_of(harm)
        if index is None or (index in self.used and self.used[index].kind == harm.kind):
            return
        if index in self.used and self.used[index].reach not in ("subject", "participle", "object"):
            return
        self.take(index, harm)
        self.back_chain(index, harm)

    def read_count(self, harm: Harm) -> None:
        for i, phrase in enumerate(self.people):
            inside = phrase.start < harm.start and phrase.end >= harm.start
            if i not in self.used and (inside or (phrase.end <= harm.start and _ADJACENT.fullmatch(self.text[phrase.end : harm.start]))):
                vague = phrase.count.best is None and phrase.count.low is None
                if phrase.kind in ("thing", "speaker") or (vague and _REMAINS.search(self.text[harm.start : harm.end])):
                    continue
                self.take(i, harm, end=harm.end)
                return

    def read_around(self) -> None:
        """Take the people inside "took 12 villagers hostage" and "left 12 soldiers dead"."""
        for match in _TOOK.finditer(self.text) if not _TOOK_WORDS.isdisjoint(words_in(self.text)) else ():
            for i, phrase in enumerate(self.people):
                if i in self.used or phrase.start < match.end() or not _OBJECT_GAP.fullmatch(self.text[match.end() : phrase.start]):
                    continue
                tail = _CAPTIVE.match(self.text, phrase.end)
                noun = (phrase.head or "").lower()
                what = tail.group(1).lower() if tail else noun
                if what.startswith(("hostage", "prisoner", "captive")):
                    kind: TollKind = "abducted" if what.startswith("hostage") else "captured"
                    self.take(i, Harm(match.start(), match.end(), kind, "object", clause=match.start()))

    def read_lost(self) -> None:
        """Take the people of "lost 35 fighters"; their side is the subject."""
        for match in _LOST.finditer(self.text) if not _LOST_WORDS.isdisjoint(words_in(self.text)) else ():
            harm = Harm(match.start(), match.end(), "killed", "object", True, clause=match.start())
            index = self.object_of(harm)
            if index is None or index in self.used or self.people[index].kind != "person":
                continue
            before = len(self.drafts)
            self.take(index, harm)
            self.chain(index, harm)
            side = loser(self.text, match.start())
            self.drafts[before:] = [replace(d, side=side or d.side) for d in self.drafts[before:]]
