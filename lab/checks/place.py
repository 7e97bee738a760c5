"""Where a name leads: `localhost` and `127.0.0.1` are two spellings of one place."""

from __future__ import annotations

from dataclasses import replace

from lab.reference import Reference
from lab.world import Image, World

_LOOPBACK = ("127.0.0.1", "localhost")


def same_place(reference: Reference) -> tuple[Reference, ...]:
    """Return a reference and, for a loopback registry, its other spelling."""
    host, separator, port = reference.registry.rpartition(":")
    if host not in _LOOPBACK:
        return (reference,)
    others = (f"{name}{separator}{port}" for name in _LOOPBACK if name != host)
    return (reference, *(replace(reference, registry=other) for other in others))


def find_image(world: World, reference: Reference) -> Image | None:
    """Find an image under any spelling of its place."""
    images = (world.image(str(spelling)) for spelling in same_place(reference))
    return next((image for image in images if image is not None), None)
