"""The JSON shape of the records, derived from their type hints: writing, checked reading and JSON Schema from one definition.

A field that a record gains is written, read and described without a change here.
A field named `span` becomes two keys, `span` ([start, end]) and `text` (the quoted words); any other span an object of these two.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dateline.records import Span

Json = dict[str, Any]


@dataclass(slots=True)
class Reading:
    """The text that spans must lie in, and the faults found so far, as `$.path: what is wrong`."""

    text: str
    faults: list[str] = field(default_factory=list)

    def fault(self, path: str, what: str) -> None:
        """Note a fault; reading goes on so that all are reported at once."""
        self.faults.append(f"{path}: {what}")


def _show(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 40 else shown[:37] + "..."


class Kind:
    """How one type of value is written, read and described."""

    def encode(self, value: Any, text: str) -> Any:
        """Return the JSON value; `text` is the document's, for quotes."""
        return value

    def decode(self, value: Any, path: str, reading: Reading) -> Any:
        """Return the record's value, or None with a fault noted."""
        raise NotImplementedError

    def schema(self, definitions: Json) -> Json:
        """Return the JSON Schema; records add themselves to `definitions`."""
        raise NotImplementedError


@dataclass(frozen=True)
class Scalar(Kind):
    """A string, whole number, number or truth value."""

    type: type

    def decode(self, value: Any, path: str, reading: Reading) -> Any:
        """Accept the very type (a whole number also where a number is wanted, never a truth value for a number)."""
        if self.type is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        if not isinstance(value, self.type) or (isinstance(value, bool) and self.type is not bool):
            return reading.fault(path, f"expected {self._name}, found {_show(value)}")
        if isinstance(value, float) and not math.isfinite(value):
            return reading.fault(path, f"expected a finite number, found {value}")
        return value

    @property
    def _name(self) -> str:
        return {str: "string", int: "integer", float: "number", bool: "boolean"}[self.type]

    def schema(self, definitions: Json) -> Json:
        """Return the plain type."""
        return {"type": self._name}


@dataclass(frozen=True)
class OneOf(Kind):
    """One of a closed list of words."""

    words: tuple[str, ...]

    def decode(self, value: Any, path: str, reading: Reading) -> Any:
        """Accept a listed word."""
        return value if value in self.words else reading.fault(path, f"expected one of {', '.join(self.words)}; found {_show(value)}")

    def schema(self, definitions: Json) -> Json:
        """Return the list."""
        return {"enum": list(self.words)}


class Day(Kind):
    """A calendar day, YYYY-MM-DD."""

    def encode(self, value: Any, text: str) -> Any:
        """Write ISO 8601."""
        return value.isoformat()

    def decode(self, value: Any, path: str, reading: Reading) -> Any:
        """Accept ISO 8601."""
        try:
            return dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            return reading.fault(path, f"expected a day as YYYY-MM-DD, found {_show(value)}")

    def schema(self, definitions: Json) -> Json:
        """Return the format."""
        return {"type": "string", "format": "date"}


class Moment(Kind):
    """A point in time with its offset from UTC."""

    def encode(self, value: Any, text: str) -> Any:
        """Write ISO 8601 with the offset."""
        return value.isoformat()

    def decode(self, value: Any, path: str, reading: Reading) -> Any:
        """Accept ISO 8601 with an offset; a time without one is a fault."""
        try:
            moment = dt.datetime.fromisoformat(value)
        except (TypeError, ValueError):
            return reading.fault(path, f"expected a time as YYYY-MM-DDThh:mm:ss+00:00, found {_show(value)}")
        return moment if moment.tzinfo else reading.fault(path, f"expected a time with an offset from UTC, found {_show(value)}")

    def schema(self, definitions: Json) -> Json:
        """Return the format."""
        return {"type": "string", "format": "date-time"}


_RANGE: Json = {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2}


class Bare(Kind):
    """A span as [start, end] without its words."""

    def encode(self, value: Any, text: str) -> Any:
        """Write the two offsets."""
        return [value.start, value.end]

    def decode(self, value: Any, path: str, reading: Reading) -> Any:
        """Accept two whole numbers inside the text."""
        whole = isinstance(value, list) and len(value) == 2 and all(type(v) is int for v in value)
        if not whole or not 0 <= value[0] <= value[1] <= len(reading.text):
            return reading.fault(path, f"expected [start, end] within 0..{len(reading.text)}, found {_show(value)}")
        return Span(value[0], value[1])

    def schema(self, definitions: Json) -> Json:
        """Return a pair of offsets."""
        return _RANGE


