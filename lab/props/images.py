"""`[[image]]`: an image for several platforms, laid into a registry's folder as the registry itself would have stored it.

The places are distribution's (registry/storage/paths.go); the documents are OCI's: image-spec v1.1.0, `image-index.md`,
`manifest.md`, `config.md` and `layer.md`.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lab.content.props import Image
from lab.props.ground import Ground

_OCI = "application/vnd.oci.image"
_MADE = "2026-01-01T00:00:00Z"
"""When each is made, so that the same text gives the same digest."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One repository in a registry's folder."""

    ground: Ground
    top: str
    repository: str

    def put(self, content: bytes) -> str:
        """Store a blob; return its digest."""
        digits = hashlib.sha256(content).hexdigest()
        self.ground.write(f"{self.top}/blobs/sha256/{digits[:2]}/{digits}/data", content)
        return f"sha256:{digits}"

    def link(self, place: str, digest: str) -> None:
        """Make a blob the repository's, as a layer, a manifest or what a tag leads to."""
        self.ground.write(f"{self.top}/repositories/{self.repository}/{place}/link", digest.encode())

    def blob(self, content: bytes, kind: str) -> dict[str, Any]:
        """Store what a manifest names; return how it names it."""
        digest = self.put(content)
        self.link(f"_layers/{_path(digest)}", digest)
        return {"mediaType": kind, "size": len(content), "digest": digest}

    def manifest(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """Store a manifest or an index; return how an index names it."""
        content = json.dumps(document, indent=2).encode()
        digest = self.put(content)
        self.link(f"_manifests/revisions/{_path(digest)}", digest)
        return {"mediaType": document["mediaType"], "size": len(content), "digest": digest}


def lay_image(prop: Image, ground: Ground) -> None:
    """Store the image, its tag last; one that is there already is left as it is."""
    if ground.holds(prop.paths[0]):
        return
    shelf = _Shelf(ground, f"{prop.folder}/docker/registry/v2", prop.repository)
    unpacked = _archive("greeting.txt", prop.text.rstrip("\n").encode() + b"\n")
    layer = shelf.blob(gzip.compress(unpacked, mtime=0), f"{_OCI}.layer.v1.tar+gzip")
    manifests = [_manifest(shelf, platform, layer, unpacked) for platform in prop.platforms]
    index = shelf.manifest({"schemaVersion": 2, "mediaType": f"{_OCI}.index.v1+json", "manifests": manifests})
    tag = f"_manifests/tags/{prop.tag}"
    shelf.link(f"{tag}/index/{_path(index['digest'])}", index["digest"])
    shelf.link(f"{tag}/current", index["digest"])


def _manifest(shelf: _Shelf, platform: str, layer: Mapping[str, Any], unpacked: bytes) -> dict[str, Any]:
    system, architecture, *variant = platform.split("/")
    made_for = {"architecture": architecture, "os": system, **({"variant": variant[0]} if variant else {})}
    config = {
        **made_for,
        "created": _MADE,
        "config": {"Cmd": ["/greeting.txt"]},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(unpacked).hexdigest()}"]},
        "history": [{"created": _MADE, "created_by": "COPY greeting.txt /"}],
    }
    document = {
        "schemaVersion": 2,
        "mediaType": f"{_OCI}.manifest.v1+json",
        "config": shelf.blob(json.dumps(config).encode(), f"{_OCI}.config.v1+json"),
        "layers": [layer],
    }
    return {**shelf.manifest(document), "platform": made_for}


def _archive(name: str, content: bytes) -> bytes:
    """Return a tar archive of one file that is root's and of no time."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(content), 0o644
        archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def _path(digest: str) -> str:
    return digest.replace(":", "/")
