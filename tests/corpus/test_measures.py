import random
from pathlib import Path

import pytest

from corpus import agreement, overlap, variety
from corpus.counts import count
from corpus.markup import parse
from corpus.splits import rules, split_of
from tests.corpus.sample import SOURCE, changed

REPORT = parse(SOURCE)


def test_counts():
    total = count([REPORT, REPORT])
    assert (total["reports"], total["events"], total["tolls"], total["claims"], total["controls"]) == (2, 6, 6, 4, 2)
    assert (total["plain"], total["eventless"]) == (2, 0)


def rows(second: str):
    return {name: value for name, value, _ in agreement.compare([(REPORT, parse(second))]).rows()}


def test_a_reader_agrees_with_itself():
    assert all(value in (1.0, None) for value in rows(SOURCE).values())


def test_other_names_for_the_same_entities_change_nothing():
    assert all(value in (1.0, None) for value in rows(SOURCE.replace("@army", "@soldiers").replace("@osa", "@village")).values())


@pytest.mark.parametrize(
    ("old", "new", "layer", "value"),
    [
        ("Remote explosive/landmine/IED", "Attack", "trigger span+type", 0.5),
        ("territory, actual", "territory, planned", "realis (kappa)", 0.0),
        ("killed 12 combatant", "wounded 12 combatant", "toll (span, kind, count)", 2 / 3),
        ('c @spox, "said"', 'c @front, "said"', "source of event or toll", 3 / 5),
        ('c @spox, "said"', 'c @army, "said"', "source of event or toll", 1.0),
        ("; each @osa @mira", "; each @mira @osa", "event (trigger and place)", 1.0),
        ('  h1 "rebel-held" held', '  h1 "rebel-held" contested', "control state (place, state)", 0.0),
        ("initiator @army; target @front", "initiator @front; target @army", "roles of matched events", 1 / 3),
    ],
)
def test_a_difference_shows_in_its_layer(old, new, layer, value):
    assert rows(changed(old, new))[layer] == pytest.approx(value)


def test_readings_of_other_texts_are_refused():
    with pytest.raises(ValueError, match="not of the same text"):
        agreement.compare(
            [
                (
                    REPORT,
                    parse(
                        changed("near the rebel-held town of Tolo", "near the rebel-held town of Tola").replace(
                            '@tolo "Tolo"', '@tolo "Tola"'
                        )
                    ),
                )
            ]
        )


def test_kappa_of_chance_is_zero():
    assert agreement.kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0
    assert agreement.kappa([("a", "a")]) == 1
    assert agreement.kappa([]) is None


def test_splits_hang_on_conflict_and_voice_first():
    given = rules()
    conflict, voice, dev = given["test_conflicts"][0], given["test_voices"][0], given["dev_conflicts"][0]
    assert split_of(parse(SOURCE.replace("conflict: land", f"conflict: {conflict}")), given) == "test"
    assert split_of(parse(SOURCE.replace("voice: wire", f"voice: {voice}")), given) == "test"
    assert split_of(parse(SOURCE.replace("conflict: land", f"conflict: {dev}")), given) == "dev"
    names = {split_of(parse(SOURCE.replace("id: land-001", f"id: land-{number}")), given) for number in range(200)}
    assert names == {"train", "dev", "test"}


def test_lemmas_and_cues():
    assert variety.trigger_lemmas([REPORT])["Government regains territory"] == {"take": 1}
    assert variety.cues([REPORT]) == {"say": 1}


def test_repetition_raises_self_bleu():
    rng = random.Random(1)
    words = [f"w{number}" for number in range(500)]
    varied = [" ".join(rng.sample(words, 12)) for _ in range(60)]
    repeated = ["rebels attacked the village of Osa on Monday and killed ten people there"] * 60
    assert variety.self_bleu(repeated, random.Random(1)) > 90 > 10 > variety.self_bleu(varied, random.Random(1))


def test_a_run_of_eight_words_of_another_text_is_found(tmp_path: Path):
    (tmp_path / "a.txt").write_text("It said: Soldiers took OSA, and Mira, from the Hill Front on Sunday.", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(
        '{"text": "a mine later wounded two women"}\n{"tokens": ["Wounded", "two", "women"]}\n', encoding="utf-8"
    )
    found = overlap.shared([REPORT], [tmp_path])
    assert {run for run, _, _ in found} == {
        "soldiers took osa and mira from the hill",
        "took osa and mira from the hill front",
        "osa and mira from the hill front on",
    }
    assert {path.name for _, _, path in found} == {"a.txt"}


def test_runs_are_found_in_json_strings_and_token_lists(tmp_path: Path):
    (tmp_path / "b.jsonl").write_text('{"x": [{"text": "a mine later wounded two women and a boy"}]}\n{"y": 1}\n', encoding="utf-8")
    (tmp_path / "c.json").write_text('["A", "mine", "later", "wounded", "two", "women", "and", "a", "girl"]', encoding="utf-8")
    assert {path.name for _, _, path in overlap.shared([REPORT], [tmp_path])} == {"b.jsonl", "c.json"}
