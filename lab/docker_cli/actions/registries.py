"""What the commands about the lab's own registries mean: requests, and logins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class RegistryRequest:
    """`curl` of the lab's own registry: read-only."""

    url: str
    """Always `http://HOST:PORT/…`, or `https://`, of one of the lab's registries; `$(…)` in it is filled in when it is asked."""
    method: Literal["GET", "HEAD"] = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    show_headers: bool = False
    """Print status line and headers before the body (`-i`)."""
    authority: str | None = None
    """Absolute path, right in the workspace, of the one authority to trust over HTTPS (`--cacert`); None is the machine's own."""


@dataclass(frozen=True, slots=True)
class RegistryDownload:
    """`curl -o FILE` of the lab's own registry: the answer's body becomes a file of the workspace."""

    url: str
    file: str
    """Absolute path, right in the workspace."""
    headers: tuple[tuple[str, str], ...] = ()
    with_headers: bool = False
    """Write status line and headers into the file too (`-i`), as curl does."""


@dataclass(frozen=True, slots=True)
class ManifestDelete:
    """`curl -X DELETE` of a manifest in the lab's own registry, by digest."""

    url: str
    show_headers: bool = False


@dataclass(frozen=True, slots=True)
class Login:
    """`docker login` at one of the lab's own registries, kept for this run alone."""

    registry: str
    """As written: a login at `localhost:5000` is none at `127.0.0.1:5000`."""
    username: str
    config: str
    """Absolute path of the folder that keeps it, in the workspace: what `docker --config` names."""
    password: str | None = field(default=None, repr=False, compare=False)
    """Neither shown nor compared: nobody's business but the registry's. None where a file holds it."""
    password_file: str | None = None
    """Absolute path, right in the workspace, of what `--password-stdin` reads."""


@dataclass(frozen=True, slots=True)
class Logout:
    """`docker logout` of one of the lab's own registries."""

    registry: str
    config: str
