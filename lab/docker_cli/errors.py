"""A command line that the lab does not perform, and what to type instead."""

from __future__ import annotations

from lab.errors import LabError
from lab.language.message import Message, say

LONGEST_SHOWN = 80
"""Characters of a learner's own word that a message repeats."""

LONGEST_LINE_SHOWN = 400
"""Characters of a corrected line that a message repeats."""


class CommandError(LabError):
    """A command line that was not understood, or was understood and refused."""

    def __init__(self, kind: str, message: Message, hint: Message, correction: str | None = None) -> None:
        super().__init__(message, hint)
        self.kind = kind
        """Stable, for programs and tests: `unknown-command`, `refused-prune`, …"""
        self.correction = correction
        """The whole line with its misspellings put right, where there is a nearest right form."""


def shown(text: str, most: int = LONGEST_SHOWN) -> str:
    """Make a learner's words safe to repeat on a terminal: control characters spelt out, no longer than `most`."""
    safe = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text[:most])
    return safe if len(text) <= most else f"{safe}…"


def type_instead(line: str) -> Message:
    """Make the hint that gives a corrected line as a whole."""
    return say("commands.try.correction", line=shown(line.replace("\\\n", " "), LONGEST_LINE_SHOWN))
