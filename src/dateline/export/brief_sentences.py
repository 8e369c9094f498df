"""The account sentences of a brief: who says what happened, who denies it, who plans it; one form whoever acts, says or denies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dateline.data.brief_words import brief_words
from dateline.export.brief_language import listed, named, upper_first
from dateline.export.brief_records import Member, Phrase, Sentence
from dateline.export.brief_voices import Bundle, Count, Said, Voice, refs, speakers, subject, verb, voice
from dateline.records import Claim, EventReport

_GROUND = frozenset({"Government regains territory", "Non-state actor overtakes territory"})
_TOOK = {
    "actual": ("took", "took"),
    "attempted_failed": ("tried to take", "and did not succeed"),
    "ongoing": ("was fighting to take", ""),
    "planned": ("planned to take", ""),
    "hypothetical_denied": ("took", ""),
}


# ------------------------------------------------------------------ what happened


def clause(events: Sequence[EventReport]) -> str:
    """Return what was done, without place and day; of several events of one list, their places where ground changed hands.

    The same form for every actor; who is unidentified and only inferred is left out, who else is inferred is marked.
    """
    event = events[0]
    doers, others = _cast(event, "initiator"), _others(event)
    done = _outcome(events) or _act(event, doers, others)
    helpers = _cast(event, "supporter")
    if helpers:
        done += f", with the support of {helpers}"
    if event.n_incidents is not None and event.n_incidents > 1:
        done += f", in {event.n_incidents} incidents"
    return done


def _act(event: EventReport, doers: str, others: str) -> str:
    forms = brief_words().acts.get(event.sub_event_type) or brief_words().acts["Other"]
    form = forms["both" if doers and others else "by" if doers else "on" if others else "none"]
    goal = {"attempted_failed": ", without reaching the goal", "ongoing": ", with no outcome reported"}.get(event.realis, "")
    gained = (
        ", without gaining ground" if event.outcome and event.outcome.kind == "none_gained" and event.sub_event_type not in _GROUND else ""
    )
    return form.format(a=doers, b=others) + (gained or goal)


def _outcome(events: Sequence[EventReport]) -> str:
    """Return the clause of an outcome that says who holds what now, empty where there is none."""
    event = events[0]
    outcome = event.outcome
    if outcome is None:
        return ""
    places = listed([place for e in events for place in _taken(e)] or [""])
    by = listed(map(named, outcome.by)) if outcome.by else _cast(event, "initiator")
    loser = named(outcome.from_) if outcome.from_ and outcome.from_ not in outcome.by else ""
    loser = "" if loser == by else loser
    if outcome.kind in ("captured", "lost") and places:
        took, failed = _TOOK[event.realis]
        if by:
            rest = f" {failed}" if event.realis == "attempted_failed" else ""
            return f"{by} {took} {places}{f' from {loser}' if loser else ''}{rest}"
        return f"{loser} lost {places}" if loser and event.realis == "actual" else ""
    if outcome.kind == "repelled" and by:
        return f"{by} repelled an attack{f' by {loser}' if loser else ''}"
    if outcome.kind == "route_cut" and by and event.realis == "actual":
        return f"{by} cut a route{f' of {loser}' if loser else ''}"
    if outcome.kind == "freed" and by and event.realis == "actual":
        return f"{by} freed people{f' held by {loser}' if loser else ''}"
    return ""


def _taken(event: EventReport) -> tuple[str, ...]:
    """Return the places of an outcome: those that it names if the event's own is among them, else the event's own."""
    named_ = event.outcome.places if event.outcome else ()
    own = event.locations[0].name if event.locations else None
    return named_ if own is None or own in named_ else (own,)


def _others(event: EventReport) -> str:
    """Return whom the act was aimed at, else whom it harmed; ground is lost only by those it was taken from."""
    return _cast(event, "target") or ("" if event.sub_event_type in _GROUND else _cast(event, "victim"))


def _cast(event: EventReport, role: str) -> str:
    """Return the actors in a role; who is unidentified and only inferred is left out."""
    actors = [p for p in event.participants if p.role == role]
    told = {p.name for p in actors if not p.inferred}
    names = []
    for actor in actors:
        if actor.inferred and actor.entry is None and actor.actor_class == "unidentified":
            continue
        names.append(named(actor.name) + ("" if actor.name in told else " (inferred)"))
    if not names:
        return ""
    if any(p.disjunct for p in actors) and len(dict.fromkeys(names)) > 1:
        return " or ".join(dict.fromkeys(names))
    return listed(names)


class _Account(NamedTuple):
    """One way to tell an event: its clause, what kind of act by whom against whom, and who tells it so."""

    clause: str
    kind: tuple[str, str, str | None, tuple[str, ...]]
    doers: frozenset[str]
    others: frozenset[str]
    voices: tuple[Voice, ...]
    certainties: frozenset[str]

    def holds(self, other: _Account) -> bool:
        """Tell whether another account, of no more speakers, tells the same with fewer actors."""
        if self.kind != other.kind or len(speakers(self.voices)) < len(speakers(other.voices)):
            return False
        return self.doers >= other.doers and self.others >= other.others and (self.doers, self.others) != (other.doers, other.others)


def account(bundle: Bundle, count: Count) -> list[Said]:
    """Return who says what happened: first the account of most speakers, with who tells less and who denies it; then those that differ."""
    accounts = _accounts(bundle)
    wholes = [one for one in accounts if not any(other.holds(one) for other in accounts)]
    echoes: dict[str, list[_Account]] = defaultdict(list)
    for one in accounts:
        if whole := next((other for other in wholes if other.holds(one)), None):
            echoes[whole.clause].append(one)
    backing = {one.clause: len(speakers([v for told in (one, *echoes[one.clause]) for v in told.voices])) for one in wholes}
    wholes.sort(key=lambda one: -backing[one.clause])
    said = []
    for position, one in enumerate(wholes):
        after = [_echo(other, count) for other in echoes[one.clause]]
        after += _denials(bundle) if position == 0 else []
        said.append(Said(one.voices, _hedge(one.certainties) + one.clause, tuple(after)))
    return said


def _accounts(bundle: Bundle) -> list[_Account]:
    """Return the different accounts of an event, in the order in which they were published."""
    found: dict[str, list[tuple[EventReport, Voice, str]]] = defaultdict(list)
    for members in _by_report(m for m in bundle.members if m.event.realis != "hypothetical_denied"):
        said = clause([m.event for m in members])
        found[said] += [(m.event, voice(m, claim), claim.certainty) for m in members for claim in _reporting(m)]
    return [_as_account(said, told) for said, told in found.items() if told]


def _as_account(said: str, told: Sequence[tuple[EventReport, Voice, str]]) -> _Account:
    event = told[0][0]
    outcome = event.outcome
    doers = {p.name for p in event.participants if p.role in ("initiator", "supporter")}
    others = {p.name for p in event.participants if p.role in ("target", "victim")}
    if outcome is not None and outcome.by:
        doers, others = set(outcome.by), {outcome.from_} if outcome.from_ else set()
    places = tuple(sorted({place for one, _, _ in told for place in _taken(one)})) if outcome else ()
    kind = (event.sub_event_type, event.realis, outcome.kind if outcome else None, places)
    voices, certainties = tuple(voice for _, voice, _ in told), frozenset(certainty for _, _, certainty in told)
    return _Account(said, kind, frozenset(doers), frozenset(others), voices, certainties)


def _echo(told: _Account, count: Count) -> Phrase:
    return Phrase(f"{subject(told.voices, count)} {verb(told.voices)} the same with fewer details", refs(told.voices))


def denied(bundle: Bundle) -> Iterator[Sentence]:
    """Yield who denies an event that nobody is known to assert, as each report tells it."""
    rejected: dict[str, list[Voice]] = defaultdict(list)
    for members in _by_report(bundle.members):
        for what, voices in _denying(members).items():
            told = f"that {clause([m.event for m in members])}" if what == "it" else what
            rejected[told] += voices
    for what, voices in rejected.items():
        yield Sentence((Phrase(upper_first(f"{listed(speakers(voices))} denied {what}"), refs(voices)),))


def _by_report(members: Iterable[Member]) -> list[list[Member]]:
    """Return the accounts that are told in one clause: those of one report that differ in nothing but the place where ground changed hands."""
    found: dict[object, list[Member]] = defaultdict(list)
    for member in members:
        event, outcome = member.event, member.event.outcome
        if outcome is None:
            found[member.label, clause([event])].append(member)
        else:
            actors = tuple((p.role, p.name, p.inferred, p.disjunct) for p in event.participants)
            act = (event.sub_event_type, event.realis, event.n_incidents, outcome.kind, outcome.by, outcome.from_)
            found[member.label, act, actors].append(member)
    return list(found.values())


def _reporting(member: Member) -> tuple[Claim, ...]:
    """Return the claims that say that the event happened: those about it, else about its outcome, actors, tolls or losses."""
    event = member.event
    parts = (*(t.id for t in event.tolls), *(x.id for x in event.losses))
    return member.claims(event.id) or member.claims(f"{event.id}.outcome", f"{event.id}.actors") or member.claims(*parts)


def _hedge(certainties: frozenset[str]) -> str:
    """Return what weakens an account that no speaker holds for certain."""
    return "" if "certain" in certainties else "it was likely that " if "probable" in certainties else "it was possible that "


def _denials(bundle: Bundle) -> list[Phrase]:
    """Return who denies the event, that ground changed hands, or a part in it."""
    return [Phrase(f"{listed(speakers(voices))} denied {what}", refs(voices)) for what, voices in _denying(bundle.members).items()]


def _denying(members: Sequence[Member]) -> dict[str, list[Voice]]:
    """Return who denies what: "it" (the event), "the outcome", "having a part in it"."""
    found: dict[str, list[Voice]] = defaultdict(list)
    for member in members:
        own = member.event.id
        for claim in member.claims(own, f"{own}.outcome", f"{own}.actors", polarity="-"):
            about = set(claim.about)
            what = "it" if own in about else "the outcome" if f"{own}.outcome" in about else "having a part in it"
            found[what].append(voice(member, claim))
    return found


# ------------------------------------------------------------------ plans and corrections


def planned(bundle: Bundle) -> Iterator[Sentence]:
    """Yield who speaks of a plan, and of what."""
    plans: dict[str, list[Voice]] = defaultdict(list)
    for members in _by_report(m for m in bundle.members if m.event.realis == "planned"):
        plan = _plan([m.event for m in members])
        for member in members:
            plans[plan] += [voice(member, claim) for claim in _reporting(member)]
    for plan, voices in plans.items():
        if voices:
            yield Sentence((Phrase(upper_first(f"{listed(speakers(voices))} spoke of a plan: {plan}"), refs(voices)),))


def _plan(events: Sequence[EventReport]) -> str:
    event = events[0]
    if event.outcome is not None and event.outcome.kind in ("captured", "lost") and (aim := _outcome(events)):
        return aim
    doers, others = _cast(event, "initiator"), _others(event)
    if event.sub_event_type not in brief_words().acts or event.sub_event_type == "Other":
        involved = listed([one for one in (doers, others) if one] or [""])
        return f"a development that involves {involved}" if involved else "a development"
    by = f" by {doers}" if doers else ""
    return f"{event.sub_event_type[:1].lower()}{event.sub_event_type[1:]}{by}{f', against {others}' if others else ''}"
