"""Fetches one page from the web, from public addresses only. The one module of the stages that opens a connection."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from dateline.errors import ReadError
from dateline.read.page import MAX_RAW

USER_AGENT = "dateline/0.1 (one page at a user's request; no crawling)"
# A news page comes within seconds; a server that trickles bytes must not hold the run.
TOTAL_SECONDS = 30.0
# Silence of a server for so long counts as no answer.
SILENCE_SECONDS = 10.0
# Browsers follow 20; news sites need one or two (scheme, www, consent).
MAX_REDIRECTS = 5
_CHUNK = 65536
_ACCEPT = "text/html,application/xhtml+xml,text/plain,application/pdf,application/rss+xml,application/atom+xml,application/feed+json;q=0.9"

Resolve = Callable[[str, int], Sequence[str]]
Connect = Callable[[tuple[str, int], float], socket.socket]


@dataclass(frozen=True, slots=True)
class Fetched:
    """The answer of the last hop."""

    url: str
    content_type: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host name."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def connect_to(address: tuple[str, int], timeout: float) -> socket.socket:
    """Open a connection to a numeric address."""
    return socket.create_connection(address, timeout)


def fetch(
    url: str,
    *,
    resolve: Resolve = resolve_host,
    connect: Connect = connect_to,
    seconds: float = TOTAL_SECONDS,
    limit: int = MAX_RAW,
) -> Fetched:
    """Return the page at an http(s) address.

    Each hop's host is resolved, every address checked to be public, and the connection made to the checked address, so that a name
    cannot change its mind in between. Raises ReadError for a private or unknown host, too many redirects, no answer in time, an
    answer over `limit` bytes and an error status.
    """
    deadline = time.monotonic() + seconds
    for _ in range(MAX_REDIRECTS + 1):
        answer = _hop(url, resolve, connect, deadline, limit)
        if isinstance(answer, Fetched):
            return answer
        url = answer
    raise ReadError(f"more than {MAX_REDIRECTS} redirects", where=url, hint="open it in a browser and save the page")


def _hop(url: str, resolve: Resolve, connect: Connect, deadline: float, limit: int) -> Fetched | str:
    """Return the answer, or the address it redirects to."""
    host, port, secure, target = _parts(url)
    address = _checked(url, host, port, resolve)
    connection = _Pinned(host, port, address, secure, connect, deadline)
    try:
        connection.request("GET", target, headers={"User-Agent": USER_AGENT, "Accept": _ACCEPT, "Accept-Encoding": "identity"})
        response = connection.getresponse()
        if response.status in (301, 302, 303, 307, 308) and (location := response.getheader("Location")):
            return urljoin(url, location)
        if response.status != 200:
            raise ReadError(
                f"the server answered {response.status} {response.reason}", where=url, hint="open it in a browser and save the page"
            )
        body = _unpacked(url, response.getheader("Content-Encoding", ""), _drain(url, response, connection, deadline, limit), limit)
    except TimeoutError as error:
        raise ReadError("the server did not answer in time", where=url, hint="try again later, or save the page by hand") from error
    except (OSError, http.client.HTTPException) as error:
        raise ReadError(
            f"the page cannot be fetched: {str(error) or type(error).__name__}", where=url, hint="check the address and the connection"
        ) from error
    finally:
        connection.close()
    return Fetched(url, response.getheader("Content-Type", ""), tuple(response.getheaders()), body)


def _parts(url: str) -> tuple[str, int, bool, str]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ReadError(f"not an address: {error}", where=url, hint="give an address such as https://example.org/page") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ReadError(
            "only http and https addresses with a host are read", where=url, hint="give an address such as https://example.org/page"
        )
    if parts.username or parts.password:
        raise ReadError("the address carries a user name or password", where=url, hint="save the page by hand and read the file")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    secure = parts.scheme == "https"
    return (
        parts.hostname,
        port or (443 if secure else 80),
        secure,
        target.encode("ascii", "ignore").decode() if target.isascii() else _quoted(target),
    )


def _quoted(target: str) -> str:
    from urllib.parse import quote

    return quote(target, safe="/?&=%:+,;@~!$'()*")


def _checked(url: str, host: str, port: int, resolve: Resolve) -> str:
    """Return a public address of the host.

    Raises ReadError where any of its addresses is not public: a name with one public and one private address is an attack.
    """
    try:
        addresses = list(resolve(host.encode("idna").decode("ascii"), port))
    except (OSError, UnicodeError) as error:
        raise ReadError(f"the host {host} is not known", where=url, hint="check the address and the connection") from error
    if not addresses:
        raise ReadError(f"the host {host} has no address", where=url, hint="check the address")
    for address in addresses:
        if not is_public(address):
            raise ReadError(
                f"{host} is at {address}, which is not a public address", where=url, hint="save the page by hand and read the file"
            )
    return addresses[0]


def is_public(address: str) -> bool:
    """Tell whether a numeric address is on the public internet: not private, loopback, link-local, reserved, multicast, or one of these wrapped in IPv6.

    >>> is_public("93.184.216.34"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254")
    (True, False, False, False)
    """
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


class _Pinned(http.client.HTTPConnection):
    """A connection to one checked address, speaking as the host."""

    def __init__(self, host: str, port: int, address: str, secure: bool, connect: Connect, deadline: float) -> None:
        super().__init__(host, port)
        self._address = address
        self._secure = secure
        self._open = connect
        self._deadline = deadline

    def connect(self) -> None:
        """Connect to the checked address, whatever the name resolves to by now."""
        self.sock = self._open((self._address, self.port), _left(self._deadline))
        self.rearm()
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def rearm(self) -> None:
        """Set the socket's patience to what is left of the time."""
        sock: Any = self.sock
        if sock is not None:
            sock.settimeout(_left(self._deadline))


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return min(left, SILENCE_SECONDS)


def _drain(url: str, response: http.client.HTTPResponse, connection: _Pinned, deadline: float, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        connection.rearm()
        part = response.read1(_CHUNK)
        _left(deadline)
        if not part:
            return b"".join(parts)
        size += len(part)
        if size > limit:
            raise ReadError(
                f"the answer is longer than {limit:,} bytes", where=url, hint="no single report is that long: save what you need"
            )
        parts.append(part)


def _unpacked(url: str, encoding: str, body: bytes, limit: int) -> bytes:
    """Undo a compression that the server used unasked, within the limit."""
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        return body
    engine = zlib.decompressobj(47)  # gzip or zlib header
    try:
        out = engine.decompress(body, limit + 1)
    except zlib.error as error:
        raise ReadError("the answer is damaged", where=url, hint="try again later") from error
    if len(out) > limit:
        raise ReadError(f"the answer is longer than {limit:,} bytes", where=url, hint="no single report is that long: save what you need")
    return out
