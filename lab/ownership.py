"""Whose is it? What was there before the lab is never stopped, removed or written into."""

from __future__ import annotations

from collections.abc import Iterable

from lab import variables
from lab.claims import is_note
from lab.docker_cli import actions as act
from lab.errors import LabError
from lab.keeping import kept_for
from lab.language.message import Message, say
from lab.ledger import LABEL, Run
from lab.reference import Reference
from lab.world import COMING, Container, World


class NotOursError(LabError):
    """An action on something that belongs to somebody else."""

    kind = "not-ours"


def objection(action: act.Action, world: World, run: Run, named: Iterable[str]) -> NotOursError | None:
    """Return why an action may not be performed, if it may not.

    `named` are the images an exercise is about, as full references: those of the user's are kept aside and put back, every
    other image of theirs is left alone.
    """
    match action:
        case (
            act.ContainerStart(names=names)
            | act.ContainerStop(names=names)
            | act.ContainerKill(names=names)
            | act.ContainerRemove(names=names)
        ):
            return _first(_container(name, world, run) for name in names)
        case act.ContainerExec(name=name):
            return _container(name, world, run)
        case act.VolumeRemove(names=names):
            return _first(_volume(name, run) for name in names)
        case act.NetworkRemove(names=names):
            return _first(_before(name, run.baseline.networks) for name in names)
        case act.ServiceRemove(names=names):
            return _first(_service(name, world, run) for name in names)
        case act.ServiceUpdate(name=name):
            return _service(name, world, run)
        case act.ServiceScale(counts=counts):
            return _first(_service(name, world, run) for name, _ in counts)
        case act.ServiceCreate(mount=mounts):
            volumes = (mount.source for mount in mounts if mount.kind == "volume")
            foreign = world.swarm is not None and (LABEL, run.id) not in world.swarm.labels
            return (
                _not_ours(say("session.not-ours.swarm"))
                if foreign
                else _first(_before(volume, run.baseline.volumes) for volume in volumes)
            )
        case act.SwarmLeave():
            return None if swarm_is_ours(world, run) else _not_ours(say("session.not-ours.swarm"))
        case act.ImageRemove(references=references):
            return _first(_image(reference, _others(run, named)) for reference in references)
        case act.ImageTag(target=target) | act.ImageBuild(reference=target):
            return _image(target, _others(run, named))
        case act.ContainerRun(spec=spec) | act.ContainerCreate(spec=spec):
            volumes = (mount.source for mount in spec.mounts if mount.kind == "volume")
            network = _before(spec.network or "", run.baseline.networks - set(COMING))
            return network or _first(_before(volume, run.baseline.volumes) for volume in volumes)
        case _:
            return None


def made_by_hand(container: Container, run: Run) -> bool:
    """Tell whether somebody made a container for this run without the lab: in another terminal, since it was opened."""
    return (
        container.label(LABEL) is None
        and container.name in variables.names(run.values)
        and container.name not in run.baseline.containers
        and container.created >= int(run.opened)
    )


def swarm_is_ours(world: World, run: Run) -> bool:
    """Tell whether a Swarm may end: the run began it, and nobody else has a service in it; one that is not there may."""
    swarm = world.swarm
    if swarm is None:
        return True
    begun = (LABEL, run.id) in swarm.labels and swarm.id != run.baseline.swarm
    return begun and all(each.label(LABEL) == run.id for each in swarm.services)


def _service(name: str, world: World, run: Run) -> NotOursError | None:
    service = world.swarm.service(name) if world.swarm else None
    if service is None or service.label(LABEL) == run.id:
        return None
    return _not_ours(say("session.not-ours.service", name=name))


def _container(name: str, world: World, run: Run) -> NotOursError | None:
    by_id = (each for each in world.containers if each.id.startswith(name))
    container = world.container(name) or next(by_id, None)  # the engine, too, looks for a name first
    if container is None or container.label(LABEL) == run.id or made_by_hand(container, run):
        return None
    return _not_ours(say("session.not-ours.container", name=container.name))


def _image(reference: Reference, others: Iterable[str]) -> NotOursError | None:
    """Judge a name of an image: none that a run keeps one under; what a digest leads to may have been pulled by anybody, under that digest alone."""
    if reference.digest:
        return _not_ours(say("session.not-ours.digest", name=str(reference)))
    if kept_for(str(reference)) is not None:
        return _labs(reference.familiar())
    return _before(str(reference), others)


def _volume(name: str, run: Run) -> NotOursError | None:
    """Judge a volume that is to be removed: none of the user's, and none that a run has noted something in."""
    return _labs(name) if is_note(name) else _before(name, run.baseline.volumes)


def _labs(name: str) -> NotOursError:
    return NotOursError(say("session.not-ours.lab", name=name), say("session.not-ours.lab-hint"))


def _others(run: Run, named: Iterable[str]) -> set[str]:
    """Return the images of the user's, by full reference, that an exercise is not about."""
    return run.baseline.images.keys() - run.baseline.brought - set(named)


def _before(name: str, owned: Iterable[str]) -> NotOursError | None:
    return _not_ours(say("session.not-ours.before", name=name)) if name in owned else None


def _not_ours(message: Message) -> NotOursError:
    return NotOursError(message, say("session.not-ours.hint"))


def _first(objections: Iterable[NotOursError | None]) -> NotOursError | None:
    return next((each for each in objections if each is not None), None)
