"""What is written in the boxes of the picture: the lines of one World, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from textual.content import Content

from lab.language.message import Message, say
from lab.language.words import Words
from lab.tui import inventory
from lab.tui.inventory import Item, short
from lab.tui.plain import plain
from lab.tui.signs import CHANGE_SIGNS, CHANGE_STYLES, REGISTRY_SIGNS, REGISTRY_STATES
from lab.world import Change, Registry, World

MOST = 12
"""Things of one group that are shown; what changed is shown in any case."""
_MARK_STYLES = ("$text-accent", "$text-primary", "$text-secondary", "$text-warning")
"""One of these goes with each mark, so that equal ones are found at a glance; the mark itself says it without colour."""
_QUIET = "$foreground 60%"


@dataclass(frozen=True, slots=True)
class Boxes:
    """Draws each box's lines."""

    words: Words
    world: World | None
    changes: tuple[Change, ...]
    fetched: Mapping[str, str]
    """Names that public registries have been seen to serve, each with the engine's name for its content."""
    contents: Mapping[str, tuple[str, ...]]
    """Layers of what is known by such a name."""

    def hub(self) -> list[Content]:
        """Return what was fetched, from wherever it was."""
        items = [
            Item(name, mark=inventory.mark(self.contents.get(identity, ()), identity))
            for name, identity in sorted(self.fetched.items())
        ]
        return self._chips(items, say("tui.picture.nothing-fetched"))

    def engine(self) -> list[Content]:
        """Return what the engine has."""
        world, changes = self.world, self.changes
        if world is None:
            return [self._note(say("tui.picture.unseen"))]
        return [
            *self._chips(inventory.images(world, changes, self.contents), say("tui.picture.no-images")),
            *self._group(say("tui.picture.containers"), inventory.containers(world, changes)),
            *self._group(say("tui.picture.volumes"), inventory.volumes(world, changes)),
            *self._group(say("tui.picture.networks"), inventory.networks(world, changes)),
        ]

    def registry(self) -> list[Content]:
        """Return what the registries of the lab serve, and where they keep it."""
        if self.world is None:
            return [self._note(say("tui.picture.unseen"))]
        lines = [line for registry in self.world.registries for line in self._registry(registry)]
        return [*lines, *self._folders(self.world)]

    def _group(self, title: Message, items: list[Item]) -> Iterator[Content]:
        if items:
            yield Content.styled(self.words.say(title), _QUIET)
        for item in items[: max(MOST, _marked(items))]:
            yield Content.assemble(_signed(item), ("  " if item.detail else ""), (plain(item.detail), _QUIET))
        yield from self._more(items)

    def _registry(self, registry: Registry) -> Iterator[Content]:
        kinds = [each.kind for each in self.changes if each.noun == "registry" and each.name == registry.address]
        sign, style = REGISTRY_SIGNS[registry.state]
        state = self.words.say(REGISTRY_STATES[registry.state])
        address = _signed(Item(registry.address, change=kinds[0] if kinds else None))
        yield Content.assemble(address, "  ", (f"{sign} {state}", style))
        if registry.state == "serving":
            yield from self._chips(inventory.published(registry, self.changes), say("tui.picture.empty"))

    def _folders(self, world: World) -> Iterator[Content]:
        for folder, files in inventory.files(world):
            name = folder.replace("\\", "/").rpartition("/")[2]
            new = inventory.appeared_in(folder, self.changes)
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
        return Content.styled(f"  {self.words.say(note)}", _QUIET)


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
    name = short(plain(item.name))
    if item.change is None:
        return Content(f"  {name}")
    style = CHANGE_STYLES[item.change]
    struck = f"{style} strike" if item.change == "gone" else f"{style} bold"
    return Content.assemble((f"{CHANGE_SIGNS[item.change]} ", f"{style} bold"), (name, struck))
