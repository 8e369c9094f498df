"""Composes reports of about 600 words for the speed benchmark: own sentences, invented villages, no report twice.

About two thirds of the sentences tell an event; the rest are statements, agreements and weather. They are made to cost what real reports
cost (names that no index knows, lists of villages, tolls, nested attributions), not to be scored.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

SENTENCES = 29
_START = dt.date(2016, 1, 1)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ONSETS = ("Al-", "Tell ", "Kafr ", "Ain ", "Wadi ", "Umm ", "Novo", "Stara ", "San ", "Santa ", "Kala", "Bir ")
_SYLLABLES = ("bar", "dor", "qal", "mir", "zan", "tel", "hun", "rash", "vel", "sku", "lim", "yar", "pon", "gad", "shi", "tor", "nes", "wal")
_ENDINGS = ("a", "iya", "ovka", "eh", "in", "ado", "ar", "uz", "ine", "ak")
_REGIONS = (
    "northern Hama",
    "Deir ez-Zor province",
    "Aleppo province",
    "eastern Ghouta",
    "Nineveh province",
    "Kirkuk province",
    "Donetsk region",
    "Luhansk region",
    "Kharkiv region",
    "Antioquia",
    "Cauca department",
    "North Kivu",
    "Borno State",
    "Helmand province",
    "southern Idlib",
)
_FORCES = (
    "the Syrian Arab Army",
    "Islamic State militants",
    "Hay'at Tahrir al-Sham",
    "the Free Syrian Army",
    "the Syrian Democratic Forces",
    "Iraqi security forces",
    "Ukrainian troops",
    "Russian forces",
    "FARC guerrillas",
    "the Colombian army",
    "M23 rebels",
    "the Congolese army",
    "Boko Haram fighters",
    "the Nigerian army",
    "Taliban insurgents",
    "Afghan police",
    "pro-government militias",
    "tribal fighters",
)
_SPEAKERS = (
    "state media",
    "a military spokesman",
    "local activists",
    "a monitoring group",
    "residents",
    "a hospital official",
    "the interior ministry",
    "pro-opposition sources",
    "two security officials",
    "a rebel commander",
    "the group's news agency",
    "a provincial council member",
)
_WEAPONS = (
    "mortars",
    "rocket artillery",
    "a suicide car bomb",
    "anti-tank missiles",
    "barrel bombs",
    "a roadside bomb",
    "heavy machine guns",
    "drones",
)
_VEHICLES = (
    "three T-62 tanks",
    "an MT-LB carrier",
    "three pick-up trucks",
    "an armoured bulldozer",
    "one helicopter",
    "four Humvees",
    "an ammunition depot",
)
_CUES = ("said", "claimed", "reported", "added", "announced", "confirmed", "alleged", "told reporters")

_EVENTS = (
    "{speaker} {cue} that {force} captured the villages of {place}, {place2} and {place3} in {region} from {foe} on {day}.",
    "At least {n} fighters, including {m} commanders, were killed when {foe} ambushed a convoy of {force} near {place}, {speaker} {cue}.",
    "On {day}, {force} shelled the town of {place} with {weapon}, killing {m} civilians and wounding {n} others.",
    "{foe} repelled an attack by {force} on {place} and destroyed {vehicle}, according to {speaker}.",
    "Clashes between {force} and {foe} continued around {place} and {place2}, in {region}, for {m} days in a row.",
    "Warplanes carried out more than {n} air strikes on {place} early on {day}, {speaker} {cue}, but no casualties were reported.",
    "{force} lost {n} soldiers, {vehicle} and {vehicle2} in the failed push towards {place}, {speaker} {cue}.",
    "{foe} abducted {m} aid workers at a checkpoint {n} kilometers south-west of {place} and later freed one of them.",
    "A bomb went off in a crowded market of {place} on {day}, killing {n} people; nobody claimed responsibility.",
    "{speaker} denied that {force} had entered {place}, and {cue} that {foe} still held {place2}.",
    "{foe} arrested dozens of men in {place} after protesters threw stones at a police station, {speaker} {cue}.",
    "{force}, backed by {foe2}, advanced {m} kilometers into {region} and took control of a hill overlooking {place}.",
    "The bodies of {m} men were found in a mass grave outside {place}, {speaker} {cue} on {day}.",
    "{foe} fired {n} rockets at positions of {force} near {place}, wounding between {m} and {n} of them.",
)
_OTHERS = (
    "The two sides signed an agreement in the capital under which {foe} would leave {region} within {n} days.",
    "{speaker} {cue} that the true purpose of {force} is to cut the road between {place} and {place2}.",
    "About {n},000 people have left {region} since the spring, and most of them live in tents.",
    "{force} may storm {place} as soon as reinforcements arrive, {speaker} {cue}.",
    "The governor of {region} resigned on {day} after a vote of no confidence, {speaker} {cue}, and a council of {m} members took over.",
    "{place} lies on the main road to {place2} and was once known for its olive trees.",
    "Prices of bread and fuel have doubled in {region}, {speaker} {cue}.",
)


@dataclass(frozen=True, slots=True)
class Report:
    """One composed report, and how many of its sentences tell an event."""

    id: str
    title: str
    text: str
    published: dt.date
    sentences: int
    event_sentences: int

    def line(self) -> str:
        """Return the report as a line of JSON Lines, as `dateline code` reads it."""
        given = {"id": self.id, "title": self.title, "text": self.text, "outlet": "Bench Wire", "published": self.published.isoformat()}
        return json.dumps(given, ensure_ascii=False)


def _village(rng: random.Random) -> str:
    name = "".join(rng.sample(_SYLLABLES, 2)) + rng.choice(_ENDINGS)
    return f"{rng.choice(_ONSETS)}{name.capitalize()}" if rng.random() < 0.5 else name.capitalize()


def _sentence(rng: random.Random, template: str) -> str:
    force, foe, foe2 = rng.sample(_FORCES, 3)
    vehicle, vehicle2 = rng.sample(_VEHICLES, 2)
    made = template.format(
        force=force,
        foe=foe,
        foe2=foe2,
        vehicle=vehicle,
        vehicle2=vehicle2,
        place=_village(rng),
        place2=_village(rng),
        place3=_village(rng),
        region=rng.choice(_REGIONS),
        speaker=rng.choice(_SPEAKERS),
        cue=rng.choice(_CUES),
        weapon=rng.choice(_WEAPONS),
        day=rng.choice(_DAYS),
        n=rng.randint(12, 90),
        m=rng.randint(3, 11),
    )
    return made[0].upper() + made[1:]


def _report(number: int) -> Report:
    rng = random.Random(number)
    count = round(SENTENCES * 0.66) + rng.randint(0, 2)
    templates = [rng.choice(_EVENTS) for _ in range(count)] + [rng.choice(_OTHERS) for _ in range(SENTENCES - count)]
    rng.shuffle(templates)
    sentences = [_sentence(rng, template) for template in templates]
    paragraphs = [" ".join(sentences[i : i + 4]) for i in range(0, len(sentences), 4)]
    title = f"Fighting near {_village(rng)} and {_village(rng)}"
    published = _START + dt.timedelta(days=rng.randint(0, 3000))
    return Report(f"bench-{number}", title, f"{title}\n\n" + "\n\n".join(paragraphs) + "\n", published, SENTENCES, count)


def reports(count: int) -> Iterator[Report]:
    """Yield `count` reports; report n is always the same text, and no two are alike."""
    yield from map(_report, range(count))
