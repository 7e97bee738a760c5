"""Checks on a Swarm and its services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lab.checks.registry import registry_unknown
from lab.checks.verdict import Verdict
from lab.language.message import Message, say
from lab.memory import Memory
from lab.reference import Reference
from lab.world import Scope, Service, World

_STARTING = ("new", "pending", "assigned", "accepted", "preparing", "ready", "starting")
"""States of a task that is on its way."""


@dataclass(frozen=True, slots=True)
class SwarmActive:
    """The engine manages a Swarm."""

    kind: ClassVar[str] = "swarm-active"

    def scope(self) -> Scope:
        """Return that the Swarm matters."""
        return Scope(swarm=True)

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where there is a Swarm that this engine manages."""
        expected = say("checks.swarm-active.expected")
        if world.swarm is None:
            return Verdict("not_yet", self.kind, expected, *_no_swarm())
        return Verdict("pass", self.kind, expected, say("checks.swarm-active.active"))


@dataclass(frozen=True, slots=True)
class SwarmLeft:
    """The engine was in a Swarm of the exercise's and is in none."""

    kind: ClassVar[str] = "swarm-left"
    proof: str
    """An image that a registry of the Swarm served: that it did proves that there was one."""

    def scope(self) -> Scope:
        """Return that the Swarm matters; the proof is remembered, not asked for."""
        return Scope(swarm=True)

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where there is no Swarm, after there was one."""
        expected = say("checks.swarm-left.expected")
        if world.swarm is not None:
            names = tuple(each.name for each in world.swarm.services)
            found = say("checks.swarm-left.services", names=names) if names else say("checks.swarm-left.still")
            return Verdict("not_yet", self.kind, expected, found, say("checks.swarm-left.leave"))
        if memory.digest(str(Reference.parse(self.proof))) is None:
            found = say("checks.swarm-left.never")
            return Verdict("not_yet", self.kind, expected, found, say("checks.image-absent.begin"))
        return Verdict("pass", self.kind, expected, say("checks.swarm-left.left"))


@dataclass(frozen=True, slots=True)
class ServiceRunning:
    """A service has as many tasks as it should, and all of them run."""

    kind: ClassVar[str] = "service-running"
    name: str
    replicas: str = "1"

    def scope(self) -> Scope:
        """Return that the Swarm matters."""
        return Scope(swarm=True)

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the tasks that are wanted run; what is on its way is waited for."""
        expected = say("checks.service-running.expected", name=self.name, replicas=self.replicas)
        service = _service(world, self.name)
        if not isinstance(service, Service):
            return Verdict("not_yet", self.kind, expected, *service)
        if str(service.replicas) != self.replicas:
            found = say("checks.service-running.other-number", name=self.name, number=service.replicas or 0)
            scale = say("checks.service-running.scale", name=self.name, replicas=self.replicas)
            return Verdict("not_yet", self.kind, expected, found, scale)
        current = [each for each in service.running if each.image == service.image]
        if len(current) < int(self.replicas):
            return self._starting(service, len(current), expected)
        found = say("checks.service-running.runs", name=self.name, number=len(current))
        return Verdict("pass", self.kind, expected, found)

    def _starting(self, service: Service, running: int, expected: Message) -> Verdict:
        coming = any(each.state in (*_STARTING, "running") for each in service.tasks if each.wanted)
        # What went wrong with an earlier image is over, and old tasks may end with an error as they are replaced.
        failed = [each for each in service.tasks if each.error and each.image == service.image]
        # Swarm tries again, and often succeeds: it is a failure where one task has failed twice, or cannot even be placed.
        failing = len(failed) > int(self.replicas) or any(each.wanted and each.state == "pending" for each in failed)
        if failed:
            errors = tuple(dict.fromkeys(each.error for each in failed))
            found = say("checks.service-running.failing", name=self.name, errors=errors)
        else:
            found = say("checks.service-running.starting", name=self.name, running=running, replicas=self.replicas)
        look = say("checks.service-running.look", name=self.name)
        settling = (coming or bool(failed) or not service.tasks) and not failing
        return Verdict("not_yet", self.kind, expected, found, look, settling=settling)


