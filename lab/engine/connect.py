"""From an address to an engine that answered."""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import docker
import docker.errors

from lab.engine.adapter import DockerEngine
from lab.engine.client import Clients
from lab.engine.contract import EngineError, EngineFacts
from lab.engine.endpoint import Endpoint, endpoints
from lab.engine.errors import engine_errors
from lab.engine.secrets import without_passwords

OWN_AUTHORITIES = "REGISTRY_LAB_CERTS_D"
"""Variable that names the folder `certs.d` of an engine that is the lab's own to change."""
PRACTICE = "Registry Lab practice engine"
"""What the lab's own engine calls itself among its components."""
LOOPBACK = "127.0.0.1"


def connect(url: str | None = None) -> DockerEngine:
    """Return the first engine that answers; raise the first one's EngineError where none does."""
    failures: list[EngineError] = []
    for endpoint in endpoints(url):
        try:
            return _connect(endpoint)
        except EngineError as error:
            failures.append(error)
    raise failures[0]


def _connect(endpoint: Endpoint) -> DockerEngine:
    clients = Clients(endpoint.url, endpoint.tls)
    with engine_errors(without_passwords(endpoint.url)):
        client = clients.quick()
        version = client.answered or client.version()
        info = client.info()
        return DockerEngine(clients, _facts(endpoint, client, version, info))


def _facts(endpoint: Endpoint, client: docker.APIClient, version: dict[str, Any], info: dict[str, Any]) -> EngineFacts:
    security = " ".join(info.get("SecurityOptions") or ())
    registries = info.get("RegistryConfig") or {}
    indexes = registries.get("IndexConfigs") or {}
    kind = _kind(version, info)
    gateway = "" if kind not in ("docker", "practice", "podman") or endpoint.remote else _gateway(client)
    host, bind = _way_back(kind, endpoint, gateway)
    return EngineFacts(
        kind=kind,
        version=str(version.get("Version", "")),
        api=str(client.api_version),
        url=without_passwords(endpoint.url),
        source=endpoint.source,
        storage=_storage(info),
        id=_identity(kind, info),
        os=str(info.get("OSType", "linux")),
        architecture=str(version.get("Arch", "")),
        host=str(info.get("Name", "")),
        rootless="name=rootless" in security or bool((info.get("Host") or {}).get("Rootless")),
        selinux="name=selinux" in security,
        userns="name=userns" in security,
        swarm=str((info.get("Swarm") or {}).get("LocalNodeState") or ""),
        proxy=without_passwords(str(info.get("HttpsProxy") or info.get("HttpProxy") or "")),
        remote=endpoint.remote,
        clock_ahead=_clock_ahead(info),
        plain_http=tuple(sorted(name for name, index in indexes.items() if not (index or {}).get("Secure", True))),
        mirrors=tuple(without_passwords(str(mirror)) for mirror in registries.get("Mirrors") or ()),
        bridge="" if kind == "podman" else gateway,  # where exercises publish plain HTTP, which Podman refuses there
        authorities=_authorities(version, info),
        root=str(info.get("DockerRootDir") or ""),
        containers_host=host,
        containers_bind=bind,
    )


def _authorities(version: dict[str, Any], info: dict[str, Any]) -> str:
    """Return where an engine of the lab's own looks for authorities; "" for an engine of somebody else's.

    Whoever starts an engine for the lab alone, to throw it away afterwards, says so in a variable.
    """
    if _kind(version, info) == "practice":
        return str(Path(str(info.get("DockerRootDir") or "")) / "images" / "certs.d")
    return os.environ.get(OWN_AUTHORITIES, "")


def _kind(version: dict[str, Any], info: dict[str, Any]) -> str:
    components = [str(part.get("Name", "")) for part in version.get("Components") or ()]
    if PRACTICE in components:
        return "practice"
    if "Podman Engine" in components:
        return "podman"
    if "Docker Desktop" in str(info.get("OperatingSystem", "")):
        return "docker-desktop"
    name = str(info.get("Name", ""))
    if name.startswith("colima"):
        return "colima"
    return "rancher-desktop" if "rancher-desktop" in name else "docker"


def _identity(kind: str, info: dict[str, Any]) -> str:
    """Return what tells an engine from every other, also tomorrow; Podman makes its ID up whenever it is asked."""
    who = info.get("Name", "") if kind == "podman" else info.get("ID", "")
    return f"{who} {info.get('DockerRootDir', '')}".strip()


def _way_back(kind: str, endpoint: Endpoint, gateway: str) -> tuple[str, str]:
    """Return under what name containers reach this machine, and the address of it that this leads to.

    A virtual machine's containers know their host by a name and get to its loopback; on Linux the gateway of their own
    network is the host itself.
    """
    if kind == "podman" and (sys.platform != "linux" or endpoint.remote):
        return "host.containers.internal", LOOPBACK
    if kind not in ("docker", "podman") or endpoint.remote:
        return (LOOPBACK if kind == "practice" else "host.docker.internal"), LOOPBACK
    # An engine without that network: what listens is not reached, and checks say so.
    return gateway or LOOPBACK, gateway or LOOPBACK


def _gateway(client: docker.APIClient) -> str:
    """Return the address of the engine's machine on its own bridge; "" where it has none."""
    try:
        network: dict[str, Any] = client.inspect_network("bridge")
        (row,) = (row for row in network["IPAM"]["Config"] if "." in row["Subnet"])
        # Where it was not chosen by hand, older engines say nothing: it is the first address then.
        return str(row.get("Gateway") or ip_network(row["Subnet"])[1])
    except (docker.errors.APIError, LookupError, TypeError, ValueError):
        return ""


def _clock_ahead(info: dict[str, Any]) -> float:
    """Return how far the engine's clock is ahead; the engines of Docker Desktop fall behind while a laptop sleeps."""
    try:
        return datetime.fromisoformat(str(info.get("SystemTime"))).timestamp() - time.time()
    except ValueError:
        return 0.0  # an engine that does not tell


def _storage(info: dict[str, Any]) -> str:
    status = [list(row) for row in info.get("DriverStatus") or ()]
    if ["driver-type", "io.containerd.snapshotter.v1"] in status:
        return "containerd"
    return str(info.get("Driver", ""))
