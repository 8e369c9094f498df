"""The libraries that the desk's pages load are the files that vendor.toml says, each with its licence."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

import dateline

VENDOR = Path(dateline.__file__).parent / "serve/static/vendor"
ENTRIES = tomllib.loads((VENDOR / "vendor.toml").read_text(encoding="utf-8"))["file"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
def test_each_file_has_the_hash_that_is_listed(entry: dict[str, str]) -> None:
    assert hashlib.sha256((VENDOR / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


def test_every_file_is_listed_once() -> None:
    listed = [entry["file"] for entry in ENTRIES]
    beside = {"vendor.toml", "LICENCES.txt"}
    assert sorted(listed) == sorted(path.name for path in VENDOR.iterdir() if path.name not in beside)


def test_every_package_and_what_it_bundles_has_its_licence() -> None:
    text = (VENDOR / "LICENCES.txt").read_text(encoding="utf-8")
    named = {(found[1], found[2]) for found in re.finditer(r"^(\S+) (\d\S*) \(.+\)$", text, re.MULTILINE)}
    for entry in ENTRIES:
        assert (entry["package"], entry["version"]) in named, entry["package"]
        for package in entry.get("bundles", ()):
            assert package in {name for name, _ in named}, package


def test_the_files_call_no_other_host() -> None:
    """An import or a style of another host would leave the page's own; comments may name addresses."""
    for entry in ENTRIES:
        text = (VENDOR / entry["file"]).read_text(encoding="utf-8")
        assert not re.search(r"""(?:\bfrom\s*|\bimport\(?\s*|@import\s+|url\()["']?(?:https?:)?//""", text), entry["file"]
