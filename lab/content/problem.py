"""What is wrong with a file: where, what, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from lab.errors import LabError
from lab.language.message import Message, say

Level = Literal["error", "warning"]
"""An error makes the file unusable; a warning is work left to do, such as a translation to read again."""

LONGEST_QUOTE = 60
"""Characters of the file's own text that a message repeats."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to repair in a file."""

    path: str
    line: int
    """From 1, in the file as an editor counts."""
    message: Message
    """What is wrong."""
    allowed: Message
    """What would be right there."""
    level: Level = "error"

    def said(self) -> Message:
        """Return it as one line: `path:line: what is wrong; what is allowed`."""
        return say("content.problem.line", path=self.path, line=self.line, what=self.message, allowed=self.allowed)


class ContentError(LabError):
    """Files that cannot be used, with everything that is wrong with them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0].said()
        message = first
        if len(problems) > 1:
            message = say("content.error.several", first=first, more=len(problems) - 1)
        super().__init__(message, say("content.error.hint", path=problems[0].path))
        self.problems = problems


@dataclass(slots=True)
class Report:
    """The problems of one file, gathered while it is read."""

    path: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int, message: Message, allowed: Message, level: Level = "error") -> None:
        """Note a problem and go on reading."""
        self.problems.append(Problem(self.path, line, message, allowed, level))

    def in_order(self) -> tuple[Problem, ...]:
        """Return the problems from the top of the file to its end."""
        return tuple(sorted(self.problems, key=lambda problem: problem.line))

    def stop_on_error(self) -> None:
        """Raise a ContentError with everything noted, if anything is an error."""
        if any(problem.level == "error" for problem in self.problems):
            raise ContentError(self.in_order())


def shown(text: str) -> str:
    """Return a piece of the file as it may stand in a message: short, on one line, nothing a terminal would obey."""
    short = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in short)
