"""`dateline code` and `dateline add`: sources in, coded reports out or into the store."""

from __future__ import annotations

import contextlib
import io
import itertools
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.session import Session, console, log, put, put_json, say, session_of
from dateline.cli.tally import Tally
from dateline.errors import ConfigError, ReadError
from dateline.linked import ReportSketch
from dateline.records import CodedReport, Problem
from dateline.views.days import day

CODE_EXAMPLES = (
    "\b\nExamples:\n"
    "  dateline code page.html                            a table of the events of one page\n"
    "  dateline code --json reports/ > coded.jsonl        one JSON object a line, as each report is done\n"
    "  dateline code --until find page.html               what the finders found\n"
    "  dateline code --coverage page.txt                  each sentence with its records\n"
    "  dateline code --reader rules page.html             by the rules alone, without the model\n"
    "  dateline code --explain page.txt                   what each reader says of each event, and whose word was kept\n"
    "  dateline code --json --link reports/               with a last line of events and copies among them\n"
    "  dateline code --published 2017-10-30 page.txt      for a page that does not say its day\n"
    '  echo \'{"id": "1", "text": "..."}\' | dateline code --json -\n'
)
ADD_EXAMPLES = (
    "\b\nExamples:\n"
    "  dateline add page.html feed.xml reports/           code them, keep them and link them\n"
    "  dateline code --json reports/ | dateline add -     keep what was coded elsewhere\n"
    "  dateline add --db sqlite:///desk.sqlite3 page.html\n"
)
SOURCES_HELP = (
    "Files (.html, .txt, .pdf, .jsonl, RSS or Atom .xml, .warc), folders of these, http(s) addresses, or - for JSON Lines on stdin."
)

_CODED = re.compile(rb'\s*\{\s*"schema"\s*:\s*"dateline/')
_HEAD = 256
"""Bytes looked at to tell coded lines from others: the schema is the first key, so far fewer would do."""
_CROSSDOC = "_crossdoc"
"""The name of the line that holds links between reports, not a report."""


class Reader(StrEnum):
    """Who reads."""

    RULES = "rules"
    MODEL = "model"
    BOTH = "both"


class Stage(StrEnum):
    """The stages of the pipeline, in order."""

    READ = "read"
    SEGMENT = "segment"
    FIND = "find"
    RELATE = "relate"
    ATTRIBUTE = "attribute"
    RESOLVE = "resolve"
    CODE = "code"


Sources = Annotated[list[str], typer.Argument(help=SOURCES_HELP, metavar="SOURCE", show_default=False)]
Published = Annotated[
    str | None, typer.Option("--published", metavar="DATE", help="The day of publication (YYYY-MM-DD), for sources that do not say it.")
]
Outlet = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Who published it, for sources that do not say it.")]
ReaderChoice = Annotated[
    Reader | None,
    typer.Option("--reader", help="Who reads: the rules, the trained model, or both merged. Without it code.reader of the configuration."),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        min=1,
        metavar="N",
        help="Processes that code many reports, never more than one a processor; without it four at most. Stdin: one.",
    ),
]
Database = Annotated[str | None, typer.Option("--db", metavar="URL", help="The store; without it store.url of the configuration.")]


