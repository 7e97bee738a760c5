"""Looking inside a registry: its log as its container keeps it, and its manifests as it serves them."""

from __future__ import annotations

import json
from typing import Any

import docker.errors

from lab.engine.client import BoundedClient
from lab.engine.contract import EngineFacts
from lab.engine.registry import MANIFEST_TYPES, manifest_bytes
from lab.engine.where import dialled
from lab.reference import Reference
from lab.xray import Blob, Sheet, Xray, hits_in

LOG_LINES = 2000
"""Lines of a registry's log that are read."""


def xray(
    client: BoundedClient, container: str, references: tuple[Reference, ...], since: float, facts: EngineFacts
) -> Xray:
    """Return what a registry received since a moment of the engine's clock (0: ever), and what it serves under references."""
    try:
        log = client.logs(container, tail=LOG_LINES, since=int(since) or None)
    except docker.errors.NotFound:
        log = b""  # it has been removed: what it keeps is told by whatever serves its storage next
    sheets = (_sheet(reference, facts) for reference in references)
    return Xray(hits_in(log.decode(errors="replace")), tuple(each for each in sheets if each is not None))


def _sheet(reference: Reference, facts: EngineFacts) -> Sheet | None:
    found = manifest_bytes(reference, dialled(reference.registry.rpartition(":")[0], facts))
    if found is None:
        return None
    digest, body = found
    document: Any = json.loads(body)
    rows = [("config", document.get("config")), *(("layer", row) for row in document.get("layers") or ())]
    blobs = tuple(
        Blob(role, str(row["digest"]), int(row.get("size") or 0))  # type: ignore[arg-type]
        for role, row in rows
        if isinstance(row, dict) and "digest" in row
    )
    media_type = str(document.get("mediaType") or MANIFEST_TYPES[2])
    return Sheet(str(reference), digest, media_type, blobs, body.decode(errors="replace"))
