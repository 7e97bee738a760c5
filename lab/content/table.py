"""A TOML fence read with `tomllib`: its values, and the line in the Markdown file that each stands on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lab.content.markdown import Block
from lab.content.problem import Report, shown
from lab.language.message import Message, say

MAX_LINE = 500
"""Characters of a line: a dotted key costs `tomllib` the square of its parts, a long number is no `TOMLDecodeError`."""

_HEADER = re.compile(r"^[ \t]*\[\[?[ \t]*([A-Za-z0-9_.-]+)[ \t]*\]\]?[ \t]*(?:#.*)?$", re.MULTILINE)
_KEY = re.compile(r"""^\s*([A-Za-z0-9_-]+|"[^"]*"|'[^']*')\s*[=.]""")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_LONG = re.compile(r"""'''.*?'''|\"{3}.*?\"{3}""", re.DOTALL)
_AT_END = " (at end of document)"


@dataclass(frozen=True, slots=True)
class _Lines:
    """Where things stand in a fence."""

    fence: Block
    headers: Mapping[str, Sequence[int]]
    """Lines of the headers with a table's name, in order."""
    keys: list[dict[tuple[int, str], int]] = field(default_factory=list)
    """Line of a key by its header's; nothing until somebody has asked, and most fences are never asked."""

    def header(self, name: str, index: int = 0) -> int | None:
        """Return the line of a table's header, if it has one."""
        lines = self.headers.get(name, ())
        return lines[index] if index < len(lines) else None

    def key(self, key: str, table: int) -> int | None:
        """Return the line of a key under the header, or the opening of the fence, that is on line `table`."""
        if not self.keys:
            self.keys.append(_keys(self.fence))
        return self.keys[0].get((table, key))


