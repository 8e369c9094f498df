"""Fetching: public addresses only, at every hop; limits of time, size and redirects."""

from __future__ import annotations

import gzip
import http.server
import socket
import threading
import time
from collections.abc import Sequence

import pytest

from dateline.errors import ReadError
from dateline.read.fetch import USER_AGENT, fetch, is_public

PUBLIC = "93.184.216.34"


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers by path."""

    def log_message(self, *args: object) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        """Play the server that a test asks for."""
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path[4:])
            self.end_headers()
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(2000):
                    self.wfile.write(b"a" * 4096)
            except OSError:
                return
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(200):
                    self.wfile.write(b"a")
                    time.sleep(0.05)
            except OSError:
                return
        elif self.path == "/gone":
            self.send_error(404)
        else:
            packed = gzip.compress(self.headers["User-Agent"].encode())
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(packed)))
            self.end_headers()
            self.wfile.write(packed)


def serve(end: socket.socket) -> None:
    """Answer one request on one end of a pair of sockets: no test opens a port."""
    with end:
        try:
            Handler(end, ("127.0.0.1", 0), None)  # type: ignore[arg-type]
        except OSError:
            return


def resolve(host: str, port: int) -> Sequence[str]:
    names = {
        "public.example": [PUBLIC],
        "private.example": ["10.1.2.3"],
        "both.example": [PUBLIC, "127.0.0.1"],
        "localhost": ["127.0.0.1"],
        "none.example": [],
    }
    if host in names:
        return names[host]
    if host.replace(".", "").isdigit() or ":" in host:
        return [host]
    raise socket.gaierror("unknown")


def get(path: str, *, host: str = "public.example", seconds: float = 5.0, limit: int = 100_000) -> bytes:
    asked: list[str] = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        asked.append(address[0])
        ours, theirs = socket.socketpair()
        threading.Thread(target=serve, args=(theirs,), daemon=True).start()
        ours.settimeout(timeout)
        return ours

    body = fetch(f"http://{host}{path}", resolve=resolve, connect=connect, seconds=seconds, limit=limit).body
    assert set(asked) == {PUBLIC}
    return body


def test_a_page_is_fetched_with_our_name_and_unpacked() -> None:
    assert get("/page") == USER_AGENT.encode()


def test_redirects_are_followed() -> None:
    assert get("/to//to//page") == USER_AGENT.encode()


@pytest.mark.parametrize(
    ("path", "host", "what"),
    [
        ("/page", "private.example", "not a public address"),
        ("/page", "both.example", "not a public address"),
        ("/page", "localhost", "not a public address"),
        ("/page", "127.0.0.1", "not a public address"),
        ("/page", "169.254.169.254", "not a public address"),
        ("/page", "[::1]", "not a public address"),
        ("/page", "unknown.example", "is not known"),
        ("/page", "none.example", "has no address"),
        ("/to/http://private.example/", "public.example", "not a public address"),
        ("/to/http://127.0.0.1:8080/", "public.example", "not a public address"),
        ("/to/file:///etc/hosts", "public.example", "only http and https"),
        ("/to//to//to//to//to//to//to//page", "public.example", "redirects"),
        ("/gone", "public.example", "404"),
        ("/endless", "public.example", "longer than"),
    ],
)
def test_what_is_refused(path: str, host: str, what: str) -> None:
    with pytest.raises(ReadError, match=what) as caught:
        get(path, host=host)
    assert caught.value.hint


def test_a_server_that_never_ends_is_left() -> None:
    start = time.monotonic()
    with pytest.raises(ReadError, match="in time"):
        get("/slow", seconds=0.6)
    assert time.monotonic() - start < 4


@pytest.mark.parametrize(
    "url", ["ftp://public.example/", "http://", "http://user:pass@public.example/", "http://public.example:99999/", "file:///etc/hosts"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ReadError):
        fetch(url, resolve=resolve)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True), ("10.0.0.1", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("127.0.0.1", False), ("0.0.0.0", False), ("169.254.1.1", False), ("100.64.0.1", False), ("224.0.0.1", False), ("240.0.0.1", False), ("::1", False),
        ("fe80::1%eth0", False), ("fc00::1", False), ("::ffff:127.0.0.1", False), ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("no address", False),
    ],
)  # fmt: skip
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public
