"""What the values of a table may be, beyond their type: said in the dataclass that is read from it."""

from __future__ import annotations

from dataclasses import dataclass

from lab.language.message import Message

Pairs = tuple[tuple[str, str], ...]
"""An inline table of texts, `{alice = "secret"}`, in its order."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a text looks like: `Annotated[str, Shape(…)]`, or each text of a list."""

    pattern: str
    """A regular expression for all of it, which a JSON Schema may have as well."""
    allowed: Message
