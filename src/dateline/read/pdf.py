"""PDF files: the text of their pages, as far as they carry any."""

from __future__ import annotations

import datetime as dt
import io
import logging
import zlib
from collections.abc import Iterator

from dateline.read.page import Given, Laid, make_page
from dateline.records import Page, Problem

# A report of more pages is a book; reading it would hold up a folder for minutes.
MAX_PAGES = 1000
# What pypdf raises on files that break the format in ways it does not foresee.
_BROKEN = (
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    RecursionError,
    OverflowError,
    AssertionError,
    NotImplementedError,
    OSError,
    zlib.error,
)


def read_pdf(data: bytes, given: Given, *, learned: dt.datetime) -> Iterator[Page | Problem]:
    """Yield the page of a PDF's text, its pages parted by a blank line.

    Encrypted files, files that are only pictures and broken files give a Problem; a broken page inside a readable file is left out with one.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    where = given.address
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            yield Problem("the PDF is encrypted", where, "remove its password, then read it again")
            return
        count = len(reader.pages)
    except (PyPdfError, *_BROKEN) as error:
        yield Problem(f"the PDF cannot be opened: {_said(error)}", where, "open it in a PDF viewer and save it anew")
        return
    parts = []
    for number in range(min(count, MAX_PAGES)):
        try:
            parts.append(reader.pages[number].extract_text())
        except (PyPdfError, *_BROKEN) as error:
            yield Problem(f"page {number + 1} cannot be read: {_said(error)}", f"{where}:page {number + 1}", "the other pages were read")
    if count > MAX_PAGES:
        yield Problem(f"only the first {MAX_PAGES} of {count} pages were read", where, "split the file")
    text = "\n\n".join(part for part in parts if part.strip())
    if not text.strip():
        yield Problem("the PDF holds no text, only pictures", where, "run text recognition (OCR) on it first")
        return
    yield from make_page(Laid(text), given, raw=data, learned=learned)


def _said(error: Exception) -> str:
    return str(error).split("\n")[0][:120] or type(error).__name__
