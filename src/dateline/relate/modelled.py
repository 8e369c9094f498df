"""Event reports as the model reads them: triggers that name one happening, who took part, where, when, and with what losses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.data.countries import load_countries
from dateline.data.triggers import EVENT_TYPE_OF
from dateline.models.spans import Found, ModelMentions
from dateline.records import (
    BOILERPLATE,
    ActorMention,
    Category,
    DateValue,
    EventReport,
    Location,
    Loss,
    Outcome,
    OutcomeKind,
    Page,
    Participant,
    PlaceMention,
    Realis,
    Relation,
    Role,
    Salience,
    Sentence,
    Span,
    Toll,
)  # fmt: skip
from dateline.relate.events import UNKNOWN_DATE

LEAST: Mapping[str, float] = {
    "role": 0.5,
    "place": 0.4,
    "inside": 0.4,
    "time": 0.4,
    "toll": 0.4,
    "loss": 0.4,
    "same": 0.5,
    "again": 0.5,
}
"""Probabilities from which a link counts: round figures, on which the corpus's dev split hardly depends."""
_ROLES: tuple[Role, ...] = ("initiator", "target", "victim", "supporter")
_OWN: tuple[Relation, ...] = ("at", "near", "towards")
_RELATIONS = (*_OWN, "in", "from")
_REALIS: Mapping[str, Realis] = {
    "actual": "actual", "attempted_failed": "attempted_failed", "planned": "planned", "ongoing": "ongoing", "hypothetical_denied": "hypothetical_denied",
}  # fmt: skip
_SALIENCE: Mapping[str, Salience] = {"core": "core", "background": "background", "aggregate": "aggregate"}
_OUTCOMES: Mapping[str, OutcomeKind] = {
    "captured": "captured", "lost": "lost", "repelled": "repelled", "route_cut": "route_cut", "freed": "freed", "destroyed": "destroyed",
    "none_gained": "none_gained",
}  # fmt: skip
_VIOLENT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
_NOWHERE: list[tuple[int, Relation]] = [(-1, "at")]
_CATEGORIES: Mapping[str, Category] = {"civilian": "civilian", "combatant": "combatant", "mixed": "mixed"}
_ONLOOKERS = frozenset({"media"})
_PROTESTS = frozenset({"Protests", "Riots"})
_FIGHTING = frozenset({"state_forces", "police", "rebel", "militia", "external"})
_HARM = frozenset({"killed", "wounded", "casualties", "captured", "abducted", "missing"})
_CARRIED = 3  # sentences over which an event keeps the place of the one told before it


@dataclass(slots=True)
class _Happening:
    """Triggers of one event, by their positions in the reading, the one that tells most first."""

    triggers: list[int]
    places: list[tuple[int, Relation]] = field(default_factory=list)
    carried: PlaceMention | None = None


def relate_modelled(
    page: Page, sentences: Sequence[Sentence], found: ModelMentions, country_at: Callable[[int], str | None], *, made_by: str
) -> tuple[tuple[EventReport, ...], dict[str, dict[str, float]]]:  # fmt: skip
    """Return the event reports of the model's triggers, ids m1, m2 ... in text order, and the probabilities of their cells by id.

    Places and dates are still as the text gives them.
    """
    maker = _Maker(page, sentences, found, country_at, made_by)
    return maker.events(), maker.chances


