"""Manifests and indexes of both families, read from their bytes and never written anew."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from lab.practice.errors import ApiError
from lab.practice.images.names import is_digest

OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"
DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
INDEXES = (OCI_INDEX, DOCKER_LIST)
KNOWN = (DOCKER_MANIFEST, DOCKER_LIST, OCI_MANIFEST, OCI_INDEX)
"""The media types that are read, and asked for."""

CONFIGS = ("application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json")
LARGEST = 4 * 1024 * 1024
"""Bytes of a manifest or configuration, as in distribution."""


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What a manifest says of a blob."""

    media_type: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of a manifest or an index, with their type and digest."""

    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """Return the digest of the bytes."""
        return digest_of(self.content)


@dataclass(frozen=True, slots=True)
class Manifest:
    """One image: its configuration and its layers, lowest first."""

    document: Document
    config: Descriptor
    layers: tuple[Descriptor, ...]

    def blobs(self) -> tuple[Descriptor, ...]:
        """Return everything it refers to."""
        return (self.config, *self.layers)


def digest_of(content: bytes) -> str:
    """Return the SHA-256 digest of bytes."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def read_object(content: bytes) -> dict[str, Any]:
    """Read a JSON object; what is none, or is nested too deep, is ApiError 500."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ApiError(500, f"invalid JSON: {error}") from error
    if not isinstance(value, dict):
        raise ApiError(500, f"json: cannot unmarshal {type(value).__name__} into Go value")
    return value


def media_type_of(content: dict[str, Any], told: str = "") -> str:
    """Return a manifest's type: what it says itself, what the server told, what its shape shows."""
    said = content.get("mediaType") or told.partition(";")[0].strip()
    if said in KNOWN:
        return str(said)
    if "manifests" in content:
        return OCI_INDEX
    if "config" in content and "layers" in content:
        return OCI_MANIFEST
    raise ApiError(500, f"unsupported manifest media type and no default available: {said or 'none'}")


def read_manifest(document: Document) -> Manifest:
    """Read one image's manifest, or raise ApiError; what is no image (a chart, a signature) is refused as dockerd does."""
    content = read_object(document.content)
    config = read_descriptor(content.get("config"))
    if config.media_type not in CONFIGS:
        raise ApiError(500, f'Encountered remote "{config.media_type}"(unknown) when fetching')
    layers = content.get("layers")
    if not isinstance(layers, list):
        raise ApiError(500, "invalid manifest: it has no layers")
    return Manifest(document, config, tuple(read_descriptor(layer) for layer in layers))


def read_descriptor(value: object) -> Descriptor:
    """Read a descriptor, or raise ApiError when it does not name a blob."""
    if not isinstance(value, dict) or not is_digest(value.get("digest")):
        raise ApiError(500, "invalid checksum digest format")
    size = value.get("size")
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise ApiError(500, f"invalid size of {value['digest']}")
    return Descriptor(str(value.get("mediaType") or ""), value["digest"], size)
