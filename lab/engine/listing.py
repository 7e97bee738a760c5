"""What the commands that only look print."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from lab.docker_cli import actions as act
from lab.engine.contract import EngineError, Happening, Output
from lab.engine.swarm_rows import rows_of
from lab.engine.template import render
from lab.engine.workbench import Workbench
from lab.language.message import say

_SHORT = 12
"""Digits of an ID that are shown."""

Row: TypeAlias = dict[str, str]
"""A line of a list, by the names that `--format` uses."""
_List: TypeAlias = (
    act.ContainerList
    | act.ImageList
    | act.VolumeList
    | act.NetworkList
    | act.NodeList
    | act.ServiceList
    | act.ServiceTasks
)


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
        case act.ServiceInspect():
            yield from _details(bench.client.inspect_service, action.names, action.format)
        case act.NodeList() | act.ServiceList() | act.ServiceTasks():
            columns, rows = rows_of(bench.client, action)
            yield from _list(columns, "ID", rows, action)
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
    found = bench.client.containers(all=action.every, filters=_filters(action.filters))
    columns = {"CONTAINER ID": "ID", "IMAGE": "Image", "COMMAND": "Command"}
    columns |= {"STATUS": "Status", "PORTS": "Ports", "NAMES": "Names"}
    yield from _list(columns, "ID", map(_container, found), action)


def _container(found: dict[str, Any]) -> Row:
    return {
        "ID": found["Id"][:_SHORT],
        "Image": str(found.get("Image", "")),
        "Command": f'"{_clipped(str(found.get("Command", "")), 20)}"',
        "State": str(found.get("State", "")),
        "Status": str(found.get("Status", "")),
        "Ports": ", ".join(dict.fromkeys(_port(port) for port in found.get("Ports") or ())),
        "Names": ",".join(_own_names(found.get("Names") or [])),
    }


def _own_names(names: list[str]) -> list[str]:
    """Return a container's names without those that other containers' legacy links give it."""
    every = [name.removeprefix("/") for name in names]
    return [name for name in every if "/" not in name][:1] or every


def _port(port: dict[str, Any]) -> str:
    inside = f"{port['PrivatePort']}/{port.get('Type', 'tcp')}"
    address = port.get("IP") or "0.0.0.0"  # which Podman leaves out
    return f"{address}:{port['PublicPort']}->{inside}" if port.get("PublicPort") else inside


def _images(bench: Workbench, action: act.ImageList) -> Iterator[Output]:
    found = bench.client.images(name=action.repository, all=action.every, filters=_filters(action.filters))
    columns = {"REPOSITORY": "Repository", "TAG": "Tag", "IMAGE ID": "ID", "SIZE": "Size"}
    if action.digests:
        columns = {"REPOSITORY": "Repository", "TAG": "Tag", "DIGEST": "Digest", "IMAGE ID": "ID", "SIZE": "Size"}
    yield from _list(columns, "ID", (row for each in found for row in _image(each)), action)


def _image(found: dict[str, Any]) -> Iterator[Row]:
    known = dict(text.split("@", 1) for text in found.get("RepoDigests") or () if "@" in text)
    for name in found.get("RepoTags") or ("<none>:<none>",):
        repository, _, tag = name.rpartition(":")
        yield {
            "Repository": repository,
            "Tag": tag,
            "Digest": known.get(repository, "<none>"),
            "ID": _short(found["Id"]),
            "Size": human_size(int(found.get("Size") or 0)),
        }


def _volumes(bench: Workbench, action: act.VolumeList) -> Iterator[Output]:
    found = bench.client.volumes(filters=_filters(action.filters)).get("Volumes") or ()
    rows = ({"Driver": str(each.get("Driver", "")), "Name": str(each["Name"])} for each in found)
    yield from _list({"DRIVER": "Driver", "VOLUME NAME": "Name"}, "Name", rows, action)


def _networks(bench: Workbench, action: act.NetworkList) -> Iterator[Output]:
    found = bench.client.networks(filters=_filters(action.filters))
    names = ("Name", "Driver", "Scope")
    rows = ({"ID": each["Id"][:_SHORT], **{name: str(each.get(name, "")) for name in names}} for each in found)
    yield from _list({"NETWORK ID": "ID", "NAME": "Name", "DRIVER": "Driver", "SCOPE": "Scope"}, "ID", rows, action)


def _history(bench: Workbench, action: act.ImageHistory) -> Iterator[Output]:
    found: list[dict[str, Any]] = bench.client.history(action.reference.familiar())  # type: ignore[no-untyped-call]
    columns = {"IMAGE": "ID", "CREATED": "Created", "CREATED BY": "CreatedBy", "SIZE": "Size"}
    rows = (_layer(each) for each in found)
    yield from (Output(row["ID"]) for row in rows) if action.quiet else _table(columns, rows)


def _layer(found: dict[str, Any]) -> Row:
    return {
        "ID": _short(found["Id"]),
        "Created": datetime.fromtimestamp(int(found.get("Created") or 0), UTC).date().isoformat(),
        "CreatedBy": _clipped(str(found.get("CreatedBy", "")), 45),
        "Size": human_size(int(found.get("Size") or 0)),
    }


def _list(columns: Mapping[str, str], identity: str, rows: Iterable[Row], action: _List) -> Iterator[Output]:
    """Print rows as they were asked for: only what identifies them, by a template, or as a table."""
    if action.quiet:
        yield from (Output(row[identity]) for row in rows)
    elif action.format is not None:
        template = action.format.removeprefix("table ")
        yield from (Output(render(template, row)) for row in rows)
    else:
        yield from _table(columns, rows)


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


def _table(columns: Mapping[str, str], rows: Iterable[Row]) -> Iterator[Output]:
    every = [tuple(columns), *(tuple(row[name] for name in columns.values()) for row in rows)]
    widths = [max(map(len, cells)) for cells in zip(*every, strict=True)]
    for cells in every:
        yield Output("   ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip())


def _clipped(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _short(identity: str) -> str:
    return identity.removeprefix("sha256:")[:_SHORT]


def human_size(size: float) -> str:
    """Return bytes as Docker writes them: powers of ten, three figures."""
    for unit in ("B", "kB", "MB", "GB"):
        if float(f"{size:.3g}") < 1000:
            return f"{size:.3g}{unit}"
        size /= 1000
    return f"{size:.3g}TB"
