"""JSON Schemas of the TOML fences, for editors: made from the tables and dataclasses that the parser reads by.

What a schema cannot say (a path that leads outside, an id used twice, a command that is none) is `lint`'s to tell: whatever
the parser takes the schema takes too, and most slips of the keyboard fail both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args, get_origin

from lab.checks import KINDS
from lab.content.fields import NUMBERS, bare_type, field_keys, is_path
from lab.content.head import HEAD_KEYS, HOST, ID
from lab.content.model import NEEDS
from lab.content.parsed_key import ASKS
from lab.content.props import PROPS
from lab.content.question_key import KEYS
from lab.content.question_parser import COMMON_KEYS
from lab.content.quiz_parser import HEAD_KEYS as QUIZ_KEYS
from lab.content.samples import SAMPLE_KEYS
from lab.content.shape import Pairs
from lab.content.sources import SOURCE_KEYS, URL
from lab.content.steps import MISTAKE_KEYS, STEP_KEYS
from lab.grading.grade import Status
from lab.grading.keys import Stance

Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Schema = {"type": "string", "pattern": r"\S"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_SOME: Schema = {"oneOf": [_TEXT, {**_TEXTS, "minItems": 1}]}
_FLAG: Schema = {"type": "boolean"}


def schemas() -> dict[str, Schema]:
    """Return a schema for each kind of fence, by its second word."""
    fences = {
        "exercise": _exercise(),
        "step": _step(),
        "quiz": _quiz(),
        "question": _question(),
        "translation": _table(
            {"lang": _like("[a-z]{2}"), "of": _like(ID), "hash": _like("[0-9a-f]{8,12}")},
            ("lang", "of", "hash"),
            ("of",),
        ),
    }
    return {name: {"$schema": _DRAFT, "title": f"```toml {name}", **schema} for name, schema in fences.items()}


def _exercise() -> Schema:
    variables = {"type": "object", "additionalProperties": {"oneOf": [_TEXT, {"type": "integer"}]}}
    source = _table(
        {"url": _like(URL), "date": {"type": "string", "format": "date"}, "says": _TEXT}, SOURCE_KEYS, SOURCE_KEYS
    )
    known: Schema = {
        "id": _like(ID),
        "minutes": {"type": "integer", "minimum": 1, "maximum": 600},
        "images": _TEXTS,
        "vars": {**variables, "propertyNames": _like("[a-z][a-z0-9_]*")},
        "aliases": {"type": "array", "items": _like(ID), "uniqueItems": True},
        "needs": {"type": "array", "items": {"enum": list(NEEDS)}, "uniqueItems": True},
        "hosts": {"type": "array", "items": _like(HOST)},
        "source": _list(source),
        **{key: _list(_dataclass(prop)) for key, prop in PROPS.items()},
    }
    return _table(known, HEAD_KEYS, ("id", "minutes", "images"))


def _step() -> Schema:
    mistake = _table(
        {"do": {**_TEXTS, "minItems": 1}, "fails": {"enum": sorted((*KINDS, "refusal"))}, "says": _TEXT},
        MISTAKE_KEYS,
        MISTAKE_KEYS,
    )
    check = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": sorted(KINDS)}},
        "oneOf": [_dataclass(KINDS[kind], kind={"const": kind}) for kind in sorted(KINDS)],
    }
    known: Schema = {
        "id": _like(ID),
        "expect": _like(ID),
        "check": {**_list(check), "minItems": 1},
        "mistake": _list(mistake),
        "aliases": {"type": "array", "items": _like(ID), "uniqueItems": True},
    }
    return _table(known, STEP_KEYS, ("id", "check"))


def _quiz() -> Schema:
    known: Schema = {"id": _like(ID), "pass": {"type": "integer", "minimum": 0, "maximum": 100}, "exercise": _like(ID)}
    return _table(known, QUIZ_KEYS, ("id",))


def _question() -> Schema:
    """Return one schema for each type: which keys a question may have depends on it."""
    known = {**_common(), **_keys()}
    kinds = [
        _table({**known, "type": {"const": kind}}, (*COMMON_KEYS, *keys), (*_needed(kind), "id", "type", "points"))
        for kind, keys in KEYS.items()
    ]
    return {"type": "object", "required": ["type"], "properties": {"type": {"enum": list(KEYS)}}, "oneOf": kinds}


def _common() -> Schema:
    test = _table(
        {"say": {}, "expect": {"enum": list(get_args(Status))}, "says": _TEXT, "truth": _TEXT},
        (*SAMPLE_KEYS, "truth"),
        ("say", "expect"),
    )
    points = {"type": "integer", "minimum": 1, "maximum": 20}
    return {"id": _like(ID), "type": {"enum": list(KEYS)}, "points": points, "tags": _TEXTS, "test": _list(test)}


def _needed(kind: str) -> tuple[str, ...]:
    needed: dict[str, tuple[str, ...]] = {
        "fill": ("blank",),
        "truefalse": ("truth", "concept"),
        "short": ("concept",),
        "ref": ("want",),
        "command": ("want",),
        "state": ("asks", "reference"),
    }
    return needed.get(kind, ())


def _keys() -> Schema:
    """Return what each key of a question may be, whatever its type."""
    said = _table({"en": _TEXT, "ko": _TEXT}, ("en", "ko"), ("en",))
    wrong = _list(_table({"match": _SOME, "say": said}, ("match", "say"), ("match", "say")))
    stance: Schema = {"enum": list(get_args(Stance))}
    idea: Schema = {"id": _like(ID), "any": _SOME, "weight": {"type": "number", "exclusiveMinimum": 0, "maximum": 100}}
    concept = _table(
        {**idea, "required": _FLAG, "stance": stance, "missing": said},
        ("id", "any", "weight", "required", "stance", "missing"),
        ("id", "any"),
    )
    decoy = _table({**idea, "say": said}, ("id", "any", "weight", "say"), ("id", "any"))
    axis = _table(
        {"rule": stance, "default": stance, "deny": _SOME, "allow": _SOME}, ("rule", "default", "deny", "allow")
    )
    blank = _table({"accept": _SOME, "exact": _TEXTS, "wrong": wrong}, ("accept", "exact", "wrong"), ("accept",))
    pair: Schema = {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 2, "maxItems": 2}
    return {
        "blank": {"type": "object", "additionalProperties": blank, "minProperties": 1, "maxProperties": 12},
        "groups": {"type": "array", "items": {**_TEXTS, "minItems": 2}},
        "many": _FLAG,
        "edges": {"type": "array", "items": pair},
        "max_words": {"type": "integer", "minimum": 1, "maximum": 100},
        "exact": _TEXTS,
        "accept": _TEXTS,
        "bonus": _SOME,
        "axis": axis,
        "concept": {**_list(concept), "minItems": 1},
        "decoy": _list(decoy),
        "truth": _FLAG,
        "verdict_weight": {"type": "number", "exclusiveMinimum": 0, "maximum": 100},
        "want": _SOME,
        "explicit_tag": _FLAG,
        "wrong": wrong,
        "asks": {"enum": list(ASKS)},
        "reference": _TEXT,
        "digits": {"type": "integer", "minimum": 6, "maximum": 64},
    }


def _dataclass(wanted: type[Any], **beside: Schema) -> Schema:
    """Return the schema of a table that a dataclass is read from."""
    keys = field_keys(wanted)  # type: ignore[arg-type]  # every class is hashable
    known = {**beside, **{key: _field(key, kind) for key, (_, kind, _) in keys.items()}}
    required = [*beside, *(key for key, (_, _, optional) in keys.items() if not optional)]
    return {"description": (wanted.__doc__ or "").strip(), **_table(known, known, required)}


def _field(key: str, kind: Any) -> Schema:
    kind, shape = bare_type(kind)
    text = _like(shape.pattern) if shape else _TEXT
    if kind == Pairs:
        return {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1}
    if kind == tuple[str, ...]:
        return {"type": "array", "items": text, "minItems": 1}
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    if kind is bool:
        return _FLAG
    if kind is int:
        return {"type": "integer", "minimum": NUMBERS.start, "maximum": NUMBERS.stop - 1}
    return {**text, "description": "A path inside the workspace, written with /."} if is_path(key) else text


def _table(known: Mapping[str, Schema], allowed: Iterable[str], required: Iterable[str] = ()) -> Schema:
    """Return the schema of a table with these keys and no others; a key that nothing is known of is a mistake of ours."""
    properties = {key: known[key] for key in allowed}
    return {"type": "object", "properties": properties, "required": sorted(required), "additionalProperties": False}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _like(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^(?:{pattern})$"}