@dataclass(frozen=True, slots=True)
class ServicePinned:
    """A service's image is written down with the digest that a registry calls it by."""

    kind: ClassVar[str] = "service-pinned"
    name: str
    reference: str
    """The tag whose digest it must be."""

    def scope(self) -> Scope:
        """Return that the Swarm matters, and the image with its registry."""
        wanted = Reference.parse(self.reference)
        return Scope(references=(wanted,), registries=(wanted.registry,), swarm=True)

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the digest in the service's image is the one that the tag leads to now."""
        expected = say("checks.service-pinned.expected", name=self.name, reference=self.reference)
        service = _service(world, self.name)
        if not isinstance(service, Service):
            return Verdict("not_yet", self.kind, expected, *service)
        wanted = Reference.parse(self.reference)
        unknown = registry_unknown(self.kind, expected, world, wanted.registry)
        if unknown is not None:
            return unknown
        published = world.published(str(wanted))
        if published is None:
            found = say("checks.file-holds.not-served", reference=self.reference)
            push = say("checks.registry-holds.push", reference=self.reference)
            return Verdict("not_yet", self.kind, expected, found, push)
        update = say("checks.service-pinned.update", name=self.name, reference=self.reference)
        image = Reference.parse(service.image)
        if image.digest is None:
            found = say("checks.service-pinned.no-digest", name=self.name, image=service.image)
            return Verdict("not_yet", self.kind, expected, found, update)
        if image.digest != published.digest:
            found = say("checks.service-pinned.other", name=self.name, image=service.image, digest=published.digest)
            return Verdict("not_yet", self.kind, expected, found, update)
        found = say("checks.service-pinned.pinned", name=self.name, image=service.image)
        return Verdict("pass", self.kind, expected, found)


@dataclass(frozen=True, slots=True)
class ByDigestOnly:
    """A service's image is named by its digest and by no tag."""

    kind: ClassVar[str] = "service-by-digest"
    name: str

    def scope(self) -> Scope:
        """Return that the Swarm matters."""
        return Scope(swarm=True)

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where there is a digest and no tag beside it."""
        expected = say("checks.service-by-digest.expected", name=self.name)
        service = _service(world, self.name)
        if not isinstance(service, Service):
            return Verdict("not_yet", self.kind, expected, *service)
        image = Reference.parse(service.image)
        if image.tag is not None or image.digest is None:
            found = say("checks.service-by-digest.tagged", name=self.name, image=service.image)
            return Verdict(
                "not_yet", self.kind, expected, found, say("checks.service-by-digest.update", name=self.name)
            )
        return Verdict("pass", self.kind, expected, say("checks.service-by-digest.named", image=service.image))


@dataclass(frozen=True, slots=True)
class InMesh:
    """A service's port is published through the routing mesh, whether or not this machine's kernel lets it answer."""

    kind: ClassVar[str] = "service-in-mesh"
    name: str
    registry: str
    """Address of this machine that it is published at."""

    def scope(self) -> Scope:
        """Return that the Swarm matters, and the address."""
        return Scope(registries=(self.registry,), swarm=True)

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where it is published so, and tell what was seen at the port."""
        expected = say("checks.service-in-mesh.expected", name=self.name, registry=self.registry)
        service = _service(world, self.name)
        if not isinstance(service, Service):
            return Verdict("not_yet", self.kind, expected, *service)
        port = int(self.registry.rpartition(":")[2])
        again = say("checks.service-in-mesh.again", name=self.name, port=port)
        row = next((each for each in service.ports if each[0] == port), None)
        if row is None:
            found = say("checks.service-in-mesh.unpublished", name=self.name, port=port)
            return Verdict("not_yet", self.kind, expected, found, again)
        if row[2] != "ingress":
            found = say("checks.service-in-mesh.host", name=self.name, port=port)
            return Verdict("not_yet", self.kind, expected, found, again)
        registry = world.registry(self.registry)
        answers = registry is not None and registry.state == "serving"
        seen = say("checks.service-in-mesh.answers") if answers else say("checks.service-in-mesh.silent")
        return Verdict("pass", self.kind, expected, seen)


def _service(world: World, name: str) -> Service | tuple[Message, Message]:
    """Return a service, or what is found instead of it and what to do."""
    if world.swarm is None:
        return _no_swarm()
    service = world.swarm.service(name)
    if service is None:
        return say("checks.service-running.absent", name=name), say("checks.service-running.make", name=name)
    return service


def _no_swarm() -> tuple[Message, Message]:
    return say("checks.swarm-active.none"), say("checks.swarm-active.init")
