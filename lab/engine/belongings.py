"""Volumes and networks: what the lab makes carries the run's label, and what carries another run's is left alone."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import Any

import docker.errors
import docker.types

from lab.docker_cli import actions as act
from lab.engine.contract import EngineError, Happening, Output
from lab.engine.workbench import Workbench
from lab.language.message import say
from lab.reference import Reference
from lab.world import COMING


def make_volumes(bench: Workbench, mounts: Iterable[act.MountPoint]) -> None:
    """Make the volumes that a container is to have and that are not there: the engine itself would make them without a label."""
    for name in dict.fromkeys(each.source for each in mounts if each.kind == "volume" and each.source):
        try:
            _see_ours(bench, name, bench.client.inspect_volume(name))
        except docker.errors.NotFound:
            bench.client.create_volume(name, labels=dict(bench.permit.labels))


def unnamed_volumes(bench: Workbench, targets: Iterable[str]) -> list[docker.types.Mount]:
    """Ask for volumes without a name that carry the run's labels, which those that an engine makes by itself do not.

    An engine that is killed between making one and its container leaves a volume that nothing else would tell from a
    stranger's.
    """
    labels = dict(bench.permit.labels)
    return [docker.types.Mount(each, None, labels=labels) for each in dict.fromkeys(map(posixpath.normpath, targets))]


def declared(bench: Workbench, image: Reference, mounts: Iterable[act.MountPoint]) -> list[str]:
    """Return where containers of an image would have volumes that nobody asks for.

    Raise docker.errors.NotFound where the engine does not have the image.
    """
    details: dict[str, Any] = bench.client.inspect_image(image.familiar())
    mounted = {posixpath.normpath(each.target) for each in mounts}
    volumes = (details.get("Config") or {}).get("Volumes") or {}
    return [each for each in volumes if posixpath.isabs(each) and posixpath.normpath(each) not in mounted]


def create_volume(bench: Workbench, action: act.VolumeCreate) -> Iterator[Happening]:
    """Create a volume, which carries the run's labels beside its own; one that is there stays as it is, which Podman would refuse."""
    try:
        bench.client.inspect_volume(action.name)
    except docker.errors.NotFound:
        bench.client.create_volume(action.name, labels=dict((*action.labels, *bench.permit.labels)))
    yield Output(action.name)


def remove_volumes(bench: Workbench, action: act.VolumeRemove) -> Iterator[Happening]:
    """Remove volumes that no container uses."""
    for name in action.names:
        _see_ours(bench, name, bench.client.inspect_volume(name))
        bench.client.remove_volume(name)
        yield Output(name)


def create_network(bench: Workbench, action: act.NetworkCreate) -> Iterator[Happening]:
    """Make a bridge network, which carries the run's labels; a name that is taken is refused, though engines would allow it."""
    made: Any = bench.client.create_network(
        action.name, driver="bridge", check_duplicate=True, labels=dict(bench.permit.labels)
    )
    yield Output(str(made["Id"]))


def remove_networks(bench: Workbench, action: act.NetworkRemove) -> Iterator[Happening]:
    """Remove networks that no container is in, by their whole names: the beginning of an ID may be anybody's."""
    for name in action.names:
        found: dict[str, Any] = bench.client.inspect_network(name)
        _see_ours(bench, name, found)
        bench.client.remove_network(found["Id"])
        yield Output(name)


def see_network(bench: Workbench, name: str | None) -> None:
    """Raise EngineError for a network that a container of this run may not be in; one that is not there is the engine's to tell."""
    if name is None or name in COMING:
        return
    try:
        found: dict[str, Any] = bench.client.inspect_network(name)
    except docker.errors.NotFound:
        return
    _see_ours(bench, name, found)


def _see_ours(bench: Workbench, name: str, found: dict[str, Any]) -> None:
    """Raise EngineError where a thing is not what its name says, or carries the label of another run."""
    labels = found.get("Labels") or {}
    if found.get("Name") != name or any(labels.get(key, value) != value for key, value in bench.permit.labels):
        message = say("engine.not-yours.message", name=name)
        raise EngineError("not-permitted", message, say("engine.not-yours.hint"))
