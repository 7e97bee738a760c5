"""Checks on a registry and on where it keeps what it was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lab.checks.place import find_image, same_place
from lab.checks.verdict import Verdict
from lab.language.message import Message, say
from lab.memory import Memory
from lab.reference import Reference
from lab.world import Container, Port, Published, Registry, Scope, Store, World

_EVERY_INTERFACE = ("", "0.0.0.0", "::")


@dataclass(frozen=True, slots=True)
class RegistryAnswers:
    """A registry answers at this address of this machine."""

    kind: ClassVar[str] = "registry-answers"
    registry: str
    container_port: str = "5000"
    """Where the registry listens inside its container."""

    def scope(self) -> Scope:
        """Return the address."""
        return Scope(registries=(self.registry,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where `/v2/` is answered as a registry answers it."""
        expected = say("checks.registry-answers.expected", registry=self.registry)
        registry = world.registry(self.registry)
        if registry is None or registry.state == "unknown":
            return _cannot_tell(self.kind, expected, registry, self.registry)
        if registry.state == "foreign":
            found = say("checks.registry-answers.foreign", registry=self.registry, detail=registry.detail)
            return Verdict("not_yet", self.kind, expected, found, say("checks.registry-answers.other-port"))
        if registry.state == "silent":
            return self._silent(expected, world)
        found = say("checks.registry-answers.answers", registry=self.registry)
        return Verdict("pass", self.kind, expected, found, self._exposed(world))

    def _silent(self, expected: Message, world: World) -> Verdict:
        publish = say("checks.registry-answers.publish", registry=self.registry, port=self.container_port)
        owner = _publisher(world, self._host_port)
        if owner is None:
            return Verdict("not_yet", self.kind, expected, self._unpublished(world), publish)
        container, port = owner
        if str(port.container_port) != self.container_port:
            found = say(
                "checks.registry-answers.other-inside",
                port=self._host_port,
                inside=port.container_port,
                listens=self.container_port,
            )
            return Verdict("not_yet", self.kind, expected, found, publish)
        found = say("checks.registry-answers.not-yet", name=container.name, port=self._host_port)
        logs = say("checks.registry-answers.look-at-logs", name=container.name)
        return Verdict("not_yet", self.kind, expected, found, logs, settling=True)

    def _unpublished(self, world: World) -> Message:
        rows = tuple(
            f"{container.name}: {port.host_port} → {port.container_port}"
            for container in world.containers
            for port in container.ports
            if container.running and str(port.container_port) == self.container_port
        )
        if rows:
            return say("checks.registry-answers.elsewhere", port=self._host_port, others=tuple(dict.fromkeys(rows)))
        return say("checks.registry-answers.unpublished", port=self._host_port)

    def _exposed(self, world: World) -> Message | None:
        owner = _publisher(world, self._host_port)
        if owner is not None and owner[1].host_ip in _EVERY_INTERFACE:
            return say("checks.registry-answers.exposed", port=self._host_port)
        return None

    @property
    def _host_port(self) -> int:
        return int(self.registry.rpartition(":")[2])


