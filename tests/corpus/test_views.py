import json

from corpus.dates import bounds, precision
from corpus.gold import to_gold, write
from corpus.markup import parse
from corpus.tokens import views
from tests.corpus.sample import SOURCE, changed

REPORT = parse(SOURCE)
GOLD = to_gold(REPORT, "train")


def quotes(value):
    """Every object of the gold record that quotes the text."""
    if isinstance(value, dict):
        if value.get("span"):
            yield value
        for item in value.values():
            yield from quotes(item)
    elif isinstance(value, list):
        for item in value:
            yield from quotes(item)


def test_every_quote_of_the_gold_record_is_the_text():
    found = list(quotes({key: value for key, value in GOLD.items() if key != "text"}))
    assert len(found) > 30
    assert all(REPORT.text[slice(*quote["span"])] == quote["text"] for quote in found)


def test_an_event_in_the_gold_schema():
    event = GOLD["events"][0]
    assert (event["event_type"], event["sub_event_type"]) == ("Battles", "Government regains territory")
    assert [(actor["role"], actor["name"], actor["side"]) for actor in event["actors"]] == [
        ("initiator", "Landian Army", "Government of Landia"),
        ("target", "Hill Front", "Hill Front"),
    ]
    assert event["actors"][0]["spans"][0]["text"] == "Soldiers"
    assert event["actors"][1]["spans"][0]["text"] == "the Hill Front"  # nearer the trigger than "fighters"
    assert event["locations"][0]["name"] == "Osa"
    assert event["date"]["start"] == event["date"]["end"] == "2021-06-07"
    assert (event["date"]["precision"], event["date"]["basis"]) == ("day", "relative")
    assert event["outcome"] == {"kind": "captured", "by": ["Landian Army"], "from": "Hill Front", "places": ["Osa"]}
    assert event["casualties"][0]["scope"] == "group"
    assert event["group"] == GOLD["events"][1]["group"]


def test_an_actor_that_is_not_in_the_sentence_is_inferred():
    actor = GOLD["events"][2]["actors"][0]
    assert actor["inferred"] is True
    assert actor["spans"] == []


def test_news_of_the_day_is_dated_to_the_week_before_publication():
    assert GOLD["events"][2]["date"] == {
        "start": "2021-06-03", "end": "2021-06-10", "precision": "week", "basis": "publication", "expr": None,
    }  # fmt: skip


def test_a_spokesman_speaks_for_his_body_and_the_author_for_the_outlet():
    said, told = GOLD["claims"]
    assert (said["source"]["name"], said["source"]["type"], said["attributed"]) == ("Landian Army", "belligerent", True)
    assert said["about"] == ["e1", "e2", "e1.c1"]
    assert said["said_on"]["start"] == "2021-06-09"
    assert (told["source"]["name"], told["source"]["type"], told["attributed"]) == ("Plain Wire", "author", False)
    assert told["about"] == ["e3", "e3.c2", "e3.c3", "h1"]


def test_repelled_is_by_the_target():
    report = parse(
        changed("Government regains territory, actual", "Armed clash, attempted_failed").replace("outcome captured", "outcome repelled")
    )
    outcome = to_gold(report, "train")["events"][0]["outcome"]
    assert (outcome["by"], outcome["from"]) == (["Hill Front"], "Landian Army")


def test_captions_and_the_mark_of_fiction_are_boilerplate():
    assert [zone["kind"] for zone in GOLD["boilerplate"]] == ["image_caption", "disclaimer"]
    assert GOLD["fiction"] is True


def test_dates():
    assert bounds("2020-02") == ("2020-02-01", "2020-02-29")
    assert bounds("2020") == ("2020-01-01", "2020-12-31")
    assert bounds("2020-03-04/..") == ("2020-03-04", None)
    assert [precision(value) for value in ("2020-03-04", "2020-03", "2020", "2020-03-01/2020-03-04", "2020-03/2020-05", "../2020")] == [
        "day", "month", "year", "range", "range", "before",
    ]  # fmt: skip


