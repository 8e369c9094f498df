"""Which spans are scored as pairs, and the facts of a pair, against their definition written out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.models.layout import layout_from, layout_of
from dateline.models.pairs import DISTANCES, GAPS, RANKS, Stretch, blocks

LAYOUT = layout_of(
    [("trigger", "tags", ("trigger",)), ("actor", "tags", ("actor",)), ("place", "tags", ("place",)), ("realis", "span", ("actual", "planned"))],
    {
        "initiator": [("trigger", "actor")], "target": [("trigger", "actor")], "at": [("trigger", "place")], "same": [("trigger", "trigger")],
        "corefer": [("actor", "actor")],
    },
    4,
)  # fmt: skip
MOST = 24
STEPS = (1, 2, 3, 5, 8, 13, 21, 40)


def distance(one: Stretch, other: Stretch) -> int:
    """Words from one span to the other, negative where the other comes first; 0 where they overlap."""
    if other.first >= one.last:
        return other.first - one.last + 1
    return other.last - one.first - 1 if other.last <= one.first else 0


def expected(spans: Mapping[str, Sequence[Stretch]]) -> Iterator[tuple[str, str, Stretch, Stretch, tuple[int, ...]]]:
    """Yield the pairs one by one."""
    numbers = {kind: n for n, kind in enumerate(LAYOUT.kinds)}
    for kind, other_kind in (("trigger", "actor"), ("trigger", "place"), ("trigger", "trigger"), ("actor", "actor")):
        for position, one in enumerate(spans[kind]):
            near = [o for o in spans[other_kind] if o != one]
            if kind == other_kind == "actor":
                near = list(spans[kind][:position])
            near.sort(key=lambda o: (abs(distance(one, o)), o.first))
            for rank, other in enumerate(near[:MOST]):
                far = distance(one, other)
                step = sum(abs(far) >= edge for edge in STEPS)
                gap = max(-3, min(3, other.sentence - one.sentence))
                low, high = min(one.last, other.last), max(one.first, other.first)
                between = sum(low <= o.first < high for o in spans[kind])
                facts = (
                    numbers[kind], numbers[other_kind], step if far >= 0 else len(STEPS) + 1 + step, gap + 3, min(rank, RANKS - 1),
                    min(between, RANKS - 1),
                )  # fmt: skip
                yield kind, other_kind, one, other, facts


def stretches() -> st.SearchStrategy[list[Stretch]]:
    """Give the spans of one kind in text order, none overlapping, sentences of twenty words."""
    steps = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), max_size=9)

    def placed(given_: list[tuple[int, int]]) -> list[Stretch]:
        out, at = [], 0
        for gap, size in given_:
            out.append(Stretch(at + gap, at + gap + size, (at + gap) // 20))
            at += gap + size
        return out

    return steps.map(placed)


@settings(max_examples=100, deadline=None)
@given(st.fixed_dictionaries({"trigger": stretches(), "actor": stretches(), "place": stretches()}))
def test_pairs_and_their_facts(spans: dict[str, list[Stretch]]) -> None:
    found = {
        (*block.kinds, spans[block.kinds[0]][one], spans[block.kinds[1]][other]): tuple(facts)
        for block in blocks(LAYOUT, spans)
        for one, other, facts in zip(block.ones.tolist(), block.others.tolist(), block.facts.tolist(), strict=True)
    }
    right = {(kind, other_kind, one, other): facts for kind, other_kind, one, other, facts in expected(spans)}
    assert found == right
    for facts in found.values():
        assert all(0 <= fact < bound for fact, bound in zip(facts, (3, 3, DISTANCES, GAPS, RANKS, RANKS), strict=True))


def test_of_many_spans_the_nearest_are_scored() -> None:
    triggers, places = [Stretch(50, 51, 2)], [Stretch(n, n + 1, n // 20) for n in range(100) if n != 50]
    (block,) = blocks(LAYOUT, {"trigger": triggers, "place": places})
    assert len(block.others) == MOST
    assert {places[n].first for n in block.others.tolist()} == {n for n in range(50 - MOST // 2, 51 + MOST // 2) if n != 50}
    assert block.facts.dtype == np.int64


@pytest.mark.parametrize(
    "spans", [{}, {"actor": []}, {"place": [Stretch(0, 1, 0)]}, {"trigger": [Stretch(0, 1, 0)]}, {"weapon": [Stretch(0, 1, 0)]}]
)
def test_nothing_to_pair(spans: dict[str, list[Stretch]]) -> None:
    assert list(blocks(LAYOUT, spans)) == []


def test_a_layout_is_read_as_it_was_written() -> None:
    assert layout_from(LAYOUT.as_json()) == LAYOUT
    assert LAYOUT.width == 11
    assert LAYOUT.kinds == ("trigger", "actor", "place")
    assert LAYOUT.heads["realis"].columns == slice(9, 11)
