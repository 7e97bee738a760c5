"""Where the images are now: Docker Hub, this engine and the private registry, drawn from the World and never from the script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.containers import VerticalScroll
from textual.content import Content
from textual.layout import Layout
from textual.layouts.grid import GridLayout
from textual.widgets import Static

from lab.language.message import Message, say
from lab.language.words import Words
from lab.tui import inventory
from lab.tui.drawing import draw
from lab.tui.inventory import Item
from lab.tui.plain import plain
from lab.tui.signs import CHANGE_SIGNS, CHANGE_STYLES, REGISTRY_SIGNS, REGISTRY_STATES
from lab.world import Change, Registry, World

MOST = 12
"""Things of one group that are shown; what changed is shown in any case."""
_MARK_STYLES = ("$text-accent", "$text-primary", "$text-secondary", "$text-warning")
"""One of these goes with each mark, so that equal ones are found at a glance; the mark itself says it without colour."""
_QUIET = "$foreground 60%"


class Picture(VerticalScroll):
    """Three boxes: each name of an image is in those boxes where it really is, equal content with an equal mark."""

    def __init__(self) -> None:
        self._boxes = tuple(Static(classes=f"place -{name}") for name in ("hub", "engine", "registry"))
        super().__init__(*self._boxes, id="picture")
        self.world: World | None = None
        self.changes: tuple[Change, ...] = ()
        self._fetched: dict[str, str] = {}
        """What Docker Hub has been seen to serve, which it still does when the engine has removed its copy."""

    def pre_layout(self, layout: Layout) -> None:
        """Let boxes beside each other be equally high."""
        if isinstance(layout, GridLayout):
            layout.stretch_height = True

    def show(self, world: World | None, changes: tuple[Change, ...], words: Words) -> None:
        """Draw a World, with what the last action did marked."""
        self.world, self.changes = world, changes
        if world is not None:
            self._fetched |= inventory.fetched(world)
        drawing = _Drawing(words, world, changes, self._fetched)
        hub, engine, registry = self._boxes
        hub.border_title = "Docker Hub"
        engine.border_title = words.say(say("tui.picture.engine"))
        registry.border_title = words.say(say("tui.picture.registry"))
        for box, lines in ((hub, drawing.hub()), (engine, drawing.engine()), (registry, drawing.registry())):
            draw(box, Content("\n").join(lines))


class _Drawing:
    """Lines of one World in one language."""

    def __init__(self, words: Words, world: World | None, changes: tuple[Change, ...], fetched: dict[str, str]) -> None:
        self._words = words
        self._world = world
        self._changes = changes
        self._fetched = fetched

    def hub(self) -> list[Content]:
        items = [Item(name, mark=mark) for name, mark in sorted(self._fetched.items())]
        return self._chips(items, say("tui.picture.nothing-fetched"))

    def engine(self) -> list[Content]:
        if self._world is None:
            return [self._note(say("tui.picture.unseen"))]
        return [
            *self._chips(inventory.images(self._world, self._changes), say("tui.picture.no-images")),
            *self._containers(self._world),
            *self._volumes(self._world),
        ]

    def registry(self) -> list[Content]:
        if self._world is None:
            return [self._note(say("tui.picture.unseen"))]
        lines = [line for registry in self._world.registries for line in self._registry(registry)]
        return [*lines, *self._folders(self._world)] or [self._note(say("tui.picture.no-registry"))]

    def _containers(self, world: World) -> Iterator[Content]:
        items = inventory.containers(world, self._changes)
        if items:
            yield Content.styled(self._words.say(say("tui.picture.containers")), _QUIET)
        for item in items[: max(MOST, _marked(items))]:
            yield Content.assemble(_signed(item), "  ", (plain(item.detail), _QUIET))
        yield from self._more(items)

    def _volumes(self, world: World) -> Iterator[Content]:
        items = inventory.volumes(world, self._changes)
        if items:
            yield Content.styled(self._words.say(say("tui.picture.volumes")), _QUIET)
        yield from (_signed(item) for item in items[: max(MOST, _marked(items))])
        yield from self._more(items)

    def _registry(self, registry: Registry) -> Iterator[Content]:
        kinds = [each.kind for each in self._changes if each.noun == "registry" and each.name == registry.address]
        sign, style = REGISTRY_SIGNS[registry.state]
        state = self._words.say(REGISTRY_STATES[registry.state])
        yield Content.assemble(
            _signed(Item(registry.address, change=kinds[0] if kinds else None)), "  ", (f"{sign} {state}", style)
        )
        if registry.state == "serving":
            yield from self._chips(inventory.published(registry, self._changes), say("tui.picture.empty"))

    def _folders(self, world: World) -> Iterator[Content]:
        for folder, files in inventory.files(world):
            name = folder.replace("\\", "/").rpartition("/")[2]
            new = inventory.count("file", "appeared", self._changes)
            yield _signed(Item(f"{name}/", change="appeared" if new else None))
            yield self._note(say("tui.picture.files", files=files, new=new))

    def _chips(self, items: list[Item], empty: Message) -> list[Content]:
        lines = [_chip(item) for item in items[: max(MOST, _marked(items))]]
        return [*lines, *self._more(items)] or [self._note(empty)]

    def _more(self, items: list[Item]) -> Iterator[Content]:
        more = len(items) - max(MOST, _marked(items))
        if more > 0:
            yield self._note(say("tui.picture.more", more=more))

    def _note(self, note: Message) -> Content:
        return Content.styled(f"  {self._words.say(note)}", _QUIET)


def _marked(items: Iterable[Item]) -> int:
    return sum(item.change is not None for item in items)


def _chip(item: Item) -> Content:
    """Draw an image's name with the mark of its content."""
    if not item.mark:
        return _signed(item)
    style = _MARK_STYLES[sum(item.mark.encode()) % len(_MARK_STYLES)]
    return Content.assemble(_signed(item), " ", (f"▪{item.mark}", style))


def _signed(item: Item) -> Content:
    """Draw a name after the sign of what happened to it."""
    if item.change is None:
        return Content(f"  {plain(item.name)}")
    style = CHANGE_STYLES[item.change]
    struck = f"{style} strike" if item.change == "gone" else f"{style} bold"
    return Content.assemble((f"{CHANGE_SIGNS[item.change]} ", f"{style} bold"), (plain(item.name), struck))
