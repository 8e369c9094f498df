"""The visible text of an HTML page, in document order, with what its mark-up says about each stretch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from dateline.data.zones import zone_patterns
from dateline.records import Link, Media, Span, Zone

EXTRACTOR_VERSION = "visible-text/1"
"""Changes whenever the same bytes would give another text: frozen texts of two versions are two documents."""

_SKIPPED = frozenset(
    ["script", "style", "noscript", "template", "head", "svg", "iframe", "object", "embed", "canvas", "audio", "video", "map", "select", "textarea",
     "math", "datalist"]
)  # fmt: skip
_PARAGRAPHS = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "dl", "table", "figure", "section", "article", "header", "footer", "aside",
     "nav", "main", "form", "fieldset", "hr", "address", "details"]
)  # fmt: skip
_LINES = frozenset(
    ["div", "li", "tr", "dt", "dd", "figcaption", "caption", "option", "legend", "summary", "center", "thead", "tbody", "button"]
)
_CELLS = frozenset(["td", "th"])
_BY_TAG = {"footer": "site_chrome", "aside": "related_links", "figcaption": "image_caption"} | dict.fromkeys(
    ("nav", "form", "button", "menu"), "navigation"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_INSIDE = frozenset(["article", "main"])


@dataclass(frozen=True, slots=True)
class Visible:
    """A page's text with links, pictures and the boilerplate zones that its mark-up names."""

    text: str
    zones: tuple[Zone, ...]
    links: tuple[Link, ...]
    media: tuple[Media, ...]
    heading: str | None  # the words of its first h1


