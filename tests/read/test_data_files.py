"""The data files that reading and segmenting use: they load, and a broken one has all its faults reported at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from dateline.data import orthography, outlets, words, zones
from dateline.errors import DataError

LOADERS: list[tuple[ModuleType, Callable[[], object], str, list[str]]] = [
    (
        zones,
        zones.zone_patterns,
        '[line]\nbody = ["a"]\ncopyright = ["(", "(a)"]\n[odd]\n',
        ["line.body: no kind", "line.copyright[0]", "line.copyright[1]: capturing group", "odd: unknown", "inline: missing"],
    ),
    (
        outlets,
        outlets.outlets,
        '[[outlet]]\nname = "A"\ntype = "odd"\n[[outlet]]\nname = "B"\ntype = "agency"\naliases = ["a"]\nfoo = 1\n',
        ["A: unknown type 'odd'", "B: unknown key foo", "B: 'a' already names A"],
    ),
    (orthography, orthography.orthography, 'titles = "x"\nodd = []\n', ["titles: expected", "odd: unknown", "particles: expected"]),
    (words, words.common_words, "good\nBad\nx1\n", ["Bad", "x1"]),
]


@pytest.mark.parametrize(("module", "load", "broken", "faults"), LOADERS, ids=[module.__name__ for module, *_ in LOADERS])
def test_all_faults_of_a_file_are_reported(
    module: ModuleType, load: Callable[[], object], broken: str, faults: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "broken"
    path.write_text(broken, encoding="utf-8")
    monkeypatch.setattr(module, "_FILE", str(path))
    with pytest.raises(DataError) as caught:
        load.__wrapped__()  # type: ignore[attr-defined]
    assert [fault for fault in faults if fault not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("REUTER", "Reuters"),
        ("acan - efe", "ACAN-EFE"),
        ("The Guardian", "The Guardian"),
        ("guardian", "The Guardian"),
        ("Nowhere Gazette", None),
    ],
)
def test_outlets_are_found_by_any_name(name: str, found: str | None) -> None:
    outlet = outlets.find_outlet(name)
    assert (outlet and outlet.name) == found


def test_an_address_tells_its_outlet() -> None:
    outlet = outlets.outlet_of_url("https://www.bbc.co.uk/news/1")
    assert outlet
    assert outlet.name == "BBC News"
    assert outlets.outlet_of_url("https://notbbc.example/") is None
    assert outlets.outlet_of_url("no address") is None
