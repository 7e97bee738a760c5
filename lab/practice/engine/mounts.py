"""What a container has mounted: from `-v` (Binds), `--mount` (Mounts) and the image's own volumes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lab.practice.engine.home import Json
from lab.practice.engine.names import check_volume_name, new_id
from lab.practice.errors import ApiError

_MODES = re.compile(r"(ro|rw|z|Z|cached|delegated|consistent|nocopy|r?private|r?shared|r?slave)")


@dataclass(frozen=True, slots=True)
class Mount:
    """A volume or a folder of this machine at a path of the container."""

    kind: Literal["volume", "bind"]
    source: str
    """A volume's name, or a folder's absolute path."""
    target: str
    mode: str = ""
    writable: bool = True
    made_if_missing: bool = True
    """Whether a folder that does not exist is made at the start, as `-v` does and `--mount` does not."""
    anonymous: bool = False
    """Whether the volume has no name of its own, and goes with the container on `rm -v` or `--rm`."""
    labels: Mapping[str, str] | None = None
    """Of the volume, if it has to be made."""

    def json(self, volumes: Path, *, listed: bool = False) -> Json:
        """Return the row of inspect, or the one of a list, which tells no volume's path."""
        if self.kind == "bind":
            return {
                "Type": "bind",
                "Source": self.source,
                "Destination": self.target,
                "Mode": self.mode,
                "RW": self.writable,
                "Propagation": "rprivate",
            }
        return {
            "Type": "volume",
            "Name": self.source,
            "Source": "" if listed else str(volumes / self.source / "_data"),
            "Destination": self.target,
            "Driver": "local",
            "Mode": self.mode,
            "RW": self.writable,
            "Propagation": "",
        }

    def folder(self, volumes: Path) -> Path:
        """Return where its files are on this machine."""
        return Path(self.source) if self.kind == "bind" else volumes / self.source / "_data"


def mounts(host_config: Json, volumes: Mapping[str, object] | None) -> tuple[Mount, ...]:
    """Return what a new container mounts, named first; ApiError in dockerd's words for what cannot be."""
    found: dict[str, Mount] = {}
    for mount in (*_binds(host_config), *_mounts(host_config)):
        if mount.target in found:
            raise ApiError(400, f"Duplicate mount point: {mount.target}")
        found[mount.target] = mount
    for target in volumes or ():
        path = _target(target, target)
        found.setdefault(path, Mount("volume", new_id(), path, anonymous=True))
    return tuple(sorted(found.values(), key=lambda each: each.target))


def _binds(host_config: Json) -> Iterator[Mount]:
    for text in host_config.get("Binds") or ():
        parts = str(text).split(":")
        if len(parts) not in (2, 3) or not all(parts):
            raise ApiError(400, f"invalid volume specification: '{text}'")
        source, target, mode = parts[0], _target(parts[1], text), parts[2] if len(parts) == 3 else ""
        if mode and not all(_MODES.fullmatch(each) for each in mode.split(",")):
            raise ApiError(400, f"invalid mode: {mode}")
        writable = "ro" not in mode.split(",")
        if source.startswith("/"):
            yield Mount("bind", posixpath.normpath(source), target, mode, writable)
        else:
            yield Mount("volume", check_volume_name(source), target, mode or "z", writable)


def _mounts(host_config: Json) -> Iterator[Mount]:
    for row in host_config.get("Mounts") or ():
        kind, source = row.get("Type", ""), str(row.get("Source") or "")
        target, writable = _target(str(row.get("Target") or ""), str(row.get("Target"))), not row.get("ReadOnly")
        if kind == "bind":
            if not source.startswith("/"):
                raise _invalid("bind", f"invalid mount path: '{source}' mount path must be absolute")
            if not Path(source).exists():
                raise _invalid("bind", f"bind source path does not exist: {source}")
            yield Mount("bind", posixpath.normpath(source), target, "", writable, made_if_missing=False)
        elif kind == "volume":
            name = check_volume_name(source) if source else new_id()
            labels = (row.get("VolumeOptions") or {}).get("Labels")
            yield Mount("volume", name, target, "z", writable, anonymous=not source, labels=labels)
        else:
            raise ApiError(
                501, f"a mount of type {kind} is beyond the practice engine: it needs a real engine such as Docker"
            )


def _target(path: str, given: str) -> str:
    if not path.startswith("/"):
        problem = _invalid("bind", f"invalid mount path: '{path}' mount path must be absolute")
        raise ApiError(400, f"invalid volume specification: '{given}': {problem.message}")
    normal = posixpath.normpath(path)
    if normal in ("/", "//"):
        raise ApiError(400, f"invalid volume specification: '{given}': invalid mount config: destination can't be '/'")
    return normal


def _invalid(kind: str, why: str) -> ApiError:
    return ApiError(400, f'invalid mount config for type "{kind}": {why}')
