"""Manifests: bytes in, what they say out. The bytes are kept as they came, for their digest is their name.

Rules: image-spec 1.1, "Image Manifest" and "Image Index"; Docker's image manifest version 2, schema 2. Schema 1 is not known here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Never

from lab.practice.registry.errors import (
    DIGEST_INVALID,
    MANIFEST_BLOB_UNKNOWN,
    MANIFEST_INVALID,
    Fault,
    RegistryError,
    refusal,
)
from lab.practice.registry.names import Digest, parse_digest

DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"
INDEXES = (DOCKER_LIST, OCI_INDEX)
TYPES = (DOCKER_MANIFEST, DOCKER_LIST, OCI_MANIFEST, OCI_INDEX)
LARGEST = 4 * 1024 * 1024
"""Bytes of a manifest; distribution takes no more either."""
FOREIGN = (
    "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
    "application/vnd.oci.image.layer.nondistributable.v1.tar",
    "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
)
"""Layers that may lie elsewhere."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says, as far as a registry cares."""

    media_type: str
    blobs: tuple[Digest, ...]
    """Config and layers that must be here."""
    manifests: tuple[Digest, ...]
    """Entries of an index."""
    subject: Digest | None
    """What this manifest refers to, if to anything."""
    artifact_type: str
    """The manifest's own or, of an image, its config's type; "" if neither is said."""
    annotations: Mapping[str, str]
    platforms: Mapping[Digest, tuple[str, str]]
    """Of an index: operating system and architecture of its entries."""


def read_manifest(content: bytes, declared: str | None) -> Manifest:
    """Return what a manifest of the declared type says, or of the type it names itself; MANIFEST_INVALID if it is none."""
    document = _document(content)
    if document.get("schemaVersion") != 2:
        raise invalid(f"unrecognized manifest schema version {document.get('schemaVersion', 0)!r}")
    media_type = _media_type(document, declared)
    if media_type in INDEXES:
        return _index(document, media_type)
    return _image(document, media_type)


def invalid(detail: str) -> RegistryError:
    """Return the refusal of something that is no manifest."""
    return refusal(MANIFEST_INVALID, detail)


def _document(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content.decode("utf-8"), parse_constant=_constant)
    except RecursionError:
        raise invalid("exceeded max depth") from None
    except ValueError as error:
        raise invalid(str(error)) from None
    if not isinstance(document, dict):
        raise invalid("a manifest is a JSON object")
    return document


def _constant(name: str) -> Never:
    raise ValueError(f"{name} is not JSON")


def _media_type(document: dict[str, Any], declared: str | None) -> str:
    said = document.get("mediaType", "")
    if declared is not None and declared not in TYPES:
        raise invalid(f"unsupported manifest media type and no default available: {declared}")
    media_type = declared or said or (OCI_INDEX if "manifests" in document else OCI_MANIFEST)
    if media_type not in TYPES:
        raise invalid(f"unrecognized manifest content type {said!r}")
    if said != media_type and (said or media_type in (DOCKER_MANIFEST, DOCKER_LIST)):
        raise invalid(f"mediaType in manifest should be '{media_type}' not '{said}'")
    if media_type in INDEXES and ("config" in document or "layers" in document):
        raise invalid("index: expected index but found manifest")
    if media_type not in INDEXES and "manifests" in document:
        raise invalid("manifest: expected manifest but found index")
    return media_type


def _image(document: dict[str, Any], media_type: str) -> Manifest:
    config = document.get("config")
    if not isinstance(config, dict):
        raise invalid("config is not a descriptor")
    layers = [layer for layer in _descriptors(document, "layers") if not _elsewhere(layer)]
    artifact_type = _text(document, "artifactType") or _text(config, "mediaType")
    return Manifest(
        media_type, _digests([config, *layers]), (), _subject(document), artifact_type, _annotations(document), {}
    )


def _index(document: dict[str, Any], media_type: str) -> Manifest:
    entries = _descriptors(document, "manifests")
    digests = _digests(entries)
    platforms = dict(_platforms(zip(digests, entries, strict=True)))
    artifact_type = _text(document, "artifactType")
    return Manifest(media_type, (), digests, _subject(document), artifact_type, _annotations(document), platforms)


def _descriptors(document: dict[str, Any], field: str) -> list[dict[str, Any]]:
    value = document.get(field)
    entries = [] if value is None else value
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise invalid(f"{field} is not a list of descriptors")
    return entries


def _digests(descriptors: list[dict[str, Any]]) -> tuple[Digest, ...]:
    found = [(descriptor.get("digest"), parse_digest(descriptor.get("digest"))) for descriptor in descriptors]
    wrong = [written for written, digest in found if digest is None]
    if wrong:
        unknown = [Fault(MANIFEST_BLOB_UNKNOWN, written if isinstance(written, str) else "") for written in wrong]
        raise RegistryError(Fault(DIGEST_INVALID), *unknown)
    return tuple(digest for _, digest in found if digest is not None)


def _elsewhere(layer: dict[str, Any]) -> bool:
    return layer.get("mediaType") in FOREIGN and bool(layer.get("urls"))


def _platforms(
    entries: Iterator[tuple[Digest, dict[str, Any]]],
) -> Iterator[tuple[Digest, tuple[str, str]]]:
    for digest, entry in entries:
        platform = entry.get("platform")
        if isinstance(platform, dict):
            yield digest, (_text(platform, "os"), _text(platform, "architecture"))


def _subject(document: dict[str, Any]) -> Digest | None:
    subject = document.get("subject")
    if subject is None:
        return None
    digest = parse_digest(subject.get("digest")) if isinstance(subject, dict) else None
    if digest is None:
        raise invalid("subject is not a descriptor")
    return digest


def _annotations(document: dict[str, Any]) -> dict[str, str]:
    value = document.get("annotations")
    annotations = {} if value is None else value
    if not isinstance(annotations, dict) or not all(isinstance(text, str) for text in annotations.values()):
        raise invalid("annotations are not texts by name")
    return annotations


def _text(document: dict[str, Any], field: str) -> str:
    value = document.get(field, "")
    if not isinstance(value, str):
        raise invalid(f"{field} is not text")
    return value
