from __future__ import annotations

import math

import pytest

from bench import linking
from bench.linking import Base, Truth
from bench.war import War
from dateline.linked import Copy, Linked, Origin, event_ids
from tests.link.test_tolls import entry


def truth() -> Truth:
    """Two incidents: i1 told by e1 to e3, i2 by e4; documents d1, d2 (a copy of d1) and d3."""
    return Truth(
        incident={"e1": "i1", "e2": "i1", "e3": "i1", "e4": "i2"},
        origin={"k1": ("i1", "monitor"), "k2": ("i1", "monitor"), "k3": ("i1", "army"), "k4": ("i2", "monitor")},
        of={"d2": "d1"}, kind={"d2": "rewrite"}, sighting={"d1": "s1", "d2": "s2", "d3": "s3"},
        killed={"e1": {"A": 12}, "e2": {"A": 12}, "e3": {"A": 12}, "e4": {"A": 3}},
        happened={"e1": True, "e2": True, "e3": True, "e4": False},
        counts={e: [entry(n, f"Monitor {e}", side="A")] for e, n in (("e1", 10), ("e2", 14), ("e4", 1))},
    )  # fmt: skip


def linked(*groups: str, copies: tuple[Copy, ...] = (), origins: dict[str, str] | None = None) -> Linked:
    told = origins or {"monitor": "k1 k2 k4", "army": "k3"}
    return Linked(
        tuple(tuple(group.split()) for group in groups), (), copies,
        tuple(Origin(key, key, None, True, tuple(claims.split())) for key, claims in told.items()),
    )  # fmt: skip


def copy(a: str, b: str, kind: str = "rewrite") -> Copy:
    return Copy(a, b, kind, 1.0, ())  # type: ignore[arg-type]


def test_the_truth_scores_one() -> None:
    found = linking.score(truth(), linked("e1 e2 e3", "e4", copies=(copy("s2", "s1"),)))
    for name in ("events_f1", "event_links_f1", "origins_f1", "copies_f1", "copy_class", "toll_within"):
        assert found[name] == 1, name


def test_scores_by_hand() -> None:
    found = linking.score(truth(), linked("e1 e2", "e3 e4", copies=(copy("s2", "s1", "identical"), copy("s3", "s1"))))
    assert found["events_precision"] == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert found["events_recall"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert (found["copies_precision"], found["copies_recall"], found["copy_class"]) == (0.5, 1, 0)


def test_origins_are_asked_within_an_incident() -> None:
    """One key for the monitor in both incidents or one in each: the same score. All claims under one key: the army's is wrong."""
    whole = ("e1 e2 e3", "e4")
    one = linking.score(truth(), linked(*whole))["origins_f1"]
    apart = linking.score(truth(), linked(*whole, origins={"m1": "k1 k2", "m2": "k4", "army": "k3"}))["origins_f1"]
    assert one == apart == 1
    merged = linking.score(truth(), linked(*whole, origins={"all": "k1 k2 k3 k4"}))
    assert merged["origins_precision"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert merged["origins_recall"] == 1


TOLLS = [
    (("e1 e2", "e3", "e4"), 1),  # 10 to 14 holds 12; what never happened is not asked
    (("e1", "e2", "e3", "e4"), 0),
    (("e1", "e2 e3 e4"), 0.5),  # 1 to 14: too wide a group holds it too
]


@pytest.mark.parametrize(("groups", "share"), TOLLS)
def test_the_truth_must_lie_within_what_the_group_says(groups: tuple[str, ...], share: float) -> None:
    assert linking.score(truth(), linked(*groups))["toll_within"] == share


BOUNDS = [
    ((12, 12, 12), (12, 12)), ((12, 12, None), (12, math.inf)), ((None, 12, 12), (0, 12)), ((None, 12, None), (12, 12)),
    ((24, None, None), (24, math.inf)), ((10, None, 20), (10, 20)), ((None, None, None), (0, 0)),
]  # fmt: skip


def test_the_bases_link_what_shares_type_place_and_day() -> None:
    strict, single = Base(overlap=False), Base(overlap=True)
    entries = [(1, 1, "a"), (1, 3, "b"), (3, 3, "c"), (9, 9, "d")]
    assert list(strict._groups(entries)) == [("a", "b"), ("c",), ("d",)]
    assert list(single._groups(entries)) == [("a", "b", "c"), ("d",)]


@pytest.mark.parametrize("overlap", [False, True])
def test_a_base_gives_every_event_report_once(overlap: bool) -> None:
    base = Base(overlap=overlap)
    told = Truth()
    kept = []
    for report, answers in War(300, 6).documents():
        told.add(report, answers)
        kept.append(base.sketch(report))
        assert {told.incident[i] for i in event_ids(report).values()} == set(answers.incidents.values())
    found = base.link(kept)
    assert sorted(member for group in found.events for member in group) == sorted(told.incident)
    assert sorted(claim for origin in found.origins for claim in origin.claims) == sorted(told.origin)
    scores = linking.score(told, found)
    assert 0.5 < scores["events_f1"] < 1
    assert scores["copies_precision"] > 0.9


def test_the_linker_of_the_package_is_measured_by_the_same_ids() -> None:
    values, *_ = linking.measured(linking.Product(), 300, 6)
    assert values["events_f1"] > 0.7
    assert values["origins_f1"] > 0.7


def test_growth_is_the_exponent() -> None:
    assert linking.growth([10, 100, 1000], [2 * n**1.5 for n in (10, 100, 1000)]) == pytest.approx(1.5)
