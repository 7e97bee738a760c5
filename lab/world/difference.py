"""The difference of two Worlds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lab.world.world import World

ChangeKind = Literal["appeared", "gone", "changed"]

Noun = Literal[
    "image",
    "untagged",
    "container",
    "volume",
    "network",
    "registry",
    "published",
    "file",
    "login",
    "delivery",
    "build",
    "certificate",
    "authority",
    "swarm",
    "service",
]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two Worlds."""

    kind: ChangeKind
    noun: Noun
    name: str
    before: str = ""
    """What it was, in one word: an image's ID, a container's state."""
    after: str = ""


def changes(before: World, after: World) -> tuple[Change, ...]:
    """Return what differs between two Worlds, in a fixed order; nothing where they are the same state."""
    old, new = dict(_facts(before)), dict(_facts(after))
    found = [Change("gone", noun, name, before=old[noun, name]) for noun, name in old if (noun, name) not in new]
    for (noun, name), value in new.items():
        if (noun, name) not in old:
            found.append(Change("appeared", noun, name, after=value))
        elif old[noun, name] != value:
            found.append(Change("changed", noun, name, before=old[noun, name], after=value))
    return tuple(found)


def _facts(world: World) -> Iterator[tuple[tuple[Noun, str], str]]:
    for image in world.images:
        yield ("image", image.reference), image.id
    for identity in world.untagged:
        yield ("untagged", identity), identity
    for container in world.containers:
        yield ("container", container.name), container.state
    for volume in world.volumes:
        yield ("volume", volume), ""
    for network in world.networks:
        yield ("network", network), ""
    if world.swarm is not None:
        yield ("swarm", world.swarm.id), ""
        for service in world.swarm.services:
            yield ("service", service.name), service.image
    for registry in world.registries:
        yield ("registry", registry.address), registry.state
        for tag in registry.published:
            yield ("published", tag.reference), tag.digest
    for file in world.files:
        yield ("file", file.path), file.digest or str(file.size)
    for shake in world.handshakes:
        if shake.state in ("trusted", "refused"):
            yield ("certificate", shake.address), ", ".join(shake.faults) or shake.state
    for registry_name, digest in world.authorities or ():
        yield ("authority", registry_name), digest
    for registry_name, user in world.logins:
        yield ("login", registry_name), user
    for delivery in world.deliveries:
        yield ("delivery", f"{delivery.reference} → {delivery.file}"), delivery.id
    for build in world.builds:
        yield ("build", f"{build.reference} {build.commit[:12]}"), build.digest
    for store in world.stores:
        for file in store.files:
            yield ("file", f"{store.folder}/{file.path}"), str(file.size)
