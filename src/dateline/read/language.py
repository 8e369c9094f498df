"""A cheap guess at a page's language, to say that it is not English."""

from __future__ import annotations

import re
from collections import Counter

_LETTER_RUNS = re.compile(r"[^\W\d_]+")
_SAMPLE = 4000  # characters looked at
# Fewer words than this tell nothing.
_FEWEST = 12
# In English running text about a third of the words are on the list, headlines and lists of strikes keep above a tenth; other languages
# of Latin script stay under 0.05 by shared spellings ("a", "in", "on").
ENGLISH_SHARE = 0.10
_ENGLISH = frozenset(
    ["the", "of", "and", "to", "in", "a", "that", "was", "were", "is", "are", "on", "for", "by", "with", "as", "at", "from", "have", "has", "had", "it", "said",
     "which", "who", "this", "their", "after", "near", "an", "be", "been", "not", "they", "its", "his", "killed", "army", "forces"]
)  # fmt: skip
_OTHERS = {
    "es": frozenset(["el", "la", "los", "las", "de", "del", "que", "y", "en", "un", "una", "por", "con", "para", "se", "fue", "su", "al"]),
    "fr": frozenset(
        ["le", "la", "les", "des", "de", "du", "et", "un", "une", "dans", "par", "pour", "sur", "est", "qui", "que", "au", "aux"]
    ),
    "pt": frozenset(["o", "a", "os", "as", "de", "do", "da", "dos", "das", "que", "e", "em", "um", "uma", "no", "na", "por", "com", "não"]),
    "it": frozenset(["il", "la", "lo", "gli", "le", "di", "del", "della", "che", "e", "in", "un", "una", "per", "con", "sono", "nel"]),
    "de": frozenset(
        ["der", "die", "das", "und", "den", "dem", "von", "zu", "mit", "auf", "für", "ist", "ein", "eine", "im", "bei", "wurden"]
    ),
    "tr": frozenset(["ve", "bir", "bu", "için", "ile", "da", "de", "olarak", "olan", "çok", "sonra", "kadar"]),
}
_SCRIPTS = (
    ("ar", "\u0600", "\u06ff"),
    ("ru", "\u0400", "\u04ff"),
    ("he", "\u0590", "\u05ff"),
    ("zh", "\u4e00", "\u9fff"),
    ("hi", "\u0900", "\u097f"),
    ("el", "\u0370", "\u03ff"),
)


def guess_language(text: str) -> str | None:
    """Return "en", a two-letter guess, "und" where it is surely not English, or None for a text too short to tell.

    For scripts of several languages the commonest stands: "ar" for Arabic script, "ru" for Cyrillic.
    """
    words = [word.lower() for word in _LETTER_RUNS.findall(text[:_SAMPLE])]
    if not words:
        return None
    letters = "".join(words)
    if not letters.isascii():
        for code, low, high in _SCRIPTS:
            if sum(low <= c <= high for c in letters) > 0.5 * len(letters):
                return code
    if len(words) < _FEWEST:
        return None
    tally = Counter(words)
    english = sum(tally[word] for word in _ENGLISH)
    counts = {code: sum(tally[word] for word in listed) for code, listed in _OTHERS.items()}
    best = max(counts, key=lambda code: counts[code])
    if english >= ENGLISH_SHARE * len(words):
        return "en" if counts[best] <= english else best
    return best if counts[best] >= ENGLISH_SHARE * len(words) else "und"
