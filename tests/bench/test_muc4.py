from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest

from bench import muc4

EMPTY: dict[str, Any] = {role: [] for role in muc4.ROLES}


def template(kind: str, **roles: Any) -> dict[str, Any]:
    return {"incident_type": kind} | EMPTY | roles


GOLD = [
    template("attack", PerpInd=[[["guerrillas", 3], ["rebels", 40]]], Victim=[[["mayor", 7], ["john doe", 90]], [["guard", 60]]]),
    template("attack / bombing", Weapon=[[["bomb", 120]]]),
]
SAID = [
    template("arson", Target=[["bus"]]),
    template("bombing", Weapon=[["the bomb"], ["dynamite"]]),
    template("attack", PerpInd=[["The guerrillas"]], Victim=[["mayor"], ["John Doe"], ["driver"]]),
]


def test_an_example_worked_by_hand() -> None:
    scores = muc4.score({"d": GOLD}, {"d": SAID})
    by_role = {role: (t.right, t.predicted, t.found, t.gold) for role, t in scores.roles.items()}
    assert by_role == {
        "incident_type": (2, 3, 2, 2),
        "PerpInd": (1, 1, 1, 1),
        "PerpOrg": (0, 0, 0, 0),
        "Target": (0, 1, 0, 0),
        "Victim": (2, 3, 1, 2),  # mayor and John Doe both lie in one gold entity
        "Weapon": (1, 2, 1, 1),
    }
    assert scores.overall.precision == pytest.approx(6 / 10)
    assert scores.overall.recall == pytest.approx(5 / 6)
    assert scores.overall.f1 == pytest.approx(2 * 0.6 * (5 / 6) / (0.6 + 5 / 6))


def test_paired_one_to_one_the_second_name_of_a_victim_is_spurious() -> None:
    scores = muc4.score({"d": GOLD}, {"d": SAID}, one_to_one=True)
    assert (scores.roles["Victim"].right, scores.roles["Victim"].found) == (1, 1)
    assert scores.overall.f1 == pytest.approx(2 * 5 / (10 + 6))


def test_gold_against_itself_is_one() -> None:
    for one_to_one in (False, True):
        overall = muc4.score({"d": GOLD, "none": []}, {"d": GOLD, "none": []}, one_to_one=one_to_one).overall
        assert (overall.precision, overall.recall, overall.f1) == (1, 1, 1)


def test_gold_templates_with_the_same_words_count_once() -> None:
    twice = [template("attack", Victim=[[["guard", 3]]]), template("attack", Victim=[[["guard", 77]]])]
    assert muc4.score({"d": twice}, {}).overall.gold == 2  # one type, one victim
    assert muc4.score({"d": twice}, {"d": muc4.distinct(twice)}).overall.f1 == 1


PAIRS = [
    # gold entity, predicted entity, right
    (["fmln", "farabundo marti front"], ["fmln"], 1),
    (["fmln", "farabundo marti front"], ["FMLN", "the Farabundo Marti Front"], 1),
    (["fmln"], ["fmln", "rebels"], 0),  # a mention that the gold entity has not
    (["fmln rebels"], ["rebels"], 0),  # mentions are whole strings
    (['"santo tomas" farm'], ["a santo tomas farm"], 1),
]


@pytest.mark.parametrize(("gold", "said", "right"), PAIRS)
def test_an_entity_is_right_when_all_its_mentions_are_of_one_gold_entity(gold: list[str], said: list[str], right: int) -> None:
    scores = muc4.score({"d": [template("attack", PerpOrg=[gold])]}, {"d": [template("attack", PerpOrg=[said])]})
    assert scores.roles["PerpOrg"].right == scores.roles["PerpOrg"].found == right


def test_nothing_is_right_in_templates_of_another_type() -> None:
    scores = muc4.score({"d": [template("attack", Weapon=[["bomb"]])]}, {"d": [template("arson", Weapon=[["bomb"]])]})
    assert (scores.overall.right, scores.overall.predicted, scores.overall.found, scores.overall.gold) == (0, 2, 0, 2)


def test_empty_entities_and_absent_roles_are_nothing() -> None:
    scores = muc4.score({"d": [template("attack", Weapon=[["bomb"]])]}, {"d": [{"incident_type": "attack", "Weapon": [[]]}]})
    assert scores.roles["Weapon"].predicted == 0


def test_templates_for_unknown_reports_are_refused() -> None:
    with pytest.raises(ValueError, match="elsewhere"):
        muc4.score({"d": []}, {"elsewhere": []})


def test_the_mapping_is_the_best_of_all() -> None:
    assert muc4.mapping([[(3, 3), (2, 2)], [(3, 3), None]], 10, 10) == [1, 0]
    assert muc4.mapping([[None], [(1, 1)]], 2, 1) == [None, 0]
    assert muc4.mapping([[], []], 2, 0) == [None, None]
    rng = random.Random(7)
    for _ in range(150):
        rows, columns = rng.randint(1, 4), rng.randint(1, 4)
        gains = [
            [None if rng.random() < 0.3 else (rng.randint(1, 5), rng.randint(1, 5)) for _ in range(columns)] for _ in range(rows)
        ]  # fmt: skip
        best = max(f1_of(gains, chosen) for chosen in choices(rows, columns))
        assert f1_of(gains, muc4.mapping(gains, 30, 20)) == pytest.approx(best)


def choices(rows: int, columns: int) -> list[tuple[int | None, ...]]:
    every = itertools.product([*range(columns), None], repeat=rows)
    return [c for c in every if len({j for j in c if j is not None}) == sum(j is not None for j in c)]


def f1_of(gains: list[list[Any]], chosen: Any) -> float:
    taken = [gains[i][j] for i, j in enumerate(chosen) if j is not None and gains[i][j] is not None]
    precision, recall = sum(n for n, _ in taken) / 30, sum(n for _, n in taken) / 20
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def test_the_assignment_is_the_best_of_all() -> None:
    rng = random.Random(8)
    for _ in range(100):
        rows, columns = rng.randint(1, 4), rng.randint(1, 4)
        weights = [[rng.random() for _ in range(columns)] for _ in range(rows)]

        def total(chosen: Any, weights: list[list[float]] = weights) -> float:
            return sum(weights[i][j] for i, j in enumerate(chosen) if j is not None)

        assert total(muc4.assignment(weights)) == pytest.approx(max(map(total, choices(rows, columns))))


def test_many_templates_are_mapped_too() -> None:
    many = [template("bombing", Weapon=[[f"bomb {number}"]]) for number in range(20)]
    assert muc4.score({"d": many}, {"d": many[::-1]}).overall.f1 == 1


def test_the_command_fills_every_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert muc4.main(tmp_path) == 2
    path = tmp_path / "muc4" / "role_fillers_test_tst3.jsonl"
    path.parent.mkdir()
    path.write_text(json.dumps({"docid": "TST3-1", "doctext": "a bomb", "templates": GOLD}) + "\n", encoding="utf-8")
    seen: list[str] = []

    def fill(text: str) -> list[muc4.Template]:
        seen.append(text)
        return SAID

    assert muc4.main(tmp_path, fill) == 0
    assert seen == ["a bomb"]
    told = capsys.readouterr().out
    assert "46.48" in told
    assert "overall (micro)          P  60.00  R  83.33  F1  69.77" in told
