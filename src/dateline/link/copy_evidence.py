"""The evidence for a copy, piece by piece: each adds to the log-odds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.link.likeness import Likeness
from dateline.link.report_sketch import outlet_key
from dateline.linked import CopyKind, Evidence, ReportSketch

RUN_BY_CHANCE = 0.3
"""A newsroom's reports of two like incidents share so much of their run of words."""
# Log-odds by piece of evidence, set by hand on the tuning pairs (tests/link/copy_pairs.toml) and two tuning wars of bench/.
_PRIOR = -1.5
_WORDING = (9.0, 0.48)  # slope, and the likeness of wording that speaks neither way
_NAMES = (3.0, 0.55)
_OWN_NAMES = (6.0, 0.55)
_NO_COUNT = -1.2
_NO_PLACE = -1.5
_RUN = 12.0
_SENTENCE, _SENTENCES_MOST = 0.2, 3
_NUMBER, _NUMBERS_MOST, _UNSHARED, _UNSHARED_MOST = 0.9, 4, -0.7, 4
_ROUNDED = 0.5
_DIFFERING, _DIFFERING_MOST = -0.8, 3
_QUOTE, _QUOTES_MOST = 1.5, 2
_PLACE, _PLACES_MOST, _ELSEWHERE, _ELSEWHERE_MOST = 0.9, 3, -0.4, 3
_SPEAKER, _SPEAKERS_MOST = 0.3, 2
_CITED = 2.4
_SAME_OUTLET = -2.6
_DAY, _DAYS_MOST = -0.5, 8


def weighed(a: ReportSketch, b: ReportSketch, found: Likeness, cited: Sequence[bool]) -> Iterator[Evidence]:
    """Yield the evidence that a copies b; `cited`: whether a names b as a source, and b a."""
    yield Evidence("prior", "two reports of the same days", _PRIOR)
    if a.wording and b.wording:
        slope, neutral = _WORDING
        yield Evidence("wording", f"{found.wording:.0%} of the shorter's content words", round(slope * (found.wording - neutral), 3))
    if found.names is not None:
        slope, neutral = _NAMES
        yield Evidence("names", f"{found.names:.0%} of the names and numbers", round(slope * (found.names - neutral), 3))
    yield from _counted("sentences", "sentences word for word", found.sentences, _SENTENCE, _SENTENCES_MOST)
    yield from _listed("counts", "the same counts", sorted(found.numbers), _NUMBER, _NUMBERS_MOST)
    yield from _listed("counts rounded", "counts that one gives in round figures", sorted(found.rounded), _ROUNDED, _NUMBERS_MOST)
    if a.numbers and b.numbers and not found.numbers | found.rounded:
        yield Evidence("no count", "both count something, and no count is the same", _NO_COUNT)
    yield from _counted("counts apart", "counts that the other lacks", found.unshared_numbers, _UNSHARED, _UNSHARED_MOST)
    yield from _listed("counts differ", "counted by both, but differently", sorted(found.differing), _DIFFERING, _DIFFERING_MOST)
    yield from _counted("quotations", "the same quotations", found.quotes, _QUOTE, _QUOTES_MOST)
    if a.places and b.places and not found.places:
        yield Evidence("no place", "both name places, and none is the same", _NO_PLACE)
    yield from _listed("places", "the same places", sorted(found.places), _PLACE, _PLACES_MOST)
    yield from _counted(
        "places apart",
        "places of the copy that the other does not name",
        max(len(set(a.places)) - len(found.places), 0),
        _ELSEWHERE,
        _ELSEWHERE_MOST,
    )
    yield from _counted("speakers", "of the same named speakers", len(found.speakers), _SPEAKER, _SPEAKERS_MOST)
    for one, other, names in ((a, b, cited[0]), (b, a, cited[1])):
        if names:
            yield Evidence("cited", f"{one.outlet or one.doc_id.rpartition('/')[2]} names {other.outlet} as its agency or source", _CITED)
    if outlet_key(a.outlet) is not None and outlet_key(a.outlet) == outlet_key(b.outlet):
        yield Evidence("one outlet", f"both are from {a.outlet}: a follow-up is likelier than a copy", _SAME_OUTLET)
    if a.published is not None and b.published is not None and (days := abs(a.published - b.published)) > 1:
        yield Evidence("days apart", f"{days} days lie between them", round(_DAY * min(days - 1, _DAYS_MOST), 3))


def _listed(feature: str, words: str, found: Sequence[str], weight: float, most: int) -> Iterator[Evidence]:
    if found:
        yield Evidence(feature, f"{words}: {', '.join(found)}", round(weight * min(len(found), most), 3))


def _counted(feature: str, words: str, n: int, weight: float, most: int) -> Iterator[Evidence]:
    if n:
        yield Evidence(feature, f"{n} {words}", round(weight * min(n, most), 3))


def same_words(kind: CopyKind, found: Likeness) -> Evidence:
    """Return what two texts that share their words speak for."""
    if kind == "identical":
        return Evidence("text", "the bodies are word for word the same", _RUN)
    saw = f"resemblance {found.resemblance:.2f}; {found.run:.0%} of the shorter's run of words stand in the longer"
    share = max(found.resemblance, (found.run - RUN_BY_CHANCE) / (1 - RUN_BY_CHANCE))
    return Evidence("text", saw, round(_RUN * share, 3))


def own_names(share: float) -> Evidence:
    """Return what the share of the copy's names and numbers that stand in the other speaks for."""
    slope, neutral = _OWN_NAMES
    return Evidence("names of the copy", f"{share:.0%} stand in the other", round(slope * (share - neutral), 3))
