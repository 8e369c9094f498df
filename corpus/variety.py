"""How varied the writing is: distinct words by layer, lengths, openings, repetition."""

from __future__ import annotations

import random
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import simplemma
from sacrebleu.metrics.bleu import BLEU

from corpus.records import Report

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
WINDOW = 1_000  # words; the type-token ratio falls with length, so it is taken over windows of one size
SAMPLE = 300  # sentences whose self-BLEU is taken
REFERENCES = 1_500  # other sentences that each of them is compared with
SEED = 20_260_101


@dataclass(frozen=True)
class Variety:
    """Figures of one collection of reports; lengths in words."""

    lemmas: dict[str, int]  # distinct trigger lemmas by sub type
    trigger_lemmas: int
    cues: int
    type_token_ratio: float
    sentence_length: tuple[float, float, float]  # 10th percentile, median, 90th percentile
    report_length: tuple[float, float, float]
    openings: float  # share of reports whose first three words open no other
    self_bleu: float  # 0-100, of sentences against others
    shuffled: float  # the same with every word drawn from the whole at random


def lemma(words: str) -> str:
    """Return the words in base form, lower case.

    >>> lemma("were Shelled")
    'be shell'
    """
    return " ".join(simplemma.lemmatize(word.lower(), lang="en") for word in WORD.findall(words))


def trigger_lemmas(reports: Iterable[Report]) -> dict[str, Counter[str]]:
    """Return how often each trigger lemma names each sub type."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for report in reports:
        for trigger, sub_type in sorted({(event.trigger, event.sub_type) for event in report.events}):
            found[sub_type][lemma(report.words(trigger))] += 1
    return dict(found)


def cues(reports: Iterable[Report]) -> Counter[str]:
    """Return how often each cue expression, in base form, reports a claim."""
    return Counter(lemma(report.words(claim.cue)) for report in reports for claim in report.claims if claim.cue)


def measure(reports: Sequence[Report]) -> Variety:
    """Return the figures; the same reports give the same figures (fixed seed)."""
    rng = random.Random(SEED)
    sentences = [report.words(line.range) for report in reports for line in report.sentences]
    words = [[word.lower() for word in WORD.findall(sentence)] for sentence in sentences]
    lengths = [len(row) for row in words if row]
    flat = [word for row in words for word in row]
    by_type = trigger_lemmas(reports)
    openings = Counter(
        " ".join(WORD.findall(report.words(report.sentences[0].range))[:3]).lower() for report in reports if report.sentences
    )
    drawn = list(flat)
    rng.shuffle(drawn)
    source = iter(drawn)
    return Variety(
        {name: len(found) for name, found in sorted(by_type.items())},
        len({name for found in by_type.values() for name in found}),
        len(cues(reports)),
        _type_token_ratio(flat),
        _spread(lengths),
        _spread([sum(len(WORD.findall(report.words(line.range))) for line in report.sentences) for report in reports]),
        sum(1 for count in openings.values() if count == 1) / max(1, len(reports)),
        self_bleu([" ".join(row) for row in words if row], random.Random(SEED)),
        self_bleu([" ".join(next(source) for _ in row) for row in words if row], random.Random(SEED)),
    )


def _type_token_ratio(words: Sequence[str]) -> float:
    """Mean share of distinct words over windows of `WINDOW` words."""
    windows = [words[start : start + WINDOW] for start in range(0, max(1, len(words) - WINDOW + 1), WINDOW)]
    return statistics.mean(len(set(window)) / max(1, len(window)) for window in windows)


def _spread(values: Sequence[int]) -> tuple[float, float, float]:
    ordered = sorted(values) or [0]
    return tuple(float(ordered[int(share * (len(ordered) - 1))]) for share in (0.1, 0.5, 0.9))  # type: ignore[return-value]


def self_bleu(sentences: Sequence[str], rng: random.Random) -> float:
    """Return the mean BLEU-4 (0-100) of a sample of sentences, each against a sample of the others (Zhu et al. 2018)."""
    order = list(range(len(sentences)))
    rng.shuffle(order)
    picked, pool = order[:SAMPLE], order
    bleu = BLEU(effective_order=True)
    scores = []
    for index in picked:
        others = [sentences[other] for other in pool if other != index][:REFERENCES]
        if others:
            scores.append(bleu.sentence_score(sentences[index], others).score)
    return statistics.mean(scores) if scores else 0.0