class Quote(Kind):
    """A span with its words: {"span": [start, end], "text": words}."""

    def encode(self, value: Any, text: str) -> Any:
        """Write offsets and words."""
        return {"span": [value.start, value.end], "text": text[value.start : value.end]}

    def decode(self, value: Any, path: str, reading: Reading) -> Any:
        """Accept offsets inside the text; words that differ from the text's are a fault."""
        if not isinstance(value, Mapping):
            return reading.fault(path, f'expected {{"span": [start, end], "text": words}}, found {_show(value)}')
        span = Bare().decode(value.get("span"), f"{path}.span", reading)
        if span is not None and "text" in value and value["text"] != reading.text[span.start : span.end]:
            reading.fault(f"{path}.text", f"quoted words differ from the text at [{span.start}, {span.end}): {_show(value['text'])}")
        return span

    def schema(self, definitions: Json) -> Json:
        """Return the object, kept as one definition."""
        definitions["Quote"] = {"type": "object", "properties": {"span": _RANGE, "text": {"type": "string"}}, "required": ["span", "text"]}
        return {"$ref": "#/$defs/Quote"}


@dataclass(frozen=True)
class Maybe(Kind):
    """A value or null."""

    kind: Kind

    def encode(self, value: Any, text: str) -> Any:
        """Write null for None."""
        return None if value is None else self.kind.encode(value, text)

    def decode(self, value: Any, path: str, reading: Reading) -> Any:
        """Accept null."""
        return None if value is None else self.kind.decode(value, path, reading)

    def schema(self, definitions: Json) -> Json:
        """Return the alternatives."""
        return {"anyOf": [self.kind.schema(definitions), {"type": "null"}]}


@dataclass(frozen=True)
class Many(Kind):
    """A list; read as a tuple. `width` fixes its length."""

    kind: Kind
    width: int | None = None

    def encode(self, value: Any, text: str) -> Any:
        """Write each item."""
        encode = self.kind.encode
        return [encode(item, text) for item in value]

    def decode(self, value: Any, path: str, reading: Reading) -> Any:
        """Accept a list; every item is checked."""
        if not isinstance(value, list) or (self.width is not None and len(value) != self.width):
            return reading.fault(path, f"expected a list{f' of {self.width}' if self.width else ''}, found {_show(value)}")
        return tuple(self.kind.decode(item, f"{path}[{i}]", reading) for i, item in enumerate(value))

    def schema(self, definitions: Json) -> Json:
        """Return an array."""
        array: Json = {"type": "array", "items": self.kind.schema(definitions)}
        return array if self.width is None else array | {"minItems": self.width, "maxItems": self.width}


@dataclass(frozen=True)
class Slot:
    """One field of a record: its key, kind and default; `mode` says how it is written, `leave_out` the value that is not.

    plain: through its kind. same: as it is. quote: as the keys span and text. inline: as the value's own keys.
    """

    name: str
    key: str
    kind: Kind
    mode: str
    inside: str | None
    required: bool
    leave_out: object = dataclasses.MISSING


Fold = Callable[[Json, str], Json]


@dataclass
class Record(Kind):
    """A frozen record as an object, by the `Rules` of its class."""

    cls: type
    slots: tuple[Slot, ...] = ()
    fold: Fold | None = None
    unfold: Fold | None = None
    extra: Json = field(default_factory=dict)

    def encode(self, value: Any, text: str) -> Any:
        """Write every field."""
        out: Json = {}
        for slot in self.slots:
            item = getattr(value, slot.name)
            if item == slot.leave_out:
                continue
            if slot.mode == "same":
                out[slot.key] = item
            elif slot.mode == "quote":
                out["span"] = None if item is None else [item.start, item.end]
                out["text"] = None if item is None else text[item.start : item.end]
            elif slot.mode == "inline":
                out.update(slot.kind.encode(item, text))
            elif slot.inside:
                out.setdefault(slot.inside, {})[slot.key] = slot.kind.encode(item, text)
            else:
                out[slot.key] = slot.kind.encode(item, text)
        return self.fold(out, text) if self.fold else out

    def decode(self, value: Any, path: str, reading: Reading) -> Any:
        """Build the record; every bad or missing field is a fault."""
        if not isinstance(value, Mapping):
            return reading.fault(path, f"expected an object, found {_show(value)}")
        before = len(reading.faults)
        given = self.unfold(dict(value), reading.text) if self.unfold else value
        fields: Json = {}
        for slot in self.slots:
            self._read(slot, given, path, reading, fields)
        return self.cls(**fields) if len(reading.faults) == before else None

    def _read(self, slot: Slot, given: Mapping[str, Any], path: str, reading: Reading, fields: Json) -> None:
        if slot.mode == "inline":
            fields[slot.name] = slot.kind.decode(given, path, reading)
            return
        if slot.mode == "quote":
            missing_span = isinstance(slot.kind, Maybe) and given.get("span") is None
            fields[slot.name] = None if missing_span else Quote().decode(given, path, reading)
            return
        holder, key = given, f"{path}.{slot.key}"
        if slot.inside:
            key = f"{path}.{slot.inside}.{slot.key}"
            holder = given[slot.inside] if isinstance(given.get(slot.inside), Mapping) else {}
        if slot.key in holder:
            fields[slot.name] = slot.kind.decode(holder[slot.key], key, reading)
        elif slot.required:
            reading.fault(key, "missing")

    def schema(self, definitions: Json) -> Json:
        """Return a reference; the object itself goes to `definitions`."""
        name = self.cls.__name__
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = self._object(definitions)
        return {"$ref": f"#/$defs/{name}"}

    def _object(self, definitions: Json) -> Json:
        properties: Json = {}
        required: list[str] = []
        for slot in self.slots:
            if slot.mode == "quote":
                null = isinstance(slot.kind, Maybe)
                properties["span"] = {"anyOf": [_RANGE, {"type": "null"}]} if null else _RANGE
                properties["text"] = {"type": ["string", "null"] if null else "string"}
                required += [] if null else ["span"]
            elif slot.mode == "inline" and isinstance(slot.kind, Record):
                inner = slot.kind._object(definitions)
                properties |= inner["properties"]
                required += inner["required"]
            else:
                target = properties
                if slot.inside:
                    target = properties.setdefault(slot.inside, {"type": "object", "properties": {}})["properties"]
                target[slot.key] = slot.kind.schema(definitions)
                required += [slot.inside or slot.key] if slot.required and (slot.inside or slot.key) not in required else []
        return {"type": "object", "properties": properties | self.extra, "required": required}


