"""The corpus itself: every report is valid, there are enough of them, and the card says what there is."""

import json
import re

from bench import corpus as bench_corpus
from bench.corpus import LEAST, LEAST_EVENTLESS, LEAST_KINDS, LEAST_PLAIN, both_agreements, readings
from corpus import FOLDER, REPORTS, card, variety, vocabulary
from corpus.check import check_file, check_files
from corpus.counts import count
from corpus.gold import to_gold
from corpus.splits import rules, split_of
from corpus.tokens import all_views, views
from dateline.read import read
from dateline.records import Page

CHECKED = list(check_files(sorted(REPORTS.glob("*/*.txt"))))
ALL = [report for _, report, _, _ in CHECKED]
RULES = rules()


def test_no_report_has_an_error():
    assert [f"{path.name}:{fault.line}: {fault.what}" for path, _, errors, _ in CHECKED for fault in errors] == []


def test_the_examples_of_the_guideline_are_valid_and_without_a_doubt(tmp_path):
    examples = re.findall(r"```\n(id: .*?)```", (FOLDER / "GUIDELINE.md").read_text(encoding="utf-8"), re.S)
    assert len(examples) == 2
    for text in examples:
        path = tmp_path / f"{re.match(r'id: (.*)', text)[1]}.txt"
        path.write_text(text, encoding="utf-8")
        _, errors, looks = check_file(path)
        assert [fault.what for fault in (*errors, *looks)] == []


def test_the_guideline_lists_every_closed_value():
    text = set(re.findall(r"[\w]+", (FOLDER / "GUIDELINE.md").read_text(encoding="utf-8")))
    for values in ("VOICES", "PROFILES", "ACTOR_CLASSES", "SOURCE_TYPES", "LEVELS", "TOLL_KINDS", "MODIFIERS", "CATEGORIES", "EFFECTS",
                   "STATES", "PREDICATES", "REALIS", "ROLES", "RELATIONS", "OUTCOMES", "ZONES"):  # fmt: skip
        left = getattr(vocabulary, values) - text - {"exact", "range", "certain", "neutral", "core"}
        assert left == set(), values


def test_there_is_enough_of_everything():
    total = count(ALL)
    assert {name: total[name] for name, least in LEAST.items() if total[name] < least} == {}
    assert len({report.header["conflict"] for report in ALL}) >= LEAST_KINDS["conflicts"]
    assert len({report.header["voice"] for report in ALL}) >= LEAST_KINDS["voices"]
    assert len({lemma for found in variety.trigger_lemmas(ALL).values() for lemma in found}) >= LEAST_KINDS["trigger lemmas"]
    assert len(variety.cues(ALL)) >= LEAST_KINDS["cue expressions"]
    assert total["plain"] >= LEAST_PLAIN * total["reports"]
    assert total["eventless"] >= LEAST_EVENTLESS * total["reports"]


def test_no_sentence_of_eight_words_or_more_stands_twice():
    seen: dict[str, str] = {}
    twice = []
    for report in ALL:
        for line in report.sentences:
            words = report.words(line.range)
            if len(words.split()) >= 8 and seen.setdefault(words, report.id) != report.id:
                twice.append((report.id, seen[words], words))
    assert twice == []


def test_what_is_kept_for_test_is_in_no_other_split():
    for report in ALL:
        if report.header["conflict"] in RULES["test_conflicts"] or report.header["voice"] in RULES["test_voices"]:
            assert split_of(report, RULES) == "test"
    assert {split_of(report, RULES) for report in ALL} == {"train", "dev", "test"}


def test_every_report_converts():
    for report in ALL:
        split = split_of(report, RULES)
        record = to_gold(report, split)
        assert len(record["events"]) == len(report.events)
        assert record["fiction"] is True
        for view in views(report, split):
            for layer, tags in view.get("tags", {}).items():
                assert len(tags) == len(view["tokens"]), (report.id, layer)


def test_the_reader_takes_every_text_for_fiction(tmp_path):
    for report in ALL:
        (tmp_path / f"{report.id}.txt").write_text(report.text, encoding="utf-8")
    pages = [page for page in read([tmp_path]) if isinstance(page, Page)]
    assert len(pages) == len(ALL)
    assert [page.sighting.doc_id for page in pages if not page.document.fiction] == []


def test_the_card_has_the_counts_of_today():
    placed = [(report, split_of(report, RULES)) for report in ALL]
    assert card.part("counts") == card.counts(placed), "run: python -m bench corpus --card"


def test_sixty_reports_were_read_twice():
    for which in ("first", "reread"):
        pairs = list(readings(which))
        assert len(pairs) == 60
        assert all(one.text == other.text and one.id == other.id and other.entities for one, other in pairs)


def test_the_card_has_the_agreement_of_the_two_readings():
    assert card.part("agreement") == card.agreement(*both_agreements()), "run: python -m bench corpus --card"


def test_the_corpus_has_its_licence():
    assert "Attribution 4.0 International" in (FOLDER / "LICENSE").read_text(encoding="utf-8")


def test_the_example_of_the_how_to_runs(tmp_path, monkeypatch, capsys):
    page = (FOLDER.parent / "docs" / "how-to" / "annotate.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.S)
    train = [(report, "train") for report in ALL if split_of(report, RULES) == "train"][:3]
    (tmp_path / "views.jsonl").write_text("".join(json.dumps(view) + "\n" for view in all_views(train)), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "annotate.md", "exec"), {})
    assert "Armed clash" in capsys.readouterr().out


def test_the_commands_of_the_how_to_say_what_is_wrong(tmp_path, capsys):
    path = next(REPORTS.glob("*/*.txt"))
    for asked, said in (
        ({"files": [tmp_path / "none.txt"]}, "there is no such file"),
        ({"files": [path], "write_card": True}, "about the whole corpus"),
        ({"files": [path], "gate": True}, "about the whole corpus"),
        ({"files": [], "convert": FOLDER}, "not written over"),
        ({"files": [], "convert": REPORTS / "mali-2012"}, "not written over"),
        ({"files": [], "views": path}, "not written over"),
        ({"files": [], "views": tmp_path / "none" / "views.jsonl"}, "make its folder first"),
        ({"files": [], "gate": True, "shared": tmp_path / "none"}, "there is no such folder"),
    ):
        assert bench_corpus.main(**asked) == 2
        assert said in capsys.readouterr().err


def test_one_bad_file_does_not_hide_the_others(tmp_path, capsys):
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "b.txt").write_text("id: c\n", encoding="utf-8")
    assert bench_corpus.main([tmp_path / "a.txt", tmp_path / "b.txt"]) == 1
    said = capsys.readouterr().out
    assert "a.txt:1: not UTF-8 text" in said
    assert "b.txt:1: id c, but the file is b.txt" in said


def test_views_and_gold_records_are_written(tmp_path, capsys):
    paths = sorted(REPORTS.glob("mali-2012/*.txt"))[:2]
    assert bench_corpus.main(paths, convert=tmp_path / "gold", views=tmp_path / "views.jsonl") == 0
    assert len(list((tmp_path / "gold").iterdir())) == 4
    lines = sum(len(report.lines) for path, report, _, _ in CHECKED if path in paths)
    assert len((tmp_path / "views.jsonl").read_text(encoding="utf-8").splitlines()) == lines
    assert bench_corpus.main(paths, convert=tmp_path / "gold") == 2
    assert "not an empty or new folder" in capsys.readouterr().err
