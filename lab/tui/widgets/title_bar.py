"""The line at the top: where the learner is, and which engine the lab talks to."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Label

from lab.tui.drawing import draw
from lab.tui.facts import Facts, full_name
from lab.tui.plain import plain


class TitleBar(Horizontal):
    """One line: a title on the left, the engine on the right."""

    def compose(self) -> ComposeResult:
        """Lay out both ends."""
        yield Label("Registry Lab", id="brand", markup=False)
        yield Label("", id="place", markup=False)
        yield Label("", id="engine", markup=False)

    def show(self, title: str, engine: Facts | None, trouble: str = "") -> None:
        """Say where the learner is, and which engine the lab talks to, or what is the matter with it."""
        named = plain(full_name(engine)) if engine is not None else ""
        draw(self.query_one("#place", Label), plain(f"› {title}"), layout=False)
        draw(self.query_one("#engine", Label), f"? {plain(trouble)}" if trouble else named)
