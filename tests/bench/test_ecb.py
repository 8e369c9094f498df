from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bench import ecb as bench
from train.sets import ecb

DOCUMENTS = {
    "1_1ecb.xml": ["A bomb killed nine people in Marj on Sunday .", "Police said the blast hit a market ."],
    "1_2ecbplus.xml": ["http : / / news . example / marj", "Nine people were killed by a bomb in Marj market ."],
    "1_3ecb.xml": ["The singer married in Lenn on Friday .", "Her agent said so ."],
}
MENTIONS = [
    ("1_1ecb.xml", 0, [2], "killed", "K", True),
    ("1_1ecb.xml", 1, [1], "said", "S1", True),
    ("1_2ecbplus.xml", 1, [3], "killed", "K", True),
    ("1_3ecb.xml", 0, [2], "married", "M", True),
    ("1_3ecb.xml", 1, [2], "said", "S2", True),
    ("1_3ecb.xml", 1, [1], "agent", "X", False),  # in a sentence that was not checked
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [{"doc": name, "topic": 1, "sentences": sentences} for name, sentences in DOCUMENTS.items()]
    (tmp_path / "docs.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    keys = ("doc", "sent", "tok", "text", "cluster", "validated")
    found = [{"split": "dev", "is_event": True, "m_id": str(n), **dict(zip(keys, row, strict=True))} for n, row in enumerate(MENTIONS)]
    (tmp_path / "mentions.jsonl").write_text("\n".join(map(json.dumps, found)) + "\n", encoding="utf-8")
    return tmp_path


def test_a_split_is_read_with_its_words(folder: Path) -> None:
    data = ecb.load(folder, "dev")
    assert [gold.event for gold in data.golds] == ["K", "S1", "K", "M", "S2"]
    killed = data.golds[0].mention
    assert (killed.lemma, killed.names, killed.beside) == ("kill", {"marj", "sunday"}, {"kill", "say"})
    assert {"bomb", "nine", "people"} <= killed.words
    assert "killed" not in killed.words
    assert killed.commonness == pytest.approx(2 / 3)
    assert data.likeness[0, 1] > data.likeness[0, 2]
    assert np.allclose(np.diag(data.likeness), 1)
    assert ecb.load(folder, "test").golds == ()


def test_the_lemma_heuristic_joins_lemmas_of_like_documents_only(folder: Path) -> None:
    labels = bench.by_lemma(ecb.load(folder, "dev"), cut=0.2)
    assert labels[0] == labels[2]
    assert labels[1] != labels[4]  # two people said something in unlike documents
    assert bench.figures(ecb.load(folder, "dev"), lambda data: bench.by_lemma(data, cut=0.2))["conll"] == pytest.approx(1)


def test_the_resolver_gives_a_label_for_each_mention(folder: Path) -> None:
    data = ecb.load(folder, "dev")
    labels = bench.by_words(data)
    assert len(labels) == len(data.golds)
    assert labels[0] == labels[2]
    assert labels[0] != labels[3]


HEADS = [("checked into", "checked"), ("court hearing", "hearing"), ("shot", "shot"), ("took over", "took"), ("in to", "in")]


@pytest.mark.parametrize(("words", "word"), HEADS)
def test_the_head_of_a_trigger(words: str, word: str) -> None:
    assert ecb.head(words) == word


def test_average_linkage_by_hand() -> None:
    """0-1 at .9 join first; 2 is at .6 and .2 of them, .4 on average; 3 is apart."""
    table = np.array([[1, 0.9, 0.6, 0], [0.9, 1, 0.2, 0], [0.6, 0.2, 1, 0.1], [0, 0, 0.1, 1]])
    assert bench.average_linkage(table, 0.5).tolist() == [0, 0, 2, 3]
    assert bench.average_linkage(table, 0.4).tolist() == [0, 0, 0, 3]
    assert bench.average_linkage(table, 0.95).tolist() == [0, 1, 2, 3]
    assert bench.average_linkage(np.zeros((0, 0)), 0.5).tolist() == []


def test_without_the_set_the_gate_passes_and_the_command_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(tmp_path, gate=True) == 0
    assert bench.main(tmp_path) == 2
    assert "hint: give --data" in capsys.readouterr().err