@dataclass(slots=True)
class _Writer:
    """Collects text with white space collapsed as a browser does."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    breaks: int = 0  # newlines owed before the next word
    tab: bool = False
    space: bool = False

    def write(self, words: str, *, keep: bool = False) -> None:
        """Append words; `keep` leaves white space as it is (pre)."""
        shown = words if keep else _SPACE.sub(" ", words)
        if not shown.strip():
            self.space = self.space or bool(shown)
            return
        lead, tail = shown[0].isspace() and not keep, shown[-1].isspace() and not keep
        core = shown if keep else shown.strip(" ")
        if self.length:
            if self.breaks:
                self._put("\n" * self.breaks)
            elif self.tab:
                self._put("\t")
            elif self.space or lead:
                self._put(" ")
        self.breaks, self.tab, self.space = 0, False, tail
        self._put(core)

    def newline(self, count: int) -> None:
        """Owe line breaks before the next word."""
        self.breaks, self.space, self.tab = max(self.breaks, count), False, False

    def _put(self, words: str) -> None:
        self.parts.append(words)
        self.length += len(words)


@dataclass(frozen=True, slots=True)
class _Open:
    """An element whose stretch of text is recorded when it ends; `start` is -1 for an unseen one."""

    tag: str
    start: int
    kind: str | None
    marked: bool  # it or an element around it has a kind
    inside: bool  # it is, or stands in, an article


@dataclass(slots=True)
class _Found:
    """Ranges collected on the way, white space around them still included."""

    zones: list[tuple[str, int, int]] = field(default_factory=list)
    links: list[tuple[str, int, int]] = field(default_factory=list)
    pictures: list[tuple[int, str]] = field(default_factory=list)
    heading: tuple[int, int] | None = None


def visible_text(root: etree._Element) -> Visible:
    """Return the visible text of a parsed page.

    Block elements start a line, paragraphs leave a blank line, list items get a bullet, table rows are lines with tabs between cells;
    scripts, styles, hidden elements and alternative texts are left out.
    """
    writer = _Writer()
    found = _Found()
    stack: list[_Open] = []
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        tag = element.tag
        if not isinstance(tag, str):
            if element.tail:
                writer.write(element.tail, keep=_in_pre(stack))
        elif event == "start":
            unseen = _unseen(element, tag)
            if unseen:
                walker.skip_subtree()
            else:
                _break(writer, tag)
            marked = unseen or (bool(stack) and stack[-1].marked)
            kind = None if marked else _kind(element, tag, stack)
            stack.append(
                _Open(tag, -1 if unseen else writer.length, kind, marked or kind is not None, tag in _INSIDE or _in_article(stack))
            )
            if not unseen:
                _enter(writer, element, tag, found, keep=_in_pre(stack))
        else:
            opened = stack.pop()
            if opened.start >= 0:
                _leave(writer, element, opened, found)
            if element.tail:
                writer.write(element.tail, keep=_in_pre(stack))
    return _finish("".join(writer.parts), found)


def _enter(writer: _Writer, element: etree._Element, tag: str, found: _Found, *, keep: bool) -> None:
    if tag == "li":
        writer.write("• ")
    source = element.get("src") or element.get("data-src") if tag == "img" else None
    if source and not source.startswith("data:"):
        found.pictures.append((writer.length, source))
    if element.text:
        writer.write(element.text, keep=keep)


def _leave(writer: _Writer, element: etree._Element, opened: _Open, found: _Found) -> None:
    stretch = (opened.start, writer.length)
    if opened.kind:
        found.zones.append((opened.kind, *stretch))
    href = element.get("href") if opened.tag == "a" else None
    if href:
        found.links.append((href, *stretch))
    if opened.tag == "h1" and found.heading is None and writer.length > opened.start:
        found.heading = stretch
    if opened.tag != "br":
        _break(writer, opened.tag)


def _finish(text: str, found: _Found) -> Visible:
    zones = [Zone(kind, span) for kind, start, end in found.zones if (span := _trimmed(text, start, end))]
    links = [Link(url, span) for url, start, end in found.links if (span := _trimmed(text, start, end))]
    heading = _trimmed(text, *found.heading) if found.heading else None
    return Visible(
        text, tuple(zones), tuple(links), tuple(_media(found.pictures, zones)), text[heading.start : heading.end] if heading else None
    )


def _in_pre(stack: list[_Open]) -> bool:
    return any(one.tag == "pre" for one in stack[-4:])


def _in_article(stack: list[_Open]) -> bool:
    return bool(stack) and stack[-1].inside


def _unseen(element: etree._Element, tag: str) -> bool:
    if tag in _SKIPPED or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return (style is not None and bool(_HIDDEN.search(style))) or (tag == "input" and element.get("type") == "hidden")


def _break(writer: _Writer, tag: str) -> None:
    if tag == "br":
        writer.newline(min(writer.breaks + 1, 2))
    elif tag in _PARAGRAPHS:
        writer.newline(2)
    elif tag in _LINES:
        writer.newline(1)
    elif tag in _CELLS and writer.length and not writer.breaks:
        writer.tab = True


def _kind(element: etree._Element, tag: str, stack: list[_Open]) -> str | None:
    """Return the kind of boilerplate that an element's name, class or id says it is."""
    if tag == "body" or tag == "html" or tag in _INSIDE:
        return None
    if tag in _BY_TAG:
        return _BY_TAG[tag]
    if tag == "header" and not _in_article(stack):
        return "site_chrome" if element.find(".//h1") is None else None
    if element.get("role") == "navigation":
        return "navigation"
    names = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    if names and (found := zone_patterns().markup.search(names)) and element.find(".//h1") is None and element.find(".//article") is None:
        return found.lastgroup
    return None


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the range without the white space around it, None where nothing is left."""
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    last = first + len(words.strip())
    return Span(first, last) if first < last else None


def _media(pictures: list[tuple[int, str]], zones: list[Zone]) -> Iterator[Media]:
    """Pair each picture with the caption that follows it directly."""
    captions = [zone.span for zone in zones if zone.kind == "image_caption"]
    for at, source in pictures:
        near = next((span for span in captions if 0 <= span.start - at <= 4), None)
        yield Media(source, near)
