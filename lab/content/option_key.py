"""`choice` and `order` in a question's fence, with the lists that stand below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lab.content.options import OptionLine
from lab.content.problem import shown
from lab.content.table import Table
from lab.grading.keys import ChoiceKey, Option, OrderKey
from lab.grading.said import Said
from lab.language.message import say

CHOICE_KEYS = ("many",)
ORDER_KEYS = ("edges",)


def read_choice(table: Table, lines: Sequence[OptionLine]) -> ChoiceKey | None:
    """Return the key, or None after complaining."""
    right = sum(line.right for line in lines)
    many = table.flag("many", default=right > 1)
    if lines and not right:
        table.report.add(lines[0].line, say("content.problem.no-right"), say("content.allowed.right"))
    if many is False and right > 1:
        table.wrong("many", say("content.allowed.many", count=right))
    return None if many is None or not lines else ChoiceKey(_options(lines), many)


def read_order(table: Table, lines: Sequence[OptionLine]) -> OrderKey | None:
    """Return the key, or None after complaining."""
    steps = sum(line.right for line in lines)
    if steps < 2:
        table.report.add(table.line, say("content.problem.no-steps"), say("content.allowed.steps"))
    edges = tuple(_edges(table, steps))
    return OrderKey(_options(lines), edges) if lines else None


def _options(lines: Sequence[OptionLine]) -> tuple[Option, ...]:
    return tuple(
        Option(number, line.text, line.right, Said(line.feedback) if line.feedback else None)
        for number, line in enumerate(lines, start=1)
    )


def _edges(table: Table, steps: int) -> Iterator[tuple[int, int]]:
    value = table.values.get("edges", [])
    if not isinstance(value, list):
        table.wrong("edges", say("content.allowed.edges", steps=steps))
        return
    for edge in value:
        # The list stands in a right order, so no edge goes up it; a cycle would have to.
        whole = isinstance(edge, list) and len(edge) == 2 and all(type(number) is int for number in edge)
        if whole and 1 <= edge[0] < edge[1] <= steps:
            yield edge[0], edge[1]
        else:
            what = say("content.problem.edge", edge=shown(str(edge)))
            table.report.add(table.line_of("edges"), what, say("content.allowed.edges", steps=steps))
