"""Moodle's GIFT: how text is written in it and read from it (docs.moodle.org, "GIFT format")."""

from __future__ import annotations

import re

SPECIAL = "~=#{}:"
"""Letters that mean something in GIFT; each is written with a backslash before it."""

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def escaped(text: str) -> str:
    r"""Write text so that GIFT reads it as it is; line ends become `\n`, since a blank line ends a question."""
    found = text.replace("\\", "\\\\")
    for letter in SPECIAL:
        found = found.replace(letter, f"\\{letter}")
    return found.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def unescaped(text: str) -> str:
    """Read text; a backslash before a letter that means nothing stands for itself, as Moodle has it."""

    def letter(found: re.Match[str]) -> str:
        if found[1] == "n":
            return "\n"
        return found[1] if found[1] in SPECIAL or found[1] == "\\" else found[0]

    return _ESCAPED.sub(letter, text)


def without_wildcards(answer: str) -> str:
    r"""Write a short answer so that its `*` is a `*`, which otherwise stands for any text."""
    return answer.replace("*", "\\*")


def cut(text: str, letters: str) -> list[str]:
    """Cut text before each of `letters` that no backslash protects."""
    pieces, start, index = [], 0, 0
    while index < len(text):
        if text[index] == "\\":
            index += 2
            continue
        if text[index] in letters and index > start:
            pieces.append(text[start:index])
            start = index
        index += 1
    return [*pieces, text[start:]]


def find(text: str, wanted: str, start: int = 0) -> int:
    """Return where `wanted` stands without a backslash before it, -1 where it does not."""
    index = start
    while index < len(text):
        if text[index] == "\\":
            index += 2
        elif text.startswith(wanted, index):
            return index
        else:
            index += 1
    return -1
