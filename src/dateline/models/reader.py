"""The model reader: one pass of the shared encoder over a report, decoded into spans, classes and links.

The only module that runs the weights (onnxruntime); what it needs is in the package, nothing is fetched.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dateline.errors import DataError
from dateline.models.decode import Floats, best_paths, log_softmax, softmax, spans_of
from dateline.models.features import Hints
from dateline.models.layout import Head, Layout, layout_from
from dateline.models.pairs import Stretch, candidates
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
LEAST = 0.05
"""Links below this probability are not kept."""
_THREADS = 2


class ModelReader:
    """A model of the registry, loaded; safe to use for one report after the other."""

    def __init__(self, folder: Path, model: Model, threads: int | None = None) -> None:
        self.model = model
        self.layout: Layout = layout_from((folder / "layout.json").read_text(encoding="utf-8"))
        tuning = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))
        self._temperature: Mapping[str, float] = tuning["temperature"]
        self._outside: Mapping[str, float] = tuning["outside"]
        self.confidence: Mapping[str, Mapping[str, float]] = tuning.get("confidence", {})
        """Weights of the calibrated confidence of an event report, by reader asked for."""
        self._windows = Windows(Tokenizer.from_file(str(folder / "tokenizer.json")))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or min(_THREADS, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False
        self._encoder = onnxruntime.InferenceSession(str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"])
        self._scorer = onnxruntime.InferenceSession(str(folder / "pairs.onnx"), options, providers=["CPUExecutionProvider"])

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
            scores = np.stack([log_softmax(self._leaned(head, at_words[..., head.columns])) for head in same], 2)
            path = best_paths(scores, starts) if constrained else scores.argmax(-1)
            for row, window in enumerate(group):
                size = len(window.words)
                for position, head in enumerate(same):
                    tags = path[row, :size, position]
                    if not tags.any():
                        continue
                    for first, last, kind in spans_of(tags.tolist(), starts[row, :size].tolist()):
                        chosen = scores[row, np.arange(first, last), position, tags[first:last]]
                        out[row].append((head, first, last, kind, float(np.exp(chosen.mean()))))
        return out

    def _leaned(self, head: Head, logits: Floats) -> Floats:
        """Return a head's logits at its temperature, the column of no span moved by what the dev split asks for."""
        moved: Floats = logits / np.float32(self._temperature.get(head.name, 1.0))
        lean = self._outside.get(head.name, 0.0)
        if lean:
            moved[..., 0] += np.float32(lean)
        return moved

    def _found(
        self, window: Window, tagged: Iterable[tuple[Head, int, int, int, float]], logits: Floats
    ) -> tuple[list[Found], dict[str, list[tuple[Stretch, int]]]]:  # fmt: skip
        found: list[Found] = []
        stretches: dict[str, list[tuple[Stretch, int]]] = defaultdict(list)
        for head, first, last, kind, probability in tagged:
            pieces = logits[window.words[first].first : window.words[last - 1].last].mean(0)
            classes = {
                name: self._labels(self.layout.heads[name], pieces[self.layout.heads[name].columns]) for name in ASKED.get(head.name, ())
            }
            stretches[head.name].append((Stretch(first, last, window.words[first].sentence), len(found)))
            span = Span(window.words[first].start, max(window.words[last - 1].end, window.words[first].start))
            found.append(Found(head.name, span, window.words[first].sentence, probability, head.labels[kind], classes))
        return found, stretches

    def _chances(self, head: Head, window: Window, logits: Floats) -> list[tuple[Span, float]]:
        """Return the words of a window that may belong to a span of a head, with the chance, leaning to no side."""
        chances = (
            1 - softmax(logits[[w.first for w in window.words], head.columns] / np.float32(self._temperature.get(head.name, 1.0)))[:, 0]
        )
        return [(Span(w.start, w.end), float(chance)) for w, chance in zip(window.words, chances, strict=True) if chance >= LEAST]

    def _labels(self, head: Head, logits: Floats) -> dict[str, float]:
        chances = softmax(logits / np.float32(self._temperature.get(head.name, 1.0)))
        return {label: float(chance) for label, chance in zip(head.labels, chances, strict=True)}

    def _links(self, stretches: Mapping[str, list[tuple[Stretch, int]]], vectors: Floats, window: Window, base: int) -> list[Link]:
        number = {(kind, stretch): n for kind, items in stretches.items() for stretch, n in items}
        pairs = list(candidates(self.layout, {kind: sorted(s for s, _ in items) for kind, items in stretches.items()}))
        if not pairs:
            return []
        sums = np.concatenate([np.zeros((1, vectors.shape[1]), np.float32), vectors.cumsum(0)])

        def mean(stretch: Stretch) -> NDArray[np.float32]:
            first, last = window.words[stretch.first].first, window.words[stretch.last - 1].last
            out: NDArray[np.float32] = (sums[last] - sums[first]) / np.float32(last - first)
            return out

        means = {stretch: mean(stretch) for items in stretches.values() for stretch, _ in items}
        (logits,) = self._scorer.run(
            None,
            {
                "heads": np.stack([means[p.one] for p in pairs]),
                "others": np.stack([means[p.other] for p in pairs]),
                "facts": np.array([p.facts for p in pairs], np.int64),
            },
        )
        chances = 1 / (1 + np.exp(-logits / np.float32(self._temperature.get("pairs", 1.0))))
        links = []
        for position, pair in enumerate(pairs):
            for column, relation in enumerate(self.layout.relations):
                if chances[position, column] >= LEAST and pair.kinds in self.layout.legal[relation]:
                    one, other = number[pair.kinds[0], pair.one], number[pair.kinds[1], pair.other]
                    links.append(Link(relation, base + one, base + other, float(chances[position, column])))
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


@cache
def load_reader(name: str = "reader", folder: Path = FOLDER, threads: int | None = None) -> ModelReader:
    """Return a model of the registry, loaded once; raises DataError where a weight file is missing, altered or cannot be run."""
    model = checked(name, folder)
    try:
        return ModelReader(folder, model, threads)
    except (RuntimeError, ValueError, KeyError, OSError) as error:
        raise DataError(
            f"the weights of model {name!r} cannot be run: {error}",
            where=str(folder),
            hint=f"build them anew: {model.command}; or code with --reader rules",
        ) from error


__all__ = ["ASKED", "LEAST", "ModelReader", "load_reader"]
