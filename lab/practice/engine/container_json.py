"""Containers as the API shows them: a row of a list, and inspect."""

from __future__ import annotations

import os
import time
from pathlib import Path

from lab.practice.engine import networks, ports
from lab.practice.engine.clock import NEVER, age, nanoseconds
from lab.practice.engine.container import Container, State
from lab.practice.engine.home import Json
from lab.practice.engine.networks import Endpoint


def row(container: Container, endpoint: Endpoint | None, network_id: str, volumes: Path, named: str | None) -> Json:
    """Return one row of `docker ps`; `named` is the ID of the image that the container's image name leads to now.

    A name that has gone, or leads to another image, gives way to the ID of the container's own.
    """
    network = container.network
    return {
        "Id": container.id,
        "Names": [f"/{container.name}"],
        "Image": container.image_name if named == container.image else container.image,
        "ImageID": container.image,
        "Command": " ".join(container.argv),
        "Created": nanoseconds(container.created) // 1_000_000_000,
        "Ports": ports.rows(endpoint.published, container.exposed) if endpoint else [],
        "Labels": container.labels,
        "State": container.state.status,
        "Status": status(container.state),
        "HostConfig": {"NetworkMode": container.host_config["NetworkMode"]},
        "NetworkSettings": {"Networks": {network: networks.of_endpoint(network_id, endpoint)}},
        "Mounts": [mount.json(volumes, listed=True) for mount in container.mounts],
    }


def inspect(container: Container, endpoint: Endpoint | None, network_id: str, volumes: Path, log: Path) -> Json:
    """Return everything about a container."""
    argv = container.argv
    table = ports.table(endpoint.published, container.exposed) if endpoint else {}
    return {
        "Id": container.id,
        "Created": container.created,
        "Path": argv[0],
        "Args": list(argv[1:]),
        "State": _state(container.state),
        "Image": container.image,
        "ResolvConfPath": "",
        "HostnamePath": "",
        "HostsPath": "",
        "LogPath": str(log) if container.state.started != NEVER else "",
        "Name": f"/{container.name}",
        "RestartCount": 0,
        "Driver": "practice",
        "Platform": "linux",
        "MountLabel": "",
        "ProcessLabel": "",
        "AppArmorProfile": "",
        "ExecIDs": None,
        "HostConfig": container.host_config,
        "GraphDriver": {"Data": None, "Name": "practice"},
        "Mounts": [mount.json(volumes) for mount in container.mounts],
        "Config": container.config,
        "NetworkSettings": networks.settings(container.network, network_id, endpoint, table),
    }


def status(state: State) -> str:
    """Return how a container fares, in the words of `docker ps`."""
    if state.status == "created":
        return "Created"
    since = nanoseconds(state.started if state.running else state.finished)
    words = age((time.time_ns() - since) / 1e9)
    return f"Up {words}" if state.running else f"Exited ({state.exit_code}) {words} ago"


def _state(state: State) -> Json:
    return {
        "Status": state.status,
        "Running": state.running,
        "Paused": False,
        "Restarting": False,
        "OOMKilled": False,
        "Dead": False,
        "Pid": os.getpid() if state.running else 0,
        "ExitCode": state.exit_code,
        "Error": state.error,
        "StartedAt": state.started,
        "FinishedAt": state.finished,
    }
