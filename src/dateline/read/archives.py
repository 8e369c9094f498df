"""WARC archives: each page that a crawl kept, with its headers and the time it was taken."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from dateline.read.page import MAX_RAW, Given
from dateline.read.payload import read_payload
from dateline.records import Page, Problem

# A plain record is followed by two line breaks that are not counted to it.
_SLACK = 8
_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31  # zlib's largest window, with gzip's head
# warcio quotes what it found, be it megabytes without a line break.
_REASON = 80
# A small step, so that little is lost before a damaged byte.
_STEP = 4096
_KEPT = frozenset(["response", "resource", "conversion"])


def read_warc(file: BinaryIO, given: Given, *, learned: dt.datetime) -> Iterator[Page | Problem]:
    """Yield the pages of a WARC file, plain or gzipped, one record at a time.

    Of a truncated archive the whole records before the cut are kept; a Problem names the byte (of the unpacked file) where it breaks.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    where = given.address
    packed = file.read(len(_GZIP)) == _GZIP
    file.seek(0)
    stream = _Unpacked(file) if packed else file
    records = ArchiveIterator(stream, arc2warc=True)
    seen = 0
    # AttributeError: warcio on a record whose head breaks off before its address.
    broken = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, zlib.error, OSError, ValueError, AttributeError)
    while True:
        try:
            record = next(records, None)
            body = _body(record)
        except broken as error:
            yield _cut(where, records, error, seen)
            return
        if record is None:
            break
        if record.rec_headers.get_header("Content-Length") is None:  # every record has one: its head breaks off
            yield _cut(where, records, None, seen)
            return
        if body is None:
            continue
        data, short = body
        if short:
            yield _cut(where, records, None, seen)
            return
        seen += 1
        yield from _page(record, data, given, learned)
    fault = stream.fault if isinstance(stream, _Unpacked) else None
    if fault is not None or stream.tell() - _end(records) > _SLACK:
        yield _cut(where, records, fault, seen)
    elif not seen:
        yield Problem("it holds no pages", where, "check that it is a WARC file with response records")


class _Unpacked:
    """A gzip file's bytes, whether each record is packed alone or all together; it ends before a damaged byte."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._engine = zlib.decompressobj(_GZIP_WINDOW)
        self._packed = b""
        self._inside = False
        self._at = 0
        self.fault: Exception | None = None  # why it ended too early

    def tell(self) -> int:
        """Return how many unpacked bytes were given out."""
        return self._at

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, none at the end and where the file breaks off or is damaged."""
        while self.fault is None:
            self._packed = self._packed or self._stream.read(_STEP)
            if not self._packed:
                self.fault = EOFError("the compressed file ends too early") if self._inside else None
                break
            try:
                out = self._engine.decompress(self._packed, size)
            except zlib.error as error:
                self.fault = error
                break
            self._packed, self._inside = self._engine.unconsumed_tail, True
            if self._engine.eof:
                self._packed, self._inside = self._engine.unused_data, False
                self._engine = zlib.decompressobj(_GZIP_WINDOW)
            if out:
                self._at += len(out)
                return out
        return b""


def _end(records: Any) -> int:
    """Return the byte after the last whole record."""
    try:
        return int(records.get_record_offset()) + int(records.get_record_length())
    except (AttributeError, TypeError):  # no record at all
        return 0


def _body(record: Any) -> tuple[bytes, bool] | None:
    """Return a record's bytes and whether they end too early; None for records that are no pages."""
    if record is None or record.rec_type not in _KEPT:
        return None
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    data = record.content_stream().read(MAX_RAW + 1)
    left = record.raw_stream.limit if hasattr(record.raw_stream, "limit") else 0
    short = bool(left) and len(data) <= MAX_RAW
    return (data, short) if status == "200" else None


def _page(record: Any, data: bytes, given: Given, learned: dt.datetime) -> Iterator[Page | Problem]:
    uri = record.rec_headers.get_header("WARC-Target-URI") or given.address
    headers = tuple(record.http_headers.headers) if record.http_headers else ()
    kind = next((value for name, value in headers if name.lower() == "content-type"), record.rec_headers.get_header("Content-Type") or "")
    if not kind.lower().startswith(("text/html", "text/plain", "application/xhtml", "application/pdf", "application/http")):
        return
    own = Given(doc_id=uri, address=uri, url=uri, headers=headers).or_else(given)
    yield from read_payload(data, kind, own, learned=_taken(record) or learned)


def _taken(record: Any) -> dt.datetime | None:
    value = record.rec_headers.get_header("WARC-Date")
    try:
        found = dt.datetime.fromisoformat(value.replace("Z", "+00:00")) if value else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=dt.UTC)


def _cut(where: str, records: Any, error: Exception | None, seen: int) -> Problem:
    at = _end(records) if error is not None or seen else 0
    reason = f" ({str(error).splitlines()[0][:_REASON]})" if error and str(error) else ""
    kept = f"{seen} pages before it were read" if seen else "nothing before it could be read"
    return Problem(f"the archive breaks off or is damaged in the record at byte {at}{reason}; {kept}", where, "fetch the archive again")
