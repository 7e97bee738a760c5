"""Inside a registry: the requests it received, and what it keeps under each name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Meaning = Literal[
    "ping",
    "blob-here",
    "blob-missing",
    "blob-sent",
    "upload-begins",
    "upload-goes-on",
    "upload-ends",
    "mounted",
    "manifest-put",
    "manifest-here",
    "manifest-missing",
    "manifest-sent",
    "deleted",
    "listed",
    "refused",
    "other",
]
"""What a request was for and how it went, in the words of distribution-spec 1.1."""

_LINE = re.compile(
    r'"(?P<method>[A-Z]+) (?P<path>/v2/\S*) HTTP/[\d.]+" (?P<status>\d{3}) \S+ "[^"]*" "(?P<agent>[^"]*)"'
)
"""A line of the registry's access log, in Apache's combined format."""
_OURS = "python-urllib3"
"""The user agent of the lab's own looking, which is nobody's push or pull."""
MOST_HITS = 500
"""Requests that are kept of a log; where there are as many, the first ones may be missing."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One request that the registry received."""

    method: str
    path: str
    status: int

    @property
    def meaning(self) -> Meaning:
        """What it was for."""
        if self.status in (401, 403, 405) or self.status >= 500:
            return "refused"
        return _meaning(self.method, self.path, self.status)


@dataclass(frozen=True, slots=True)
class Blob:
    """One piece of content, named by the digest of its bytes."""

    role: Literal["config", "layer"]
    digest: str
    size: int

    @property
    def path(self) -> str:
        """Where a registry stores it, under its root."""
        return blob_path(self.digest)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A manifest: what a tag points to, and what that is made of."""

    reference: str
    digest: str
    media_type: str
    blobs: tuple[Blob, ...]
    """The config first, then the layers from the lowest."""
    text: str
    """The manifest as it was served."""


@dataclass(frozen=True, slots=True)
class Xray:
    """A registry, seen from inside."""

    hits: tuple[Hit, ...]
    """Oldest first."""
    sheets: tuple[Sheet, ...]


def hits_in(log: str) -> tuple[Hit, ...]:
    """Return the requests that an access log tells of, the lab's own left out; the last `MOST_HITS`."""
    return tuple(_hits(log))[-MOST_HITS:]


def sent_again(hits: tuple[Hit, ...], repository: str) -> int | None:
    """Count the blobs that the second push to a repository sent; None where the log does not tell.

    A push ends with its manifest, so that the second lies between the first two manifests that were put; a blob is
    sent when its upload ends, and not where the registry has it or mounts it from another repository.
    """
    puts = [
        number
        for number, hit in enumerate(hits)
        if hit.meaning == "manifest-put" and hit.status == 201 and hit.path.startswith(f"/v2/{repository}/manifests/")
    ]
    if len(puts) < 2 or len(hits) == MOST_HITS:
        return None
    return sum(
        hit.meaning == "upload-ends" and hit.status == 201 and hit.path.startswith(f"/v2/{repository}/blobs/")
        for hit in hits[puts[0] : puts[1]]
    )


def blob_path(digest: str) -> str:
    """Return where distribution stores a blob (registry/storage/paths.go): two digits first, so that no folder is too full."""
    algorithm, _, encoded = digest.partition(":")
    return f"docker/registry/v2/blobs/{algorithm}/{encoded[:2]}/{encoded}/data"


def _hits(log: str) -> Iterator[Hit]:
    for found in _LINE.finditer(log):
        if _OURS not in found["agent"]:
            yield Hit(found["method"], found["path"], int(found["status"]))


def _meaning(method: str, path: str, status: int) -> Meaning:
    if path == "/v2/":
        return "ping"
    if path.endswith("/tags/list") or path.startswith("/v2/_catalog"):
        return "listed"
    if "/blobs/uploads/" in path:
        return _upload(method, status)
    if "/blobs/" in path:
        return _content(method, status, "blob-here", "blob-missing", "blob-sent")
    if "/manifests/" in path:
        return (
            "manifest-put"
            if method == "PUT"
            else _content(method, status, "manifest-here", "manifest-missing", "manifest-sent")
        )
    return "other"


def _upload(method: str, status: int) -> Meaning:
    if method == "POST":
        return "mounted" if status == 201 else "upload-begins"
    return "upload-ends" if method == "PUT" else "upload-goes-on"


def _content(method: str, status: int, here: Meaning, missing: Meaning, sent: Meaning) -> Meaning:
    if method == "DELETE":
        return "deleted"
    if status == 404:
        return missing
    return here if method == "HEAD" else sent
