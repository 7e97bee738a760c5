"""Checks on containers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import ClassVar

from lab.checks.verdict import Verdict
from lab.language.message import Message, say
from lab.memory import Memory
from lab.reference import one_spelling
from lab.world import Container, Mount, Scope, World


@dataclass(frozen=True, slots=True)
class ContainerRunning:
    """A container of this name runs, made from this image if one is given."""

    kind: ClassVar[str] = "container-running"
    name: str
    image: str = ""
    """Last part of the image's repository: `registry` accepts Hub's and any mirror's."""

    def scope(self) -> Scope:
        """Return the container's name."""
        return Scope(containers=(self.name,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the container runs."""
        expected = say("checks.container-running.expected", name=self.name)
        container = world.container(self.name)
        if container is None:
            return Verdict("not_yet", self.kind, expected, self._absent(world), self._make())
        if self.image and not _made_from(container, self.image):
            found = say("checks.container-running.other-image", name=self.name, image=container.image)
            return Verdict("not_yet", self.kind, expected, found, self._make())
        if not container.running:
            found = say("checks.container-running.not-running", name=self.name, state=container.state)
            return Verdict("not_yet", self.kind, expected, found, self._start(container))
        return Verdict("pass", self.kind, expected, say("checks.container-running.runs", name=self.name))

    def _absent(self, world: World) -> Message:
        similar = [each.name for each in world.containers if self.image and _made_from(each, self.image)]
        if similar:
            return say(
                "checks.container-running.other-name", name=self.name, image=self.image, others=tuple(sorted(similar))
            )
        return say("checks.container-running.absent", name=self.name)

    def _make(self) -> Message:
        return say("checks.container-running.make", name=self.name)

    def _start(self, container: Container) -> Message:
        if container.state == "created":
            return say("checks.container-running.start", name=self.name)
        return say("checks.container-running.look-at-logs", name=self.name)


@dataclass(frozen=True, slots=True)
class ContainerStopped:
    """A container of this name is there, and its program does not run."""

    kind: ClassVar[str] = "container-stopped"
    name: str

    def scope(self) -> Scope:
        """Return the container's name."""
        return Scope(containers=(self.name,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where it has ended; one that was removed, or never started, is not stopped."""
        expected = say("checks.container-stopped.expected", name=self.name)
        container = world.container(self.name)
        if container is None:
            found = say("checks.container-running.absent", name=self.name)
            return Verdict("not_yet", self.kind, expected, found, say("checks.container-running.make", name=self.name))
        if container.state != "exited":
            found = say("checks.container-stopped.state", name=self.name, state=container.state)
            return Verdict("not_yet", self.kind, expected, found, say("checks.container-absent.kill", name=self.name))
        return Verdict("pass", self.kind, expected, say("checks.container-stopped.stopped", name=self.name))


@dataclass(frozen=True, slots=True)
class ContainerAbsent:
    """A container of this name was there and is no more."""

    kind: ClassVar[str] = "container-absent"
    name: str
    proof: str = ""
    """Address of the registry it ran: an image that came from there proves that it was, where no memory does."""

    def scope(self) -> Scope:
        """Return the container's name; the digests of images are always listed."""
        return Scope(containers=(self.name,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where it is gone; removing what never was does not count."""
        expected = say("checks.container-absent.expected", name=self.name)
        container = world.container(self.name)
        if container is not None:
            found, after = self._still(container)
            return Verdict("not_yet", self.kind, expected, found, after)
        if not self._was_there(world, memory):
            found = say("checks.container-absent.never", name=self.name)
            return Verdict("not_yet", self.kind, expected, found, say("checks.container-absent.begin"))
        return Verdict("pass", self.kind, expected, say("checks.container-absent.gone", name=self.name))

    def _still(self, container: Container) -> tuple[Message, Message]:
        if container.running:
            found = say("checks.container-absent.runs", name=self.name)
            return found, say("checks.container-absent.kill", name=self.name)
        found = say("checks.container-absent.stopped", name=self.name, state=container.state)
        return found, say("checks.container-absent.remove", name=self.name)

    def _was_there(self, world: World, memory: Memory) -> bool:
        came = any(
            one_spelling(digest).startswith(one_spelling(f"{self.proof}/"))
            for image in world.images
            for digest in image.digests
        )
        return self.name in memory.containers or (bool(self.proof) and came)


@dataclass(frozen=True, slots=True)
class InNetwork:
    """A container is in a network, where others of it find it by its name."""

    kind: ClassVar[str] = "in-network"
    name: str
    network: str

    def scope(self) -> Scope:
        """Return the container's name; its networks are part of the list of containers."""
        return Scope(containers=(self.name,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the container is in this network, whichever others it is in."""
        expected = say("checks.in-network.expected", name=self.name, network=self.network)
        container = world.container(self.name)
        again = say("checks.in-network.again", name=self.name, network=self.network)
        if container is None:
            found = say("checks.container-running.absent", name=self.name)
            return Verdict("not_yet", self.kind, expected, found, again)
        if self.network not in container.networks:
            found = say("checks.in-network.elsewhere", name=self.name, networks=container.networks)
            return Verdict("not_yet", self.kind, expected, found, again)
        return Verdict("pass", self.kind, expected, say("checks.in-network.inside", name=self.name))


@dataclass(frozen=True, slots=True)
class BindMount:
    """A container sees a folder of the workspace at a path of its own, and may write there."""

    kind: ClassVar[str] = "bind-mount"
    name: str
    folder: str
    """Relative to the workspace."""
    target: str

    def scope(self) -> Scope:
        """Return the container's name; mounts are part of the list of containers."""
        return Scope(containers=(self.name,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the folder itself is mounted; a volume does not count."""
        expected = say("checks.bind-mount.expected", folder=self.folder, name=self.name, target=self.target)
        container = world.container(self.name)
        if container is None:
            found = say("checks.container-running.absent", name=self.name)
            return Verdict("not_yet", self.kind, expected, found, self._remedy())
        mount = next((each for each in container.mounts if each.target.rstrip("/") == self.target), None)
        if mount is None:
            return Verdict("not_yet", self.kind, expected, self._nothing(container), self._remedy())
        flaw = self._flaw(mount, world)
        if flaw is not None:
            return Verdict("not_yet", self.kind, expected, flaw, self._remedy())
        return Verdict("pass", self.kind, expected, say("checks.bind-mount.mounted", source=mount.source))

    def _nothing(self, container: Container) -> Message:
        others = tuple(f"{mount.source} → {mount.target}" for mount in container.mounts)
        if others:
            return say("checks.bind-mount.elsewhere", target=self.target, others=others)
        return say("checks.bind-mount.nothing", target=self.target)

    def _flaw(self, mount: Mount, world: World) -> Message | None:
        if mount.kind != "bind":
            return say("checks.bind-mount.volume", target=self.target, volume=mount.source[:12])
        if not _is_folder(mount.source, self.folder, world.workspace):
            return say("checks.bind-mount.other-folder", target=self.target, source=mount.source)
        return None if mount.writable else say("checks.bind-mount.read-only", source=mount.source)

    def _remedy(self) -> Message:
        return say("checks.bind-mount.remedy", folder=self.folder, target=self.target)


def _made_from(container: Container, image: str) -> bool:
    """Tell whether a container's image is called so; an image that lost its name to a newer one has the benefit of the doubt."""
    if container.image.startswith("sha256:"):
        return True
    repository = container.image.split("@")[0]
    last = repository.split("/")[-1]
    return last.split(":")[0] == image


def _is_folder(source: str, folder: str, workspace: str | None) -> bool:
    """Compare a mount's source with a folder of the workspace.

    Desktop products put a prefix of their own before the path (`/host_mnt/…`, `/run/desktop/mnt/host/…`), so the end is
    compared; with no run open the workspace is not known, and the folder's own name is all there is to go by.
    """
    wanted = PurePath(workspace, folder) if workspace else PurePath(folder)
    parts = [part for part in wanted.parts if part != wanted.anchor]
    return list(PurePath(source).parts[-len(parts) :]) == parts
