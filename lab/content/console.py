"""The commands in a `console` fence: lines after `$ `; everything else there is output, shown and not run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lab.content.markdown import Block
from lab.content.problem import Report
from lab.language.message import say

PROMPT = "$ "


@dataclass(frozen=True, slots=True)
class Command:
    """A command line as an exercise shows it."""

    text: str
    """Without the prompt, a command of several lines joined with spaces."""
    line: int
    """Where it starts."""


def commands(fence: Block, report: Report) -> Iterator[Command]:
    r"""Yield a fence's commands; a `\` at the end of a command's line continues it on the next."""
    parts: list[str] = []
    start = 0
    for number, line in enumerate(fence.text.removesuffix("\n").split("\n"), start=fence.line + 1):
        if parts and (line.startswith(PROMPT) or not line.strip()):
            _report_unfinished(start, report)
            parts = []
        if parts:
            part = line
        elif line.startswith(PROMPT) and line.strip() != PROMPT.strip():
            part, start = line.removeprefix(PROMPT), number
        else:
            _report_prompt(line, number, report)
            continue
        part = part.strip()
        parts.append(part.removesuffix("\\").strip())
        if not part.endswith("\\"):
            yield Command(" ".join(parts), start)
            parts = []
    if parts:
        _report_unfinished(start, report)


def _report_prompt(line: str, number: int, report: Report) -> None:
    if line.lstrip().startswith("$"):
        report.add(number, say("content.problem.prompt"), say("content.allowed.prompt"))


def _report_unfinished(line: int, report: Report) -> None:
    report.add(line, say("content.problem.unfinished"), say("content.allowed.finished"))
