"""The generated parts of CARD.md: counts per split, conflict and voice, agreement of two readers, variety."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import FOLDER
from corpus.agreement import Agreement
from corpus.counts import count, grouped
from corpus.records import Report

if TYPE_CHECKING:
    from corpus.variety import Variety

FILE = FOLDER / "CARD.md"
COLUMNS = ("reports", "sentences", "events", "claims", "tolls", "losses", "controls", "statements", "mentions")


def replaced(text: str, parts: Mapping[str, str]) -> str:
    """Return the card with each part put between its marks, `<!-- name -->` and `<!-- /name -->`."""
    for name, part in parts.items():
        before, mark, rest = text.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        if not mark or not end:
            raise ValueError(f"the card has no marks for {name}")
        text = f"{before}{mark}{part}\n{end}{after}"
    return text


def part(name: str, path: Path = FILE) -> str:
    """Return what stands between the marks of one part of the card."""
    text = path.read_text(encoding="utf-8")
    return text.partition(f"<!-- {name} -->\n")[2].partition(f"\n<!-- /{name} -->")[0]


def counts(placed: Sequence[tuple[Report, str]]) -> str:
    """Return the tables of counts in Markdown."""
    return "\n\n".join("\n".join(_table(name, parts)) for name, parts in grouped(placed).items())


def _table(name: str, parts: Mapping[str, Sequence[Report]]) -> Iterator[str]:
    yield f"| {name} | " + " | ".join(COLUMNS) + " |"
    yield "|---|" + "--:|" * len(COLUMNS)
    for key, members in parts.items():
        yield _row(key, members)
    if name == "split":
        yield _row("all", [report for members in parts.values() for report in members])


def _row(name: str, members: Sequence[Report]) -> str:
    total = count(members)
    return f"| {name} | " + " | ".join(f"{total[column]:,}" for column in COLUMNS) + " |"


def figure(value: float | None) -> str:
    """Return an F1 or kappa with two digits, `-` where there is none."""
    return "-" if value is None else f"{value:.2f}"


def agreement(first: Agreement, reread: Agreement, reports: int) -> str:
    """Return the table of agreement in Markdown: as first made, and after the re-reading."""
    rows = [f"| layer ({reports} reports) | as first made | re-read | n |", "|---|--:|--:|--:|"]
    for (name, value, number), (_, again, _) in zip(first.rows(), reread.rows(), strict=True):
        rows.append(f"| {name} | {figure(value)} | {figure(again)} | {number:,} |")
    return "\n".join(rows)


def variety(found: Variety) -> str:
    """Return the figures of variety in Markdown."""
    lengths = "{:.0f} / {:.0f} / {:.0f}"
    rows = [
        ("distinct trigger lemmas", f"{found.trigger_lemmas:,}"),
        ("distinct cue expressions (base forms)", f"{found.cues:,}"),
        ("type-token ratio, windows of 1,000 words", f"{found.type_token_ratio:.3f}"),
        ("words a sentence: 10th percentile / median / 90th", lengths.format(*found.sentence_length)),
        ("words a report: 10th percentile / median / 90th", lengths.format(*found.report_length)),
        ("reports whose first three words open no other", f"{found.openings:.0%}"),
        ("self-BLEU of sentences (0-100)", f"{found.self_bleu:.1f}"),
        ("the same with the words of all reports shuffled", f"{found.shuffled:.1f}"),
    ]
    table = ["| measure | value |", "|---|--:|", *(f"| {name} | {value} |" for name, value in rows)]
    lemmas = ", ".join(f"{name} {number}" for name, number in found.lemmas.items())
    return "\n".join(table) + f"\n\nDistinct trigger lemmas by sub type: {lemmas}."
