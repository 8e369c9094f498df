"""The sentences of the synthetic war: patterns of our own for each kind of incident, and the text that they are set into with all spans.

In a pattern, {A} is who acts, {T} on whom, {P} where, {D} when; [words|lemma] is the trigger. A pattern without {A} leaves the actor out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from dateline.records import Sentence, Span

EVENTS: dict[str, tuple[str, ...]] = {
    "clash": (
        "{A} and {T} [fought|fight] {P} {D}", "[clashes|clash] broke out between {A} and {T} {P} {D}",
        "{A} [attacked|attack] positions of {T} {P} {D}", "heavy [fighting|fighting] was reported {P} {D}", "{D}, gun [battles|battle] raged {P}",
    ),
    "shelling": (
        "{A} [shelled|shell] districts {P} {D}", "{D}, artillery of {A} [pounded|pound] the area {P}",
        "mortar rounds [hit|hit] homes {P} {D}", "{A} fired a [barrage|barrage] of rockets at targets {P} {D}",
        "[shelling|shelling] {P} {D} was blamed on {A}",
    ),
    "airstrike": (
        "warplanes of {A} [bombed|bomb] targets {P} {D}", "{D}, an [air strike|strike] by {A} hit a building {P}",
        "aircraft [struck|strike] {P} {D}", "a [drone strike|strike] {P} {D} was carried out by {A}", "{A} carried out [raids|raid] from the air {P} {D}",
    ),
    "bomb": (
        "a roadside [bomb|bomb] went off {P} {D}", "{D}, an explosive device [blew up|explode] {P}", "a car bomb [exploded|explode] {P} {D}",
        "a [blast|blast] shook the market {P} {D}", "a mine laid by {A} [detonated|detonate] {P} {D}",
    ),
    "suicide": (
        "a suicide bomber [blew himself up|explode] {P} {D}", "{D}, a suicide [attack|attack] by {A} hit a checkpoint {P}",
        "an attacker [detonated|detonate] a vest of explosives {P} {D}",
    ),
    "grenade": ("a hand [grenade|grenade] was thrown at a house {P} {D}", "unknown men [threw|throw] a grenade {P} {D}",
        "{D}, a grenade [went off|explode] {P}"),
    "chemical": ("shells with toxic gas [fell|fall] {P} {D}", "{A} used [chlorine|chlorine] {P} {D}", "{D}, a suspected [gas attack|attack] hit {P}"),
    "killing": (
        "{A} [shot dead|shoot] residents {P} {D}", "gunmen [opened fire|fire] on a car {P} {D}", "{D}, {A} [executed|execute] detainees {P}",
        "residents were [killed|kill] by {A} {P} {D}", "a [massacre|massacre] {P} {D} was laid to {A}",
    ),
    "abduction": ("{A} [abducted|abduct] several men {P} {D}", "armed men [kidnapped|kidnap] a teacher {P} {D}",
        "{D}, {A} [took|take] travellers from a bus {P}"),
    "arrest": ("{A} [arrested|arrest] several people {P} {D}", "{D}, {A} [detained|detain] young men in a sweep {P}",
        "a wave of [arrests|arrest] {P} {D} followed a search"),
    "protest": ("residents [demonstrated|demonstrate] {P} {D}", "{D}, hundreds [marched|march] {P}", "a [protest|protest] {P} {D} called for bread"),
    "riot": ("crowds [rioted|riot] {P} {D}", "{D}, youths [stoned|stone] an office {P}", "a [riot|riot] {P} {D} left shops burnt"),
    "looting": ("{A} [looted|loot] shops {P} {D}", "houses were [burned|burn] {P} {D}", "{D}, {A} [plundered|plunder] a grain store {P}"),
    "truce": ("{A} and {T} [agreed|agree] on a truce {P} {D}", "a local [ceasefire|ceasefire] was signed {P} {D}",
        "{D}, a [truce|truce] between {A} and {T} took hold {P}"),
    "capture": (
        "{A} [captured|capture] {P} from {T} {D}", "{D}, {A} [seized|seize] {P} after a battle", "{A} [took control of|take] {P} {D}",
        "{P} [fell|fall] to {A} {D}", "{T} [lost|lose] {P} to {A} {D}",
    ),
    "assault": (
        "{A} [attacked|attack] {P} {D} but was driven back", "{D}, {T} [repelled|repel] an advance of {A} on {P}",
        "an [assault|assault] by {A} on {P} {D} failed", "{A} tried to [storm|storm] {P} {D}",
    ),
    "withdrawal": ("{T} [withdrew|withdraw] from {P} {D}", "{D}, {A} [entered|enter] {P} without a fight", "{T} [pulled out|withdraw] of {P} {D}"),
}  # fmt: skip
TOLLS = (
    "{N} {W} were killed",
    "{N} {W} died",
    "it left {N} {W} dead",
    "the dead include {N} {W}",
    "{N} {W} lost their lives",
    "{N} {W} are among the victims",
)
BOUND_TOLLS = ("at least {N} {W} were killed", "no fewer than {N} {W} died", "{N} or more {W} lost their lives")
WOUNDED = ("{N} {W} were wounded", "{N} {W} were hurt", "another {N} {W} suffered wounds")
ONE_TOLL = ("{N} {W} was killed", "{N} {W} died", "the only dead was {N} {W}")
ONE_BOUND_TOLL = ("at least {N} {W} was killed", "the death of {N} {W} or more is known")
ONE_WOUNDED = ("{N} {W} was wounded", "{N} {W} was hurt")
ONE_PART = ("{N} of them was a {W}", "among them was {N} {W}")
PARTS = ("among them were {N} {W}", "{N} of these were {W}", "this includes {N} {W}")
FORMER = ("earlier the count stood at {N} {W}", "a first count had {N} {W}", "the toll had been put at {N} {W} before")
NONE_HURT = ("nobody was hurt", "no losses were reported", "there was no word of victims")
FRAMES = ("{S} {C} that {M}", "{M}, {S} {C}", "according to {S}, {M}", "{S} {C}: {M}")
CUES = ("said", "reported", "announced", "claimed", "stated", "told reporters", "confirmed")
DENIED = ("{S} denied that {M}", "{S} rejected reports that {M}", "it isn't true that {M}, {S} said")
WITHDRAWN = ("{O} withdraws its report that {M}", "the earlier report that {M} was wrong", "{O} has found no proof that {M}")
CORRECTED = ("Correction: an earlier version gave another toll.", "This report has been corrected; the number of dead was wrong.")
CREDITS = ("This report is based on {O}.", "{O} was first to report it.", "The account was published by {O}.")
ORIGINALS = ("Originally published by {O}.", "This article first appeared on {O}.", "Source: {O}")
DETAILS = (
    (
        "It began at about {h} o'clock and lasted for {k} hours.",
        "For {k} hours from {h} o'clock on there was no pause.",
        "The first shots were heard at {h}, the last {k} hours later.",
        "People speak of {k} hours without rest, starting around {h}.",
    ),
    (
        "{k} houses and a {b} were damaged.",
        "Walls of a {b} and of {k} homes have cracked or fallen.",
        "The damage: a {b}, and {k} dwellings around it.",
        "Owners of {k} houses report damage; the {b} lost its roof.",
    ),
    (
        "Ambulances took the wounded to the hospital of {p}.",
        "The hurt are being treated in {p}.",
        "In {p}, doctors operated through the night.",
        "Beds in {p} were full by evening, a nurse there says.",
    ),
    (
        "The road to {p} was closed.",
        "Nobody could travel to {p}.",
        "Soldiers turned back all cars bound for {p}.",
        "Traffic towards {p} stopped.",
    ),
    (
        "Power failed in the whole quarter after a cable near the {b} was cut.",
        "There has been no electricity since a line at the {b} came down.",
        "Lights went out when the mast beside the {b} fell.",
    ),
    (
        "Smoke was still rising above the {b} the next morning.",
        "A day later the {b} was still burning.",
        "Fire gutted the {b}, and it smouldered until noon.",
    ),
    (
        "Families left for {p} on tractors and on foot.",
        "Columns of people with bundles walked towards {p}.",
        "The displaced have reached {p}, where tents are short.",
    ),
    (
        "Shops stayed shut and the {b} was empty.",
        "No one dared to go to the {b}.",
        "Around the {b}, the streets were deserted all day.",
        "Traders at the {b} didn't open their stalls.",
    ),
    ("Debris was found as far as {k} streets away.", "Windows broke {k} streets off.", "Splinters flew over {k} blocks."),
    (
        "A resident counted {k} explosions within the hour.",
        "One man says that he heard {k} bangs.",
        "There were {k} detonations, by one count.",
    ),
    (
        "Telephones were dead, and word came through {p}.",
        "Since the network is down, news reaches us by way of {p}.",
        "Calls don't get through; travellers told the story in {p}.",
    ),
    (
        "Rescue workers dug until {h} o'clock beside the {b}.",
        "The search of the rubble near the {b} ended at {h}.",
        "With bare hands, people searched the ruins at the {b}.",
    ),
    (
        "Two columns of vehicles were seen near {p} before.",
        "Drivers had noticed movements around {p}.",
        "On the eve, trucks had gathered by {p}.",
    ),
    (
        "Bread has run short since the {b} was hit last month.",
        "Queues form for bread, as the {b} no longer works.",
        "Flour has to be fetched from {p}.",
    ),
    (
        "Drones had circled over the {b} for {k} minutes.",
        "An unmanned aircraft hung above the {b} before.",
        "For {k} minutes, a buzzing was heard over the {b}.",
    ),
    (
        "The {b} had been used as a store, according to one account.",
        "It is disputed whether arms were kept in the {b}.",
        "Neighbours say the {b} held nothing but grain.",
    ),
)
"""Facts beside the event, each with ways to put it: those who write independently share the fact and hardly the words."""
TAILS = (
    "after days of calm",
    "as residents slept",
    "from positions outside the town",
    "in the heaviest incident there for weeks",
    "while talks were under way",
    "despite the announced truce",
    "shortly after dusk",
    "at the hour of prayer",
    "before the eyes of many",
    "on the eve of a holiday",
    "without warning",
    "for the third time this month",
    "along the old railway",
    "close to a crossroads",
    "under the cover of fog",
    "hours after a visit of envoys",
    "in revenge, it is believed",
    "as winter sets in",
    "near the olive groves",
    "in spite of earlier promises",
    "where many displaced people live",
    "in a sector thought quiet",
    "amid a shortage of food",
    "while the front moved nearer",
    "with heavy weapons",
    "in the old quarter",
)
"""Words that writers add of their own."""
BUILDINGS = ("school", "mosque", "bakery", "clinic", "water tower", "grain silo", "bridge", "post office", "bus station", "market hall")
QUOTE_OPENINGS = (
    "We will not leave our {b}",
    "Nobody came to help us for {k} hours",
    "They knew that the {b} was full of people",
    "What was done at the {b} will be answered",
    "I heard it {k} times and then there was silence",
    "Our men hold the line as far as {p}",
    "The wounded lie on the floor of the {b}",
    "We have told the world about {p} before",
    "My brother was standing at the {b}",
    "There is not one soldier between here and {p}",
)
QUOTE_ENDINGS = (
    "and we have nothing left to lose",
    "and God is our witness",
    "but who listens to us",
    "and I will say it to any court",
    "so let them come and see",
    "and still they call it peace",
    "because we have nowhere else to go",
    "and that is the whole truth",
    "while the others look away",
    "and our children saw it",
)
CONTROL = ("{P} is held by {A}.", "{P}, which {A} controls, lies on the main road.", "{A} still holds {P}.")
BESIEGED = ("{P} is besieged by {A}.", "{A} keeps {P} under siege.", "{P} has been cut off by {A}.")
NUMBER_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()

_PART = re.compile(r"\{(\w+)\}|\[([^|\]]+)\|([^\]]+)\]")


@cache
def parts(pattern: str) -> tuple[tuple[str, str, str], ...]:
    """Return a pattern as (kind, words, lemma): kind `text`, `slot` (words name it) or `trigger`."""
    out, at = [], 0
    for match in _PART.finditer(pattern):
        if match.start() > at:
            out.append(("text", pattern[at : match.start()], ""))
        out.append(("slot", match[1], "") if match[1] else ("trigger", match[2], match[3]))
        at = match.end()
    if at < len(pattern):
        out.append(("text", pattern[at:], ""))
    return tuple(out)


@cache
def lemma_of(pattern: str) -> str:
    """Return the lemma of a pattern's trigger."""
    return next(lemma for kind, _, lemma in parts(pattern) if kind == "trigger")


