from __future__ import annotations

from pathlib import Path

import pytest

from bench import plover
from bench.plover import Row

HEAD = "\tgold_penta\tgold_root\tsentence\tmarked_sentence\tsource\ttarget\troot_L2"


def written(path: Path, *rows: tuple[str, str, str, str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        HEAD,
        *(f"{i}\t{quad}\t{root}\tx\t{marked}\t{source}\t{target}\t{root}" for i, (quad, root, marked, source, target) in enumerate(rows)),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


PARTIES = [
    # marked sentence, source column, target column, source words, target words
    ("<s>Iran</s> agreed with <t>Iraq</t>.", "Iran", "Iraq", "Iran", "Iraq"),
    ("<s><t>Iraq</t>i Kurds</s> marched against <t>Iraq</t>.", "Iraqi Kurds", "Iraq", "Iraqi Kurds", "Iraq"),
    ("<s>Mali</s> said <s>Mali</s>an rebels fired.", "Mali", "Malian rebels", "Mali", "Malian rebels"),  # the target lost its marks
    ("<s>Mali</s> says it will not pay.", "Mali", "a recipient", "Mali", None),
    ("<s>The League (L) </s>met <t>Chad</t>.", "The League (L)", "Chad", "The League (L)", "Chad"),
    ("All <s>UN</s> units left <t>Chad</t>.", "peacekeepers", "Chad", "UN", "Chad"),  # the column is not in the sentence
]


@pytest.mark.parametrize(("marked", "source", "target", "source_words", "target_words"), PARTIES)
def test_parties_lie_in_the_text_without_marks(
    tmp_path: Path, marked: str, source: str, target: str, source_words: str, target_words: str | None
) -> None:
    (row,) = plover.read(written(tmp_path / "PLV_test.tsv", ("1", "AGREE", marked, source, target)))
    assert "<" not in row.text
    assert row.source is not None
    assert row.text[row.source.start : row.source.end] == source_words
    assert (row.target and row.text[row.target.start : row.target.end]) == target_words
    assert (row.root, row.quad) == ("AGREE", 1)


@pytest.mark.parametrize(("quad", "root"), [("1", "JOIN"), ("0", "AGREE"), ("", "AGREE")])
def test_unknown_codes_are_refused(tmp_path: Path, quad: str, root: str) -> None:
    with pytest.raises(ValueError, match="row 1"):
        plover.read(written(tmp_path / "PLV_test.tsv", (quad, root, "<s>A</s> met <t>B</t>", "A", "B")))


ROWS = [Row("", None, None, root, plover.QUAD_OF[root]) for root in ("AGREE", "CONSULT", "ASSAULT", "ASSAULT")]


def test_macro_f1_by_hand() -> None:
    scores = plover.score(ROWS, ["AGREE", "AGREE", "ASSAULT", None])
    assert scores["by_root"] == pytest.approx({"AGREE": 2 / 3, "CONSULT": 0, "ASSAULT": 2 / 3})
    assert scores["root"] == pytest.approx(4 / 9)
    assert scores["by_quad"] == pytest.approx({1: 1, 4: 2 / 3})
    assert scores["quad"] == pytest.approx(5 / 6)
    assert scores["accuracy"] == pytest.approx(1 / 2)


def test_codes_that_are_only_predicted_pull_the_mean_down() -> None:
    scores = plover.score(ROWS[:1], ["THREATEN"])
    assert scores["by_root"] == {"AGREE": 0, "THREATEN": 0}
    assert scores["quad"] == 0


def test_roots_of_the_code_book_count_under_those_of_the_set() -> None:
    rows = [Row("", None, None, "YIELD", 2)] * 2
    assert plover.score(rows, ["CONCEDE", "RETREAT"])["root"] == 1


def test_as_many_roots_as_rows() -> None:
    with pytest.raises(ValueError, match="1 root codes for 4 rows"):
        plover.score(ROWS, ["AGREE"])


def test_the_quads_divide_the_roots() -> None:
    assert len(plover.QUAD_OF) == 15
    assert set(plover.QUAD_OF.values()) == set(plover.QUADS)
    assert set(plover.SAME_ROOT.values()) <= set(plover.QUAD_OF)


def test_the_command_prints_both_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plover.main(tmp_path) == 2
    written(
        tmp_path / "plover_zsp" / "PLV_test.tsv",
        ("1", "AGREE", "<s>A</s> met <t>B</t>", "A", "B"),
        ("4", "ASSAULT", "<s>A</s> hit <t>B</t>", "A", "B"),
    )
    assert plover.main(tmp_path, lambda rows: ["AGREE" for _ in rows]) == 0
    told = capsys.readouterr().out
    assert "ZSP                      root 1.000" in told
    assert "reader                   root 0.333  quad 0.333   accuracy 0.500" in told
