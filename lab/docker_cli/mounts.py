"""What a container is given to see: `-v` and `--mount`, kept inside the exercise's folder."""

from __future__ import annotations

import csv
import ntpath
import posixpath
import re
from types import ModuleType
from typing import Literal

from lab.docker_cli.actions import MountPoint
from lab.docker_cli.errors import CommandError, shown
from lab.docker_cli.place import Place
from lab.language.message import say

_WINDOWS = r"[A-Za-z]:[\\/]|\\\\"
_SOCKET = r"(?:docker|podman|containerd|crio|buildkitd)[^/\\]*\.sock|docker_engine[^/\\]*"
_VOLUME = r"[a-zA-Z0-9][a-zA-Z0-9_.-]+"
_VOLUME_OPTIONS = {"ro": True, "rw": False, "cached": False, "delegated": False, "consistent": False}
"""Whether the last part of a `-v` makes the mount read-only; the last three only ever mattered to Docker Desktop."""

_MOUNT_KEYS = {"src": "source", "dst": "target", "destination": "target", "ro": "readonly"}
_MOUNT_ALLOWED = ("type", "source", "target", "readonly")


def read_volume(text: str, place: Place) -> MountPoint:
    """Read one value of `-v`: `SOURCE:TARGET[:ro]`, or only a target for an anonymous volume."""
    drive = re.match(_WINDOWS, text)
    skip = drive.end() if drive else 0
    first, *more = text[skip:].split(":")
    parts = [text[:skip] + first, *more]
    if len(parts) == 1:
        return MountPoint("volume", "", _target(parts[0], text))
    read_only = False
    if len(parts) == 3:
        for option in parts[2].split(","):
            if option not in _VOLUME_OPTIONS:
                message = say("commands.wrong.volume-option", option=shown(option))
                raise CommandError("bad-mount", message, say("commands.try.volume-option"))
            read_only = read_only or _VOLUME_OPTIONS[option]
    if len(parts) > 3 or not parts[0]:
        raise _bad(text)
    kind: Literal["bind", "volume"] = "bind" if _is_path(parts[0]) else "volume"
    return _mount(kind, parts[0], _target(parts[1], text), read_only, place)


def read_mount(text: str, place: Place) -> MountPoint:
    """Read one value of `--mount`: `type=bind,source=…,target=…[,readonly]`."""
    fields = {"type": "volume", "source": "", "target": "", "readonly": "false"}
    for pair in _pairs(text):
        key, equals, value = pair.partition("=")
        key = _MOUNT_KEYS.get(key.lower(), key.lower())
        if key not in _MOUNT_ALLOWED:
            message = say("commands.wrong.mount-key", field=shown(key))
            raise CommandError("bad-mount", message, say("commands.try.mount-key"))
        fields[key] = value if equals else "true"
    kind = fields["type"].lower()
    if kind == "npipe":
        raise _socket(fields["source"])
    if kind not in ("bind", "volume"):
        message = say("commands.wrong.mount-type", type=shown(kind))
        raise CommandError("not-in-lab", message, say("commands.try.mount-type"))
    if fields["readonly"].lower() not in ("true", "false", "1", "0") or (kind == "bind" and not fields["source"]):
        raise _bad(text)
    read_only = fields["readonly"].lower() in ("true", "1")
    target = _target(fields["target"], text)
    return _mount("bind" if kind == "bind" else "volume", fields["source"], target, read_only, place)


def _pairs(text: str) -> list[str]:
    try:
        rows = list(csv.reader([text], strict=True))
    except csv.Error:
        raise _bad(text) from None
    return rows[0] if len(rows) == 1 else []


def _is_path(source: str) -> bool:
    return bool(re.match(rf"/|\.|~|\$|\\|{_WINDOWS}", source))


def _target(target: str, text: str) -> str:
    """Check and tidy the path inside the container: absolute, and never the container's whole file system."""
    path = re.sub("^//+", "/", posixpath.normpath(target))
    if not target.startswith("/") or path == "/":
        raise _bad(text)
    return path


def _mount(kind: Literal["bind", "volume"], source: str, target: str, read_only: bool, place: Place) -> MountPoint:
    if kind == "bind":
        return MountPoint(kind, _inside(source, place), target, read_only)
    if source and not re.fullmatch(_VOLUME, source):
        message = say("commands.wrong.volume-name", name=shown(source))
        raise CommandError("bad-mount", message, say("commands.try.volume-name", name=shown(source)))
    return MountPoint(kind, source, target, read_only)


def _inside(source: str, place: Place) -> str:
    """Return the absolute path of a folder to bind, or raise if it is not the exercise's folder or something in it."""
    if re.search(rf"(?:^|[/\\])(?:{_SOCKET})[/\\]*$", source):
        raise _socket(source)
    if re.match(r"~|\$(?:PWD|\{PWD\}|\()", source):
        message = say("commands.wrong.unfilled", source=shown(source))
        raise CommandError("bad-mount", message, say("commands.try.unfilled"))
    system: ModuleType = ntpath if re.match(_WINDOWS, place.workspace) else posixpath
    workspace = system.normpath(place.workspace)
    from_root = system.isabs(source) or not source.startswith(".")
    path: str = system.normpath(source if from_root else system.join(workspace, source))
    same_case = system.normcase(path), system.normcase(workspace)
    if same_case[0] != same_case[1] and not same_case[0].startswith(same_case[1].rstrip("/\\") + system.sep):
        message = say("commands.wrong.outside-workspace", path=shown(path))
        hint = say("commands.try.outside-workspace", workspace=workspace)
        raise CommandError("refused-outside-workspace", message, hint)
    return path


def _socket(source: str) -> CommandError:
    return CommandError("refused-socket", say("commands.wrong.socket", path=shown(source)), say("commands.try.socket"))


def _bad(text: str) -> CommandError:
    message = say("commands.wrong.mount-form", text=shown(text))
    return CommandError("bad-mount", message, say("commands.try.mount-form"))
