"""The way back: what to do so that an engine is as it was before a run."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lab.baseline import due
from lab.claims import claimed, is_note
from lab.docker_cli import actions as act
from lab.keeping import keeper, kept_for
from lab.language.message import Message, say
from lab.ledger import LABEL, Run, Touched
from lab.ownership import made_by_hand, swarm_is_ours
from lab.reference import Reference
from lab.variables import CERTS_D
from lab.world import GATEWAY, TASK, Change, Container, Image, Scope, World, changes


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a clean-up will do, and what it will leave."""

    actions: tuple[act.Action, ...]
    """In the order they have to be done."""
    paths: tuple[str, ...]
    """Folders of the workspace to remove."""
    left: tuple[Message, ...]
    """What it would have to undo and does not touch, and why."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.actions and not self.paths


def plan(run: Run, touched: Touched, world: World) -> Plan:
    """Return the way from a World back to what was there before a run; nothing that the run did not touch is in it.

    What it has brought and another run uses stays for that. Of two runs that end at once, each sees the other's note: who
    looks again when its own is gone sees whether it was the last.
    """
    run = due(run, world)
    every = [each for each in world.containers if _is_of(run, each)]
    ours = [each for each in every if not _is_swarms(each, world)]
    inside = {mount.source for each in every for mount in each.mounts if _is_anonymous(mount.source)}
    volumes = sorted((_volumes(run, touched, world) - run.baseline.volumes - inside) & set(world.volumes))
    actions: list[act.Action] = [act.ContainerRemove((each.name,), kill_first=True, volumes=True) for each in ours]
    actions += _swarm(run, world)
    actions += [act.NetworkRemove((name,)) for name in world.networks if _made(name, run, touched, world)]
    actions += [act.VolumeRemove((name,)) for name in volumes if not is_note(name)]
    actions += [action for reference in sorted(touched.images) for action in _image(reference, run, world)]
    actions += _cut_short(run, world)
    told = sorted(touched.authorities & dict(world.authorities or ()).keys())
    actions += [act.AuthorityForget(registry, str(run.values[CERTS_D])) for registry in told]
    actions += [act.VolumeRemove((name,)) for name in volumes if is_note(name)]
    return Plan(tuple(actions), tuple(sorted(touched.paths)), tuple(_left(run, touched, world)))


def scope_of(run: Run, touched: Touched) -> Scope:
    """Return what has to be looked at for `plan` and `remains`."""
    references = tuple(Reference.parse(name) for name in sorted(touched.images))
    return Scope(references=references, workspace=run.workspace, swarm=GATEWAY in touched.networks)


def remains(run: Run, touched: Touched, world: World) -> tuple[Change, ...]:
    """Return how a World still differs from what was there before, in what the run touched; empty proves the clean-up.

    What other runs answer for is not in it.
    """
    run = due(run, world)
    theirs = {*_handed_on(run, touched, world), *_moved_by_others(run, touched, world)}
    seen = (each for each in changes(_before(run), world) if not (each.noun == "image" and each.name in theirs))
    return tuple(each for each in seen if _is_ours(each, run, touched, world))


def staying(run: Run, touched: Touched, world: World) -> Iterator[Message]:
    """Tell which images other runs answer for by now, and are not as they were before."""
    run = due(run, world)
    for name in _handed_on(run, touched, world):
        if world.image(name) is not None:
            yield say("session.stays.shared", image=Reference.parse(name).familiar())
    for name in _lent(run, touched, world):
        yield say("session.stays.lent", image=Reference.parse(name).familiar())


def _handed_on(run: Run, touched: Touched, world: World) -> tuple[str, ...]:
    """Return the images, by full reference, that a run has brought and another uses."""
    return tuple(sorted((touched.images - run.baseline.images.keys()) & claimed(world, run)))


def _moved_by_others(run: Run, touched: Touched, world: World) -> frozenset[str]:
    """Return the images of before, by full reference, that other runs may have moved: those answer for where they are now."""
    return (run.baseline.brought & claimed(world, run)) | set(_lent(run, touched, world))


def _lent(run: Run, touched: Touched, world: World) -> tuple[str, ...]:
    """Return the images of before, by full reference, that another run has taken meanwhile, and keeps aside to put back."""
    before = {name: identity for name, (identity, _) in run.baseline.images.items() if name in touched.images}
    own = {str(keeper(name, run)) for name in before}
    kept = {(kept_for(each.reference), each.id) for each in world.images if each.reference not in own}
    here = {(each.reference, each.id) for each in world.images}
    return tuple(sorted(name for name, _ in (before.items() & kept) - here))


def freed(before: World, after: World, folders: Collection[str]) -> int:
    """Return the bytes that went between two Worlds: images that have no name left, and what lay in removed folders.

    An image counts with all its layers, so where images share some it is the most that can have been freed.
    """
    kept = {image.id for image in after.images} | set(after.untagged)
    sizes = {image.id: image.size for image in before.images if image.id not in kept}
    files = (file.size for store in before.stores if store.folder in folders for file in store.files)
    return sum(sizes.values()) + sum(files)


def _is_anonymous(volume: str) -> bool:
    """Tell a volume that the engine named, and removes with its container, from one that a person named."""
    return len(volume) == 64


def _image(reference: str, run: Run, world: World) -> Iterator[act.Action]:
    original, kept = Reference.parse(reference), keeper(reference, run)
    now, aside, before = world.image(reference), world.image(str(kept)), run.baseline.images.get(reference)
    if before is None:
        if now is not None and reference not in claimed(world, run):
            yield act.ImageRemove((original,))
    elif (now is None or now.id != before[0]) and aside is not None:
        if now is not None:
            yield act.ImageRemove((original,))
        yield act.ImageTag(kept, original)
    elif now is not None and world.digests_are_names:
        for digest in sorted(set(now.digests) - set(before[1])):
            yield act.ImageRemove((Reference.parse(digest),))
    if aside is not None:
        yield act.ImageRemove((kept,))


def _cut_short(run: Run, world: World) -> Iterator[act.Action]:
    """Remove what builds that were cut short have left: images with the run's label and no name, or one given for this."""
    named = tuple(Reference.parse(each.reference) for each in world.images if _is_unfinished(each.reference, run))
    if named:
        yield act.ImageRemove(named)
    yield from (act.ImageForget(image, run.id) for image in _unnamed(run, world))


