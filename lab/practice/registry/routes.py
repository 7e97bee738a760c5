"""Which of the registry's resources a path names (distribution-spec 1.1, "Endpoints")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from lab.practice.registry.names import is_name

Kind = Literal["base", "catalog", "tags", "manifest", "blob", "uploads", "upload", "referrers"]

_PLACES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("tags", re.compile(r"/v2/(.+)/tags/list()")),
    ("uploads", re.compile(r"/v2/(.+)/blobs/uploads/?()")),
    ("upload", re.compile(r"/v2/(.+)/blobs/uploads/([a-zA-Z0-9._=-]+)")),
    ("manifest", re.compile(r"/v2/(.+)/manifests/([^/]+)")),
    ("blob", re.compile(r"/v2/(.+)/blobs/([^/]+:[^/]*)")),
    ("referrers", re.compile(r"/v2/(.+)/referrers/([^/]+)")),
)

METHODS: dict[Kind, tuple[str, ...]] = {
    "base": ("GET", "HEAD"),
    "catalog": ("GET", "HEAD"),
    "tags": ("GET", "HEAD"),
    "manifest": ("GET", "HEAD", "PUT", "DELETE"),
    "blob": ("GET", "HEAD", "DELETE"),
    "uploads": ("POST",),
    "upload": ("GET", "HEAD", "PATCH", "PUT", "DELETE"),
    "referrers": ("GET", "HEAD"),
}
"""What may be done to each."""


@dataclass(frozen=True, slots=True)
class Route:
    """A resource."""

    kind: Kind
    name: str = ""
    """The repository; it is written as one, though it may be too long."""
    rest: str = ""
    """Tag, digest or upload, as it was written."""


def route(path: str) -> Route | None:
    """Return what a decoded path names, None if nothing."""
    if path == "/v2/":
        return Route("base")
    if path == "/v2/_catalog":
        return Route("catalog")
    for kind, place in _PLACES:
        match = place.fullmatch(path)
        if match is not None and is_name(match[1]):
            return Route(kind, match[1], match[2])
    return None
