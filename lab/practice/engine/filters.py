"""Filters of lists and of events: `{"name":["a"]}`, or the older `{"name":{"a":true}}`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from lab.practice.errors import ApiError

Filters = Mapping[str, tuple[str, ...]]
"""What was asked for by kind; values of one kind are alternatives."""


def parse(text: str, known: Iterable[str]) -> Filters:
    """Read the `filters` parameter; ApiError 400 for a filter that is not known here."""
    if not text:
        return {}
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise ApiError(400, f"invalid character '{text[:1]}' looking for beginning of value") from error
    if not isinstance(raw, dict):
        raise ApiError(400, "invalid filter")
    found: dict[str, tuple[str, ...]] = {}
    for kind, values in raw.items():
        if kind not in known:
            raise ApiError(400, f"Invalid filter '{kind}'")
        chosen = [each for each, wanted in values.items() if wanted] if isinstance(values, dict) else values
        if not isinstance(chosen, list) or not all(isinstance(each, str) for each in chosen):
            raise ApiError(400, f"Invalid filter '{kind}'")
        found[kind] = tuple(chosen)
    return found


def labelled(labels: Mapping[str, str] | None, wanted: Iterable[str]) -> bool:
    """Tell whether every wanted `key` or `key=value` is among the labels."""
    have = labels or {}
    return all(have.get(key) == value if equals else key in have for key, equals, value in map(_split, wanted))


def _split(text: str) -> tuple[str, str, str]:
    return text.partition("=")