@dataclass(frozen=True, slots=True)
class RegistrySilent:
    """Nothing answers at this address any more."""

    kind: ClassVar[str] = "registry-silent"
    registry: str

    def scope(self) -> Scope:
        """Return the address."""
        return Scope(registries=(self.registry,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the connection is refused."""
        expected = say("checks.registry-silent.expected", registry=self.registry)
        registry = world.registry(self.registry)
        if registry is None or registry.state == "unknown":
            return _cannot_tell(self.kind, expected, registry, self.registry)
        if registry.state == "silent":
            found = say("checks.registry-silent.silent", registry=self.registry)
            return Verdict("pass", self.kind, expected, found)
        owner = _publisher(world, int(self.registry.rpartition(":")[2]))
        if owner is None:
            found = say("checks.registry-silent.somebody", registry=self.registry)
            return Verdict("not_yet", self.kind, expected, found, say("checks.registry-silent.find"))
        found = say("checks.registry-silent.answers", registry=self.registry, name=owner[0].name)
        return Verdict("not_yet", self.kind, expected, found, say("checks.container-absent.kill", name=owner[0].name))


@dataclass(frozen=True, slots=True)
class RegistryHolds:
    """A registry serves this image, whole: its manifest hashes to its digest, and no blob is missing."""

    kind: ClassVar[str] = "registry-holds"
    reference: str

    def scope(self) -> Scope:
        """Return the image and its registry."""
        wanted = Reference.parse(self.reference)
        return Scope(references=same_place(wanted), registries=(wanted.registry,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where what is served is also what the engine has under that name, if it has it."""
        expected = say("checks.registry-holds.expected", reference=self.reference)
        wanted = Reference.parse(self.reference)
        registry = world.registry(wanted.registry)
        if registry is None or registry.state == "unknown":
            return _cannot_tell(self.kind, expected, registry, wanted.registry)
        push = say("checks.registry-holds.push", reference=self.reference)
        if registry.state != "serving":
            found = say("checks.registry-holds.silent", registry=wanted.registry)
            start = say("checks.registry-holds.start")
            return Verdict("not_yet", self.kind, expected, found, start)
        if registry.locked:
            found = say("checks.registry.locked", registry=wanted.registry)
            return Verdict("not_yet", self.kind, expected, found, say("checks.registry.log-in"))
        published = world.published(str(wanted))
        if published is None:
            return Verdict("not_yet", self.kind, expected, _held(registry), push)
        flaw = self._flaw(published, world, wanted)
        if flaw is not None:
            return Verdict("not_yet", self.kind, expected, flaw, push)
        return Verdict("pass", self.kind, expected, say("checks.registry-holds.holds", digest=published.digest))

    def _flaw(self, published: Published, world: World, wanted: Reference) -> Message | None:
        if published.flaw is not None:
            return published.flaw
        local = find_image(world, wanted)
        if local is not None and local.layers is not None and local.layers != published.layers:
            return say("checks.registry-holds.different", reference=self.reference)
        return None


@dataclass(frozen=True, slots=True)
class RegistryStores:
    """What a registry serves lies in the folder that its container mounts: link and blob, named by digest."""

    kind: ClassVar[str] = "registry-stores"
    name: str
    reference: str
    target: str = "/var/lib/registry"

    def scope(self) -> Scope:
        """Return the image and its registry; folders that containers mount are always read."""
        wanted = Reference.parse(self.reference)
        return Scope(references=same_place(wanted), registries=(wanted.registry,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where folder and registry say the same, also while both are still empty."""
        expected = say("checks.registry-stores.expected", reference=self.reference)
        wanted = Reference.parse(self.reference)
        registry = world.registry(wanted.registry)
        store = store_of(world, self.name, self.target)
        if registry is None or registry.state == "unknown":
            return _cannot_tell(self.kind, expected, registry, wanted.registry)
        if registry.state != "serving" or store is None:
            found = say("checks.registry-stores.no-store", name=self.name, target=self.target)
            return Verdict("not_yet", self.kind, expected, found, say("checks.registry-stores.mount"))
        if not store.readable:
            found = say("checks.registry-stores.unreadable", folder=store.folder)
            return Verdict("cannot_tell", self.kind, expected, found, say("checks.registry-stores.same-machine"))
        return self._compare(expected, world.published(str(wanted)), store, wanted.repository)

    def _compare(self, expected: Message, published: Published | None, store: Store, repository: str) -> Verdict:
        if published is None:
            empty = say("checks.registry-stores.empty", folder=store.folder)
            push = say("checks.registry-stores.push-again", reference=self.reference)
            return Verdict("pass", self.kind, expected, empty, push)
        tag = published.reference.rpartition(":")[2]
        files = {file.path: file for file in store.files}
        link = files.get(f"docker/registry/v2/repositories/{repository}/_manifests/tags/{tag}/current/link")
        algorithm, _, digits = published.digest.partition(":")
        blob = files.get(f"docker/registry/v2/blobs/{algorithm}/{digits[:2]}/{digits}/data")
        if link is None or link.text != published.digest or blob is None or blob.digest != published.digest:
            found = say("checks.registry-stores.not-there", folder=store.folder, digest=published.digest)
            return Verdict("not_yet", self.kind, expected, found, say("checks.registry-stores.mount"))
        return Verdict("pass", self.kind, expected, say("checks.registry-stores.there", path=blob.path))


def store_of(world: World, name: str, target: str) -> Store | None:
    """Return the folder of the host that a container sees at a path, if it is one that registries store into."""
    container = world.container(name)
    mounts = container.mounts if container else ()
    sources = (mount.source for mount in mounts if mount.kind == "bind" and mount.target.rstrip("/") == target)
    return next((store for source in sources if (store := world.store(source)) is not None), None)


def registry_unknown(kind: str, expected: Message, world: World, address: str) -> Verdict | None:
    """Return the verdict where a registry does not answer or could not be asked; None where it serves."""
    registry = world.registry(address)
    if registry is None or registry.state == "unknown":
        return _cannot_tell(kind, expected, registry, address)
    if registry.locked:
        found = say("checks.registry.locked", registry=address)
        return Verdict("not_yet", kind, expected, found, say("checks.registry.log-in"))
    if registry.state == "serving":
        return None
    found = say("checks.registry-holds.silent", registry=address)
    return Verdict("not_yet", kind, expected, found, say("checks.registry-holds.start"))


def _cannot_tell(kind: str, expected: Message, registry: Registry | None, address: str) -> Verdict:
    detail = registry.detail if registry else ""
    found = say("checks.registry.unknown", registry=address)
    if detail:
        found = say("checks.registry.unknown-because", registry=address, detail=detail)
    return Verdict("cannot_tell", kind, expected, found, say("checks.registry.ask-again"))


def _publisher(world: World, host_port: int) -> tuple[Container, Port] | None:
    """Find the running container that a port of the host leads to."""
    rows = ((each, port) for each in world.containers if each.running for port in each.ports)
    return next((row for row in rows if row[1].host_port == host_port), None)


def _held(registry: Registry) -> Message:
    if registry.repositories:
        return say("checks.registry-holds.others", registry=registry.address, others=registry.repositories)
    return say("checks.registry-holds.empty", registry=registry.address)