@dataclass(frozen=True)
class Rules:
    """How a record's shape departs from its fields.

    rename: keys that differ from field names. inside: fields kept under a named sub-object.
    inline: fields whose own keys stand in the record.
    omit: fields not written. optional: fields that `fold` may leave out. bare: spans without words.
    sparse: a field whose default is None, false or empty is not written where it has it (other defaults may change with time).
    fold and unfold: the last change after writing and the first before reading. extra: further properties for the schema.
    """

    rename: Mapping[str, str] = field(default_factory=dict)
    inside: Mapping[str, str] = field(default_factory=dict)
    inline: frozenset[str] = frozenset()
    omit: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    bare: bool = False
    sparse: bool = False
    fold: Fold | None = None
    unfold: Fold | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


class Shapes:
    """Builds and keeps the shape of each record class under the given rules."""

    def __init__(self, rules: Mapping[type, Rules], *, default: Rules | None = None) -> None:
        self._rules = rules
        self._default = default or Rules()
        self._made: dict[type, Record] = {}

    def of(self, cls: type) -> Record:
        """Return the shape of a record class."""
        if cls not in self._made:
            rules = self._rules.get(cls, self._default)
            hints = typing.get_type_hints(cls)
            record = Record(cls, (), rules.fold, rules.unfold, dict(rules.extra))
            self._made[cls] = record
            fields = [f for f in dataclasses.fields(cls) if f.name not in rules.omit]
            record.slots = tuple(self._slot(f, hints[f.name], rules) for f in fields)
        return self._made[cls]

    def _slot(self, spec: dataclasses.Field[Any], hint: Any, rules: Rules) -> Slot:
        kind = self.kind(hint, bare=rules.bare)
        mode = "inline" if spec.name in rules.inline else "plain"
        inner = kind.kind if isinstance(kind, Maybe) else kind
        if isinstance(inner, Scalar | OneOf) and spec.name not in rules.inside:
            mode = "same"
        if spec.name == "span" and not rules.bare:
            mode = "quote"
        has_default = spec.default is not dataclasses.MISSING or spec.default_factory is not dataclasses.MISSING
        nothing = spec.default is None or spec.default is False or spec.default == ()
        leave_out = spec.default if rules.sparse and nothing else dataclasses.MISSING
        required = not has_default and spec.name not in rules.optional
        return Slot(spec.name, rules.rename.get(spec.name, spec.name), kind, mode, rules.inside.get(spec.name), required, leave_out)

    def kind(self, hint: Any, *, bare: bool = False) -> Kind:
        """Return the kind of a type hint; raises TypeError for a type that has no JSON shape."""
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin in (typing.Union, types.UnionType):
            inner = [a for a in arguments if a is not type(None)]
            if len(inner) == 1:
                return Maybe(self.kind(inner[0], bare=bare))
        elif origin is typing.Literal:
            return OneOf(arguments)
        elif origin is tuple:
            variadic = arguments[-1] is Ellipsis
            return Many(self.kind(arguments[0], bare=bare), None if variadic else len(arguments))
        elif hint in (str, int, float, bool):
            return Scalar(hint)
        elif hint is Span:
            return Bare() if bare else Quote()
        elif hint is dt.datetime:
            return Moment()
        elif hint is dt.date:
            return Day()
        elif isinstance(hint, type) and dataclasses.is_dataclass(hint):
            return self.of(hint)
        raise TypeError(f"no JSON shape for {hint!r}")
