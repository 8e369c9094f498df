"""Cue forms found in a line."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.attribute.function_words import AUXILIARIES, BE, is_adverb
from dateline.attribute.line import QUOTES, Line
from dateline.data.cues import Cue, CueForm, cue_lexicon
from dateline.records import Span

STRONG = frozenset("say tell announce claim report confirm deny accuse warn state declare add".split())
"""Cues that take any clause without "that", and any subject."""
NOUNLIKE = frozenset(
    (
        "state report claim comment remark question request record register post brief note count answer reply estimate detail outline "
        "offer demand blast fault charge document cite signal broadcast fear doubt hold rule show find read object counter promise pledge "
        "mention praise welcome slam advise tweet feel suspect alert"
    ).split()
)
"""Cues whose base form and third person may be nouns ("reports", "states")."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue form found in a line: words [first, last)."""

    first: int
    last: int
    forms: tuple[CueForm, ...]

    def form(self, *kinds: str) -> CueForm | None:
        """Return the first form whose cue is of one of the kinds."""
        return next((form for form in self.forms if form.cue.kind in kinds), None)


def find_hits(line: Line) -> list[Hit]:
    """Return the cue forms of a line outside quotation, in text order."""
    lexicon = cue_lexicon()
    hits: list[Hit] = []
    index = 0
    while index < len(line):
        words = lexicon.at(line.lows, index) if line.lows[index] in lexicon.by_first and not line.quoted[index] else ()
        if words and not _name_part(line, index, index + len(words)):
            hits.append(Hit(index, index + len(words), lexicon.forms[" ".join(words)]))
        index += len(words) or 1
    return hits


def _name_part(line: Line, first: int, last: int) -> bool:
    """Tell whether a cue form in capitals is part of a name ("Fox News", "the State Department")."""
    if not first or not line.is_name(first):
        return False
    forms = cue_lexicon().forms[" ".join(line.lows[first:last])]
    if any(form.cue.kind == "noun" or form.form in ("base", "s") for form in forms):
        return True
    return last - first == 1 and not line.is_name(first - 1) and line.lows[first - 1] not in QUOTES


def auxiliary_be(line: Line, first: int) -> int | None:
    """Return the index of a form of "be" that makes the word at `first` passive, adverbs passed over."""
    index = first
    while index and is_adverb(line.lows[index - 1]) and line.lows[index - 1] not in AUXILIARIES:
        index -= 1
    return index - 1 if index and line.lows[index - 1] in BE else None


def cue_words(line: Line, hit: Hit) -> Span:
    """Return the cue with a manner adverb right before it ("officially announced")."""
    first = hit.first
    if (
        first
        and line.lows[first - 1].endswith("ly")
        and is_adverb(line.lows[first - 1])
        and line.lows[first - 1] not in ("only", "early", "previously", "recently", "reportedly", "allegedly", "family")
    ):
        first -= 1
    return line.span(first, hit.last)


def responsibility_cue() -> Cue:
    """Return the cue of claimed responsibility, for "claimed by X" and "claimed two attacks"."""
    return next(form.cue for form in cue_lexicon().forms["claimed responsibility"])
