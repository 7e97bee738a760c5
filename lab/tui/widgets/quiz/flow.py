"""Words and fields beside each other, wrapped like a text."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import NULL_OFFSET, Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

LEADING = 2
"""Rows from one line of text to the next: fields need air around them."""


class Flowing(Widget):
    """A widget of one row that knows how wide it is."""

    cells = 0
    """Width."""
    glued = False
    """Whether it belongs to what stands before it."""


class FlowLayout(Layout):
    """Places children from left to right, and begins a new line where a word finds no room."""

    name = "flow"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """Place every child on one row; its width is its own."""
        width = max(size.width, 1)
        flowing = [child for child in children if isinstance(child, Flowing)]
        places = lines([(child.cells, child.glued) for child in flowing], width)
        return [
            WidgetPlacement(Region(x, row * LEADING, min(child.cells, width), 1), NULL_OFFSET, Spacing(), child)
            for child, (x, row) in zip(flowing, places, strict=True)
        ]


def lines(parts: Sequence[tuple[int, bool]], width: int) -> list[tuple[int, int]]:
    """Return column and line of each part, given its cells and whether it is glued to the one before.

    What is glued together stays on one line, unless it is longer than a line.
    """
    places: list[tuple[int, int]] = []
    x = line = 0
    for index, (cells, glued) in enumerate(parts):
        start = x if glued or not x else x + 1
        whole = cells if glued else cells + _tail(parts, index)
        if x and start + min(whole, width) > width:
            line, start = line + 1, 0
        places.append((start, line))
        x = start + min(cells, width)
    return places


def _tail(parts: Sequence[tuple[int, bool]], index: int) -> int:
    """Return the cells of what is glued behind a part."""
    cells = 0
    for width, glued in parts[index + 1 :]:
        if not glued:
            break
        cells += width
    return cells
