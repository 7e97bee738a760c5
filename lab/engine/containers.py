"""Run, stop and remove containers; what a failed start leaves behind is taken away again."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import docker.errors
from docker.utils import version_lt

from lab.docker_cli import actions as act
from lab.engine import images, programs
from lab.engine.belongings import declared, make_volumes, see_network, unnamed_volumes
from lab.engine.bound_ports import see_unbound
from lab.engine.contract import EngineError, Happening, Notice, Output
from lab.engine.kinds import kind_of
from lab.engine.workbench import Workbench
from lab.language.message import say

_PLAIN = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*")
"""A name of a volume or a network: no path, and none of the modes that carry a colon (`container:x`, `ns:/proc/1/ns/net`)."""
MOUNTS_SINCE = "1.30"
"""The API of Docker 17.06, the first whose containers take volumes with labels."""
_HOST = ("host", "slirp4netns", "pasta", "private")
"""Modes of a network that are no names: the host's own, and those of Podman."""


def run(bench: Workbench, action: act.ContainerRun) -> Iterator[Happening]:
    """Create and start; in the foreground, wait for the program and print what it printed."""
    identity = yield from _create(bench, action.spec, remove=action.remove and action.detach)
    try:
        see_unbound(bench, identity)
        bench.client.start(identity)
    except Exception:
        # The engine keeps a container that could not start, and its name with it, unless it was to remove it by itself.
        with contextlib.suppress(Exception):
            bench.client.remove_container(identity, v=True)
        raise
    if action.detach:
        yield Output(identity)
        return
    yield from programs.foreground(bench, identity, remove=action.remove)


def create(bench: Workbench, action: act.ContainerCreate) -> Iterator[Happening]:
    """Create without starting."""
    identity = yield from _create(bench, action.spec)
    yield Output(identity)


def start(bench: Workbench, action: act.ContainerStart) -> Iterator[Happening]:
    """Start containers."""
    for name in action.names:
        see_unbound(bench, name)
        bench.client.start(name)
        yield Output(name)


def stop(bench: Workbench, action: act.ContainerStop) -> Iterator[Happening]:
    """Ask programs to end."""
    for name in action.names:
        bench.client.stop(name, timeout=action.seconds)
        yield Output(name)


def kill(bench: Workbench, action: act.ContainerKill) -> Iterator[Happening]:
    """End programs at once."""
    for name in action.names:
        bench.client.kill(name, signal=action.signal)
        yield Output(name)


def remove(bench: Workbench, action: act.ContainerRemove) -> Iterator[Happening]:
    """Remove containers; `-f` is a kill first, so that the engine's own force is never used."""
    for name in action.names:
        if not (action.kill_first and _kill(bench, name)):
            bench.client.remove_container(name, v=action.volumes)
        yield Output(name)


def _kill(bench: Workbench, name: str) -> bool:
    """End a container's program if it runs; return whether the engine then removes the container by itself (`--rm`)."""
    details: dict[str, Any] = bench.client.inspect_container(name)
    if not details["State"].get("Running"):
        return False
    removes_itself = bool((details.get("HostConfig") or {}).get("AutoRemove"))
    bench.client.kill(name)
    try:
        bench.client.wait(name, timeout=programs.FOREGROUND, condition="removed" if removes_itself else None)
    except docker.errors.NotFound:
        if not removes_itself:
            raise
    return removes_itself


def _create(bench: Workbench, spec: act.ContainerSpec, *, remove: bool = False) -> Generator[Happening, None, str]:
    """Create a container and return its ID; pull its image first where the engine does not have it, as the CLI does."""
    settings = _settings(bench, spec, remove=remove)
    see_network(bench, spec.network)
    make_volumes(bench, spec.mounts)
    try:
        return _create_once(bench, spec, settings)
    except docker.errors.NotFound as error:  # Podman words it in its own way, which the SDK takes for something else
        if not isinstance(error, docker.errors.ImageNotFound) and kind_of(str(error.explanation)) != "no-such-image":
            raise
        yield Notice(say("engine.pulls-first.notice", image=spec.image.familiar()))
        yield from images.pull(bench, spec.image, spec.platform)
    return _create_once(bench, spec, settings)


def _create_once(bench: Workbench, spec: act.ContainerSpec, settings: dict[str, Any]) -> str:
    """Create with labelled volumes where none has a name; an engine too old for those makes them as it always did."""
    asked = [mount.target for mount in spec.mounts if not mount.source]
    if version_lt(bench.client.api_version, MOUNTS_SINCE):
        settings = {**settings, "volumes": asked or None}
    elif unnamed := unnamed_volumes(bench, (*asked, *declared(bench, spec.image, spec.mounts))):
        settings = {**settings, "host_config": {**settings["host_config"], "Mounts": unnamed}}
    return str(bench.client.create_container(**settings)["Id"])


