"""A brief on a terminal: leads in bold, references dim, lines no longer than the eye follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.cli.session import console

if TYPE_CHECKING:
    from rich.text import Text

    from dateline.export.brief_records import Brief, Paragraph, SourceNote

LONGEST_LINE = 96


def show(brief: Brief) -> None:
    """Print a brief to the screen."""
    from rich.text import Text

    screen = console()
    screen.width = min(screen.width, LONGEST_LINE)
    screen.print(Text(brief.title, style="bold"))
    screen.print(Text(brief.subtitle, style="dim"))
    for section in brief.sections:
        screen.print(Text(f"\n{section.title}", style="bold underline"))
        for paragraph in section.paragraphs:
            screen.print(_paragraph(paragraph))
            screen.print()
        if section.more:
            screen.print(Text(f"… and {section.more} more", style="dim"))
    screen.print(Text("\nSources", style="bold underline"))
    for source in brief.sources:
        screen.print(_source(source))


def _paragraph(paragraph: Paragraph) -> Text:
    from rich.text import Text

    from dateline.export.brief_formats import citation

    text = Text(f"{paragraph.lead}. " if paragraph.lead else "", style="bold")
    text = Text().append_text(text)
    for number, sentence in enumerate(paragraph.sentences):
        for place, phrase in enumerate(sentence.phrases):
            text.append("; " if place else " " if number else "")
            text.append(phrase.text)
            note = citation(phrase)
            text.append(f" {note}" if note else "", style="dim")
        text.append(".")
    return text


def _source(source: SourceNote) -> Text:
    from rich.text import Text

    from dateline.export.brief_formats import heading

    text = Text(source.label, style="bold").append(heading(source).removeprefix(source.label), style="not bold")
    for quote in source.quotes:
        text.append(f"\n  {quote.claim}  ", style="dim not bold").append(f"{quote.speaker}: “{quote.words}”", style="not bold")
    return text
