"""One image the engine holds, as its configuration and its names say."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lab.practice.errors import ApiError
from lab.practice.images.index import NEVER, Held
from lab.practice.images.manifest import read_object
from lab.practice.images.names import Name, is_digest
from lab.practice.images.platforms import Platform, read


@dataclass(frozen=True, slots=True)
class Image:
    """What `docker image inspect` can tell; a value, so it does not change when the engine's state does."""

    id: str
    """Digest of the configuration: `sha256:…`."""
    repo_tags: tuple[str, ...]
    """Familiar: `hello-world:latest`."""
    repo_digests: tuple[str, ...]
    created: str
    """RFC 3339, as the configuration says it."""
    size: int
    """Bytes of the files in all layers."""
    config: dict[str, Any]
    """What a container of it runs with: Cmd, Entrypoint, Env, ExposedPorts, Volumes, Labels."""
    layers: tuple[str, ...]
    """Digests of the uncompressed layers, lowest first."""
    sizes: tuple[int, ...]
    """Bytes of the files in each layer."""
    history: tuple[dict[str, Any], ...]
    platform: Platform
    author: str
    manifest: str
    """Digest of its manifest."""
    tagged: str
    """When it was last named by hand, in RFC 3339."""

    @property
    def short_id(self) -> str:
        """Return the twelve digits that people see."""
        return self.id.removeprefix("sha256:")[:12]

    @property
    def labels(self) -> dict[str, str]:
        """Return the configuration's labels."""
        labels = self.config.get("Labels")
        return {str(key): str(value) for key, value in labels.items()} if isinstance(labels, dict) else {}

    @property
    def created_unix(self) -> int:
        """Return when it was made, in seconds since 1970; Go's zero time when it does not say."""
        return int(moment(self.created).timestamp())


def read_image(identity: str, config: bytes, held: Held, references: Sequence[Name]) -> Image:
    """Put an image together from its stored parts; ApiError when the configuration is none."""
    content = read_config(config)
    return Image(
        id=identity,
        repo_tags=tuple(name.familiar() for name in references if name.tag),
        repo_digests=tuple(name.familiar() for name in references if name.digest),
        created=str(content.get("created") or NEVER),
        size=sum(held.sizes),
        config=content.get("config") or {},
        layers=diff_ids(content),
        sizes=held.sizes,
        history=tuple(content.get("history") or ()),
        platform=read(content),
        author=str(content.get("author") or ""),
        manifest=held.manifest,
        tagged=held.tagged,
    )


def read_config(content: bytes) -> dict[str, Any]:
    """Read a configuration and look at every part that is used later, or raise ApiError."""
    config = read_object(content)
    fitting = (
        isinstance(config.get("config") or {}, dict)
        and isinstance(config.get("history") or [], list)
        and all(isinstance(entry, dict) for entry in config.get("history") or [])
        and isinstance(config.get("rootfs"), dict)
    )
    if not fitting:
        raise ApiError(500, "invalid image configuration")
    diff_ids(config)
    return config


def diff_ids(config: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the digests of the uncompressed layers, lowest first, or raise ApiError."""
    digests = config["rootfs"].get("diff_ids")
    if not isinstance(digests, list) or not all(is_digest(digest) for digest in digests):
        raise ApiError(500, "invalid image configuration: rootfs has no diff_ids")
    return tuple(digests)


def chain_ids(layers: Sequence[str]) -> tuple[str, ...]:
    """Return what names each layer together with all below it (OCI image-spec, config.md, "Layer ChainID")."""
    chain: list[str] = []
    for layer in layers:
        chain.append(f"sha256:{hashlib.sha256(f'{chain[-1]} {layer}'.encode()).hexdigest()}" if chain else layer)
    return tuple(chain)


def moment(text: str) -> datetime:
    """Read a time in RFC 3339; what is none is Go's zero time."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime(1, 1, 1, tzinfo=UTC)
