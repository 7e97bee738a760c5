"""What earlier Worlds of a run showed: a step may count only because of what was there before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from lab.reference import one_spelling
from lab.world import Scope, World


@dataclass(frozen=True, slots=True)
class Memory:
    """Facts folded from the Worlds of one run, about what the exercise names and nothing else."""

    images: frozenset[str] = frozenset()
    """Full references seen on the engine; `localhost` is written 127.0.0.1 here, so that both are one place."""
    containers: frozenset[str] = frozenset()
    """Names of containers seen, running or not."""
    published: tuple[tuple[str, str], ...] = ()
    """Full reference and the digest last seen in its registry."""
    left: frozenset[str] = frozenset()
    """References that were on the engine, then published, then seen absent: what comes back now was pulled."""

    def digest(self, reference: str) -> str | None:
        """Return the digest a registry last served for a reference."""
        return dict(self.published).get(one_spelling(reference))

    def saw(self, reference: str) -> bool:
        """Tell whether an image was on the engine."""
        return one_spelling(reference) in self.images

    def saw_leave(self, reference: str) -> bool:
        """Tell whether an image was gone after it had been published."""
        return one_spelling(reference) in self.left


NOTHING = Memory()


def remember(memory: Memory, world: World, scope: Scope) -> Memory:
    """Fold one more World into a memory."""
    named = {one_spelling(str(reference)) for reference in scope.references}
    present = {one_spelling(image.reference) for image in world.images} & named
    before = dict(memory.published)
    served = (tag for registry in world.registries for tag in registry.published)
    now = before | {one_spelling(tag.reference): tag.digest for tag in served}
    republished = {name for name, digest in now.items() if name in before and before[name] != digest}
    gone = memory.images & now.keys() - present
    return replace(
        memory,
        images=memory.images | present,
        containers=memory.containers | ({container.name for container in world.containers} & set(scope.containers)),
        published=tuple(sorted(now.items())),
        left=(memory.left - republished) | gone,
    )


def to_data(memory: Memory) -> dict[str, Any]:
    """Return a memory as plain JSON values."""
    return {
        "images": sorted(memory.images),
        "containers": sorted(memory.containers),
        "published": dict(memory.published),
        "left": sorted(memory.left),
    }


def from_data(data: Mapping[str, Any]) -> Memory:
    """Read back what `to_data` wrote."""
    return Memory(
        images=frozenset(data["images"]),
        containers=frozenset(data["containers"]),
        published=tuple(sorted(data["published"].items())),
        left=frozenset(data["left"]),
    )
