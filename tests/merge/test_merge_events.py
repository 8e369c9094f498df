"""Two readings of one report merged: which reports are one event, whose cells are kept, and which events stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.data import merge as merge_table
from dateline.data.merge import CELLS, CHOICES, FOUND_BY, MergePolicy, load_merge_policy
from dateline.errors import DataError
from dateline.merge import Candidate, merge_events, scored
from dateline.merge.confidence import FACTS
from dateline.merge.events import same_place, told
from dateline.models.spans import ModelReading
from dateline.records import EventReport, Outcome, Span
from tests.merge.reports import actor, at, day, loss, report, span, toll

ALL = dict.fromkeys(FOUND_BY, 0.0)
EVEN = {"bias": 0.0} | dict.fromkeys(FACTS, 0.0)
CHANCES = {"trigger": 0.9, "sub_type": 0.8, "realis": 0.7, "salience": 0.6, "roles": 0.5, "place": 0.4}


def policy(choice: str = "rules", *, sure: float = 0.6, least: Mapping[str, float] = ALL, **cells: str) -> MergePolicy:
    return MergePolicy(dict.fromkeys(CELLS, choice) | cells, sure, least)


def candidates(rules: Sequence[EventReport], model: Sequence[EventReport], chances: Mapping[str, float] = CHANCES) -> list[Candidate]:
    return scored(rules, model, ModelReading(relevant={0: 0.75}), {one.id: dict(chances) for one in model})


def merged(rules: Sequence[EventReport], model: Sequence[EventReport], table: MergePolicy | None = None) -> tuple[EventReport, ...]:
    kept, left = merge_events(candidates(rules, model), table or policy(), {})
    assert left == ()
    return kept


def pairs(rules: Sequence[EventReport], model: Sequence[EventReport]) -> set[tuple[str | None, str | None]]:
    return {(c.rules.id if c.rules else None, c.model.id if c.model else None) for c in candidates(rules, model)}


# ---------------------------------------------------------------- pairing

TWO = [
    ("one trigger, one place", report("e1", 0, at("Ostrel", 20)), report("m1", 0, at("Ostrel", 20)), True),
    ("triggers that share a word", report("e1", 0, at("Ostrel", 20)), report("m1", 4, at("Ostrel", 20)), True),
    ("triggers side by side", report("e1", 0, at("Ostrel", 20)), report("m1", 6, at("Rumoke", 40)), False),
    ("one trigger, another place", report("e1", 0, at("Ostrel", 20)), report("m1", 0, at("Rumoke", 40)), False),
    ("one trigger, one place under two names", report("e1", 0, at("Ostrel", 20)), report("m1", 0, at("Old Ostrel", 17)), True),
    ("one trigger, one name elsewhere", report("e1", 0, at("Ostrel", 20)), report("m1", 0, at("OSTREL", 320)), True),
    ("one trigger, an inferred place", report("e1", 0, at("Ostrel")), report("m1", 0, at("Rumoke", 40)), True),
    ("one trigger, a place that the model infers", report("e1", 0, at("Ostrel", 20)), report("m1", 0, at("Rumoke")), True),
    ("one trigger, no place", report("e1", 0), report("m1", 0, at("Rumoke", 40)), True),
    ("one trigger, an area", report("e1", 0, at("Hama", 20, "admin1")), report("m1", 0, at("Rumoke", 40)), True),
    ("one trigger, a country", report("e1", 0, at("Ostrel", 20)), report("m1", 0, at("Syria", 40, "country")), True),
    (
        "one trigger, a place that the other has further on",
        report("e1", 0, at("Ostrel", 20)),
        report("m1", 0, at("Rumoke", 40), at("Ostrel", 20)),
        True,
    ),
    (
        "a trigger that is the other's mention",
        report("e1", 0, at("Ostrel", 20), mentions=[200]),
        report("m1", 200, at("Ostrel", 220)),
        True,
    ),
    ("mentions that meet", report("e1", 0, mentions=[200]), report("m1", 100, mentions=[203]), True),
    ("two triggers of a sentence, one type and place", report("e1", 0, at("Ostrel", 20)), report("m1", 50, at("Ostrel", 20)), True),
    ("two triggers of a sentence, an inferred place", report("e1", 0, at("Ostrel", 20)), report("m1", 50, at("Ostrel")), False),
    ("two sentences, one type and place", report("e1", 0, at("Ostrel", 20)), report("m1", 150, at("Ostrel", 20)), False),
    (
        "two triggers of a sentence, types of one kind",
        report("e1", 0, at("Ostrel", 20), sub_type="Grenade"),
        report("m1", 50, at("Ostrel", 20), sub_type="Suicide bomb"),
        True,
    ),
    (
        "two triggers of a sentence, other kinds",
        report("e1", 0, at("Ostrel", 20), sub_type="Grenade"),
        report("m1", 50, at("Ostrel", 20), sub_type="Attack"),
        False,
    ),
    (
        "two triggers of a sentence, other developments",
        report("e1", 0, at("Ostrel", 20), sub_type="Arrests"),
        report("m1", 50, at("Ostrel", 20), sub_type="Agreement"),
        False,
    ),
    (
        "one trigger, other kinds",
        report("e1", 0, at("Ostrel", 20), sub_type="Grenade"),
        report("m1", 0, at("Ostrel", 20), sub_type="Attack"),
        True,
    ),
]


@pytest.mark.parametrize(("one", "other", "paired"), [row[1:] for row in TWO], ids=[row[0] for row in TWO])
def test_when_two_reports_are_one_event(one: EventReport, other: EventReport, paired: bool) -> None:
    assert pairs([one], [other]) == ({("e1", "m1")} if paired else {("e1", None), (None, "m1")})


def test_places_of_one_trigger_are_paired_each_with_its_own() -> None:
    rules = [report("e1", 0, at("Ostrel", 20), group="g1"), report("e2", 0, at("Rumoke", 40), group="g1")]
    model = [
        report("m1", 0, at("Rumoke", 40), group="mg1"),
        report("m2", 0, at("Tarmin", 60), group="mg1"),
        report("m3", 0, at("Ostrel", 20), group="mg1"),
    ]
    assert pairs(rules, model) == {("e1", "m3"), ("e2", "m1"), (None, "m2")}
    assert [one.locations[0].name for one in merged(rules, model)] == ["Ostrel", "Rumoke", "Tarmin"]


def test_a_report_is_paired_once_with_the_likest() -> None:
    rules = [report("e1", 0, at("Ostrel", 20))]
    loose, near, same = report("m1", 50, at("Ostrel", 20)), report("m2", 4, at("Ostrel")), report("m3", 0, at("Ostrel", 20))
    assert ("e1", "m3") in pairs(rules, [loose, near, same])
    assert ("e1", "m2") in pairs(rules, [loose, near])
    assert ("e1", "m1") in pairs(rules, [loose])
    assert len(pairs(rules, [loose, near, same])) == 3


def test_nothing_found_by_either() -> None:
    assert candidates([], []) == []
    assert merged([], []) == ()
    assert [c.found_by for c in candidates([report("e1", 0)], [])] == ["rules"]
    assert [c.found_by for c in candidates([], [report("m1", 0)])] == ["model"]
    assert [c.found_by for c in candidates([report("e1", 0)], [report("m1", 0)])] == ["both"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_report_is_in_one_candidate(data: st.DataObject) -> None:
    places = st.sampled_from([at("Ostrel", 20), at("Rumoke", 40), at("Ostrel", 240), at("Ostrel"), at("Syria", 60, "country")])

    def some(prefix: str) -> list[EventReport]:
        given_ = data.draw(
            st.lists(st.tuples(st.integers(0, 320), st.lists(places, max_size=2), st.lists(st.integers(0, 320), max_size=2)), max_size=5)
        )
        return [report(f"{prefix}{n}", start, *where, mentions=also) for n, (start, where, also) in enumerate(given_, 1)]

    rules, model = some("e"), some("m")
    found = candidates(rules, model)
    assert sorted(c.rules.id for c in found if c.rules) == [one.id for one in rules]
    assert sorted(c.model.id for c in found if c.model) == [one.id for one in model]
    for c in found:
        if c.rules and c.model:
            assert same_place(c.rules, c.model) is not False
    kept = merged(rules, model)
    assert [one.id for one in kept] == [f"e{n}" for n in range(1, len(found) + 1)]
    assert [one.trigger for one in kept] == sorted(one.trigger for one in kept)


# ---------------------------------------------------------------- facts


def test_the_facts_of_a_pair() -> None:
    one = report("e1", 0, at("Ostrel", 20), date=day(13), participants=(actor("initiator", "Army", 30),))
    other = report("m1", 0, at("Ostrel", 20), sub_type="Attack")
    ((facts),) = [c.facts for c in candidates([one], [other])]
    assert {name: facts[name] for name in FACTS} == {
        "both": 1, "rules_only": 0, "trigger": 0.9, "sub_type": 0.8, "place": 0.4, "own_place": 1, "same_type": 0, "same_place": 1, "dated": 1, "acted": 1,
        "told": 0.75,
    }  # fmt: skip


def test_the_facts_of_what_the_rules_alone_found() -> None:
    reading = ModelReading(relevant={}, hints={"trigger": [(span(0), 0.2), (span(200), 0.4)]})
    (one,) = scored([report("e1", 0, at("Ostrel"), mentions=[200])], [], reading, {})
    assert {name: value for name, value in one.facts.items() if value} == {"rules_only": 1, "trigger": 0.4}


def test_the_facts_of_what_the_model_alone_found() -> None:
    (one,) = candidates([], [report("m1", 0, at("Ostrel", 20))])
    assert (one.facts["both"], one.facts["rules_only"], one.facts["same_type"], one.facts["same_place"]) == (0, 0, 0, 0)
    assert one.facts["trigger"] == 0.9


# ---------------------------------------------------------------- whose cell

RULES = report(
    "e1", 0, at("Ostrel", 20), date=day(13), realis="planned", salience="background", participants=(actor("initiator", "Army", 30),),
    outcome=Outcome("captured"), tolls=(toll("e1", 1, 3),), losses=(loss("e1", 1, "tank"),), mentions=[200], lemma="attack",
)  # fmt: skip
MODEL = report(
    "m1", 2, at("Old Ostrel", 18), sub_type="Attack", date=day(14), participants=(actor("initiator", "Rebels", 35), actor("target", "Army", 30)),
    outcome=Outcome("repelled"), tolls=(toll("m1", 1, 5), toll("m1", 2, 2, part_of=1)), losses=(), mentions=[300], lemma="attacked",
)  # fmt: skip


def cell(one: EventReport, name: str) -> object:
    """A cell without the ids of tolls and losses, which are given anew."""
    value = getattr(one, name)
    return (
        tuple(replace(item, id="", **({"part_of": None} if name == "tolls" else {})) for item in value)
        if name in ("tolls", "losses")
        else value
    )


@pytest.mark.parametrize("choice", ["rules", "model"])
@pytest.mark.parametrize("name", CELLS)
def test_the_cell_of_the_reader_that_the_table_names(name: str, choice: str) -> None:
    other = "model" if choice == "rules" else "rules"
    (one,) = merged([RULES], [MODEL], policy(other, **{name: choice}))
    by = {"rules": RULES, "model": MODEL}
    for which in CELLS:
        assert cell(one, which) == cell(by[choice if which == name else other], which)
    assert {c.cell: c.kept for c in one.readers} == {which: choice if which == name else other for which in CELLS}


def test_the_event_type_follows_its_sub_event_type() -> None:
    (one,) = merged([RULES], [MODEL], policy("rules", sub_event_type="model"))
    assert (one.event_type, one.sub_event_type) == ("Violence against civilians", "Attack")


SURE = [("sub_event_type", "sub_type"), ("realis", "realis"), ("salience", "salience"), ("participants", "roles"), ("locations", "place")]


@pytest.mark.parametrize(("name", "chance"), SURE)
@pytest.mark.parametrize(("value", "kept"), [(0.59, "rules"), (0.6, "model"), (1.0, "model"), (0.0, "rules")])
def test_the_surer_reader_s_cell(name: str, chance: str, value: float, kept: str) -> None:
    found = candidates([RULES], [MODEL], dict.fromkeys(CHANCES, 1 - value) | {chance: value})
    (one,), _ = merge_events(found, policy("rules", sure=0.6, **{name: "surer"}), {})
    assert cell(one, name) == cell(MODEL if kept == "model" else RULES, name)
    assert {c.cell: c.kept for c in one.readers}[name] == kept


@pytest.mark.parametrize("name", ["date", "outcome", "tolls", "losses"])
def test_where_the_model_gives_no_chance_the_rules_are_the_surer(name: str) -> None:
    (one,) = merged([RULES], [MODEL], policy("model", sure=0.01, **{name: "surer"}))
    assert cell(one, name) == cell(RULES, name)


def test_what_is_no_cell_of_the_table() -> None:
    (one,) = merged([RULES], [MODEL], policy("model"))
    assert (one.trigger, one.sentence, one.lemma) == (RULES.trigger, RULES.sentence, RULES.lemma)
    assert one.mentions == (Span(200, 206), Span(300, 306))  # a trigger over the kept one is no further mention
    assert one.made_by == "rule:relate.events+model:m@1"


# ---------------------------------------------------------------- where they differ


def test_readers_that_agree_have_no_cells_that_differ() -> None:
    (one,) = merged([RULES], [replace(RULES, id="m1")])
    assert one.readers == ()
    assert merged([RULES], [])[0].readers == ()
    assert merged([], [MODEL])[0].readers == ()


DIFFERENT: dict[str, Callable[[EventReport], EventReport]] = {
    "sub_event_type": lambda one: replace(one, sub_event_type="Grenade"),
    "realis": lambda one: replace(one, realis="actual"),
    "salience": lambda one: replace(one, salience="core"),
    "participants": lambda one: replace(one, participants=(actor("target", "Army", 30),)),
    "locations": lambda one: replace(one, locations=(at("Old Ostrel", 18),)),
    "date": lambda one: replace(one, date=day(14)),
    "outcome": lambda one: replace(one, outcome=None),
    "tolls": lambda one: replace(one, tolls=(toll("m1", 1, 3, "wounded"),)),
    "losses": lambda one: replace(one, losses=(loss("m1", 1, "truck"),)),
}


def test_every_cell_has_its_difference() -> None:
    assert set(DIFFERENT) == set(CELLS)


@pytest.mark.parametrize("names", [(name,) for name in CELLS] + [("realis", "tolls"), ("locations", "date", "losses")], ids="+".join)
def test_the_cells_that_differ_are_listed_and_no_others(names: tuple[str, ...]) -> None:
    other = replace(RULES, id="m1")
    for name in names:
        other = DIFFERENT[name](other)
    (one,) = merged([RULES], [other], policy("model"))
    assert [(c.cell, c.rules, c.model, c.kept) for c in one.readers] == [
        (name, told(RULES, name), told(other, name), "model") for name in CELLS if name in names
    ]


SAID = [
    (RULES, "participants", "initiator Army"),
    (MODEL, "participants", "initiator Rebels; target Army"),
    (RULES, "locations", "Ostrel"),
    (RULES, "date", "2016-06-13/2016-06-13"),
    (RULES, "outcome", "captured"),
    (MODEL, "tolls", "killed 2-2-2; killed 5-5-5"),
    (RULES, "losses", "1 tank destroyed"),
    (RULES, "realis", "planned"),
    *((report("e1", 0), name, "") for name in ("participants", "locations", "date", "outcome", "tolls", "losses")),
]


@pytest.mark.parametrize(("one", "name", "words"), SAID)
def test_a_cell_in_words(one: EventReport, name: str, words: str) -> None:
    assert told(one, name) == words


# ---------------------------------------------------------------- numbers


def test_ids_tolls_and_losses_are_numbered_anew() -> None:
    tolls = (toll("m7", 1, 9), toll("m7", 2, 4, part_of=1), toll("m7", 3, 2, "wounded", part_of=9))
    one = report("m7", 300, at("Ostrel", 320), tolls=tolls, losses=(loss("m7", 1, "tank"), loss("m7", 2, "truck")))
    first, second = merged([report("e3", 0, at("Ostrel", 20))], [one])
    assert (first.id, second.id) == ("e1", "e2")
    assert [(t.id, t.part_of) for t in second.tolls] == [("e2.c1", None), ("e2.c2", "e2.c1"), ("e2.c3", None)]
    assert [loss_.id for loss_ in second.losses] == ["e2.l1", "e2.l2"]
    assert [t.count for t in second.tolls] == [t.count for t in tolls]


def test_a_part_keeps_its_whole_where_the_model_s_tolls_are_kept() -> None:
    (one,) = merged([RULES], [MODEL], policy("rules", tolls="model"))
    assert [(t.id, t.part_of, t.count.best) for t in one.tolls] == [("e1.c1", None, 5), ("e1.c2", "e1.c1", 2)]


def test_the_dead_of_the_same_words_are_counted_on_one_event() -> None:
    rules = [report("e1", 0, at("Ostrel", 20), tolls=(toll("e1", 1, 12),))]
    model = [report("m1", 0, at("Rumoke", 40), tolls=(toll("m1", 1, 12),))]
    spans = [t.span for one in merged(rules, model) for t in one.tolls]
    assert spans == [span(51, 1)]


def test_places_of_one_trigger_stay_in_their_order() -> None:
    names = [f"Place {letter}" for letter in "ABCDEFGHIJKL"]
    rules = [report(f"e{n}", 0, at(name, 20 + 10 * n), group="g1") for n, name in enumerate(names, 1)]
    assert [one.locations[0].name for one in merged(rules, [])] == names


# ---------------------------------------------------------------- groups


def test_groups_are_named_anew_and_one_alone_is_none() -> None:
    rules = [
        report("e1", 0, at("Ostrel", 20), group="g3"), report("e2", 0, at("Rumoke", 40), group="g3"), report("e3", 100, at("Ostrel", 120)),
        report("e4", 300, at("Belkara", 320), group="g7"), report("e5", 300, at("Tarmin", 340), group="g7"), report("e6", 400, group="g9"),
    ]  # fmt: skip
    assert [one.group for one in merged(rules, [])] == ["g1", "g1", None, "g2", "g2", None]


def left_out(*names: str) -> tuple[tuple[EventReport, ...], tuple[EventReport, ...]]:
    """Merge a group of three of the rules and leave out those of some places."""
    rules = [
        report(f"e{n}", 0, at(name, 20 * n), group="g1", tolls=(toll(f"e{n}", 1, 9, scope="group"),) if n == 1 else ())
        for n, name in enumerate(("Ostrel", "Rumoke", "Tarmin"), 1)
    ]
    found = [
        replace(c, facts={**c.facts, "place": float(c.rules is not None and c.rules.locations[0].name not in names)})
        for c in candidates(rules, [])
    ]
    return merge_events(found, policy(least=dict.fromkeys(FOUND_BY, 0.5)), EVEN | {"bias": -1.0, "place": 2.0})


def test_a_group_of_which_one_is_left_is_none() -> None:
    kept, left = left_out("Rumoke", "Tarmin")
    assert [(one.id, one.group) for one in kept] == [("e1", None)]
    assert [(one.id, one.group) for one in left] == [("x1", "g1"), ("x2", "g1")]
    kept, left = left_out("Tarmin")
    assert [(one.id, one.group) for one in kept] == [("e1", "g1"), ("e2", "g1")]
    assert [(one.id, one.group) for one in left] == [("x1", None)]


def test_a_toll_is_no_group_s_where_no_group_is_left() -> None:
    kept, _ = left_out("Tarmin")
    assert [t.scope for one in kept for t in one.tolls] == ["group"]
    kept, _ = left_out("Rumoke", "Tarmin")
    assert [t.scope for one in kept for t in one.tolls] == ["event"]


# ---------------------------------------------------------------- which events stand


@pytest.mark.parametrize("found_by", FOUND_BY)
def test_an_event_stands_by_who_found_it(found_by: str) -> None:
    rules = [report("e1", 0, at("Ostrel", 20))] if found_by != "model" else []
    model = [report("m1", 0, at("Ostrel", 20))] if found_by != "rules" else []
    found = candidates(rules, model)
    assert found[0].found_by == found_by
    for least, stands in ((0.49, True), (0.5, True), (0.51, False)):
        kept, left = merge_events(found, policy(least=dict.fromkeys(FOUND_BY, 1.0 if stands else 0.0) | {found_by: least}), EVEN)
        assert [one.id for one in kept] == (["e1"] if stands else [])
        assert [one.id for one in left] == ([] if stands else ["x1"])
        assert [one.confidence for one in (*kept, *left)] == [0.5]


def test_the_items_of_a_list_stand_together() -> None:
    deed = {"sub_type": "Air/drone strike", "lemma": "strike"}
    rules = [report(f"e{n}", 100 * n, at("Ostrel", 100 * n + 20), **deed) for n in range(4)]  # type: ignore[arg-type]
    rules += [report("e4", 600, at("Tarmin", 620), **deed), report("e5", 700, at("Tarmin", 720))]  # type: ignore[arg-type]
    model = [report("m1", 200, at("Ostrel", 220), sub_type="Air/drone strike")]
    kept, left = merge_events(candidates(rules, model), policy(least=dict.fromkeys(FOUND_BY, 0.0) | {"rules": 0.6}), EVEN)
    assert [one.trigger.start for one in kept] == [0, 100, 200, 300]
    assert [one.trigger.start for one in left] == [600, 700]
    kept, _ = merge_events(candidates(rules, []), policy(least=dict.fromkeys(FOUND_BY, 0.6)), EVEN)
    assert kept == ()


def test_without_fitted_weights_every_event_stands() -> None:
    kept, left = merge_events(candidates([RULES], [report("m1", 300)]), policy(least=dict.fromkeys(FOUND_BY, 1.0)), {})
    assert [one.confidence for one in kept] == [None, None]
    assert left == ()


def test_those_left_out_are_numbered_apart() -> None:
    rules = [report("e1", 0, tolls=(toll("e1", 1, 3),)), report("e2", 100), report("e3", 200, tolls=(toll("e3", 1, 4),))]
    found = [replace(c, facts={**c.facts, "dated": float(n == 1)}) for n, c in enumerate(candidates(rules, []))]
    kept, left = merge_events(found, policy(least=dict.fromkeys(FOUND_BY, 0.5)), EVEN | {"bias": -1.0, "dated": 2.0})
    assert [(one.id, one.trigger.start) for one in kept] == [("e1", 100)]
    assert [(one.id, one.trigger.start, one.tolls[0].id) for one in left] == [("x1", 0, "x1.c1"), ("x2", 200, "x2.c1")]


# ---------------------------------------------------------------- the table

TABLE = """
[events]
least = { both = 0.1, rules = 0.2, model = 0.3 }
[cells]
sure = 0.7
sub_event_type = "surer"
realis = "rules"
salience = "model"
participants = "rules"
locations = "rules"
date = "rules"
outcome = "rules"
tolls = "rules"
losses = "model"
"""


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], MergePolicy]:
    """Load a text as the table."""

    def loaded(text: str) -> MergePolicy:
        (tmp_path / "merge.toml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(merge_table, "files", lambda _package: tmp_path)
        policy_: MergePolicy = load_merge_policy.__wrapped__()
        return policy_

    return loaded


def test_the_table_of_the_package() -> None:
    table = load_merge_policy()
    assert set(table.cells) == set(CELLS)
    assert set(table.cells.values()) <= set(CHOICES)
    assert set(table.least) == set(FOUND_BY)
    assert all(0 <= value <= 1 for value in (table.sure, *table.least.values()))


def test_a_table_as_it_is_written(load: Callable[[str], MergePolicy]) -> None:
    table = load(TABLE)
    assert (table.sure, table.least) == (0.7, {"both": 0.1, "rules": 0.2, "model": 0.3})
    assert {name: value for name, value in table.cells.items() if value != "rules"} == {
        "sub_event_type": "surer",
        "salience": "model",
        "losses": "model",
    }


FAULTS = [
    ('realis = "rules"', "", ["realis: missing"]),
    ('realis = "rules"', 'realism = "rules"', ["realis: missing", "realism: no such cell"]),
    ('realis = "rules"', 'realis = "ruler"', ["realis = 'ruler': not one of rules, model, surer"]),
    ('realis = "rules"', "realis = 1", ["realis = 1: not one of rules, model, surer"]),
    ("both = 0.1, ", "", ["least.both: missing"]),
    ("least = {", "most = {", ["least.both: missing", "least.rules: missing", "least.model: missing"]),
    ("[cells]", "[sells]", [f"{name}: missing" for name in CELLS]),
    ("[events]", "[event]", ["least.both: missing"]),
    ("both = 0.1", 'both = "low"', ["least.both"]),
    ("sure = 0.7", 'sure = "very"', ["sure"]),
    ("[events]", "[events", ["merge.toml"]),
]


@pytest.mark.parametrize(("old", "new", "named"), FAULTS)
def test_a_fault_of_the_table_is_named(load: Callable[[str], MergePolicy], old: str, new: str, named: list[str]) -> None:
    assert old in TABLE
    with pytest.raises(DataError) as caught:
        load(TABLE.replace(old, new))
    assert caught.value.where == "merge.toml"
    assert all(words in str(caught.value) for words in named)


def test_all_faults_are_told_at_once(load: Callable[[str], MergePolicy]) -> None:
    with pytest.raises(DataError) as caught:
        load(
            TABLE.replace("both = 0.1, ", "")
            .replace('date = "rules"', 'date = "?"')
            .replace('tolls = "rules"\n', "")
            .replace("losses", "looses")
        )
    assert caught.value.what.count(";") == 4
