"""What is around the lab on this machine, beside the engine: looked at, never changed."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
"""Variables that send a program's requests through a proxy."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The machine, as far as it decides what can be done here."""

    system: str
    """`linux`, `darwin` or `win32`."""
    wsl: bool
    python: tuple[int, int]
    terminal: bool
    """Whether a screen can be drawn and keys be read."""
    home: str
    """Where the lab keeps things."""
    writable: bool
    free: int | None
    """Bytes free where the lab keeps things; None where nobody knows."""
    in_user_home: bool
    """Whether that is inside the user's home directory, which is all that some engines are shown of this machine."""
    proxies: tuple[str, ...] = ()
    """Names of the variables that are set; their values may hold a password."""
    missing_helper: str | None = None
    """A credential helper that Docker's configuration names and that is not installed."""
    git: bool = False
    engine_free: int | None = None
    """Bytes free where the engine keeps images; None where that cannot be seen from here."""


def look_around(home: Path, environment: Mapping[str, str], images: str | None = None) -> Surroundings:
    """Look at this machine, and at the folder of an engine's images where it is one of this machine's."""
    there = next(path for path in (home, *home.parents) if os.path.exists(path))
    return Surroundings(
        system=sys.platform,
        wsl="microsoft" in platform.release().lower(),
        python=sys.version_info[:2],
        terminal=sys.stdin.isatty() and sys.stdout.isatty(),
        home=str(home),
        writable=there.is_dir() and os.access(there, os.W_OK),
        free=_free(there),
        in_user_home=home.resolve().is_relative_to(Path.home().resolve()),
        proxies=tuple(name for name in PROXIES if environment.get(name)),
        missing_helper=_missing_helper(environment),
        git=shutil.which("git", path=environment.get("PATH")) is not None,
        engine_free=None if images is None else _free(Path(images)),
    )


def _free(path: Path) -> int | None:
    try:
        return shutil.disk_usage(path).free
    except OSError:
        return None


def _missing_helper(environment: Mapping[str, str]) -> str | None:
    """Return the first helper of Docker's configuration that is not on the PATH: every pull asks it, even an anonymous one."""
    folder = Path(environment.get("DOCKER_CONFIG") or Path.home() / ".docker")
    try:
        configuration = json.loads((folder / "config.json").read_bytes())
        named = [configuration.get("credsStore"), *(configuration.get("credHelpers") or {}).values()]
    except (OSError, ValueError, AttributeError):
        return None  # no configuration, or one that Docker itself will complain of
    programs = (f"docker-credential-{name}" for name in named if isinstance(name, str) and name)
    return next((program for program in programs if shutil.which(program, path=environment.get("PATH")) is None), None)