def code(
    ctx: typer.Context,
    sources: Sources,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line (schema dateline/1), as each report is done.")] = False,
    until: Annotated[Stage | None, typer.Option("--until", help="Stop after this stage and show what it made.")] = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="List each body sentence with its records, and count the empty ones.")
    ] = False,
    all_claims: Annotated[bool, typer.Option("--all-claims", help="Give every attribution, about conflict or not.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="For each event: what the rules and the model read, whose cell was kept, what was left out.")
    ] = False,
    link: Annotated[
        bool, typer.Option("--link", help="With --json, a last line with the events and copies among the reports (doc_id _crossdoc).")
    ] = False,
    reader: ReaderChoice = None,
    published: Published = None,
    outlet: Outlet = None,
    jobs: Jobs = None,
) -> None:
    """Code sources and print what they report; nothing is stored."""
    if link and (not as_json or explain or coverage or until is not None):
        raise ConfigError("--link adds a line to whole coded reports", hint="give --json, and neither --until, --coverage nor --explain")
    if explain and reader not in (None, Reader.BOTH):
        raise ConfigError(f"--explain compares two readers, and --reader {reader} is one", hint="leave one of the two out")
    if explain and (coverage or all_claims or until is not None):
        raise ConfigError("--explain is a view of its own", hint="leave out --until, --coverage and --all-claims")
    tally = Tally(progress=not sys.stdout.isatty())
    stage = None if until is None else str(until)
    by = Reader.BOTH if explain else reader
    sketched: list[ReportSketch] = []
    for report in tally.sort(
        coded(session_of(ctx), sources, until=stage, published=published, outlet=outlet, reader=by, all_claims=all_claims, jobs=jobs)
    ):
        if explain:
            _put_explained(report, as_json=as_json)
        elif coverage:
            _put_coverage(report, as_json=as_json)
        elif as_json:
            put(_line(report, stage=stage, all_claims=all_claims))
            if link:
                sketched.append(_sketch(report))
        else:
            _put_tables(report, stage=stage, all_claims=all_claims)
    if link:
        put_json(_crossdoc(sketched))
    tally.exit()


def _sketch(report: CodedReport) -> ReportSketch:
    from dateline.link import sketch, sketches

    return sketch(report, sketches(report))


def _crossdoc(reports: Sequence[ReportSketch]) -> dict[str, object]:
    """Return the line that holds the events with event reports of two reports or more, and the copies."""
    from dateline.link import link_sketches

    linked = link_sketches(reports)
    docs = {report.sighting: report.doc_id for report in reports}
    names = {event.id: f"{report.doc_id}#{event.local_id}" for report in reports for event in report.events}
    groups = [sorted(names[one] for one in group) for group in linked.events if len(group) > 1]
    return {
        "doc_id": _CROSSDOC,
        "clusters": [{"id": f"X{n}", "groups": [group]} for n, group in enumerate(sorted(groups), 1)],
        "copies": [{"docs": [docs[copy.of], docs[copy.sighting]], "relation": copy.kind, "score": copy.score} for copy in linked.copies],
    }


def _line(report: CodedReport, *, stage: str | None, all_claims: bool) -> str:
    from dateline.export import one_json

    return one_json.to_line(
        report,
        all_claims=all_claims or stage == "attribute",
        with_places=stage in ("resolve", "code"),
        with_mentions=stage in ("find", "relate", "attribute"),
    )


def _put_tables(report: CodedReport, *, stage: str | None, all_claims: bool) -> None:
    from dateline.cli import tables

    screen = console()
    for made in tables.stage_tables(report, stage or "code"):
        screen.print(made)
    if all_claims and stage != "attribute":
        screen.print(tables.attributions_table(report))


def _put_explained(report: CodedReport, *, as_json: bool) -> None:
    from dateline.cli import explained

    if as_json:
        put_json(explained.as_dict(report))
        return
    for made in explained.tables(report):
        console().print(made)


def _put_coverage(report: CodedReport, *, as_json: bool) -> None:
    from dateline.cli import tables

    if not as_json:
        console().print(tables.coverage_table(report))
        return
    listed = list(tables.coverage(report))
    sentences = [
        {"sentence": s.index, "span": [s.span.start, s.span.end], "text": s.span.of(report.page.document), "records": records}
        for s, records in listed
    ]
    empty = sum(not records for _, records in listed)
    put_json({"doc_id": report.page.sighting.doc_id, "sentences": sentences, "empty": empty})


