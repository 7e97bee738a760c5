"""`fill` in a question's fence: the blanks, and which of them may change places."""

from __future__ import annotations

import re
from collections.abc import Collection

from lab.content.said_table import read_wrong
from lab.content.table import Table
from lab.grading.keys import Blank, FillKey
from lab.language.message import say

KEYS = ("blank", "groups")

MOST_BLANKS = 12
"""More than this no sentence has, and no screen shows."""

_NAME = r"[a-z][a-z0-9_-]*"


def read_fill(table: Table) -> FillKey | None:
    """Return the key, or None after complaining."""
    blanks = table.table("blank")
    if blanks is None or not 1 <= len(blanks.values) <= MOST_BLANKS:
        complain = table.missing if blanks is None else table.wrong
        complain("blank", say("content.allowed.blank", most=MOST_BLANKS))
        return None
    found = tuple(blank for name in blanks.values if (blank := _blank(blanks, name)) is not None)
    groups = _groups(table, blanks.values)
    return FillKey(found, groups) if found else None


def _blank(blanks: Table, name: str) -> Blank | None:
    if not re.fullmatch(_NAME, name):
        blanks.wrong(name, say("content.allowed.blank-name"))
        return None
    table = blanks.table(name)
    if table is None:
        return None
    table.only(("accept", "exact", "wrong"))
    accept = table.some("accept", say("content.allowed.texts"))
    exact = table.texts("exact", say("content.allowed.texts"), optional=True)
    wrong = tuple(read_wrong(table))
    return None if accept is None or exact is None else Blank(name, accept, wrong, exact)


def _groups(table: Table, names: Collection[str]) -> tuple[tuple[str, ...], ...]:
    value = table.values.get("groups", [])
    groups = value if isinstance(value, list) else [value]
    for group in groups:
        if (
            not isinstance(group, list)
            or len(group) < 2
            or not all(isinstance(name, str) and name in names for name in group)
        ):
            table.wrong("groups", say("content.allowed.groups", names=tuple(names)))
            return ()
    every = [name for group in groups for name in group]
    if len(set(every)) < len(every):
        table.wrong("groups", say("content.allowed.groups", names=tuple(names)))
    return tuple(tuple(group) for group in groups)
