from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bench import entities

SPANS = [
    ("B-A I-A O B-A", [(0, 2, "A"), (3, 4, "A")]),
    ("I-A I-A O", [(0, 2, "A")]),  # I- at the start opens an entity
    ("O I-A I-B I-B", [(1, 2, "A"), (2, 4, "B")]),  # so does I- of another type
    ("B-A B-A I-A", [(0, 1, "A"), (1, 3, "A")]),
    ("B-A I-B", [(0, 1, "A"), (1, 2, "B")]),
    ("B-Nom-Part I-Nom-Part", [(0, 2, "Nom-Part")]),
    ("O O", []),
    ("", []),
]


@pytest.mark.parametrize(("tags", "expected"), SPANS)
def test_entities_open_and_close_as_in_conlleval(tags: str, expected: list[tuple[int, int, str]]) -> None:
    assert entities.spans(tags.split()) == expected


def test_a_file_is_read_with_tabs_and_with_spaces(tmp_path: Path) -> None:
    path = tmp_path / "test.txt"
    path.write_text("-DOCSTART- O\n\nRebels\tB-S\nof\tI-S\n\n\nNATO B-T\r\n. O\n", encoding="utf-8", newline="")
    assert entities.read(path) == [(["Rebels", "of"], ["B-S", "I-S"]), (["NATO", "."], ["B-T", "O"])]


def test_a_line_without_a_tag_is_told_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "test.txt"
    path.write_text("Rebels\tB-S\nalone\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"test\.txt:2"):
        entities.read(path)


def test_scores_by_hand() -> None:
    gold = [["B-A", "I-A", "O", "B-B"], ["B-A", "O"]]
    said = [["B-A", "I-A", "O", "B-A"], ["O", "O"]]  # one right; the second has the wrong type; the third is missed
    scores = entities.score(gold, said)
    assert (scores.micro.right, scores.micro.predicted, scores.micro.marked) == (1, 2, 3)
    assert scores.micro.precision == pytest.approx(1 / 2)
    assert scores.micro.recall == pytest.approx(1 / 3)
    assert scores.micro.f1 == pytest.approx(2 / 5)
    assert scores.types["A"] == entities.Counts(1, 2, 2)
    assert scores.types["B"] == entities.Counts(0, 0, 1)


def test_bounds_count_exactly_and_the_gold_scores_one() -> None:
    gold = [["B-A", "I-A", "I-A"]]
    assert entities.score(gold, [["B-A", "I-A", "O"]]).micro.f1 == 0
    assert entities.score(gold, gold).micro.f1 == 1
    assert entities.score([], []).micro.f1 == 0


@pytest.mark.parametrize("said", [[], [["O"]]])
def test_tags_that_do_not_fit_are_refused(said: list[list[str]]) -> None:
    with pytest.raises(ValueError, match="tag"):
        entities.score([["O", "O"]], said)


def test_the_report_has_a_line_for_each_decoding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / entities.SETS["re3d"].path
    path.parent.mkdir(parents=True)
    path.write_text("Syria B-Location\nsaid O\n\nRaqqa B-Location\n", encoding="utf-8")

    def nothing(sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        return [["O"] * len(tokens) for tokens in sentences]

    def capitals(sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        return [["B-Location" if token.istitle() else "O" for token in tokens] for tokens in sentences]

    scores = entities.report(tmp_path, "re3d", {"argmax": nothing, "constrained": capitals}, by_type=True)
    assert scores["constrained"].micro.f1 == 1
    lines = capsys.readouterr().out.splitlines()
    assert "68.4 +-1.5" in lines[0]
    assert "floor 67" in lines[0]
    assert lines[1].startswith("argmax")
    assert lines[1].endswith("UNDER THE FLOOR")
    assert any(line.startswith("constrained") and "F1 100.0" in line and "UNDER" not in line for line in lines)


def test_a_set_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert entities.report(tmp_path, "cameo_ner", {}) == {}
    assert "hint:" in capsys.readouterr().err