def add(
    ctx: typer.Context, sources: Sources, db: Database = None, reader: ReaderChoice = None, published: Published = None, outlet: Outlet = None,
    jobs: Jobs = None,
    no_link: Annotated[bool, typer.Option("--no-link", help="Leave linking to the next add: faster for many portions.")] = False,
) -> None:  # fmt: skip
    """Code sources, or take lines of `dateline code --json`, keep them in the store and link them; what is there already stays as it is."""
    from dateline.cli.importing import mark_added
    from dateline.linkage import link_store
    from dateline.store import open_store

    session = session_of(ctx)
    tally = Tally(progress=True)
    new = 0
    with open_store(db or session.config.store_url) as store:
        for report in tally.sort(_coded_orread_back(session, sources, published=published, outlet=outlet, reader=reader, jobs=jobs)):
            added = store.add(report).added
            new += added
            log.info("%s: %s", report.page.sighting.doc_id, "added" if added else "already in the store")
        linked = None if no_link else link_store(store)
        marked = mark_added(store)
    say(f"{new} report(s) added, {tally.read - new} already there, {tally.problems} problem(s), {tally.notes} note(s)")
    if linked is not None and linked.reports:
        say(
            f"{linked.reports} report(s) linked: {linked.merged} event(s) merged into others, {linked.copies} report(s) copy others or are copied"
        )
    for line in marked:
        say(line)
    tally.exit()


KnownOn = Annotated[
    str | None,
    typer.Option("--as-known-on", metavar="DATE", help="What the store held at the end of this day (UTC), linked as it was then."),
]


def coded(
    session: Session,
    sources: Iterable[str],
    *,
    until: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    reader: str | None = None,
    all_claims: bool = False,
    jobs: int | None = None,
) -> Iterator[CodedReport | Problem]:
    """Read and code sources one after the other, each report as soon as it is done; what comes through stdin may come slowly, so by one process."""
    from dateline.read import read
    from dateline.workers import code_many

    named = list(sources)
    pages = read(named, published=day(published), outlet=outlet, stdin=sys.stdin.buffer)
    by = str(reader or session.config.reader)
    several = 1 if jobs is None and "-" in named else jobs
    return code_many(pages, home=session.config.home, until=until, reader=by, all_claims=all_claims, jobs=several)


def _coded_orread_back(
    session: Session, sources: Iterable[str], *, published: str | None, outlet: str | None, reader: str | None, jobs: int | None
) -> Iterator[CodedReport | Problem]:
    """Code the sources; one that begins with a coded report is read back instead."""
    for kept, group in itertools.groupby(sources, _is_coded):
        if kept:
            for source in group:
                yield from read_back(source)
        else:
            yield from coded(session, group, published=published, outlet=outlet, reader=reader, jobs=jobs)


def _is_coded(source: str) -> bool:
    """Tell whether the source begins like a line of `dateline code --json`, whose first key is its schema."""
    if source == "-":
        stdin = sys.stdin.buffer
        return isinstance(stdin, io.BufferedReader) and _CODED.match(stdin.peek(_HEAD)) is not None
    path = Path(source)
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return _CODED.match(stream.read(_HEAD)) is not None
    except OSError:  # a name too long, no leave to read: reading says so
        return False


def read_back(source: str) -> Iterator[CodedReport | Problem]:
    """Yield the reports of coded lines, and a problem for each line that is none."""
    from dateline.export import one_json
    from dateline.read.jsonl import decode_line

    with contextlib.nullcontext(sys.stdin.buffer) if source == "-" else Path(source).open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            where = f"{'stdin' if source == '-' else source}:{number}"
            try:
                given = decode_line(line)
            except ReadError as error:
                yield Problem(error.what, where, "each line must be a whole object, as `dateline code --json` writes it")
                continue
            if isinstance(given, dict) and given.get("doc_id") == _CROSSDOC:
                continue
            try:
                yield one_json.from_dict(given)
            except ReadError as error:
                yield Problem(error.what, f"{where} {error.where or ''}".strip(), error.hint or "write the line with: dateline code --json")
