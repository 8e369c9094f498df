"""Adding reports, and following what is read: a portion given by hand, and the watch list of feeds and folders."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from dateline.errors import DatelineError, DeskError
from dateline.serve.desk import Desk, desk_of
from dateline.serve.filters import Number
from dateline.serve.people import Person, at_least, person_of
from dateline.serve.reading_queue import MAX_UPLOAD, in_short, source_of
from dateline.serve.rendering import environment, is_fragment, render
from dateline.store import Run
from dateline.views.days import day

router = APIRouter(include_in_schema=False)
SEE_OTHER = 303
LOOK_EVERY = 0.4
"""Seconds between two looks at a run that a page follows."""
LONGEST_STREAM = 300.0
"""Seconds after which a stream ends; the page asks for another."""
MAX_TEXT = 900_000
"""Characters of a text that is pasted: what a form's field may hold."""
MAX_ADDRESSES = 50
SHORTEST, LONGEST = 5, 60 * 24 * 7
"""Minutes between two readings of a watch."""
Line = Annotated[str, Form(max_length=2000)]


@router.get("/add")
def add_page(request: Request) -> HTMLResponse:
    """Show the forms, and what was read last."""
    desk, person = desk_of(request), at_least("coder", person_of(request))
    return render(
        request, "add.html", runs=desk.store.watches.runs(), in_short=in_short, folders=_may_folders(desk, person),
        most_mb=MAX_UPLOAD // 1_000_000, most_text=MAX_TEXT, queue=desk.queue,
    )  # fmt: skip


@router.post("/add")
def add(
    request: Request, address: Annotated[str, Form(max_length=100_000)] = "", text: Annotated[str, Form()] = "", title: Line = "",
    outlet: Line = "", published: Line = "", folder: Line = "", files: Annotated[list[UploadFile] | None, File()] = None,
) -> RedirectResponse:  # fmt: skip
    """Let addresses, a text, files or a folder be read; answer with the page that follows it."""
    desk, person = desk_of(request), at_least("coder", person_of(request))
    given = str(day(published.strip()) or "") if published.strip() else ""
    shared = {"published": given or None, "outlet": outlet.strip() or None}
    sources: list[dict[str, Any]] = []
    addresses = list(dict.fromkeys(address.split()))
    if len(addresses) > MAX_ADDRESSES:
        raise DeskError(400, f"{len(addresses)} addresses are too many at once", hint=f"give {MAX_ADDRESSES} at most")
    sources += [{"source": _address(one), "name": one, **shared} for one in addresses]
    if text.strip():
        if len(text) > MAX_TEXT:
            raise DeskError(413, f"the text is longer than {MAX_TEXT:,} characters", hint="give it as a file")
        path = desk.queue.keep_text(text, title=title.strip(), outlet=outlet.strip(), published=given)
        sources.append({"source": str(path), "name": title.strip() or "pasted text", **shared})
    for file in files or ():
        if file.filename:
            path = desk.queue.keep(file.filename, file.file)
            sources.append({"source": str(path), "name": path.name, **shared})
    if folder.strip():
        sources.append({"source": _folder(desk, person, folder), "name": folder.strip(), **shared})
    if not sources:
        raise DeskError(400, "nothing was given to read", hint="paste an address or a text, or choose files")
    return RedirectResponse(f"/add/{desk.queue.put(person.name, sources)}", SEE_OTHER)


@router.get("/add/{number}")
def run_page(request: Request, number: Number) -> HTMLResponse:
    """Show how far a portion is, what was found and what failed."""
    desk, _ = desk_of(request), at_least("coder", person_of(request))
    return render(request, "_run.html" if is_fragment(request) else "run.html", **_told(desk, _run(desk, number)))


@router.get("/add/{number}/stream")
async def follow(request: Request, number: Number) -> StreamingResponse:
    """Send the part of the page that tells how far a portion is, whenever it changes (server-sent events)."""
    desk, _ = desk_of(request), at_least("coder", person_of(request))
    await run_in_threadpool(_run, desk, number)
    return StreamingResponse(_events(desk, number), media_type="text/event-stream", headers={"x-accel-buffering": "no"})


async def _events(desk: Desk, number: int) -> AsyncIterator[str]:
    last = ""
    template = environment().get_template("_run.html")
    for _ in range(int(LONGEST_STREAM / LOOK_EVERY)):
        run = await run_in_threadpool(desk.store.watches.run, number)
        if run is None or desk.queue.ended:
            return
        html = await run_in_threadpool(template.render, **_told(desk, run))
        if html != last:
            last = html
            lines = "".join(f"data: {line}\n" for line in html.splitlines())
            yield f"event: {'progress' if run.is_open else 'ended'}\n{lines}\n"
        if not run.is_open:
            return
        await asyncio.sleep(LOOK_EVERY)


