"""Makes the hub's images: an OCI image layout, reproducible to the byte, there whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from lab.practice.hub.recipes import ARCHITECTURES, Entry, Recipe, entries
from lab.practice.hub.tarball import gzip, tar

_LAYOUT = "oci-layout"
_INDEX = "application/vnd.oci.image.index.v1+json"
_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
_CONFIG = "application/vnd.oci.image.config.v1+json"
_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"

Descriptor = dict[str, Any]


def made_in(directory: Path) -> Path:
    """Return the layout to serve: the directory itself if it is one, else the lab's own in it, made if it is not there yet.

    The lab's own is in a folder named by what it is made of, so another version of the lab makes another.
    """
    if (directory / _LAYOUT).is_file():
        return directory
    target = directory / _fingerprint()
    if target.is_dir():
        return target
    directory.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=directory, prefix="draft-"))
    try:
        write_layout(draft)
        os.rename(draft, target)
    except OSError:
        shutil.rmtree(draft)
        # Another engine was quicker, and what it made is the same.
        if not target.is_dir():
            raise
    return target


def write_layout(folder: Path) -> None:
    """Write every image into a folder as one OCI image layout."""
    (folder / "blobs" / "sha256").mkdir(parents=True)
    named = [named for entry in entries() for named in _entry(folder, entry)]
    (folder / "index.json").write_bytes(_json({"schemaVersion": 2, "mediaType": _INDEX, "manifests": named}))
    (folder / _LAYOUT).write_bytes(_json({"imageLayoutVersion": "1.0.0"}))


def _entry(folder: Path, entry: Entry) -> list[Descriptor]:
    manifests = []
    for architecture, recipe in entry.recipes.items():
        platform = {"architecture": architecture, "os": "linux"}
        if variant := ARCHITECTURES[architecture]:
            platform["variant"] = variant
        manifests.append(_image(folder, recipe, architecture) | {"platform": platform})
    index = _blob(folder, _INDEX, _json({"schemaVersion": 2, "mediaType": _INDEX, "manifests": manifests}))
    return [
        index
        | {
            "annotations": {
                "io.containerd.image.name": f"docker.io/{entry.repository}:{tag}",
                "org.opencontainers.image.ref.name": tag,
            }
        }
        for tag in entry.tags
    ]


def _image(folder: Path, recipe: Recipe, architecture: str) -> Descriptor:
    tars = [tar(layer.files) for layer in recipe.layers]
    history = [{"created": recipe.created, "created_by": layer.made_by} for layer in recipe.layers]
    empty = [{"created": recipe.created, "created_by": step, "empty_layer": True} for step in recipe.steps]
    config = {
        "architecture": architecture,
        "os": "linux",
        "created": recipe.created,
        "config": recipe.config,
        "rootfs": {"type": "layers", "diff_ids": [_digest(content) for content in tars]},
        "history": [*history, *empty],
    } | ({"variant": ARCHITECTURES[architecture]} if ARCHITECTURES[architecture] else {})
    manifest = {
        "schemaVersion": 2,
        "mediaType": _MANIFEST,
        "config": _blob(folder, _CONFIG, _json(config)),
        "layers": [_blob(folder, _LAYER, gzip(content)) for content in tars],
    }
    return _blob(folder, _MANIFEST, _json(manifest))


def _blob(folder: Path, media_type: str, content: bytes) -> Descriptor:
    digest = _digest(content)
    path = folder / "blobs" / "sha256" / digest.removeprefix("sha256:")
    if not path.exists():
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    return {"mediaType": media_type, "digest": digest, "size": len(content)}


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _fingerprint() -> str:
    sources = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            sources.update(path.read_bytes())
    return sources.hexdigest()[:16]
