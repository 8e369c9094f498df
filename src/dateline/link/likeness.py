"""How alike two reports are in words and in facts: the measures that the copy classes rest on."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, pairwise

from dateline.data.words import is_common
from dateline.link.report_sketch import PERMUTATIONS
from dateline.linked import ReportSketch

SENTENCE_WORDS = 4
"""A sentence of fewer content words ("He gave no details.") is anybody's."""
PLACE_WORD = 4
"""Shorter words ("al", "tal", "kafr" apart) are shared by places that have nothing to do with each other."""
_PLACES_KEPT = 65_536
TEXT_WORDS = 8
"""Fewer content words are no text that anybody copies."""
NAMES_LEAST = 4
"""Fewer names and numbers are shared by chance: the country, the side, the day."""
TELLING = 13
"""From this value on a number says the same whatever it is put to ("28 passengers", "28 dead"); small ones recur."""
ROUND = 20
"""Counts from here on are rounded to tens."""
QUOTE_SHARE = 0.8
"""Share of a quotation's words, in order, that must stand in the other's for the two to be one ("[...]" and cuts)."""


@dataclass(frozen=True)
class Text:
    """A report's sketch unpacked for comparison."""

    report: ReportSketch

    @cached_property
    def signature(self) -> array[int]:
        """Return the MinHash as numbers."""
        return _unpacked(self.report.signature)

    @cached_property
    def _told(self) -> list[tuple[int, list[int]]]:
        """Return the hash and the content words of each sentence."""
        out: list[tuple[int, list[int]]] = []
        sentence: list[int] = []
        hashes = iter(self.report.sentences)
        for word in _unpacked(self.report.wording):
            if word:
                sentence.append(word)
                continue
            out.append((next(hashes, 0), sentence))
            sentence = []
        return out

    @cached_property
    def sentences(self) -> list[list[int]]:
        """Return the content words sentence by sentence."""
        return [words for _, words in self._told if words]

    @cached_property
    def hashes(self) -> frozenset[int]:
        """Return the hashes of the sentences that have words enough to be somebody's."""
        return frozenset([hashed for hashed, words in self._told if hashed and len(words) >= SENTENCE_WORDS])

    @cached_property
    def words(self) -> frozenset[int]:
        """Return the distinct content words."""
        return frozenset(chain.from_iterable(self.sentences))

    @cached_property
    def names(self) -> frozenset[int]:
        """Return the distinct names and numbers."""
        return frozenset([word for word in self.words if word & 1])

    @cached_property
    def place_words(self) -> dict[str, frozenset[str]]:
        """Return the words that tell each place from others: those that are no ordinary words ("shaer" of "jabal shaer")."""
        return {place: place_words(place) for place in self.report.places}

    @cached_property
    def every_place_word(self) -> frozenset[str]:
        """Return the words of all places."""
        return frozenset(chain.from_iterable(self.place_words.values()))

    @cached_property
    def pairs(self) -> frozenset[int]:
        """Return the pairs of content words that stand side by side, as one number each."""
        return frozenset([one << 32 | two for sentence in self.sentences for one, two in pairwise(sentence)])

    @cached_property
    def bags(self) -> list[frozenset[int]]:
        """Return the content words of each sentence that has enough of them."""
        return [bag for sentence in self.sentences if len(bag := frozenset(sentence)) >= SENTENCE_WORDS - 1]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two reports share.

    resemblance: estimated Jaccard of word shingles; run: share of the shorter's content-word pairs that the longer has; words: share of the
    shorter's content words that the longer has; covered: the same, each sentence against the one that fits it best, the better of both
    directions; names: share of the names and numbers of the one with fewer, None where they are too few, names_first and names_second those of
    each; all 0 to 1, 0 where a sketch has
    no text. The rest are what both have, and what only the first or second has.
    """

    resemblance: float
    run: float
    words: float
    covered: float
    names: float | None
    names_first: float
    names_second: float
    sentences: int
    shorter: int  # sentences of the one with fewer
    numbers: frozenset[str]
    rounded: frozenset[str]
    differing: frozenset[str]  # counted by both, never alike ("killed")
    unshared_numbers: int  # of the report that counts less
    quotes: int
    places: frozenset[str]
    speakers: frozenset[str]

    def names_of(self, first: bool) -> float | None:
        """Return the share of the first or second report's own names and numbers that the other has, None where they are too few."""
        if self.names is None:
            return None
        return self.names_first if first else self.names_second

    @property
    def wording(self) -> float:
        """Return the likeness of a paraphrase: shared vocabulary, half of it within single sentences."""
        return (self.words + self.covered) / 2


