"""What was there before the lab: what an engine holds as a run begins, less what other runs have done to it."""

from __future__ import annotations

from dataclasses import replace

from lab.claims import claimed
from lab.keeping import kept_for
from lab.ledger import Baseline, Run
from lab.world import World


def baseline_of(world: World) -> Baseline:
    """Return what a World holds, as the baseline of a run.

    An image that another run keeps aside counts under the name that it had and will have again, whatever has that name now;
    its keeper's name is the lab's. What runs claim is none of the user's: one of them has brought it.
    """
    kept = {image: kept_for(image.reference) for image in world.images}
    held = {image.reference: (image.id, image.digests) for image, name in kept.items() if name is None}
    aside = {name: (image.id, image.digests) for image, name in kept.items() if name is not None}
    return Baseline(
        held | aside,
        {container.name: container.id for container in world.containers},
        frozenset(world.volumes),
        frozenset(world.networks),
        world.swarm.id if world.swarm else "",
        claimed(world) & (held | aside).keys(),
    )


def due(run: Run, world: World) -> Run:
    """Return a run with only that before it which has to be there after it: what others had brought, only while one claims it."""
    over = run.baseline.brought - claimed(world, run)
    images = {name: held for name, held in run.baseline.images.items() if name not in over}
    return replace(run, baseline=replace(run.baseline, images=images))