@cache
def has(pattern: str, slot: str) -> bool:
    """Tell whether a pattern has a slot."""
    return ("slot", slot, "") in parts(pattern)


@dataclass(slots=True)
class Page:
    """A text as it is written, with its sentences; `said` maps the slots of the last sentence to their spans."""

    written: list[str] = field(default_factory=list)
    length: int = 0
    sentences: list[Sentence] = field(default_factory=list)

    def sentence(self, pattern: str, slots: dict[str, str], *, zone: str = "body", stop: str = ".") -> dict[str, Span]:
        """Write one sentence and return the span of each slot, of the `trigger`, and of the `whole`; a slot may hold a pattern."""
        if self.length:
            self._put("\n\n" if zone == "title" or self.sentences[-1].zone == "title" else " ")
        start, first = self.length, len(self.written)
        spans: dict[str, Span] = {}
        self._pattern(pattern, slots, spans)
        self._put(stop)
        head = self.written[first]
        self.written[first] = head[:1].upper() + head[1:]
        whole = spans["whole"] = Span(start, self.length)
        number = len(self.sentences)
        paragraph = 0 if zone == "title" else 1 + number // 4
        self.sentences.append(Sentence(number, whole, "".join(self.written[first:]), paragraph, zone))
        return spans

    def _pattern(self, pattern: str, slots: dict[str, str], spans: dict[str, Span]) -> None:
        for kind, words, _ in parts(pattern):
            start = self.length
            if kind == "slot":
                filled = slots[words]
                if "{" in filled or "[" in filled:
                    self._pattern(filled, slots, spans)
                else:
                    self._put(filled)
                spans[words] = Span(start, self.length)
            else:
                self._put(words)
                if kind == "trigger":
                    spans["trigger"] = Span(start, self.length)

    def _put(self, words: str) -> None:
        if words:
            self.written.append(words)
            self.length += len(words)

    @property
    def text(self) -> str:
        """What has been written."""
        return "".join(self.written)
