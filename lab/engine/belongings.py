"""Volumes and networks: what the lab makes carries the run's label, and what carries another run's is left alone."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import Any

import docker.errors
import docker.types
import docker.utils

from lab.docker_cli import actions as act
from lab.engine.contract import EngineError, Happening, Output
from lab.engine.workbench import Workbench
from lab.language.message import say
from lab.world import COMING

MOUNTS_SINCE = "1.30"
"""The API of Docker 17.06, the first whose containers take volumes with labels."""


def make_volumes(bench: Workbench, mounts: Iterable[act.MountPoint]) -> None:
    """Make the volumes that a container is to have and that are not there: the engine itself would make them without a label."""
    for name in dict.fromkeys(each.source for each in mounts if each.kind == "volume" and each.source):
        try:
            _see_ours(bench, name, bench.client.inspect_volume(name))
        except docker.errors.NotFound:
            bench.client.create_volume(name, labels=dict(bench.permit.labels))


def unnamed_volumes(bench: Workbench, spec: act.ContainerSpec) -> list[docker.types.Mount]:
    """Ask for the volumes without a name that the engine would make by itself, so that they carry the run's labels.

    An engine that is killed between making one and its container leaves a volume that nothing else would tell from a
    stranger's. Raise docker.errors.NotFound where the engine does not have the image, which names some of them.
    """
    if docker.utils.version_lt(bench.client.api_version, MOUNTS_SINCE):
        return []
    image: dict[str, Any] = bench.client.inspect_image(spec.image.familiar())  # type: ignore[no-untyped-call]  # untyped in its stubs
    declared = (image.get("Config") or {}).get("Volumes") or {}
    asked = [each.target for each in spec.mounts if not each.source]
    named = {posixpath.normpath(each.target) for each in spec.mounts if each.source}
    targets = dict.fromkeys(posixpath.normpath(each) for each in (*asked, *declared) if posixpath.isabs(each))
    labels = dict(bench.permit.labels)
    return [docker.types.Mount(each, None, labels=labels) for each in targets if each not in named]


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
