"""What the commands that only look print."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from lab.docker_cli import actions as act
from lab.engine.contract import EngineError, Happening, Output
from lab.engine.template import render
from lab.engine.workbench import Workbench
from lab.language.message import say

_SHORT = 12
"""Digits of an ID that are shown."""


def show(bench: Workbench, action: act.Action) -> Iterator[Happening]:
    """Print a list or the details of something."""
    match action:
        case act.ContainerList():
            yield from _containers(bench, action)
        case act.ImageList():
            yield from _images(bench, action)
        case act.VolumeList():
            yield from _volumes(bench, action)
        case act.NetworkList():
            yield from _networks(bench, action)
        case act.ImageHistory():
            yield from _history(bench, action)
        case act.ContainerInspect():
            yield from _details(bench.client.inspect_container, action.names, action.format)
        case act.ImageInspect():
            names = tuple(reference.familiar() for reference in action.references)
            yield from _details(bench.client.inspect_image, names, action.format)
        case act.VolumeInspect():
            yield from _details(bench.client.inspect_volume, action.names, action.format)
        case act.NetworkInspect():
            yield from _details(bench.client.inspect_network, action.names, action.format)
        case act.EngineVersion():
            yield from _one(bench.client.version(), action.format)
        case act.EngineInfo():
            yield from _one(bench.client.info(), action.format)
        case _:
            message = say("engine.cannot-do.message", action=type(action).__name__)
            raise EngineError("not-permitted", message, say("engine.cannot-do.hint"))


def _containers(bench: Workbench, action: act.ContainerList) -> Iterator[Output]:
    rows = bench.client.containers(all=action.every, filters=_filters(action.filters))
    if action.quiet:
        yield from (Output(row["Id"][:_SHORT]) for row in rows)
        return
    head = ("CONTAINER ID", "IMAGE", "COMMAND", "STATUS", "PORTS", "NAMES")
    yield from _table(head, (_container_row(row) for row in rows))


def _container_row(row: dict[str, Any]) -> tuple[str, ...]:
    command = str(row.get("Command", ""))
    shown = command if len(command) <= 20 else command[:19] + "…"
    names = ",".join(name.lstrip("/") for name in row.get("Names") or ())
    ports = ", ".join(dict.fromkeys(_port(port) for port in row.get("Ports") or ()))
    return row["Id"][:_SHORT], str(row.get("Image", "")), f'"{shown}"', str(row.get("Status", "")), ports, names


def _port(port: dict[str, Any]) -> str:
    inside = f"{port['PrivatePort']}/{port.get('Type', 'tcp')}"
    return f"{port.get('IP', '')}:{port['PublicPort']}->{inside}" if port.get("PublicPort") else inside


def _images(bench: Workbench, action: act.ImageList) -> Iterator[Output]:
    rows = bench.client.images(name=action.repository, all=action.every, filters=_filters(action.filters))
    if action.quiet:
        yield from (Output(_short(row["Id"])) for row in rows)
        return
    digest = ("DIGEST",) if action.digests else ()
    head = ("REPOSITORY", "TAG", *digest, "IMAGE ID", "SIZE")
    yield from _table(head, (cells for row in rows for cells in _image_rows(row, digests=action.digests)))


def _image_rows(row: dict[str, Any], *, digests: bool) -> Iterator[tuple[str, ...]]:
    known = dict(text.split("@", 1) for text in row.get("RepoDigests") or () if "@" in text)
    size = human_size(int(row.get("Size") or 0))
    for name in row.get("RepoTags") or ("<none>:<none>",):
        repository, _, tag = name.rpartition(":")
        digest = (known.get(repository, "<none>"),) if digests else ()
        yield (repository, tag, *digest, _short(row["Id"]), size)


def _volumes(bench: Workbench, action: act.VolumeList) -> Iterator[Output]:
    rows = bench.client.volumes(filters=_filters(action.filters)).get("Volumes") or ()
    if action.quiet:
        yield from (Output(row["Name"]) for row in rows)
        return
    yield from _table(("DRIVER", "VOLUME NAME"), ((row.get("Driver", ""), row["Name"]) for row in rows))


def _networks(bench: Workbench, action: act.NetworkList) -> Iterator[Output]:
    rows = bench.client.networks(filters=_filters(action.filters))
    if action.quiet:
        yield from (Output(row["Id"][:_SHORT]) for row in rows)
        return
    cells = ((row["Id"][:_SHORT], row["Name"], row.get("Driver", ""), row.get("Scope", "")) for row in rows)
    yield from _table(("NETWORK ID", "NAME", "DRIVER", "SCOPE"), cells)


def _history(bench: Workbench, action: act.ImageHistory) -> Iterator[Output]:
    rows: list[dict[str, Any]] = bench.client.history(action.reference.familiar())  # type: ignore[no-untyped-call]
    if action.quiet:
        yield from (Output(_short(row["Id"])) for row in rows)
        return
    yield from _table(("IMAGE", "CREATED", "CREATED BY", "SIZE"), (_history_row(row) for row in rows))


def _history_row(row: dict[str, Any]) -> tuple[str, ...]:
    made = str(row.get("CreatedBy", ""))
    when = datetime.fromtimestamp(int(row.get("Created") or 0), UTC).date().isoformat()
    return _short(row["Id"]), when, made if len(made) <= 45 else made[:44] + "…", human_size(int(row.get("Size") or 0))


def _details(inspect: Callable[[str], Any], names: Iterable[str], template: str | None) -> Iterator[Output]:
    found = [inspect(name) for name in names]
    if template is None:
        yield from (Output(line) for line in json.dumps(found, indent=4, ensure_ascii=False).splitlines())
        return
    yield from (Output(render(template, each)) for each in found)


def _one(found: Any, template: str | None) -> Iterator[Output]:
    text = json.dumps(found, indent=4, ensure_ascii=False) if template is None else render(template, found)
    yield from (Output(line) for line in text.splitlines())


def _filters(filters: tuple[tuple[str, str], ...]) -> dict[str, Any] | None:
    wanted: dict[str, list[str]] = {}
    for name, value in filters:
        wanted.setdefault(name, []).append(value)
    return dict(wanted) or None


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[Output]:
    every = [head, *rows]
    widths = [max(len(row[column]) for row in every) for column in range(len(head))]
    for row in every:
        yield Output("   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _short(identity: str) -> str:
    return identity.removeprefix("sha256:")[:_SHORT]


def human_size(size: float) -> str:
    """Return bytes as Docker writes them: powers of ten, three figures."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.3g}{unit}"
        size /= 1000
    return f"{size:.3g}TB"
