"""Files right in the workspace: written by `curl -o`, hashed by `sha256sum`, and asked for what a URL lacks."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from lab import inside
from lab.docker_cli.actions import Action, FileDigest
from lab.engine.contract import EngineError, Happening, Output
from lab.engine.workbench import Workbench
from lab.language.message import say
from lab.reference import Reference

LARGEST = 64 * 1024 * 1024
"""Bytes of a file that is read."""
_SUBSTITUTION = re.compile(r"\$\((?:sha256sum (?P<hashed>\S+) \| cut -c-64|jq -r (?P<field>\S+) (?P<asked>\S+))\)")


def keep(bench: Workbench, file: str, content: bytes) -> None:
    """Write a file, and anew where it is there already."""
    path = _inside(bench.permit.workspace, file)
    try:
        inside.replace(path.parent, path.name, content)
    except OSError as error:
        message = say("engine.file-not-written.message", file=path.name, reason=error.strerror or str(error))
        raise EngineError("file-not-written", message, say("engine.file-not-written.hint")) from error


def sha256sum(bench: Workbench, action: FileDigest) -> Iterator[Happening]:
    """Print each file's hash before its name, as coreutils' sha256sum does."""
    for file in action.files:
        path = _inside(bench.permit.workspace, file)
        yield Output(f"{_hash(path)}  {path.name}")


def content(bench: Workbench, file: str) -> bytes:
    """Return what a file right in the workspace holds."""
    return _read(_inside(bench.permit.workspace, file))


def first_line(bench: Workbench, file: str) -> str:
    """Return a file's text without the ends of lines that close it, as `docker login --password-stdin` reads it."""
    return _read(_inside(bench.permit.workspace, file)).decode("utf-8", "replace").rstrip("\r\n")


def filled(text: str, workspace: str) -> str:
    """Return a text with its substitutions filled in, from files of the workspace."""

    def value(found: re.Match[str]) -> str:
        if found["hashed"] is not None:
            return _hash(_inside(workspace, found["hashed"]))
        return _field(_inside(workspace, found["asked"]), found["field"])

    return _SUBSTITUTION.sub(value, text)


def with_digests(action: Action, workspace: str) -> Action:
    """Return an action whose references have digests where its line had substitutions."""
    found = {field.name: getattr(action, field.name) for field in fields(action)}
    waiting: dict[str, Any] = {
        name: value for name, value in found.items() if isinstance(value, Reference) and "$(" in (value.digest or "")
    }
    filled_in: dict[str, Any] = {name: _with_digest(value, workspace) for name, value in waiting.items()}
    return replace(action, **filled_in)


def _with_digest(reference: Reference, workspace: str) -> Reference:
    digest = filled(str(reference.digest), workspace)
    if not re.fullmatch(r"sha256:[0-9a-f]{64}", digest):
        message = say("engine.no-digest.message", text=digest)
        raise EngineError("no-such-field", message, say("engine.no-digest.hint"))
    return replace(reference, digest=digest)


def _inside(where: str, file: str) -> Path:
    """Return a path right in the workspace, which is no link to elsewhere; a bare name stands for one there."""
    workspace = Path(where)
    path = workspace / file
    if path.parent != workspace or path.is_symlink() or path.name.startswith("."):
        message = say("engine.outside-workspace.message", folder=file)
        raise EngineError("not-permitted", message, say("engine.outside-workspace.hint", workspace=str(workspace)))
    return path


def _hash(path: Path) -> str:
    return hashlib.sha256(_read(path)).hexdigest()


def _field(path: Path, wanted: str) -> str:
    """Return the text that a path such as `.layers[0].digest` leads to in a file of JSON."""
    try:
        found: Any = json.loads(_read(path))
        for name, index in re.findall(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[([0-9]+)\]", wanted):
            found = found[name] if name else found[int(index)]
    except (ValueError, LookupError, TypeError, RecursionError):
        found = None
    # What stands in the file goes into a URL: only what looks like a digest or a name may.
    if not isinstance(found, str) or not re.fullmatch(r"[A-Za-z0-9:._-]{1,128}", found):
        message = say("engine.no-such-field.message", field=wanted, file=path.name)
        raise EngineError("no-such-field", message, say("engine.no-such-field.hint", file=path.name))
    return found


def _read(path: Path) -> bytes:
    try:
        return inside.read(path.parent, path.name, LARGEST)
    except OSError as error:
        message = say("engine.no-such-file.message", file=path.name, reason=error.strerror or str(error))
        raise EngineError("no-such-file", message, say("engine.no-such-file.hint", file=path.name)) from error
