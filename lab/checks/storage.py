"""Checks on what a registry was told and on what it keeps on its disk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from lab.checks.registry import store_of
from lab.checks.verdict import Verdict
from lab.language.message import say
from lab.memory import Memory
from lab.reference import Reference
from lab.world import Scope, World


@dataclass(frozen=True, slots=True)
class ContainerSetting:
    """A container was given this variable with this value (`-e`)."""

    kind: ClassVar[str] = "container-setting"
    name: str
    variable: str
    value: str

    def scope(self) -> Scope:
        """Return the container and its variable."""
        return Scope(containers=(self.name,), settings=((self.name, self.variable),))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where it has just this value; a container keeps what it was made with."""
        expected = say("checks.container-setting.expected", name=self.name, variable=self.variable, value=self.value)
        container = world.container(self.name)
        if container is None:
            found = say("checks.container-running.absent", name=self.name)
            make = say("checks.container-running.make", name=self.name)
            return Verdict("not_yet", self.kind, expected, found, make)
        value = dict(container.settings).get(self.variable)
        if value == self.value:
            return Verdict("pass", self.kind, expected, say("checks.container-setting.has", variable=self.variable))
        found = (
            say("checks.container-setting.unset", name=self.name, variable=self.variable)
            if value is None
            else say("checks.container-setting.other", name=self.name, variable=self.variable, value=value)
        )
        again = say("checks.container-setting.again", name=self.name, variable=self.variable, value=self.value)
        return Verdict("not_yet", self.kind, expected, found, again)


@dataclass(frozen=True, slots=True)
class NamedVolume:
    """A container keeps a path of its own in a volume that has a name, so that another one can be given it."""

    kind: ClassVar[str] = "named-volume"
    name: str
    target: str

    def scope(self) -> Scope:
        """Return the container's name; mounts are part of the list of containers."""
        return Scope(containers=(self.name,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass for any name but the 64 digits that an engine makes up."""
        expected = say("checks.named-volume.expected", name=self.name, target=self.target)
        remedy = say("checks.named-volume.remedy", target=self.target, volume=f"{self.name}-volume")
        container = world.container(self.name)
        if container is None:
            found = say("checks.container-running.absent", name=self.name)
            return Verdict("not_yet", self.kind, expected, found, remedy)
        mount = next((each for each in container.mounts if each.target.rstrip("/") == self.target), None)
        if mount is None:
            return Verdict("not_yet", self.kind, expected, say("checks.bind-mount.nothing", target=self.target), remedy)
        if mount.kind != "volume":
            found = say("checks.named-volume.folder", target=self.target, source=mount.source)
            return Verdict("not_yet", self.kind, expected, found, remedy)
        if re.fullmatch(r"[0-9a-f]{64}", mount.source):
            found = say("checks.named-volume.anonymous", target=self.target, volume=mount.source[:12])
            return Verdict("not_yet", self.kind, expected, found, remedy)
        if not mount.writable:
            found = say("checks.bind-mount.read-only", source=mount.source)
            return Verdict("not_yet", self.kind, expected, found, remedy)
        found = say("checks.named-volume.mounted", target=self.target, volume=mount.source)
        return Verdict("pass", self.kind, expected, found)


@dataclass(frozen=True, slots=True)
class BlobCollected:
    """What a file of the workspace holds lies no more among the blobs of a registry's folder."""

    kind: ClassVar[str] = "blob-collected"
    name: str
    """Of the registry's container."""
    file: str
    """Of the workspace: the blob as it was downloaded."""
    reference: str
    """An image whose manifest named it, and that was deleted: one never pushed would be missing too."""
    target: str = "/var/lib/registry"

    def scope(self) -> Scope:
        """Return the container, the file and the registry, behind whose port the folder is read."""
        wanted = Reference.parse(self.reference)
        return Scope((wanted,), (wanted.registry,), (self.name,), files=(self.file,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the folder can be read, and the blob of that hash is not in it."""
        expected = say("checks.blob-collected.expected", file=self.file)
        store = store_of(world, self.name, self.target)
        if store is None:
            found = say("checks.registry-stores.no-store", name=self.name, target=self.target)
            return Verdict("not_yet", self.kind, expected, found, say("checks.registry-stores.mount"))
        if not store.readable:
            found = say("checks.registry-stores.unreadable", folder=store.folder)
            return Verdict("cannot_tell", self.kind, expected, found, say("checks.registry-stores.same-machine"))
        kept = world.file(self.file)
        if kept is None or kept.digest is None or memory.digest(str(Reference.parse(self.reference))) is None:
            found = say("checks.file-holds.absent", file=self.file)
            return Verdict("not_yet", self.kind, expected, found, say("checks.image-absent.begin"))
        digits = kept.digest.partition(":")[2]
        path = f"docker/registry/v2/blobs/sha256/{digits[:2]}/{digits}/data"
        if any(file.path == path for file in store.files):
            found = say("checks.blob-collected.stored", path=path, size=kept.size)
            return Verdict("not_yet", self.kind, expected, found, say("checks.blob-collected.collect", name=self.name))
        return Verdict("pass", self.kind, expected, say("checks.blob-collected.gone", digest=kept.digest))
