"""What runs write on an engine for other runs to read, of whatever home: what they have leased, and which images they use.

A port and a name are nobody's while no container has them, images carry no label of the lab's, and a run knows no ledger but
those of its home. Volumes that hold nothing carry the notes, from a run's first change to its end.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from lab.docker_cli import actions as act
from lab.ledger import LABEL, Run
from lab.variables import names, ports
from lab.world import Change, World

_IMAGES = "org.registry-lab.images"
_LEASED = "org.registry-lab.leased"
"""Labels of a note: images as full references, and ports and names; a space between them."""
_NOTE = "registry-lab-run-"


def note(run: Run, world: World, images: frozenset[str]) -> act.VolumeCreate | None:
    """Return what writes down that a run uses images, by full reference; None where the engine has it noted already.

    Every note tells of the run's port and name, too. What is the user's is nobody's to claim.
    """
    own = [labels for labels in _notes(world) if labels.get(LABEL) == run.id]
    noted = {word for labels in own for word in labels.get(_IMAGES, "").split()}
    new = " ".join(sorted(images - noted - (run.baseline.images.keys() - run.baseline.brought)))
    if own and not new:
        return None
    values = " ".join(sorted({*map(str, ports(run.values)), *names(run.values)}))
    name = f"{_NOTE}{run.id}-{hashlib.sha256(new.encode()).hexdigest()[:8]}"
    return act.VolumeCreate(name, ((_IMAGES, new), (_LEASED, values)))


def claimed(world: World, but: Run | None = None) -> frozenset[str]:
    """Return the images, by full reference, that runs use and that are not the user's: of every run, or of all but one."""
    return _noted(world, _IMAGES, but)


def leased(world: World) -> frozenset[str]:
    """Return the ports and the names that runs have leased, whether a container has them at this moment or not."""
    return _noted(world, _LEASED)


def company(world: World, run: Run) -> bool:
    """Tell whether another run has changed the engine, and has not ended."""
    return bool(_noted(world, LABEL, run))


def borrowed(action: act.Action, world: World, run: Run) -> frozenset[str]:
    """Return the images, by full reference, that an action makes containers of, and that are here because of other runs."""
    match action:
        case act.ContainerRun(spec=spec) | act.ContainerCreate(spec=spec):
            return frozenset({str(spec.image)}) & claimed(world, run)
        case act.ServiceCreate(image=image) | act.ServiceUpdate(image=image) if image is not None:
            return frozenset({str(image)}) & claimed(world, run)
        case _:
            return frozenset()


def is_note(volume: str) -> bool:
    """Tell by its name a volume that holds a note."""
    return volume.startswith(_NOTE)


def but_notes(seen: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes but for those of notes: they are the lab's own affair."""
    return tuple(each for each in seen if not (each.noun == "volume" and is_note(each.name)))


def _noted(world: World, label: str, but: Run | None = None) -> frozenset[str]:
    """Return the words that notes have under a label, of every run or of all but one."""
    others = (labels for labels in _notes(world) if but is None or labels.get(LABEL) != but.id)
    return frozenset(word for labels in others for word in labels.get(label, "").split())


def _notes(world: World) -> Iterable[dict[str, str]]:
    """Return the labels of each note."""
    notes: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name, label, value in world.volume_labels:
        if is_note(name):
            notes[name][label] = value
    return notes.values()
