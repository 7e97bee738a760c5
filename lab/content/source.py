"""From a file's bytes to text that is safe to parse: UTF-8, of a bounded size, without control characters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lab.content.problem import Report
from lab.language.message import say


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read at all."""

    size: int
    """In bytes."""
    lines: int
    """Markdown's cost is a line's."""


MAX_BYTES = 128 * 1024
"""A long exercise is a quarter of this; with it the worst text we know is read in under a second."""

EXERCISE_LIMITS = Limits(MAX_BYTES, 5_000)

QUIZ_LIMITS = Limits(3 * 1024 * 1024, 120_000)
"""A thousand questions with rubrics as long as the shipped ones' are two thirds of this."""

LINE_END = re.compile(r"\r\n?|\n")
"""What ends a line in CommonMark: U+2028 and its like do not."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def read_text(source: bytes, report: Report, limits: Limits = EXERCISE_LIMITS) -> str | None:
    r"""Return the text with `\n` line ends, or None where it is not text; a byte order mark is dropped."""
    if len(source) > limits.size:
        report.add(1, say("content.problem.too-big"), say("content.allowed.size", kib=limits.size // 1024))
        return None
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(LINE_END.findall(source[: error.start].decode("utf-8", "replace"))) + 1
        report.add(line, say("content.problem.not-utf8"), say("content.allowed.utf8"))
        return None
    if "\r" in text:
        text = LINE_END.sub("\n", text)
    if text.count("\n") > limits.lines:
        report.add(limits.lines + 1, say("content.problem.too-long"), say("content.allowed.lines", lines=limits.lines))
        return None
    return _without_controls(text, report)


def _without_controls(text: str, report: Report) -> str:
    if not _CONTROL.search(text):
        return text
    for number, line in enumerate(text.split("\n"), start=1):
        if found := _CONTROL.search(line):
            code = f"U+{ord(found[0]):04X}"
            report.add(number, say("content.problem.control", code=code), say("content.allowed.printable"))
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
