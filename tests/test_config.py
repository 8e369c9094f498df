from __future__ import annotations

from pathlib import Path

import pytest

from dateline import config
from dateline.errors import ConfigError


def test_home_is_the_variable_or_the_platform_convention(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert config.home_folder({"DATELINE_HOME": str(tmp_path / "x")}) == tmp_path / "x"
    monkeypatch.chdir(tmp_path)
    assert config.home_folder({"DATELINE_HOME": "here"}) == tmp_path / "here"
    monkeypatch.setattr("sys.platform", "linux")
    assert config.home_folder({"XDG_DATA_HOME": "/data"}) == Path("/data/dateline")
    assert config.home_folder({}) == Path.home() / ".local" / "share" / "dateline"
    monkeypatch.setattr("sys.platform", "darwin")
    assert config.home_folder({}) == Path.home() / "Library" / "Application Support" / "dateline"
    monkeypatch.setattr("sys.platform", "win32")
    assert config.home_folder({"LOCALAPPDATA": "/local"}) == Path("/local/dateline")


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    found = config.load(environ={"DATELINE_HOME": str(tmp_path)})
    assert found.path is None
    assert found.store_url == f"sqlite:///{tmp_path.as_posix()}/dateline.sqlite3"
    assert found.log_file is None
    assert found.log_level == "info"
    assert found.resolver is None


def test_a_file_sets_every_key(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        '[store]\nurl = "sqlite:///other.sqlite3"\n[log]\nfile = "~/dateline.log"\nlevel = "debug"\n[code]\nreader = "rules"\n[export]\nresolver = "midpoint"\n'
    )
    found = config.load(environ={"DATELINE_HOME": str(tmp_path)})
    assert set(found.settings) == {key.name for key in config.KEYS}
    assert found.store_url == "sqlite:///other.sqlite3"
    assert found.log_file == Path.home() / "dateline.log"
    assert found.log_level == "debug"
    assert found.reader == "rules"
    assert found.resolver == "midpoint"


FAULTY = [
    ('[store]\nurl = "sqlite:///a"\nulr = "x"\n', ["config.toml:3: unknown key 'store.ulr', meant 'store.url'?"]),
    ("[store]\nurl = 3\n", ["config.toml:2: 'store.url' wants a text, not 3"]),
    ('[log]\nlevel = "loud"\n', ["config.toml:2: 'log.level' wants one of debug, info, warning, error, not 'loud'"]),
    ('[strore]\nurl = "x"\n', ["config.toml:1: unknown key 'strore'"]),
    ('colour = "red"\n[log]\nlevel = ""\n', ["config.toml:1: unknown key 'colour'", "config.toml:3: 'log.level' wants a text"]),
    ("[store\n", ["config.toml: is no valid TOML", "line 1"]),
]


@pytest.mark.parametrize(("text", "messages"), FAULTY)
def test_every_fault_is_reported_with_its_line(text: str, messages: list[str], tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        config.load(environ={"DATELINE_HOME": str(tmp_path)})
    for message in messages:
        assert message in str(caught.value)
    assert "hint: " in str(caught.value)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such configuration file"):
        config.load(path=tmp_path / "missing.toml")
