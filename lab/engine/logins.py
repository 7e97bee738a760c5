"""`docker login` as the CLI does it, and where this run's logins are kept: a folder of its own, in the form of `~/.docker`."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lab import inside
from lab.docker_cli.actions import Login, Logout
from lab.docker_cli.place import DOCKER_CONFIG
from lab.engine.contract import EngineError, Happening, Notice, Output
from lab.engine.files import first_line
from lab.engine.workbench import Workbench
from lab.language.message import say

_DRAFT = f"{DOCKER_CONFIG}/draft"
"""What is written first, and then takes the configuration's place at once."""
MOST = 64 * 1024
"""Bytes of a configuration that are read; the lab's own has a few hundred."""


def login(bench: Workbench, action: Login) -> Iterator[Happening]:
    """Have the engine ask the registry whether it knows this user, and keep the login where this run alone looks for it.

    The SDK's own `login` would look for one among the learner's, and remember this one for every later run.
    """
    if action.registry.replace("localhost:", "127.0.0.1:") not in bench.permit.registries:
        message = say("engine.login-elsewhere.message", registry=action.registry)
        raise EngineError("not-permitted", message, say("engine.login-elsewhere.hint"))
    if action.password is not None:
        yield Notice(say("engine.login-typed.notice"))
    password = first_line(bench, action.password_file) if action.password_file is not None else action.password
    client: Any = bench.client  # what is used of it here is not public, and its types do not know it
    wanted = {
        "username": action.username,
        "password": password or "",
        "serveraddress": _asked_at(bench, action.registry),
    }
    answer = client._result(client._post_json(client._url("/auth"), data=wanted), json=True)
    token = str(answer.get("IdentityToken") or "")
    _keep(bench, action.registry, action.username, password or "", token)
    yield Output(str(answer.get("Status") or "Login Succeeded"))
    yield Notice(say("engine.login-kept.notice", folder=action.config))


def _asked_at(bench: Workbench, registry: str) -> str:
    """Return where the engine asks: Podman goes without HTTPS to `localhost` alone, whatever its `registries.conf` says."""
    return registry.replace("127.0.0.1:", "localhost:") if bench.facts.kind == "podman" else registry


def logout(bench: Workbench, action: Logout) -> Iterator[Happening]:
    """Forget a login, whether or not there was one, as the CLI does."""
    yield Output(f"Removing login credentials for {action.registry}")
    kept = _read(bench.permit.workspace)
    if kept.pop(action.registry, None) is not None:
        _write(bench, kept)


def credentials(workspace: str, registry: str) -> dict[str, str]:
    """Return what the SDK calls an `auth_config` for a registry: this run's login there; empty where it has none."""
    entry = _read(workspace).get(registry)
    user, password = _user_and_password(entry)
    if entry is None or not user:
        return {}
    token = str(entry.get("identitytoken") or "")
    secret = {"identitytoken": token} if token else {"password": password}
    return {"username": user, **secret, "serveraddress": registry}


def header(workspace: str | None, registry: str) -> str | None:
    """Return the `Authorization` with which this run may ask a registry itself (RFC 7617); None where it has no login."""
    entry = _read(workspace).get(registry) if workspace else None
    return f"Basic {entry['auth']}" if entry is not None and _user_and_password(entry)[0] else None


def logins(workspace: str | None) -> tuple[tuple[str, str], ...]:
    """Return the registries that this run is logged in to, each with the user's name."""
    kept = _read(workspace) if workspace else {}
    return tuple(sorted((name, user) for name, row in kept.items() if (user := _user_and_password(row)[0])))


def _user_and_password(entry: dict[str, Any] | None) -> tuple[str, str]:
    """Read an entry of `auths` (Docker's `config.json`: base64 of `user:password`)."""
    try:
        user, _, password = (
            base64.b64decode(str((entry or {}).get("auth") or ""), validate=True).decode().partition(":")
        )
    except ValueError:
        return "", ""
    return user, password


def _keep(bench: Workbench, registry: str, user: str, password: str, token: str) -> None:
    entry = {"auth": base64.b64encode(f"{user}:{password}".encode()).decode()}
    _write(bench, {**_read(bench.permit.workspace), registry: {**entry, **({"identitytoken": token} if token else {})}})


def _read(workspace: str) -> dict[str, dict[str, Any]]:
    """Return the entries of this run's configuration; one that is not there, is none, or is somebody else's holds nothing."""
    try:
        auths = json.loads(inside.read(Path(workspace), f"{DOCKER_CONFIG}/config.json", MOST)).get("auths")
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}
    return {name: row for name, row in auths.items() if isinstance(row, dict)} if isinstance(auths, dict) else {}


def _write(bench: Workbench, auths: dict[str, dict[str, Any]]) -> None:
    """Replace the configuration at once; folder and file are this user's alone, and never a link to somebody else's."""
    folder = Path(bench.permit.workspace) / DOCKER_CONFIG
    if folder.is_symlink():
        message = say("engine.outside-workspace.message", folder=str(folder))
        hint = say("engine.outside-workspace.hint", workspace=bench.permit.workspace)
        raise EngineError("not-permitted", message, hint)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        content = json.dumps({"auths": auths}, indent="\t").encode()
        inside.lay(folder.parent, f"{DOCKER_CONFIG}/config.json", content, 0o600, _DRAFT)
    except OSError as error:
        message = say("engine.file-not-written.message", file=DOCKER_CONFIG, reason=error.strerror or str(error))
        raise EngineError("file-not-written", message, say("engine.file-not-written.hint")) from error
