"""The desk as an application: routers, guards, and what an error looks like."""

from __future__ import annotations

import gzip
import logging
from pathlib import Path

from fastapi import Depends, FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, Response
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from dateline import __version__
from dateline.errors import DatelineError, DeskError
from dateline.serve import api
from dateline.serve.desk import Desk
from dateline.serve.door import Door
from dateline.serve.pages import ROUTERS
from dateline.serve.reading_queue import MAX_UPLOAD
from dateline.serve.rendering import STATIC, render
from dateline.serve.security import HEADERS, SAFE, Guard, no_forgery

log = logging.getLogger("dateline.serve")
OK, REFUSED, MISSING, NO_LENGTH, TOO_LONG, INVALID, BROKEN = 200, 400, 404, 411, 413, 422, 500
MAX_BODY = MAX_UPLOAD + 2_000_000
"""Bytes of a form: of the files that may be given at once, and of all its other fields."""
SMALLEST = 1000
"""Bytes under which an answer is not compressed."""
PACKED = frozenset({".js", ".mjs", ".css", ".json", ".svg", ".txt"})
YEAR = "public, max-age=31536000, immutable"


def create_app(desk: Desk) -> FastAPI:
    """Return the application of a desk."""
    app = FastAPI(
        title="dateline", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
        dependencies=[Depends(no_forgery)],
    )  # fmt: skip
    app.state.desk = desk
    app.mount("/static", _Static(directory=str(STATIC)), name="static")
    app.include_router(api.router)
    for router in ROUTERS:
        app.include_router(router)
    app.add_middleware(GZipMiddleware, minimum_size=SMALLEST, compresslevel=5)
    app.middleware("http")(_sized)
    app.add_middleware(Door, desk=desk)
    app.add_middleware(Guard, hosts=desk.hosts)
    app.add_exception_handler(DatelineError, _refused)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _broken)
    return app


class _Static(StaticFiles):
    """Static files: compressed once, not anew for every browser; those asked for with a mark of their content may be kept for ever."""

    def __init__(self, directory: str) -> None:
        super().__init__(directory=directory)
        self._packed: dict[str, bytes] = {}

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        if answer.status_code != OK:
            return answer
        if scope["query_string"]:
            answer.headers["cache-control"] = YEAR
        asked = Headers(scope=scope)
        if not isinstance(answer, FileResponse) or "gzip" not in asked.get("accept-encoding", "") or Path(path).suffix not in PACKED:
            return answer
        if path not in self._packed:
            self._packed[path] = await run_in_threadpool(_compressed, Path(answer.path))
        headers = {name: value for name, value in answer.headers.items() if name in ("etag", "last-modified", "cache-control")}
        headers |= {"content-encoding": "gzip", "vary": "accept-encoding"}
        return Response(b"" if scope["method"] == "HEAD" else self._packed[path], media_type=answer.media_type, headers=headers)


def _compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 9, mtime=0)


async def _sized(request: Request, call_next):  # type: ignore[no-untyped-def]
    """Refuse a form that is longer than any the desk takes, before it is read."""
    length = request.headers.get("content-length", "")
    if request.method not in SAFE and length.isdecimal() and int(length) > MAX_BODY:
        hint = f"give at most {MAX_UPLOAD // 1_000_000} MB at once"
        return _answer(request, TOO_LONG, f"{int(length) // 1_000_000} MB are too much at once", hint=hint)
    if request.method not in SAFE and "transfer-encoding" in request.headers:
        return _answer(request, NO_LENGTH, "the form does not say how long it is", hint="send it from a browser")
    return await call_next(request)


def _answer(request: Request, status: int, what: str, where: str | None = None, hint: str | None = None) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": {"what": what, "where": where, "hint": hint}}, status)
    return render(request, "error.html", status=status, code=status, what=what, where=where, hint=hint)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, DatelineError)
    status = error.status if isinstance(error, DeskError) else REFUSED
    return _answer(request, status, error.what, error.where, error.hint)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    missing = error.status_code == MISSING
    answer = _answer(
        request, error.status_code, "there is no such page" if missing else str(error.detail), request.url.path if missing else None
    )
    answer.headers.update(error.headers or {})
    return answer


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
    return _answer(request, INVALID, faults, hint="see the form's fields, or /api/v1/openapi.json")


async def _broken(request: Request, error: Exception) -> Response:
    log.exception("internal error at %s", request.url.path, exc_info=error)
    answer = _answer(request, BROKEN, f"internal error: {type(error).__name__}", request.url.path, "the log of `dateline serve` says more")
    answer.headers.update(HEADERS | {"cache-control": "no-store"})  # this answer is given outside the guard
    return answer
