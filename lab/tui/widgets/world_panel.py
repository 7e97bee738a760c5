"""The World beside the page: what is on the engine, in the registry and in the folder, and what just changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from lab.language.message import Message, say
from lab.language.words import Words
from lab.tui import inventory
from lab.tui.inventory import Item
from lab.tui.plain import plain
from lab.tui.signs import CHANGE_SIGNS, CHANGE_STYLES, REGISTRY_STATES
from lab.world import Change, Registry, World

MOST = 12
"""Things of one group that are shown; what changed is shown in any case."""


class WorldPanel(VerticalScroll):
    """Draws one World, read from the engine and never from the exercise's script."""

    def __init__(self) -> None:
        super().__init__(Static(), id="world")
        self.world: World | None = None
        self.changes: tuple[Change, ...] = ()

    def show(self, world: World | None, changes: tuple[Change, ...], words: Words) -> None:
        """Draw a World, with what the last action did marked."""
        self.world, self.changes = world, changes
        self.border_title = words.say(say("tui.world.title"))
        drawing = _Drawing(words, changes)
        lines = drawing.unseen() if world is None else drawing.world(world)
        self.query_one(Static).update(Content("\n").join(lines))


class _Drawing:
    """Lines of one World in one language."""

    def __init__(self, words: Words, changes: tuple[Change, ...]) -> None:
        self._words = words
        self._changes = changes

    def unseen(self) -> list[Content]:
        return [self._note(say("tui.world.unseen"))]

    def world(self, world: World) -> list[Content]:
        return [
            self._head(say("tui.world.images")),
            *self._items(inventory.images(world, self._changes)),
            self._head(say("tui.world.containers")),
            *self._items(inventory.containers(world, self._changes)),
            *self._volumes(world),
            self._head(say("tui.world.registry")),
            *(line for registry in world.registries for line in self._registry(registry)),
            self._head(say("tui.world.folder")),
            *self._folder(world),
        ]

    def _volumes(self, world: World) -> Iterator[Content]:
        items = inventory.volumes(world, self._changes)
        if items:
            yield self._head(say("tui.world.volumes"))
            yield from self._items(items)

    def _registry(self, registry: Registry) -> Iterator[Content]:
        state = self._words.say(REGISTRY_STATES[registry.state])
        kinds = [each.kind for each in self._changes if each.noun == "registry" and each.name == registry.address]
        yield self._line(Item(registry.address, change=kinds[0] if kinds else None))
        yield Content.styled(f"  {state}", "$foreground 60%")
        if registry.state == "serving":
            yield from self._items(inventory.published(registry, self._changes), empty=say("tui.world.empty"))

    def _folder(self, world: World) -> Iterator[Content]:
        if not world.stores:
            yield self._note(say("tui.world.no-folder"))
        for folder, files in inventory.files(world):
            name = folder.replace("\\", "/").rpartition("/")[2]
            new = inventory.count("file", "appeared", self._changes)
            yield self._line(Item(f"{name}/", change="appeared" if new else None))
            yield self._note(say("tui.world.files", files=files, new=new))

    def _items(self, items: list[Item], empty: Message | None = None) -> Iterable[Content]:
        marked = sum(item.change is not None for item in items)
        most = max(MOST, marked)
        lines = [line for item in items[:most] for line in self._item(item)]
        if len(items) > most:
            lines.append(self._note(say("tui.world.more", more=len(items) - most)))
        return lines or [self._note(empty if empty is not None else say("tui.world.none"))]

    def _item(self, item: Item) -> Iterator[Content]:
        yield self._line(item)
        if item.detail:
            yield Content.styled(f"  {plain(item.detail)}", "$foreground 60%")

    def _line(self, item: Item) -> Content:
        if item.change is None:
            return Content(f"  {plain(item.name)}")
        style = CHANGE_STYLES[item.change]
        struck = f"{style} strike" if item.change == "gone" else style
        return Content.assemble((f"{CHANGE_SIGNS[item.change]} ", f"{style} bold"), (plain(item.name), struck))

    def _head(self, title: Message) -> Content:
        return Content.styled(f"\n{self._words.say(title)}", "$text-primary bold")

    def _note(self, note: Message) -> Content:
        return Content.styled(f"  {self._words.say(note)}", "$foreground 60%")
