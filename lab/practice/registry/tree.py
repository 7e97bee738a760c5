"""Values by their place in a configuration: `http.addr`; names are compared without regard to case."""

from __future__ import annotations

import re

from lab.practice.registry.config_file import Value

_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)", re.ASCII)
_UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}


class TreeError(ValueError):
    """A value that is not of its kind."""


class Tree:
    """A configuration that values are put into and taken out of."""

    def __init__(self, root: Value) -> None:
        if root is not None and not isinstance(root, dict):
            raise TreeError(f"cannot unmarshal {root!r} into a configuration")
        self._root: dict[str, Value] = root or {}

    def put(self, path: list[str], value: Value) -> None:
        """Put a value at a place; a number in the path counts the entries of a list."""
        self._put(self._root, path, value)

    def value(self, place: str) -> Value:
        """Return what is at a place, None if nothing is."""
        found: Value = self._root
        for name in place.split("."):
            if not isinstance(found, dict):
                return None
            found = found.get(_key(found, name))
        return found

    def text(self, place: str, default: str = "") -> str:
        """Return the text at a place."""
        value = self.value(place)
        if isinstance(value, (dict, list)):
            raise TreeError(f"{place} is not a text")
        return default if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    def flag(self, place: str) -> bool:
        """Return whether something is switched on; it is off where nothing is said."""
        value = self.value(place)
        if value is not None and not isinstance(value, bool):
            raise TreeError(f"cannot unmarshal {place} `{value}` into bool")
        return bool(value)

    def number(self, place: str, default: int) -> int:
        """Return the number at a place."""
        value = self.value(place)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise TreeError(f"cannot unmarshal {place} `{value}` into int")
        return default if value is None else value

    def seconds(self, place: str, default: float) -> float:
        """Return the duration at a place, written as `1m30s`; a bare number counts nanoseconds."""
        text = self.text(place)
        if not text:
            return default
        if text.isdecimal():
            return int(text) * 1e-9 or default
        if not re.fullmatch(f"(?:{_DURATION.pattern})+", text, re.ASCII):
            raise TreeError(f"cannot unmarshal {place} `{text}` into time.Duration")
        return sum(float(number) * _UNITS[unit] for number, unit in _DURATION.findall(text)) or default

    def mapping(self, place: str) -> dict[str, Value]:
        """Return the values by name at a place."""
        value = self.value(place)
        if value is not None and not isinstance(value, dict):
            raise TreeError(f"{place} is not a mapping")
        return value or {}

    def texts(self, place: str) -> tuple[str, ...]:
        """Return the texts at a place."""
        value = self.value(place)
        if value is not None and not isinstance(value, list):
            raise TreeError(f"{place} is not a list")
        return tuple(str(each) for each in value or ())

    def items(self, place: str) -> list[Tree]:
        """Return the entries of a list of mappings."""
        value = self.value(place)
        if value is not None and not isinstance(value, list):
            raise TreeError(f"{place} is not a list")
        return [Tree(each) for each in value or ()]

    def _put(self, inside: Value, path: list[str], value: Value) -> None:
        name, *rest = path
        if isinstance(inside, list):
            if not name.isdecimal() or int(name) > len(inside):
                raise TreeError(f"undefined index: {name}")
            if int(name) == len(inside):
                inside.append({})
            if rest:
                self._put(inside[int(name)], rest, value)
            else:
                inside[int(name)] = value
        elif isinstance(inside, dict):
            key = _key(inside, name)
            if not rest:
                inside[key] = value
                return
            below = inside.get(key)
            if not isinstance(below, (dict, list)):
                # `auth: htpasswd` names its only entry; more is said about it below.
                below = inside[key] = {below: {}} if isinstance(below, str) else [] if rest[0].isdecimal() else {}
            self._put(below, rest, value)
        else:
            raise TreeError(f"{name} has no place")


def _key(mapping: dict[str, Value], name: str) -> str:
    return next((key for key in mapping if key.lower() == name.lower()), name.lower())
