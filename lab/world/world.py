"""Everything a step can change, at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from lab.handshake import Handshake
from lab.world.engine import Container, Image
from lab.world.registries import Published, Registry
from lab.world.swarm import Swarm
from lab.world.workspace import Build, Delivery, Store, StoredFile


@dataclass(frozen=True, slots=True)
class World:
    """Everything, at one moment; equal Worlds are the same state."""

    images: tuple[Image, ...] = ()
    digests_are_names: bool = True
    """Whether an image's digests are names of their own; Podman, asked to remove one, removes the tag beside it."""
    untagged: tuple[str, ...] = ()
    """IDs of images that have no name."""
    untagged_labels: tuple[tuple[str, str, str], ...] = ()
    """ID of an image that has no name, label and its value."""
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
