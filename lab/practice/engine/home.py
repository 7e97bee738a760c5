"""One engine's directory: what lies where, and writing that a kill at any moment leaves old or new, never half."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
"""A JSON object as the API carries it."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where one engine keeps its state; nothing is written outside of it but bind mounts."""

    root: Path

    @property
    def containers(self) -> Path:
        """One directory a container, named by its ID."""
        return self.root / "containers"

    @property
    def volumes(self) -> Path:
        """One directory a volume, named by the volume."""
        return self.root / "volumes"

    @property
    def images(self) -> Path:
        """The image store's own directory."""
        return self.root / "images"

    @property
    def hub(self) -> Path:
        """The directory of images that stands for Docker Hub."""
        return self.root / "hub"

    @property
    def networks(self) -> Path:
        """The networks of one's own."""
        return self.root / "networks.json"

    @property
    def identity(self) -> Path:
        """What this engine is called for as long as its home exists."""
        return self.root / "engine.json"

    @property
    def address(self) -> Path:
        """The URL of the engine that runs here, while one does."""
        return self.root / "address"

    @property
    def log(self) -> Path:
        """What an engine in the background prints."""
        return self.root / "engine.log"

    @property
    def lock(self) -> Path:
        """Held by the engine that runs here."""
        return self.root / "lock"

    def make(self) -> None:
        """Create the directories; what only this user may see is closed to others."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in (self.containers, self.volumes, self.images):
            path.mkdir(exist_ok=True, mode=0o700)


def drop_drafts(folder: Path) -> None:
    """Remove what `write_text` was writing here when its process was killed; nobody may be writing now."""
    for path in folder.glob(".*-????????"):
        if path.is_file():
            path.unlink()


def write_text(path: Path, text: str) -> None:
    """Replace a file at once: a reader, also one after a power cut, sees the old text or the new."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise


def write_json(path: Path, value: Any) -> None:
    """Replace a file by a JSON document."""
    write_text(path, json.dumps(value, separators=(",", ":")))


def read_json(path: Path) -> Any:
    """Read a JSON document; None where there is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
