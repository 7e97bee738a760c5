"""A command line that Docker would refuse for one thing, and the lines it would be without that thing."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from lab.docker_cli.errors import CommandError
from lab.docker_cli.shell_words import read_line

_URL = re.compile(r"\bhttps?://")
_UNWRITTEN = "an-operand-that-nobody-wrote"
_MOST_WORDS = 40
"""Words of a line that is looked at; nobody needs more."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A line with one thing put right, moved, taken out or put in."""

    line: str
    whole: bool
    """Whether it says all that was typed, so that what is still wrong in it is the learner's and can be told."""


def mended_lines(line: str, workspace: str) -> Iterator[Mended]:
    """Yield every line that differs in one thing; none for a line that a shell would not take as one plain command.

    Letters of another alphabet are no such thing: Docker would take them for another name.
    """
    words = _words(line, workspace)
    if not words or not line.isascii():
        return
    if words[0] != "docker":
        yield _mended(["docker", *words])
    yield _mended([_URL.sub("", word) for word in words])
    yield _mended([*words, _UNWRITTEN], whole=False)
    for place in range(1, len(words)):
        yield _mended([*words[:place], *words[place + 1 :], words[place]])
    for size in (1, 2):  # a word, or an option with its value
        for place in range(1, len(words) - size + 1):
            yield _mended([*words[:place], *words[place + size :]], whole=False)


def _words(line: str, workspace: str) -> list[str]:
    try:
        words = [word.text for word in read_line(line, workspace).words]
    except CommandError:
        return []
    return words if len(words) <= _MOST_WORDS else []


def _mended(words: list[str], whole: bool = True) -> Mended:
    return Mended(shlex.join(words), whole)


def separate_lines(text: str) -> tuple[str, ...]:
    """Cut what a shell would run one after the other, at `&&`, `;` and line ends outside quotes and continued lines."""
    found, quote, start, at = [], "", 0, 0
    while at < len(text):
        char = text[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char == "\\":
            at += 1
        elif cut := re.compile(r"&&|[;\n]").match(text, at):
            found.append(text[start:at])
            start = cut.end()
            at = start - 1
        at += 1
    return tuple(each.strip() for each in (*found, text[start:]) if each.strip())
