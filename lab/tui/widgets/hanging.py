"""Lines of text whose rests, where they do not fit, hang below them, further in than where a new line begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

INDENT = 4
"""Cells; signs and names of the lab's lists begin at 0 and 2."""


class Hanging(Widget):
    """Draws lines at whatever width there is."""

    DEFAULT_CSS = "Hanging { height: auto; }"

    def __init__(self, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._lines: tuple[Content, ...] = ()

    @property
    def text(self) -> str:
        """What it shows, a line a line."""
        return "\n".join(line.plain for line in self._lines)

    def show(self, lines: Iterable[Content]) -> None:
        """Take lines in; nothing is laid out anew where they are what they were."""
        before, self._lines = self._lines, tuple(lines)
        same = len(before) == len(self._lines) and all(
            old.is_same(new) for old, new in zip(before, self._lines, strict=True)
        )
        if not same:
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many rows the lines take at a width."""
        return sum(1 for line in self._lines for _ in hung(line, width))

    def render(self) -> Content:
        """Draw the lines."""
        width = self.content_size.width
        return Content("\n").join(row for line in self._lines for row in hung(line, width))


def hung(line: Content, width: int) -> Iterator[Content]:
    """Yield a line as rows of at most a width, all but the first indented; where there is no room to, it is only wrapped."""
    first, *more = line.wrap(width) if width > 0 else [line]
    if not more or width <= 2 * INDENT:
        yield from (first, *more)
        return
    yield first
    rest = line[len(first.plain) :]
    rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
    yield from (row.pad_left(INDENT) for row in rest.wrap(width - INDENT))
