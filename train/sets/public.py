"""The public sets marked for training: re3d (without BBC), cameo_ner, PolNeAR, MUC-4, PLOVER."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dateline.models.features import MARKS
from dateline.records import Document, Span, Zone
from dateline.segment import segment
from train.examples import UNKNOWN, Example, Name
from train.heads import MUC_ROLES, PLOVER

_NOT_NAMED = frozenset({"Temporal", "Quantity", "Money", "MilitaryPlatform", "Weapon"})
"""Types whose mentions belong to their sentence: they are never exchanged for others."""
_MARK = 3  # position of the feature `marks`


def re3d(data: Path, parts: Sequence[str] = ("train", "dev")) -> Iterator[Example]:
    """Yield the sentences of ConfliBERT's split of re3d; those from BBC pages (CC BY-NC) are left out. Nothing is chosen on its dev part."""
    bbc = ""
    for row in _rows(data / "re3d" / "re3d_docs.jsonl"):
        if row["subset"].startswith("BBC"):
            bbc += " " + _squeezed(row["text"])
    for part in parts:
        for example in _conll(data / "re3d" / "conflibert_split" / f"{part}.txt", "re3d"):
            if _squeezed(example.text) not in bbc:
                example.doc = f"re3d-{part}-{example.doc}"
                yield example


def cameo(data: Path, part: str = "train") -> Iterator[Example]:
    """Yield the sentences of cameo_ner: source, target and related actors."""
    yield from _conll(data / "conflibert" / "cameo_ner" / f"{part}.txt", "cameo")


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def conll(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield words and tags of each sentence of a file with one word a line."""
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.strip():
            word, tag = line.split()[0], line.split()[-1]
            words.append(word)
            tags.append(tag)
        elif words:
            yield words, tags
            words, tags = [], []


def _conll(path: Path, head: str) -> Iterator[Example]:
    for number, (words, tags) in enumerate(conll(path)):
        text = " ".join(words)
        starts = [0]
        for word in words[:-1]:
            starts.append(starts[-1] + len(word) + 1)
        spans: list[tuple[int, int, str]] = []
        for word, tag, start in zip(words, tags, starts, strict=True):
            kind = tag.partition("-")[2]
            if tag.startswith("I-") and spans and spans[-1][2] == kind and spans[-1][1] == start - 1:
                spans[-1] = (spans[-1][0], start + len(word), kind)
            elif kind:
                spans.append((start, start + len(word), kind))
        names = [Name((a, b), f"{head}:{kind}") for a, b, kind in spans if kind not in _NOT_NAMED]
        yield Example(head, f"{head}-{number}", text, [(0, len(text))], tags={head: spans}, annotated={head: {0}}, names=names)


def polnear(data: Path, part: str = "train") -> Iterator[Example]:
    """Yield the news pages of PolNeAR with the spans and links of their attributions."""
    layers = ("cue", "source", "content")
    for row in _rows(data / "polnear" / f"{part}.jsonl"):
        text = row["text"]
        sentences = [(s.span.start, s.span.end) for s in segment(Document(text, zones=(Zone("body", Span(0, len(text))),)))]
        example = Example("polnear", row["doc"], text, sentences, linked=frozenset({"source", "content"}))
        example.annotated = {f"polnear.{layer}": set(range(len(sentences))) for layer in layers}
        for found in row["attributions"]:
            parts = {
                layer: [tuple(span) for one in found[layer.title()] for span in one["spans"]] for layer in layers
            }  # fmt: skip
            for layer, spans in parts.items():
                example.tags.setdefault(f"polnear.{layer}", []).extend((a, b, layer) for a, b in spans)
            for cue in parts["cue"]:
                for layer in ("source", "content"):
                    example.links |= {(layer, cue, span) for span in parts[layer]}
        yield example


def muc4(data: Path, part: str = "train") -> Iterator[Example]:
    """Yield the reports of MUC-4 in the five-role form: fillers by role, each with the type of its incident."""
    for row in _rows(data / "muc4" / f"role_fillers_{part}.jsonl"):
        text = row["doctext"]
        sentences = sentences_of(text)
        example = Example("muc4", row["docid"], text, sentences, annotated={"muc": set(range(len(sentences)))})
        spans: dict[tuple[int, int], str] = {}
        types: dict[tuple[int, int], str] = {}
        others: set[tuple[int, int]] = set()
        for template in row["templates"]:
            for role in MUC_ROLES:
                for entity in template[role]:
                    for words, start in entity:
                        where = (start, start + len(words))
                        if text[slice(*where)] != words:
                            continue
                        spans.setdefault(where, role)
                        types.setdefault(where, template["incident_type"])
                        others |= {m.span() for m in re.finditer(rf"\b{re.escape(words)}\b", text)}
        tags = [(a, b, role) for (a, b), role in spans.items()]
        tags += [(a, b, UNKNOWN) for a, b in others if not any(a < d and c < b for c, d in spans)]
        example.tags = {"muc": tags}
        example.classes = [("muc_type", where, kind) for where, kind in types.items()]
        for n, (a, b) in enumerate(sentences):
            inside = [types[where] for where in types if a <= where[0] < b]
            if inside:
                example.sentence_classes.append(("muc_relevant", n, max(set(inside), key=inside.count)))
            elif not row["templates"]:
                example.sentence_classes.append(("muc_relevant", n, "none"))
        yield example


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a report of MUC-4, which two or more spaces divide."""
    return [m.span() for m in re.finditer(r"\S(?:.(?!\s{2,}))*.?", text, re.DOTALL) if m.group().strip()]


_ENDS = re.compile(r"</?[stST]>")


def plover(data: Path, part: str = "train") -> Iterator[Example]:
    """Yield sentences with a source and a target marked, and PLOVER's root code of what one does to the other."""
    for number, row in enumerate(tsv(data / "plover_zsp" / f"PLV_{part}.tsv")):
        text, marks = marked(row["marked_sentence"])
        example = Example("plover", f"plover-{part}-{number}", text, [(0, len(text))])
        example.hints = [(a, b, _MARK, MARKS.index(kind)) for kind, (a, b) in marks.items()]
        if row["gold_root"] in PLOVER:
            example.sentence_classes = [("plover", 0, row["gold_root"])]
            yield example


def tsv(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table with tabs and no quoting."""
    lines = path.read_text(encoding="utf-8").splitlines()
    names = lines[0].split("\t")
    for line in lines[1:]:
        yield dict(zip(names, line.split("\t"), strict=False))


def marked(text: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """Return a sentence without its <s> and <t> marks, and the ranges that they stood around."""
    out, at, begun, marks = "", 0, {"s": 0, "t": 0}, {}
    for mark in _ENDS.finditer(text):
        out += text[at : mark.start()]
        at = mark.end()
        letter = mark.group().strip("</>").lower()
        if mark.group().startswith("</"):
            marks["source" if letter == "s" else "target"] = (begun[letter], len(out))
        else:
            begun[letter] = len(out)
    return out + text[at:], marks


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
