"""Texts that are hard on offsets: many scripts, marks that combine, what cannot be seen, what is very long or empty."""

from __future__ import annotations

from hypothesis import strategies as st

Sentences = list[tuple[int, int, str]]
"""Sentences as the reader takes them: number, start in the document, text."""

ALPHABETS = {
    "latin": "abcdefgXYZäßçœŁİıſ",
    "cyrillic": "абвгдЖЩЪЭйё",
    "arabic": "ابتثجحخدلآﷺ٠١٢٣ًٌٍّْ",
    "hebrew": "אבגדְִֶ",
    "devanagari": "कखगनमसतेैिीुू्ंःद१२",
    "han": "漢字中国文㐀𠀀、。",
    "kana": "かなカナがパー々",
    "hangul": "각국한글전쟁",
    "thai": "กขคงเแโ์่้ำ",
    "emoji": "🙂💥👨👩👧🏽🇸🇾☠️⚔",
    "unseen": "\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\ufeff\u00ad\u061c",
    "control": "\x00\x01\x07\x08\x1b\x7f\x85\x9f",
    "blank": " \t\n\r\u00a0\u2003\u2028\u2029\u3000",
    "combining": "\u0300\u0301\u0308\u0323\u0338\u20dd\u0489",
    "marks": ".,;:!?\"'()[]-–—…“”‘’«»/%$€#@_*•≠≮`^|~",
    "digits": "0123456789½²Ⅳ",
}
WORDS = (
    "Gunmen", "killed", "12", "people", "in", "Ostrel", "on", "Monday", "the army", "said", "that", "they", "shelled", "Aleppo", "rebels", "captured",
    "two tanks", "according to SANA", "don't", "U.S.-led", "10:30", "1,200", "[SEP]", "[CLS]", "[PAD]", "[MASK]", "##ing", "cafe\u0301", "NOTORIOUSLY",
    "a" * 101, "x" * 260, "ab" * 50, "每" * 40, "👨\u200d👩\u200d👧", "नमस्ते", "e\u0301\u0301\u0301", "\u0301", "(IDPs)", "Zivilist:innen",
)  # fmt: skip
HARD = (
    "", " ", "\n\n\t", "\u200b", "\u0301", "\x00", "\ufeff", "...", "🙂", "[CLS]", "\u200b\u200d\u0301\x00", "a\u200bb", "x\x00y", "की", "각", "ﬃ", "İ", "≠",
    "नमस्ते दुनिया", "قصفت القوات مدينة حلب أمس.", "Боевики обстреляли Донецк, погибли 3 человека.", "叛军周一袭击了村庄，造成十二人死亡。",
    "Gunmen 🙂💥 killed\u200b 12 peo\u00adple\u202e in Ostrel\x07.", "The ar\u0301my sai\u0308d.", "a" * 101, "每" * 300, "-" * 700, "x " * 400,
)  # fmt: skip


def texts() -> st.SearchStrategy[str]:
    """Give texts of ordinary words between runs of hostile characters."""
    run = st.sampled_from(sorted(ALPHABETS)).flatmap(lambda name: st.text(ALPHABETS[name], min_size=1, max_size=9))
    part = st.one_of(st.sampled_from(WORDS), run, st.just(" "))
    mixed = st.lists(part, max_size=30).flatmap(lambda parts: st.sampled_from(["", " "]).map(lambda between: between.join(parts)))
    anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
    return st.one_of(mixed, mixed, st.sampled_from(HARD), anything)


def documents(most: int = 6) -> st.SearchStrategy[Sentences]:
    """Give sentences of a document, in order, with gaps between their numbers and their ranges."""
    return st.lists(st.tuples(texts(), st.integers(0, 3), st.integers(1, 3)), max_size=most).map(_placed)


def _placed(given: list[tuple[str, int, int]]) -> Sentences:
    out: Sentences = []
    number, at = -1, 0
    for text, gap, step in given:
        number, at = number + step, at + gap
        out.append((number, at, text))
        at += len(text)
    return out


def in_row(*given: str) -> Sentences:
    """Set texts side by side as sentences 0, 1, 2 ... of one document."""
    return _placed([(text, 1, 1) for text in given])
