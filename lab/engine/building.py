"""`docker build`: a folder of the workspace becomes an image of the run's, from images that the engine has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import docker.errors

from lab.docker_cli.actions import ImageBuild
from lab.engine.contract import EngineError, Happening, Output
from lab.engine.errors import stream_error
from lab.engine.workbench import Workbench
from lab.language.message import say

LARGEST_DOCKERFILE = 64 * 1024
"""Bytes that are read of a Dockerfile."""
_FROM = re.compile(
    r"^[ \t]*FROM[ \t]+(?:--platform=\S+[ \t]+)?(\S+)(?:[ \t]+AS[ \t]+(\S+))?[ \t]*$", re.IGNORECASE | re.MULTILINE
)
"""Dockerfile reference, "FROM": an image, or a stage that was named before."""


def build(bench: Workbench, action: ImageBuild) -> Iterator[Happening]:
    """Send the folder to the engine, and tell each step; raise EngineError where one fails."""
    folder = _folder(bench, action.folder)
    for base in bases(_dockerfile(folder)):
        _see_present(bench, base)
    events = bench.client.build(
        path=str(folder),
        tag=action.reference.familiar(),
        labels=dict((*action.labels, *bench.permit.labels)),
        rm=True,
        forcerm=True,
        decode=True,
    )
    for event in events:
        error = stream_error(event)
        if error is not None:
            raise _failed(error) if error.kind == "other" else error
        yield from (Output(line) for line in str(event.get("stream") or "").splitlines() if line.strip())


def bases(dockerfile: str) -> tuple[str, ...]:
    """Return the images that a Dockerfile begins from, as it spells them, without stages of its own and `scratch`."""
    found: list[str] = []
    stages = {"scratch"}
    for image, stage in _FROM.findall(dockerfile):
        found += [image] if image.lower() not in stages else []
        stages.add(stage.lower())
    return tuple(dict.fromkeys(found))


def _see_present(bench: Workbench, base: str) -> None:
    """See that the engine has a base image: the builder would pull it, and nobody would know to remove it again."""
    try:
        bench.client.inspect_image(base)  # type: ignore[no-untyped-call]  # untyped in its stubs
    except docker.errors.NotFound as error:
        message = say("engine.no-base.message", image=base)
        raise EngineError("no-base", message, say("engine.no-base.hint", image=base), str(error)) from error


def _folder(bench: Workbench, text: str) -> Path:
    folder, workspace = Path(text).resolve(), Path(bench.permit.workspace).resolve()
    if not folder.is_relative_to(workspace):
        message = say("engine.outside-workspace.message", folder=text)
        raise EngineError("not-permitted", message, say("engine.outside-workspace.hint", workspace=str(workspace)))
    return folder


def _dockerfile(folder: Path) -> str:
    path = folder / "Dockerfile"
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_DOCKERFILE).decode("utf-8", "replace")
    except OSError as error:
        message = say("engine.no-dockerfile.message", folder=folder.name, reason=error.strerror or str(error))
        raise EngineError("no-dockerfile", message, say("engine.no-dockerfile.hint")) from error


def _failed(error: EngineError) -> EngineError:
    message = say("engine.build-failed.message", words=" ".join(error.words.split())[:300])
    return EngineError("build-failed", message, say("engine.build-failed.hint"), error.words)
