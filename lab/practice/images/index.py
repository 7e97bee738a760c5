"""Which images the engine holds and what they are called: one JSON file, replaced whole or not at all."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lab.practice.images.blobs import sync_folder
from lab.practice.images.names import Name, parse

NEVER = "0001-01-01T00:00:00Z"
"""Go's zero time: an image that was never tagged by hand."""


@dataclass(frozen=True, slots=True)
class Held:
    """An image the engine holds: where its content is, and what had to be measured on the way in."""

    manifest: str
    """Digest of the manifest as it came; the same bytes go out again."""
    sizes: tuple[int, ...]
    """Bytes of the files in each layer, lowest first."""
    tagged: str = NEVER
    """When it was last given a name by `tag`, in RFC 3339."""


class Index:
    """Image IDs, and the names and digests that mean them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.images: dict[str, Held] = {}
        self.names: dict[Name, str] = {}
        """Name with a tag or a digest to image ID."""
        self._read()

    def _read(self) -> None:
        content: dict[str, Any] = json.loads(self._path.read_text(encoding="utf-8")) if self._path.exists() else {}
        self.images = {
            identity: Held(held["manifest"], tuple(held["sizes"]), held["tagged"])
            for identity, held in content.get("images", {}).items()
        }
        self.names = {parse(name): identity for name, identity in content.get("names", {}).items()}

    def save(self) -> None:
        """Make what is in memory last, or raise OSError with everything as it was.

        A process that is killed at any moment leaves the old file or the new one.
        """
        try:
            self._write()
        except OSError:
            self._read()
            raise

    def _write(self) -> None:
        content = {
            "images": {
                identity: {"manifest": held.manifest, "sizes": held.sizes, "tagged": held.tagged}
                for identity, held in self.images.items()
            },
            "names": {str(name): identity for name, identity in self.names.items()},
        }
        draft = self._path.with_suffix(".draft")
        with draft.open("w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, self._path)
        sync_folder(self._path.parent)

    def references(self, identity: str) -> tuple[Name, ...]:
        """Return an image's names, tags before digests within a repository."""
        return tuple(sorted((name for name, meant in self.names.items() if meant == identity), key=str))

    def mark_tagged(self, identity: str, moment: str) -> None:
        """Note when an image was given a name by hand."""
        self.images[identity] = replace(self.images[identity], tagged=moment)
