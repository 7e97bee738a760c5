"""One read of everything a step can change: the engine, the registries in question and the workspace folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lab.handshake import Handshake
from lab.language.message import Message
from lab.reference import Reference

COMING = ("bridge", "default", "none", "podman")
"""Networks that engines come with, and that anybody's containers may be in; the host's is not among them."""
GATEWAY = "docker_gwbridge"
"""The network that an engine makes when it begins a Swarm, and keeps when it leaves."""
TASK = "org.registry-lab.task-of"
"""Label on the containers of a run's services, which Swarm makes and removes; its value is the run."""


@dataclass(frozen=True, slots=True)
class Image:
    """An image under one of its names; two names of the same image are two of these."""

    reference: str
    """Full reference: `docker.io/library/hello-world:latest`."""
    id: str
    """The engine's own name for the content; which digest it is depends on the image store, so never compare across steps."""
    layers: tuple[str, ...] | None = None
    """Digests of the unpacked layers (`RootFS.Layers`), lowest first; None where nobody asked."""
    digests: tuple[str, ...] = ()
    """Digest references (`RepoDigests`) of this name's repository: `127.0.0.1:5000/hello-world@sha256:…`."""
    size: int = 0
    """Bytes, as the engine counts them."""


@dataclass(frozen=True, slots=True)
class Port:
    """One row of a container's published ports."""

    container_port: int
    host_port: int
    host_ip: str
    """"" and `0.0.0.0` both mean every interface."""


@dataclass(frozen=True, slots=True)
class Mount:
    """What a container sees at a path of its own."""

    kind: str
    """`bind`, `volume` or `tmpfs`."""
    source: str
    """Folder of the host, for a bind; the volume's name, for a volume."""
    target: str
    writable: bool = True


REDEPLOYED = "org.registry-lab.redeployed"
"""Label of a container that a webhook has made anew; its value is the event that it was made for."""


