"""The model reader: one pass of the shared encoder over a report, decoded into spans, classes and links.

The only module that runs the weights (onnxruntime); what it needs is in the package, nothing is fetched.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from dateline.errors import DataError
from dateline.models.decode import Floats, best_paths, log_softmax, softmax, spans_of
from dateline.models.features import Hints
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
_HINTED = ("trigger", "cue")
_FAINT = 0.02
LEAST = 0.2
"""Links below this probability are not kept."""
_THREADS = 2


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
        self._articles = {self._windows.id_of(word) for word in ("the", "a", "an")}
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
        sums: dict[str, dict[int, tuple[Floats, int]]] = {name: {} for name in sentence_heads}
        hints_found: dict[str, list[tuple[Span, float]]] = {name: [] for name in _HINTED if name in heads}
        for positions, ids, mask, features in batches(windows):
            logits, vectors = self._encoder.run(None, {"ids": ids, "mask": mask, "features": features})
            group = [windows[n] for n in positions]
            tagged = self._tagged(group, logits, heads, constrained)
            for row, window in enumerate(group):
                found, stretches = self._found(window, tagged[row], logits[row])
                links += self._links(stretches, vectors[row], window, len(spans))
                spans += found
                self._sum(window, logits[row], sums)
                for name, listed in hints_found.items():
                    listed += self._chances(self.layout.heads[name], window, logits[row])
        order = sorted(range(len(spans)), key=lambda n: (spans[n].span.start, spans[n].span.end, spans[n].kind))
        place = {old: new for new, old in enumerate(order)}
        told = {
            name: {n: self._labels(self.layout.heads[name], total / np.float32(count)) for n, (total, count) in sorted(of.items())}
            for name, of in sums.items()
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
        self, group: Sequence[Window], logits: Floats, heads: Sequence[str], constrained: bool
    ) -> list[list[tuple[Head, int, int, int, float]]]:  # fmt: skip
        """Return for every window of a batch its spans: head, first word, word after the last, type, probability."""
        longest = max(len(w.words) for w in group)
        firsts = np.zeros((len(group), longest), np.int64)
        starts = np.ones((len(group), longest), bool)
        for row, window in enumerate(group):
            firsts[row, : len(window.words)] = [w.first for w in window.words]
            numbers = [w.sentence for w in window.words]
            starts[row, : len(numbers)] = [n == 0 or numbers[n] != numbers[n - 1] for n in range(len(numbers))]
        at_words = np.take_along_axis(logits, firsts[:, :, None], 1)
        out: list[list[tuple[Head, int, int, int, float]]] = [[] for _ in group]
        by_width: dict[int, list[Head]] = defaultdict(list)
        for name in heads:
            by_width[self.layout.heads[name].width].append(self.layout.heads[name])
        for same in by_width.values():
            scores = log_softmax(np.stack([self._leaned(head, at_words[..., head.columns]) for head in same], 2))
            path = best_paths(scores, starts) if constrained else scores.argmax(-1)
            for row, window in enumerate(group):
                size = len(window.words)
                for position, head in enumerate(same):
                    tags = path[row, :size, position]
                    if not tags.any():
                        continue
                    for first, last, kind in self._with_articles(window, spans_of(tags.tolist(), starts[row, :size].tolist())):
                        chosen = scores[row, np.arange(first, last), position, tags[first:last]]
                        out[row].append((head, first, last, kind, float(np.exp(chosen.mean()))))
        return out

    def _with_articles(self, window: Window, spans: Iterator[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
        """Yield spans; one that is an article alone is joined to the span that begins behind it, or dropped: "the" names nothing."""
        begin = -1
        for first, last, kind in spans:
            if last - first == 1 and window.ids[window.words[first].first] in self._articles:
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
        self, window: Window, tagged: Sequence[tuple[Head, int, int, int, float]], logits: Floats
    ) -> tuple[list[Found], dict[str, list[tuple[Stretch, int]]]]:
        """Return the spans of a window with their classes, and where each stands in it, by kind."""
        found: list[Found] = []
        stretches: dict[str, list[tuple[Stretch, int]]] = defaultdict(list)
        words = window.words
        sums = _summed(logits)
        by_kind: dict[str, list[tuple[Head, int, int, int, float]]] = defaultdict(list)
        for item in tagged:
            by_kind[item[0].name].append(item)
        for kind, items in by_kind.items():
            firsts = np.array([words[first].first for _, first, _, _, _ in items])
            lasts = np.array([words[last - 1].last for _, _, last, _, _ in items])
            means = (sums[lasts] - sums[firsts]) / (lasts - firsts)[:, None].astype(np.float32)
            asked = [(name, self._chosen(name, means)) for name in ASKED.get(kind, ())]
            for n, (head, first, last, label, probability) in enumerate(items):
                stretches[kind].append((Stretch(first, last, words[first].sentence), len(found)))
                span = Span(words[first].start, max(words[last - 1].end, words[first].start))
                classes = {name: dict(zip(self.layout.heads[name].labels, chances[n].tolist(), strict=True)) for name, chances in asked}
                found.append(Found(kind, span, words[first].sentence, probability, head.labels[label], classes))
        return found, stretches

    def _chosen(self, name: str, means: Floats) -> Floats:
        """Return the probabilities of a head's labels from mean logits, [spans, labels]."""
        return softmax(means[:, self.layout.heads[name].columns] / np.float32(self._temperature.get(name, 1.0)))

    def _chances(self, head: Head, window: Window, logits: Floats) -> list[tuple[Span, float]]:
        """Return the words of a window that may belong to a span of a head, with the chance, leaning to no side."""
        chances = (
            1 - softmax(logits[[w.first for w in window.words], head.columns] / np.float32(self._temperature.get(head.name, 1.0)))[:, 0]
        )
        return [(Span(w.start, w.end), float(chance)) for w, chance in zip(window.words, chances, strict=True) if chance >= _FAINT]

    def _labels(self, head: Head, logits: Floats) -> dict[str, float]:
        chances = softmax(logits / np.float32(self._temperature.get(head.name, 1.0)))
        return {label: float(chance) for label, chance in zip(head.labels, chances, strict=True)}

    def _links(self, stretches: Mapping[str, list[tuple[Stretch, int]]], vectors: Floats, window: Window, base: int) -> list[Link]:
        """Return the likely links between the spans of a window; `base` is the number of spans found before it."""
        ordered = {kind: sorted(items) for kind, items in stretches.items()}
        pairs = list(blocks(self.layout, {kind: [s for s, _ in items] for kind, items in ordered.items()}))
        if not pairs:
            return []
        sums = _summed(vectors)
        means = {kind: _means(sums, window, [s for s, _ in items]) for kind, items in ordered.items()}
        (logits,) = self._scorer.run(
            None,
            {
                "heads": np.concatenate([means[b.kinds[0]][b.ones] for b in pairs]),
                "others": np.concatenate([means[b.kinds[1]][b.others] for b in pairs]),
                "facts": np.concatenate([b.facts for b in pairs]),
            },
        )
        chances = 1 / (1 + np.exp(-logits / np.float32(self._temperature.get("pairs", 1.0))))
        links, at = [], 0
        for block in pairs:
            own = chances[at : at + len(block.ones)] * self._legal[block.kinds]
            at += len(block.ones)
            ones, others = ordered[block.kinds[0]], ordered[block.kinds[1]]
            for row, column in zip(*np.nonzero(own >= LEAST), strict=True):
                one, other = ones[block.ones[row]][1], others[block.others[row]][1]
                links.append(Link(self.layout.relations[column], base + one, base + other, float(own[row, column])))
        return links

    def _sum(self, window: Window, logits: Floats, sums: Mapping[str, dict[int, tuple[Floats, int]]]) -> None:
        """Add up the logits of a sentence over its pieces; a sentence may lie in several windows."""
        if not sums:
            return
        bounds: dict[int, tuple[int, int]] = {}
        for word in window.words:
            first = bounds.get(word.sentence, (word.first, word.last))[0]
            bounds[word.sentence] = (first, word.last)
        for name, of in sums.items():
            columns = self.layout.heads[name].columns
            for sentence, (first, last) in bounds.items():
                total, count = of.get(sentence, (np.float32(0), 0))
                of[sentence] = (total + logits[first:last, columns].sum(0), count + last - first)


def _summed(states: Floats) -> Floats:
    """Return running sums over pieces, a row of zeros first: the sum of a stretch is a difference of two rows."""
    out: Floats = np.concatenate([np.zeros((1, states.shape[1]), np.float32), states.cumsum(0)])
    return out


def _means(sums: Floats, window: Window, stretches: Sequence[Stretch]) -> Floats:
    """Return the mean over the pieces of each stretch."""
    firsts = np.array([window.words[s.first].first for s in stretches])
    lasts = np.array([window.words[s.last - 1].last for s in stretches])
    out: Floats = (sums[lasts] - sums[firsts]) / (lasts - firsts)[:, None].astype(np.float32)
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
