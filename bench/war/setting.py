"""Sets a story as a page and gives the records that a perfect reader of it would: what the pipeline has after its `code` stage."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bench.war import wording
from bench.war.press import Account, Line, Story, TollSaid, codes_of, said_place
from bench.war.theatre import CIVILIANS, COUNTRY, COUNTRY_CODE, SIDES, Theatre
from dateline.records import (
    ActorMention,
    Claim,
    CodedReport,
    Codes,
    ControlState,
    DateValue,
    Document,
    EventReport,
    Location,
    Mentions,
    Meta,
    MetaValue,
    Outcome,
    Page,
    Participant,
    PlaceCandidate,
    Reading,
    Realis,
    Role,
    Sighting,
    Source,
    Span,
    Toll,
    TollMention,
    Via,
    Zone,
)  # fmt: skip

FIRST_DAY = dt.date(2012, 3, 1)
"""The first day of every war: long past, whatever its length, so that no report is of the future."""
COUNTRYSIDE_KM, PROVINCE_KM, PLACE_KM = 15.0, 60.0, {"town": 4.0, "village": 2.0}
_SHIFT = {"northern": (0.06, 0.0), "southern": (-0.06, 0.0), "eastern": (0.0, 0.06), "western": (0.0, -0.06)}
_SIDE = {side.key: side for side in SIDES}


@dataclass(frozen=True, slots=True)
class Told:
    """The truth of one document: by local ids the incident of each event report and the origin of each claim; what it is a copy of.

    `killed`: by event report the true dead of each party whose dead it counts, under the toll's `side`.
    """

    incidents: dict[str, str]
    happened: dict[str, bool]
    origins: dict[str, str]
    killed: dict[str, dict[str, int]]
    of: str | None
    copy_kind: str | None


def doc_id(number: int) -> str:
    """Return the name of a document."""
    return f"war-{number}"


def set_story(story: Story, theatre: Theatre) -> tuple[CodedReport, Told]:
    """Write the page of a story and return it with its records and its truth."""
    return _Setter(story, theatre).set()


class _Setter:
    def __init__(self, story: Story, theatre: Theatre) -> None:
        self._story, self._theatre = story, theatre
        self._page = wording.Page()
        self._house = story.words_of or story.outlet.name
        self._slots = [self._slots_of(account) for account in story.accounts]
        self._spans: dict[int, dict[str, Span]] = {}
        self._patterns: dict[int, str] = {}
        self._tolls: dict[tuple[int, int], Span] = {}
        self._toll_sentence: dict[tuple[int, int], tuple[Span, dict[str, Span]]] = {}
        self._controls: list[ControlState] = []
        self._quotes: list[tuple[int, dict[str, Span]]] = []
        self._claims: list[Claim] = []

    def set(self) -> tuple[CodedReport, Told]:
        story = self._story
        self._page.sentence("{T}", {"T": story.title}, zone="title", stop="")
        for line in story.lines:
            self._write(line)
        told = Told({}, {}, {}, {}, doc_id(story.of) if story.of is not None else None, story.copy_kind)
        places = [self._location(n) for n in range(len(story.accounts))]
        events = tuple(self._event(n, places[n], told) for n in range(len(story.accounts)))
        self._claim_all(told)
        page = self._as_page()
        sentences = tuple(self._page.sentences)
        mentions = Mentions(actors=self._actors(events), tolls=self._toll_mentions(events))
        report = CodedReport(
            page, Reading(page.sighting.id, "synthetic", ""), sentences, mentions, (), events, tuple(self._claims), (), tuple(self._controls),
            tuple(places),
        )  # fmt: skip
        return report, told

    # ------------------------------------------------------------ the text

    def _slots_of(self, account: Account) -> dict[str, str]:
        words, _ = said_place(account, self._theatre)
        day = account.first_day
        if account.precision == "day" and day is not None:
            days = _date(day)
            when = f"on {days:%A}" if account.basis == "relative" else f"on {days.day} {days:%B}"
        elif account.precision == "range" and day is not None and account.last_day is not None:
            a, b = _date(day), _date(account.last_day)
            when = f"between {a.day} {a:%B} and {b.day} {b:%B}"
        else:
            when = "recently"
        return {
            "A": account.attacker or "unknown men", "T": account.target, "P": words, "D": when, "S": account.speaker or self._house, "O": self._house,
        }  # fmt: skip

    def _write(self, line: Line) -> None:
        story = self._story
        account = story.accounts[line.account]
        slots = {**self._slots[line.account], "C": line.cue or "said", "M": line.pattern}
        if line.what == "event":
            framed = account.attributed or account.denied or account.withdrawn
            pattern = line.frame if framed else "{M}"
            if account.via and account.attributed and not account.denied:
                slots["C"] = f"{slots['C']}, as {account.via[0]} reports" if pattern.endswith("{C}") else slots["C"]
                slots["S"] = slots["S"] if pattern.endswith("{C}") else f"{slots['S']}, quoted by {account.via[0]},"
            self._spans[line.account] = self._page.sentence(pattern, slots)
            self._patterns[line.account] = line.pattern
        elif line.what == "toll":
            toll = account.tolls[line.toll]
            number = toll.count.best if toll.count.best is not None else toll.count.low or 0
            slots["N"] = wording.NUMBER_WORDS[number] if number < len(wording.NUMBER_WORDS) and not line.digits else str(number)
            slots["W"] = self._who(toll)
            pattern = line.frame if line.frame and account.attributed else "{M}"
            spans = self._page.sentence(pattern, slots)
            self._tolls[line.account, line.toll] = Span(spans["N"].start, spans["W"].end)
            self._toll_sentence[line.account, line.toll] = (spans["M"], spans)
        elif line.what == "none_hurt":
            self._page.sentence("{M}", slots)
        elif line.what == "detail":
            self._page.sentence("{M}", {"M": line.pattern}, stop="")
        elif line.what == "quote":
            spans = self._page.sentence("“{M}”, {S} {C}" if account.attributed else "“{M}”, one man {C}", slots)
            self._quotes.append((line.account, spans))
        elif line.what in ("control", "besieged"):
            self._write_control(line)
        elif line.what in ("credit", "original", "corrected"):
            source = story.original_outlet or next((v for a in story.accounts for v in (*a.via, a.speaker or "") if v), story.outlet.name)
            if line.what == "credit":
                source = next((a.via[0] if a.via else a.speaker or source for a in story.accounts if a.attributed), source)
            self._page.sentence(line.pattern, {"O": source}, stop="")
        elif line.what == "background":
            self._page.sentence("{M}", {"M": line.pattern}, zone="standing_background", stop="")

    def _who(self, toll: TollSaid) -> str:
        one = toll.count.low == 1
        if toll.part:
            return "child" if one else "children"
        many = "civilians" if toll.who == CIVILIANS else _SIDE[toll.who].fighters
        return (many.replace("men", "man") if many.endswith("men") else many[:-1]) if one else many

    def _write_control(self, line: Line) -> None:
        place, side = self._theatre.places[line.place], SIDES[line.side]
        spans = self._page.sentence(line.pattern, {"P": place.name, "A": f"the {side.name}"}, stop="")
        number = f"s{len(self._controls) + 1}"
        state = "besieged" if line.what == "besieged" else "held"
        self._controls.append(
            ControlState(
                number, place.name, spans["P"], side.name, side.name, state, None, None, spans["whole"], len(self._page.sentences) - 1
            )
        )

    # ------------------------------------------------------------ the records

    def _as_page(self) -> Page:
        story, text = self._story, self._page.text
        zones = tuple(Zone(s.zone, s.span) for s in self._page.sentences if s.zone != "body")
        meta = Meta(
            title=MetaValue(story.title, self._page.sentences[0].span), agency=MetaValue(story.agency) if story.agency else None,
            original_outlet=MetaValue(story.original_outlet) if story.original_outlet else None,
        )  # fmt: skip
        document = Document(text, zones, meta, language="en", fiction=True)
        address = f"https://{story.outlet.name.lower().replace(' ', '-')}.example/{story.number}"
        midnight = dt.datetime.combine(FIRST_DAY, dt.time(), dt.UTC)
        sighting = Sighting(
            document.id, doc_id(story.number), address, story.title, story.outlet.name, story.original_outlet, address, _date(story.dated), "given",
            midnight + dt.timedelta(hours=story.learned),
        )  # fmt: skip
        return Page(document, sighting)

    def _location(self, n: int) -> Location:
        account, spans = self._story.accounts[n], self._spans[n]
        place = self._theatre.places[account.place]
        _, point = said_place(account, self._theatre)
        province = self._theatre.provinces[point.province]
        where = spans.get("P")
        said = (where,) if where else ()
        if account.vague == "province":
            seat = self._theatre.centres[point.province]
            return Location(
                self._theatre.provinces[place.province], "in", said, "admin1", province, COUNTRY, COUNTRY_CODE, status="area", geo_precision=3,
                radius_km=PROVINCE_KM, seat=seat,
            )  # fmt: skip
        candidate = PlaceCandidate(
            place.name, point.lat, point.lon, point.level, COUNTRY, COUNTRY_CODE, province, 0, f"war:{point.number}", "war", 0.9, PLACE_KM[point.level]
        )  # fmt: skip
        if account.vague == "countryside":
            north, east = _SHIFT[account.bearing]
            return Location(
                f"{account.bearing} countryside of {place.name}", "in", said, "area", province, COUNTRY, COUNTRY_CODE, round(point.lat + north, 4),
                round(point.lon + east, 4), 2, COUNTRYSIDE_KM, status="area", candidates=(candidate,), within=(place.name, province),
            )  # fmt: skip
        if where:
            said = (Span(where.end - len(place.name), where.end),)
        return Location(
            place.name, "at" if account.kind in ("capture", "withdrawal") else "in", said, point.level, province, COUNTRY,
            COUNTRY_CODE, point.lat, point.lon, 1, PLACE_KM[point.level], status="resolved", candidates=(candidate,),
        )  # fmt: skip

    def _event(self, n: int, place: Location, told: Told) -> EventReport:
        account, spans, pattern = self._story.accounts[n], self._spans[n], self._patterns[n]
        incident = account.incident
        local = f"e{n + 1}"
        event_type, sub_event_type = codes_of(account)
        people = []
        if account.attacker and "A" in spans:
            people.append(self._participant("initiator", account.attacker, account.attacker_known, incident.attacker, spans["A"]))
        if "T" in spans:
            people.append(self._participant("target", account.target, account.target_known, incident.target, spans["T"]))
        if any(t.who == CIVILIANS for t in account.tolls):
            people.append(Participant("victim", CIVILIANS, CIVILIANS, (), actor_class="civilians", interac=7))
        outcome = None
        if account.kind == "capture":
            outcome = Outcome("captured", (SIDES[incident.attacker].name,), SIDES[incident.target].name, (place.name,))
        elif account.kind == "withdrawal":
            outcome = Outcome("lost", (SIDES[incident.attacker].name,), SIDES[incident.target].name, (place.name,))
        told.incidents[local] = incident.id
        told.happened[local] = incident.happened
        told.killed[local] = {_side_name(who): number if incident.happened else 0 for who, number in incident.dead}
        first, last = (_date(day) if day is not None else None for day in (account.first_day, account.last_day))
        date = DateValue(first, last, account.precision, account.basis, spans.get("D") if account.basis != "publication" else None)
        realis: Realis = "hypothetical_denied" if account.denied or account.withdrawn else "actual"
        return EventReport(
            local, spans["trigger"], (), event_type, sub_event_type, realis, "core", tuple(people), (place,), date, outcome=outcome,
            tolls=tuple(self._toll(n, at, toll) for at, toll in enumerate(account.tolls) if (n, at) in self._tolls),
            codes=Codes(event_type, sub_event_type), sentence=self._sentence(spans["whole"]), lemma=wording.lemma_of(pattern), made_by="synthetic",
        )  # fmt: skip

    def _participant(self, role: Role, words: str, known: bool, number: int, span: Span) -> Participant:
        side = SIDES[number]
        if not known:
            return Participant(role, words, None, (span,))
        return Participant(
            role, side.name, side.name, (span,), actor_class=side.actor_class, entry=side.key, interac=side.interac, country=COUNTRY
        )

    def _toll(self, n: int, at: int, toll: TollSaid) -> Toll:
        whole = next((i for i in range(at - 1, -1, -1) if not self._story.accounts[n].tolls[i].part), None) if toll.part else None
        return Toll(
            f"e{n + 1}.c{at + 1}", toll.kind, toll.count, _side_name(toll.who), toll.category, "children" if toll.part else None,
            f"e{n + 1}.c{whole + 1}" if whole is not None else None, "event", self._tolls[n, at], superseded=toll.former,
        )  # fmt: skip

    def _claim_all(self, told: Told) -> None:
        for n, account in enumerate(self._story.accounts):
            spans = self._spans[n]
            self._claim(
                told, account, (f"e{n + 1}",), spans.get("M", spans["whole"]), spans, "-" if account.denied or account.withdrawn else "+"
            )
            for (of, at), (content, found) in self._toll_sentence.items():
                if of == n:
                    self._claim(told, account, (f"e{n + 1}.c{at + 1}",), content, found, "+")
        for n, spans in self._quotes:
            self._claim(told, self._story.accounts[n], (f"e{n + 1}",), spans["M"], spans, "+")

    def _claim(self, told: Told, account: Account, about: tuple[str, ...], content: Span, spans: dict[str, Span], polarity: str) -> None:
        local = f"k{len(self._claims) + 1}"
        named = account.attributed and account.speaker is not None
        said_by = (
            Source(account.speaker, account.speaker_type, spans.get("S"))
            if named and account.speaker
            else Source(self._story.outlet.name, "author")
        )
        told.origins[local] = account.origin
        self._claims.append(
            Claim(local, about, said_by, named, tuple(Via(name) for name in account.via), spans.get("C"), content, "certain", polarity, "neutral",
                  made_by="synthetic")
        )  # fmt: skip

    def _sentence(self, span: Span) -> int:
        return next(s.index for s in self._page.sentences if s.span.covers(span))

    def _actors(self, events: tuple[EventReport, ...]) -> tuple[ActorMention, ...]:
        found = [
            ActorMention(p.spans[0], event.sentence, p.name, p.side, p.actor_class, p.entry, made_by="synthetic")
            for event in events for p in event.participants if p.spans
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda mention: mention.span))

    def _toll_mentions(self, events: tuple[EventReport, ...]) -> tuple[TollMention, ...]:
        found = [
            TollMention(toll.span, self._sentence(toll.span), toll.kind, toll.count, None, None, None, toll.category, made_by="synthetic")
            for event in events for toll in event.tolls
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda mention: mention.span))


def _side_name(who: str) -> str:
    return CIVILIANS if who == CIVILIANS else _SIDE[who].name


def _date(day: int) -> dt.date:
    return FIRST_DAY + dt.timedelta(days=day)
