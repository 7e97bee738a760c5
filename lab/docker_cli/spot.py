"""A command line while it is being typed: what the word under the cursor stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from lab.docker_cli.grammar import Command, Option
from lab.docker_cli.lookup import LONGEST_SPELLING
from lab.docker_cli.table import SPELLINGS

Kind = Literal["command", "option", "value", "image", "container", "volume", "network", "name", "other"]
"""Part of a command's own name, an option, an option's value, or an operand of some kind; `name` may be any of these."""

_WORD = re.compile(r"""(?:'[^']*'?|"[^"]*"?|\\.?|[^\s'"\\])+""")
"""A word as a shell would cut it, whether or not its quotes are closed yet."""

_OPERANDS: tuple[tuple[str, Kind], ...] = (
    ("IMAGE", "image"),
    ("TAG", "image"),
    ("CONTAINER", "container"),
    ("VOLUME", "volume"),
    ("NETWORK", "network"),
    ("NAME", "name"),
)
"""What is found in an operand's name in the usage, and what that operand is; the first that fits counts."""


@dataclass(frozen=True, slots=True)
class Spot:
    """The word under the cursor, or the empty one that could begin there."""

    start: int
    end: int
    kind: Kind
    names: tuple[str, ...] = ()
    """The words before it, while the command is not yet known."""
    command: Command | None = None
    option: Option | None = None
    """The option that it is, or whose value it is."""


def spot_at(text: str, cursor: int) -> Spot:
    """Return what stands under the cursor; a word's end still belongs to it, as that is where one types."""
    words = [(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]
    if words and words[0][0] in ("$", "#"):
        words = words[1:]
    if words and words[0][0] == "sudo":
        words = words[1:]
    under = next(((start, end) for _, start, end in words if start <= cursor <= end), (cursor, cursor))
    before = tuple(word for word, _, end in words if end < under[0] or (end == under[0] and end < cursor))
    return _spot(before, text[slice(*under)], *under)


def _spot(before: tuple[str, ...], word: str, start: int, end: int) -> Spot:
    for length in range(1, min(LONGEST_SPELLING, len(before)) + 1):
        command = SPELLINGS.get(before[:length])
        if command is not None:
            return _after(command, before[length:], word, start, end)
    return Spot(start, end, "command", before)


def _after(command: Command, given: tuple[str, ...], word: str, start: int, end: int) -> Spot:
    """Say what a word is that follows a command and what was given to it."""
    operands, marked, waiting = 0, False, None
    for each in given:
        closed = marked or (command.options_first and operands > 0)
        if waiting is not None:
            waiting = None
        elif each == "--" and not closed:
            marked = True
        elif each.startswith("-") and each != "-" and not closed:
            waiting = _waiting(command, each)
        else:
            operands += 1
    if waiting is not None:
        kind: Kind = "network" if waiting.name == "network" else "value"
        return Spot(start, end, kind, command=command, option=waiting)
    if word.startswith("-") and not marked and not (command.options_first and operands):
        name = word.lstrip("-").partition("=")[0]
        return Spot(start, end, "option", command=command, option=command.option(name))
    return Spot(start, end, _operand(command, operands), command=command)


def _waiting(command: Command, typed: str) -> Option | None:
    """Return the option that takes the next word as its value: `--name`, `-p`, `-dp`; None for `--name=x` and `-p80:80`."""
    name, equals, _ = typed.partition("=")
    option = command.option(name[2:]) if typed.startswith("--") else command.option(name[-1])
    return option if option is not None and option.takes and not equals else None


def _operand(command: Command, number: int) -> Kind:
    labels = command.operands.split()
    if not labels or (number >= len(labels) and "..." not in labels[-1]):
        return "other"
    label = labels[min(number, len(labels) - 1)]
    return next((kind for part, kind in _OPERANDS if part in label), "other")
