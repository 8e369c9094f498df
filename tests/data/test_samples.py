"""The sample reports: kinds and number, marks of fiction, invented places."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dateline.data.samples import sample_paths
from dateline.gazetteer import open_index

NAMESPACE = "{https://dateline.example/ns/1}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
MARK = re.compile(r"(?:^|>|\n)\s*Fiction: this report was invented", re.IGNORECASE)
VILLAGES = [
    "Tell Qamuta", "Rasm Bidan", "Umm Zallaq", "Kafr Sindan", "Jubb Nassim", "Wadi Hurraq", "Marj Tulul", "Bir Mulayh", "Hawijat Saffan",
    "Shamiyat Dabsan", "Tell Ghurayfan",
]  # fmt: skip


class _Head(HTMLParser):
    """Reads the meta elements, the embedded data and the visible text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.data: list[str] = []
        self.words: list[str] = []
        self._inside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        if tag == "meta":
            given = dict(attrs)
            self.meta[given.get("name") or given.get("property") or ""] = given.get("content") or ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.data.append(data)
        elif self._inside != "style":
            self.words.append(data)


def page(path: Path) -> _Head:
    head = _Head()
    head.feed(path.read_text(encoding="utf-8"))
    return head


def files(suffix: str) -> list[Path]:
    return [path for path in sample_paths() if path.suffix == suffix]


def reports() -> list[tuple[str, str]]:
    """Return each report's name and visible text."""
    found = [(path.name, path.read_text(encoding="utf-8")) for path in files(".txt")]
    found += [(path.name, " ".join(page(path).words)) for path in files(".html")]
    for path in files(".jsonl"):
        found += [(item["id"], item["text"]) for item in map(json.loads, path.read_text(encoding="utf-8").splitlines())]
    for path in files(".xml"):
        found += [(item.findtext("guid", ""), item.findtext(CONTENT, "")) for item in ET.parse(path).iter("item")]
    return found


def test_enough_reports_of_each_kind() -> None:
    assert len(files(".html")) >= 4
    assert len(files(".txt")) >= 4
    assert len(files(".jsonl")) == 1
    assert len(files(".xml")) == 1
    assert len(reports()) >= 14


def test_every_text_says_that_it_is_fiction() -> None:
    assert [name for name, text in reports() if not MARK.search(text) and "\nFICTION:" not in text.upper()] == []


def test_metadata_say_that_it_is_fiction() -> None:
    for path in files(".html"):
        assert page(path).meta.get("dateline:fiction") == "true", path.name
    for path in files(".txt"):
        assert any(line.startswith("Fiction:") for line in path.read_text(encoding="utf-8").splitlines()), path.name
    for path in files(".jsonl"):
        assert all(json.loads(line)["fiction"] is True for line in path.read_text(encoding="utf-8").splitlines())
    for path in files(".xml"):
        assert all(item.findtext(f"{NAMESPACE}fiction") == "true" for item in ET.parse(path).iter("item"))


def test_pages_have_the_furniture_of_real_ones() -> None:
    for path in files(".html"):
        source = path.read_text(encoding="utf-8")
        assert "article:published_time" in source, path.name
        assert re.search(r"<nav|class=\"menu\"|id=\"top\"", source), path.name
        assert re.search(r"<footer|class=\"footer\"|id=\"footer\"", source), path.name
    assert sum("donat" in path.read_text(encoding="utf-8").lower() for path in files(".html")) >= 3
    embedded = [json.loads(data) for path in files(".html") for data in page(path).data]
    assert len(embedded) >= 4
    assert all(item["genre"] == "fiction" for item in embedded)


def test_the_cross_post_repeats_its_original() -> None:
    original = next(path for path in files(".txt") if "meridian-wire" in path.name).read_text(encoding="utf-8")
    copy = " ".join(page(next(path for path in files(".html") if "crosspost" in path.name)).words)
    sentences = re.findall(r"[A-Z][^.\n]{40,}\.", original)
    assert sum(sentence in copy for sentence in sentences) >= 8


@pytest.mark.parametrize("village", VILLAGES)
def test_villages_are_invented_and_used(village: str) -> None:
    assert not open_index().lookup(village, fuzzy=False)
    assert sum(village.lower() in text.lower() for _, text in reports()) >= 2


def test_addresses_cannot_be_reached() -> None:
    for path in sample_paths():
        for host in re.findall(r"(?:https?://|@)([a-z0-9.-]+\.[a-z]{2,})", path.read_text(encoding="utf-8")):
            assert host.endswith(".example") or host in {"schema.org", "purl.org"}, (path.name, host)
