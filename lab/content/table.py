"""A TOML fence read with `tomllib`: its values, and the line in the Markdown file that each stands on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lab.content.markdown import Block
from lab.content.problem import Report, shown
from lab.language.message import Message, say

MAX_LINE = 500
"""Characters of a line: a dotted key costs `tomllib` the square of its parts, a long number is no `TOMLDecodeError`."""

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*([A-Za-z0-9_-]+|"[^"]*"|'[^']*')\s*[=.]""")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_AT_END = " (at end of document)"

_Where = Mapping[tuple[str, int, str], int]
"""Line of a key by its table's name, which of the tables of that name it is, and itself; the table's own is under ""."""


@dataclass(frozen=True, slots=True)
class Table:
    """One TOML table, and the report that hears what is wrong with it."""

    name: str
    """`""` for the fence's own keys."""
    values: Mapping[str, Any]
    line: int
    """Of its header, or of the fence."""
    where: _Where
    index: int
    report: Report

    def line_of(self, key: str) -> int:
        """Return the line of a key, or of its own table; this table's where it is written in an unusual way."""
        line = self.where.get((self.name, self.index, key))
        own = self.where.get((key, 0, ""), self.line) if not self.name else self.line
        return own if line is None else line

    def only(self, allowed: Collection[str]) -> None:
        """Complain of every key that is not among `allowed`."""
        for key in self.values:
            if key not in allowed:
                names = say("content.allowed.keys", names=tuple(allowed))
                self.report.add(self.line_of(key), say("content.problem.unknown-key", name=shown(key)), names)

    def missing(self, key: str, allowed: Message) -> None:
        """Complain that a key is not there."""
        self.report.add(self.line, say("content.problem.missing-key", name=key), allowed)

    def wrong(self, key: str, allowed: Message) -> None:
        """Complain of a key's value."""
        self.report.add(self.line_of(key), say("content.problem.wrong-value", name=shown(key)), allowed)

    def text(self, key: str, allowed: Message, pattern: str = r"(?s).*\S.*", *, optional: bool = False) -> str | None:
        """Return a key's text, or None after complaining; with `optional` its absence is None and no complaint."""
        value = self.values.get(key)
        if value is None and not optional:
            self.missing(key, allowed)
        if value is None or (isinstance(value, str) and re.fullmatch(pattern, value)):
            return value
        self.wrong(key, allowed)
        return None

    def texts(self, key: str, allowed: Message) -> tuple[str, ...] | None:
        """Return a key's list of texts, none of them blank, or None after complaining."""
        value = self.values.get(key)
        if value is None:
            self.missing(key, allowed)
        elif isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value):
            return tuple(value)
        else:
            self.wrong(key, allowed)
        return None

    def number(self, key: str, allowed: Message, numbers: range) -> int | None:
        """Return a key's whole number, or None after complaining."""
        value = self.values.get(key)
        if value is None:
            self.missing(key, allowed)
        elif type(value) is int and value in numbers:
            return value
        else:
            self.wrong(key, allowed)
        return None

    def table(self, key: str) -> Table | None:
        """Return the table `[key]`, or None where there is none."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.wrong(key, say("content.allowed.table", name=key))
            return None
        return Table(key, value, self.where.get((key, 0, ""), self.line_of(key)), self.where, 0, self.report)

    def tables(self, key: str) -> Iterator[Table]:
        """Yield the tables `[[key]]`, in order."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.wrong(key, say("content.allowed.tables", name=key))
            return
        for index, item in enumerate(value):
            line = self.where.get((key, index, ""), self.line_of(key))
            yield Table(key, item, line, self.where, index, self.report)


def read_table(fence: Block, report: Report) -> Table | None:
    """Read a fence's TOML, or report why it is none, on the line of the Markdown file where the reader stumbled."""
    lines = fence.text.split("\n")
    if not _is_bounded(fence, lines, report):
        return None
    try:
        values = tomllib.loads(fence.text)
    except tomllib.TOMLDecodeError as error:
        text = str(error)
        found = _AT_LINE.search(text)
        line = fence.line + (int(found[1]) if found else max(1, len(lines) - 1))
        detail = shown(_AT_LINE.sub("", text).removesuffix(_AT_END))
        report.add(line, say("content.problem.toml", detail=detail), say("content.allowed.toml"))
        return None
    except RecursionError:
        # tomllib recurses for each bracket and has no limit of its own.
        report.add(fence.line + 1, say("content.problem.toml-deep"), say("content.allowed.toml"))
        return None
    return Table("", values, fence.line, _where(lines, fence.line + 1), 0, report)


def _is_bounded(fence: Block, lines: list[str], report: Report) -> bool:
    for number, line in enumerate(lines, start=fence.line + 1):
        if len(line) > MAX_LINE:
            report.add(number, say("content.problem.toml-line"), say("content.allowed.toml-line", length=MAX_LINE))
            return False
    return True


def _where(lines: list[str], first: int) -> _Where:
    found: dict[tuple[str, int, str], int] = {}
    seen: dict[str, int] = {}
    name, index = "", 0
    for number, line in enumerate(lines, start=first):
        if header := _HEADER.match(line):
            name = header[2]
            index = seen.get(name, 0) if header[1] == "[[" else 0
            seen[name] = index + 1
            found.setdefault((name, index, ""), number)
        elif key := _KEY.match(line):
            found.setdefault((name, index, key[1].strip("\"'")), number)
    return found
