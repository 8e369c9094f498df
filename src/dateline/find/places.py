"""Find place names and place phrases, with the level, relation and containing places that the words give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.data.countries import load_countries
from dateline.data.place_words import PlaceWords, load_place_words
from dateline.data.triggers import load_triggers
from dateline.data.words import is_common
from dateline.find.anaphora import point_back
from dateline.find.names import country_named, country_of_demonym, name_runs, possessive, strip_possessive
from dateline.find.place_gaps import (
    BETWEEN,
    BORDER_WITH,
    BOTH,
    CHAIN,
    COMMA_IN,
    ENDS_IN_AND,
    JOINED_ON,
    LIST_GAP,
    NEAR_GAP,
    OFFSET,
    SIDE,
    WAY_TO,
    WITHIN_GAP,
)
from dateline.find.setting import Setting
from dateline.find.tokens import Tokens
from dateline.records import ActorMention, PlaceIndex, PlaceMention, Relation, Sentence, Span, TriggerMention

_DETERMINERS = frozenset("the a an its their this that same nearby another two three four five several".split())
_ORGANISATION = frozenset(
    "front army brigade brigades battalion division party movement agency observatory organization organisation committee union council "
    "ministry group groups force forces corps command police guard guards operation treaty plan protocol act code news television radio "
    "times post newspaper press court congress parliament senate assembly church association federation confederation institute foundation "
    "commission office bureau department_of secretariat team unit network league coalition alliance government regime administration rights "
    "war doctrine resolution convention bank company corporation club cup day week islam christian muslim shia shiite sunni kurd kurds arab "
    "english spanish french arabic russian internet facebook twitter god allah embassy_of jihad christmas easter ramadan eid board watch".split()
)
_PERSON_NEXT = frozenset("said told says added stated announced claimed who whom warned noted explained".split())
_ADJECTIVES = frozenset(
    "neighbouring neighboring adjacent adjoining restive rural troubled war-torn volatile besieged nearby strategic northern key large small "
    "main ancient contested border coastal disputed remote".split()
)
_NOT_TOWARDS = frozenset("loyal allied opposed according thanks similar attributed belonging".split())
_ACRONYM = 5
_LINKS = frozenset(
    "and or but in on by to from of took take takes entered enter hit with for as than over his her its their all both".split()
)
_AIMED = frozenset("attack strike bombard bombing air impact landing".split())
_WAYS = frozenset("road highway route border crossing midway area line railway front frontline located lying pass".split())
_UNITS = frozenset("km kms kilometers kilometres kilometer kilometre miles mile meters metres".split())
_SUBURB = frozenset("suburb suburbs village villages town towns city cities".split())
_INTO = frozenset("on to towards toward into at up".split())
_HELD = frozenset(
    "held controlled backed led allied dominated majority run supported based linked occupied populated era style trained".split()
)
_RELATIONS = (("road to", WAY_TO), ("border with", BORDER_WITH))
_WITHOUT_RELATION = frozenset({"between", "road to", "border with"})
_SETTLEMENT = frozenset({"village", "town", "city", None})


@dataclass(slots=True)
class _Found:
    """A candidate while its sentence is scanned; token range first..last covers the whole phrase, name tokens name_first..name_last."""

    first: int
    last: int
    name: str
    level: str | None
    relation: Relation
    known: bool
    offset: str | None = None
    group: int | None = None


def find_places(
    sentences: Sequence[Sentence],
    tokens: Sequence[Tokens],
    actors: Sequence[ActorMention],
    triggers: Sequence[TriggerMention],
    index: PlaceIndex,
    setting: Setting,
) -> tuple[PlaceMention, ...]:
    """Return the place mentions in text order; names that belong to actors are left out.

    A later "the city" or "the area" takes the name of the latest place of that kind, or of the first one if none came before.
    """
    words = load_place_words()
    by_sentence: dict[int, list[ActorMention]] = {}
    for actor in actors:
        by_sentence.setdefault(actor.sentence, []).append(actor)
    takes: dict[int, list[TriggerMention]] = {}
    strikes: dict[int, list[TriggerMention]] = {}
    senses = load_triggers().senses
    for trigger in triggers:
        if trigger.lemma == "recover":
            continue  # goods and bodies are recovered more often than towns
        if senses[trigger.sense].needs in ("place", "place_object"):
            takes.setdefault(trigger.sentence, []).append(trigger)
        elif trigger.form == "verb_active" and trigger.sense in _AIMED:
            strikes.setdefault(trigger.sentence, []).append(trigger)
    persons = frozenset(actor.name.split()[-1].lower() for actor in actors if actor.person)
    found: list[PlaceMention] = []
    groups = 0
    for sentence, words_of in zip(sentences, tokens, strict=True):
        scan = _Scan(
            sentence,
            words_of,
            by_sentence.get(sentence.index, []),
            takes.get(sentence.index, []),
            strikes.get(sentence.index, []),
            index,
            words,
            persons,
        )
        mentions, groups = scan.run(groups)
        head = load_countries().by_name(sentence.header) if sentence.header else None
        found += [_under(head.name, place) for place in mentions] if head is not None else mentions
    return point_back(tuple(found), sentences, setting, words)


def _under(country: str, place: PlaceMention) -> PlaceMention:
    """Put a place of a list in the country of its heading, where its own words name none."""
    told = place.level == "country" or any(load_countries().by_name(name) for name in place.within)
    return place if told else replace(place, within=(*place.within, country))


class _Scan:
    """The search of one sentence."""

    def __init__(
        self,
        sentence: Sentence,
        tokens: Tokens,
        actors: Sequence[ActorMention],
        takes: Sequence[TriggerMention],
        strikes: Sequence[TriggerMention],
        index: PlaceIndex,
        words: PlaceWords,
        persons: frozenset[str],
    ) -> None:
        self.persons = persons
        self.sentence, self.tokens, self.index, self.words = sentence, tokens, index, words
        blocked: set[int] = set()
        for actor in actors:
            first, last = tokens.inside(actor.span)
            blocked.update(range(first, last))
        self.blocked = frozenset(blocked)
        self.split_at: set[int] = set()
        self.take_ends = {tokens.inside(t.span)[1] for t in takes}
        self.strike_ends = {tokens.inside(t.span)[1] for t in strikes}

    def run(self, groups: int) -> tuple[list[PlaceMention], int]:
        runs: list[tuple[int, int]] = []
        for first, last in name_runs(self.tokens, self.blocked):
            runs += self._split(first, last)
        found: list[_Found] = []
        for first, last in runs:
            candidate = self._candidate(first, last, found)
            if candidate is not None:
                found.append(candidate)
        found += self._numbered(found)
        found += self._listed_sites(found)
        found.sort(key=lambda f: f.first)
        return self._finish(found, groups)

    # -- candidates

    def _split(self, first: int, last: int) -> list[tuple[int, int]]:
        """Split a run that lost its commas ("villages of A-B C D and E") where its parts are known places."""
        if last - first < 3 or self.index.known(self._text(first, last)):
            return [(first, last)]
        if "," in self.tokens.words:
            return [(first, last)]  # a writer who sets commas would have set one inside a list
        opener = self.tokens.lowers[first - 2 : first]
        if not (len(opener) == 2 and opener[1] == "of" and opener[0].endswith("s") and opener[0] in self.words.level_of):
            return [(first, last)]
        for cut in range(first + 1, last):
            if (
                self.index.known(self._text(first, cut))
                or (self.index.known(self._text(cut, last)) and last - cut > 1)
                or "-" in self.tokens.words[cut - 1]
            ):
                self.split_at.add(cut)
                return [(first, cut), *self._split(cut, last)]
        return [(first, last)]

    def _text(self, first: int, last: int) -> str:
        text = self.sentence.text[self.tokens.starts[first] : self.tokens.ends[last - 1]]
        if text.endswith("s") and text[-2] not in "'’" and len(text) > 4 and not self.index.known(text) and self.index.known(text[:-1]):
            return text[:-1]  # "Mosuls suburbs": the apostrophe is lost
        if possessive(self.tokens, last - 1):
            stripped = strip_possessive(text)
            return stripped if stripped != text else text[:-1]
        return text

    def _candidate(self, first: int, last: int, found: Sequence[_Found]) -> _Found | None:
        level, end, keep = self._level_after(first, last)
        before_level, start, opener = self._level_before(first)
        name = self._text(first, end if keep else last)
        known = self.index.known(name) or self.index.known(self._text(first, last))
        if level is None:
            level = before_level
        if level is None and last - first > 1:
            level = self.words.prefix_of.get(self.tokens.lowers[first])
        country = country_named(self._text(first, last))
        if country is not None and end == last:
            part = before_level == "area" and start < first  # "southern X"
            level, known = ("area" if part else "country"), True
        preposition, position = self._preposition(start)
        if not self._accept(first, last, end, name, known, level, preposition, position, opener, country is not None, found):
            return None
        offset = self._offset(position + 1 if preposition else start) or self._offset(start)
        relation = self._relation(preposition, offset, position)
        if preposition == "to" and position > 0 and lowers_before(self.tokens, position) in _NOT_TOWARDS:
            return None  # "loyal to Damascus": a government, no place
        if level == "area" and start < first:
            name = self._text(start, end)
        return _Found(start if level and start < first else first, end, name, level, relation, known, offset)

    def _level_after(self, first: int, last: int) -> tuple[str | None, int, bool]:
        """Read "X province", "Rumi gas fields": level, end of the phrase, and whether the noun belongs to the name."""
        if possessive(self.tokens, last - 1):
            return None, last, False
        if last - first > 1 and self.tokens.lowers[last - 1] in self.words.level_of:  # "Signal Hill", "Nairobi Airport"
            level = self.words.level_of[self.tokens.lowers[last - 1]]
            return level, last, level not in ("admin1", "admin2", "city", "town", "village")
        end = last
        while end < len(self.tokens) and end - last < 3 and self.tokens.lowers[end] in self.words.inner:
            end += 1
        if end < len(self.tokens) and self.tokens.lowers[end] in self.words.level_of and end not in self.blocked:
            level = self.words.level_of[self.tokens.lowers[end]]
            plural_people = self.tokens.lowers[end] in ("state", "states", "front", "post", "field", "block", "square")
            if plural_people and end == last and not self.index.known(self._text(first, last)):
                return None, last, False
            bare = end == last and level in ("admin1", "admin2", "village", "town", "city", "neighbourhood")
            return level, end + 1, not bare
        return None, last, False

    def _level_before(self, first: int) -> tuple[str | None, int, bool]:
        """Read "the villages of X", "northeastern countryside of X", "northern X": level, start of the phrase, whether it opens with a level noun."""
        lowers = self.tokens.lowers
        if first >= 2 and lowers[first - 1] == "of" and lowers[first - 2] in self.words.level_of:
            level = self.words.level_of[lowers[first - 2]]
            start = first
            if level in ("site", "neighbourhood") and (self.known_from(first) or (first > 2 and self.tokens.is_name(first - 3))):
                return None, first, True  # "the market of X", "the N quarter of X": X itself is the town
            if level == "area":
                start = first - 2
                while start > 0 and (lowers[start - 1] in self.words.direction_adjectives or lowers[start - 1] in ("rural", "outer")):
                    start -= 1
            return level, start, True
        if first >= 2 and lowers[first - 1] == "of" and lowers[first - 2] in self.words.direction_nouns:
            return None, first, True
        if first >= 1 and lowers[first - 1] in self.words.direction_adjectives:
            return "area" if lowers[first - 1] not in ("greater", "downtown", "inner") else None, first - 1, True
        if first >= 1 and lowers[first - 1] in ("village", "town", "city"):
            return self.words.level_of[lowers[first - 1]], first, True
        return None, first, False

    def known_from(self, first: int) -> bool:
        """Tell whether the index knows the name that begins at a token."""
        last = first
        while last < len(self.tokens) and self.tokens.is_name(last):
            last += 1
        return last > first and self.index.known(self._text(first, last))

    def _preposition(self, start: int) -> tuple[str | None, int]:
        """Walk back over determiners, adjectives and "village of" to the preposition that governs the phrase."""
        lowers = self.tokens.lowers
        back = start - 1
        steps = 0
        while back >= 0 and steps < 7:
            word = lowers[back]
            if word in self.words.relation_of and word != "of":
                return word, back
            if word == "of":
                previous = lowers[back - 1] if back else ""
                if (
                    previous in self.words.level_of
                    or previous in self.words.direction_nouns
                    or previous in ("part", "parts", "outskirts", "rest", "most")
                ):
                    back -= 2
                    steps += 1
                    continue
                return "of", back
            passable = word in _DETERMINERS or word in _ADJECTIVES or word in self.words.direction_adjectives or "-" in word
            passable = (
                passable or country_of_demonym(word) is not None or word in self.words.level_of or (back in self.blocked and "-" in word)
            )
            if not passable:
                return None, back
            back -= 1
            steps += 1
        return None, back

    def _accept(
        self, first: int, last: int, end: int, name: str, known: bool, level: str | None, preposition: str | None, position: int, opener: bool, country: bool,
        found: Sequence[_Found],
    ) -> bool:  # fmt: skip
        lowers = self.tokens.lowers
        following = lowers[end] if end < len(self.tokens) else ""
        if lowers[last - 1] in _ORGANISATION or lowers[first] == "operation" or any(lowers[i] in _ORGANISATION for i in range(first, last)):
            return False
        if last - first == 1 and country_of_demonym(lowers[first]) is not None and not known:
            return False
        if last - first == 1 and ((country_of_demonym(lowers[first]) is not None and end > last) or lowers[first] in self.words.level_of):
            return False
        noun = lowers[end - 1]
        if (
            end > last
            and following == "of"
            and (noun in _SUBURB or (level in ("admin1", "neighbourhood") and country_of_demonym(lowers[last - 1]) is not None))
        ):
            return False  # "Syrian town of X": the words before are a modifier
        if last - first == 1 and (len(name) < 3 or (lowers[first] in self.persons and level is None)):
            return False
        word = self.tokens.words[first]
        if last - first == 1 and not country and level is None and word.isupper() and len(word) <= _ACRONYM:
            return False  # "BMP", "NGO": short forms are seldom places
        parts = lowers[first].split("-")
        if len(parts) > 1 and parts[0] in ("counter", "anti", "pro", "post", "pre", "non", "ex"):
            return False
        if last - first == 1 and len(parts) > 1 and (parts[-1] in _HELD or all(country_of_demonym(part) for part in parts)):
            return False  # "Kurdish-held", "Chadian-Sudanese": adjectives
        if following in _PERSON_NEXT and not level:
            return False
        if country:
            return self._at_border(first) or (
                preposition not in (None, "of", "by", "on", "to", "from")
                or level != "country"
                or self._country_as_place(first, end, preposition)
            )
        if (
            opener
            or (level is not None and end > last)
            or (level is not None and known)
            or first in self.take_ends
            or self._after(first, self.take_ends)
        ):
            return True
        if self._after(first, self.strike_ends) and lowers_before(self.tokens, first) not in (
            "a",
            "an",
        ):  # "shelled X": one word, or one that begins like a place name
            return known or (not is_common(self.tokens.words[first]) and (last - first == 1 or lowers[first] in self.words.openers))
        if self._continues(first, found):
            return known or not (is_common(self.tokens.words[first]) and last - first == 1)
        if level is not None and last - first > 1:
            return preposition is not None
        if (
            preposition in ("on", "of", "against")
            and self._of_event(position)
            and (last - first == 1 or lowers[first] in self.words.openers)
        ):
            return known or not is_common(self.tokens.words[first])
        if preposition == "between":
            return known or lowers_before(self.tokens, position) in _WAYS
        if preposition in (
            "in",
            "at",
            "near",
            "outside",
            "inside",
            "into",
            "across",
            "throughout",
            "towards",
            "toward",
            "around",
            "entering",
        ):
            return known or not (last - first == 1 and is_common(self.tokens.words[first]))
        return known and (preposition is not None or self._before_event(end))

    def _at_border(self, first: int) -> bool:
        return bool(BORDER_WITH.search(self.sentence.text[: self.tokens.starts[first]][-50:]))

    def _country_as_place(self, first: int, end: int, preposition: str | None) -> bool:
        if preposition in ("from", "to", "of", "on"):
            return True
        return first > 0 and self.tokens.words[first - 1] == ","

    def _after(self, first: int, ends: set[int]) -> bool:
        back = first - 1
        lowers = self.tokens.lowers
        while back >= 0 and (lowers[back] in _DETERMINERS or lowers[back] in _ADJECTIVES or lowers[back] in _INTO or "-" in lowers[back]):
            back -= 1
        return back + 1 in ends

    def _of_event(self, position: int) -> bool:
        """Read "the assault on X", "the shelling of X": what is attacked or taken is a place, unless it is a person."""
        forms = load_triggers().by_first.get(lowers_before(self.tokens, position), ())
        senses = load_triggers().senses
        return any(senses[f.sense].frame in ("attack", "take", "fall") and senses[f.sense].id not in ("shoot",) for f in forms)

    def _before_event(self, end: int) -> bool:
        """Read "the Aleppo attack", "Hama clashes" as places."""
        table = load_triggers().by_first
        return end < len(self.tokens) and self.tokens.lowers[end] in table

    def _continues(self, first: int, found: Sequence[_Found]) -> bool:
        if not found:
            return False
        gap = self.sentence.text[self.tokens.ends[found[-1].last - 1] : self.tokens.starts[first]]
        return bool(LIST_GAP.match(gap)) or first in self.split_at

    def _offset(self, start: int) -> str | None:
        text = self.sentence.text[: self.tokens.starts[start]] if start < len(self.tokens) else ""
        match = OFFSET.search(text[-70:]) or SIDE.search(text[-30:])
        if match:
            return match.group().strip()
        return next((words for words, pattern in _RELATIONS if pattern.search(text[-50:])), None)

    def _relation(self, preposition: str | None, offset: str | None, position: int) -> Relation:
        if offset == "border with" or (offset and offset not in _WITHOUT_RELATION):
            return "near"
        lowers = self.tokens.lowers
        if preposition is None:
            return "at"
        if preposition == "to" and position > 0 and lowers[position - 1] in ("close", "next", "adjacent"):
            return "near"
        if (
            preposition == "of"
            and position > 0
            and (lowers[position - 1] in self.words.direction_nouns or lowers[position - 1] == "outskirts")
        ):
            return "near"
        relation = self.words.relation_of[preposition]
        return relation if relation in ("near", "towards", "from") else "at"  # type: ignore[return-value]

    # -- phrases without a capital

    def _numbered(self, found: Sequence[_Found]) -> list[_Found]:
        """Read "student quarter 2", "sector 4": a level noun with a number is a name."""
        out: list[_Found] = []
        taken = {i for f in found for i in range(f.first, f.last)}
        lowers = self.tokens.lowers
        for i in range(len(self.tokens) - 1):
            noun = lowers[i]
            if noun not in self.words.level_of or not lowers[i + 1].isdigit() or i in taken or i in self.blocked:
                continue
            if noun in ("road", "route", "state", "post", "mine", "mines", "block") or (i + 2 < len(lowers) and lowers[i + 2] in _UNITS):
                continue
            first = i
            if i > 0 and i - 1 not in taken and i - 1 not in self.blocked and self._describes(i - 1):
                first = i - 1
            out.append(_Found(first, i + 2, self._text(first, i + 2), self.words.level_of[noun], "at", False))
        return out

    def _describes(self, i: int) -> bool:
        """Tell "industrial" in "industrial district 3" from a verb, article or preposition."""
        word = self.tokens.lowers[i]
        if not word.isalpha() or word in _DETERMINERS or word in self.words.relation_of or word in _LINKS:
            return False
        return not word.endswith(("ed", "ing", "ly"))

    def _listed_sites(self, found: Sequence[_Found]) -> list[_Found]:
        """Read "captured A, B and the stadium": a common noun for a site inside a list of taken places."""
        out: list[_Found] = []
        lowers = self.tokens.lowers
        for member in sorted(found, key=lambda f: f.first):
            position = member.last
            while position < len(self.tokens) and lowers[position] in (",", "and"):
                position += 1
            if position > member.last and position + 1 < len(self.tokens) and lowers[position] == "the":
                end = position + 1
                while end < len(self.tokens) and lowers[end] in self.words.inner:
                    end += 1
                if end < len(self.tokens) and self.words.level_of.get(lowers[end]) == "site" and self.take_ends:
                    out.append(_Found(position + 1, end + 1, self._text(position + 1, end + 1), "site", "at", False))
        return out

    # -- lists and containment

    def _finish(self, found: list[_Found], groups: int) -> tuple[list[PlaceMention], int]:
        text, tokens = self.sentence.text, self.tokens
        mentions: list[PlaceMention] = []
        previous: _Found | None = None
        for item in found:
            gap = text[tokens.ends[previous.last - 1] : tokens.starts[item.first]] if previous and previous.last <= item.first else None
            listed = gap is not None and (bool(LIST_GAP.match(gap)) or item.first in self.split_at)
            if previous is not None and gap is not None and listed and not self._contains(previous, item, gap):
                if previous.group is None:
                    groups += 1
                    previous.group = groups
                    mentions[-1] = replace(mentions[-1], group=groups)
                item.group = previous.group
                item.relation = previous.relation
                if item.level is None or (
                    previous.level in ("village", "town", "city") and item.name.split()[0].lower() in self.words.prefix_of
                ):
                    item.level = previous.level
            if item.group is not None and item.level in ("neighbourhood", "village", "town", "admin1", "admin2"):
                # "the A and B districts": the closing noun speaks for all
                mentions = [replace(m, level=item.level) if m.group == item.group and m.level is None else m for m in mentions]
            mentions.append(
                PlaceMention(
                    self._span(item), self.sentence.index, item.name, item.level, item.relation, (), item.offset, item.group, item.known
                )
            )
            previous = item
        return self._between(self._nest(mentions)), groups

    def _between(self, mentions: list[PlaceMention]) -> list[PlaceMention]:
        """Mark the two places of "between A and B"."""
        base, text = self.sentence.span.start, self.sentence.text
        for i in range(len(mentions) - 1):
            one, other = mentions[i], mentions[i + 1]
            before, gap = text[: one.span.start - base], text[one.span.end - base : other.span.start - base]
            if BETWEEN.search(before[-40:]) and BOTH.match(gap):
                mentions[i : i + 2] = [replace(m, offset="between", within=(), group=one.group) for m in (one, other)]
        return mentions

    def _span(self, item: _Found) -> Span:
        return self.tokens.span(item.first, item.last)

    def _contains(self, inner: _Found, outer: _Found, gap: str) -> bool:
        """Tell "Palmyra, Syria" from "Palmyra, Homs and Hama": the second is a country, a province, or one with a level noun."""
        if COMMA_IN.match(gap):
            return True
        if gap.strip() != ",":
            return False
        if outer.level in ("country", "admin1", "admin2") and inner.level != outer.level:
            return True
        kinds = self.index.lookup(outer.name, fuzzy=False, limit=1)
        within = self.index.lookup(inner.name, fuzzy=False, limit=1)
        larger = bool(kinds) and kinds[0].kind in ("country", "admin1") and not (within and within[0].kind in ("country", "admin1"))
        if larger and inner.level != "country":
            return True
        # "A, B" with nothing joined on is A in B; a list has more members or an "and"
        after = self.sentence.text[self.tokens.ends[outer.last - 1] :]
        if inner.group is None and self._ends_in_division(after):
            return True
        return inner.group is None and not JOINED_ON.match(after)

    def _ends_in_division(self, after: str) -> bool:
        """Tell "Salman, Ampatuan, Maguindanao", each inside the next, from "A, B, C and D": no "and", and a division or country at the end."""
        chain = CHAIN.match(after)
        if chain is None or ENDS_IN_AND.match(after[chain.end() :]):
            return False
        last = chain.group().rsplit(",", 1)[1].strip()
        kinds = self.index.lookup(last, fuzzy=False, limit=1)
        return bool(kinds) and kinds[0].kind in ("country", "admin1")

    def _nest(self, mentions: list[PlaceMention]) -> list[PlaceMention]:
        base, text = self.sentence.span.start, self.sentence.text
        for i in range(len(mentions) - 2, -1, -1):
            inner, outer = mentions[i], mentions[i + 1]
            if inner.span.overlaps(outer.span):
                continue
            if inner.group is not None and inner.group == outer.group:
                mentions[i] = replace(inner, within=outer.within)
                continue
            gap = text[inner.span.end - base : outer.span.start - base]
            if inner.level == "country" and outer.level != "country" and gap.strip(" ,"):
                continue
            if (WITHIN_GAP.match(gap) or NEAR_GAP.match(gap)) and gap.strip():
                mentions[i] = replace(inner, within=(outer.name, *outer.within))
            elif not gap.strip() and inner.level == "country":  # "Kenyas Garissa county"
                mentions[i + 1] = replace(outer, within=(*outer.within, inner.name))
        for i in range(1, len(mentions)):
            if mentions[i].level in ("neighbourhood", "site") and not mentions[i].within:
                towns = [m for m in mentions[:i] if m.level in _SETTLEMENT and m.group != mentions[i].group]
                if towns:
                    mentions[i] = replace(mentions[i], within=(towns[-1].name, *towns[-1].within))
            gap = text[mentions[i - 1].span.end - base : mentions[i].span.start - base]
            if gap in ("'s ", "’s ", " ") and not mentions[i].within:
                mentions[i] = replace(mentions[i], within=(mentions[i - 1].name, *mentions[i - 1].within))
        return mentions


def lowers_before(tokens: Tokens, position: int) -> str:
    """Return the word before a token, lower case, or "" at the start."""
    return tokens.lowers[position - 1] if position else ""
