"""Checks on what images are made of: manifests, configs and layers, named by the hash of their bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from lab.checks.registry import registry_unknown
from lab.checks.verdict import Verdict
from lab.language.message import Message, say
from lab.memory import Memory
from lab.reference import Reference
from lab.world import Published, Scope, World

_PARTS = {
    "manifest": say("checks.part.manifest"),
    "index": say("checks.part.index"),
    "config": say("checks.part.config"),
}
LINK = "docker/registry/v2/repositories/{repository}/_manifests/tags/{tag}/current/link"
"""Where a registry keeps what a tag means (distribution's storage paths)."""
DATA = "docker/registry/v2/blobs/{algorithm}/{start}/{digits}/data"
"""Where a registry keeps content."""


@dataclass(frozen=True, slots=True)
class FileHolds:
    """A file of the workspace is a part of an image, byte for byte: its hash is the digest that the registry calls it by."""

    kind: ClassVar[str] = "file-holds"
    file: str
    reference: str
    part: Literal["manifest", "index", "config"] = "manifest"
    """What the tag leads to, a manifest or an index; or what the manifest names as its configuration."""

    def scope(self) -> Scope:
        """Return the file, the image and its registry."""
        wanted = Reference.parse(self.reference)
        return Scope(references=(wanted,), registries=(wanted.registry,), files=(self.file,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the hashes are equal."""
        expected = say("checks.file-holds.expected", file=self.file, part=self._part(), reference=self.reference)
        wanted = Reference.parse(self.reference)
        unknown = registry_unknown(self.kind, expected, world, wanted.registry)
        if unknown is not None:
            return unknown
        published = world.published(str(wanted))
        if published is None:
            return Verdict("not_yet", self.kind, expected, *_not_served(self.reference))
        found = world.file(self.file)
        fetch = say("checks.file-holds.fetch", file=self.file, part=self._part())
        if found is None:
            absent = say("checks.file-holds.absent", file=self.file)
            return Verdict("not_yet", self.kind, expected, absent, fetch)
        digest = published.config if self.part == "config" else published.digest
        if found.digest != digest:
            other = say("checks.file-holds.other", file=self.file, digest=str(found.digest), wanted=digest)
            return Verdict("not_yet", self.kind, expected, other, fetch)
        return Verdict("pass", self.kind, expected, say("checks.file-holds.same", file=self.file, digest=digest))

    def _part(self) -> Message:
        return _PARTS[self.part]


@dataclass(frozen=True, slots=True)
class SameDigest:
    """Two tags of registries lead to one manifest."""

    kind: ClassVar[str] = "same-digest"
    reference: str
    as_: str

    def scope(self) -> Scope:
        """Return both names and their registries."""
        return _both(self.reference, self.as_)

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the registry calls both by one digest."""
        expected = say("checks.same-digest.expected", reference=self.reference, source=self.as_)
        pair = _published(self.kind, expected, world, self.reference, self.as_)
        if isinstance(pair, Verdict):
            return pair
        one, other = pair
        if one.digest != other.digest:
            found = say(
                "checks.same-digest.different",
                reference=self.reference,
                source=self.as_,
                one=one.digest,
                other=other.digest,
            )
            move = say("checks.same-digest.move", reference=self.reference, source=self.as_)
            return Verdict("not_yet", self.kind, expected, found, move)
        return Verdict("pass", self.kind, expected, say("checks.same-digest.same", digest=one.digest))


@dataclass(frozen=True, slots=True)
class DifferentDigest:
    """Two names of registries lead to two images: what looks like one version is not."""

    kind: ClassVar[str] = "different-digest"
    reference: str
    as_: str

    def scope(self) -> Scope:
        """Return both names and their registries."""
        return _both(self.reference, self.as_)

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where both are served, by two digests."""
        expected = say("checks.different-digest.expected", reference=self.reference, source=self.as_)
        pair = _published(self.kind, expected, world, self.reference, self.as_)
        if isinstance(pair, Verdict):
            return pair
        one, other = pair
        if one.digest == other.digest:
            found = say("checks.different-digest.same", digest=one.digest)
            push = say("checks.different-digest.push", reference=self.reference)
            return Verdict("not_yet", self.kind, expected, found, push)
        found = say(
            "checks.different-digest.different",
            reference=self.reference,
            source=self.as_,
            one=one.digest,
            other=other.digest,
        )
        return Verdict("pass", self.kind, expected, found)


@dataclass(frozen=True, slots=True)
class SharedLayers:
    """Two images of a registry are different, and have layers in common."""

    kind: ClassVar[str] = "shared-layers"
    reference: str
    as_: str

    def scope(self) -> Scope:
        """Return both names and their registries."""
        return _both(self.reference, self.as_)

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where at least one stored layer belongs to both."""
        expected = say("checks.shared-layers.expected", reference=self.reference, source=self.as_)
        pair = _published(self.kind, expected, world, self.reference, self.as_)
        if isinstance(pair, Verdict):
            return pair
        one, other = pair
        again = say("checks.shared-layers.again")
        if one.digest == other.digest:
            found = say("checks.shared-layers.same-image", reference=self.reference, source=self.as_)
            return Verdict("not_yet", self.kind, expected, found, again)
        shared = [layer for layer in one.blobs if layer in other.blobs]
        if not shared:
            found = say("checks.shared-layers.nothing", reference=self.reference, source=self.as_)
            return Verdict("not_yet", self.kind, expected, found, again)
        told = say(
            "checks.shared-layers.shared",
            shared=len(shared),
            one=len(one.blobs),
            other=len(other.blobs),
            reference=self.reference,
            source=self.as_,
        )
        return Verdict("pass", self.kind, expected, told)


@dataclass(frozen=True, slots=True)
class RegistryLacks:
    """A registry served an image under this name, and does so no more."""

    kind: ClassVar[str] = "registry-lacks"
    reference: str

    def scope(self) -> Scope:
        """Return the image and its registry."""
        wanted = Reference.parse(self.reference)
        return Scope(references=(wanted,), registries=(wanted.registry,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where a registry that answers has it no more; what never was there does not count."""
        expected = say("checks.registry-lacks.expected", reference=self.reference)
        wanted = Reference.parse(self.reference)
        unknown = registry_unknown(self.kind, expected, world, wanted.registry)
        if unknown is not None:
            return unknown
        published = world.published(str(wanted))
        if published is not None:
            found = say("checks.registry-lacks.served", reference=self.reference, digest=published.digest)
            return Verdict("not_yet", self.kind, expected, found, say("checks.registry-lacks.delete"))
        if memory.digest(str(wanted)) is None:
            found = say("checks.registry-lacks.never", reference=self.reference)
            return Verdict("not_yet", self.kind, expected, found, say("checks.image-absent.begin"))
        found = say("checks.registry-lacks.gone", reference=self.reference)
        return Verdict("pass", self.kind, expected, found)


def _both(*references: str) -> Scope:
    wanted = tuple(map(Reference.parse, references))
    return Scope(references=wanted, registries=tuple(dict.fromkeys(each.registry for each in wanted)))


def _published(kind: str, expected: Message, world: World, *references: str) -> tuple[Published, ...] | Verdict:
    """Return what registries serve under names, or the verdict where one of them serves nothing."""
    found: list[Published] = []
    for reference in references:
        wanted = Reference.parse(reference)
        unknown = registry_unknown(kind, expected, world, wanted.registry)
        if unknown is not None:
            return unknown
        published = world.published(str(wanted))
        if published is None:
            return Verdict("not_yet", kind, expected, *_not_served(reference))
        found.append(published)
    return tuple(found)


def _not_served(reference: str) -> tuple[Message, Message]:
    return say("checks.file-holds.not-served", reference=reference), say(
        "checks.registry-holds.push", reference=reference
    )
