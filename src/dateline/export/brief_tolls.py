"""The sentences of a brief about numbers: people harmed, with who gives which number, equipment lost, numbers that were corrected."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.data.equipment import equipment
from dateline.data.toll_words import PersonNoun, plural_of, toll_words
from dateline.export.brief_language import listed, named, upper_first
from dateline.export.brief_records import Member, Phrase, Sentence
from dateline.export.brief_voices import Bundle, Count, Said, Voice, refs, speakers, subject, voice, voices_of
from dateline.records import Loss, Toll

FATES = {
    "killed": "killed", "wounded": "wounded", "captured": "captured", "missing": "missing", "abducted": "abducted", "freed": "freed",
    "displaced": "displaced", "casualties": "killed or wounded",
}  # fmt: skip
_MODIFIERS = {
    "at_least": "at least {}", "more_than": "more than {}", "about": "about {}", "nearly": "nearly {}", "up_to": "up to {}",
}  # fmt: skip
_EFFECTS = {"destroyed": "destroyed", "damaged": "damaged", "captured": "captured", "engaged": "hit", "suppressed": "suppressed"}
_PEOPLE = {"civilian": "civilian", "combatant": "fighter"}
_DIGITS = re.compile(r"\d")


Standings = Mapping[tuple[str, str, str, str], str]
"""Whether a count stands beside the others, by event id, sighting, toll and speaker; one that is not listed stands."""

REPLACED = {"superseded": "since replaced", "corrected": "since corrected", "withdrawn": "since withdrawn"}
"""Standings of counts that no longer hold, in words."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number in one account, with who gives it and the numbers that are part of it."""

    kind: str
    key: str  # whose they are: numbers under one key compete
    count: str
    who: str
    one: bool
    voices: tuple[Voice, ...]
    parts: tuple[str, ...]
    standing: str = "stands"


def agreed(bundle: Bundle, standings: Standings) -> Iterator[Said]:
    """Yield the numbers of people harmed that no other number of the same people competes with."""
    for kind, merged in _given(bundle, standings):
        if len(merged) == 1:
            figure = merged[0]
            befell = f"{'was' if figure.one else 'were'} {FATES[kind]}"
            yield Said(figure.voices, f"{_words(figure)} {befell}{_including(figure)}")


def competing(bundle: Bundle, standings: Standings, count: Count) -> Iterator[Sentence]:
    """Yield the numbers of people harmed that differ, each with who gives it; a speaker's own different numbers are called that."""
    for kind, merged in _given(bundle, standings):
        if len(merged) < 2:
            continue
        who = {speakers(figure.voices) for figure in merged}
        if len(who) == 1:
            start = f"{upper_first(listed(who.pop()))} gave different numbers of {FATES[kind]}: "
            texts = [_words(figure) + _including(figure) for figure in merged]
        else:
            start = f"Numbers of {FATES[kind]} differ. "
            texts = [f"{subject(figure.voices, count)}: {_words(figure)}{_including(figure)}" for figure in merged]
        yield _listing(start, texts, merged)