@dataclass(frozen=True, slots=True)
class Table:
    """One TOML table, and the report that hears what is wrong with it."""

    name: str
    """As its header says it, `blank.hook.wrong`; `""` for the fence's own keys."""
    values: Mapping[str, Any]
    line: int
    """Of its header, or of the one that its key stands under, or of the fence."""
    lines: _Lines
    report: Report

    def line_of(self, key: str) -> int:
        """Return the line of a key, or of its own table; this table's where it is written in an unusual way."""
        return self.lines.key(key, self.line) or self.lines.header(self._named(key)) or self._own_line()

    def only(self, allowed: Collection[str]) -> None:
        """Complain of every key that is not among `allowed`."""
        for key in self.values:
            if key not in allowed:
                names = say("content.allowed.keys", names=tuple(allowed))
                self.report.add(self.line_of(key), say("content.problem.unknown-key", name=shown(key)), names)

    def missing(self, key: str, allowed: Message) -> None:
        """Complain that a key is not there."""
        self.report.add(self._own_line(), say("content.problem.missing-key", name=key), allowed)

    def wrong(self, key: str, allowed: Message) -> None:
        """Complain of a key's value."""
        self.report.add(self.line_of(key), say("content.problem.wrong-value", name=shown(key)), allowed)

    def text(self, key: str, allowed: Message, pattern: str | None = None, *, optional: bool = False) -> str | None:
        """Return a key's text, by default any but a blank one, or None after complaining; with `optional` it may be absent."""
        value = self.values.get(key)
        if value is None and not optional:
            self.missing(key, allowed)
        if value is None:
            return None
        if isinstance(value, str) and (re.fullmatch(pattern, value) if pattern else value.strip()):
            return value
        self.wrong(key, allowed)
        return None

    def texts(self, key: str, allowed: Message, *, optional: bool = False) -> tuple[str, ...] | None:
        """Return a key's list of texts, none of them blank, or None after complaining; with `optional` it may be absent."""
        value = self.values.get(key)
        if value is None and optional:
            return ()
        if value is None:
            self.missing(key, allowed)
        elif isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value):
            return tuple(value)
        else:
            self.wrong(key, allowed)
        return None

    def some(self, key: str, allowed: Message) -> tuple[str, ...] | None:
        """Return a key's text or its list of at least one text, or None after complaining."""
        value = self.values.get(key)
        if isinstance(value, str) and value.strip():
            return (value,)
        if value is None or (isinstance(value, list) and value):
            return self.texts(key, allowed)
        self.wrong(key, allowed)
        return None

    def number(self, key: str, allowed: Message, numbers: range, default: int | None = None) -> int | None:
        """Return a key's whole number, or None after complaining; with a default it may be absent."""
        value = self.values.get(key, default)
        if value is None:
            self.missing(key, allowed)
        elif type(value) is int and value in numbers:
            return value
        else:
            self.wrong(key, allowed)
        return None

    def amount(self, key: str, allowed: Message, most: float, default: float) -> float | None:
        """Return a key's number, above 0 and at most `most`, or None after complaining."""
        value = self.values.get(key, default)
        if type(value) in (int, float) and 0 < value <= most:
            return float(value)
        self.wrong(key, allowed)
        return None

    def flag(self, key: str, *, default: bool | None = None) -> bool | None:
        """Return a key's truth value, or None after complaining; with a default it may be absent."""
        value = self.values.get(key, default)
        if value is None:
            self.missing(key, say("content.allowed.flag"))
        elif isinstance(value, bool):
            return value
        else:
            self.wrong(key, say("content.allowed.flag"))
        return None

    def one_of(self, key: str, values: Collection[str], *, optional: bool = False) -> str | None:
        """Return a key's text, one of `values`, or None after complaining."""
        value = self.values.get(key)
        if value is None and optional:
            return None
        if isinstance(value, str) and value in values:
            return value
        complain = self.missing if value is None else self.wrong
        complain(key, say("content.allowed.one-of", names=tuple(values)))
        return None

    def table(self, key: str) -> Table | None:
        """Return the table `[key]`, or None where there is none."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.wrong(key, say("content.allowed.table", name=key))
            return None
        name = self._named(key)
        return Table(name, value, self.lines.header(name) or self.line, self.lines, self.report)

    def tables(self, key: str) -> Iterator[Table]:
        """Yield the tables `[[key]]`, in order."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.wrong(key, say("content.allowed.tables", name=key))
            return
        name = self._named(key)
        for index, item in enumerate(value):
            yield Table(name, item, self.lines.header(name, index) or self.line, self.lines, self.report)

    def _own_line(self) -> int:
        """Return where the table starts: at its header, or at its key where it is written as a value."""
        return self.lines.key(self.name.rpartition(".")[2], self.line) or self.line

    def _named(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key


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
    return Table("", values, fence.line, _lines(fence), report)


def _is_bounded(fence: Block, lines: list[str], report: Report) -> bool:
    if max(map(len, lines)) <= MAX_LINE:
        return True
    number = next(number for number, line in enumerate(lines, start=fence.line + 1) if len(line) > MAX_LINE)
    report.add(number, say("content.problem.toml-line"), say("content.allowed.toml-line", length=MAX_LINE))
    return False


def _bare(text: str) -> str:
    """Return a fence's text with nothing but line ends in its long texts: a Dockerfile in one has neither keys nor headers."""
    if "'''" not in text and '"""' not in text:
        return text
    return _LONG.sub(lambda found: "\n" * found[0].count("\n"), text)


def _lines(fence: Block) -> _Lines:
    headers: dict[str, list[int]] = {}
    line, counted = fence.line + 1, 0
    text = _bare(fence.text)
    for found in _HEADER.finditer(text):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        headers.setdefault(found[1], []).append(line)
    return _Lines(fence, headers)


def _keys(fence: Block) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    header = fence.line
    for number, line in enumerate(_bare(fence.text).split("\n"), start=fence.line + 1):
        if _HEADER.match(line):
            header = number
        elif key := _KEY.match(line):
            found.setdefault((header, key[1].strip("\"'")), number)
    return found
