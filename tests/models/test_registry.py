"""Weights that are missing, altered or broken: told with file, hash and what to do; the rules read without any."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.errors import ConfigError, DataError
from dateline.models import reader as models_reader
from dateline.models.reader import load_reader
from dateline.models.registry import FOLDER, checked, load_registry
from dateline.pipeline import code_pages, code_text
from dateline.records import CodedReport
from tests.reader import FRIDAY, index, page_of

TEXT = "Gunmen killed three villagers in Rumoke on Monday, police said."
COMMAND = "python -m train.reader tiny"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def registry_of(files: dict[str, bytes], name: str = "reader") -> str:
    """Write the registry of a model with some files."""
    rows = [f'[model.{name}]\nlicence = "Apache-2.0"\ncard = "card.md"\ncommand = "{COMMAND}"']
    rows += [f'[[model.{name}.files]]\nname = "{file}"\nsha256 = "{sha256(data)}"\nbytes = {len(data)}' for file, data in files.items()]
    return "\n".join(rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of weights with two files and their registry."""
    files = {"one.onnx": b"first", "two.json": b"{}"}
    for file, data in files.items():
        (tmp_path / file).write_bytes(data)
    (tmp_path / "registry.toml").write_text(registry_of(files), encoding="utf-8")
    return tmp_path


def runnable(tmp_path: Path, **changed: bytes) -> Path:
    """Copy the package's weights but for some files, under a registry that agrees with them (names with _ for the dot)."""
    files = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.name != "registry.toml"}
    files |= {name.replace("_", "."): data for name, data in changed.items()}
    for file, data in files.items():
        (tmp_path / file).write_bytes(data)
    (tmp_path / "registry.toml").write_text(registry_of(files), encoding="utf-8")
    return tmp_path


# ---------------------------------------------------------------- the files


def test_files_that_are_as_the_registry_says(folder: Path) -> None:
    model = checked("reader", folder)
    assert [file.name for file in model.files] == ["one.onnx", "two.json"]
    assert (model.licence, model.card, model.command) == ("Apache-2.0", "card.md", COMMAND)
    assert model.made_by == f"model:reader@{model.version}"


def test_a_file_that_is_missing(folder: Path) -> None:
    (folder / "one.onnx").unlink()
    with pytest.raises(DataError) as caught:
        checked("reader", folder)
    assert f"one.onnx is missing (expected sha256 {sha256(b'first')})" in caught.value.what
    assert caught.value.where == str(folder)
    assert caught.value.hint is not None
    assert COMMAND in caught.value.hint
    assert "--reader rules" in caught.value.hint
    assert "two.json" not in str(caught.value)


def test_a_file_that_was_altered(folder: Path) -> None:
    (folder / "one.onnx").write_bytes(b"First")
    with pytest.raises(DataError) as caught:
        checked("reader", folder)
    assert caught.value.what == f"one.onnx was altered: sha256 {sha256(b'First')}, expected {sha256(b'first')}"
    assert COMMAND in str(caught.value)


def test_every_file_that_is_wrong_is_named(folder: Path) -> None:
    (folder / "one.onnx").write_bytes(b"")
    (folder / "two.json").unlink()
    (folder / "two.json").mkdir()
    with pytest.raises(DataError) as caught:
        checked("reader", folder)
    assert "one.onnx was altered" in caught.value.what
    assert "two.json is missing" in caught.value.what


def test_a_file_that_is_back_is_found(folder: Path) -> None:
    (folder / "one.onnx").unlink()
    with pytest.raises(DataError):
        checked("reader", folder)
    (folder / "one.onnx").write_bytes(b"first")
    assert checked("reader", folder).name == "reader"


def test_the_version_hangs_on_every_file(folder: Path) -> None:
    before = load_registry(folder)["reader"].version
    (folder / "registry.toml").write_text(registry_of({"one.onnx": b"first", "two.json": b"{ }"}), encoding="utf-8")
    assert load_registry(folder)["reader"].version != before


# ---------------------------------------------------------------- the registry


@pytest.mark.parametrize("here", [True, False])
def test_a_registry_that_is_missing(tmp_path: Path, here: bool) -> None:
    folder = tmp_path if here else tmp_path / "weights"
    with pytest.raises(DataError, match="cannot be read") as caught:
        checked("reader", folder)
    assert caught.value.where == str(folder / "registry.toml")
    assert caught.value.hint is not None
    assert "pip install" in caught.value.hint
    assert "--reader rules" in caught.value.hint


