"""The table of trigger senses: every sense codes to the code book, every form leads to one."""

from __future__ import annotations

from pathlib import Path

import pytest

import dateline.data.triggers as module
from dateline.data.triggers import EVENT_TYPE_OF, FRAMES, SUB_EVENT_TYPES, load_triggers
from dateline.errors import DataError


def test_the_sub_event_types_are_those_of_acled() -> None:
    assert sum(len(subs) for subs in SUB_EVENT_TYPES.values()) == 25 == len(EVENT_TYPE_OF)
    assert set(SUB_EVENT_TYPES) == {
        "Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots", "Strategic developments",
    }  # fmt: skip


def test_every_sense_has_a_known_frame_and_type() -> None:
    for sense in load_triggers().senses.values():
        assert sense.frame in FRAMES
        assert sense.sub_event_type in EVENT_TYPE_OF
        assert 0 < sense.weight <= 10
        assert sense.outcome in (None, "captured", "lost", "repelled", "freed", "none_gained")


def test_forms_are_lower_case_and_longest_first() -> None:
    for first, forms in load_triggers().by_first.items():
        assert all(form.words[0] == first and form.words == tuple(word.lower() for word in form.words) for form in forms)
        lengths = [len(form.words) for form in forms]
        assert lengths == sorted(lengths, reverse=True)


@pytest.mark.parametrize(
    ("words", "sense", "kind"),
    [
        ("recaptured", "take", "past"), ("overran", "take", "past"), ("ambushes", "attack", "nouns"), ("shelling", "bombard", "noun"),
        ("took control of", "take", "phrase"), ("roadside bomb", "bombing", "weak_phrase"), ("kidnapping", "abduct", "noun"),
        ("withdrawn", "withdraw", "participle"), ("fell to", "fall", "phrase"),
    ],
)  # fmt: skip
def test_forms_lead_to_their_sense(words: str, sense: str, kind: str) -> None:
    parts = tuple(words.split())
    assert (sense, kind) in {(form.sense, form.form) for form in load_triggers().by_first[parts[0]] if form.words == parts}


def test_all_faults_of_a_broken_file_are_named_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "triggers.toml").write_text(
        '[[sense]]\nid = "a"\nframe = "dance"\nsub_event_type = "Armed clash"\nweight = 3\n'
        '[[sense]]\nid = "b"\nframe = "take"\nsub_event_type = "Picnic"\nweight = 3\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    with pytest.raises(DataError) as raised:
        load_triggers.__wrapped__()
    assert "sense a: unknown frame 'dance'" in str(raised.value)
    assert "sense b: unknown sub_event_type 'Picnic'" in str(raised.value)
    assert "triggers.toml" in str(raised.value)
