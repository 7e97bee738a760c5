"""Everything the engine holds: contents and names, and that content stays exactly as long as a name or a transfer needs it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from lab.practice.errors import ApiError
from lab.practice.images.blobs import Blobs
from lab.practice.images.image import Image, read_image
from lab.practice.images.index import Held, Index
from lab.practice.images.manifest import Document, Manifest, media_type_of, read_manifest, read_object
from lab.practice.images.names import Name, parse

_WHOLE = re.compile(r"(?:sha256:)?[a-f0-9]{64}")
_PREFIX = re.compile(r"(?:sha256:)?([a-f0-9]{1,64})")


class Holdings:
    """Images on disk; whatever is killed while it changes, what is opened next is whole."""

    def __init__(self, root: Path) -> None:
        self.blobs = Blobs(root)
        self.index = Index(root / "images.json")
        self._transfers = 0
        self._sweep()

    def resolve(self, text: str) -> str:
        """Return the ID of the image that a name, an ID or the beginning of one means, or raise ApiError in dockerd's words."""
        if _WHOLE.fullmatch(text):
            identity = f"sha256:{text.removeprefix('sha256:')}"
            if identity in self.index.images:
                return identity
            raise ApiError(404, f"No such image: {text}")
        name = self.named(text)
        found = self.index.names[name] if name else self._by_prefix(text)
        if found is None:
            has_ending = any(mark in text.rpartition("/")[2] for mark in ":@")
            raise ApiError(404, f"No such image: {text if has_ending else f'{text}:latest'}")
        return found

    def named(self, text: str) -> Name | None:
        """Return the name among those held that a text spells, or None when it is an ID or nothing held is called so."""
        if _WHOLE.fullmatch(text):
            return None
        name = parse(text).or_latest()
        # A name with both a tag and a digest means the digest.
        meant = name.of(digest=name.digest) if name.digest else name
        return meant if meant in self.index.names else None

    def tags_in(self, text: str) -> list[Name]:
        """Return the names with a tag in the repository that a text without tag or digest spells; none when it spells more."""
        if _WHOLE.fullmatch(text) or (repository := parse(text)) != repository.of():
            return []
        return sorted((name for name in self.index.names if name.tag and name.of() == repository), key=str)

    def image(self, identity: str) -> Image:
        """Return an image that is held."""
        held = self.index.images[identity]
        return read_image(identity, self.blobs.read(identity), held, self.index.references(identity))

    def manifest(self, identity: str) -> Manifest:
        """Return the manifest that an image came with."""
        content = self.blobs.read(self.index.images[identity].manifest)
        return read_manifest(Document(media_type_of(read_object(content)), content))

    def add(self, manifest: Manifest, sizes: Sequence[int], *names: Name) -> bool:
        """Hold an image whose configuration and layers are among the blobs, under names; return whether anything changed."""
        identity = manifest.config.digest
        new = identity not in self.index.images
        if new:
            self.blobs.write(manifest.document.content)
            self.index.images[identity] = Held(manifest.document.digest, tuple(sizes))
        return self.give(identity, *names, new=new)

    def give(self, identity: str, *names: Name, new: bool = False) -> bool:
        """Give an image names, taking them from others; return whether anything changed, as it has for a new image."""
        moved = [name for name in names if self.index.names.get(name) != identity]
        self.index.names.update(dict.fromkeys(moved, identity))
        if moved or new:
            self.index.save()
        return bool(moved or new)

    def mark_tagged(self, identity: str) -> None:
        """Note that an image was named by hand, now."""
        self.index.mark_tagged(identity, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f}000Z")
        self.index.save()

    def take(self, *names: Name) -> None:
        """Take names away; their images stay."""
        for name in names:
            del self.index.names[name]
        self.index.save()

    def forget(self, identity: str) -> None:
        """Let an image go that has no names, with all content that nothing else needs."""
        del self.index.images[identity]
        self.index.save()
        if not self._transfers:
            self._sweep()

    @contextmanager
    def transfer(self) -> Iterator[None]:
        """Keep all content in its place while some of it comes or goes; what nobody needs goes when the last one ends."""
        self._transfers += 1
        try:
            yield
        finally:
            self._transfers -= 1
            if not self._transfers:
                self._sweep()

    def _sweep(self) -> None:
        """Remove content that no image needs."""
        live: set[str] = set()
        for identity, held in self.index.images.items():
            live |= {identity, held.manifest, *(layer.digest for layer in self.manifest(identity).layers)}
        self.blobs.sweep(live)

    def _by_prefix(self, text: str) -> str | None:
        if not (prefix := _PREFIX.fullmatch(text)):
            return None
        found = [identity for identity in self.index.images if identity.startswith(f"sha256:{prefix[1]}")]
        return found[0] if len(found) == 1 else None