BROKEN = {
    "no TOML": b"[model.reader\n",
    "empty": b"",
    "no table": b'model = "reader"',
    "a list of models": b'[[model]]\nname = "reader"',
    "no files": b'[model.reader]\nlicence = "x"\ncard = "x"\ncommand = "x"',
    "no licence": registry_of({"one.onnx": b""}).replace("licence", "license").encode(),
    "no hash": registry_of({"one.onnx": b""}).replace("sha256", "sha").encode(),
    "a number for a hash": b'[model.reader]\nlicence = "x"\ncard = "x"\ncommand = "x"\nfiles = [{ name = "x", sha256 = 5, bytes = 1 }]',
    "files that are no tables": b'[model.reader]\nlicence = "x"\ncard = "x"\ncommand = "x"\nfiles = ["one.onnx"]',
    "no UTF-8": b'[model.reader]\nlicence = "\xff\xfe"',
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_registry_that_is_broken(folder: Path, broken: str) -> None:
    (folder / "registry.toml").write_bytes(BROKEN[broken])
    with pytest.raises(DataError, match="is broken") as caught:
        checked("reader", folder)
    assert caught.value.where == str(folder / "registry.toml")
    assert "pip install" in str(caught.value.hint)


def test_a_model_that_is_not_there(folder: Path) -> None:
    with pytest.raises(DataError, match="no model 'writer' in the registry") as caught:
        checked("writer", folder)
    assert (caught.value.where, caught.value.hint) == (str(folder), "models are: reader; --reader rules works without any")


# ---------------------------------------------------------------- weights that are whole but cannot be run

UNFIT = {
    "reader_onnx": b"no model", "pairs_onnx": b"", "tokenizer_json": b"{", "layout_json": b"[]", "calibration_json": b"{}",
}  # fmt: skip


@pytest.mark.parametrize("file", UNFIT)
def test_weights_that_cannot_be_run(tmp_path: Path, file: str) -> None:
    folder = runnable(tmp_path, **{file: UNFIT[file]})
    with pytest.raises(DataError, match="cannot be run") as caught:
        load_reader("reader", folder)
    assert caught.value.where == str(folder)
    assert COMMAND in str(caught.value.hint)
    assert "--reader rules" in str(caught.value.hint)


def test_weights_elsewhere_are_run_like_the_package_s_own(tmp_path: Path) -> None:
    sentences = [(0, 0, TEXT)]
    there, own = load_reader("reader", runnable(tmp_path)).read(sentences), load_reader().read(sentences)
    assert replace(there, made_by=own.made_by) == own


# ---------------------------------------------------------------- the package's own


def test_the_weights_of_the_package() -> None:
    model = checked("reader")
    assert {file.name for file in model.files} == {path.name for path in FOLDER.iterdir()} - {"registry.toml"}
    assert {file.name: file.bytes for file in model.files} == {file.name: (FOLDER / file.name).stat().st_size for file in model.files}
    assert model.licence
    assert model.command


# ---------------------------------------------------------------- the pipeline without weights


@pytest.fixture
def without_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the reader be looked for in a folder that is not there."""
    folder = tmp_path / "weights"
    load: Callable[..., object] = load_reader
    monkeypatch.setattr(models_reader, "load_reader", lambda name="reader", threads=None: load(name, folder, threads))
    return folder


def test_the_rules_read_without_weights(without_weights: Path) -> None:
    report = code_text(TEXT, published=FRIDAY, index=index(), reader="rules")
    assert report.events
    assert all(event.confidence is None and not event.readers for event in report.events)
    (coded,) = code_pages([page_of(TEXT)], index=index(), reader="rules")
    assert isinstance(coded, CodedReport)


@pytest.mark.parametrize("reader", ["model", "both"])
def test_the_model_without_weights_stops_the_run(without_weights: Path, reader: str) -> None:
    for code in (
        lambda: code_text(TEXT, index=index(), reader=reader),
        lambda: list(code_pages([page_of(TEXT)], index=index(), reader=reader)),
    ):
        with pytest.raises(DataError) as caught:
            code()
        assert caught.value.where == str(without_weights / "registry.toml")
        assert "--reader rules" in str(caught.value.hint)


def test_an_unknown_reader_is_refused_with_the_readers_named() -> None:
    with pytest.raises(ConfigError, match="readers are: rules, model, both"):
        code_text(TEXT, index=index(), reader="oracle")


def test_the_rules_read_where_the_runtime_of_the_model_is_not_installed() -> None:
    code = (
        "import sys; sys.modules |= dict.fromkeys(('onnxruntime', 'tokenizers'))\n"
        "from dateline.pipeline import code_text\n"
        f"assert code_text({TEXT!r}, reader='rules').events"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