def _settings(bench: Workbench, spec: act.ContainerSpec, *, remove: bool) -> dict[str, Any]:
    ports: dict[int | str, Any] = {}
    for port in spec.ports:
        ports.setdefault(_container_port(port), []).append((port.host_ip or "", port.host_port))
    host = bench.client.create_host_config(
        binds=[_bind(bench, mount) for mount in spec.mounts if mount.source] or None,
        port_bindings=ports or None,
        restart_policy=_restart(spec.restart),
        network_mode=_network(spec.network),
        auto_remove=remove,
    )
    return {
        "image": spec.image.familiar(),
        "command": list(spec.command) or None,
        "entrypoint": spec.entrypoint,
        "name": spec.name,
        "environment": dict(spec.env) or None,
        "labels": dict((*spec.labels, *bench.permit.labels)),
        "ports": list(dict.fromkeys((port.container_port, port.protocol) for port in spec.ports)) or None,
        "user": _user(bench, spec),
        "platform": spec.platform,
        "host_config": host,
    }


def _container_port(port: act.PortMapping) -> str:
    return f"{port.container_port}/{port.protocol}"


def _network(name: str | None) -> str | None:
    """Refuse whatever is no network of its own: the host's, another container's, a namespace by its path."""
    if name is not None and (name.lower() in _HOST or not _PLAIN.fullmatch(name)):
        message = say("engine.not-a-network.message", name=name)
        raise EngineError("not-permitted", message, say("engine.not-a-network.hint"))
    return name


def _bind(bench: Workbench, mount: act.MountPoint) -> str:
    """Spell a mount as the API wants it, in one text: an engine would read a colon too many as another source or mode."""
    mode = "ro" if mount.read_only else "rw"
    volume = mount.kind == "volume" and _PLAIN.fullmatch(mount.source)
    if mount.kind == "bind":
        _allow_folder(bench, mount.source)
        if bench.facts.selinux:
            mode += ",Z"  # a bind without its label is refused by the kernel; only ever the lab's own folder
    if not (volume or mount.kind == "bind") or ":" in mount.target:
        message = say("engine.not-a-volume.message", source=mount.source, target=mount.target)
        raise EngineError("not-permitted", message, say("engine.not-a-volume.hint"))
    return f"{mount.source}:{mount.target}:{mode}"


def mount_settings(bench: Workbench, mount: act.MountPoint) -> dict[str, Any]:
    """Return a service's mount as the API wants it, judged as a container's is."""
    if mount.source:
        _bind(bench, mount)
    settings = {"Type": mount.kind, "Source": mount.source, "Target": mount.target, "ReadOnly": mount.read_only}
    if mount.kind == "volume":
        settings["VolumeOptions"] = {"Labels": dict(bench.permit.labels)}
    return {key: value for key, value in settings.items() if value != ""}


def _allow_folder(bench: Workbench, source: str) -> None:
    """Refuse a folder outside the workspace, symbolic links resolved; make one inside it, so that it is the learner's own. A file may be shared too."""
    folder, workspace = Path(source).resolve(), Path(bench.permit.workspace).resolve()
    inside = folder.is_relative_to(workspace) and ":" not in str(folder.relative_to(workspace))
    if not inside or folder.is_socket():
        message = say("engine.outside-workspace.message", folder=source)
        raise EngineError("not-permitted", message, say("engine.outside-workspace.hint", workspace=str(workspace)))
    if not bench.facts.remote and not folder.is_file():
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = say("engine.no-folder.message", folder=source, reason=error.strerror or str(error))
            raise EngineError("no-folder", message, say("engine.no-folder.hint")) from error


def _user(bench: Workbench, spec: act.ContainerSpec) -> str | None:
    """Run as the learner where a rootful engine would otherwise write root's files into the learner's folder."""
    shares = any(mount.kind == "bind" for mount in spec.mounts)
    native = bench.facts.kind in ("docker", "podman") and sys.platform == "linux" and not bench.facts.remote
    if not shares or not native or bench.facts.rootless or os.getuid() == 0:
        return None
    return f"{os.getuid()}:{os.getgid()}"


def _restart(policy: str | None) -> dict[str, Any] | None:
    if policy is None:
        return None
    name, _, count = policy.partition(":")
    return {"Name": name, "MaximumRetryCount": int(count or 0)}
