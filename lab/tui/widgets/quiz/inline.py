"""Markdown within a line, as text with styles: what an option, a reason or a sentence with blanks may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from textual.content import Content

from lab.tui.plain import plain

CODE, BOLD, ITALIC = "$text-accent on $panel", "bold", "italic"

_MARKS = re.compile(
    r"""
    (?P<ticks>(?<!`)`{1,3}(?!`)) (?P<code>[^\n]+?) (?<!`)(?P=ticks)(?!`)
  | \*\*(?P<bold>[^*\n]+)\*\*
  | \*(?P<italic>[^*\s][^*\n]*)\*
  | \\(?P<escaped>[!-/:-@\[-`{-~])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one style."""

    text: str
    style: str = ""


def runs(text: str) -> Iterator[Run]:
    """Cut a line of Markdown where its style changes."""
    at = 0
    line = " ".join(plain(text).split("\n"))
    for found in _MARKS.finditer(line):
        yield Run(line[at : found.start()])
        yield _marked(found)
        at = found.end()
    yield Run(line[at:])


def inline(text: str) -> Content:
    """Return a line of Markdown ready to draw."""
    return Content.assemble(*((run.text, run.style) for run in runs(text) if run.text))


def _marked(found: re.Match[str]) -> Run:
    if found["code"] is not None:
        return Run(found["code"].strip(" ") or found["code"], CODE)
    if found["bold"] is not None:
        return Run(found["bold"], BOLD)
    if found["italic"] is not None:
        return Run(found["italic"], ITALIC)
    return Run(found["escaped"])
