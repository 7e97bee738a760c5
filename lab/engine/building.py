"""`docker build`: a folder of the workspace becomes an image of the run's, from images that the engine has."""

from __future__ import annotations

import locale
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import docker.errors

from lab import inside
from lab.docker_cli.actions import ImageBuild, ImageForget
from lab.engine import images
from lab.engine.contract import EngineError, Happening, Output
from lab.engine.dockerfile import images_of, labelled
from lab.engine.errors import stream_error
from lab.engine.workbench import Workbench
from lab.language.message import say

LARGEST_DOCKERFILE = 64 * 1024
"""Bytes that a Dockerfile may have: what is not read is not known."""


def build(bench: Workbench, action: ImageBuild) -> Iterator[Happening]:
    """Send the folder to the engine, and tell each step; raise EngineError where one fails.

    What a build that fails has made so far, which has no name, goes with it; that of one cut short is known by its labels.
    """
    folder = _folder(bench, action.folder)
    dockerfile = _dockerfile(folder)
    for base in images_of(dockerfile):
        _see_present(bench, base)
    with TemporaryDirectory(prefix="registry-lab-") as elsewhere:
        ours = Path(elsewhere, "Dockerfile")
        ours.write_text(
            labelled(dockerfile, dict((*action.labels, *bench.permit.labels))), encoding=locale.getencoding()
        )
        events = bench.client.build(
            path=str(folder),
            dockerfile=str(ours),
            tag=action.reference.familiar(),
            rm=True,
            forcerm=True,
            decode=True,
        )
    for event in events:
        error = stream_error(event)
        if error is not None:
            _forget(bench)
            raise _failed(error) if error.kind == "other" else error
        yield from (Output(line) for line in str(event.get("stream") or "").splitlines() if line.strip())


def _forget(bench: Workbench) -> None:
    labels = dict(bench.permit.labels)
    filters = {"dangling": True, "label": [f"{key}={value}" for key, value in labels.items()]}
    for row in bench.client.images(filters=filters):
        for _ in images.forget(bench, ImageForget(row["Id"], next(iter(labels.values()), ""))):
            pass


def _see_present(bench: Workbench, base: str) -> None:
    """See that the engine has a base image, which adds no instructions of its own: the builder would pull one that is missing."""
    try:
        details = bench.client.inspect_image(base)
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
