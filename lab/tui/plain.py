"""Text of unknown origin, made safe to draw: an engine's output may hold anything."""

from __future__ import annotations

import re

_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
"""Terminal control sequences (ECMA-48): CSI, OSC, and two-character ones."""


def plain(text: str) -> str:
    """Return text with nothing a terminal would obey: no control sequences, tabs as spaces, only newlines kept."""
    # A program that redraws its line with `\r` means the last version of it.
    lines = (line.rstrip("\r").rpartition("\r")[2] for line in _SEQUENCE.sub("", text).split("\n"))
    return "\n".join("".join(map(_printable, line.expandtabs())) for line in lines)


def _printable(letter: str) -> str:
    return letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}"