def test_written_files_hold_the_frozen_text(tmp_path):
    assert write([(REPORT, "dev")], tmp_path) == 1
    record = json.loads((tmp_path / "land-001.json").read_text(encoding="utf-8"))
    text = (tmp_path / record["text_file"]).read_bytes().decode()
    assert text == REPORT.text
    assert record["split"] == "dev"
    assert "text" not in record


def test_one_view_a_line_with_tags_of_one_length():
    found = list(views(REPORT, "train"))
    assert len(found) == len(REPORT.lines)
    for view in found:
        for tags in view.get("tags", {}).values():
            assert len(tags) == len(view["tokens"])
    caption = found[4]
    assert caption["zone"] == "image_caption"
    assert "tags" not in caption


def test_tags_cover_the_quoted_words():
    view = list(views(REPORT, "train"))[2]

    def tagged(layer):
        return [view["text"][slice(*token)] for token, tag in zip(view["tokens"], view["tags"][layer], strict=True) if tag != "O"]

    assert tagged("trigger") == ["took"]
    assert view["tags"]["trigger"][1] == "B-Government regains territory"
    assert tagged("place") == ["Osa", "Mira"]
    assert tagged("toll") == ["12", "fighters"]
    assert tagged("cue") == ["said"]
    assert tagged("source") == ["army", "spokesman", "Ilo", "Teres"]
    assert tagged("content")[0] == "Soldiers"
    assert tagged("content")[-1] == "fighters"
    assert view["relevant"] is True


def test_a_trigger_is_linked_to_the_spans_of_its_roles():
    view = list(views(REPORT, "train"))[2]
    trigger = view["triggers"][0]
    assert (trigger["event"], trigger["realis"], trigger["again"]) == ("e1", "actual", False)
    first, last = trigger["roles"][0]["spans"][0]
    assert [view["text"][slice(*view["tokens"][i])] for i in range(first, last)] == ["Soldiers"]
    assert trigger["places"][0]["entity"] == "osa"
    first, last = trigger["on"]["span"]
    assert view["text"][slice(*view["tokens"][first])] == "Monday"
    assert trigger["on"]["edtf"] == "2021-06-07"


def test_views_carry_the_ids_and_entities_of_the_gold_record():
    rows = list(views(REPORT, "train"))
    assert rows[2]["tolls"][0]["toll"] == GOLD["events"][0]["casualties"][0]["id"]
    claim = rows[2]["claims"][0]
    assert claim["source"]["entity"] == GOLD["claims"][0]["source"]["entity"] == "spox"
    assert claim["about"] == GOLD["claims"][0]["about"]
    assert rows[2]["entities"]["spox"] == GOLD["entities"]["spox"]
    assert rows[2]["entities"]["spox"]["speaks_for"] == "army"


def test_a_zone_has_only_the_layers_that_it_is_annotated_for():
    headline, dateline, body = list(views(REPORT, "train"))[:3]
    assert set(headline["tags"]) == {"actor", "place", "time", "weapon", "quantity", "trigger", "toll"}
    assert "tags" not in dateline
    assert {"cue", "source", "content", "statement", "control"} <= set(body["tags"])


def test_the_start_of_a_view_leads_back_to_the_frozen_text():
    for view in views(REPORT, "train"):
        assert REPORT.text[view["start"] : view["start"] + len(view["text"])] == view["text"]


def test_a_toll_of_a_group_hangs_on_its_first_event():
    report = parse(changed("for e1 group", "for e2 group"))
    record = to_gold(report, "train")
    assert [len(event["casualties"]) for event in record["events"]] == [1, 0, 2]
    assert record["events"][0]["casualties"][0]["events"] == ["e2"]


def test_a_clock_or_a_weekday_is_relative_a_month_explicit():
    def basis(words, value):
        source = SOURCE.replace("Front on Monday,", f"Front on {words},").replace('"Monday" = 2021-06-07', f'"{words}" = {value}')
        return to_gold(parse(source), "train")["events"][0]["date"]["basis"]

    assert [basis("Monday at 5.40", "2021-06-07"), basis("7 June", "2021-06-07"), basis("the last 24 hours", "2021-06-07")] == [
        "relative", "explicit", "relative",
    ]  # fmt: skip
