"""The sentence filter: what it keeps, the same for every batch and machine, text of any kind, weight files that are broken."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import DataError
from dateline.models import filter as models_filter
from dateline.models.filter import COMMAND, FILE, HEADS, load_filter, pair_slots, tokens, word_hashes, word_slots
from tests.models.hostile import HARD, texts

FILTER = load_filter()
LARGEST = 600_000  # bytes

KEPT = [
    "Gunmen killed three villagers in Rumoke on Monday.",
    "The army shelled the market of Ostrel and captured two villages.",
    "Warplanes carried out air strikes on the airport, wounding nine soldiers.",
    "Rebels attack army base near border",
    "He denied that his men had entered the town.",
    "The governor said nobody would leave.",
    "According to residents, the bridge is closed.",
    "POLICE ARRESTED FORTY PROTESTERS ON TUESDAY.",
    "Militants beheaded a hostage and kidnapped two nurses.",
]
SKIPPED = ["", " \n", "...", "\u200b", "Green tea and cakes.", "A photo of the lake.", "Read more", "The weather is warm."]


@pytest.mark.parametrize("text", KEPT)
def test_events_and_reports_are_kept(text: str) -> None:
    assert FILTER.keep([text]) == [True]


@pytest.mark.parametrize("text", SKIPPED)
def test_nothing_to_find_is_skipped(text: str) -> None:
    assert FILTER.keep([text]) == [False]


@given(st.lists(texts(), max_size=8))
@settings(max_examples=150, deadline=None)
def test_any_text_has_a_score_that_says_whether_it_is_kept(given_texts: list[str]) -> None:
    scores = FILTER.scores(given_texts)
    assert scores.shape == (len(given_texts),)
    assert FILTER.keep(given_texts) == [score >= 0 for score in scores]
    for text, score in zip(given_texts, scores, strict=True):
        assert np.isfinite(score) if tokens(text) else score == -np.inf


@given(st.lists(st.one_of(texts(), st.sampled_from(KEPT)), min_size=1, max_size=8), st.randoms())
@settings(max_examples=100, deadline=None)
def test_a_score_hangs_on_the_text_alone(given_texts: list[str], rng: random.Random) -> None:
    together = dict(zip(given_texts, FILTER.scores(given_texts), strict=True))
    rng.shuffle(given_texts)
    fresh = load_filter()
    assert [float(fresh.scores([text])[0]) for text in given_texts] == [together[text] for text in given_texts]
    assert fresh.scores(given_texts).tolist() == [together[text] for text in given_texts]


@given(texts())
@settings(max_examples=100, deadline=None)
def test_a_score_is_that_of_the_best_word_and_of_all_words(text: str) -> None:
    """The sums over arrays against the definition, word by word."""
    words = tokens(text)
    if not words:
        return
    with np.load(FILE) as arrays:
        word, whole, scale = arrays["word"].astype(int), arrays["text"].astype(int), arrays["scale"]
    hashes = np.array([word_hashes(w) for w in ("", "", *words, "", "")], np.uint32)
    slots = word_slots(hashes)
    left, right, pairs = pair_slots(hashes[:, 0])
    best, total = [], np.zeros(len(HEADS), int)
    for n in range(2, len(words) + 2):
        near = {"own": n, "before": n - 1, "after": n + 1, "second_before": n - 2, "second_after": n + 2}
        found = [slot for role, at in near.items() for slot in slots[role][at]]
        best.append(word[[*found, left[n - 1], right[n]]].sum(0))
        total += whole[[*slots["text"][n], pairs[n - 1]]].sum(0)
    assert np.allclose(FILTER.logits([text])[0], np.max(best, axis=0) * scale[0] + total * scale[1])


@pytest.mark.parametrize("text", HARD)
def test_hard_texts_do_not_change_their_neighbours(text: str) -> None:
    alone = FILTER.scores(KEPT).tolist()
    among = FILTER.scores([part for one in KEPT for part in (one, text)]).tolist()
    assert among[::2] == alone


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gun\u200bmen kil\u00adled three villagers.", "Gunmen killed three villagers."),
        ("\ufeffHe said: “It’s over.”", 'He said: "It\'s over."'),
        ("Troops \u202aentered\u202c the town.", "Troops entered the town."),
        ("Troops  entered\n the\u00a0town.", "Troops entered the town."),
    ],
)
def test_what_cannot_be_seen_does_not_count(one: str, other: str) -> None:
    assert FILTER.scores([one]).tolist() == FILTER.scores([other]).tolist()


def test_very_long_texts_and_words() -> None:
    long = [
        " ".join(["quiet"] * 10_000 + ["gunmen killed three villagers"]),
        "x" * 100_000,
        "💥" * 10_000,
        " ".join(map(str, range(10_000))),
    ]
    scores = FILTER.scores(long)
    assert np.isfinite(scores).all()
    assert load_filter().scores(long[::-1]).tolist() == scores.tolist()[::-1]


def test_lone_surrogates_are_read() -> None:
    assert np.isfinite(FILTER.scores(["\ud83d killed \udca5x"])).all()


def test_no_sentences() -> None:
    assert FILTER.keep([]) == []
    assert FILTER.scores([]).shape == (0,)


def test_words_forgotten_between_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [f"{text} {n} village{n}" for n in range(40) for text in KEPT]
    expected = FILTER.scores(many).tolist()
    monkeypatch.setattr(models_filter, "_WORDS_KEPT", 50)
    monkeypatch.setattr(models_filter, "_AT_ONCE", 100)
    small = load_filter()
    assert small.scores(many).tolist() == expected
    assert small.scores(many[::-1]).tolist() == expected[::-1]


def test_the_weight_file_is_small() -> None:
    assert FILE.stat().st_size <= LARGEST


def broken(path: Path) -> DataError:
    with pytest.raises(DataError) as caught:
        load_filter(path)
    assert caught.value.where == str(path)
    assert caught.value.hint is not None
    assert COMMAND == "python -m train.filter"
    assert COMMAND in caught.value.hint
    return caught.value


def test_a_missing_file(tmp_path: Path) -> None:
    assert "missing" in broken(tmp_path / "filter.npz").what


@pytest.mark.parametrize("data", [b"", b"PK", b"not weights", b"\x80\x04N.", b"\x93NUMPY\x01\x00"])
def test_another_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "filter.npz"
    path.write_bytes(data)
    broken(path)


def test_a_folder(tmp_path: Path) -> None:
    broken(tmp_path)


def test_one_array_alone(tmp_path: Path) -> None:
    path = tmp_path / "filter.npz"
    with path.open("wb") as file:
        np.save(file, np.zeros(3))
    broken(path)


@pytest.mark.parametrize("name", ["word", "text", "scale", "least"])
def test_an_altered_weight(tmp_path: Path, name: str) -> None:
    with np.load(FILE) as arrays:
        changed = dict(arrays)
    changed[name].flat[0] += 1
    path = tmp_path / "filter.npz"
    np.savez_compressed(path, **changed)
    assert "altered" in broken(path).what


@pytest.mark.parametrize("name", ["word", "text", "scale", "least", "digest"])
def test_an_array_missing_or_of_another_shape(tmp_path: Path, name: str) -> None:
    with np.load(FILE) as arrays:
        changed = dict(arrays)
    path = tmp_path / "filter.npz"
    np.savez_compressed(path, **(changed | {name: changed[name][:1]}))
    broken(path)
    del changed[name]
    np.savez_compressed(path, **changed)
    broken(path)


DATA = FILE.read_bytes()
HEADERS = sorted({n for at in range(len(DATA)) if DATA.startswith(b"PK", at) for n in range(at, min(at + 200, len(DATA)))})


@given(st.one_of(st.sampled_from(HEADERS), st.integers(0, len(DATA) - 1)), st.integers(1, 255), st.booleans())
@settings(max_examples=150, deadline=None)
@pytest.mark.filterwarnings("ignore")
def test_no_damage_to_the_file_changes_a_score(tmp_path_factory: pytest.TempPathFactory, at: int, flip: int, cut: bool) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.npz"
    path.write_bytes(DATA[:at] if cut else DATA[:at] + bytes([DATA[at] ^ flip]) + DATA[at + 1 :])
    try:
        found = load_filter(path)
    except DataError:
        return
    assert found.scores(KEPT).tolist() == FILTER.scores(KEPT).tolist()  # a date or an attribute of the archive was hit
