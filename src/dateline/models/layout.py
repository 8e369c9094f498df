"""What the columns of the model's output mean: the heads, their labels, and the relations between spans."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """A group of columns: `tags` (begin/inside by type), `span` (a class of a span), `sentence` (a class of a sentence)."""

    name: str
    kind: str
    labels: tuple[str, ...]
    start: int

    @property
    def width(self) -> int:
        """Number of columns."""
        return 1 + 2 * len(self.labels) if self.kind == "tags" else len(self.labels)

    @property
    def columns(self) -> slice:
        """The columns of the head in the output."""
        return slice(self.start, self.start + self.width)


@dataclass(frozen=True, slots=True)
class Layout:
    """All heads with the relations that the pair scorer knows; `kinds` are the tag heads whose spans can be linked."""

    heads: Mapping[str, Head]
    relations: tuple[str, ...]
    kinds: tuple[str, ...]
    legal: Mapping[str, tuple[tuple[str, str], ...]]
    vector: int

    @property
    def width(self) -> int:
        """Number of columns of the output."""
        return sum(head.width for head in self.heads.values())

    def as_json(self) -> str:
        """Return the layout as a JSON text that `layout_from` reads."""
        return json.dumps(
            {
                "heads": [asdict(head) for head in self.heads.values()], "relations": self.relations, "kinds": self.kinds,
                "legal": self.legal, "vector": self.vector,
            },
            indent=1,
        )  # fmt: skip


def layout_of(
    heads: Sequence[tuple[str, str, Sequence[str]]], legal: Mapping[str, Sequence[tuple[str, str]]], vector: int
) -> Layout:  # fmt: skip
    """Lay heads (name, kind, labels) side by side; `legal` gives for each relation the kinds of span that it may link."""
    placed: dict[str, Head] = {}
    start = 0
    for name, kind, labels in heads:
        placed[name] = Head(name, kind, tuple(labels), start)
        start += placed[name].width
    pairs = {relation: tuple((one, other) for one, other in kinds) for relation, kinds in legal.items()}
    kinds = tuple(dict.fromkeys(kind for pair in pairs.values() for ends in pair for kind in ends))
    return Layout(placed, tuple(pairs), kinds, pairs, vector)


def layout_from(text: str) -> Layout:
    """Read what `Layout.as_json` wrote."""
    raw = json.loads(text)
    return layout_of(
        [(head["name"], head["kind"], head["labels"]) for head in raw["heads"]],
        {relation: [(one, other) for one, other in pairs] for relation, pairs in raw["legal"].items()},
        raw["vector"],
    )


__all__ = ["Head", "Layout", "layout_from", "layout_of"]
