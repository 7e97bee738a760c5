"""A frozen dataclass read from a TOML table: its fields are the keys, their types what the values may be."""

from __future__ import annotations

import functools
import keyword
import re
from collections.abc import Hashable, Mapping
from dataclasses import MISSING, fields
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from lab.content.shape import Pairs, Shape
from lab.content.table import Table
from lab.language.message import Message, say

T = TypeVar("T")

NUMBERS = range(1_000_000)
"""What a whole number may be."""

_PLAIN_PART = re.compile(r"[A-Za-z0-9_.{}-]+")


def read_fields(table: Table, wanted: type[T], *beside: str) -> T | None:
    """Make a dataclass of a table, or None after complaining; `beside` are keys that the table may have as well.

    A field may be `str`, a `Literal` of texts, `int`, `bool`, `tuple[str, ...]` or `Pairs`, with a `Shape` for its texts; one with a default may be left out. One called `path`
    or `folder`, or ending so, is a path of the workspace that stays inside it.
    """
    settings = field_keys(wanted)  # type: ignore[arg-type]  # every class is hashable
    table.only((*beside, *settings))
    given = {
        name: _value(table, key, name, kind, optional=optional) for key, (name, kind, optional) in settings.items()
    }
    wrong = any(given[name] is None and (key in table.values or not free) for key, (name, _, free) in settings.items())
    return None if wrong else wanted(**{name: value for name, value in given.items() if value is not None})


@functools.cache
def field_keys(wanted: Hashable) -> Mapping[str, tuple[str, Any, bool]]:
    """Return a dataclass's keys in TOML: each one's field, its type, and whether it may be left out."""
    hints = get_type_hints(wanted, include_extras=True)
    return {
        toml_name(field.name): (
            field.name,
            hints[field.name],
            field.default is not MISSING or field.default_factory is not MISSING,
        )
        for field in fields(wanted)  # type: ignore[arg-type]  # a dataclass; its hash is what the cache needs
        if field.init
    }


def toml_name(field: str) -> str:
    """Return the key of a field: `as` for `as_`, which Python could not call so."""
    bare = field.removesuffix("_")
    return bare if keyword.iskeyword(bare) else field


def is_path(key: str) -> bool:
    """Tell whether a key's value is a path of the workspace."""
    return key in ("path", "folder") or key.endswith(("_path", "_folder"))


def stays_inside(path: str) -> bool:
    """Tell whether a path, written with `/`, leads to something inside the workspace on every system."""
    parts = path.split("/")
    return all(_PLAIN_PART.fullmatch(part) and part.strip(".") for part in parts) and parts[0] != ".registry-lab"


def _value(table: Table, key: str, name: str, kind: Any, *, optional: bool) -> Any:
    value = table.values.get(key)
    kind, shape = bare_type(kind)
    allowed = shape.allowed if shape else _allowed(key, kind)
    if value is None:
        if not optional:
            table.missing(key, allowed)
        return None
    if _fits(value, key, kind) and (shape is None or _has(shape, value)):
        return tuple(value.items()) if kind == Pairs else tuple(value) if kind == tuple[str, ...] else value
    table.wrong(key, allowed)
    return None


def bare_type(kind: Any) -> tuple[Any, Shape | None]:
    """Return a field's type and the shape that its texts have, where it says one."""
    if get_origin(kind) is not Annotated:
        return kind, None
    bare, *beside = get_args(kind)
    return bare, next((each for each in beside if isinstance(each, Shape)), None)


def _has(shape: Shape, value: Any) -> bool:
    texts = [value] if isinstance(value, str) else value
    return all(re.fullmatch(shape.pattern, text) for text in texts)


def _fits(value: Any, key: str, kind: Any) -> bool:
    if kind == Pairs:
        return isinstance(value, dict) and bool(value) and all(isinstance(each, str) for each in value.values())
    if kind == tuple[str, ...]:
        return isinstance(value, list) and bool(value) and all(isinstance(each, str) and each.strip() for each in value)
    if get_origin(kind) is Literal:
        return value in get_args(kind)
    if kind is bool:
        return isinstance(value, bool)
    if kind is int:
        return type(value) is int and value in NUMBERS
    return isinstance(value, str) and bool(value.strip()) and (not is_path(key) or stays_inside(value))


def _allowed(key: str, kind: Any) -> Message:
    if kind == Pairs:
        return say("content.allowed.pairs")
    if kind == tuple[str, ...]:
        return say("content.allowed.some-texts")
    if get_origin(kind) is Literal:
        return say("content.allowed.one-of", names=get_args(kind))
    if kind is bool:
        return say("content.allowed.flag")
    if kind is int:
        return say("content.allowed.number", low=NUMBERS.start, high=NUMBERS.stop - 1)
    return say("content.allowed.path") if is_path(key) else say("content.allowed.text")
