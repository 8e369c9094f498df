"""Origins: aliases, media arms, copies followed to their root, the interval of independent origins."""

from __future__ import annotations

import random

import pytest

from dateline.link.origins import count, origins
from dateline.link.speakers import speaker_of
from dateline.linked import ClaimSketch, Copy, EventSketch, OriginCount, ReportSketch, TollSketch
from tests.reader import LEARNED


def event(sighting: str, *, killed: int | None = 30, place: str = "Azaz", country: str | None = "SY") -> EventSketch:
    """Make an event report with one toll."""
    toll = TollSketch("e1.c1", "killed", None, "combatant", killed, killed, killed, None, None, "event", False)
    return EventSketch(
        id=f"E-{sighting}", local_id="e1", sighting=sighting, event_type="Battles", sub_event_type="Armed clash", realis="actual", salience="core",
        lemma="clash", first_day=736000, last_day=736000, date_precision="day", published=736000, place=place, names=(place,), lat=None, lon=None,
        radius_km=None, geo_precision=1, country_code=country, admin1=None, group=None, actors=(), tolls=(toll,) if killed else (), words=(),
    )  # fmt: skip


def claim(
    name: str, source: str, kind: str, *, via: tuple[str, ...] = (), about: tuple[str, ...] = ("e1", "e1.c1"), side: str | None = None
) -> ClaimSketch:
    """Make a claim; its id is its name."""
    return ClaimSketch(name, about, source, kind, side, kind != "author", via, "+", "certain")  # type: ignore[arg-type]


def report(
    sighting: str, *claims: ClaimSketch, killed: int | None = 30, outlet: str | None = None, country: str | None = "SY"
) -> ReportSketch:
    """Make a report with one event report."""
    return ReportSketch(
        sighting=sighting, document=sighting, doc_id=sighting, outlet=outlet, original_outlet=None, agency=None, published=736000, learned=LEARNED,
        signature=b"", n_words=0, numbers=(), quotes=(), places=(), speakers=(), marks=(), sentences=(),
        events=(event(sighting, killed=killed, country=country),), claims=claims,
    )  # fmt: skip


def grouped(*reports: ReportSketch, copies: tuple[Copy, ...] = ()) -> list[tuple[str, ...]]:
    return sorted(origin.claims for origin in origins(reports, copies))


def interval(*reports: ReportSketch, copies: tuple[Copy, ...] = ()) -> tuple[int, int]:
    found = origins(reports, copies)
    counted = count(found, [claim.id for one in reports for claim in one.claims])
    return counted.low, counted.high


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("SOHR", "Syrian Observatory for Human Rights", True),
        ("Syrian Observatory", "UK-based Syrian Observatory for Human Rights", True),
        ("SANA", "Syrian Arab Army (unnamed military source)", True),
        ("Amaq", "Islamic State", True),
        ("Al-Manar", "Hezbollah", True),
        ("White Helmets", "Syrian Civil Defence", True),
        ("Islamic State", "Syrian army", False),
        ("Reuters", "AFP", False),
        ("Hezbollah", "Syrian army", False),
        ("Salamiyeh National Hospital source", "Salamiyeh National Hospital", True),
    ],
)
def test_one_voice_under_many_names(one, other, same):
    first, second = speaker_of(one), speaker_of(other)
    assert first is not None
    assert second is not None
    assert (first.key == second.key) is same


@pytest.mark.parametrize(
    "words",
    ["local residents", "a military source", "witnesses", "medics", "police", "a resident of Menaka", "activists", "several officials"],
)
def test_words_that_name_nobody(words):
    assert speaker_of(words) is None


def test_a_part_of_a_state_is_found_by_the_country_of_the_report():
    police, army = speaker_of("police", "KE"), speaker_of("Kenyan army")
    assert police is not None
    assert army is not None
    assert police.key == army.key
    assert speaker_of("police", "UG") != police


def test_two_reports_that_quote_one_monitor_are_one_origin():
    ours = report("S-1", claim("c1", "SOHR", "ngo_monitor"))
    theirs = report("S-2", claim("c2", "Syrian Observatory for Human Rights", "ngo_monitor", via=("Reuters",)))
    assert grouped(ours, theirs) == [("c1", "c2")]
    assert interval(ours, theirs) == (1, 1)


def test_a_party_and_its_media_arm_are_one_origin():
    army = report("S-1", claim("c1", "Syrian army", "belligerent"))
    agency = report("S-2", claim("c2", "SANA", "state_media"))
    assert grouped(army, agency) == [("c1", "c2")]


def test_a_party_that_no_registry_knows_is_one_with_its_media_by_its_side():
    spokesman = report("S-1", claim("c1", "Highland Front spokesman", "belligerent", side="war-front"))
    media = report("S-2", claim("c2", "Highland Voice", "state_media", side="war-front"))
    assert grouped(spokesman, media) == [("c1", "c2")]


def test_allies_are_two_origins_but_not_independent_in_the_worst_case():
    army = report("S-1", claim("c1", "Syrian army", "belligerent", side="Syrian government and allies"))
    guard = report("S-2", claim("c2", "Quneitra Hawks", "belligerent", side="Syrian government and allies"))
    assert len(grouped(army, guard)) == 2
    assert interval(army, guard) == (1, 2)


