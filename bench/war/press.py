"""Who hears of an incident, what each says of it, and who copies whom."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace

from bench.war import wording
from bench.war.habits import Habits
from bench.war.incidents import KINDS, Incident
from bench.war.theatre import CIVILIANS, SIDES, Place, Side, Theatre
from dateline.records import Category, Count, DateBasis, DatePrecision, SourceType, TollKind


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher: side None for one without a side; `copies` is how much of what is copied it takes over."""

    name: str
    side: int | None
    reach: float
    delay_hours: float
    copies: float
    wire: bool = False
    background: str = ""


@dataclass(frozen=True, slots=True)
class TollSaid:
    """A count as an account gives it: `who` is a side's key or Civilians; `part` counts some of the count before it."""

    who: str
    kind: TollKind
    count: Count
    category: Category
    part: bool = False
    former: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """What one speaker says of one incident, as one outlet understood it. Days are numbers from the first day of the war."""

    incident: Incident
    kind: str
    speaker: str | None
    speaker_type: SourceType
    attributed: bool
    via: tuple[str, ...]
    origin: str
    place: int  # the place that is meant
    point: int  # the place whose coordinates the name got
    vague: str  # "" | "countryside" | "province"
    bearing: str
    first_day: int | None
    last_day: int | None
    precision: DatePrecision
    basis: DateBasis
    attacker: str | None  # words, None where left out
    attacker_known: bool  # a name that the registry has
    target: str
    target_known: bool
    tolls: tuple[TollSaid, ...]
    denied: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence to be written: what it is, of which account, by which pattern and frame, with which words."""

    what: str  # event | toll | none_hurt | quote | detail | control | besieged | credit | original | corrected | background
    account: int = 0
    pattern: str = ""
    frame: str = ""
    cue: str = ""
    toll: int = 0
    digits: bool = True
    place: int = 0
    side: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """A document before it is set: its accounts and lines, and what it is a copy of."""

    number: int
    outlet: Outlet
    hour: int  # hours from the first midnight of the war to publication
    learned: int  # the same for when it is learned of
    title: str
    accounts: tuple[Account, ...]
    lines: tuple[Line, ...]
    of: int | None = None
    copy_kind: str | None = None
    original_outlet: str | None = None
    agency: str | None = None
    dated_from: int | None = None  # hour of the original where the page gives it
    words_of: str = ""  # the outlet whose words these are, where it is another

    @property
    def dated(self) -> int:
        """Day that undated events are dated from."""
        return (self.hour if self.dated_from is None else self.dated_from) // 24


AGENCIES = ("Meridian News Agency", "Continental Wire")
MONITORS = ("Vardania Conflict Monitor", "Network for Human Rights in Vardania")
_NEWSROOMS = (
    "Daily",
    "Post",
    "Chronicle",
    "Observer",
    "Herald",
    "Tribune",
    "Report",
    "Times",
    "Courier",
    "Monitor",
    "Gazette",
    "Review",
    "Mirror",
    "Journal",
)
_MEDICS = ("the health directorate", "a hospital director", "the civil defence", "doctors at the hospital of {p}")
_UNNAMED = ("local sources", "activists", "residents", "witnesses", "a security source")
_BEARINGS = ("northern", "southern", "eastern", "western")
_BACKGROUND = (
    "The war in Vardania has entered its {k}th year; {o} can't verify reports from the front by itself.",
    "{o} depends on the help of its readers; more than {k} thousand people have had to leave their homes since the war began.",
    "All sides have been accused of crimes by the United Nations, which stopped counting the dead {k} months ago, {o} notes.",
)  # fmt: skip
NAMED_WHOLE = ("capture", "assault", "withdrawal")
"""Kinds of incident that are told of a named place as a whole."""
ONCE_COPIED_HOURS = 60
"""A copy comes out within this time of its original."""


def outlets(habits: Habits, chance: random.Random, towns: list[str]) -> list[Outlet]:
    """Return all publishers of a war."""
    made = [Outlet(side.media, n, 1.2, 3, 0.4) for n, side in enumerate(SIDES)]
    made += [Outlet(name, None, 2.5, 3, 0.0, wire=True) for name in AGENCIES]
    made += [Outlet(name, None, 1.6, 8, 0.0) for name in MONITORS]
    for n in range(habits.outlets):
        leaning = chance.choice((None, None, *range(len(SIDES))))
        name = f"{towns[n % len(towns)]} {_NEWSROOMS[n % len(_NEWSROOMS)]}"
        made.append(Outlet(name, leaning, chance.uniform(0.3, 1.3), chance.uniform(2, 14), 1.0))
    made += [
        Outlet(f"Vardania {word}", None, 0.0, 10, 3.0)
        for word in ("Today", "Live Map", "Digest", "Mirror", "Feed", "24", "Watch")[: habits.aggregators]
    ]
    return [
        replace(outlet, background=chance.choice(_BACKGROUND).replace("{o}", outlet.name).replace("{k}", str(chance.randint(4, 12))))
        for outlet in made
    ]


class Press:
    """Turns incidents into stories and stories into copies."""

    def __init__(self, habits: Habits, theatre: Theatre, chance: random.Random) -> None:
        self._habits, self._theatre, self._chance = habits, theatre, chance
        self.outlets = outlets(habits, chance, [p.name for p in theatre.places if p.level == "town"] or ["Vardan"])
        self._own = [o for o in self.outlets if o.reach]
        self._reach = [o.reach for o in self._own]
        self._copiers = [o for o in self.outlets if o.copies]
        self._copier_weights = [o.copies for o in self._copiers]
        self._made = 0

    # ------------------------------------------------------------ first-hand stories

    def of_day(self, day: int, incidents: list[Incident]) -> list[Story]:
        """Return the stories that outlets write on a day's incidents by themselves, in no order."""
        habits, chance = self._habits, self._chance
        desks: dict[tuple[str, int], tuple[Outlet, list[Account]]] = {}
        for incident in incidents:
            heard = habits.interest + habits.interest_per_dead * math.log2(1 + incident.killed) + (incident.kind.key == "capture")
            count = min(len(self._own), _poisson(heard, chance)) or (chance.random() < 0.5)
            for outlet in _sample(self._own, self._reach, int(count), chance):
                hour = self._hour(outlet, day)
                key = (outlet.name, hour // 24)
                account = self._account(incident, outlet, hour)
                desks.setdefault(key, (outlet, []))[1].append(account)
                if incident.grows and chance.random() < 0.7:
                    later = hour + chance.randint(14, 40)
                    desks.setdefault((outlet.name, later // 24), (outlet, []))[1].append(self._account(incident, outlet, later))
                if (not incident.happened or incident.kind.key == "capture") and chance.random() < habits.denials / 2:
                    later = hour + chance.randint(4, 30)
                    desks.setdefault((outlet.name, later // 24), (outlet, []))[1].append(self._denial(incident, outlet, later))
        stories: list[Story] = []
        for (_, written_on), (outlet, accounts) in desks.items():
            chance.shuffle(accounts)
            while accounts:
                size = chance.randint(2, habits.roundup_size) if chance.random() < habits.roundups else 1
                some, accounts = accounts[:size], accounts[size:]
                stories.append(self._story(outlet, written_on * 24 + chance.randint(6, 23), some))
        return stories + [later for story in stories for later in self._second_thoughts(story)]

    def _hour(self, outlet: Outlet, day: int) -> int:
        late = 24 if self._chance.random() < self._habits.publish_next_day else 0
        return day * 24 + 6 + late + int(self._chance.expovariate(1 / outlet.delay_hours)) % 40

    def _story(self, outlet: Outlet, hour: int, accounts: list[Account]) -> Story:
        habits, chance = self._habits, self._chance
        lines: list[Line] = []
        for n, account in enumerate(accounts):
            lines += self._lines(n, account, full=len(accounts) == 1)
        if chance.random() < habits.background:
            lines.append(Line("background", pattern=outlet.background))
        self._made += 1
        learned = hour + chance.randint(0, 3) + (24 * chance.randint(2, 9) if chance.random() < habits.late else 0)
        agency = None if outlet.wire or outlet.side is not None else next((v for a in accounts for v in a.via if v in AGENCIES), None)
        return Story(self._made, outlet, hour, learned, self._title(accounts[0]), tuple(accounts), tuple(lines), agency=agency)

    def _title(self, account: Account) -> str:
        place = self._theatre.places[account.place].name
        words = self._chance.choice(
            ("News from {p}", "{p}: {k}", "{k} in {p}", "What happened in {p}", "{p} hit again", "{k} near {p} reported")
        )
        return words.replace("{p}", place).replace("{k}", account.kind.capitalize())

    def _lines(self, n: int, account: Account, *, full: bool) -> list[Line]:
        """Choose the wording of one account afresh."""
        chance = self._chance
        fits = [p for p in wording.EVENTS[account.kind] if account.attacker or not wording.has(p, "A")] or wording.EVENTS[account.kind]
        cue = chance.choice(wording.CUES)
        frame = chance.choice(wording.FRAMES)
        pattern = chance.choice(fits)
        if chance.random() < self._habits.embellished and not (account.denied or account.withdrawn):
            pattern += f" {chance.choice(wording.TAILS)}"
        if account.denied:
            frame = chance.choice(wording.DENIED)
        elif account.withdrawn:
            frame = chance.choice(wording.WITHDRAWN)
        lines = [Line("event", n, pattern, frame, cue)]
        if account.denied or account.withdrawn:
            return lines
        digits = chance.random() < 0.6
        for at, toll in enumerate(account.tolls):
            pattern = chance.choice(_toll_patterns(toll))
            lines.append(Line("toll", n, pattern, chance.choice(wording.FRAMES) if chance.random() < 0.5 else "", cue, at, digits))
        if not account.tolls and chance.random() < 0.2:
            lines.append(Line("none_hurt", n, chance.choice(wording.NONE_HURT)))
        if full:
            facts = random.Random(account.incident.id)
            known = [self._filled(facts, ways) for ways in facts.sample(wording.DETAILS, 8)]
            lines += [Line("detail", n, chance.choice(ways)) for ways in chance.sample(known, chance.randint(1, 5))]
            if chance.random() < self._habits.quote:
                said = f"{chance.choice(wording.QUOTE_OPENINGS)}, {chance.choice(wording.QUOTE_ENDINGS)}"
                lines.append(Line("quote", n, self._filled(chance, (said,))[0], cue=cue))
        if chance.random() < self._habits.control_told:
            place = account.place if account.kind != "capture" else chance.randrange(len(self._theatre.places))
            lines.append(self._control(n, place))
        return lines

    def _filled(self, chance: random.Random, ways: tuple[str, ...]) -> tuple[str, ...]:
        """Fill the ways of putting one fact with the same hour, number, building and place."""
        hour, number, building = str(chance.randint(2, 12)), str(chance.randint(2, 60)), chance.choice(wording.BUILDINGS)
        town = self._theatre.places[chance.randrange(len(self._theatre.places))].name
        return tuple(way.replace("{h}", hour).replace("{k}", number).replace("{b}", building).replace("{p}", town) for way in ways)

    def _control(self, n: int, place: int) -> Line:
        side = self._theatre.holder[place]
        enemies = self._theatre.enemies_near(place)
        beside = self._theatre.places[place].neighbours
        if (
            enemies
            and sum(self._theatre.holder[p] == enemies[0] for p in beside) >= len(beside) - 1
            and self._chance.random() < self._habits.sieges
        ):
            return Line("besieged", n, self._chance.choice(wording.BESIEGED), place=place, side=enemies[0])
        return Line("control", n, self._chance.choice(wording.CONTROL), place=place, side=side)

    def _second_thoughts(self, story: Story) -> list[Story]:
        """Return the correction or the retraction that follows a story."""
        habits, chance = self._habits, self._chance
        first = story.accounts[0]
        if len(story.accounts) > 1 or first.denied:
            return []
        hour = story.hour + chance.randint(5, 60)
        if not first.incident.happened and chance.random() < habits.retractions:
            wrong = replace(first, withdrawn=True, tolls=(), origin=f"own:{story.outlet.name}:{first.incident.id}", speaker=None, speaker_type="author",
                            attributed=False, via=())  # fmt: skip
            return [self._story(story.outlet, hour, [wrong])]
        if first.tolls and first.incident.happened and chance.random() < habits.corrections:
            right = replace(first, tolls=self._tolls(first.incident, None, 1.0, exact=True))
            new = self._story(story.outlet, hour, [right])
            return [replace(new, lines=(Line("corrected", 0, chance.choice(wording.CORRECTED)), *new.lines))]
        return []

    # ------------------------------------------------------------ accounts

    def _account(self, incident: Incident, outlet: Outlet, hour: int) -> Account:
        habits, chance = self._habits, self._chance
        speaker, kind, side, origin = self._speaker(incident, outlet)
        known = 1.0
        if incident.grows:
            known = min(1.0, 0.2 + 0.8 * max(0, hour - incident.day * 24 - 6) / 48)
        told = incident.kind.key
        if incident.kind.mistaken_for and chance.random() < habits.other_class:
            told = incident.kind.mistaken_for
        place = incident.place
        if chance.random() < habits.other_village:
            place = chance.choice(self._theatre.places[place].neighbours)
        same = self._theatre.places[place].same
        point = same if same is not None and chance.random() < habits.namesake_taken else place
        draw = chance.random()
        vague = "countryside" if draw < habits.vague_place else "province" if draw < habits.vague_place + habits.province_only else ""
        if told in NAMED_WHOLE:
            vague = ""
        first, last, precision, basis = self._dates(incident.day, hour // 24)
        leaves_out = chance.random() < habits.no_actor and told not in ("capture", "assault", "withdrawal", "truce")
        attacker, attacker_known = self._called(SIDES[incident.attacker], incident.attacker, outlet)
        target, target_known = self._called(SIDES[incident.target], incident.target, outlet)
        tolls: tuple[TollSaid, ...] = ()
        if incident.killed and chance.random() >= habits.no_toll:
            tolls = self._tolls(incident, side, known)
        via: tuple[str, ...] = ()
        if speaker and kind != "unnamed" and not outlet.wire and outlet.name != speaker and chance.random() < habits.relayed:
            via = (chance.choice(AGENCIES),)
        return Account(
            incident, told, speaker, kind, speaker is not None, via, origin, place, point, vague, chance.choice(_BEARINGS), first, last, precision,
            basis, None if leaves_out else attacker, attacker_known, target, target_known, tolls,
        )  # fmt: skip

    def _speaker(self, incident: Incident, outlet: Outlet) -> tuple[str | None, SourceType, int | None, str]:
        """Return who is quoted, of what type, on which side, and the origin that the account rests on."""
        habits, chance = self._habits, self._chance
        if outlet.name in MONITORS and chance.random() < 0.8:
            return None, "author", None, outlet.name
        weights = (habits.monitor, habits.belligerent, habits.medical, habits.unnamed, habits.own)
        source = chance.choices(("monitor", "belligerent", "medical", "unnamed", "own"), weights)[0]
        if outlet.side is not None and outlet.name == SIDES[outlet.side].media:
            source = chance.choices(("belligerent", "own", source), (0.5, 0.2, 0.3))[0]
        if source == "monitor":
            name = chance.choice(MONITORS)
            return name, "ngo_monitor", None, name
        if source == "belligerent":
            side = outlet.side if outlet.side is not None and chance.random() < 0.8 else chance.choice((incident.attacker, incident.target))
            speaker = SIDES[side].spokesman
            return speaker, "belligerent", side, speaker
        if source == "medical":
            town = self._theatre.places[self._theatre.places[incident.place].neighbours[0]].name
            name = chance.choice(_MEDICS).replace("{p}", town)
            return name, "medical", None, f"{name} ({incident.id})"
        unknown = f"own:{outlet.name}:{incident.id}"
        if source == "unnamed":
            return chance.choice(_UNNAMED), "unnamed", outlet.side, unknown
        return None, "author", outlet.side, unknown

    def _called(self, side: Side, number: int, outlet: Outlet) -> tuple[str, bool]:
        chance = self._chance
        if outlet.side is not None and outlet.side != number and chance.random() < self._habits.loaded:
            return chance.choice(side.loaded), False
        return (f"the {side.name}" if chance.random() < 0.4 else chance.choice(side.short)), True

    def _dates(self, day: int, published: int) -> tuple[int | None, int | None, DatePrecision, DateBasis]:
        habits, chance = self._habits, self._chance
        draw = chance.random()
        if draw < habits.no_day:
            return published - 7, published, "week", "publication"
        if draw < habits.no_day + habits.wrong_day:
            day = day + 1 if published > day else day - 1
        elif draw < habits.no_day + habits.wrong_day + habits.range_day:
            return day - chance.randint(0, 1), day + chance.randint(0, 1), "range", "explicit"
        return day, day, "day", chance.choice(("explicit", "relative"))

    def _tolls(self, incident: Incident, side: int | None, known: float, *, exact: bool = False) -> tuple[TollSaid, ...]:
        """Return the counts that a speaker of a side gives when so much of the toll is known."""
        habits, chance = self._habits, self._chance
        out: list[TollSaid] = []
        for who, truth in incident.dead:
            there = max(1, round(truth * known))
            if side is not None and not exact and incident.kind.event_type != "Violence against civilians":
                stretch = habits.shrink if who == SIDES[side].key else habits.boast if who != CIVILIANS else 1.0
                number = round(there * stretch * math.exp(chance.gauss(0, 0.25))) if stretch != 1.0 else there
            elif exact or chance.random() < habits.exact:
                number = there
            else:
                number = round(there * math.exp(chance.gauss(0, habits.noise)))
            if number < 1:
                continue
            category: Category = "civilian" if who == CIVILIANS else "combatant"
            if known < 1 or chance.random() < habits.at_least:
                count = Count(number, number, None, "at_least")
            else:
                count = Count(number, number, number, "exact")
            out.append(TollSaid(who, "killed", count, category))
            if category == "civilian" and number > 3 and chance.random() < habits.sub_count:
                some = chance.randint(1, number // 2)
                out.append(TollSaid(who, "killed", Count(some, some, some, "exact"), category, part=True))
            if incident.grows and known > 0.6 and chance.random() < habits.old_count:
                was = max(1, int(number * 0.3))
                out.append(TollSaid(who, "killed", Count(was, was, was, "exact"), category, former=True))
            if chance.random() < 0.3:
                hurt = 1 + int(number * chance.uniform(0.5, 3))
                out.append(TollSaid(who, "wounded", Count(hurt, hurt, hurt, "exact"), category))
        return tuple(out)

    def _denial(self, incident: Incident, outlet: Outlet, hour: int) -> Account:
        """Return what the side that is blamed, or has lost, says against a report."""
        side = incident.target if incident.kind.key == "capture" else incident.attacker
        plain = self._account(incident, outlet, hour)
        speaker = SIDES[side].spokesman
        return replace(plain, kind=incident.kind.key, speaker=speaker, speaker_type="belligerent", attributed=True, via=(), origin=speaker, tolls=(),
                       denied=True, attacker=plain.attacker or SIDES[incident.attacker].short[0])  # fmt: skip

    # ------------------------------------------------------------ copies

    def copies_of(self, story: Story) -> list[Story]:
        """Return what others make of a story, and others of these: cross-posts, edited copies, re-tellings."""
        habits, chance = self._habits, self._chance
        share = habits.copied * (2.0 if story.outlet.wire else 1.0) if story.of is None else habits.copied_again
        if chance.random() >= share:
            return []
        others = [o for o in self._copiers if o.name != story.outlet.name]
        weights = [o.copies for o in others]
        out = []
        for outlet in _sample(others, weights, max(1, _poisson(habits.copies, chance)), chance):
            hour = story.hour + 1 + int(chance.expovariate(1 / outlet.delay_hours)) % ONCE_COPIED_HOURS
            draw = chance.random()
            make = self._cross_post if draw < habits.verbatim else self._edited if draw < habits.verbatim + habits.edited else self._retold
            self._made += 1
            learned = hour + chance.randint(0, 3) + (24 * chance.randint(2, 9) if chance.random() < habits.late else 0)
            copy = make(replace(story, number=self._made, outlet=outlet, hour=hour, learned=learned, of=story.number), story)
            out += [copy, *self.copies_of(copy)]
        return out

    def _cross_post(self, copy: Story, original: Story) -> Story:
        lines = original.lines
        copy = replace(copy, copy_kind="identical", words_of=original.words_of or original.outlet.name)
        if self._chance.random() < self._habits.marked:
            lines = (*lines, Line("original", 0, self._chance.choice(wording.ORIGINALS)))
            copy = replace(copy, original_outlet=original.outlet.name, dated_from=original.hour, copy_kind="near_duplicate")
        return replace(copy, lines=lines)

    def _edited(self, copy: Story, original: Story) -> Story:
        """Keep most sentences as they are: one is cast anew, numerals change, the end is cut."""
        chance = self._chance
        lines = [line for line in original.lines if line.what not in ("background", "original")]
        kept = lines[:1] + [line for line in lines[1:] if line.what in ("event", "toll") or chance.random() < 0.7]
        at = chance.randrange(len(kept))
        if kept[at].frame in wording.FRAMES:
            kept[at] = replace(kept[at], frame=chance.choice(wording.FRAMES))
        digits = chance.random() < 0.5
        lines = [replace(line, digits=digits) if line.what == "toll" else line for line in kept]
        agency = original.outlet.name if original.outlet.wire else None
        return replace(
            copy, copy_kind="agency_copy" if agency else "near_duplicate", lines=tuple(lines), title=self._title(original.accounts[0]), agency=agency,
            original_outlet=None, dated_from=None, words_of=original.words_of or original.outlet.name,
        )  # fmt: skip

    def _retold(self, copy: Story, original: Story) -> Story:
        """Tell the same facts in other words, with the source kept, credited to the outlet, or dropped."""
        chance, habits = self._chance, self._habits
        credited = chance.random() < habits.credited
        dropped = not credited and chance.random() < habits.source_dropped
        accounts = list(original.accounts)
        for n, account in enumerate(accounts):
            if account.denied or account.withdrawn:
                continue
            if credited:
                if account.attributed:
                    accounts[n] = replace(account, via=(original.outlet.name, *account.via))
                else:
                    accounts[n] = replace(account, speaker=original.outlet.name, speaker_type="media_outlet", attributed=True)
            elif dropped:
                accounts[n] = replace(account, speaker=None, speaker_type="author", attributed=False, via=())
        lines: list[Line] = []
        for n, account in enumerate(accounts):
            lines += [line for line in self._lines(n, account, full=False) if line.what not in ("control", "besieged")]
        lines += [replace(line, cue=chance.choice(wording.CUES)) for line in original.lines if line.what == "quote" and not dropped]
        lines += [line for line in original.lines if line.what == "detail" and chance.random() < 0.4]
        if credited:
            lines.append(Line("credit", 0, chance.choice(wording.CREDITS)))
        return replace(copy, copy_kind="rewrite", accounts=tuple(accounts), lines=tuple(lines), title=self._title(accounts[0]), agency=None,
                       original_outlet=None, dated_from=None, words_of="")  # fmt: skip


def _toll_patterns(toll: TollSaid) -> tuple[str, ...]:
    if toll.former:
        return wording.FORMER
    if toll.part:
        return wording.PARTS if toll.count.low != 1 else wording.ONE_PART
    if toll.kind == "wounded":
        return wording.WOUNDED if toll.count.low != 1 else wording.ONE_WOUNDED
    if toll.count.modifier == "at_least":
        return wording.BOUND_TOLLS if toll.count.low != 1 else wording.ONE_BOUND_TOLL
    return wording.TOLLS if toll.count.low != 1 else wording.ONE_TOLL


def said_place(account: Account, theatre: Theatre) -> tuple[str, Place]:
    """Return the words for the place of an account and the place whose point they got."""
    place = theatre.places[account.place]
    if account.vague == "countryside":
        return f"in the {account.bearing} countryside of {place.name}", theatre.places[account.point]
    if account.vague == "province":
        return f"in {theatre.provinces[place.province]} province", theatre.places[account.point]
    return place.name if account.kind in NAMED_WHOLE else f"in {place.name}", theatre.places[account.point]


def codes_of(account: Account) -> tuple[str, str]:
    """Return ACLED's event type and sub-event type of what an account tells."""
    kind = KINDS[account.kind]
    if account.kind == "capture" and SIDES[account.incident.attacker].actor_class != "state_forces":
        return kind.event_type, "Non-state actor overtakes territory"
    return kind.event_type, kind.sub_event_type


def _poisson(mean: float, chance: random.Random) -> int:
    limit, product, n = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        n += 1
    return n


def _sample(outlets: list[Outlet], weights: list[float], count: int, chance: random.Random) -> list[Outlet]:
    """Return so many different outlets, the weightier the likelier, in a fixed order of keys."""
    keyed = sorted(((chance.random() ** (1 / weight), n) for n, weight in enumerate(weights)), reverse=True)
    return [outlets[n] for _, n in keyed[:count]]
