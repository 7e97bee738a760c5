"""Volumes: directories that outlive the containers that write into them."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lab.practice.engine.clock import now
from lab.practice.engine.home import Json, drop_drafts, read_json, write_json
from lab.practice.engine.names import can_be_volume, check_volume_name
from lab.practice.errors import ApiError

FILTERS = ("dangling", "driver", "label", "name")
"""Filters that the list of volumes knows."""


@dataclass(frozen=True, slots=True)
class Volume:
    """One volume."""

    name: str
    created: str
    labels: Mapping[str, str] | None
    path: Path
    """Where its files are."""

    def json(self) -> Json:
        """Return the volume as the API shows it."""
        return {
            "CreatedAt": self.created.partition(".")[0].rstrip("Z") + "Z",
            "Driver": "local",
            "Labels": self.labels,
            "Mountpoint": str(self.path),
            "Name": self.name,
            "Options": None,
            "Scope": "local",
        }


class Volumes:
    """The volumes of one engine, on disk as dockerd has them: `NAME/_data`."""

    def __init__(self, root: Path, happened: Callable[[str, str, Mapping[str, str]], None]) -> None:
        self.root = root
        self._happened = happened
        for path in root.iterdir():
            drop_drafts(path)
            if not (path / "volume.json").exists():
                shutil.rmtree(path)  # killed before it was a volume, or after it was one

    def all(self) -> Iterator[Volume]:
        """Yield every volume, by name."""
        for path in sorted(self.root.iterdir()):
            volume = self._read(path.name)
            if volume is not None:
                yield volume

    def find(self, name: str) -> Volume:
        """Return one volume; ApiError 404 where there is none of this name."""
        volume = self._read(name)
        if volume is None:
            raise ApiError(404, f"get {name}: no such volume")
        return volume

    def has(self, name: str) -> bool:
        """Tell whether there is a volume of this name."""
        return self._read(name) is not None

    def size(self, volume: Volume) -> int:
        """Return the bytes of a volume's files; what goes while it is counted is left out."""
        total = 0
        for folder, _, names in os.walk(volume.path):
            for name in names:
                with contextlib.suppress(OSError):
                    total += os.lstat(os.path.join(folder, name)).st_size
        return total

    def ensure(self, name: str, labels: Mapping[str, str] | None = None) -> Volume:
        """Return the volume of this name, made if there is none."""
        volume = self._read(check_volume_name(name))
        if volume is not None:
            return volume
        folder = self.root / name
        (folder / "_data").mkdir(parents=True, exist_ok=True)
        write_json(folder / "volume.json", {"created": now(), "labels": labels})
        self._happened("create", name, {"driver": "local"})
        return self.find(name)

    def remove(self, name: str) -> None:
        """Delete a volume and what is in it; ApiError 404 where there is none."""
        volume = self.find(name)
        # Without its description it is no volume any more, even if its files take long or the power goes.
        (volume.path.parent / "volume.json").unlink()
        shutil.rmtree(volume.path.parent)
        self._happened("destroy", name, {"driver": "local"})

    def _read(self, name: str) -> Volume | None:
        if not can_be_volume(name):
            return None
        row = read_json(self.root / name / "volume.json")
        return None if row is None else Volume(name, row["created"], row["labels"], self.root / name / "_data")
