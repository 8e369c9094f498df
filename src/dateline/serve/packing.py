"""Evidence packs as files: one page that needs nothing but a browser, or a zip of it with rows, stored originals and their hashes."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile

from markupsafe import Markup

from dateline import __version__
from dateline.errors import ExportError
from dateline.serve.rendering import MARKS, STATIC, environment, web_address
from dateline.serve.telling import of_event
from dateline.store import Store
from dateline.views.exporting import FORMATS, export_events
from dateline.views.packing import Pack

PAGE, MANIFEST, README = "evidence.html", "SHA256SUMS", "README.txt"
ENDINGS = {"acled": "acled.csv", "ucdp": "ucdp.csv", "geojson": "events.geojson", "jsonl": "reports.jsonl"}


def name_of(found: Pack) -> str:
    """Return the name of a pack's file without its ending; fiction is named."""
    what = found.events[0].event.id if len(found.events) == 1 else f"{len(found.events)}-events"
    invented = any(report.page.document.fiction for report in found.reports)
    return f"dateline-{what}{'-FICTION' if invented else ''}-{found.made:%Y%m%d}"


def page_of(found: Pack) -> str:
    """Return a pack as one page of HTML: no script, its style in it, and a policy that lets it load nothing."""
    style = (STATIC / "desk.css").read_text("utf-8") + (STATIC / "pack.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    symbols = (STATIC / "marks.svg").read_text("utf-8").replace("<svg ", '<svg class="hidden" aria-hidden="true" ', 1)
    return (
        environment()
        .get_template("pack.html")
        .render(
            pack=found, events=[of_event(one) for one in found.events], packed=True, mark=_mark, style=Markup(style),
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            symbols=Markup(symbols), web_address=web_address, inside={one.event.id for one in found.events},
        )
    )  # fmt: skip


def _mark(event_type: str) -> Markup:
    """Return the mark of a type of event out of the page's own pictures."""
    shape = MARKS.get(event_type, "ring")
    return Markup('<svg class="mark mark-{}" viewBox="0 0 16 16" role="img" aria-label="{}"><use href="#{}"></use></svg>').format(
        shape, event_type, shape
    )


def zip_of(store: Store, found: Pack, *, originals: bool) -> bytes:
    """Return a pack as a zip: the page, rows, and with `originals` the pages as they were fetched, which nobody masks; SHA-256 of each."""
    files = {PAGE: page_of(found).encode("utf-8", "replace")}
    remarks = []
    try:
        for format_ in FORMATS:
            given = export_events(store, format_, {one.event.id for one in found.events})
            files[ENDINGS[format_]] = given.text.encode("utf-8", "replace")
            if given.left_out:
                files[f"{format_}-left-out.csv"] = given.left_out.encode("utf-8", "replace")
    except ExportError as error:
        remarks.append(f"Rows are left out: {error.what}.")
    if originals:
        for report in (*found.reports, *found.others):
            sighting = store.report(report.page.sighting.id, raw=True)[0].page.sighting
            if sighting.raw:
                files[f"originals/{sighting.id}.original"] = sighting.raw
        remarks.append(
            "originals/ holds pages as they were fetched: private persons are NOT masked in them, and their markup is not safe to open."
        )
    else:
        remarks.append("Originals are left out: private persons are not masked in them, and whoever made this pack may not give them out.")
    files[README] = _readme(found, remarks).encode()
    files[MANIFEST] = "".join(f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in sorted(files.items())).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name, found.made.timetuple()[:6]), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _readme(found: Pack, remarks: list[str]) -> str:
    lines = [
        f"Evidence pack made by dateline {__version__} on {found.made:%Y-%m-%d %H:%M} UTC: {len(found.events)} event(s), {len(found.reports)} report(s).",
        f"Open {PAGE} in any browser; it needs no internet. It says how to read it.",
        f"{MANIFEST} has the SHA-256 of every file; check with: sha256sum -c {MANIFEST}",
        *remarks,
    ]
    return "\n".join(lines) + "\n"
