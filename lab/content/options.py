"""The lists of a question that are not prose: what there is to choose, or to put in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lab.content.markdown import Block, Item
from lab.content.problem import Report, shown
from lab.content.sections import Section
from lab.language.message import say

MOST_OPTIONS = 12
"""More than this no one weighs against each other, and no screen shows."""

_MARKER = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_TASK = re.compile(r"\[([ xX])\](?:\s+|$)")
_QUOTE_MARK = re.compile(r"^\s*>[ \t]?")


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One entry of such a list."""

    text: str
    """Markdown, without the task's mark and the feedback."""
    right: bool
    """Ticked, or a step; False for what is not, or does not belong."""
    feedback: str
    line: int


@dataclass(frozen=True, slots=True)
class Options:
    """What a section offers, and its prose without that."""

    lines: tuple[OptionLine, ...]
    prose: str


def read_options(section: Section, kind: str | None, report: Report) -> Options:
    """Return the options of a section by its question's kind; a list that does not fit the kind is complained of."""
    lists = [block for block in section.blocks if block.kind == "list"]
    tasks = [block for block in lists if _is_task_list(section, block, report)]
    match kind:
        case "choice":
            chosen = tasks[:1]
            _report_more(tasks[1:], report)
            lines = tuple(line for block in chosen for line in _lines(section, block, None, report))
        case "order":
            chosen = _steps_and_strays(lists, report)
            lines = tuple(line for block in chosen for line in _lines(section, block, block.ordered, report))
        case _:
            for block in tasks if kind else ():
                what = say("content.problem.task-place", kind=kind or "")
                report.add(block.line, what, say("content.allowed.task-place"))
            return Options((), section.prose)
    _report_count(section, lines, report)
    return Options(lines, section.without(chosen))


def _is_task_list(section: Section, block: Block, report: Report) -> bool:
    marked = [_TASK.match(_first(section, item)) is not None for item in block.items]
    if any(marked) and not all(marked):
        bare = block.items[marked.index(False)].line
        report.add(bare, say("content.problem.task-mark"), say("content.allowed.task-mark"))
    return any(marked)


def _steps_and_strays(lists: Sequence[Block], report: Report) -> list[Block]:
    """Return the numbered list and, if there is one, the list with bullets after it."""
    first = next((index for index, block in enumerate(lists) if block.ordered), len(lists))
    chosen = list(lists[first : first + 2])
    if len(chosen) == 2 and chosen[1].ordered:
        chosen.pop()
    _report_more(lists[first + len(chosen) :], report)
    return chosen


def _report_more(lists: Sequence[Block], report: Report) -> None:
    for block in lists:
        report.add(block.line, say("content.problem.second-list"), say("content.allowed.one-list"))


def _report_count(section: Section, lines: Sequence[OptionLine], report: Report) -> None:
    if not 2 <= len(lines) <= MOST_OPTIONS:
        what = say("content.problem.option-count", count=len(lines))
        report.add(section.line, what, say("content.allowed.option-count", most=MOST_OPTIONS))
    seen: set[str] = set()
    for line in lines:
        if not line.text:
            report.add(line.line, say("content.problem.option-empty"), say("content.allowed.option-text"))
        elif line.text in seen:
            what = say("content.problem.option-twin", text=shown(line.text))
            report.add(line.line, what, say("content.allowed.option-text"))
        seen.add(line.text)


def _lines(section: Section, block: Block, right: bool | None, report: Report) -> list[OptionLine]:
    """Read a list's entries; where `right` is None each says so itself by its mark."""
    found: list[OptionLine] = []
    for item in block.items:
        text = _text(section, item)
        mark = _TASK.match(text) if right is None else None
        if mark:
            text = text[mark.end() :].strip()
        ticked = mark is not None and mark[1] != " " if right is None else right
        found.append(OptionLine(text, ticked, _feedback(section, item, report), item.line))
    return found


def _first(section: Section, item: Item) -> str:
    return _MARKER.sub("", section.source[item.line - 1], count=1)


def _text(section: Section, item: Item) -> str:
    if not item.quotes and item.end == item.line + 1:
        return _first(section, item).strip()
    quoted = {number for start, end in item.quotes for number in range(start, end)}
    lines = [section.source[number - 1] for number in range(item.line, item.end) if number not in quoted]
    if item.line in quoted:
        return "\n".join(lines).strip()
    marker = _MARKER.match(lines[0])
    margin = re.compile(rf"\s{{0,{marker.end() if marker else 0}}}")
    return "\n".join((_first(section, item), *(margin.sub("", line, count=1) for line in lines[1:]))).strip()


def _feedback(section: Section, item: Item, report: Report) -> str:
    for start, _ in item.quotes[1:]:
        report.add(start, say("content.problem.second-feedback"), say("content.allowed.one-feedback"))
    if not item.quotes:
        return ""
    start, end = item.quotes[0]
    lines = [_MARKER.sub("", section.source[start - 1], count=1), *section.source[start : end - 1]]
    text = "\n".join(_QUOTE_MARK.sub("", line) for line in lines).strip()
    if text.startswith("[!") or not text:
        report.add(start, say("content.problem.feedback", text=shown(text)), say("content.allowed.feedback"))
    return text
