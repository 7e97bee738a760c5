"""Checks on a registry that only passes on what another one has: by what lies in its folder, since asking it would fill it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lab.checks.content import DATA, LINK
from lab.checks.registry import registry_unknown, store_of
from lab.checks.verdict import Verdict
from lab.language.message import say
from lab.memory import Memory
from lab.reference import Reference
from lab.world import Scope, World


@dataclass(frozen=True, slots=True)
class Cached:
    """A cache keeps in its folder just what the original registry serves."""

    kind: ClassVar[str] = "cached"
    name: str
    """The cache's container, whose folder of the workspace is looked into."""
    reference: str
    """The image as it is called in the cache; only its repository and tag matter, and its registry is not asked for it."""
    as_: str
    """The image in the registry that holds the original."""
    target: str = "/var/lib/registry"

    def scope(self) -> Scope:
        """Return the container with its registry, which is asked for nothing, and the original with its own."""
        original = Reference.parse(self.as_)
        registries = (Reference.parse(self.reference).registry, original.registry)
        return Scope(references=(original,), registries=registries, containers=(self.name,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the tag's link and the manifest lie there under the original's digest, with the layers that were asked for."""
        expected = say("checks.cached.expected", reference=self.reference, name=self.name)
        wanted, original = Reference.parse(self.reference), Reference.parse(self.as_)
        unknown = registry_unknown(self.kind, expected, world, original.registry)
        if unknown is not None:
            return unknown
        container = world.container(self.name)
        if container is None or not container.running:
            found = say("checks.container-running.absent", name=self.name)
            return Verdict("not_yet", self.kind, expected, found, say("checks.cached.start"))
        cache = world.registry(wanted.registry)
        if cache is not None and cache.state == "silent":
            found = say("checks.registry-holds.silent", registry=wanted.registry)
            return Verdict("not_yet", self.kind, expected, found, say("checks.cached.start"), settling=True)
        store = store_of(world, self.name, self.target)
        if store is None:
            found = say("checks.registry-stores.no-store", name=self.name, target=self.target)
            return Verdict("not_yet", self.kind, expected, found, say("checks.cached.start"))
        if not store.readable:
            found = say("checks.registry-stores.unreadable", folder=store.folder)
            return Verdict("cannot_tell", self.kind, expected, found, say("checks.registry-stores.same-machine"))
        served = world.published(str(original))
        if served is None:
            found = say("checks.file-holds.not-served", reference=self.as_)
            push = say("checks.registry-holds.push", reference=self.as_)
            return Verdict("not_yet", self.kind, expected, found, push)
        files = {file.path: file for file in store.files}
        pull = say("checks.image-present.pull", reference=self.reference)
        link = files.get(LINK.format(repository=wanted.repository, tag=wanted.tag))
        if link is None:
            found = say("checks.cached.nothing", folder=store.folder, reference=self.reference)
            return Verdict("not_yet", self.kind, expected, found, pull)
        if link.text != served.digest:
            found = say("checks.cached.other", digest=str(link.text), wanted=served.digest)
            return Verdict("not_yet", self.kind, expected, found, pull)
        blobs = (served.digest, served.config, *served.blobs)
        missing = tuple(digest for digest in blobs if _data(digest) not in files)
        if served.digest in missing:
            found = say("checks.cached.nothing", folder=store.folder, reference=self.reference)
            return Verdict("not_yet", self.kind, expected, found, pull, settling=True)
        if missing:  # it answers first and stores then; and an engine asks for no layer that it has under another name
            found = say("checks.cached.part", digest=served.digest, kept=len(blobs) - len(missing), blobs=len(blobs))
            return Verdict("pass", self.kind, expected, found, settling=True)
        return Verdict("pass", self.kind, expected, say("checks.cached.kept", digest=served.digest, blobs=len(blobs)))


@dataclass(frozen=True, slots=True)
class ImageByDigest:
    """The engine has an image by its digest alone, the one that a registry served, from this repository."""

    kind: ClassVar[str] = "image-by-digest"
    repository: str
    """With its registry: `127.0.0.1:5002/team/hello`."""
    as_: str
    """The image whose digest it must be, as it was or is served."""

    def scope(self) -> Scope:
        """Return the image that is compared with, and its registry."""
        original = Reference.parse(self.as_)
        return Scope(references=(original,), registries=(original.registry,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where no tag of that repository leads to it: a digest is all that it was asked for by."""
        expected = say("checks.image-by-digest.expected", repository=self.repository)
        original = Reference.parse(self.as_)
        served = world.published(str(original))
        digest = memory.digest(str(original)) or (served.digest if served else None)
        if digest is None:
            found = say("checks.file-holds.not-served", reference=self.as_)
            push = say("checks.registry-holds.push", reference=self.as_)
            return Verdict("not_yet", self.kind, expected, found, push)
        name = Reference.parse(self.repository).name
        pull = say("checks.image-present.pull", reference=f"{self.repository}@{digest}")
        tags = tuple(each.reference for each in world.images if each.reference.startswith(f"{name}:"))
        if tags:
            found = say("checks.image-by-digest.tagged", names=tags)
            remove = say("checks.image-absent.remove", reference=Reference.parse(tags[0]).familiar())
            return Verdict("not_yet", self.kind, expected, found, remove)
        if world.image(f"{name}@{digest}") is None:
            found = say("checks.image-present.absent", reference=f"{self.repository}@{digest}")
            return Verdict("not_yet", self.kind, expected, found, pull)
        return Verdict("pass", self.kind, expected, say("checks.image-by-digest.here", digest=digest))


def _data(digest: str) -> str:
    algorithm, _, digits = digest.partition(":")
    return DATA.format(algorithm=algorithm, start=digits[:2], digits=digits)
