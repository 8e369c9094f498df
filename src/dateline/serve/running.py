"""Running the desk: the table of events brought up to date, a socket, and the server on it."""

from __future__ import annotations

import logging
from collections.abc import Callable

import uvicorn

from dateline.config import Config
from dateline.errors import ConfigError
from dateline.linkage import link_store
from dateline.serve.app import create_app
from dateline.serve.desk import Desk
from dateline.serve.projecting import refresh
from dateline.store import Store

log = logging.getLogger("dateline.serve")


def open_desk(
    store: Store,
    config: Config,
    *,
    team: bool = False,
    host: str = "127.0.0.1",
    names: tuple[str, ...] = (),
    say: Callable[[str], None] = log.info,
) -> Desk:
    """Return a desk on a store, after linking what is not linked yet and making its table of events; `say` is told of long work."""

    def told(done: int, of: int) -> None:
        if of > 1000 or done == of:
            say(f"events laid out for the desk: {done} of {of}")

    if store.unlinked(1):
        say("linking what the store holds")
        link_store(store)
    refresh(store, told)
    hosts = ("127.0.0.1", "localhost", "[::1]")
    desk = Desk(store, config, team=team, hosts=tuple(dict.fromkeys((*hosts, f"[{host}]" if ":" in host else host, *names))))
    desk.columns.follow()
    return desk


def run(desk: Desk, *, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve the desk until it is interrupted; `ready` is told the address. Raises ConfigError where the port is taken."""
    settings = uvicorn.Config(
        create_app(desk), host=host, port=port, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3
    )
    server = _Server(settings, ready)
    desk.queue.start()
    try:
        server.run()
    except SystemExit as error:
        raise ConfigError(f"cannot listen at {host}:{port}", hint="another desk may be running there; name another --port") from error
    finally:
        desk.queue.end()


class _Server(uvicorn.Server):
    """Tells its address once it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        for server in self.servers:
            for socket in server.sockets:
                name, port = socket.getsockname()[:2]
                self._ready(f"http://{f'[{name}]' if ':' in name else name}:{port}/")
                return
