"""Where the images are now: public registries, this engine and the lab's own registries, drawn from the World and never from the script."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.layout import Layout
from textual.layouts.grid import GridLayout

from lab.language.message import say
from lab.language.words import Words
from lab.tui import inventory
from lab.tui.plain import plain
from lab.tui.widgets.exercise.boxes import Boxes
from lab.tui.widgets.hanging import Hanging
from lab.world import Change, World

HUB = "Docker Hub"


class Picture(VerticalScroll):
    """Three boxes: each name of an image is in those boxes where it really is, equal content with an equal mark.

    Where no registry is in question there are two.
    """

    def __init__(self) -> None:
        self._boxes = tuple(Hanging(f"place -{name}") for name in ("hub", "engine", "registry"))
        super().__init__(*self._boxes, id="picture")
        self.world: World | None = None
        self.changes: tuple[Change, ...] = ()
        self._contents: dict[str, tuple[str, ...]] = {}
        """Layers that were seen once, of content that may be looked at under names of which nobody asks."""
        self._fetched: dict[str, str] = {}
        """What public registries have been seen to serve, which they still do when the engine has removed its copy."""

    def pre_layout(self, layout: Layout) -> None:
        """Let boxes beside each other be equally high."""
        if isinstance(layout, GridLayout):
            layout.stretch_height = True

    def show(self, world: World | None, changes: tuple[Change, ...], words: Words) -> None:
        """Draw a World, with what the last action did marked."""
        self.world, self.changes = world, changes
        if world is not None:
            self._fetched |= inventory.fetched(world)
            self._contents |= inventory.contents(world)
        self.set_class(world is not None and not (world.registries or world.stores), "-alone")
        drawn = Boxes(words, world, changes, self._fetched, self._contents)
        hub, engine, registry = self._boxes
        hub.border_title = plain(", ".join((HUB, *inventory.hosts(self._fetched))))
        engine.border_title = words.say(say("tui.picture.engine"))
        several = world is not None and len(world.registries) > 1
        registry.border_title = words.say(say("tui.picture.registries") if several else say("tui.picture.registry"))
        for box, lines in ((hub, drawn.hub()), (engine, drawn.engine()), (registry, drawn.registry())):
            box.show(lines)
