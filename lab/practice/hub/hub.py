"""Docker Hub's stand-in: a read-only OCI image layout whose index names each image in full."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.practice.images.blobs import CHUNK
from lab.practice.images.manifest import Document, media_type_of, read_object
from lab.practice.images.names import is_digest
from lab.practice.images.source import RefusedError

NAME = "io.containerd.image.name"
"""The annotation that carries an image's full name, as containerd, BuildKit and `docker save` write it."""


class Hub:
    """Serves what `docker pull` gets from docker.io.

    A directory that is an OCI image layout is served as it is; in any other the lab's own images are made on first use.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._opened: _Layout | None = None

    async def manifest(self, repository: str, reference: str) -> Document:
        """Return a manifest or an index by tag or digest; RefusedError in Docker Hub's words when it has none."""
        layout = await self._layout()
        if not layout.tags(repository):
            raise RefusedError(404, "denied: requested access to the resource is denied", "DENIED")
        digest = reference if is_digest(reference) else layout.names.get(f"docker.io/{repository}:{reference}", "")
        if not digest or not layout.path(digest).is_file():
            raise RefusedError(404, "manifest unknown: manifest unknown", "MANIFEST_UNKNOWN")
        content = layout.path(digest).read_bytes()
        return Document(media_type_of(read_object(content)), content)

    async def blob(self, repository: str, digest: str) -> AsyncIterator[bytes]:
        """Yield a blob in chunks."""
        path = (await self._layout()).path(digest)
        if not path.is_file():
            raise RefusedError(404, "blob unknown: blob unknown to registry", "BLOB_UNKNOWN")
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk

    async def tags(self, repository: str) -> list[str]:
        """Return every tag of a repository."""
        if not (tags := (await self._layout()).tags(repository)):
            raise RefusedError(404, "denied: requested access to the resource is denied", "DENIED")
        return tags

    async def _layout(self) -> _Layout:
        if self._opened is None:
            self._opened = await asyncio.to_thread(_open, self._directory)
        return self._opened


@dataclass(frozen=True, slots=True)
class _Layout:
    folder: Path
    names: dict[str, str]
    """Full name to digest."""

    def tags(self, repository: str) -> list[str]:
        start = f"docker.io/{repository}:"
        return sorted(name.removeprefix(start) for name in self.names if name.startswith(start))

    def path(self, digest: str) -> Path:
        return self.folder / "blobs" / "sha256" / digest.removeprefix("sha256:")


def _open(directory: Path) -> _Layout:
    # Not needed until the first pull, and an engine should start at once.
    from lab.practice.hub.making import made_in

    folder = made_in(directory)
    index: dict[str, Any] = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    described = [entry for entry in index["manifests"] if NAME in entry.get("annotations", {})]
    return _Layout(folder, {entry["annotations"][NAME]: entry["digest"] for entry in described})