def test_enemies_are_two_unless_one_relays_the_other():
    army = report("S-1", claim("c1", "Syrian army", "belligerent"))
    enemy = report("S-2", claim("c2", "Islamic State", "belligerent"))
    assert interval(army, enemy) == (2, 2)
    relaying = report("S-3", claim("c3", "Islamic State", "belligerent", via=("SANA",)))
    assert interval(army, relaying) == (1, 2)
    assert interval(army, enemy, relaying) == (1, 2)


def test_unknown_origins_are_at_most_one_at_the_low_end():
    prose = [report(f"S-{n}", claim(f"c{n}", f"Outlet {n}", "author")) for n in range(3)]
    unnamed = report("S-9", claim("c9", "local sources", "unnamed"))
    assert interval(*prose) == (1, 3)
    assert interval(*prose, unnamed) == (1, 4)
    monitor = report("S-5", claim("c5", "SOHR", "ngo_monitor"))
    assert interval(*prose, monitor) == (1, 4)
    assert interval() == (0, 0)


def test_the_page_of_a_body_that_others_quote_speaks_as_that_body():
    own = report("S-1", claim("c1", "Orontes Rights Watch", "author"), outlet="Orontes Rights Watch")
    quoting = report("S-2", claim("c2", "Orontes Rights Watch", "ngo_monitor"), outlet="Post")
    assert grouped(own, quoting) == [("c1", "c2")]
    assert len(grouped(own, report("S-3", claim("c3", "Post", "author"), outlet="Post"))) == 2


def test_one_newsroom_is_one_unknown_origin():
    first = report("S-1", claim("c1", "Post", "author"), claim("c2", "local sources", "unnamed"), outlet="Post")
    second = report("S-2", claim("c3", "The Post", "author"), outlet="The Post")
    assert grouped(first, second) == [("c1", "c2", "c3")]


def test_a_copy_rests_on_what_it_copies():
    root = report("S-1", claim("c1", "Sahel Courier", "author"))
    copy = report("S-2", claim("c2", "Bamako Mirror", "author"))
    again = report("S-3", claim("c3", "Timbuktu Wire", "author"))
    chain = (Copy("S-2", "S-1", "identical", 1.0, ()), Copy("S-3", "S-2", "rewrite", 0.9, ()))
    assert interval(root, copy, again) == (1, 3)
    assert interval(root, copy, again, copies=chain) == (1, 1)
    assert grouped(root, copy, again, copies=chain) == [("c1", "c2", "c3")]


def test_a_copy_that_drops_the_source_has_the_source_of_its_root():
    root = report("S-1", claim("c1", "SOHR", "ngo_monitor"))
    copy = report("S-2", claim("c2", "Bosphorus Post", "author"))
    rewritten = (Copy("S-2", "S-1", "rewrite", 0.9, ()),)
    assert grouped(root, copy, copies=rewritten) == [("c1", "c2")]
    (origin,) = origins([root, copy], rewritten)
    assert origin.speaker == "Syrian Observatory for Human Rights"
    assert origin.evidence == ("S-2 is a copy (rewrite) of S-1", "SOHR is a name of Syrian Observatory for Human Rights")


def test_what_a_copy_adds_by_a_named_speaker_is_an_origin_of_its_own():
    root = report("S-1", claim("c1", "SOHR", "ngo_monitor"))
    copy = report("S-2", claim("c2", "SOHR", "ngo_monitor"), claim("c3", "Amaq", "belligerent"))
    assert grouped(root, copy, copies=(Copy("S-2", "S-1", "rewrite", 0.9, ()),)) == [("c1", "c2"), ("c3",)]


def test_an_outlet_cited_by_its_copy_leads_to_the_speaker_in_its_report():
    root = report("S-1", claim("c1", "Red Crescent", "ngo"), outlet="Kivu Radio")
    copy = report("S-2", claim("c2", "Kivu Radio", "media_outlet"))
    assert grouped(root, copy, copies=(Copy("S-2", "S-1", "rewrite", 0.9, ()),)) == [("c1", "c2")]


def test_copies_that_go_in_a_circle_end():
    one, two = report("S-1", claim("c1", "A", "author")), report("S-2", claim("c2", "B", "author"))
    circle = (Copy("S-1", "S-2", "identical", 1.0, ()), Copy("S-2", "S-1", "identical", 1.0, ()))
    assert sum(map(len, grouped(one, two, copies=circle))) == 2


def test_the_order_of_arrival_changes_nothing():
    chance = random.Random(3)
    names = (
        ("SOHR", "ngo_monitor"),
        ("SANA", "state_media"),
        ("local sources", "unnamed"),
        ("Post", "author"),
        ("Islamic State", "belligerent"),
    )
    reports = [
        report(f"S-{n:02d}", *(claim(f"c{n}.{k}", *names[(n + k) % 5], via=("AFP",) if k else ()) for k in range(2))) for n in range(20)
    ]
    copies = [Copy(f"S-{n:02d}", f"S-{n - 1:02d}", "rewrite", 0.8, ()) for n in range(1, 20, 3)]
    expected = origins(reports, copies)
    for _ in range(20):
        chance.shuffle(reports)
        chance.shuffle(copies)
        assert origins(reports, copies) == expected
    assert sorted(one for origin in expected for one in origin.claims) == sorted(one.id for r in reports for one in r.claims)
    assert count(expected, ["c0.0"]) == OriginCount(1, 1)
