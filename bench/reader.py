"""The shipped model on public sets: entities (re3d, cameo_ner), attributions (PolNeAR), roles (MUC-4), relations (PLOVER).

Each set is read with its own head of the one shared encoder; the package's finders give the lexical hints, as when a report is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from bench import attribution, entities, floors, muc4, plover
from dateline.attribute.modelled import modelled_drafts
from dateline.gazetteer import open_index
from dateline.models.features import MARKS
from dateline.models.reader import ModelReader, load_reader
from dateline.models.spans import ModelReading
from dateline.pipeline import Coder
from dateline.records import Span
from dateline.segment import segment
from train.hints import Hinter
from train.sets.public import sentences_of

Run = Callable[[Path, ModelReader, Hinter], dict[str, float]]
_MARK = 3
CUE, LINK = 0.45, 0.4
"""Least probability of a PolNeAR cue, chosen on its train part."""
RELEVANT, FILLER = 0.5, 0.3
"""MUC-4: from which chance an incident is told at all, and a filler counts; chosen on the 200 reports of role_fillers_dev."""


def main(data: Path, sets: Sequence[str] = (), *, gate: bool = False) -> int:
    """Print the figures of the sets asked for (all of them by default) beside their floors; return 1 where the gate is on and one is under its own.

    Returns 2 when no set is there, but 0 with the gate: what is not there is not measured.
    """
    model, hinter = load_reader(), Hinter()
    known = floors.load().reader
    missing = [f"{name}: {data / path}" for name, (path, _) in RUNS.items() if (not sets or name in sets) and not (data / path).is_file()]
    for line in missing:
        print(f"{line}: not there: skipped")
    measured: dict[str, float] = {}
    for name, (path, run) in RUNS.items():
        if (not sets or name in sets) and (data / path).is_file():
            measured |= run(data, model, hinter)
    under = [name for name, value in measured.items() if name in known and not known[name].holds(value)]
    for name, value in measured.items():
        limits = f"{known[name].floor:8.3f}" if name in known else " " * 8
        print(f"{name:24}{value:8.3f}{limits}{'   UNDER THE FLOOR' if name in under else ''}")
    if under and gate:
        return 1
    return 0 if measured or gate else 2


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


def _entities(name: str, head: str) -> Run:
    def run(data: Path, model: ModelReader, hinter: Hinter) -> dict[str, float]:
        taggers = {how: tagger(model, hinter, head, constrained=how == "constrained") for how in ("argmax", "constrained")}
        found = entities.report(data, name, taggers)
        return {name: found["constrained"].micro.f1, f"{name} (argmax)": found["argmax"].micro.f1}

    return run


# ---------------------------------------------------------------- attributions


def attributions(model: ModelReader, hinter: Hinter, text: str, least: float = CUE) -> list[tuple[Span, Span | None, Span]]:
    """Return (cue, source, content) of every attribution of a text, attitudes and intentions included."""
    sentences = segment(attribution.page_of(text).document)
    heads = ("polnear.cue", "polnear.source", "polnear.content")
    reading = model.read([(s.index, s.span.start, s.text) for s in sentences], hinter(text), heads=heads, sentence_heads=())
    return [(d.cue, d.source, d.content) for d in modelled_drafts(reading, sentences, kind="polnear.cue", least=least)]


def _polnear(data: Path, model: ModelReader, hinter: Hinter) -> dict[str, float]:
    scores = attribution.PartScores()
    for line in attribution.read_rows(data / "polnear" / "dev.jsonl"):
        attribution.score_parts(attributions(model, hinter, line["text"]), list(attribution.marked(line)), scores)
    print("\n".join(f"polnear {line}" for line in scores.lines()))
    coder, piped = Coder(open_index(), "code", all_claims=True), attribution.PartScores()
    for line in attribution.read_rows(data / "polnear" / "dev.jsonl"):
        said = coder.code(attribution.page_of(line["text"])).attributions
        found = [(a.cue, a.source.span, a.content) for a in said if a.cue is not None and not a.carried]
        attribution.score_parts(found, list(attribution.marked(line)), piped)
    print("\n".join(f"--all-claims {line}" for line in piped.lines()))
    return {f"polnear.{name}": getattr(scores, name).f1 for name in ("cue", "source", "content", "whole")}


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


def _muc4(data: Path, model: ModelReader, hinter: Hinter) -> dict[str, float]:
    reports = muc4.read(data / "muc4" / "role_fillers_test_tst3.jsonl")
    gold = {report.docid: report.templates for report in reports}
    scores = muc4.score(gold, {report.docid: templates(model, hinter, report.text) for report in reports})
    print("\n".join(f"muc4 {tally.line(role)}" for role, tally in [*scores.roles.items(), ("overall (micro)", scores.overall)]))
    return {"muc4": scores.overall.f1}


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


def _plover(data: Path, model: ModelReader, hinter: Hinter) -> dict[str, float]:
    rows = plover.read(data / "plover_zsp" / "PLV_test.tsv")
    scores = plover.score(rows, roots(model, rows, hinter))
    return {"plover.root": scores["root"], "plover.quad": scores["quad"], "plover accuracy": scores["accuracy"]}


RUNS: dict[str, tuple[str, Run]] = {
    "re3d": ("re3d/conflibert_split/test.txt", _entities("re3d", "re3d")),
    "cameo_ner": ("conflibert/cameo_ner/test.txt", _entities("cameo_ner", "cameo")),
    "polnear": ("polnear/dev.jsonl", _polnear),
    "muc4": ("muc4/role_fillers_test_tst3.jsonl", _muc4),
    "plover": ("plover_zsp/PLV_test.tsv", _plover),
}
__all__ = ["RUNS", "attributions", "main", "roots", "tagger", "templates"]
