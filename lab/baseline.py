"""What was there before the lab: what an engine holds as a run begins, less what other runs have done to it."""

from __future__ import annotations

from lab.keeping import kept_for
from lab.ledger import Baseline
from lab.world import World


def baseline_of(world: World) -> Baseline:
    """Return what a World holds, as the baseline of a run.

    An image that another run keeps aside is the user's: it counts under the name that it had and will have again, whatever has
    that name now. Their keeper's name is the lab's.
    """
    kept = {image: kept_for(image.reference) for image in world.images}
    return Baseline(
        {
            **{image.reference: (image.id, image.digests) for image, name in kept.items() if name is None},
            **{name: (image.id, image.digests) for image, name in kept.items() if name is not None},
        },
        {container.name: container.id for container in world.containers},
        frozenset(world.volumes),
        frozenset(world.networks),
        world.swarm.id if world.swarm else "",
    )
