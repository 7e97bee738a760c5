"""The line at the bottom: the keys that work now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widgets import Static

from lab.tui.drawing import draw


class KeyBar(Static):
    """Draws the keys of its screen's active bindings in one line; a click on one is as good as pressing it."""

    ALLOW_SELECT = False

    def __init__(self, spare: Sequence[str] = ()) -> None:
        """Take the actions that give way, in this order, where there is no room for all."""
        super().__init__()
        # A key is no link of a text: it looks the same where the mouse is.
        self.auto_links = False
        self._spare = spare
        self._stale = False

    def on_mount(self) -> None:
        """Follow the screen's keys."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed, immediate=True)

    def on_resize(self) -> None:
        """Show as many as there is room for now."""
        self._draw()

    def _changed(self, screen: Screen[object]) -> None:
        # One key of the learner may change the bindings several times: they are drawn once.
        if not self._stale:
            self._stale = True
            self.call_later(self._draw)

    def _draw(self) -> None:
        self._stale = False
        keys = fitting(self._keys(), self._spare, self.content_size.width)
        draw(self, Content(" ").join(keys.values()), layout=False)

    def _keys(self) -> dict[str, Content]:
        """Return each action's first key, greyed where it is not now."""
        drawn: dict[str, Content] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show and active.binding.action not in drawn:
                drawn[active.binding.action] = _key(active, self.app.get_key_display(active.binding))
        return drawn


def fitting(keys: Mapping[str, Content], spare: Sequence[str], width: int) -> dict[str, Content]:
    """Return keys by their actions, without as many of those that can be spared as it takes to fit into a width."""
    kept = dict(keys)
    for action in spare:
        if sum(key.cell_length + 1 for key in kept.values()) - 1 <= width:
            break
        kept.pop(action, None)
    return kept


def _key(active: ActiveBinding, shown: str) -> Content:
    quiet = "" if active.enabled else " dim"
    name = (shown, f"$footer-key-foreground bold{quiet}")
    text = Content.assemble(name, " ", (active.binding.description, f"$footer-description-foreground{quiet}"))
    pressed = ("app.simulate_key", (active.binding.key,))
    return text.stylize(Style.from_meta({"@click": pressed})) if active.enabled else text
