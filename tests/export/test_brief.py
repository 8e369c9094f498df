"""The brief: nothing in it that the claims cited do not hold, the same form whoever acts, disagreement and denial stated."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.data.brief_words import brief_words
from dateline.errors import ExportError
from dateline.export import Numbered
from dateline.export.brief import Asked, Between, brief
from dateline.export.brief_formats import FORMATS, render
from dateline.linked import Copy, OriginCount
from dateline.records import Claim, CodedReport, DateValue, EventReport, Outcome, Participant, Source, Span
from tests.export.brief_reports import FIRST, HERE, claim, event, page, stores, toll
from tests.export.coded_reports import report as full_report

GLUE = set(
    """a an and at according after be before by called change changes day denied did different differ earlier event events from gave
    given had having hands held how hit in included including inferred incidents independent is it its killed known likely lost losses
    near no not now number numbers of on one or origin origins outcome part people person plan possible quoted reported said spoke
    succeed support take taken than that the there to took tried up was were with without reaching goal ground about exactly least
    more nearly most fighters fighter civilians civilian commanders commander child children tank tanks truck trucks pick-up
    ammunition destroyed damaged captured same fewer details since revised replaced corrected withdrawn earlier wounded displaced unnamed
    speaker outlet residents military source fighting take cut route repelled attack freed gaining development involves involve
    against abduction looting armed clash government regains territory strike air drone protest peaceful planned other remote
    explosive landmine ied missing abducted suppressed property destruction forced disappearance""".split()
)
"""Words of the sentences' forms, beside those of the acts."""
MONTHS = ("May", "June")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
NUMBER = re.compile(r"\d[\d,]*")


def made(reports: Sequence[Numbered], asked: Asked | None = None, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render(brief(reports, asked, unmask=True, **options), "json"))
    return found


def labelled(reports: Iterable[Numbered]) -> dict[str, CodedReport]:
    return {report.page.sighting.doc_id: report for report, _ in reports}


