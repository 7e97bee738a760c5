"""Actions on containers, from what a line gave."""

from __future__ import annotations

import re

from lab.docker_cli.actions import (
    ContainerCreate,
    ContainerExec,
    ContainerInspect,
    ContainerKill,
    ContainerList,
    ContainerLogs,
    ContainerRemove,
    ContainerRun,
    ContainerSpec,
    ContainerStart,
    ContainerStop,
)
from lab.docker_cli.errors import CommandError, shown
from lab.docker_cli.grammar import Given, refuse
from lab.docker_cli.mounts import read_mount, read_volume
from lab.docker_cli.place import Place
from lab.docker_cli.ports import read_port
from lab.docker_cli.refusals import HOST_NAMESPACE
from lab.docker_cli.values import (
    read_filters,
    read_image,
    read_name,
    read_names,
    read_number,
    read_pair,
    read_platform,
)
from lab.language.message import say

_RESTART = r"no|always|unless-stopped|on-failure(?::[0-9]{1,9})?"
_OPTIONS_OF_RUN = r"-(?:[deiptv]+|-(?:detach|env|name|network|publish|restart|rm|volume|mount)(?:=.*)?)"
"""What begins a container's command only if somebody put the options after the image."""


def run(given: Given, place: Place) -> ContainerRun:
    """Build `docker container run`."""
    spec, remove = _spec(given, place), given.on("rm")
    if remove and spec.restart not in (None, "no"):
        raise CommandError("conflict", say("commands.wrong.restart-and-rm"), say("commands.try.restart-and-rm"))
    return ContainerRun(spec, detach=given.on("detach"), remove=remove)


def create(given: Given, place: Place) -> ContainerCreate:
    """Build `docker container create`."""
    return ContainerCreate(_spec(given, place))


def start(given: Given, place: Place) -> ContainerStart:
    """Build `docker container start`."""
    return ContainerStart(read_names(given.operands))


def stop(given: Given, place: Place) -> ContainerStop:
    """Build `docker container stop`."""
    return ContainerStop(read_names(given.operands), read_number("--time", given.last("time")))


def kill(given: Given, place: Place) -> ContainerKill:
    """Build `docker container kill`."""
    signal = given.last("signal")
    if signal is not None and not re.fullmatch(r"[A-Za-z0-9+-]{1,12}", signal):
        message = say("commands.wrong.signal", signal=shown(signal))
        raise CommandError("bad-value", message, say("commands.try.signal"))
    return ContainerKill(read_names(given.operands), signal)


def remove(given: Given, place: Place) -> ContainerRemove:
    """Build `docker container rm`."""
    return ContainerRemove(read_names(given.operands), given.on("force"), given.on("volumes"))


def ls(given: Given, place: Place) -> ContainerList:
    """Build `docker container ls`."""
    return ContainerList(given.on("all"), given.on("quiet"), read_filters(given), given.last("format"))


def inspect(given: Given, place: Place) -> ContainerInspect:
    """Build `docker container inspect`."""
    return ContainerInspect(read_names(given.operands), given.last("format"))


def logs(given: Given, place: Place) -> ContainerLogs:
    """Build `docker container logs`."""
    tail = given.last("tail")
    return ContainerLogs(read_name(given.operands[0]), None if tail == "all" else read_number("--tail", tail))


def execute(given: Given, place: Place) -> ContainerExec:
    """Build `docker container exec`."""
    return ContainerExec(read_name(given.operands[0]), given.operands[1:], _env(given))


def _spec(given: Given, place: Place) -> ContainerSpec:
    image, *command = given.operands
    if command and not given.marked and looks_misplaced(command[0]):
        message = say("commands.wrong.option-after-image", option=shown(command[0]), image=shown(image))
        raise CommandError("option-after-image", message, say("commands.try.option-after-image"))
    mounts = [read_volume(text, place) for text in given.every("volume")]
    mounts += [read_mount(text, place) for text in given.every("mount")]
    return ContainerSpec(
        image=read_image(image),
        name=_new_name(given.last("name")),
        command=tuple(command),
        entrypoint=given.last("entrypoint"),
        env=_env(given),
        labels=tuple(read_pair("--label", text, bare="") for text in given.every("label")),
        ports=tuple(read_port(text) for text in given.every("publish")),
        mounts=tuple(mounts),
        network=_network(given.last("network")),
        restart=_restart(given.last("restart")),
        platform=read_platform(given.last("platform")),
    )


def _env(given: Given) -> tuple[tuple[str, str], ...]:
    return tuple(read_pair("--env", text) for text in given.every("env"))


def _new_name(name: str | None) -> str | None:
    """Check the name of a container to be made: at least two characters (`RestrictedNamePattern` in moby)."""
    return None if name is None else read_name(name, least=2)


def _network(name: str | None) -> str | None:
    if name is None:
        return None
    if name in ("host", "name=host") or name.startswith(("name=host,", "container:")):
        raise refuse(HOST_NAMESPACE, f"--network {shown(name)}")
    return read_name(name)


def _restart(policy: str | None) -> str | None:
    if policy is None or re.fullmatch(_RESTART, policy):
        return policy
    message = say("commands.wrong.restart", policy=shown(policy))
    raise CommandError("bad-value", message, say("commands.try.restart"))


def looks_misplaced(word: str) -> bool:
    """Whether the first word after an image is an option that was meant for `docker run` itself."""
    return bool(re.fullmatch(_OPTIONS_OF_RUN, word))