def likeness(a: Text, b: Text) -> Likeness:
    """Measure two reports against each other; the order does not matter."""
    one, two = a.report, b.report
    numbers, rounded = _shared_numbers(one, two)
    places = frozenset(
        place for place, words in a.place_words.items() if place in b.place_words or not words.isdisjoint(b.every_place_word)
    )
    return Likeness(
        resemblance=_resemblance(a, b),
        run=_contained(a.pairs, b.pairs),
        covered=max(_covered(a, b), _covered(b, a)) if (words := _contained(a.words, b.words)) else 0.0,
        words=words,
        names=_contained(a.names, b.names) if min(len(a.names), len(b.names)) >= NAMES_LEAST else None,
        names_first=len(a.names & b.names) / max(len(a.names), 1),
        names_second=len(a.names & b.names) / max(len(b.names), 1),
        sentences=len(a.hashes & b.hashes),
        shorter=min(len(a.hashes), len(b.hashes)),
        numbers=numbers,
        rounded=rounded,
        differing=(_counted(one) & _counted(two)) - {number.partition(" ")[2] for number in numbers | rounded},
        unshared_numbers=min(_unshared(one, two), _unshared(two, one)),
        quotes=sum(1 for quote in one.quotes if any(_same_quote(quote, other) for other in two.quotes)),
        places=places,
        speakers=frozenset(one.speakers) & frozenset(two.speakers),
    )


@lru_cache(maxsize=_PLACES_KEPT)
def place_words(place: str) -> frozenset[str]:
    """Return the words of a place's name that are long enough and no ordinary English words."""
    return frozenset(word for word in place.replace("'", "").split() if len(word) >= PLACE_WORD and not is_common(word))


def one_text(a: ReportSketch, b: ReportSketch) -> bool:
    """Tell whether two bodies are word for word the same, and no mere "Photo gallery"."""
    return is_text(a) and a.wording == b.wording and a.sentences == b.sentences and a.signature == b.signature


def is_text(report: ReportSketch) -> bool:
    """Tell whether a body is more than a mere "Photo gallery"."""
    return len(report.wording) >= 4 * TEXT_WORDS


def _unpacked(packed: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(packed)
    return numbers


def _resemblance(a: Text, b: Text) -> float:
    if not a.report.signature or not b.report.signature:
        return 0.0
    return sum(map(int.__eq__, a.signature, b.signature)) / PERMUTATIONS


def _contained(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _covered(a: Text, b: Text) -> float:
    """Return the share of a's content words that stand in the sentence of b that fits theirs best."""
    total = sum(map(len, a.bags))
    if not total:
        return 0.0
    return sum(max([len(bag & other) for other in b.bags], default=0) for bag in a.bags) / total


def _counted(report: ReportSketch) -> frozenset[str]:
    return frozenset(number.partition(" ")[2] for number in report.numbers)


def _shared_numbers(one: ReportSketch, two: ReportSketch) -> tuple[frozenset[str], frozenset[str]]:
    """Return the first one's counts that the other has too, large ones of whatever noun; and those that it rounds."""
    theirs = [_split(number) for number in two.numbers]
    same: set[str] = set()
    rounded: set[str] = set()
    for number in one.numbers:
        value, noun = _split(number)
        if any(value == other and (noun == what or value >= TELLING) for other, what in theirs):
            same.add(number)
        elif any(noun == what and _rounds(value, other) for other, what in theirs):
            rounded.add(number)
    return frozenset(same), frozenset(rounded)


def _unshared(one: ReportSketch, two: ReportSketch) -> int:
    """Return how many of one's counts the other has in no form: not the value, whatever it counts, nor a round figure for it."""
    values = {_split(number)[0] for number in two.numbers}
    own = {_split(number)[0] for number in one.numbers}
    return sum(1 for value in own if value not in values and not any(_rounds(value, other) for other in values))


def _split(number: str) -> tuple[float, str]:
    value, _, noun = number.partition(" ")
    try:
        return float(value), noun
    except ValueError:  # a version, a grid reference
        return 0.0, noun


def _rounds(one: float, other: float) -> bool:
    """Tell whether one of two counts is the other in round figures ("some forty" for 41, "more than twenty" for 23)."""
    low, high = sorted((one, other))
    return low >= ROUND and high - low <= 0.15 * high and (low % 10 == 0 or high % 10 == 0)


def _same_quote(a: str, b: str) -> bool:
    shorter, longer = sorted((a, b), key=len)
    if shorter in longer:
        return True
    return _in_order(shorter.split(), longer.split()) >= QUOTE_SHARE * len(shorter.split())


def _in_order(words: list[str], text: list[str]) -> int:
    """Return how many of the words stand in the text one after the other, each looked for from the start of what is left."""
    found = at = 0
    for word in words:
        if word in text[at:]:
            at = text.index(word, at) + 1
            found += 1
    return found
