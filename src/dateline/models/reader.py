"""The model reader: one pass of the shared encoder over a report, decoded into spans, classes and links.

The only module that runs the weights (onnxruntime); what it needs is in the package, nothing is fetched.
"""

from __future__ import annotations

import itertools
import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from dateline.errors import DataError
from dateline.models.decode import Flags, Floats, best_paths, log_softmax, softmax, spans_of
from dateline.models.features import CASES, Hints
from dateline.models.filter import load_filter
from dateline.models.layout import Head, Layout, layout_from
from dateline.models.pairs import Stretch, blocks
from dateline.models.registry import FOLDER, Model, checked
from dateline.models.spans import READ, Found, Link, ModelReading
from dateline.models.windows import Window, Windows, batches
from dateline.records import Span

ASKED: Mapping[str, tuple[str, ...]] = {
    "trigger": ("sub_type", "realis", "salience", "outcome", "again"), "cue": ("certainty", "polarity", "cue_class"),
    "toll": ("toll_kind", "category"), "loss": ("effect",), "control": ("state",), "statement": ("predicate",), "actor": ("actor_class",),
    "place": ("level",), "muc": ("muc_type",),
}  # fmt: skip
"""The classes asked of a span, by its kind."""
_NAMES = frozenset({"actor", "place", "source", "re3d", "cameo"})
"""Heads whose spans hold their names whole."""
_NOMINAL = _NAMES | {"muc", "polnear.source"}
"""Heads whose spans are noun phrases: none ends with a word that wants another one behind it."""
_WANTING = ("in", "of", "near", "at", "on", "and", "with", "by", "for", "from", "to", "or", "between", "against", "over", "under", "into")
_APOSTROPHES = ("'", "’")
_DATED = (
    "i", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
"""Words with a capital that begin something new beside a name."""
_HEADLINE = 0.6  # share of a sentence's words with a capital from which capitals tell nothing
_TITLE, _UPPER, _DIGIT = (CASES.index(case) for case in ("title", "upper", "digit"))
_HINTED = ("trigger", "cue")
_FAINT = 0.02
LEAST = 0.2
"""Links below this probability are not kept."""
_THREADS = 2
_PAIRS = 1024  # pairs scored at once: more take memory and no less time


class ModelReader:
    """A model of the registry, loaded; safe to use for one report after the other."""

    def __init__(self, folder: Path, model: Model, threads: int | None = None) -> None:
        self.model = model
        self.layout: Layout = layout_from((folder / "layout.json").read_text(encoding="utf-8"))
        tuning = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))
        self._temperature: Mapping[str, float] = tuning["temperature"]
        self._outside: dict[str, float] = dict(tuning["outside"])
        self.confidence: Mapping[str, Mapping[str, float]] = tuning.get("confidence", {})
        """Weights of the calibrated confidence of an event report, by reader asked for."""
        self._windows = Windows(Tokenizer.from_file(str(folder / "tokenizer.json")))
        self._legal = {
            pair: np.array([pair in self.layout.legal[relation] for relation in self.layout.relations], np.float32)
            for pair in {pair for pairs in self.layout.legal.values() for pair in pairs}
        }
        self._wanting: set[int | None] = {*self._windows.articles, *map(self._windows.id_of, _WANTING)}
        self._apostrophes = {self._windows.id_of(mark) for mark in _APOSTROPHES}
        self._wanting |= self._apostrophes
        self._possessive = self._windows.id_of("s")
        self._dated = {self._windows.id_of(word) for word in _DATED}
        self.filter = load_filter(folder / "filter.npz")
        """Tells which sentences are worth reading at all."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or min(_THREADS, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False
        self._encoder = onnxruntime.InferenceSession(str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"])
        self._scorer = onnxruntime.InferenceSession(str(folder / "pairs.onnx"), options, providers=["CPUExecutionProvider"])

    def lean(self, head: str, outside: float) -> None:
        """Set what is added to a head's logit for a word outside every span: below 0 it finds more spans, above fewer."""
        self._outside[head] = outside

    def read(
        self, sentences: Sequence[tuple[int, int, str]], hints: Hints | None = None, *, heads: Sequence[str] = READ,
        sentence_heads: Sequence[str] = ("relevant",), constrained: bool = True,
    ) -> ModelReading:  # fmt: skip
        """Read sentences given as (number, start in the document, text); spans come back as ranges of code points of the document.

        `constrained`: by the best legal path of tags, else by the best tag of each word alone.
        """
        windows = [w for w in self._windows.pack(self._windows.pieces(sentences, hints or [])) if w.words]
        spans: list[Found] = []
        links: list[Link] = []
        told_of: dict[str, dict[int, tuple[Floats, int]]] = {name: {} for name in sentence_heads}
        hints_found: dict[str, list[tuple[Span, float]]] = {name: [] for name in _HINTED if name in heads}
        for positions, ids, mask, features in batches(windows):
            logits, vectors = self._encoder.run(None, {"ids": ids, "mask": mask, "features": features})
            group = [windows[n] for n in positions]
            at_words, starts = _at_words(group, logits)
            tagged = self._tagged(group, at_words, starts, heads, constrained)
            sums = _summed(logits)
            found, stretches = self._found(group, tagged, sums)
            links += self._links(stretches, group, vectors, len(spans))
            spans += found
            self._sum(group, sums, told_of)
            for name, listed in hints_found.items():
                listed += self._chances(self.layout.heads[name], group, at_words)
        order = sorted(range(len(spans)), key=lambda n: (spans[n].span.start, spans[n].span.end, spans[n].kind))
        place = {old: new for new, old in enumerate(order)}
        told = {
            name: {n: self._labels(self.layout.heads[name], total / np.float32(count)) for n, (total, count) in sorted(of.items())}
            for name, of in told_of.items()
        }
        return ModelReading(
            tuple(spans[n] for n in order),
            tuple(sorted((Link(k.relation, place[k.one], place[k.other], k.probability) for k in links), key=lambda k: (k.one, k.other, k.relation))),
            {n: labels["yes"] for n, labels in told.get("relevant", {}).items()},
            self.model.made_by,
            {name: sorted(listed, key=lambda item: item[0]) for name, listed in hints_found.items()},
            told,
        )  # fmt: skip

    def _tagged(
        self, group: Sequence[Window], at_words: Floats, starts: Flags, heads: Sequence[str], constrained: bool
    ) -> dict[str, list[_Tagged]]:  # fmt: skip
        """Return the spans of a batch by head."""
        out: dict[str, list[_Tagged]] = defaultdict(list)
        by_width: dict[int, list[Head]] = defaultdict(list)
        for name in heads:
            by_width[self.layout.heads[name].width].append(self.layout.heads[name])
        open_ends, within = self._seams(group, starts) if constrained else (starts, starts)
        for same in by_width.values():
            scores = log_softmax(np.stack([self._leaned(head, at_words[..., head.columns]) for head in same], 2))
            if constrained:
                names = np.array([head.name in _NAMES for head in same])
                nominal = np.array([head.name in _NOMINAL for head in same])
                unended = (open_ends[..., None] & nominal) | (within[..., None] & names)
                unbegun = np.zeros_like(unended)
                unbegun[:, 1:] = (within[:, :-1] & ~starts[:, :-1])[..., None] & names
                path = best_paths(scores, starts, unended, unbegun)
            else:
                path = scores.argmax(-1)
            chosen = np.take_along_axis(scores, path[..., None], -1)[..., 0]
            for row, window in enumerate(group):
                size = len(window.words)
                bounds = starts[row, :size].tolist()
                for position in np.flatnonzero(path[row, :size].any(0)).tolist():
                    tags = path[row, :size, position].tolist()
                    for first, last, kind in self._with_articles(window, spans_of(tags, bounds)):
                        chance = float(np.exp(chosen[row, first:last, position].mean()))
                        out[same[position].name].append(_Tagged(row, first, last, kind, chance))
        return out

    def _seams(self, group: Sequence[Window], starts: Flags) -> tuple[Flags, Flags]:
        """Return the words at which no nominal span ends [windows, words]: those that want another behind them, and those inside of a name.

        A name is not cut between two capitals, but where a day follows, or where all words have capitals (headlines).
        """
        wanting, capital = np.zeros_like(starts), np.zeros_like(starts)
        dated = np.zeros_like(starts)
        for row, window in enumerate(group):
            size = len(window.words)
            ids = [window.ids[w.first] for w in window.words]
            wanting[row, :size] = [n in self._wanting and w.last - w.first == 1 for n, w in zip(ids, window.words, strict=True)]
            for position, (before, n) in enumerate(itertools.pairwise(ids), 1):
                wanting[row, position] |= n == self._possessive and before in self._apostrophes
            dated[row, :size] = [n in self._dated for n in ids]
            cases = np.array([window.features[w.first][0] for w in window.words])
            high = (cases == _TITLE) | (cases == _UPPER)
            sentence = np.cumsum(starts[row, :size]) - 1
            share = np.bincount(sentence, high & (cases < _DIGIT)) / np.maximum(1, np.bincount(sentence, cases < _DIGIT))
            capital[row, :size] = high & (share < _HEADLINE)[sentence]
        within = np.zeros_like(starts)
        within[:, :-1] = (
            capital[:, :-1] & capital[:, 1:] & ~starts[:, 1:] & ~dated[:, :-1] & ~dated[:, 1:] & ~wanting[:, :-1] & ~wanting[:, 1:]
        )
        return wanting, within

    def _with_articles(self, window: Window, spans: Iterator[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
        """Yield spans; one that is an article alone is joined to the span that begins behind it, or dropped: "the" names nothing."""
        begin = -1
        for first, last, kind in spans:
            if last - first == 1 and window.ids[window.words[first].first] in self._windows.articles:
                begin = first
                continue
            joined = begin == first - 1 >= 0 and window.words[begin].sentence == window.words[first].sentence
            yield (begin if joined else first), last, kind
            begin = -1

    def _leaned(self, head: Head, logits: Floats) -> Floats:
        """Return a head's logits at its temperature, the column of no span moved by what the dev split asks for."""
        moved: Floats = logits / np.float32(self._temperature.get(head.name, 1.0))
        lean = self._outside.get(head.name, 0.0)
        if lean:
            moved[..., 0] += np.float32(lean)
        return moved

    def _found(
        self, group: Sequence[Window], tagged: Mapping[str, Sequence[_Tagged]], sums: Floats
    ) -> tuple[list[Found], dict[str, list[tuple[Stretch, int]]]]:
        """Return the spans of a batch with their classes, and where each stands, by kind."""
        found: list[Found] = []
        stretches: dict[str, list[tuple[Stretch, int]]] = defaultdict(list)
        for kind, items in tagged.items():
            labels = self.layout.heads[kind].labels
            places = [Stretch(t.first, t.last, group[t.row].words[t.first].sentence, t.row) for t in items]
            means = _means(sums, group, places)
            asked = [(name, self.layout.heads[name].labels, self._chosen(name, means).tolist()) for name in ASKED.get(kind, ())]
            for n, (item, place) in enumerate(zip(items, places, strict=True)):
                words = group[item.row].words
                stretches[kind].append((place, len(found)))
                span = Span(words[item.first].start, max(words[item.last - 1].end, words[item.first].start))
                classes = {name: dict(zip(options, chances[n], strict=True)) for name, options, chances in asked}
                found.append(Found(kind, span, place.sentence, item.probability, labels[item.kind], classes))
        return found, stretches

    def _chosen(self, name: str, means: Floats) -> Floats:
        """Return the probabilities of a head's labels from mean logits, [spans, labels]."""
        return softmax(means[:, self.layout.heads[name].columns] / np.float32(self._temperature.get(name, 1.0)))

    def _chances(self, head: Head, group: Sequence[Window], at_words: Floats) -> list[tuple[Span, float]]:
        """Return the words of a batch that may belong to a span of a head, with the chance, leaning to no side."""
        chances = 1 - softmax(at_words[..., head.columns] / np.float32(self._temperature.get(head.name, 1.0)))[..., 0]
        out = []
        for row, column in zip(*(axis.tolist() for axis in np.nonzero(chances >= _FAINT)), strict=True):
            words = group[row].words
            if column < len(words):
                out.append((Span(words[column].start, words[column].end), float(chances[row, column])))
        return out

    def _labels(self, head: Head, logits: Floats) -> dict[str, float]:
        chances = softmax(logits / np.float32(self._temperature.get(head.name, 1.0)))
        return {label: float(chance) for label, chance in zip(head.labels, chances, strict=True)}

    def _links(self, stretches: Mapping[str, list[tuple[Stretch, int]]], group: Sequence[Window], vectors: Floats, base: int) -> list[Link]:
        """Return the likely links between the spans of each window of a batch; `base` is the number of spans found before it."""
        ordered = {kind: sorted(items, key=lambda item: (item[0].window, item)) for kind, items in stretches.items()}
        pairs = list(blocks(self.layout, {kind: [s for s, _ in items] for kind, items in ordered.items()}))
        if not pairs:
            return []
        sums = _summed(vectors)
        means = {kind: _means(sums, group, [s for s, _ in items]) for kind, items in ordered.items()}
        given = {
            "heads": np.concatenate([means[b.kinds[0]][b.ones] for b in pairs]),
            "others": np.concatenate([means[b.kinds[1]][b.others] for b in pairs]),
            "facts": np.concatenate([b.facts for b in pairs]),
        }
        parts = range(0, len(given["facts"]), _PAIRS)
        logits = np.concatenate([self._scorer.run(None, {name: rows[a : a + _PAIRS] for name, rows in given.items()})[0] for a in parts])
        chances = 1 / (1 + np.exp(-logits / np.float32(self._temperature.get("pairs", 1.0))))
        links, at = [], 0
        for block in pairs:
            own = chances[at : at + len(block.ones)] * self._legal[block.kinds]
            at += len(block.ones)
            ones, others = ordered[block.kinds[0]], ordered[block.kinds[1]]
            rows, columns = np.nonzero(own >= LEAST)
            for one, other, column, chance in zip(
                block.ones[rows].tolist(), block.others[rows].tolist(), columns.tolist(), own[rows, columns].tolist(), strict=True
            ):
                links.append(Link(self.layout.relations[column], base + ones[one][1], base + others[other][1], chance))
        return links

    def _sum(self, group: Sequence[Window], sums: Floats, told_of: Mapping[str, dict[int, tuple[Floats, int]]]) -> None:
        """Add up the logits of each sentence over its pieces; a sentence may lie in several windows."""
        for row, window in enumerate(group) if told_of else ():
            bounds: dict[int, tuple[int, int]] = {}
            for word in window.words:
                first = bounds.get(word.sentence, (word.first, word.last))[0]
                bounds[word.sentence] = (first, word.last)
            for name, of in told_of.items():
                columns = self.layout.heads[name].columns
                for sentence, (first, last) in bounds.items():
                    total, count = of.get(sentence, (np.float32(0), 0))
                    of[sentence] = (total + sums[row, last, columns] - sums[row, first, columns], count + last - first)


class _Tagged(NamedTuple):
    """A span of a window of a batch: its row, first word, word after the last, type, probability."""

    row: int
    first: int
    last: int
    kind: int
    probability: float


def _at_words(group: Sequence[Window], logits: Floats) -> tuple[Floats, Flags]:
    """Return the logits at the first piece of each word [windows, words, columns], and where a sentence begins [windows, words]."""
    longest = max(len(w.words) for w in group)
    firsts = np.zeros((len(group), longest), np.int64)
    starts = np.ones((len(group), longest), bool)
    for row, window in enumerate(group):
        firsts[row, : len(window.words)] = [w.first for w in window.words]
        numbers = np.array([w.sentence for w in window.words])
        starts[row, 1 : len(numbers)] = numbers[1:] != numbers[:-1]
    return np.take_along_axis(logits, firsts[:, :, None], 1), starts


def _summed(states: Floats) -> Floats:
    """Return running sums over the pieces of each window, a row of zeros first: the sum of a stretch is a difference of two rows."""
    out: Floats = np.zeros((states.shape[0], states.shape[1] + 1, states.shape[2]), np.float32)
    np.cumsum(states, 1, out=out[:, 1:])
    return out


def _means(sums: Floats, group: Sequence[Window], stretches: Sequence[Stretch]) -> Floats:
    """Return the mean over the pieces of each stretch."""
    rows = np.array([s.window for s in stretches])
    firsts = np.array([group[s.window].words[s.first].first for s in stretches])
    lasts = np.array([group[s.window].words[s.last - 1].last for s in stretches])
    out: Floats = (sums[rows, lasts] - sums[rows, firsts]) / (lasts - firsts)[:, None].astype(np.float32)
    return out


@cache
def load_reader(name: str = "reader", folder: Path = FOLDER, threads: int | None = None) -> ModelReader:
    """Return a model of the registry, loaded once; raises DataError where a weight file is missing, altered or cannot be run."""
    model = checked(name, folder)
    try:
        return ModelReader(folder, model, threads)
    except Exception as error:
        raise DataError(
            f"the weights of model {name!r} cannot be run: {error}",
            where=str(folder),
            hint=f"build them anew: {model.command}; or code with --reader rules",
        ) from error


__all__ = ["ASKED", "LEAST", "ModelReader", "load_reader"]
