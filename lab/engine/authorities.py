"""`certs.d`: which authorities an engine was told to trust for which registries, and telling it; on engines of the lab's alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from lab.docker_cli.actions import AuthorityForget, AuthorityTrust
from lab.engine.contract import EngineError, EngineFacts, Happening, Notice
from lab.engine.files import content
from lab.engine.workbench import Workbench
from lab.language.message import say

FILE = "ca.crt"
LARGEST = 256 * 1024
"""Bytes of a certificate that are hashed."""


def trust(bench: Workbench, action: AuthorityTrust) -> Iterator[Happening]:
    """Put an authority where the engine looks for those of one registry; on an engine that is not the lab's, only say how."""
    folder = _own(bench, action.folder)
    if folder is None:
        yield Notice(say("engine.not-our-engine.notice", folder=action.folder))
        return
    _permitted(bench, action.registry)
    place = folder / action.registry
    certificate = content(bench, action.file)
    try:
        place.mkdir(parents=True, exist_ok=True)
        (place / FILE).write_bytes(certificate)
    except OSError as error:
        message = say("engine.file-not-written.message", file=str(place / FILE), reason=error.strerror or str(error))
        raise EngineError("file-not-written", message, say("engine.file-not-written.hint")) from error


def forget(bench: Workbench, action: AuthorityForget) -> Iterator[Happening]:
    """Take it away again: the file that the lab writes, and the folders above it where they are then empty."""
    folder = _own(bench, action.folder)
    if folder is None:
        yield Notice(say("engine.not-our-engine.notice", folder=action.folder))
        return
    place = folder / action.registry
    try:
        (place / FILE).unlink(missing_ok=True)
        for empty in (place, folder):
            if empty.is_dir() and not any(empty.iterdir()):
                empty.rmdir()
    except OSError as error:
        message = say("engine.file-not-written.message", file=str(place / FILE), reason=error.strerror or str(error))
        raise EngineError("file-not-written", message, say("engine.file-not-written.hint")) from error


def authorities(facts: EngineFacts) -> tuple[tuple[str, str], ...] | None:
    """Return the registries that an engine of the lab's has an authority for, with its digest; None for any other engine."""
    return tuple(sorted(_found(Path(facts.authorities)))) if facts.authorities else None


def _found(folder: Path) -> Iterator[tuple[str, str]]:
    for file in folder.glob(f"*/{FILE}"):
        try:
            with file.open("rb") as opened:
                yield file.parent.name, f"sha256:{hashlib.sha256(opened.read(LARGEST)).hexdigest()}"
        except OSError:
            continue  # gone since it was listed


def _own(bench: Workbench, named: str) -> Path | None:
    """Return the engine's folder where it is the lab's to write into, and is the one that the command names."""
    own = bench.facts.authorities
    return Path(own) if own and Path(named) == Path(own) else None


def _permitted(bench: Workbench, registry: str) -> None:
    if registry not in bench.permit.registries:
        message = say("engine.login-elsewhere.message", registry=registry)
        raise EngineError("not-permitted", message, say("engine.login-elsewhere.hint"))
