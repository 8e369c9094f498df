"""Bytes to text: the code page as declared, as UTF-8, or as best guessed, and what had to be replaced."""

from __future__ import annotations

import codecs

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 256 * 1024  # bytes looked at to guess a code page
_CONTROL = frozenset(range(32)) - {7, 8, 9, 10, 11, 12, 13, 27}
# Text has practically no control characters; compressed or executable files have about a tenth.
BINARY_SHARE = 0.02
# Codecs that Python has and no page is written in: they make other text of plain ASCII.
_UNFIT = frozenset(["punycode", "utf_7", "unicode_escape", "raw_unicode_escape"])
# The code pages of the web; others (of mainframes, of DOS) look alike to a guess, and are hardly ever right.
_GUESSED = (
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp866", "cp874", "koi8_r", "koi8_u",
    "iso8859_2", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "big5", "gb18030", "shift_jis", "euc_jp", "euc_kr",
)  # fmt: skip
# Browsers read these names as Windows' supersets.
_SUPERSETS = {"iso-8859-9": "cp1254"} | dict.fromkeys(("iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii"), "cp1252")


def looks_binary(data: bytes) -> bool:
    """Tell whether bytes are no text in any code page that reports come in."""
    if any(data.startswith(bom) for bom, _ in _BOMS):
        return False
    sample = data[:8192]
    if not sample:
        return False
    return _unmarked(data) is None and sum(byte in _CONTROL for byte in sample) > BINARY_SHARE * len(sample)


def _unmarked(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark: in text of Latin script every other byte is zero."""
    sample = data[:8192]
    if not sample.count(0):
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    low, high = BINARY_SHARE * len(sample), 0.4 * len(sample[1::2])
    if odd > high and even < low:
        return "utf-16-le"
    return "utf-16-be" if even > high and odd < low else None


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, str | None]:
    """Return the text, newlines untouched, and a note where the code page was guessed or characters were replaced.

    Order: byte order mark, UTF-16 by its zeros, UTF-8, the declared code page, charset-normalizer's guess, Windows-1252 with replacement characters.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _replacing(data, name)
    if wide := _unmarked(data):
        return _replacing(data, wide)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    codec = _codec(declared) if declared else None
    if codec:
        text, note = _replacing(data, codec)
        if not note or text.count("\ufffd") <= 0.01 * len(text):
            return text, note
    guess = _guess(data)
    if guess:
        text, note = _replacing(data, guess)
        return text, note or f"the code page is not stated and was guessed as {guess}"
    text, note = _replacing(data, "cp1252")
    return text, note or "the code page is unknown; it was read as Windows-1252"


def _codec(name: str) -> str | None:
    lowered = _SUPERSETS.get(name.lower(), name.lower())
    try:
        codec = codecs.lookup(lowered).name
        b"a".decode(codec, "replace")  # refuses codecs that are not of text, such as base64
    except (LookupError, UnicodeError, ValueError):  # ValueError: a zero byte in the name
        return None
    return None if codec.replace("-", "_") in _UNFIT else codec


def _replacing(data: bytes, name: str) -> tuple[str, str | None]:
    try:
        return data.decode(name), None
    except UnicodeDecodeError:
        text = data.decode(name, errors="replace")
        return text, f"{text.count(chr(0xFFFD))} characters are not valid {name} and were replaced by U+FFFD"


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_GUESSED)).best()
    return best.encoding if best else None
