"""Pull, tag, push and remove images: by exact reference, with the errors that hide in the streams."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import docker.errors

from lab.docker_cli.actions import ImageForget, ImagePush, ImageRemove, ImageTag
from lab.engine.contract import EngineError, Happening, Notice, Output, Progress
from lab.engine.errors import stream_error
from lab.engine.logins import credentials
from lab.engine.workbench import Workbench
from lab.language.message import say
from lab.reference import Reference

_LAYER_ID = 12


def pull(bench: Workbench, reference: Reference, platform: str | None = None) -> Iterator[Happening]:
    """Pull one tag, or one digest.

    The SDK's own `images.pull` drops the stream, and then answers a failed pull with an older image of the same name.
    """
    host = reference.registry.replace("localhost:", "127.0.0.1:")
    if host not in (*bench.permit.registries, *bench.permit.pull_from):
        message = say("engine.pull-elsewhere.message", registry=reference.registry)
        raise EngineError("not-permitted", message, say("engine.pull-elsewhere.hint"))
    name, version = _name(reference), reference.digest or reference.tag

    def ask(**credentials: Any) -> Iterable[Any]:
        answer: Iterable[Any] = bench.client.pull(
            name, tag=version, stream=True, decode=True, platform=platform, **credentials
        )
        return answer

    yield from _asked(bench, reference, ask)


def tag(bench: Workbench, action: ImageTag) -> Iterator[Happening]:
    """Give an image one more name."""
    target = action.target
    bench.client.tag(action.source.familiar(), _name(target), tag=target.tag)
    return
    yield  # a generator, like its neighbours: tagging prints nothing


def push(bench: Workbench, action: ImagePush) -> Iterator[Happening]:
    """Push one tag: without one the engine would push every tag of the repository."""
    reference = action.reference
    if reference.registry.replace("localhost:", "127.0.0.1:") not in bench.permit.registries:
        message = say("engine.push-elsewhere.message", registry=reference.registry)
        raise EngineError("not-permitted", message, say("engine.push-elsewhere.hint"))

    def ask(**credentials: Any) -> Iterable[Any]:
        answer: Iterable[Any] = bench.client.push(
            _name(reference), tag=reference.tag, stream=True, decode=True, **credentials
        )
        return answer

    yield from _asked(bench, reference, ask)


def remove(bench: Workbench, action: ImageRemove) -> Iterator[Happening]:
    """Remove names, one by one; the content goes with its last name."""
    for reference in action.references:
        _see_lone(bench, reference)
        for row in bench.client.remove_image(_no_id(reference.familiar())) or ():
            yield from (Output(f"{verb}: {what}") for verb, what in row.items())


def _see_lone(bench: Workbench, reference: Reference) -> None:
    """Raise EngineError for a digest that Podman only shows, as the image has a tag in its repository: it may take that along."""
    if bench.facts.kind != "podman" or reference.digest is None:
        return
    details: dict[str, Any] = bench.client.inspect_image(reference.familiar())
    tags = tuple(each for each in details.get("RepoTags") or () if each.startswith(f"{reference.name}:"))
    if tags:
        message = say("engine.digest-with-tags.message", names=tags)
        raise EngineError("not-permitted", message, say("engine.digest-with-tags.hint"))


def forget(bench: Workbench, action: ImageForget) -> Iterator[Happening]:
    """Remove an image of the run's that has no name, by one that it is given for that; one that has gone is no trouble."""
    try:
        details: dict[str, Any] = bench.client.inspect_image(action.image)
    except docker.errors.NotFound:
        return
    labels = (details.get("Config") or {}).get("Labels") or {}
    if details.get("RepoTags") or any(labels.get(key) != value for key, value in bench.permit.labels):
        message = say("engine.not-yours.message", name=action.image)
        raise EngineError("not-permitted", message, say("engine.not-yours.hint"))
    bench.client.tag(action.image, _name(action.name), tag=action.name.tag)
    yield from remove(bench, ImageRemove((action.name,)))


def _name(reference: Reference) -> str:
    """Return a reference without its tag, as short as it is usually spelt: engines record names as they were given."""
    return Reference(reference.registry, reference.repository, "latest").familiar()


def _no_id(name: str) -> str:
    """Return a name that no engine takes for the beginning of an image's ID, as it would take `cafe`."""
    return f"{name}:latest" if re.fullmatch("[0-9a-f]+", name) else name


def _asked(bench: Workbench, reference: Reference, ask: Callable[..., Iterable[Any]]) -> Iterator[Happening]:
    """Stream from one of the lab's registries with this run's login there and no other, from elsewhere with the user's."""
    if reference.registry.replace("localhost:", "127.0.0.1:") in bench.permit.registries:
        return _told(ask(auth_config=credentials(bench.permit.workspace, reference.registry)))
    return _with_credentials(ask)


def _with_credentials(ask: Callable[..., Iterable[Any]]) -> Iterator[Happening]:
    """Stream with the user's credentials, or without any where their credential helper cannot be run.

    A configuration that names a missing helper (left behind by Docker Desktop) breaks even anonymous pulls.
    """
    try:
        with warnings.catch_warnings():  # the SDK warns of the missing helper on the learner's terminal as well
            warnings.filterwarnings("ignore", message="docker-credential-")
            events = ask()
    except (docker.errors.DockerException, ValueError) as error:
        unreadable = isinstance(error, json.JSONDecodeError)  # what a helper printed, as the SDK hands it on
        if not unreadable and "credentials store error" not in str(error).lower():
            raise
        yield Notice(say("engine.credentials.notice"))
        events = ask(auth_config={})
    yield from _told(events)


def _told(events: Iterable[Any]) -> Iterator[Happening]:
    for event in events:
        error = stream_error(event)
        if error is not None:
            raise error
        status = str(event.get("status") or "").strip()
        if not status:
            continue  # the `aux` event repeats digest and size for programs
        layer = str(event.get("id") or "")
        detail = event.get("progressDetail") or {}
        if len(layer) == _LAYER_ID:
            yield Progress(layer, status, detail.get("current"), detail.get("total"))
        else:
            yield Output(f"{layer}: {status}" if layer else status)
