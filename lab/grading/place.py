"""Where the command of a question is typed, and which registries are the same one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lab.docker_cli.place import Place
from lab.errors import LabError
from lab.reference import DOCKER_HUB, Reference

NOWHERE = Place("/registry-lab")
"""Where a command is typed that belongs to no exercise."""


def place_for(place: Place, lines: Iterable[str]) -> Place:
    """Return a place where every registry that these lines name is the lab's own: nothing is sent there."""
    named = (own_registry(registry) for line in lines for registry in _registries(line))
    return Place(place.workspace, tuple(dict.fromkeys((*place.registries, *named, DOCKER_HUB))))


def _registries(line: str) -> Iterator[str]:
    for word in re.findall(r"[^\s'\"]+", line.replace("http://", "")):
        try:
            registry = Reference.parse(f"{word.partition('/')[0]}/x").registry
        except LabError:
            continue  # most words of a command are no registries
        if registry != DOCKER_HUB:
            yield registry


def own_registry(registry: str) -> str:
    """Return an address as the lab writes it: `localhost` as 127.0.0.1, and hosts, which DNS knows no capitals in, small."""
    host, port = host_and_port(registry)
    if host.lower() == "localhost":
        return f"127.0.0.1:{port}" if port else "127.0.0.1"
    return registry.lower() if set(".:") & set(registry) else registry


def host_and_port(registry: str) -> tuple[str, str]:
    """Cut an address in two, also one of IPv6: `[::1]:5000`."""
    host, _, port = registry.rpartition(":")
    return (host, port) if host and port.isdigit() else (registry, "")