@router.post("/add/{number}/again")
def again(request: Request, number: Number) -> RedirectResponse:
    """Read a portion once more; what is there already stays as it is."""
    desk, person = desk_of(request), at_least("coder", person_of(request))
    run = _run(desk, number)
    gone = [one["name"] for one in run.sources if _is_kept(desk, one["source"]) and not Path(one["source"]).is_file()]
    if gone:
        raise DeskError(400, "the files were read and are not kept twice", where=", ".join(gone), hint="choose them again at /add")
    for one in run.sources:
        if not _is_kept(desk, one["source"]) and "://" not in one["source"]:
            _folder(desk, person, one["source"])
    return RedirectResponse(f"/add/{desk.queue.put(person.name, run.sources)}", SEE_OTHER)


# ---------------------------------------------------------------- the watch list


@router.get("/watch")
def watch_page(request: Request) -> HTMLResponse:
    """Show the watch list."""
    desk, person = desk_of(request), at_least("coder", person_of(request))
    return render(
        request, "watch.html", watches=desk.store.watches.watches(), folders=_may_folders(desk, person), least=SHORTEST, most=LONGEST
    )


@router.post("/watch")
def watch(request: Request, source: Line, name: Line = "", every: Annotated[int, Form(ge=SHORTEST, le=LONGEST)] = 60) -> RedirectResponse:
    """Put a feed or a folder on the watch list and read it at once."""
    desk, person = desk_of(request), at_least("coder", person_of(request))
    given = source.strip()
    wanted = _address(given) if "://" in given else _folder(desk, person, given)
    if any(one.source == wanted for one in desk.store.watches.watches()):
        raise DeskError(400, "it is on the watch list already", where=wanted)
    number = desk.store.watches.watch(wanted, name=name.strip() or None, every_minutes=every)
    _read_now(desk, person, number)
    return RedirectResponse("/watch", SEE_OTHER)


@router.post("/watch/{number}/{what}")
def change_watch(request: Request, number: Number, what: str) -> Response:
    """Read a watch now, pause it, go on with it, or take it off the list."""
    desk, person = desk_of(request), at_least("coder", person_of(request))
    if number not in {one.number for one in desk.store.watches.watches()}:
        raise DeskError(404, "there is no such watch", where=str(number), hint="/watch lists them")
    if what == "now":
        return RedirectResponse(f"/add/{_read_now(desk, person, number)}", SEE_OTHER)
    if what in ("pause", "resume"):
        desk.store.watches.change(number, active=what == "resume")
    elif what == "remove":
        desk.store.watches.unwatch(number)
    else:
        raise DeskError(404, f"a watch cannot be told to {what!r}")
    return RedirectResponse("/watch", SEE_OTHER)


def _read_now(desk: Desk, person: Person, number: int) -> int:
    found = next(one for one in desk.store.watches.watches() if one.number == number)
    desk.store.watches.ran(number, "waiting")
    return desk.queue.put(person.name, [source_of(found)], watch=number)


# ---------------------------------------------------------------- what is given


def _run(desk: Desk, number: int) -> Run:
    found = desk.store.watches.run(number)
    if found is None:
        raise DeskError(404, "nothing was read under this number", where=str(number), hint="/add lists what was read")
    return found


def _told(desk: Desk, run: Run) -> dict[str, Any]:
    """Return what `_run.html` needs: the run, what is coded at the moment, the rows of its events, reports and faults apart."""
    reports = [part for part in run.outcome if "report" in part]
    if not run.is_open:  # one that was stopped may have been linked since
        numbers = desk.store.members([one for part in reports for one in part.get("ids", ())])
        linked = [list(dict.fromkeys(numbers[one][0] for one in part.get("ids", ()) if one in numbers)) for part in reports]
        reports = [{**part, "events": part["events"] or found} for part, found in zip(reports, linked, strict=True)]
    ids = dict.fromkeys(event for part in reports for event in part["events"])
    return {
        "run": run, "doing": desk.queue.doing if run.state == "reading" else "", "reports": reports,
        "faults": [part for part in run.outcome if "problem" in part], "known": sum(part.get("known", 0) for part in run.outcome),
        "rows": {one: desk.columns.row(int(one.removeprefix("DL-"))) for one in ids},
        "again": not any(_is_kept(desk, one["source"]) and (run.is_open or not Path(one["source"]).is_file()) for one in run.sources),
    }  # fmt: skip


def _is_kept(desk: Desk, source: str) -> bool:
    return Path(source).is_relative_to(desk.queue.folder)


def _address(text: str) -> str:
    """Return an address of the web as it was given; whether it is a public one is seen when it is fetched."""
    if not text.lower().startswith(("http://", "https://")):
        raise DeskError(
            400, "only http and https addresses are read", where=text[:200], hint="give an address such as https://example.org/page"
        )
    return text


def _may_folders(desk: Desk, person: Person) -> bool:
    """Tell whether a person may have folders of this machine read: on a desk of one's own, else admins alone."""
    return person.may("admin") if desk.team else person.may("coder")


def _folder(desk: Desk, person: Person, text: str) -> str:
    path = Path(text.strip()).expanduser()
    if not _may_folders(desk, person):
        raise DeskError(403, "folders of the machine are read for admins alone", hint="choose the files, or ask an admin of the desk")
    if not path.is_absolute() or not path.is_dir():
        raise DatelineError(
            "there is no such folder", where=text.strip()[:200], hint="give its whole path on the machine that runs the desk"
        )
    return str(path)
