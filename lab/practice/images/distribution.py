"""What a registry has under a name, without pulling it."""

from __future__ import annotations

from typing import Any

from lab.practice.errors import ApiError
from lab.practice.images.manifest import INDEXES, LARGEST, Document, Manifest, read_manifest, read_object
from lab.practice.images.names import Name
from lab.practice.images.platforms import Platform, read
from lab.practice.images.source import Source


async def described(source: Source, name: Name) -> dict[str, Any]:
    """Return the descriptor of an image and the platforms it is for."""
    document = await source.manifest(name.repository, name.digest or name.tag)
    platforms = await _platforms(source, name, document)
    size = len(document.content)
    return {
        "Descriptor": {"mediaType": document.media_type, "digest": document.digest, "size": size},
        "Platforms": [
            {"architecture": each.architecture, "os": each.os} | ({"variant": each.variant} if each.variant else {})
            for each in platforms
        ],
    }


async def _platforms(source: Source, name: Name, document: Document) -> list[Platform]:
    if document.media_type in INDEXES:
        entries = read_object(document.content).get("manifests")
        found = [entry.get("platform") for entry in entries or () if isinstance(entry, dict)]
        return [read(platform) for platform in found if isinstance(platform, dict)]
    return [read(read_object(await _config(source, name, read_manifest(document))))]


async def _config(source: Source, name: Name, manifest: Manifest) -> bytes:
    content = bytearray()
    async for chunk in source.blob(name.repository, manifest.config.digest):
        content += chunk
        if len(content) > LARGEST:
            raise ApiError(500, f"image config of {name} is too large")
    return bytes(content)
