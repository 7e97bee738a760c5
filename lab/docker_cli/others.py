"""Actions on volumes, networks and the engine itself, from what a line gave."""

from __future__ import annotations

from collections.abc import Callable

from lab.docker_cli import containers, images
from lab.docker_cli.actions import (
    Action,
    EngineInfo,
    EngineVersion,
    NetworkCreate,
    NetworkInspect,
    NetworkList,
    NetworkRemove,
    VolumeInspect,
    VolumeList,
    VolumeRemove,
)
from lab.docker_cli.errors import CommandError, shown
from lab.docker_cli.grammar import Given
from lab.docker_cli.place import Place
from lab.docker_cli.values import read_filters, read_name, read_names
from lab.language.message import say


def volume_ls(given: Given, place: Place) -> VolumeList:
    """Build `docker volume ls`."""
    return VolumeList(given.on("quiet"), read_filters(given), given.last("format"))


def volume_inspect(given: Given, place: Place) -> VolumeInspect:
    """Build `docker volume inspect`."""
    return VolumeInspect(read_names(given.operands), given.last("format"))


def volume_remove(given: Given, place: Place) -> VolumeRemove:
    """Build `docker volume rm`."""
    return VolumeRemove(read_names(given.operands))


def network_ls(given: Given, place: Place) -> NetworkList:
    """Build `docker network ls`."""
    return NetworkList(given.on("quiet"), read_filters(given), given.last("format"))


def network_inspect(given: Given, place: Place) -> NetworkInspect:
    """Build `docker network inspect`."""
    return NetworkInspect(read_names(given.operands), given.last("format"))


def network_create(given: Given, place: Place) -> NetworkCreate:
    """Build `docker network create`, of a bridge network; other drivers reach beyond the machine."""
    driver = given.last("driver")
    if driver not in (None, "bridge"):
        message = say("commands.wrong.network-driver", driver=shown(str(driver)))
        raise CommandError("not-in-lab", message, say("commands.try.network-driver"))
    return NetworkCreate(read_name(given.operands[0]))


def network_remove(given: Given, place: Place) -> NetworkRemove:
    """Build `docker network rm`."""
    return NetworkRemove(read_names(given.operands))


def version(given: Given, place: Place) -> EngineVersion:
    """Build `docker version`."""
    return EngineVersion(given.last("format"))


def info(given: Given, place: Place) -> EngineInfo:
    """Build `docker system info`."""
    return EngineInfo(given.last("format"))


def inspect(given: Given, place: Place) -> Action:
    """Build `docker inspect`: of what `--type` says, else of images where a name can only be an image's."""
    kinds: dict[str, Callable[[Given, Place], Action]] = {
        "container": containers.inspect,
        "image": images.inspect,
        "volume": volume_inspect,
        "network": network_inspect,
    }
    names_images = any(mark in name.removeprefix("/") for name in given.operands for mark in "/:@")
    kind = given.last("type") or ("image" if names_images else "container")
    if kind not in kinds:
        message = say("commands.wrong.inspect-type", type=shown(kind))
        raise CommandError("bad-value", message, say("commands.try.inspect-type", types=tuple(kinds)))
    return kinds[kind](given, place)