@dataclass(frozen=True, slots=True)
class Container:
    """A container, running or not."""

    name: str
    id: str
    image: str
    """The image as it was named when the container was made."""
    state: str
    """`created`, `running`, `paused`, `restarting`, `exited` or `dead`."""
    created: int = 0
    """Seconds since 1970."""
    ports: tuple[Port, ...] = ()
    mounts: tuple[Mount, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    """Environment variables in question that it was given, with their values."""
    networks: tuple[str, ...] = ()
    """Names of the networks that it is in."""
    image_id: str = ""
    """ID of the image that it was made from: comparable with an `Image.id` of the same World."""

    @property
    def running(self) -> bool:
        """Whether its program runs now."""
        return self.state == "running"

    def label(self, name: str) -> str | None:
        """Return the value of a label."""
        return dict(self.labels).get(name)


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


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in a folder that a registry stores into."""

    path: str
    """Relative to the folder, with `/`."""
    size: int
    digest: str | None = None
    """`sha256:` of the bytes; None where it is too big to hash in passing."""
    text: str | None = None
    """The content of a short text file, such as a registry's `link`."""


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of the host that a container writes its registry into."""

    folder: str
    """Absolute path."""
    readable: bool
    """False where this machine cannot see the folder: a remote engine, or no permission."""
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """A push that a registry has told a listener of: an event `push` of a manifest with a tag."""

    file: str
    """Of the workspace: where the listener writes down what it receives."""
    id: str
    """Of the event, as the registry gave it."""
    reference: str
    """Full reference, with the host that was pushed to: `127.0.0.1:5000/acme/hello:1.0`."""
    digest: str
    actor: str = ""
    """The account that pushed; "" where the registry asks for none."""


@dataclass(frozen=True, slots=True)
class Build:
    """What came of a commit that was pushed to a repository which builds."""

    file: str
    """Of the workspace: where the builder writes down what it does."""
    commit: str
    reference: str
    """Full reference that was built and pushed."""
    digest: str = ""
    """Of what was pushed; "" where the build failed."""
    trouble: str = ""
    """Why it failed, in the builder's words."""


@dataclass(frozen=True, slots=True)
class Task:
    """One of the containers that a service asks for, or asked for before."""

    image: str
    """As the service named it, with the digest where that is known."""
    state: str
    """`new`, `pending`, `preparing`, `starting`, `running`, `shutdown`, `failed`, `rejected`, …"""
    wanted: bool = True
    """Whether it is to run now."""
    error: str = ""
    """Swarm's words for why it does not run."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the Swarm that the engine manages."""

    name: str
    id: str
    image: str
    replicas: int | None
    """How many tasks are to run; None for one on each node."""
    labels: tuple[tuple[str, str], ...] = ()
    ports: tuple[tuple[int, int, str], ...] = ()
    """Published, target, and `ingress` or `host`."""
    tasks: tuple[Task, ...] = ()

    @property
    def running(self) -> tuple[Task, ...]:
        """Return the tasks that run and are to run."""
        return tuple(each for each in self.tasks if each.wanted and each.state == "running")

    def label(self, name: str) -> str | None:
        """Return the value of a label."""
        return dict(self.labels).get(name)


@dataclass(frozen=True, slots=True)
class Swarm:
    """The Swarm that an engine is in, as far as it manages it."""

    id: str
    labels: tuple[tuple[str, str], ...] = ()
    services: tuple[Service, ...] = ()

    def service(self, name: str) -> Service | None:
        """Find a service by its name."""
        return next((each for each in self.services if each.name == name), None)


@dataclass(frozen=True, slots=True)
class World:
    """Everything, at one moment; equal Worlds are the same state."""

    images: tuple[Image, ...] = ()
    untagged: tuple[str, ...] = ()
    """IDs of images that have no name."""
    containers: tuple[Container, ...] = ()
    volumes: tuple[str, ...] = ()
    volume_labels: tuple[tuple[str, str, str], ...] = ()
    """Name of a volume, label and its value."""
    networks: tuple[str, ...] = ()
    network_labels: tuple[tuple[str, str, str], ...] = ()
    """Name of a network, label and its value."""
    swarm: Swarm | None = None
    """The Swarm that it manages; None where it is in none, or where nobody asked."""
    registries: tuple[Registry, ...] = ()
    stores: tuple[Store, ...] = ()
    handshakes: tuple[Handshake, ...] = ()
    authorities: tuple[tuple[str, str], ...] | None = None
    """Registries that the engine was given an authority for, and its certificate's digest; None where the lab may give it none."""
    files: tuple[StoredFile, ...] = ()
    """The files in question that lie in the workspace."""
    deliveries: tuple[Delivery, ...] = ()
    """What the listeners in question were told, in that order."""
    builds: tuple[Build, ...] = ()
    """What the builders in question have built, in that order."""
    workspace: str | None = None
    """Absolute path of the exercise's folder; None where no run of the exercise is open."""
    logins: tuple[tuple[str, str], ...] = ()
    """Registries that this run is logged in to, each with the user's name."""
    pulled: frozenset[str] = frozenset()
    """Full references that the engine remembers pulling since the run was opened: a hint, since a failed pull may count."""

    def image(self, reference: str) -> Image | None:
        """Find an image by full reference."""
        return next((image for image in self.images if image.reference == reference), None)

    def container(self, name: str) -> Container | None:
        """Find a container by its exact name."""
        return next((container for container in self.containers if container.name == name), None)

    def container_at(self, port: int) -> Container | None:
        """Find the container that publishes a port of the host, running or not."""
        return next((each for each in self.containers if any(row.host_port == port for row in each.ports)), None)

    def container_behind(self, address: str) -> Container | None:
        """Find the container that publishes the port of a registry's address; None for an address without one."""
        port = address.rpartition(":")[2]
        return self.container_at(int(port)) if port.isdecimal() else None

    def registry(self, address: str) -> Registry | None:
        """Find a registry in question by its address."""
        return next((registry for registry in self.registries if registry.address == address), None)

    def published(self, reference: str) -> Published | None:
        """Find what a registry serves under a full reference."""
        return next(
            (tag for registry in self.registries for tag in registry.published if tag.reference == reference), None
        )

    def handshake(self, address: str, authority: str) -> Handshake | None:
        """Find a handshake in question."""
        return next((each for each in self.handshakes if (each.address, each.authority) == (address, authority)), None)

    def file(self, name: str) -> StoredFile | None:
        """Find a file in question by its path in the workspace."""
        return next((file for file in self.files if file.path == name), None)

    def told(self, file: str) -> tuple[Delivery, ...]:
        """Return what one listener was told."""
        return tuple(delivery for delivery in self.deliveries if delivery.file == file)

    def store(self, folder: str) -> Store | None:
        """Find a folder that a registry stores into."""
        return next((store for store in self.stores if store.folder == folder), None)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a read of the World has to look at more closely than a list."""

    references: tuple[Reference, ...] = ()
    """Images whose layers and whose place in a registry matter."""
    registries: tuple[str, ...] = ()
    """Addresses of registries to ask."""
    containers: tuple[str, ...] = ()
    """Names of containers that matter."""
    workspace: str | None = None
    since: float | None = None
    """From when on the engine is asked what it remembers pulling, in seconds since 1970; None does not ask."""
    brief: bool = False
    """Only images and containers, for a look between two commands."""
    settings: tuple[tuple[str, str], ...] = ()
    """Containers' names, and variables of their environment that matter."""
    files: tuple[str, ...] = ()
    """Files of the workspace that matter, relative to it, with `/`."""
    listeners: tuple[str, ...] = ()
    """Files of the workspace that listeners write down what they receive in."""
    builders: tuple[str, ...] = ()
    """Files of the workspace that builders write down what they do in."""
    handshakes: tuple[tuple[str, str], ...] = ()
    """Addresses to make a strict TLS handshake with, each with the file of the authority to trust."""
    swarm: bool = False
    """Whether the engine's Swarm and its services matter."""

    def joined(self, other: Scope) -> Scope:
        """Return a scope that covers both."""
        return Scope(
            tuple(dict.fromkeys((*self.references, *other.references))),
            tuple(dict.fromkeys((*self.registries, *other.registries))),
            tuple(dict.fromkeys((*self.containers, *other.containers))),
            self.workspace or other.workspace,
            self.since if self.since is not None else other.since,
            settings=tuple(dict.fromkeys((*self.settings, *other.settings))),
            files=tuple(dict.fromkeys((*self.files, *other.files))),
            listeners=tuple(dict.fromkeys((*self.listeners, *other.listeners))),
            builders=tuple(dict.fromkeys((*self.builders, *other.builders))),
            handshakes=tuple(dict.fromkeys((*self.handshakes, *other.handshakes))),
            swarm=self.swarm or other.swarm,
        )

    def of_registry(self, address: str) -> tuple[Reference, ...]:
        """Return the references that live in one registry."""
        return tuple(reference for reference in self.references if reference.registry == address)


ChangeKind = Literal["appeared", "gone", "changed"]
Noun = Literal[
    "image",
    "untagged",
    "container",
    "volume",
    "network",
    "registry",
    "published",
    "file",
    "login",
    "delivery",
    "build",
    "certificate",
    "authority",
    "swarm",
    "service",
]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two Worlds."""

    kind: ChangeKind
    noun: Noun
    name: str
    before: str = ""
    """What it was, in one word: an image's ID, a container's state."""
    after: str = ""


def changes(before: World, after: World) -> tuple[Change, ...]:
    """Return what differs between two Worlds, in a fixed order; nothing where they are the same state."""
    old, new = dict(_facts(before)), dict(_facts(after))
    found = [Change("gone", noun, name, before=old[noun, name]) for noun, name in old if (noun, name) not in new]
    for (noun, name), value in new.items():
        if (noun, name) not in old:
            found.append(Change("appeared", noun, name, after=value))
        elif old[noun, name] != value:
            found.append(Change("changed", noun, name, before=old[noun, name], after=value))
    return tuple(found)


def _facts(world: World) -> Iterator[tuple[tuple[Noun, str], str]]:
    for image in world.images:
        yield ("image", image.reference), image.id
    for identity in world.untagged:
        yield ("untagged", identity), identity
    for container in world.containers:
        yield ("container", container.name), container.state
    for volume in world.volumes:
        yield ("volume", volume), ""
    for network in world.networks:
        yield ("network", network), ""
    if world.swarm is not None:
        yield ("swarm", world.swarm.id), ""
        for service in world.swarm.services:
            yield ("service", service.name), service.image
    for registry in world.registries:
        yield ("registry", registry.address), registry.state
        for tag in registry.published:
            yield ("published", tag.reference), tag.digest
    for file in world.files:
        yield ("file", file.path), file.digest or str(file.size)
    for shake in world.handshakes:
        if shake.state in ("trusted", "refused"):
            yield ("certificate", shake.address), ", ".join(shake.faults) or shake.state
    for registry_name, digest in world.authorities or ():
        yield ("authority", registry_name), digest
    for registry_name, user in world.logins:
        yield ("login", registry_name), user
    for delivery in world.deliveries:
        yield ("delivery", f"{delivery.reference} → {delivery.file}"), delivery.id
    for build in world.builds:
        yield ("build", f"{build.reference} {build.commit[:12]}"), build.digest
    for store in world.stores:
        for file in store.files:
            yield ("file", f"{store.folder}/{file.path}"), str(file.size)