def phrases(paragraph: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for sentence in paragraph["sentences"]:
        yield from sentence


def held(claims: Iterable[tuple[CodedReport, Claim]]) -> tuple[set[str], set[int]]:
    """Return the names and the numbers of the rows that claims are about."""
    names: set[str] = set()
    numbers: set[int] = set()
    for report, said in claims:
        names |= {said.source.name, *(via.name for via in said.via), report.page.sighting.outlet or ""}
        for happened in report.events:
            if any(target == happened.id or target.startswith(f"{happened.id}.") for target in said.about):
                found = _rows(report, happened)
                names |= found[0]
                numbers |= found[1]
    return names - {""}, numbers


def _rows(report: CodedReport, event: EventReport) -> tuple[set[str], set[int]]:
    names = {p.name for p in event.participants} | {place.name for place in event.locations}
    numbers = {event.n_incidents or 0}
    if event.outcome:
        names |= {*event.outcome.by, event.outcome.from_ or "", *event.outcome.places}
    for harm in event.tolls:
        names |= {harm.side or "", " ".join(harm.span.of(report.page.document).split())}
        numbers |= {n for n in (harm.count.low, harm.count.best, harm.count.high) if n is not None}
    for loss in event.losses:
        names.add(loss.side or "")
        numbers.add(loss.count or 0)
    return names, numbers


def left_over(text: str, names: Iterable[str]) -> str:
    """Return a text without the names."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, flags=re.IGNORECASE)
    return text


def vocabulary() -> set[str]:
    forms = " ".join(form for act in brief_words().acts.values() for form in act.values())
    return GLUE | {word.lower() for word in WORD.findall(re.sub(r"\{.\}", " ", forms))}


@settings(max_examples=80, deadline=None)
@given(stores())
def test_every_number_place_and_name_of_a_phrase_comes_from_the_claims_it_cites(reports: list[Numbered]) -> None:
    known, words = labelled(reports), vocabulary()
    for section in made(reports)["sections"]:
        if section["title"] in ("In short", "Further regions"):
            continue
        for paragraph in section["paragraphs"]:
            for phrase in phrases(paragraph):
                assert phrase["claims"], phrase
                cited = [(known[c["report"]], claim_of(known[c["report"]], c["claim"])) for c in phrase["claims"]]
                names, numbers = held(cited)
                rest = left_over(phrase["text"], names)
                assert {word.lower() for word in WORD.findall(rest)} <= words, (phrase, rest)
                assert {int(n.replace(",", "")) for n in NUMBER.findall(rest)} <= numbers, (phrase, numbers)
            told = [(report, event) for report, ids in reports for event in report.events if ids[event.id] in paragraph["events"]]
            lead_is_held(paragraph["lead"], told)


def claim_of(report: CodedReport, name: str) -> Claim:
    return next(claim for claim in report.claims if claim.id == name)


def lead_is_held(lead: str, told: Sequence[tuple[CodedReport, EventReport]]) -> None:
    places = {name for _, e in told for place in e.locations for name in (place.name, place.admin1, place.country) if name}
    rest = left_over(lead, places)
    days = {d for _, e in told for d in (e.date.start, e.date.end) if d}
    assert {int(n) for n in NUMBER.findall(rest)} <= {n for d in days for n in (d.day, d.year)}, lead
    assert {m for m in MONTHS if m in rest} <= {f"{d:%B}" for d in days}, lead
    over = {"near", "towards", "at", "in", "to", "on", "or", "before", "day", "not", "known", "place", "and", "reported", "again", "new"}
    assert {word.lower() for word in WORD.findall(rest)} - {m.lower() for m in MONTHS} <= over, lead


@settings(max_examples=40, deadline=None)
@given(stores())
def test_a_phrase_cites_claims_that_say_so_and_a_denial_claims_that_deny(reports: list[Numbered]) -> None:
    known = labelled(reports)
    for section in made(reports)["sections"]:
        for paragraph in section["paragraphs"]:
            for phrase in phrases(paragraph):
                for cited in phrase["claims"]:
                    claim = claim_of(known[cited["report"]], cited["claim"])
                    ids = next(ids for report, ids in reports if report.page.sighting.doc_id == cited["report"])
                    targets = {target.partition(".")[0] for target in claim.about}
                    assert cited["event"] in {ids[target] for target in targets}
                    if " denied " in f" {phrase['text']} ":
                        assert claim.polarity == "-"


@settings(max_examples=40, deadline=None)
@given(stores())
def test_the_headline_figures_are_those_of_the_rows(reports: list[Numbered]) -> None:
    found = made(reports)["sections"]
    happened = {
        ids[e.id]
        for report, ids in reports
        for e in report.events
        if e.salience != "aggregate" and e.realis in ("actual", "attempted_failed", "ongoing")
    }
    head = found[0]["paragraphs"][0]["sentences"][0][0]["text"]
    if not happened:
        assert head.startswith("No event")
        return
    numbers = {word: n for n, word in enumerate("No One Two Three Four Five Six Seven Eight Nine Ten".split())}
    first = head.split()[0]
    assert numbers.get(first, first if first.isdigit() else None) == len(happened)
    tellers = [report for report, ids in reports if any(ids[e.id] in happened for e in report.events)]
    assert re.search(rf"from ({'|'.join(numbers).lower()}) report", head).group(1).capitalize() == list(numbers)[len(tellers)]  # type: ignore[union-attr]


@settings(max_examples=80, deadline=None)
@given(stores(), st.sampled_from([("Umber Army", "Cobal Army"), ("Ashur Brigade", "Cobal Brigade")]))
def test_exchanging_two_sides_changes_nothing_but_their_names(reports: list[Numbered], pair: tuple[str, str]) -> None:
    one, other = pair
    swapped = [(renamed(report, one, other), ids) for report, ids in reports]
    told_, expected = (render(brief(found, unmask=True), "markdown") for found in (swapped, reports))
    assert told_ == exchanged(expected, one, other)


def exchanged(text: str, one: str, other: str) -> str:
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


def renamed(value: Any, one: str, other: str) -> Any:
    if isinstance(value, str):
        return exchanged(value, one, other)
    if isinstance(value, tuple):
        return tuple(renamed(item, one, other) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type) and not isinstance(value, Span):
        return dataclasses.replace(
            value, **{f.name: renamed(getattr(value, f.name), one, other) for f in dataclasses.fields(value) if f.init}
        )
    return value


# ------------------------------------------------------------------ what single sentences say


def told(*reports: CodedReport, asked: Asked | None = None, ids: str = "DL-7", **options: Any) -> str:
    text = render(brief([(r, {e.id: ids for e in r.events}) for r in reports], asked, **options), "text")
    return " ".join(text.split())


def test_who_says_what_happened_and_who_denies_it() -> None:
    text = told(
        page("r1", "Harbour Wire", (event(),), (claim("k1", by="Zenith Observatory"), claim("k2", by="Vorlak Front", polarity="-")))
    )
    assert "Qorbet, 1 May 2031. The Zenith Observatory said that the Umber Army fought the Vorlak Front [DL-7: r1#k1]; " in text
    assert "the Vorlak Front denied it [DL-7: r1#k2]." in text


def test_an_outlets_own_word_is_reported_and_a_doubt_is_kept() -> None:
    assert "Harbour Wire reported that the Umber Army fought" in told(page("r1", "Harbour Wire", (event(),), (claim("k1"),)))
    doubtful = claim("k1", by="Residents", certainty="possible")
    assert "Residents said that it was possible that the Umber Army fought" in told(page("r1", "Harbour Wire", (event(),), (doubtful,)))


def test_numbers_that_differ_stand_side_by_side() -> None:
    several = event(tolls=(toll("e1.c1", 12), toll("e1.c2", 3)))
    text = told(
        page(
            "r1", "Harbour Wire", (several,), (claim("k1", "e1.c1", by="Zenith Observatory"), claim("k2", "e1.c2", by="Ministry of Health"))
        )
    )
    assert (
        "Numbers of killed differ. The Zenith Observatory: 12 people [DL-7: r1#k1]; the Ministry of Health: 3 people [DL-7: r1#k2]." in text
    )
    assert "in all 3 to 12 killed" in text
    assert "Sources give different numbers for one event" in text


def test_the_same_number_from_two_is_said_once() -> None:
    one, other = (page(f"r{n}", "Harbour Wire", (event(tolls=(toll("e1.c1", 5),)),), (claim("k1", "e1", "e1.c1", by=who),), n)
                  for n, who in ((1, "Zenith Observatory"), (2, "Residents")))  # fmt: skip
    text = told(one, other)
    assert text.count("5 people were killed") == 1
    assert "The Zenith Observatory and residents said that the Umber Army fought the Vorlak Front, and that 5 people were killed" in text
    assert "[DL-7: r1#k1, r2#k1]" in text


def test_ground_that_changes_hands_is_listed() -> None:
    taken = event(sub_event_type="Government regains territory", outcome=Outcome("captured", ("Umber Army",), "Vorlak Front", ("Qorbet",)))
    text = told(
        page("r1", "Harbour Wire", (taken,), (claim("k1", by="Umber Army"), claim("k2", "e1.outcome", by="Vorlak Front", polarity="-")))
    )
    assert "Places said to have changed hands" in text
    assert text.count("the Umber Army took Qorbet from the Vorlak Front") == 2
    assert "the Vorlak Front denied the outcome" in text


def test_a_plan_a_failure_and_a_mere_denial_are_never_told_as_done() -> None:
    taken = Outcome("captured", ("Umber Army",), "Vorlak Front", ("Qorbet",))
    plan = told(page("r1", "Harbour Wire", (event(realis="planned", outcome=taken),), (claim("k1", by="Umber Army"),)))
    assert "spoke of a plan: the Umber Army planned to take Qorbet from the Vorlak Front" in plan
    failed = told(page("r1", "Harbour Wire", (event(realis="attempted_failed", outcome=taken),), (claim("k1"),)))
    assert "tried to take Qorbet from the Vorlak Front and did not succeed" in failed
    denied = told(page("r1", "Harbour Wire", (event(realis="hypothetical_denied"),), (claim("k1", by="Umber Army", polarity="-"),)))
    assert "The Umber Army denied that the Umber Army fought the Vorlak Front" in denied
    assert not any("Places said" in text for text in (plan, failed, denied))


def test_places_of_one_list_are_told_in_one_sentence() -> None:
    other = (dataclasses.replace(HERE[0], name="Yirdal"),)
    pair = (event("e1", group="g1"), event("e2", group="g1", locations=other))
    made_ = brief([(page("r1", "Harbour Wire", pair, (claim("k1", "e1", "e2"),)), {"e1": "DL-1", "e2": "DL-2"})])
    text = " ".join(render(made_, "text").split())
    assert "Qorbet and Yirdal, 1 May 2031. Harbour Wire reported that the Umber Army fought the Vorlak Front [DL-1, DL-2: r1#k1]." in text


def test_the_dead_of_a_list_of_places_are_counted_once() -> None:
    both = toll("e1.c1", 22, scope="group")
    pair = (event("e1", group="g1", tolls=(both,)), event("e2", group="g1", locations=(dataclasses.replace(HERE[0], name="Yirdal"),)))
    reports = [(page("r1", "Harbour Wire", pair, (claim("k1", "e1", "e2", "e1.c1"),)), {"e1": "DL-1", "e2": "DL-2"})]
    assert "in all 22 killed" in " ".join(render(brief(reports), "text").split())


def test_origins_are_counted_and_a_copy_is_no_speaker_of_its_own() -> None:
    first, second = page("r1", "Harbour Wire", (event(),), (claim("k1"),), 1), page("r2", "Gazeta Polna", (event(),), (), 2)
    again = dataclasses.replace(claim("k1"), source=Source("Gazeta Polna", "author"))
    second = dataclasses.replace(second, claims=(again,))
    copy = Copy(second.page.sighting.id, first.page.sighting.id, "rewrite", 0.9, ())
    both = told(first, second, between=Between(count=lambda claims: OriginCount(2, 3)))
    assert "Two or three independent origins (Harbour Wire and Gazeta Polna) reported that" in both
    copied = told(first, second, between=Between((copy,), lambda claims: OriginCount(1, 1)))
    assert "Harbour Wire reported that the Umber Army fought the Vorlak Front [DL-7: r1#k1, r2#k1]." in copied
    assert "two reports (one of them a copy of another) by two outlets" in copied
    assert "(copy of r1)" in copied


def test_period_region_and_limit() -> None:
    later = DateValue(FIRST + dt.timedelta(9), FIRST + dt.timedelta(9), "day", "explicit")
    reports = page("r1", "Harbour Wire", (event("e1"), event("e2", date=later, locations=())), (claim("k1", "e1"), claim("k2", "e2")), 9)
    numbered = [(reports, {"e1": "DL-1", "e2": "DL-2"})]

    def text(**asked: Any) -> str:
        return render(brief(numbered, Asked(**asked)), "text")

    assert "DL-2" not in text(until=FIRST)
    assert "New: Qorbet (Harn, Norvia), 1 May 2031" in text(since=FIRST + dt.timedelta(5)).replace("\n", " ")
    assert "DL-2" not in text(region="harn")
    assert "DL-1" in text(region="NORVIA")
    assert "DL-1" in text(region="nv")
    assert "No event that happened" in text(region="Elsewhere")
    assert "one more event" in text(limit=1) or "Not told here" in text(limit=1)
    with pytest.raises(ExportError):
        text(since=FIRST, until=FIRST - dt.timedelta(1))


def test_a_corrected_number_is_told_with_the_one_that_replaces_it() -> None:
    several = event(tolls=(toll("e1.c1", 13, superseded=True), toll("e1.c2", 11)))
    text = told(page("r1", "Harbour Wire", (several,), (claim("k1", "e1.c1"), claim("k2", "e1.c2", by="Residents"))))
    assert "Harbour Wire gave an earlier number of killed: 13 [DL-7: r1#k1]; the number now given is 11 [DL-7: r1#k2]." in text
    assert "in all 11 killed" in text


def test_private_persons_are_masked_and_fiction_is_refused() -> None:
    numbered = [(full_report(), {f"e{n}": f"DL-{n}" for n in range(1, 6)})]
    for format_ in FORMATS:
        assert "Delnik" not in render(brief(numbered), format_)
        assert "Delnik" in render(brief(numbered, unmask=True), format_)
    with pytest.raises(ExportError):
        brief([(full_report(fiction=True), {})])
    assert brief([(full_report(fiction=True), {})], allow_fiction=True).sources


def test_a_name_in_an_address_is_masked_and_loses_no_origin_or_copy() -> None:
    whole = full_report()
    address = "https://harbour-wire.example/maro-delnik"
    first = dataclasses.replace(
        whole, page=dataclasses.replace(whole.page, sighting=dataclasses.replace(whole.page.sighting, doc_id=address, address=address))
    )
    sightings = {first.page.sighting.id}
    asked: list[str] = []

    def count(claims: Iterable[tuple[str, str]]) -> OriginCount:
        asked.extend(sighting for sighting, _ in claims)
        return OriginCount(1, 1)

    text = render(brief([(first, {})], between=Between(count=count)), "html")
    assert set(asked) == sightings
    assert "delnik" not in text.casefold()


def test_markdown_shows_markup_of_names_as_it_is_and_references_unchanged() -> None:
    loud = event(participants=(Participant("initiator", "*Loud* [Army](x) _a_", None, ()),))
    text = render(brief([(page("r1", "Harbour Wire", (loud,), (claim("k1"),)), {"e1": "DL-9"})]), "markdown")
    assert r"\*Loud\* \[Army\](x) \_a\_" in text
    assert "[DL-9: r1#k1]." in text


class Tags(HTMLParser):
    """Collects tags, anchors and links, and sees that tags are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attrs)
        self.ids |= {found["id"] or ""} if "id" in found else set()
        self.links += [found["href"] or ""] if "href" in found else []
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_holds_itself_together() -> None:
    nasty = event(participants=(Participant("initiator", "<script>alert(1)</script> & Co", None, ()),))
    numbered = [
        (full_report(), {f"e{n}": f"DL-{n}" for n in range(1, 6)}),
        (page("r]#1, <b>", "<i>", (nasty,), (claim("k1", by='"A" <b>'),)), {"e1": "DL-9"}),
    ]
    parser = Tags()
    parser.feed(render(brief(numbered), "html"))
    assert not parser.open
    assert not parser.tags & {"script", "img", "link", "b", "i", "iframe"}
    assert [link for link in parser.links if link.startswith("#")]
    assert {link[1:] for link in parser.links if link.startswith("#")} <= parser.ids
    assert all(link.startswith(("#", "https://")) for link in parser.links)


