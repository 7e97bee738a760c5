"""What registries serve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lab.language.message import Message


@dataclass(frozen=True, slots=True)
class Published:
    """A tag as a registry serves it."""

    reference: str
    """Full reference in that registry: `127.0.0.1:5000/hello-world:latest`."""
    digest: str
    """Digest of the manifest, computed by hashing the bytes received."""
    layers: tuple[str, ...] = ()
    """Digests of the unpacked layers, from the image's config: comparable with `Image.layers`."""
    config: str = ""
    """Digest of the image's config, as its manifest names it."""
    blobs: tuple[str, ...] = ()
    """Digests of the layers as the registry stores them, lowest first: other bytes than `layers`, which are unpacked."""
    flaw: Message | None = None
    """What is wrong with it (a blob missing, a digest that does not match), or None."""


RegistryState = Literal["serving", "silent", "foreign", "unknown"]
"""Answers as a registry; nothing listens; something else answers; could not be asked."""


@dataclass(frozen=True, slots=True)
class Registry:
    """A registry of the lab's, as seen from this machine."""

    address: str
    """`127.0.0.1:5000`."""
    state: RegistryState
    detail: str = ""
    """What was seen, in the words of the network or of the server, for `foreign` and `unknown`."""
    repositories: tuple[str, ...] = ()
    """First page of the catalog, where something in question is not served; what is there instead."""
    published: tuple[Published, ...] = ()
    """The tags in question that it serves."""
    locked: bool = False
    """Whether it wants a login, and did not let this run look."""
