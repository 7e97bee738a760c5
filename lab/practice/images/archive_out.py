"""Writes what `docker save` gives: an OCI image layout that is a docker-archive as well, as engines since 25 write it."""

from __future__ import annotations

import asyncio
import json
import tarfile
from collections.abc import AsyncGenerator, AsyncIterator, Sequence

from lab.practice.images.blobs import CHUNK
from lab.practice.images.holdings import Holdings
from lab.practice.images.manifest import OCI_INDEX, Manifest
from lab.practice.images.names import Name

FULL_NAME = "io.containerd.image.name"
"""Annotation with an image's full name."""

_SHORT_NAME = "org.opencontainers.image.ref.name"


async def archive(holdings: Holdings, wanted: dict[str, list[Name]]) -> AsyncGenerator[bytes, None]:
    """Yield the archive of images, by ID, with the tags that go with each; content is sent as it is held, digests stay."""
    manifests = {identity: holdings.manifest(identity) for identity in wanted}
    digests = sorted({digest for manifest in manifests.values() for digest in _digests(manifest)})
    with holdings.transfer():
        for digest in digests:
            async for chunk in _blob(holdings, digest):
                yield chunk
        described = [each for identity, names in wanted.items() for each in _described(manifests[identity], names)]
        yield _file("index.json", {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": described})
        yield _file("manifest.json", [_legacy(manifests[identity], names) for identity, names in wanted.items()])
        yield _file("oci-layout", {"imageLayoutVersion": "1.0.0"})
        yield bytes(2 * tarfile.BLOCKSIZE)


def _digests(manifest: Manifest) -> Sequence[str]:
    return [manifest.document.digest, *(blob.digest for blob in manifest.blobs())]


def _described(manifest: Manifest, names: Sequence[Name]) -> list[dict[str, object]]:
    document = manifest.document
    described = {"mediaType": document.media_type, "digest": document.digest, "size": len(document.content)}
    if not names:
        return [described]
    return [described | {"annotations": {FULL_NAME: str(name), _SHORT_NAME: name.tag}} for name in names]


def _legacy(manifest: Manifest, names: Sequence[Name]) -> dict[str, object]:
    return {
        "Config": _path(manifest.config.digest),
        "RepoTags": [name.familiar() for name in names] or None,
        "Layers": [_path(layer.digest) for layer in manifest.layers],
    }


async def _blob(holdings: Holdings, digest: str) -> AsyncIterator[bytes]:
    path = holdings.blobs.path(digest)
    size = path.stat().st_size
    yield _header(_path(digest), size)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
            await asyncio.sleep(0)
    yield bytes(-size % tarfile.BLOCKSIZE)


def _file(name: str, value: object) -> bytes:
    content = json.dumps(value, separators=(",", ":")).encode()
    return _header(name, len(content)) + content + bytes(-len(content) % tarfile.BLOCKSIZE)


def _header(name: str, size: int) -> bytes:
    entry = tarfile.TarInfo(name)
    entry.size = size
    return entry.tobuf(tarfile.GNU_FORMAT)


def _path(digest: str) -> str:
    return f"blobs/sha256/{digest.removeprefix('sha256:')}"
