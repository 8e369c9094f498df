"""A brief as text, Markdown, HTML or JSON."""

from __future__ import annotations

import html
import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from dateline.export.brief_language import counted, day
from dateline.export.brief_records import Brief, Paragraph, Phrase, Ref, Section, SourceNote

FORMATS = ("text", "markdown", "html", "json")
WIDTH = 88
"""Columns of plain text: a line that the eye finds back from."""
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")
_NOTE_MARKUP = re.compile(r"([\\`*<>|~])")
_STYLE = """\
:root{color-scheme:light dark;--ink:#1d1f21;--soft:#6a6f76;--line:#d9dce0;--paper:#fdfdfb}
@media(prefers-color-scheme:dark){:root{--ink:#e4e4e0;--soft:#9aa0a8;--line:#3a3e44;--paper:#17191b}}
*{box-sizing:border-box}
body{margin:0 auto;padding:2.5rem 1.25rem 4rem;max-width:44rem;background:var(--paper);color:var(--ink);
font:17px/1.55 Charter,"Bitstream Charter","Iowan Old Style",Georgia,serif;hyphens:auto;overflow-wrap:break-word}
h1{font-size:1.9rem;line-height:1.15;margin:0 0 .3rem}
h2{font-size:1.15rem;margin:2.4rem 0 .6rem;padding-top:.6rem;border-top:1px solid var(--line)}
p{margin:0 0 .9rem}
.sub,.more,footer{color:var(--soft)}
.lead{font-weight:600}
.ref{font:11.5px/1 ui-monospace,"SF Mono",Menlo,Consolas,monospace;color:var(--soft);white-space:normal}
.ref a{color:inherit;text-decoration:none}.ref a:hover,.ref a:focus{text-decoration:underline}
.ref .dl{font-weight:600}
dl{margin:0}dt{margin-top:1.1rem;font-weight:600}dd{margin:.15rem 0 0}
dd.said{margin-left:1.2rem;text-indent:-1.2rem}
dd.said:target{background:color-mix(in srgb,var(--soft) 18%,transparent)}
q{font-style:italic}
@media print{body{max-width:none;font-size:10.5pt}.ref{font-size:7.5pt}}
"""


def render(brief: Brief, format_: str) -> str:
    """Return the brief in one of FORMATS; characters that UTF-8 forbids become question marks."""
    made = {"text": as_text, "markdown": as_markdown, "html": as_html, "json": as_json}[format_](brief)
    return made.encode("utf-8", "replace").decode("utf-8")


