"""The shipped model on public sets: entities (re3d, cameo_ner), attributions (PolNeAR), roles (MUC-4), relations (PLOVER).

Each set is read with its own head of the one shared encoder; the package's finders give the lexical hints, as when a report is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from bench import attribution, entities, muc4, plover
from dateline.attribute.modelled import modelled_drafts
from dateline.models.features import MARKS
from dateline.models.reader import ModelReader, load_reader
from dateline.models.spans import ModelReading
from dateline.records import Sentence, Span
from dateline.segment import segment
from train.hints import Hinter
from train.sets.public import sentences_of

_MARK = 3
CUE, LINK = 0.45, 0.4
"""Least probability of a PolNeAR cue, chosen on its train part."""
RELEVANT, FILLER = 0.5, 0.3
"""MUC-4: from which chance an incident is told at all, and a filler counts; chosen on the 200 reports of role_fillers_dev."""


def main(data: Path, sets: Sequence[str] = ()) -> int:
    """Print the figures of the sets asked for (all of them by default); 2 when one is not there."""
    model, hinter = load_reader(), Hinter()
    status = 0
    for name, run in RUNS.items():
        if not sets or name in sets:
            status = max(status, run(data, model, hinter))
    return status


# ---------------------------------------------------------------- entities


def tagger(model: ModelReader, hinter: Hinter, head: str, *, constrained: bool) -> entities.Tagger:
    """Return a function from sentences as words to their BIO tags by a head."""

    def tag(sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        out = []
        for words in sentences:
            text = " ".join(words)
            reading = model.read([(0, 0, text)], hinter(text), heads=(head,), sentence_heads=(), constrained=constrained)
            out.append(_bio(words, reading))
        return out

    return tag


def _bio(words: Sequence[str], reading: ModelReading) -> list[str]:
    tags, at = ["O"] * len(words), 0
    for n, word in enumerate(words):
        inside = next((f for f in reading.spans if f.span.start < at + len(word) and at < f.span.end), None)
        if inside is not None:
            tags[n] = f"{'I' if inside.span.start < at else 'B'}-{inside.label}"
        at += len(word) + 1
    return tags


def _entities(name: str, head: str) -> Callable[[Path, ModelReader, Hinter], int]:
    def run(data: Path, model: ModelReader, hinter: Hinter) -> int:
        taggers = {"argmax": False, "constrained": True}
        found = entities.report(data, name, {how: tagger(model, hinter, head, constrained=c) for how, c in taggers.items()})
        return 0 if found else 2

    return run


# ---------------------------------------------------------------- attributions


def attributions(model: ModelReader, hinter: Hinter, text: str, least: float = CUE) -> list[tuple[Span, Span | None, Span]]:
    """Return (cue, source, content) of every attribution of a text, attitudes and intentions included."""
    sentences = segment(attribution.page_of(text).document)
    heads = ("polnear.cue", "polnear.source", "polnear.content")
    reading = model.read([(s.index, s.span.start, s.text) for s in sentences], hinter(text), heads=heads, sentence_heads=())
    return [(d.cue, d.source, d.content) for d in modelled_drafts(reading, sentences, kind="polnear.cue", least=least)]


def _polnear(data: Path, model: ModelReader, hinter: Hinter) -> int:
    path = data / "polnear" / "dev.jsonl"
    if not path.is_file():
        print(f"{path}: not there: skipped")
        return 2
    scores = attribution.PartScores()
    for row in attribution.read_rows(path):
        attribution.score_parts(attributions(model, hinter, row["text"]), list(attribution.marked(row)), scores)
    for line in scores.lines():
        print(f"polnear {line}")
    return 0


# ---------------------------------------------------------------- roles


def templates(model: ModelReader, hinter: Hinter, text: str, relevant: float = RELEVANT, filler: float = FILLER) -> list[muc4.Template]:
    """Return the templates of a report: one for each type of incident that its fillers tell."""
    sentences = [(n, a, text[a:b]) for n, (a, b) in enumerate(sentences_of(text))]
    reading = model.read(sentences, hinter(text), heads=("muc",), sentence_heads=("muc_relevant",))
    told: dict[str, float] = defaultdict(float)
    for labels in reading.sentences["muc_relevant"].values():
        for kind, chance in labels.items():
            if kind != "none":
                told[kind] = max(told[kind], chance)
    by_type: dict[str, dict[str, dict[str, None]]] = {}
    for found in reading.spans:
        kind, _ = found.best("muc_type")
        if found.probability >= filler and max(told.values(), default=0.0) >= relevant:
            words = " ".join(text[found.span.start : found.span.end].split())
            by_type.setdefault(kind, {}).setdefault(found.label, {}).setdefault(words)
    if not by_type and told:
        kind = max(told, key=lambda k: told[k])
        if told[kind] >= relevant:
            by_type[kind] = {}
    return [
        {"incident_type": kind, **{role: [[words] for words in _distinct(roles.get(role, {}))] for role in muc4.ROLES}}
        for kind, roles in by_type.items()
    ]  # type: ignore[misc]


def _distinct(fillers: Iterable[str]) -> list[str]:
    """Return fillers without those whose words another one holds."""
    whole = list(fillers)
    return [one for one in whole if not any(one != other and one in other for other in whole)]


def _muc4(data: Path, model: ModelReader, hinter: Hinter) -> int:
    return muc4.main(data, lambda text: templates(model, hinter, text))


# ---------------------------------------------------------------- relations


def roots(model: ModelReader, rows: Sequence[plover.Row], hinter: Hinter) -> list[str]:
    """Return the likeliest PLOVER root of each sentence with its two parties marked."""
    out = []
    for row in rows:
        hints = [*hinter(row.text)]
        hints += [
            (s.start, s.end, _MARK, MARKS.index(kind)) for kind, s in (("source", row.source), ("target", row.target)) if s is not None
        ]
        reading = model.read([(0, 0, row.text)], hints, heads=(), sentence_heads=("plover",))
        labels: Mapping[str, float] = reading.sentences["plover"].get(0, {})
        out.append(max(labels, key=lambda k: labels[k]) if labels else "")
    return out


def _plover(data: Path, model: ModelReader, hinter: Hinter) -> int:
    return plover.main(data, lambda rows: roots(model, rows, hinter))


RUNS: dict[str, Callable[[Path, ModelReader, Hinter], int]] = {
    "re3d": _entities("re3d", "re3d"), "cameo_ner": _entities("cameo_ner", "cameo"), "polnear": _polnear, "muc4": _muc4, "plover": _plover,
}  # fmt: skip
__all__ = ["RUNS", "Sentence", "attributions", "main", "roots", "tagger", "templates"]
