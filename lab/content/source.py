"""From a file's bytes to text that is safe to parse: UTF-8, of a bounded size, without control characters."""

from __future__ import annotations

import re

from lab.content.problem import Report
from lab.language.message import say

MAX_BYTES = 128 * 1024
"""A long exercise is a quarter of this; with it the worst text we know is read in under a second."""

MAX_LINES = 5_000
"""Markdown's cost is a line's; see `MAX_BYTES`."""

LINE_END = re.compile(r"\r\n?|\n")
"""What ends a line in CommonMark: U+2028 and its like do not."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def read_text(source: bytes, report: Report) -> str | None:
    r"""Return the text with `\n` line ends, or None where it is not text; a byte order mark is dropped."""
    if len(source) > MAX_BYTES:
        report.add(1, say("content.problem.too-big"), say("content.allowed.size", kib=MAX_BYTES // 1024))
        return None
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(LINE_END.findall(source[: error.start].decode("utf-8", "replace"))) + 1
        report.add(line, say("content.problem.not-utf8"), say("content.allowed.utf8"))
        return None
    text = LINE_END.sub("\n", text)
    if text.count("\n") > MAX_LINES:
        report.add(MAX_LINES + 1, say("content.problem.too-long"), say("content.allowed.lines", lines=MAX_LINES))
        return None
    return _without_controls(text, report)


def _without_controls(text: str, report: Report) -> str:
    for number, line in enumerate(text.split("\n"), start=1):
        if found := _CONTROL.search(line):
            code = f"U+{ord(found[0]):04X}"
            report.add(number, say("content.problem.control", code=code), say("content.allowed.printable"))
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