@settings(max_examples=30, deadline=None)
@given(stores(), st.sampled_from(FORMATS))
def test_every_format_is_written_and_the_same_from_the_same_rows(reports: list[Numbered], format_: str) -> None:
    assert render(brief(reports), format_) == render(brief(reports), format_)


@settings(max_examples=40, deadline=None)
@given(stores())
def test_references_of_the_text_read_back_as_those_of_the_json(reports: list[Numbered]) -> None:
    made_ = brief(reports, unmask=True)
    text = " ".join(render(made_, "text").split("\nSources\n")[0].split())
    found = set()
    for group in re.findall(r"\[(DL-[^\]]+)\]", text):
        for part in group.split("; "):
            events, _, names = part.partition(": ")
            label = ""
            for name in names.split(", "):
                label, number = (name.split("#")[0] or label), name.split("#")[1]
                found |= {(one, label, number) for one in events.split(", ")}
    value = json.loads(render(made_, "json"))
    wanted = {
        (c["event"], c["report"], c["claim"])
        for section in value["sections"]
        if section["title"] not in ("In short", "Further regions")
        for paragraph in section["paragraphs"]
        for phrase in phrases(paragraph)
        for c in phrase["claims"]
    }
    assert found == wanted
    quoted = {(source["report"], quote["claim"]) for source in value["sources"] for quote in source["claims"]}
    assert {(report, number) for _, report, number in wanted} <= quoted
