"""The ` ```toml exercise ` fence: which exercise this is, and what it needs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lab.content.model import PLACEHOLDER
from lab.content.table import Table
from lab.language.message import say

ID = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
"""Lower-case words with hyphens."""

_KEYS = ("id", "minutes", "images", "vars")
_MINUTES = range(1, 601)
_VAR = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Head:
    """What the fence says, as far as it could be read."""

    id: str | None
    line: int
    """Of the id."""
    minutes: int | None
    images: tuple[str, ...] | None
    vars: tuple[tuple[str, str | int], ...] | None


def read_head(table: Table) -> Head:
    """Read the fence's table and report what is wrong with it."""
    table.only(_KEYS)
    limits = say("content.allowed.number", low=_MINUTES.start, high=_MINUTES.stop - 1)
    return Head(
        id=table.text("id", say("content.allowed.id"), ID),
        line=table.line_of("id"),
        minutes=table.number("minutes", limits, _MINUTES),
        images=table.texts("images", say("content.allowed.texts")),
        vars=_vars(table),
    )


def _vars(head: Table) -> tuple[tuple[str, str | int], ...] | None:
    table = head.table("vars")
    if table is None:
        return None if "vars" in head.values else ()
    for name, value in table.values.items():
        if not _VAR.fullmatch(name):
            table.wrong(name, say("content.allowed.var-name"))
        elif type(value) is not int and not (isinstance(value, str) and value and not PLACEHOLDER.search(value)):
            table.wrong(name, say("content.allowed.var-value"))
    # Wrong ones are kept: otherwise every use of them would be reported too.
    return tuple((name, value if isinstance(value, str | int) else "") for name, value in table.values.items())
