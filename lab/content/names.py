"""What a file's name says: `03-private-registry.md` is an exercise, `03-private-registry.ko.md` its translation."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TypeVar

P = TypeVar("P", bound=PurePath)

_PREFIX = re.compile(r"^(\d{1,9})-")
_OVERLAY = re.compile(r"^(.+)\.([a-z]{2})\.md$")


def overlay_of(path: P) -> tuple[P, str] | None:
    """Return the main file and the language of an overlay's path, or None for a main file."""
    found = _OVERLAY.match(path.name)
    return (path.with_name(f"{found[1]}.md"), found[2]) if found else None


def identity_of(path: PurePath) -> str:
    """Return the id that a main file's name promises: the name without its number."""
    return _PREFIX.sub("", path.stem)


def order_of(path: PurePath) -> tuple[float, str]:
    """Return what sorts main files: their number, then their name; those without a number come last."""
    number = _PREFIX.match(path.name)
    return (int(number[1]) if number else float("inf"), path.name)
