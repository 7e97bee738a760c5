"""One line with something at either end: what is on the left gives way."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content
from textual.widget import Widget

EMPTY = Content()


class TwoEnds(Widget):
    """Draws both ends itself: that costs a line of text, where a widget for each would have the whole screen laid out."""

    MOST: ClassVar[float] = 1.0
    """Part of the width that the right end may take."""

    def __init__(self) -> None:
        super().__init__()
        self._left = self._right = EMPTY

    def put(self, left: Content, right: Content) -> None:
        """Take in both ends."""
        if not (left.is_same(self._left) and right.is_same(self._right)):
            self._left, self._right = left, right
            self.refresh()

    def render(self) -> Content:
        """Draw both ends, cut with an ellipsis where there is no room."""
        width = self.content_size.width
        right = self._right.truncate(int(width * self.MOST), ellipsis=True)
        room = width - right.cell_length - 1 if right else width
        left = self._left.truncate(max(room, 0), ellipsis=True)
        return left.pad_right(width - left.cell_length - right.cell_length) + right
