"""How sure an event report is: a logistic model of its facts."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.merge.confidence import FACTS, event_confidence
from dateline.models.registry import FOLDER

WEIGHTS = {"bias": -1.0} | dict.fromkeys(FACTS, 0.5)
NUMBERS = st.floats(-50, 50)


def test_without_weights_there_is_none() -> None:
    assert event_confidence(dict.fromkeys(FACTS, 1.0), {}) is None


CASES = [
    ({}, {}, 0.5),
    ({"both": 1.0}, {}, 0.5),
    ({}, {"bias": math.log(3)}, 0.75),
    ({"both": 1.0, "told": 0.5}, {"both": 1.0, "told": -2.0}, 0.5),
    ({"place": 0.5}, {"bias": -1.0, "place": 2.0}, 0.5),
    ({"sure.realis": 1.0, "unheard": 9.0}, {}, 0.5),  # what is no fact of the table counts nothing
]


@pytest.mark.parametrize(("facts", "weights", "expected"), CASES)
def test_the_chance_of_facts(facts: dict[str, float], weights: dict[str, float], expected: float) -> None:
    assert event_confidence(facts, {"bias": 0.0} | dict.fromkeys(FACTS, 0.0) | weights) == pytest.approx(expected)


@given(st.dictionaries(st.sampled_from(FACTS), st.floats(0, 1)), st.fixed_dictionaries(dict.fromkeys(("bias", *FACTS), NUMBERS)))
def test_it_is_a_chance_whatever_the_weights(facts: dict[str, float], weights: dict[str, float]) -> None:
    chance = event_confidence(facts, weights)
    assert chance is not None
    assert 0 < chance < 1


@given(st.sampled_from(FACTS), st.floats(0, 1), st.floats(0, 1))
def test_more_of_what_speaks_for_an_event_makes_it_surer(name: str, one: float, other: float) -> None:
    less, more = sorted((one, other))
    low, high = event_confidence({name: less}, WEIGHTS), event_confidence({name: more}, WEIGHTS)
    assert low is not None
    assert high is not None
    assert low <= high


@pytest.mark.parametrize("facts", [{}, dict.fromkeys(FACTS, 0.0), dict.fromkeys(FACTS, 1.0)])
def test_the_fitted_weights_know_every_fact(facts: dict[str, float]) -> None:
    fitted = json.loads((FOLDER / "calibration.json").read_text(encoding="utf-8"))["confidence"]
    assert set(fitted) <= {"model", "both"}
    for weights in fitted.values():
        assert set(weights) == {"bias", *FACTS}
        chance = event_confidence(facts, weights)
        assert chance is not None
        assert 0 < chance < 1
