"""No test connects to anything, and none touches the user's own dateline folder."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest


class ConnectionAttemptError(AssertionError):
    """A test tried to connect."""


def _refuse(*_args: object, **_kwargs: object) -> None:
    raise ConnectionAttemptError("a test tried to connect; give the code under test a fake at its edge")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every outgoing connection and name look-up."""
    monkeypatch.setattr(socket.socket, "connect", _refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", _refuse)
    monkeypatch.setattr(socket, "create_connection", _refuse)
    monkeypatch.setattr(socket, "getaddrinfo", _refuse)


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the whole test run a home folder of its own."""
    before = os.environ.get("DATELINE_HOME")
    home = tmp_path_factory.mktemp("dateline-home")
    os.environ["DATELINE_HOME"] = str(home)
    yield home
    if before is None:
        del os.environ["DATELINE_HOME"]
    else:
        os.environ["DATELINE_HOME"] = before
