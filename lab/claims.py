"""What runs write on an engine for other runs to read, of whatever home: what is theirs, and what they leave to each other.

A port and a name are nobody's while no container has them, images carry no label of the lab's, and a run knows no ledger but
those of its home. Volumes that hold nothing carry the notes: a claim, from a run's first change to its end, and a bequest, when a run ends
before others that claim an image which it has brought.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from lab.docker_cli import actions as act
from lab.ledger import LABEL, Baseline, Run
from lab.reference import Reference
from lab.variables import names, ports
from lab.world import Change, World

_IMAGES = "org.registry-lab.images"
_LEASED = "org.registry-lab.leased"
_LEFT = "org.registry-lab.left"
"""Labels: the images of a claim, its ports and names, and the images of a bequest; a space between them, images as full references."""
_CLAIM = "registry-lab-run-"
_BEQUEST = "registry-lab-left-"


def to_claim(images: Iterable[str], baseline: Baseline, world: World) -> frozenset[str]:
    """Return which of an exercise's images a run has to claim, as full references: all that may not be the user's."""
    theirs = baseline.images.keys() - _noted(world, _IMAGES)
    return frozenset(str(Reference.parse(each)) for each in images) - theirs


def claim(run: Run) -> act.VolumeCreate:
    """Return what writes a run's claim on the engine."""
    own = {*map(str, ports(run.values)), *names(run.values)}
    labels = {_IMAGES: " ".join(sorted(run.claims)), _LEASED: " ".join(sorted(own)), LABEL: run.id}
    return act.VolumeCreate(f"{_CLAIM}{run.id}", tuple(labels.items()))


def leased(world: World) -> frozenset[str]:
    """Return the ports and the names that runs have leased, whether a container has them at this moment or not."""
    return _noted(world, _LEASED)


def claimed_by_others(run: Run, world: World) -> frozenset[str]:
    """Return the images, by full reference, that other runs claim."""
    return _noted(world, _IMAGES, but=claim(run).name)


def bequest(run: Run, images: Iterable[str]) -> act.VolumeCreate:
    """Return what leaves images that a run has brought, by full reference, to those that claim them: the last removes them."""
    text = " ".join(sorted(images))
    return act.VolumeCreate(f"{_BEQUEST}{run.id}-{hashlib.sha256(text.encode()).hexdigest()[:8]}", ((_LEFT, text),))


def inherited(run: Run, world: World) -> frozenset[str]:
    """Return the images, by full reference, that other runs have left to those that claim them, as this one does."""
    return run.claims & left(world)


def left(world: World) -> frozenset[str]:
    """Return the images, by full reference, that runs have left to others."""
    return _noted(world, _LEFT)


def spent(run: Run, world: World) -> Iterator[str]:
    """Return the volumes of bequests that concern no other run any more."""
    others = claimed_by_others(run, world)
    return (name for name, label, value in world.volume_labels if label == _LEFT and not others & set(value.split()))


def is_note(volume: str) -> bool:
    """Tell by its name a volume that holds a claim or a bequest."""
    return volume.startswith((_CLAIM, _BEQUEST))


def but_notes(seen: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes but for those of notes: they are the lab's own affair."""
    return tuple(each for each in seen if not (each.noun == "volume" and is_note(each.name)))


def _noted(world: World, wanted: str, but: str | None = None) -> frozenset[str]:
    values = (value for name, label, value in world.volume_labels if label == wanted and name != but)
    return frozenset(each for value in values for each in value.split())
