"""Where the engine is: the address a Docker client would use, and where that address came from."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import docker.errors
from docker.context import ContextAPI
from docker.context.config import get_current_context_name
from docker.tls import TLSConfig
from docker.utils import kwargs_from_env

from lab.engine.contract import EngineError
from lab.language.message import say

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address to try."""

    url: str
    """`unix:///var/run/docker.sock`, `npipe://…`, `tcp://…`, `ssh://…`."""
    source: str
    tls: TLSConfig | None = None

    @property
    def remote(self) -> bool:
        """Whether the engine is on another machine."""
        parts = urlsplit(self.url)
        return parts.scheme in ("ssh", "tcp", "http", "https") and parts.hostname not in _LOOPBACK


def _spelt_out(address: str) -> str:
    """Return an address with its scheme: Docker takes a host and a port alone for TCP."""
    return address if "://" in address or address.startswith("unix:") else f"tcp://{address}"


def endpoints(url: str | None = None) -> tuple[Endpoint, ...]:
    """Return the addresses to try, in order.

    As the Docker CLI does: `--engine`, else DOCKER_HOST, else the context; where none is set, the sockets that engines are
    known to use. A context that is named and missing is an error here, where docker-py would silently use the default.
    """
    if url:
        url = _spelt_out(url)
        return (Endpoint(url, "--engine", _environment_tls(url)),)
    host = os.environ.get("DOCKER_HOST")
    if host:
        host = _spelt_out(host)
        return (Endpoint(host, "DOCKER_HOST", _environment_tls(host)),)
    context = _context()
    if context is not None:
        return (context,)
    return tuple(Endpoint(socket, "socket") for socket in _known_sockets())


def is_named(url: str | None = None) -> bool:
    """Tell whether somebody has chosen an engine, rather than leave it to what is found."""
    return bool(url or os.environ.get("DOCKER_HOST")) or _context() is not None


def _environment_tls(url: str) -> TLSConfig | None:
    if not url.startswith(("tcp://", "https://")):
        return None
    try:
        tls = kwargs_from_env().get("tls")
    except docker.errors.DockerException as error:
        message = say("engine.unreachable.message", url=url)
        raise EngineError("unreachable", message, say("engine.certificates.hint"), str(error)) from error
    return tls if isinstance(tls, TLSConfig) else None


def _context() -> Endpoint | None:
    name = os.environ.get("DOCKER_CONTEXT") or get_current_context_name()
    if not name or name == "default":
        return None
    try:
        context = ContextAPI.get_context(name)
        host = context.Host if context else None
    except Exception as error:  # the SDK raises bare Exceptions, KeyErrors and more for a context file that is broken
        raise _missing(name, str(error)) from error
    if context is None or not host:
        raise _missing(name, "")
    return Endpoint(host, f"context {name}", context.TLSConfig)


def _missing(name: str, words: str) -> EngineError:
    message = say("engine.no-context.message", name=name)
    return EngineError("unreachable", message, say("engine.no-context.hint"), words)


def _known_sockets() -> Iterator[str]:
    if sys.platform == "win32":
        yield "npipe:////./pipe/docker_engine"
        yield "npipe:////./pipe/dockerDesktopLinuxEngine"
        return
    home = Path(os.path.expanduser("~"))
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    users = (Path(runtime, "docker.sock"), Path(runtime, "podman/podman.sock")) if runtime else ()
    every = (
        Path("/var/run/docker.sock"),
        home / ".docker/run/docker.sock",
        home / ".docker/desktop/docker.sock",
        home / ".colima/default/docker.sock",
        home / ".config/colima/default/docker.sock",
        home / ".rd/docker.sock",
        home / ".orbstack/run/docker.sock",
        *users,
        Path("/run/podman/podman.sock"),
    )
    # Path.exists raises in a folder that is closed to this user, as rootful Podman's is.
    found = [path for path in every if os.path.exists(path)]
    yield from (f"unix://{path}" for path in found or every[:1])
