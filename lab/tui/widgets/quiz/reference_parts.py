"""The parts of an image reference: which are written, where, and which Docker fills in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lab.reference import OLD_DOCKER_HUB, Reference

Kind = Literal["registry", "repository", "tag", "digest"]


@dataclass(frozen=True, slots=True)
class ReferencePart:
    """One part."""

    kind: Kind
    meant: str
    """As Docker reads it."""
    start: int = -1
    """Where it is written, -1 where it is not."""
    end: int = -1

    @property
    def written(self) -> bool:
        """Whether it stands in the text, rather than being filled in."""
        return self.start >= 0


def parts_of(text: str) -> tuple[ReferencePart, ...]:
    """Return the parts of a reference; raise ReferenceError where it is none."""
    return tuple(_parts(Reference.parse(text), text))


def _parts(meant: Reference, text: str) -> Iterator[ReferencePart]:
    first, slash, _ = text.partition("/")
    is_host = bool(slash) and first in (meant.registry, OLD_DOCKER_HUB)
    start = len(first) + 1 if is_host else 0
    yield ReferencePart("registry", meant.registry, *((0, len(first)) if is_host else ()))
    named, _, digest = text.partition("@")
    end = named.find(":", start)
    end = len(named) if end < 0 else end
    yield ReferencePart("repository", meant.repository, start, end)
    if meant.tag is not None:
        yield ReferencePart("tag", meant.tag, *((end + 1, len(named)) if end < len(named) else ()))
    if meant.digest is not None:
        yield ReferencePart("digest", meant.digest, len(text) - len(digest), len(text))