def replaced(bundle: Bundle, standings: Standings, count: Count) -> Iterator[Sentence]:
    """Yield the numbers that no longer hold: those that a later count of the same people replaced, corrected or withdrew."""
    gone: dict[str, dict[tuple[str, str, str], list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in _figures(bundle, standings):
        if figure.standing in REPLACED:
            gone[figure.kind][figure.key, figure.count, figure.standing].append(figure)
    for kind, by_number in gone.items():
        figures = [_merged(same) for same in by_number.values()]
        texts = [f"{subject(f.voices, count)}: {_words(f)}{_including(f)} ({REPLACED[f.standing]})" for f in figures]
        yield _listing(f"Numbers of {FATES[kind]} were revised. ", texts, figures)


def _listing(start: str, texts: Sequence[str], figures: Sequence[Figure]) -> Sentence:
    first = start + (upper_first(texts[0]) if start.endswith(". ") else texts[0])
    given = zip((first, *texts[1:]), figures, strict=True)
    return Sentence(tuple(Phrase(text, refs(figure.voices)) for text, figure in given))


def differing(bundle: Bundle, standings: Standings) -> bool:
    """Tell whether different speakers give different numbers of the same people."""
    return any(len({speakers(figure.voices) for figure in merged}) > 1 for _, merged in _given(bundle, standings))


def _given(bundle: Bundle, standings: Standings) -> Iterator[tuple[str, list[Figure]]]:
    """Yield what befell people, and the numbers that hold of the same people, equal ones in one."""
    by_people: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in _figures(bundle, standings):
        if figure.standing not in REPLACED:
            by_people[figure.kind, figure.key].append(figure)
    for (kind, _), figures in by_people.items():
        numbers: dict[str, list[Figure]] = defaultdict(list)
        for figure in figures:
            numbers[figure.count].append(figure)
        yield kind, [_merged(same) for same in numbers.values()]


def _merged(same: Sequence[Figure]) -> Figure:
    """Return equal numbers as one, of the people as told most exactly."""
    told = max(same, key=lambda figure: (figure.who not in ("people", "person"), len(figure.who)))
    voices = tuple(dict.fromkeys(one for figure in same for one in figure.voices))
    parts = tuple(dict.fromkeys(part for figure in same for part in figure.parts))
    return Figure(told.kind, told.key, told.count, told.who, told.one, voices, parts, told.standing)


def _words(figure: Figure) -> str:
    return f"{figure.count} {figure.who}".strip()


def _including(figure: Figure) -> str:
    return f", including {listed(figure.parts)}" if figure.parts else ""


def _figures(bundle: Bundle, standings: Standings) -> Iterator[Figure]:
    """Yield every number of every account, for each standing that its speakers' counts have."""
    for member in bundle.members:
        kept = {t.id: t for t in member.event.tolls if not t.superseded and member.claims(t.id)}
        for toll in kept.values():
            if toll.part_of in kept and _speakers(member, toll.id) & _speakers(member, toll.part_of or ""):
                continue
            inside = [t for t in kept.values() if t.part_of == toll.id and _speakers(member, t.id) & _speakers(member, toll.id)]
            parts = tuple(f"{count_words(member, t)} {_people(t, side=False)}".strip() for t in inside)
            within = [member.ref(claim) for t in inside for claim in member.claims(t.id)]
            for standing, voices in _by_standing(member, toll, standings).items():
                told = (*voices, *(voices[0]._replace(ref=ref) for ref in within))
                count = count_words(member, toll)
                yield Figure(toll.kind, _key(toll), count, _people(toll), _single(toll), tuple(dict.fromkeys(told)), parts, standing)


def _by_standing(member: Member, toll: Toll, standings: Standings) -> dict[str, list[Voice]]:
    found: dict[str, list[Voice]] = defaultdict(list)
    for claim in member.claims(toll.id):
        found[standings.get((member.id, member.sighting, toll.id, member.speaker(claim)), "stands")].append(voice(member, claim))
    merged: dict[str, list[Voice]] = {}
    for standing, voices in found.items():
        merged.setdefault(standing if standing in REPLACED else "stands", []).extend(voices)
    return merged


def _speakers(member: Member, target: str) -> set[str]:
    return set(speakers(voices_of(member, target)))


def _key(toll: Toll) -> str:
    side = "" if toll.category == "civilian" else toll.side or ""
    return f"{toll.subgroup or ''}|{side}"


def count_words(member: Member, toll: Toll) -> str:
    """Return a count in words: "at least 30", "10 to 15"; one that names no number in the report's own words."""
    count = toll.count
    if count.modifier == "range" and count.low is not None and count.high is not None:
        return f"{count.low:,}" if count.low == count.high else f"{count.low:,} to {count.high:,}"
    value = next((n for n in (count.best, count.low, count.high) if n is not None), None)
    if _is_vague(toll) or value is None:
        return f"“{' '.join(toll.span.of(member.report.page.document).split())}”"
    return _MODIFIERS.get(count.modifier, "{}").format(f"{value:,}")


def _is_vague(toll: Toll) -> bool:
    return toll.count.modifier == "unquantified" or all(n is None for n in (toll.count.low, toll.count.best, toll.count.high))


def _single(toll: Toll) -> bool:
    return toll.count.modifier not in ("range", "unquantified") and 1 in (toll.count.best, toll.count.low) and toll.count.high in (1, None)


def _people(toll: Toll, *, side: bool = True) -> str:
    """Return who was harmed: "people", "civilians", "commanders of the Red Valley Front"."""
    one = _single(toll)
    who = ""
    if _is_vague(toll):
        pass
    elif toll.subgroup and not _DIGITS.search(toll.subgroup):
        *before, last = toll.subgroup.split()
        noun = toll_words().people.get(last.casefold())
        if noun is not None and one and noun.plural and not noun.singular:
            last = noun.lemma
        elif noun is not None and not one and noun.singular and not noun.plural:
            last = _plural(noun)
        who = " ".join((*before, last))
    else:
        kind = _PEOPLE.get(toll.category, "person")
        who = kind if one else "people" if kind == "person" else plural_of(kind)
    whose = toll.side if side and toll.side and toll.category != "civilian" else None
    if whose is None or named(whose) in ("civilians", who):
        return who
    if who == "fighters" and named(whose)[0].islower() and " " not in named(whose) and named(whose).endswith(("s", "men", "people")):
        return named(whose)  # "9 soldiers", not "9 fighters of soldiers"
    return f"{who} of {named(whose)}".strip()


def _plural(noun: PersonNoun) -> str:
    """Return the plural that the word list has of a noun for people, else the regular one."""
    forms = (form for form, one in toll_words().people.items() if one.lemma == noun.lemma and one.plural and not one.singular)
    return next(forms, plural_of(noun.lemma))


def losses(bundle: Bundle) -> Iterator[Said]:
    """Yield equipment and buildings lost, all that one speaker names together."""
    lost: dict[str, list[tuple[str, Voice]]] = defaultdict(list)
    for member in bundle.members:
        for loss in member.event.losses:
            for one in voices_of(member, loss.id):
                lost[one.who].append((_loss(loss), one))
    for given in lost.values():
        yield Said(tuple(one for _, one in given), f"losses included {listed(text for text, _ in given)}")


def _loss(loss: Loss) -> str:
    things = equipment()
    *before, last = loss.item.split() or [""]
    if loss.count != 1 and last not in things.mass and last not in things.plurals:
        last = next((many for many, single in things.plurals.items() if single == last), plural_of(last))
    items = " ".join((*before, last))
    whose = f" of {named(loss.side)}" if loss.side else ""
    return f"{items if loss.count is None else f'{loss.count} {items}'}{whose} {_EFFECTS[loss.effect]}"


def corrections(bundle: Bundle) -> Iterator[Sentence]:
    """Yield numbers that a report calls earlier ones, with what it puts in their place."""
    for member in bundle.members:
        event = member.event
        for toll in (t for t in event.tolls if t.superseded):
            claims = member.claims(toll.id) or member.claims(toll.id, polarity="-")
            if not claims:
                continue
            voices = [voice(member, claim) for claim in claims]
            newer = [t for t in event.tolls if not t.superseded and t.kind == toll.kind and t.part_of is None and member.claims(t.id)]
            old = f"{listed(speakers(voices))} gave an earlier number of {FATES[toll.kind]}: {count_words(member, toll)}"
            phrases = [Phrase(upper_first(old), refs(voices))]
            for one in newer[:1]:
                now = f"the number now given is {count_words(member, one)}"
                phrases.append(Phrase(now, refs(voices_of(member, one.id))))
            yield Sentence(tuple(phrases))