def as_text(brief: Brief, *, width: int = WIDTH) -> str:
    """Return the brief as plain text, broken into lines of at most `width` columns where words allow."""
    lines = [brief.title.upper(), *textwrap.wrap(brief.subtitle, width)]
    for section in brief.sections:
        lines += ["", section.title, "─" * min(len(section.title), width)]
        for number, paragraph in enumerate(section.paragraphs):
            lines += [""] if number else []
            lines += textwrap.wrap(_plain(paragraph), width, break_long_words=False, break_on_hyphens=False)
        if section.more:
            lines += ["", f"… and {counted(section.more, 'more event')}"]
    lines += ["", "Sources", "───────"]
    for source in brief.sources:
        lines += textwrap.wrap(heading(source), width, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
        for quote in source.quotes:
            said = f"  {quote.claim}  {quote.speaker}: “{quote.words}”"
            lines += textwrap.wrap(said, width, subsequent_indent="      ", break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines) + "\n"


def _plain(paragraph: Paragraph) -> str:
    lead = f"{paragraph.lead}. " if paragraph.lead else ""
    return lead + " ".join("; ".join(_cited(p) for p in s.phrases) + "." for s in paragraph.sentences)


def _cited(phrase: Phrase) -> str:
    note = citation(phrase)
    return f"{phrase.text} {note}" if note else phrase.text


def citation(phrase: Phrase) -> str:
    """Return the references of a phrase: "[DL-12: seed#k3, #k4; DL-13: other#k1]"; a sum says only over how many claims it goes."""
    if not phrase.refs:
        return ""
    if phrase.summed:
        return f"[{counted(len({(r.report, r.claim) for r in phrase.refs}), 'claim')}]"
    groups = (f"{', '.join(events)}: {', '.join(_names(claims))}" for events, claims in _grouped(phrase.refs))
    return f"[{'; '.join(groups)}]"


def _names(claims: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield each claim as "report#claim", without the report where it is that of the claim before."""
    before = ""
    for report, claim in claims:
        yield f"#{claim}" if report == before else f"{report}#{claim}"
        before = report


def _grouped(refs: Sequence[Ref]) -> list[tuple[tuple[str, ...], tuple[tuple[str, str], ...]]]:
    """Return the claims by event, events that share all claims in one."""
    claims: dict[str, dict[tuple[str, str], None]] = {}
    for ref in refs:
        claims.setdefault(ref.event, {})[ref.report, ref.claim] = None
    groups: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for event, found in claims.items():
        groups.setdefault(tuple(found), []).append(event)
    return [(tuple(events), found) for found, events in groups.items()]


def heading(source: SourceNote) -> str:
    """Return a report as the list of sources has it: label, outlet, title, day, address."""
    parts = [source.outlet[:1].upper() + source.outlet[1:]]
    parts += [f"“{source.title}”"] if source.title else []
    parts += [day(source.published) if source.published else "day not known", source.address]
    copied = f" (copy of {source.copy_of})" if source.copy_of else ""
    return f"{source.label}: {', '.join(parts)}{copied}"


def as_markdown(brief: Brief) -> str:
    """Return the brief as Markdown, one paragraph a line."""
    lines = [f"# {_escaped(brief.title)}", "", _escaped(brief.subtitle)]
    for section in brief.sections:
        lines += ["", f"## {_escaped(section.title)}"]
        for paragraph in section.paragraphs:
            lead = f"**{_escaped(paragraph.lead)}.** " if paragraph.lead else ""
            said = ("; ".join(map(_marked, sentence.phrases)) + "." for sentence in paragraph.sentences)
            lines += ["", lead + " ".join(said)]
        if section.more:
            lines += ["", f"… and {counted(section.more, 'more event')}"]
    lines += ["", "## Sources"]
    for source in brief.sources:
        lines += ["", f"- **{_escaped(source.label)}**: {_escaped(heading(source).removeprefix(f'{source.label}: '))}"]
        lines += [f"  - {q.claim} {_escaped(q.speaker)}: “{_escaped(q.words)}”" for q in source.quotes]
    return "\n".join(lines) + "\n"


def _marked(phrase: Phrase) -> str:
    """Return a phrase in Markdown; brackets and number signs of its references mean nothing there and stay as they are."""
    note = _NOTE_MARKUP.sub(r"\\\1", citation(phrase))
    return f"{_escaped(phrase.text)} {note}" if note else _escaped(phrase.text)


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


def as_html(brief: Brief) -> str:
    """Return the brief as one HTML page that needs nothing else: no script, no font, no picture."""
    head = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f'<meta name="referrer" content="no-referrer">\n<title>{_safe(brief.title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n'
    )
    body = [f'<header>\n<h1>{_safe(brief.title)}</h1>\n<p class="sub">{_safe(brief.subtitle)}</p>\n</header>\n<main>']
    body += [part for section in brief.sections for part in _html_section(section)]
    body += ["<section>\n<h2>Sources</h2>\n<dl>", *(part for source in brief.sources for part in _html_source(source)), "</dl>\n</section>"]
    return head + "\n".join(body) + "\n</main>\n</body>\n</html>\n"


def _html_section(section: Section) -> Iterator[str]:
    yield f"<section>\n<h2>{_safe(section.title)}</h2>"
    for paragraph in section.paragraphs:
        lead = f'<span class="lead">{_safe(paragraph.lead)}.</span> ' if paragraph.lead else ""
        yield f"<p>{lead}{' '.join('; '.join(_html_phrase(p) for p in s.phrases) + '.' for s in paragraph.sentences)}</p>"
    if section.more:
        yield f'<p class="more">… and {counted(section.more, "more event")}</p>'
    yield "</section>"


def _html_phrase(phrase: Phrase) -> str:
    text = _safe(phrase.text)
    if not phrase.refs:
        return text
    if phrase.summed:
        return f'{text} <span class="ref">{_safe(citation(phrase))}</span>'
    groups = (
        f'<span class="dl">{_safe(", ".join(events))}</span>: '
        + ", ".join(f'<a href="#{_anchor(*claim)}">{_safe(name)}</a>' for claim, name in zip(claims, _names(claims), strict=True))
        for events, claims in _grouped(phrase.refs)
    )
    return f'{text} <span class="ref">[{"; ".join(groups)}]</span>'


def _html_source(source: SourceNote) -> Iterator[str]:
    yield f"<dt>{_safe(source.label)}</dt>"
    note = heading(source).removeprefix(f"{source.label}: ")
    if source.address.startswith(("http://", "https://")):
        before, _, after = note.rpartition(source.address)
        yield f'<dd>{_safe(before)}<a href="{_safe(source.address)}" rel="noreferrer">{_safe(source.address)}</a>{_safe(after)}</dd>'
    else:
        yield f"<dd>{_safe(note)}</dd>"
    for quote in source.quotes:
        words = f"{_safe(quote.speaker)}: <q>{_safe(quote.words)}</q>"
        yield f'<dd class="said" id="{_anchor(source.label, quote.claim)}"><span class="ref">{_safe(quote.claim)}</span> {words}</dd>'


def _anchor(report: str, claim: str) -> str:
    return _safe("".join(c if c.isalnum() or c in "-_.~" else "_" for c in f"{report}.{claim}"))


def _safe(text: str) -> str:
    return html.escape(text, quote=True)


def as_json(brief: Brief) -> str:
    """Return the brief as one JSON object: every phrase with its claims, sums too."""
    value: dict[str, Any] = {
        "schema": "dateline-brief/1",
        "title": brief.title,
        "subtitle": brief.subtitle,
        "machine_coded": True,
        "sections": [
            {
                "title": section.title,
                "more": section.more,
                "paragraphs": [_json_paragraph(paragraph) for paragraph in section.paragraphs],
            }
            for section in brief.sections
        ],
        "sources": [
            {
                "report": source.label,
                "outlet": source.outlet,
                "title": source.title,
                "published": source.published.isoformat() if source.published else None,
                "address": source.address,
                "copy_of": source.copy_of,
                "claims": [{"claim": q.claim, "speaker": q.speaker, "words": q.words} for q in source.quotes],
            }
            for source in brief.sources
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _json_paragraph(paragraph: Paragraph) -> dict[str, Any]:
    return {
        "lead": paragraph.lead,
        "events": list(paragraph.events),
        "sentences": [
            [
                {"text": phrase.text, "claims": [{"event": r.event, "report": r.report, "claim": r.claim} for r in phrase.refs]}
                for phrase in s.phrases
            ]
            for s in paragraph.sentences
        ],
    }
