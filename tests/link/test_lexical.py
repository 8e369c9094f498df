from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.data.lexical_weights import lexical_weights
from dateline.link import lexical
from dateline.link.lexical import FEATURES, Mention


def mention(
    lemma: str, words: str = "", *, report: str = "a", sentence: int = 0, names: str = "", numbers: str = "", beside: str = ""
) -> Mention:
    return Mention(
        report, sentence, lemma, frozenset(words.split()), frozenset(words.split()[:3]), frozenset(names.split()), frozenset(numbers.split()),
        frozenset([lemma, *beside.split()]), 0.1,
    )  # fmt: skip


KILLED = mention("kill", "army market town rebel civilian", names="marj tulul", numbers="13")
MURDER = mention("murder", "market marj tulul civilian rebel", report="b", names="marj tulul", numbers="13")
TALKS = mention("resign", "minister cabinet talk budget", report="c", names="lenn", numbers="4")

KIN = [("explode", "explosion", 5 / 9), ("attack", "attack", 1), ("attack", "kill", 0), ("", "", 0)]


@pytest.mark.parametrize(("a", "b", "share"), KIN)
def test_kinship_is_the_common_beginning(a: str, b: str, share: float) -> None:
    assert lexical.kinship(a, b) == pytest.approx(share)


def test_words_of_like_meaning_are_nearer_than_others() -> None:
    for word, like, other in [("kill", "murder", "resign"), ("explosion", "blast", "wedding"), ("arrest", "detain", "explode")]:
        assert lexical.meaning(word, like) > lexical.meaning(word, other) + 0.2
    assert lexical.meaning("kill", "kill") == 1
    assert lexical.meaning("kill", "qwrtzpf") == 0


def test_the_same_event_in_other_words_scores_above_another_event() -> None:
    same = lexical.score(KILLED, MURDER, likeness=0.5, weight={})
    other = lexical.score(KILLED, TALKS, likeness=0.1, weight={})
    again = lexical.score(KILLED, replace(MURDER, lemma="kill"), likeness=0.5, weight={})
    assert 0 <= other < 0.05 < 0.4 < same < again <= 1


def test_what_speaks_for_one_event_raises_the_score() -> None:
    base = lexical.score(KILLED, MURDER, likeness=0.4, weight={})
    for worse in (
        replace(MURDER, numbers=frozenset({"4"})),
        replace(MURDER, lemma="visit", words=frozenset({"bread"}), near=frozenset()),
    ):
        assert lexical.score(KILLED, worse, likeness=0.4, weight={}) < base
    assert lexical.score(KILLED, MURDER, likeness=0.1, weight={}) < base


mentions = st.builds(
    mention, st.sampled_from(["kill", "shelling", "say", "ünknown", ""]), st.sampled_from(["", "army town", "a b c d e f"]),
    report=st.sampled_from("ab"), sentence=st.integers(0, 99), names=st.sampled_from(["", "marj", "marj tulul"]),
    numbers=st.sampled_from(["", "3", "3 4"]), beside=st.sampled_from(["", "kill", "die"]),
)  # fmt: skip


@given(mentions, mentions, st.floats(0, 1), st.sampled_from([{}, {"army": 3.0, "marj": 0.1}]))
def test_scores_are_symmetric_and_between_0_and_1(a: Mention, b: Mention, likeness: float, weight: dict[str, float]) -> None:
    rows = [lexical.features(*pair, likeness=likeness, weight=weight) for pair in ((a, b), (b, a))]
    assert len(rows[0]) == len(FEATURES)
    there, back = lexical.scores(np.array(rows))
    swapped = {"rival_there", "rival_here"}
    assert [x for x, name in zip(rows[0], FEATURES, strict=True) if name not in swapped] == [
        x for x, name in zip(rows[1], FEATURES, strict=True) if name not in swapped
    ]
    assert 0 <= there <= 1
    if rows[0] == rows[1]:
        assert there == back


def test_the_weights_fit_the_features() -> None:
    weights = lexical_weights()
    assert weights.network.inner.shape[1] == weights.network.mean.shape[0] == len(FEATURES)
    assert len(weights.vectors) > 10_000
