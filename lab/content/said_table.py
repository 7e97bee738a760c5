"""Sentences that a question's author wrote into its fence, and the answers they are said to."""

from __future__ import annotations

from collections.abc import Iterator

from lab.content.table import Table
from lab.grading.keys import WrongAnswer
from lab.grading.said import Said
from lab.language.message import say


def read_said(table: Table, key: str, *, optional: bool = False) -> Said | None:
    """Return `key.en` and `key.ko` as one sentence, or None after complaining; with `optional` it may be absent."""
    inside = table.table(key)
    if inside is None:
        if key not in table.values and not optional:
            table.missing(key, say("content.allowed.said", name=key))
        return None
    inside.only(("en", "ko"))
    allowed = say("content.allowed.said", name=key)
    english, korean = inside.text("en", allowed), inside.text("ko", allowed, optional=True)
    return None if english is None else Said(english, korean)


def read_wrong(table: Table) -> Iterator[WrongAnswer]:
    """Yield the answers of `[[wrong]]`, each with what is said to it."""
    for entry in table.tables("wrong"):
        entry.only(("match", "say"))
        match, said = entry.some("match", say("content.allowed.texts")), read_said(entry, "say")
        if match and said:
            yield WrongAnswer(match, said)