def _unnamed(run: Run, world: World) -> list[str]:
    return [image for image, label, value in world.untagged_labels if (label, value) == (LABEL, run.id)]


def _is_unfinished(reference: str, run: Run) -> bool:
    return reference.startswith(str(act.ImageForget("", run.id).name))


def _left(run: Run, touched: Touched, world: World) -> Iterator[Message]:
    theirs = _moved_by_others(run, touched, world)
    if world.swarm is not None and (LABEL, run.id) in world.swarm.labels and not swarm_is_ours(world, run):
        yield say("session.left.swarm")
    for container in world.containers:
        if made_by_hand(container, run):
            yield say("session.left.by-hand", name=container.name)
    for reference in sorted(touched.images - theirs):
        before, now, aside = (
            run.baseline.images.get(reference),
            world.image(reference),
            world.image(str(keeper(reference, run))),
        )
        if before is not None and aside is None and (now is None or now.id != before[0]):
            yield say("session.left.image-lost", reference=reference)


def _before(run: Run) -> World:
    """Return the part of a World that a baseline holds."""
    return World(
        images=tuple(Image(name, identity) for name, (identity, _) in run.baseline.images.items()),
        containers=tuple(Container(name, identity, "", "") for name, identity in run.baseline.containers.items()),
        volumes=tuple(run.baseline.volumes),
        networks=tuple(run.baseline.networks),
    )


def _made(network: str, run: Run, touched: Touched, world: World) -> bool:
    """Tell whether a network is the run's: by its label, or made by the engine for the run's Swarm and for no other."""
    for_swarm = network in touched.networks - run.baseline.networks and swarm_is_ours(world, run)
    return for_swarm or (network, LABEL, run.id) in world.network_labels


def _swarm(run: Run, world: World) -> Iterator[act.Action]:
    """Remove the run's services, and end the Swarm where the run began it and nobody else uses it."""
    if world.swarm is None:
        return
    ours = tuple(each.name for each in world.swarm.services if each.label(LABEL) == run.id)
    if ours:
        yield act.ServiceRemove(ours)
    if swarm_is_ours(world, run):
        yield act.SwarmLeave(ending=True)


def _is_of(run: Run, container: Container) -> bool:
    """Tell whether a run made a container, itself or through a service of its own."""
    return run.id in (container.label(LABEL), container.label(TASK))


def _is_swarms(container: Container, world: World) -> bool:
    """Tell whether Swarm keeps a container: one that is removed it makes anew, and it removes them with their service."""
    return world.swarm is not None and container.label(TASK) is not None


def _volumes(run: Run, touched: Touched, world: World) -> set[str]:
    """Return the volumes that are a run's to answer for: those with its label, and what it touched that carries no other's.

    An engine that is killed while it makes a container leaves a volume that nobody has seen, but its label.
    """
    of = {name: value for name, label, value in world.volume_labels if label == LABEL}
    return {name for name in (*touched.volumes, *of) if of.get(name, run.id) == run.id}


def _is_ours(change: Change, run: Run, touched: Touched, world: World) -> bool:
    if change.noun == "image":
        ours = {*touched.images, *(str(keeper(name, run)) for name in touched.images)}
        return change.name in ours or _is_unfinished(change.name, run)
    if change.noun == "untagged":
        return change.name in _unnamed(run, world)
    if change.noun == "container":
        container = world.container(change.name)
        return container is not None and _is_of(run, container)
    if change.noun == "network":
        return _made(change.name, run, touched, world)
    if change.noun == "swarm":
        return world.swarm is not None and (LABEL, run.id) in world.swarm.labels
    if change.noun == "service":
        service = world.swarm.service(change.name) if world.swarm else None
        return service is not None and service.label(LABEL) == run.id
    if change.noun == "authority":
        return change.name in touched.authorities
    return change.noun == "volume" and change.name in _volumes(run, touched, world)
