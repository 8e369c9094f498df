"""The project's own corpus: every head of the reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from train.examples import Example, Name, Range
from train.heads import LAYERS, RELATIONS, ROLES

MIDDLE_EAST = frozenset({"syria-2011", "iraq-2003", "yemen-2014"})
"""Conflicts of the corpus in the Middle East, for the comparison without them."""
_NAME = re.compile(
    r"(?:(?:[Tt]he)\s+)?((?:[A-Z][\w'’-]*|al-[A-Z][\w'’-]*)(?:\s+(?:[A-Z\d][\w'’-]*|al-[A-Z][\w'’-]*|of|de|al|del|la|the|and))*)$"
)
_ALL = frozenset(
    (*ROLES, *(f"place.{r}" for r in RELATIONS), "time", "toll", "loss", "same", "source", "content", "holder", "held", "of", "corefer")
)


def examples(views: Iterable[dict[str, Any]], splits: Iterable[str], *, without: Iterable[str] = ()) -> Iterator[Example]:
    """Yield an example per report of the given splits, from the per-token views of the corpus; conflicts in `without` are left out."""
    wanted, left = set(splits), set(without)
    lines: list[dict[str, Any]] = []
    for view in views:
        if lines and view["report"] != lines[0]["report"]:
            yield from _report(lines, wanted, left)
            lines = []
        lines.append(view)
    if lines:
        yield from _report(lines, wanted, left)


def _report(lines: list[dict[str, Any]], wanted: set[str], left: set[str]) -> Iterator[Example]:
    if lines[0]["split"] not in wanted or lines[0]["conflict"] in left:
        return
    told = [line for line in lines if line.get("tags")]
    if told:
        yield _Builder(told).example()


class _Builder:
    """Puts the lines of a report side by side and moves their spans into one text."""

    def __init__(self, lines: list[dict[str, Any]]) -> None:
        self.lines = lines
        self.text = ""
        self.starts: list[int] = []
        for line in lines:
            self.text += "\n" if self.text else ""
            self.starts.append(len(self.text))
            self.text += line["text"]
        first = lines[0]
        sentences = [(start, start + len(line["text"])) for start, line in zip(self.starts, lines, strict=True)]
        self.made = Example("corpus", first["report"], self.text, sentences, linked=_ALL)
        self.made.annotated = {head: set() for head in LAYERS}

    def at(self, number: int, span: list[int] | None) -> Range | None:
        """Return the characters of a token span of a line."""
        if span is None:
            return None
        tokens = self.lines[number]["tokens"]
        return self.starts[number] + tokens[span[0]][0], self.starts[number] + tokens[span[1] - 1][1]

    def example(self) -> Example:
        """Return the example of the report."""
        by_entity: dict[str, list[tuple[int, Range]]] = {}
        kinds: dict[str, str] = {}
        for n, line in enumerate(self.lines):
            for mention in line.get("mentions", ()):
                where = self.at(n, mention["span"])
                if where is not None:
                    by_entity.setdefault(mention["entity"], []).append((n, where))
                    kinds[mention["entity"]] = mention["kind"]
        events: dict[str, list[Range]] = {}
        for n, line in enumerate(self.lines):
            self._tags(n, line)
            if "triggers" not in line:
                continue
            self.made.sentence_classes.append(("relevant", n, "yes" if line["relevant"] else "no"))
            self._entities(n, line)
            self._triggers(n, line, by_entity, events)
            self._tolls(n, line, by_entity)
            self._claims(n, line)
            self._controls(n, line, by_entity)
            for s in line["statements"]:
                self._class("predicate", self.at(n, s["span"]), s["predicate"])
        for spans in events.values():
            self.made.links |= {("same", one, other) for one in spans for other in spans if one != other}
        for n, line in enumerate(self.lines):
            for toll in line.get("tolls", ()):
                where = self.at(n, toll["span"])
                for event in toll["events"]:
                    self._link_near("toll", where, [(self._line_of(t), t) for t in events.get(event, ())], n, flip=True)
            for loss in line.get("losses", ()):
                where = self.at(n, loss["span"])
                self._link_near("loss", where, [(self._line_of(t), t) for t in events.get(loss["event"], ())], n, flip=True)
        for entity, mentions in by_entity.items():
            if kinds[entity] in ("actor", "place"):
                spans = [where for _, where in mentions]
                self.made.links |= {("corefer", one, other) for one in spans for other in spans if one != other}
        return self.made

    def _line_of(self, where: Range) -> int:
        return max(n for n, start in enumerate(self.starts) if start <= where[0])

    def _class(self, head: str, where: Range | None, label: str | None) -> None:
        if where is not None and label is not None:
            self.made.classes.append((head, where, label))

    def _tags(self, n: int, line: dict[str, Any]) -> None:
        for head, tags in line["tags"].items():
            self.made.annotated[head].add(n)
            begin = None
            for position, tag in enumerate([*tags, "O"]):
                if begin is not None and not tag.startswith("I-"):
                    where = self.at(n, [begin, position])
                    if where is not None:
                        self.made.tags.setdefault(head, []).append((*where, head))
                    begin = None
                if tag.startswith("B-"):
                    begin = position

    def _entities(self, n: int, line: dict[str, Any]) -> None:
        for mention in line["mentions"]:
            where, entity = self.at(n, mention["span"]), line["entities"].get(mention["entity"])
            if where is None or entity is None:
                continue
            if mention["kind"] == "actor":
                self._class("actor_class", where, entity["actor_class"])
            else:
                self._class("level", where, entity["level"])
            found = _NAME.match(self.text[slice(*where)])
            if found:
                self.made.names.append(Name((where[0] + found.start(1), where[1]), mention["kind"]))

    def _triggers(
        self, n: int, line: dict[str, Any], by_entity: dict[str, list[tuple[int, Range]]], events: dict[str, list[Range]]
    ) -> None:
        for trigger in line["triggers"]:
            where = self.at(n, trigger["span"])
            if where is None:
                continue
            events.setdefault(trigger["event"], []).append(where)
            self._class("sub_type", where, trigger["sub_type"])
            self._class("realis", where, trigger["realis"])
            self._class("salience", where, trigger["salience"])
            self._class("again", where, "again" if trigger["again"] else "new")
            if not trigger["again"]:
                self._class("outcome", where, trigger["outcome"] if isinstance(trigger["outcome"], str) else "none")
            for role in trigger["roles"]:
                self._link_near(role["role"], where, by_entity.get(role["entity"], []), n)
            for place in trigger["places"]:
                self._link_near(f"place.{place['relation']}", where, by_entity.get(place["entity"], []), n)
            if trigger["on"] and trigger["on"]["span"]:
                time = self.at(n, trigger["on"]["span"])
                if time is not None:
                    self.made.links.add(("time", where, time))

    def _link_near(
        self, relation: str, head: Range | None, mentions: list[tuple[int, Range]], n: int, *, flip: bool = False
    ) -> None:  # fmt: skip
        """Link a span to the mentions of an entity in its own line, else to those in the nearest line; the others are not scored."""
        if head is None or not mentions:
            return
        nearest = min(abs(line - n) for line, _ in mentions)
        for line, where in mentions:
            pair = (relation, where, head) if flip else (relation, head, where)
            if abs(line - n) == nearest:
                self.made.links.add(pair)
            else:
                self.made.unscored.add(pair)

    def _tolls(self, n: int, line: dict[str, Any], by_entity: dict[str, list[tuple[int, Range]]]) -> None:
        for toll in line["tolls"]:
            where = self.at(n, toll["span"])
            self._class("toll_kind", where, toll["kind"])
            self._class("category", where, toll["category"])
            if toll["of"]:
                self._link_near("of", where, by_entity.get(toll["of"]["entity"], []), n)
        for loss in line["losses"]:
            self._class("effect", self.at(n, loss["span"]), loss["effect"])

    def _claims(self, n: int, line: dict[str, Any]) -> None:
        for claim in line["claims"]:
            cue = self.at(n, claim["cue"])
            if cue is None:
                continue
            for head in ("certainty", "polarity", "cue_class"):
                self._class(head, cue, claim[head])
            source = self.at(n, claim["source_span"])
            if source is not None:
                self.made.links.add(("source", cue, source))
            content = self.at(n, claim["content"])
            if content is None:
                continue
            for a, b, _ in self.made.tags.get("content", ()):
                if a < content[1] and content[0] < b:
                    self.made.links.add(("content", cue, (a, b)))

    def _controls(self, n: int, line: dict[str, Any], by_entity: dict[str, list[tuple[int, Range]]]) -> None:
        for control in line["controls"]:
            where = self.at(n, control["span"])
            self._class("state", where, control["state"])
            self._link_near("held", where, by_entity.get(control["place"]["entity"], []), n)
            for holder in control["holders"]:
                self._link_near("holder", where, by_entity.get(holder["entity"], []), n)