class _Maker:
    def __init__(
        self, page: Page, sentences: Sequence[Sentence], found: ModelMentions, country_at: Callable[[int], str | None], made_by: str
    ) -> None:  # fmt: skip
        self.page = page
        self.found = found
        self.spans = found.reading.spans
        self.country_at = country_at
        self.made_by = made_by
        self.chances: dict[str, dict[str, float]] = {}
        self.titles = {s.index for s in sentences if s.zone == "title"}
        self.links: dict[tuple[str, int], list[tuple[float, int]]] = defaultdict(list)
        self.back: dict[tuple[str, int], list[tuple[float, int]]] = defaultdict(list)
        for link in found.reading.links:
            self.links[link.relation, link.one].append((link.probability, link.other))
            self.back[link.relation, link.other].append((link.probability, link.one))

    def events(self) -> tuple[EventReport, ...]:
        happenings = self._happenings()
        self._place(happenings)
        tolls, losses = self._hung(happenings)
        reports: list[EventReport] = []
        groups = 0
        for number, one in enumerate(happenings):
            group = None
            if len(one.places) > 1:
                groups += 1
                group = f"mg{groups}"
            for position, (place, relation) in enumerate(one.places or _NOWHERE):
                event_id = f"m{len(reports) + 1}"
                reports.append(
                    self._report(
                        one,
                        place,
                        relation,
                        event_id,
                        group,
                        tolls.get(number, []) if position == 0 else [],
                        losses.get(number, []) if position == 0 else [],
                    )
                )
        return tuple(reports)

    # ---------------------------------------------------------------- which triggers name one happening

    def _happenings(self) -> list[_Happening]:
        aside = [zone.span for zone in self.page.document.zones if zone.kind in BOILERPLATE]  # "(banned in Tarma)" within a sentence
        triggers = [n for n in self.found.reading.of("trigger") if n not in self.found.things]
        triggers = [n for n in triggers if not any(self.spans[n].span.overlaps(span) for span in aside)]
        body = [n for n in triggers if self.spans[n].sentence not in self.titles] or triggers
        of: dict[int, _Happening] = {}
        made: list[_Happening] = []
        for n in body:
            again = self.spans[n].classes["again"].get("again", 0.0)
            hosts = [(chance, other) for chance, other in self.links["same", n] + self.back["same", n] if other < n and other in of]
            best = max(hosts, default=None)
            if best is not None and best[0] >= (LEAST["same"] if again >= LEAST["again"] else 0.75):
                of[best[1]].triggers.append(n)
                of[n] = of[best[1]]
                continue
            if again >= 0.7 and (host := self._told_before(n, made)) is not None:
                host.triggers.append(n)
                of[n] = host
                continue
            of[n] = _Happening([n])
            made.append(of[n])
        for n in triggers:
            if self.spans[n].sentence in self.titles and n not in of:
                host = next((h for h in made if self._sub_type(h.triggers[0]) == self._sub_type(n)), None)
                if host is not None:
                    host.triggers.append(n)
        return made

    def _told_before(self, n: int, made: Sequence[_Happening]) -> _Happening | None:
        """Return the latest happening of the same kind, for a trigger that is told again beyond the window of what it repeats."""
        return next((h for h in reversed(made) if self._sub_type(h.triggers[0]) == self._sub_type(n)), None)

    def _sub_type(self, n: int) -> str:
        return self.spans[n].best("sub_type")[0]

    # ---------------------------------------------------------------- where

    def _place(self, happenings: Sequence[_Happening]) -> None:
        latest: tuple[int, PlaceMention] | None = None
        for one in happenings:
            one.places = self._own_places(one)
            sentence = self.spans[one.triggers[0]].sentence
            if one.places:
                latest = (sentence, self.found.places[one.places[0][0]])
                continue
            if latest is not None and sentence - latest[0] <= _CARRIED:
                one.carried = latest[1]
            else:
                one.carried = self._scene(self.spans[one.triggers[0]].span)

    def _own_places(self, one: _Happening) -> list[tuple[int, Relation]]:
        """Return the places that the event is at; where there is none, the one that it is in."""
        for trigger in one.triggers:
            own = [
                (chance, n, relation)
                for relation in _OWN
                for chance, n in self.links[f"place.{relation}", trigger]
                if chance >= LEAST["place"]
            ]
            if not own:
                own = [
                    (chance, n, "in")
                    for chance, n in sorted(self.links["place.in", trigger], reverse=True)[:1]
                    if chance >= LEAST["inside"]
                ]
            named = [item for item in own if item[1] in self.found.named]
            chosen: dict[str, tuple[int, Relation]] = {}
            for _, n, relation in sorted(named or own, reverse=True):
                chosen.setdefault(self.found.places[n].name.lower(), (n, relation))
            if chosen:
                return sorted(chosen.values(), key=lambda item: self.spans[item[0]].span)
        return []

    def _scene(self, trigger: Span) -> PlaceMention | None:
        """Return the place nearest before a trigger, else the first after it: the smallest sort that the report names."""
        places = [
            p for n, p in sorted(self.found.places.items()) if n in self.found.named and p.level != "country" and p.relation != "from"
        ]
        before = [p for p in places if p.span.start < trigger.start]
        if before or places:
            return (before[::-1] or places)[0]
        return None

    # ---------------------------------------------------------------- tolls and losses

    def _hung(self, happenings: Sequence[_Happening]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """Return the tolls and the losses of each happening: each with the trigger that it is most likely linked to."""
        owner = {n: number for number, one in enumerate(happenings) for n in one.triggers}
        hung: tuple[dict[int, list[int]], dict[int, list[int]]] = (defaultdict(list), defaultdict(list))
        for kind, known, into in (("toll", self.found.tolls, hung[0]), ("loss", self.found.losses, hung[1])):
            for n in self.found.reading.of(kind):
                if n not in known or (
                    self.spans[n].sentence in self.titles and any(self.spans[t].sentence not in self.titles for t in owner)
                ):
                    continue
                best = max(((chance, t) for chance, t in self.back[kind, n] if t in owner), default=None)
                if best is not None and best[0] >= LEAST[kind]:
                    into[owner[best[1]]].append(n)
        return hung

    def _tolls(self, event_id: str, numbers: Sequence[int], group: str | None, people: Sequence[Participant]) -> tuple[Toll, ...]:
        out: list[Toll] = []
        kept: list[int] = []  # the sentence of each
        for n in numbers:
            mention = self.found.tolls[n]
            if any(t.span == mention.span or (t.kind == mention.kind and t.span.overlaps(mention.span)) for t in out):
                continue  # one count marked twice
            category = self.spans[n].best("category")[0]
            known = mention.category if mention.category != "unknown" or not category else category
            side = self._harmed(n, known, people)
            again = [
                t
                for t, other in zip(out, kept, strict=True)
                if t.kind == mention.kind and t.count == mention.count and other != mention.sentence
            ]
            if any(t.side is None or side is None or t.side == side for t in again):
                continue  # told again in another sentence
            kept.append(mention.sentence)
            out.append(
                Toll(
                    f"{event_id}.c{len(out) + 1}", mention.kind, mention.count, side, _CATEGORIES.get(known, "unknown"),
                    mention.subgroup, None, "group" if group else "event", mention.span, made_by=self.made_by,
                )
            )  # fmt: skip
        return tuple(out)

    def _harmed(self, n: int, category: str, people: Sequence[Participant]) -> str | None:
        if category == "civilian":
            return "Civilians"
        best = max(self.links["of", n], default=None)
        if best is not None and best[0] >= LEAST["role"]:
            actor = self.found.actors[best[1]]
            if not actor.generic or actor.side is not None:
                return actor.name
        targets = [p.name for p in people if p.role in ("target", "victim") and p.name != "Civilians"]
        return targets[0] if targets and category == "combatant" else None

    # ---------------------------------------------------------------- who

    def _people(self, one: _Happening, event_type: str, tolls: Sequence[int]) -> tuple[Participant, ...]:
        out: list[Participant] = []
        for role in _ROLES:
            for trigger in one.triggers:
                linked = [(chance, n) for chance, n in self.links[role, trigger] if chance >= LEAST["role"]]
                for _, n in sorted(linked, key=lambda item: self.spans[item[1]].span):
                    self._add(out, role, self.found.actors[n])
                if linked:
                    break
        civil = [n for n in tolls if self.spans[n].best("category")[0] == "civilian" and self.found.tolls[n].kind in _HARM]
        if civil and not any(p.name == "Civilians" or p.actor_class in ("person", "civilians") for p in out):
            out.append(Participant("victim", "Civilians", "Civilians", (self.spans[civil[0]].span,), actor_class="civilians"))
        if not any(p.role == "initiator" for p in out):
            if event_type in _VIOLENT:
                out.insert(0, Participant("initiator", "Unidentified armed actor", "Unidentified", (), inferred=True))
            elif event_type in _PROTESTS:
                out.insert(0, Participant("initiator", self._protesters(one), "Protesters", (), inferred=True, actor_class="protesters"))
        return tuple(out)

    def _add(self, out: list[Participant], role: Role, actor: ActorMention) -> None:
        name, side = actor.name, actor.side
        if actor.generic and side is None:
            if actor.actor_class not in _FIGHTING and actor.actor_class != "unidentified":
                return
            name, side = "Unidentified armed actor", "Unidentified"
        if role == "initiator" and actor.actor_class in _ONLOOKERS:
            return
        if actor.actor_class == "person" and actor.side is None and role in ("victim", "target"):
            name, side, role = "Civilians", "Civilians", "victim"
        if not any(p.role == role and p.name == name for p in out) and not any(p.name == name and p.name != "Civilians" for p in out):
            out.append(Participant(role, name, side, (actor.span,), actor_class=actor.actor_class or "unidentified", entry=actor.entry))

    def _protesters(self, one: _Happening) -> str:
        country = load_countries().get(self.country_at(self.spans[one.triggers[0]].sentence))
        return f"Protesters ({country.name})" if country else "Protesters"

    # ---------------------------------------------------------------- the report

    def _report(
        self, one: _Happening, place: int, relation: Relation, event_id: str, group: str | None, tolls: Sequence[int], losses: Sequence[int]
    ) -> EventReport:  # fmt: skip
        lead = self.spans[one.triggers[0]]
        sub_type, sure = lead.best("sub_type")
        event_type = EVENT_TYPE_OF[sub_type]
        people = self._people(one, event_type, tolls)
        locations = self._locations(one, place, relation)
        linked = [chance for role in _ROLES for chance, _ in self.links[role, one.triggers[0]] if chance >= LEAST["role"]]
        self.chances[event_id] = {
            "trigger": max(self.spans[n].probability for n in one.triggers), "sub_type": sure, "realis": lead.best("realis")[1],
            "salience": lead.best("salience")[1], "roles": min(linked, default=0.0),
            "place": max((chance for n in one.triggers for r in _RELATIONS for chance, other in self.links[f"place.{r}", n] if other == place), default=0.0),
        }  # fmt: skip
        return EventReport(
            id=event_id, trigger=lead.span, mentions=tuple(m for m in sorted({self.spans[n].span for n in one.triggers[1:]}) if not m.overlaps(lead.span)),
            event_type=event_type, sub_event_type=sub_type, realis=_REALIS.get(lead.best("realis")[0], "actual"),
            salience=_SALIENCE.get(lead.best("salience")[0], "core"), participants=people, locations=locations, date=self._date(one), group=group,
            outcome=self._outcome(lead, people, locations), tolls=self._tolls(event_id, tolls, group, people),
            losses=self._losses(event_id, losses, people), sentence=lead.sentence, lemma=lead.span.of(self.page.document).lower(), made_by=self.made_by,
        )  # fmt: skip

    def _locations(self, one: _Happening, place: int, relation: Relation) -> tuple[Location, ...]:
        if place < 0:
            if one.carried is None:
                country = load_countries().get(self.country_at(self.spans[one.triggers[0]].sentence))
                return (Location(country.name, "in", (), "country", inferred=True),) if country else ()
            p = one.carried
            return (Location(p.name, p.relation, (), p.level, inferred=True, within=p.within),)
        own = self.found.places[place]
        out = [Location(own.name, own.relation if own.relation != "at" else relation, (own.span,), own.level, within=own.within)]
        chosen = {n for n, _ in one.places}
        for name in ("in", "from"):
            linked = [item for trigger in one.triggers for item in self.links[f"place.{name}", trigger]]
            for chance, n in sorted(linked, reverse=True):
                mention = self.found.places[n]
                if chance >= LEAST["place"] and n not in chosen and all(mention.name != known.name for known in out):
                    out.append(
                        Location(mention.name, "in" if name == "in" else "from", (mention.span,), mention.level, within=mention.within)
                    )
        return tuple(out)

    def _date(self, one: _Happening) -> DateValue:
        for trigger in one.triggers:
            best = max(((chance, n) for chance, n in self.links["time", trigger] if n in self.found.times), default=None)
            if best is not None and best[0] >= LEAST["time"]:
                return self.found.times[best[1]].value
        return UNKNOWN_DATE

    def _outcome(self, lead: Found, people: Sequence[Participant], locations: Sequence[Location]) -> Outcome | None:
        kind = _OUTCOMES.get(lead.best("outcome")[0])
        if kind is None:
            return None
        by = tuple(p.name for p in people if p.role == "initiator")
        against = tuple(p.name for p in people if p.role == "target")
        if kind == "repelled":
            by, against = against, by
        if kind == "lost":
            by, against = against, by
        return Outcome(kind, by, against[0] if against else None, tuple(place.name for place in locations[:1]))

    def _losses(self, event_id: str, numbers: Iterable[int], people: Sequence[Participant]) -> tuple[Loss, ...]:
        targets = [p.name for p in people if p.role == "target"]
        out: list[Loss] = []
        for n in numbers:
            mention = self.found.losses[n]
            out.append(
                Loss(
                    f"{event_id}.l{len(out) + 1}", mention.item, mention.count, targets[0] if targets else None, mention.effect, mention.span,
                    made_by=self.made_by,
                )
            )  # fmt: skip
        return tuple(out)


__all__ = ["LEAST", "relate_modelled"]
