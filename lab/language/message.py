"""A thing to say, before it has words: the core speaks in these, the front ends choose the language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Part: TypeAlias = "str | int | Message | tuple[str | Message, ...]"


@dataclass(frozen=True, slots=True)
class Message:
    """A key of the catalogue and what fills its blanks; equal messages say the same in every language."""

    key: str
    """`FILE.SECTION.NAME` in `lab/language/LANG/FILE.toml`."""
    args: tuple[tuple[str, Part], ...] = ()
    """Name and value of each blank, in the order given."""

    def __str__(self) -> str:
        """Show the key and its blanks: for logs and test failures, never for learners."""
        return " ".join([self.key, *(f"{name}={value}" for name, value in self.args)])

    def arguments(self) -> Mapping[str, Part]:
        """Return the blanks by name."""
        return dict(self.args)


def say(key: str, **args: Part) -> Message:
    """Make a message; `key` must stand literally in the code, so that a test can find every key in use."""
    return Message(key, tuple(args.items()))
