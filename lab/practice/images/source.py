"""Where images can be pulled from: Docker Hub's stand-in on disk, or a registry over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from lab.practice.errors import ApiError
from lab.practice.images.manifest import Document


class RefusedError(ApiError):
    """What a registry answered instead, with the code of its first error (`MANIFEST_UNKNOWN`), or none."""

    def __init__(self, status: int, message: str, code: str = "") -> None:
        super().__init__(status, message)
        self.code = code


class Source(Protocol):
    """Repositories that can be read; everything raises ApiError, and RefusedError when what was asked for is not there."""

    async def manifest(self, repository: str, reference: str) -> Document:
        """Return a manifest or an index by tag or by digest; its bytes are not verified."""

    def blob(self, repository: str, digest: str) -> AsyncIterator[bytes]:
        """Yield a blob in chunks; they are not verified."""

    async def tags(self, repository: str) -> list[str]:
        """Return every tag of a repository."""
