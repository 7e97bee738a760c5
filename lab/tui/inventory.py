"""What there is, in groups to draw: the World's things, with what the last action did to each."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce

from lab.claims import is_note
from lab.keeping import KEPT
from lab.reference import DOCKER_HUB, Reference
from lab.world import Change, ChangeKind, Container, Noun, Registry, World

_OWN_NETWORKS = frozenset({"bridge", "host", "none", "podman"})
"""Networks that every engine has."""
_ID = 12
"""Characters of an ID or digest that are shown, as Docker does."""
_DIGEST = re.compile(r"(sha256:[0-9a-f]{12})[0-9a-f]{52}")
_MARK = 6
"""Characters of a mark: enough to tell a few images apart at a glance."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing."""

    name: str
    detail: str = ""
    change: ChangeKind | None = None
    """What the last action did to it."""
    mark: str = ""
    """Short digest of its content: the same wherever, and under whatever name, the same content is."""


def mark(layers: Iterable[str], identity: str) -> str:
    """Return the mark of content: from its layers' chain ID (image-spec, `config.md`), else from the engine's name for it.

    Manifest digests and image IDs differ between places and image stores for the same content; the layers do not.
    """
    every = tuple(layers)
    digest = reduce(_chained, every) if every else identity
    return digest.removeprefix("sha256:")[:_MARK]


def _chained(below: str, layer: str) -> str:
    return f"sha256:{hashlib.sha256(f'{below} {layer}'.encode()).hexdigest()}"


def contents(world: World) -> dict[str, tuple[str, ...]]:
    """Return the layers of everything whose layers somebody saw, by the engine's name for it or its config's digest, which mostly are the same."""
    served = (tag for registry in world.registries for tag in registry.published)
    known = {tag.config: tag.layers for tag in served if tag.config and tag.layers}
    return known | {image.id: image.layers for image in world.images if image.layers}


def images(world: World, changes: Iterable[Change], contents: Mapping[str, tuple[str, ...]]) -> list[Item]:
    """Return each image's name with its mark, by its `contents` where they are known; those that the exercise looks at come first."""
    ordered = sorted(world.images, key=lambda image: image.layers is None)
    items = [Item(familiar(each.reference), mark=mark(contents.get(each.id, ()), each.id)) for each in ordered]
    return _marked("image", items, changes)


def fetched(world: World) -> dict[str, str]:
    """Return the names that public registries are known to serve, each with the engine's name for its content: it has them, with a digest from there."""
    ours = {registry.address for registry in world.registries}
    known = ((Reference.parse(image.reference), image) for image in world.images if image.digests)
    return {
        familiar(image.reference): image.id
        for reference, image in known
        if not (reference.registry in ours or _nearby(reference.registry) or (reference.tag or "").startswith(KEPT))
    }


def hosts(fetched: Iterable[str]) -> tuple[str, ...]:
    """Return the registries beside Docker Hub that familiar names were fetched from, each once, in their order."""
    named = (Reference.parse(name).registry for name in sorted(fetched))
    return tuple(dict.fromkeys(host for host in named if host != DOCKER_HUB))


def _nearby(registry: str) -> bool:
    """Tell whether a registry is on this machine, or named without a dot as in a network of the lab's."""
    host = registry.partition(":")[0]
    return host == "localhost" or host.startswith("127.") or "." not in host


def containers(world: World, changes: Iterable[Change]) -> list[Item]:
    """Return each container with its state, untranslated as Docker shows it, and its published ports."""
    return _marked("container", [Item(each.name, _state(each)) for each in world.containers], changes)


def volumes(world: World, changes: Iterable[Change]) -> list[Item]:
    """Return each volume; one that the engine named is cut to its first characters, and what the lab notes there is not shown."""
    return _marked("volume", [Item(_volume(name)) for name in world.volumes if not is_note(name)], changes)


def networks(world: World, changes: Iterable[Change]) -> list[Item]:
    """Return each network that somebody made; an engine's own say nothing."""
    return _marked("network", [Item(name) for name in world.networks if name not in _OWN_NETWORKS], changes)


def published(registry: Registry, changes: Iterable[Change]) -> list[Item]:
    """Return what a registry serves: its tags with their marks, then repositories of which no tag was asked for."""
    tags = [
        Item(tag.reference.removeprefix(f"{registry.address}/"), mark=mark(tag.layers, tag.digest))
        for tag in registry.published
    ]
    known = {item.name.rpartition(":")[0] for item in tags}
    rest = [Item(repository) for repository in registry.repositories if repository not in known]
    ours = [change for change in changes if change.name.startswith(f"{registry.address}/")]
    return _marked("published", tags, ours, f"{registry.address}/") + rest


def files(world: World) -> list[tuple[str, int]]:
    """Return each folder that a registry stores into, with how many files there are."""
    return [(store.folder, len(store.files)) for store in world.stores]


def appeared_in(folder: str, changes: Iterable[Change]) -> int:
    """Return how many files appeared in a folder."""
    return sum(
        (change.noun, change.kind) == ("file", "appeared") and change.name.startswith(f"{folder}/")
        for change in changes
    )


def familiar(reference: str) -> str:
    """Return a full reference as Docker's lists show it: without Docker Hub's own part."""
    return reference.removeprefix("docker.io/").removeprefix("library/")


def short(text: str) -> str:
    """Return a text with its digests cut to their first twelve digits, as Docker shows them."""
    return _DIGEST.sub(r"\1", text)


def _marked(noun: Noun, items: list[Item], changes: Iterable[Change], prefix: str = "") -> list[Item]:
    """Mark what changed, put it first, and add what is gone."""
    last = {spelt(noun, change.name, prefix): change for change in changes if change.noun == noun}
    gone = [Item(name, change="gone") for name, change in last.items() if change.kind == "gone"]
    marked = [replace(item, change=last[item.name].kind) for item in items if item.name in last]
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
