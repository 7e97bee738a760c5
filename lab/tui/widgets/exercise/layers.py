"""Layers on their way: one line a layer, with a small bar."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from lab.session.events import LayerMoved
from lab.tui.plain import plain
from lab.tui.signs import bar

_BAR = 12
"""Cells."""
_MEGABYTE = 1_000_000


class Layers(Widget):
    """Draws the last that was told of each layer, however many events a second tell it."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, LayerMoved] = {}

    def tell(self, moved: LayerMoved) -> None:
        """Take in how far a layer is; what concerns the whole image is a line of its own."""
        key = moved.layer or f" {moved.status}"
        self.refresh(layout=key not in self._lines)
        self._lines[key] = moved
        self.add_class("-some")

    def render(self) -> Content:
        """Draw every layer's line."""
        return Content("\n").join(map(_line, self._lines.values()))


def _line(moved: LayerMoved) -> Content:
    status = plain(moved.status)
    if not moved.layer:
        return Content.styled(status, "$foreground 60%")
    if not moved.total:
        return Content.assemble((plain(moved.layer), "$foreground 60%"), f"  {status}")
    current = min(moved.current or 0, moved.total)
    amount = f"{current / _MEGABYTE:.1f}/{moved.total / _MEGABYTE:.1f} MB"
    return Content.assemble(
        (plain(moved.layer), "$foreground 60%"),
        "  ",
        (bar(current, moved.total, _BAR), "$text-accent"),
        f"  {status}  {amount}",
    )
