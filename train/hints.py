"""What the package's lexical finders know of a training text: the same hints that the model gets when a report is read."""

from __future__ import annotations

import datetime as dt

from dateline.find import RuleAnnotator
from dateline.gazetteer import open_index
from dateline.models.features import Hints, hints_of, veils_of
from dateline.records import Document, Page, Sighting, Span, Zone
from dateline.segment import segment
from dateline.veil import armed_names


class Hinter:
    """Runs the finders over plain texts."""

    def __init__(self) -> None:
        self._annotator = RuleAnnotator(open_index())

    def __call__(self, text: str, *, veiled: bool = False) -> Hints:
        """Return the hints of a text that is all body, offsets in code points; `veiled` with the names of armed sides to be read as any name."""
        document = Document(text, zones=(Zone("body", Span(0, len(text))),))
        sighting = Sighting(document.id, "t", "t", None, None, None, None, None, "none", dt.datetime.now(dt.UTC))
        page = Page(document, sighting)
        mentions = self._annotator.annotate(page, segment(document))
        return [*hints_of(mentions), *(veils_of(armed_names(mentions.actors, text)) if veiled else ())]
