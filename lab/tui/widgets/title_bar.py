"""The line at the top: where the learner is, and which engine the lab talks to."""

from __future__ import annotations

from textual.content import Content

from lab.tui.facts import Facts, full_name
from lab.tui.plain import plain
from lab.tui.widgets.two_ends import TwoEnds


class TitleBar(TwoEnds):
    """One line: a title on the left, the engine on the right."""

    MOST = 0.4

    def show(self, title: str, engine: Facts | None, trouble: str = "") -> None:
        """Say where the learner is, and which engine the lab talks to, or what is the matter with it."""
        if trouble:
            self.put(titled(title), Content.styled(f"? {plain(trouble)}", "$text-warning bold"))
        else:
            named = plain(full_name(engine)) if engine is not None else ""
            self.put(titled(title), Content.styled(named, "$foreground 60%"))


def titled(title: str) -> Content:
    """Return the lab's name with where the learner is in it."""
    return Content.assemble(("Registry Lab", "$accent bold"), f" › {plain(title)}")
