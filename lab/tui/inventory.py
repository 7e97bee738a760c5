"""What there is, in groups to draw: the World's things, with what the last action did to each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lab.world import Change, ChangeKind, Container, Noun, Registry, World

_ID = 12
"""Characters of an ID or digest that are shown, as Docker does."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing."""

    name: str
    detail: str = ""
    change: ChangeKind | None = None
    """What the last action did to it."""


def images(world: World, changes: Iterable[Change]) -> list[Item]:
    """Return each image's name with its short ID."""
    return _marked("image", [Item(familiar(image.reference), _short(image.id)) for image in world.images], changes)


def containers(world: World, changes: Iterable[Change]) -> list[Item]:
    """Return each container with its state, untranslated as Docker shows it, and its published ports."""
    return _marked("container", [Item(each.name, _state(each)) for each in world.containers], changes)


def volumes(world: World, changes: Iterable[Change]) -> list[Item]:
    """Return each volume; one that the engine named is cut to its first characters."""
    return _marked("volume", [Item(_volume(name)) for name in world.volumes], changes)


def published(registry: Registry, changes: Iterable[Change]) -> list[Item]:
    """Return what a registry serves: its tags with their short digests, then repositories of which no tag was asked for."""
    tags = [Item(tag.reference.removeprefix(f"{registry.address}/"), _short(tag.digest)) for tag in registry.published]
    known = {item.name.rpartition(":")[0] for item in tags}
    rest = [Item(repository) for repository in registry.repositories if repository not in known]
    ours = [change for change in changes if change.name.startswith(f"{registry.address}/")]
    return _marked("published", tags, ours, f"{registry.address}/") + rest


def files(world: World) -> list[tuple[str, int]]:
    """Return each folder that a registry stores into, with how many files there are."""
    return [(store.folder, len(store.files)) for store in world.stores]


def count(noun: Noun, kind: ChangeKind, changes: Iterable[Change]) -> int:
    """Return how many things of a kind appeared, went or changed."""
    return sum(change.noun == noun and change.kind == kind for change in changes)


def familiar(reference: str) -> str:
    """Return a full reference as Docker's lists show it: without Docker Hub's own part."""
    return reference.removeprefix("docker.io/").removeprefix("library/")


def _marked(noun: Noun, items: list[Item], changes: Iterable[Change], prefix: str = "") -> list[Item]:
    """Mark what changed, put it first, and add what is gone."""
    last = {spelt(noun, change.name, prefix): change for change in changes if change.noun == noun}
    gone = [Item(name, _short(change.before), "gone") for name, change in last.items() if change.kind == "gone"]
    marked = [Item(item.name, item.detail, last[item.name].kind) for item in items if item.name in last]
    return gone + marked + [item for item in items if item.name not in last]


def spelt(noun: Noun, name: str, prefix: str = "") -> str:
    """Return a changed thing's name as its item spells it."""
    return familiar(name) if noun == "image" else _volume(name) if noun == "volume" else name.removeprefix(prefix)


def _state(container: Container) -> str:
    return " ".join([container.state, *dict.fromkeys(_ports(container))])


def _ports(container: Container) -> Iterator[str]:
    for port in container.ports:
        yield f"{port.host_ip or '0.0.0.0'}:{port.host_port}→{port.container_port}"


def _volume(name: str) -> str:
    return _short(name) if len(name) == 64 else name


def _short(identity: str) -> str:
    bare = identity.removeprefix("sha256:")
    return bare[:_ID] if len(bare) == 64 else identity
