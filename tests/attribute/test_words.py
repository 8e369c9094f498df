"""The cue and speaker word lists: size, inflection, and what a broken file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.data import cues, source_types
from dateline.data.cues import cue_lexicon
from dateline.data.source_types import speaker_words
from dateline.errors import DataError


def test_enough_expressions_of_every_kind() -> None:
    lexicon = cue_lexicon()
    assert lexicon.expressions >= 150
    assert {form.cue.kind for forms in lexicon.forms.values() for form in forms} == cues.KINDS


@pytest.mark.parametrize(
    ("words", "expression", "form"),
    [
        ("said", "say", "past"),
        ("says", "say", "s"),
        ("denying", "deny", "ing"),
        ("admitted", "admit", "past"),
        ("claimed responsibility", "claim responsibility", "past"),
        ("pointed out", "point out", "past"),
        ("according to", "according to", "fixed"),
    ],
)
def test_forms(words: str, expression: str, form: str) -> None:
    assert any((found.cue.expression, found.form) == (expression, form) for found in cue_lexicon().forms[words])


def test_longest_cue_wins() -> None:
    lows = "the front claimed responsibility for it".split()
    assert cue_lexicon().at(lows, 2) == ("claimed", "responsibility")
    assert cue_lexicon().at(lows, 0) == ()


def test_speaker_words() -> None:
    words = speaker_words()
    assert words.heads["policemen"] == "official"
    assert words.heads["rebels"] == "belligerent"
    assert words.bodies["HRW"].name == "Human Rights Watch"
    assert words.body_pattern.search("told the BBC's man") is not None
    assert words.body_pattern.search("the BBCs") is None


def test_broken_cues_are_all_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cues.tsv").write_text("verb\tsay\nwave\tsay\tclause\tneutral\tassert\t-\t-\nverb\tsay\tclause\tneutral\tassert\t-\tsaid\n")
    monkeypatch.setattr(cues, "files", lambda _: tmp_path)
    with pytest.raises(DataError) as caught:
        cue_lexicon.__wrapped__()
    assert all(f"line {number}" in str(caught.value) for number in (1, 2, 3))
    assert caught.value.where == "cues.tsv"


def test_broken_source_types_are_all_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "source_types.toml").write_text('[heads]\nghost = ["x"]\nwitness = "man"\n[other]\n[bodies]\n')
    monkeypatch.setattr(source_types, "files", lambda _: tmp_path)
    with pytest.raises(DataError) as caught:
        speaker_words.__wrapped__()
    assert "ghost" in str(caught.value)
    assert "witness" in str(caught.value)
    assert "modifiers" in str(caught.value)
