"""`docker build`: a folder of the workspace becomes an image of the run's, from images that the engine has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import docker.errors

from lab import inside
from lab.docker_cli.actions import ImageBuild, ImageRemove
from lab.engine import images
from lab.engine.contract import EngineError, Happening, Output
from lab.engine.dockerfile import images_of
from lab.engine.errors import stream_error
from lab.engine.workbench import Workbench
from lab.language.message import say
from lab.reference import Reference

LARGEST_DOCKERFILE = 64 * 1024
"""Bytes that a Dockerfile may have: what is not read is not known."""
_MADE = re.compile(r" ---> ([0-9a-f]{12})\n?$")
"""How the builder tells a step's image."""


def build(bench: Workbench, action: ImageBuild) -> Iterator[Happening]:
    """Send the folder to the engine, and tell each step; raise EngineError where one fails."""
    folder = _folder(bench, action.folder)
    for base in images_of(_dockerfile(folder)):
        _see_present(bench, base)
    events = bench.client.build(
        path=str(folder),
        tag=action.reference.familiar(),
        labels=dict((*action.labels, *bench.permit.labels)),
        rm=True,
        forcerm=True,
        decode=True,
    )
    newest = ""
    for event in events:
        error = stream_error(event)
        if error is not None:
            _forget(bench, action.reference, newest)
            raise _failed(error) if error.kind == "other" else error
        text = str(event.get("stream") or "")
        newest = found[1] if (found := _MADE.match(text)) else newest
        yield from (Output(line) for line in text.splitlines() if line.strip())


def _forget(bench: Workbench, reference: Reference, image: str) -> None:
    """Remove what the steps before a failure have made, which has no name: it is given one, and that is removed."""
    if not image:
        return
    name = Reference(reference.registry, reference.repository, f"failed-{image}")
    bench.client.tag(image, Reference(name.registry, name.repository, "latest").familiar(), tag=name.tag)
    for _ in images.remove(bench, ImageRemove((name,))):
        pass


def _see_present(bench: Workbench, base: str) -> None:
    """See that the engine has a base image, which adds no instructions of its own: the builder would pull one that is missing."""
    try:
        details = bench.client.inspect_image(base)  # type: ignore[no-untyped-call]  # untyped in its stubs
    except docker.errors.NotFound as error:
        message = say("engine.no-base.message", image=base)
        raise EngineError("no-base", message, say("engine.no-base.hint", image=base), str(error)) from error
    if (details.get("Config") or {}).get("OnBuild"):
        message = say("engine.dockerfile-fetches.message", line=f"FROM {base} (ONBUILD)")
        raise EngineError("not-permitted", message, say("engine.dockerfile-fetches.hint"))


def _folder(bench: Workbench, text: str) -> Path:
    folder, workspace = Path(text).resolve(), Path(bench.permit.workspace).resolve()
    if not folder.is_relative_to(workspace):
        message = say("engine.outside-workspace.message", folder=text)
        raise EngineError("not-permitted", message, say("engine.outside-workspace.hint", workspace=str(workspace)))
    return folder


def _dockerfile(folder: Path) -> str:
    try:
        content = inside.read(folder, "Dockerfile", LARGEST_DOCKERFILE + 1)
    except OSError as error:
        message = say("engine.no-dockerfile.message", folder=folder.name, reason=error.strerror or str(error))
        raise EngineError("no-dockerfile", message, say("engine.no-dockerfile.hint")) from error
    if len(content) > LARGEST_DOCKERFILE:
        message = say("engine.no-dockerfile.message", folder=folder.name, reason=f"> {LARGEST_DOCKERFILE} B")
        raise EngineError("no-dockerfile", message, say("engine.no-dockerfile.hint"))
    return content.decode("utf-8", "replace")


def _failed(error: EngineError) -> EngineError:
    message = say("engine.build-failed.message", words=" ".join(error.words.split())[:300])
    return EngineError("build-failed", message, say("engine.build-failed.hint"), error.words)
