"""What may be a repository, a tag, a digest or an upload: nothing else ever becomes part of a path.

Rules: distribution-spec 1.1, "Pulling manifests"; image-spec, "Digests"; the length as in distribution's reference package.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_COMPONENT = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_NAME = re.compile(rf"{_COMPONENT}(?:/{_COMPONENT})*", re.ASCII)
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}", re.ASCII)
_HEX = re.compile(r"[a-f0-9]+", re.ASCII)
_UUID = re.compile(r"[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}", re.ASCII)

LONGEST_NAME = 255
ALGORITHMS = {"sha256": 64, "sha384": 96, "sha512": 128}
"""Algorithm to the hexadecimal digits it makes."""


@dataclass(frozen=True, slots=True, order=True)
class Digest:
    """The name that content gives itself."""

    algorithm: str
    hex: str

    def __str__(self) -> str:
        return f"{self.algorithm}:{self.hex}"


def is_name(text: str) -> bool:
    """Tell whether this is written as a repository's name, however long."""
    return _NAME.fullmatch(text) is not None


def is_tag(text: str) -> bool:
    """Tell whether this may be a tag."""
    return _TAG.fullmatch(text) is not None


def is_upload(text: str) -> bool:
    """Tell whether this may be the identity of an upload."""
    return _UUID.fullmatch(text) is not None


def parse_digest(text: object) -> Digest | None:
    """Return the digest that is written like this, None if none is."""
    if not isinstance(text, str):
        return None
    algorithm, _, digits = text.partition(":")
    if len(digits) != ALGORITHMS.get(algorithm) or not _HEX.fullmatch(digits):
        return None
    return Digest(algorithm, digits)


def digest_of(content: bytes) -> Digest:
    """Return the digest that a registry knows content by."""
    return Digest("sha256", hashlib.sha256(content).hexdigest())
