"""Files as a tree to draw: one line a name, folders with a single child joined to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Branch: TypeAlias = "dict[str, Branch | str]"
"""Names in a folder, each with what is below it, or with the whole path of a file."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a tree."""

    stem: str
    """The branches drawn before the name."""
    name: str
    path: str = ""
    """Of a file; nothing for a folder."""


def tree(paths: Iterable[str]) -> list[Line]:
    """Return paths that are separated with `/` as the lines of a tree, in order."""
    root: Branch = {}
    for path in sorted(paths):
        *folders, name = path.split("/")
        branch = root
        for folder in folders:
            below = branch.get(folder)
            # A file that has become a folder while it was looked at is a folder.
            branch[folder] = branch = below if isinstance(below, dict) else {}
        branch[name] = path
    return list(_lines(root, ""))


def _lines(branch: Mapping[str, Branch | str], stem: str) -> Iterator[Line]:
    for number, (name, below) in enumerate(branch.items(), start=1):
        last = number == len(branch)
        joined = name
        while isinstance(below, dict) and len(below) == 1:
            ((inner, below),) = below.items()
            joined = f"{joined}/{inner}"
        drawn = f"{stem}{'└ ' if last else '├ '}"
        if isinstance(below, str):
            yield Line(drawn, joined, below)
        else:
            yield Line(drawn, f"{joined}/")
            yield from _lines(below, f"{stem}{'  ' if last else '│ '}")
