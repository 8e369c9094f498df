"""Places that point back: "the city", "the area", "the country" take the name of a place named before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.data.countries import load_countries
from dateline.data.place_words import PlaceWords
from dateline.find.place_gaps import OFFSET
from dateline.find.setting import Setting
from dateline.records import PlaceMention, Sentence, Span

_SETTLEMENT = frozenset({"village", "town", "city", None})
_ANAPHOR = re.compile(
    r"\b(?:the|this|that)\s+(?:(?:same|besieged|strategic|border|nearby|entire|northern|ancient)\s+)?(country|city|town|village|villages|hamlet|province|district|region|neighbou?rhood|"
    r"area|airport|airfield|base|camp|island|city's|town's)\b(?!\s+of\b|\s+council)",
    re.IGNORECASE,
)


def point_back(
    mentions: tuple[PlaceMention, ...], sentences: Sequence[Sentence], setting: Setting, words: PlaceWords
) -> tuple[PlaceMention, ...]:
    """Add "the city", "the area" as mentions of the place they point back to."""
    out = list(mentions)
    for sentence in sentences:
        for match in _ANAPHOR.finditer(sentence.text):
            span = Span(sentence.span.start + match.start(), sentence.span.start + match.end())
            if any(m.span.overlaps(span) or m.span.start == span.end + 1 for m in mentions if m.sentence == sentence.index):
                continue
            noun = match.group(1).lower().removesuffix("'s")
            if noun == "country":
                country = load_countries().get(setting.at(sentence.index))
                if country is not None:
                    out.append(
                        PlaceMention(span, sentence.index, country.name, "country", "at", (), None, None, True, "rule:find.places.anaphora")
                    )
                continue
            level = words.level_of.get(noun)
            back = [m for m in mentions if m.span.end <= span.start and _fits(m, level)]
            ahead = [m for m in mentions if m.span.start >= span.end and _fits(m, level) and level in ("city", "town", "village")]
            antecedent = back[-1] if back else (ahead[0] if ahead else None)
            if antecedent is None:
                continue
            prefix = sentence.text[max(0, match.start() - 70) : match.end() - len(match.group(1))]
            offset = OFFSET.search(prefix)
            out.append(
                PlaceMention(
                    span,
                    sentence.index,
                    antecedent.name,
                    antecedent.level or level,
                    "near" if offset else "at",
                    antecedent.within,
                    offset.group().strip() if offset else None,
                    None,
                    antecedent.known,
                    "rule:find.places.anaphora",
                )
            )
    return tuple(sorted(out, key=lambda m: (m.span.start, m.span.end)))


def _fits(mention: PlaceMention, level: str | None) -> bool:
    if level == "area":
        return mention.level not in ("country",)
    if level in ("city", "town", "village"):
        return mention.level in _SETTLEMENT
    return mention.level == level
