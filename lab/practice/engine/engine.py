"""Everything that one engine has."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from lab.practice.engine.bridge import route_of
from lab.practice.engine.clock import now
from lab.practice.engine.container import Container
from lab.practice.engine.containers import Containers
from lab.practice.engine.events import Events
from lab.practice.engine.execs import Execs
from lab.practice.engine.files import Files
from lab.practice.engine.home import Home, Json, drop_drafts, read_json, write_json
from lab.practice.engine.lifecycle import Lifecycle
from lab.practice.engine.networks import Networks, predefined
from lab.practice.engine.programs import Programs
from lab.practice.engine.volumes import Volumes
from lab.practice.images.images import Images


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine: its stores, and what runs on it."""

    home: Home
    id: str
    """Stays the same as long as its home does."""
    images: Images
    containers: Containers
    volumes: Volumes
    events: Events
    networks: Networks
    programs: Programs
    lifecycle: Lifecycle
    execs: Execs

    def files(self, container: Container) -> Files:
        """Return the files of a container."""
        return self.programs.files(container)

    def network_id(self, container: Container) -> str:
        """Return the ID of the network that a container is in, or "" where it has gone since."""
        found = (each.id for each in self.networks.all() if each.name == container.network)
        return next(found, "")


def open_engine(home: Home) -> Engine:
    """Read an engine from its home; a new one where the home is empty."""
    home.make()
    drop_drafts(home.root)
    identity = _identity(home)
    events = Events()
    images = Images(home.images, home.hub)
    images.on_event = lambda action, name, attributes: events.emit("image", action, name, attributes)
    containers = Containers(home.containers)
    volumes = Volumes(home.volumes, lambda action, name, attributes: events.emit("volume", action, name, attributes))
    networks = Networks(
        home.networks,
        predefined(identity["id"], identity["created"]),
        lambda action, name, attributes: events.emit("network", action, name, attributes),
    )
    programs = Programs(images, containers, volumes.root)
    lifecycle = Lifecycle(containers, volumes, events, networks, programs.launch)
    images.route = route_of(lifecycle)
    return Engine(home, identity["id"], images, containers, volumes, events, networks, programs, lifecycle, Execs())


def _identity(home: Home) -> Json:
    known = read_json(home.identity)
    if known is None:
        known = {"id": str(uuid.uuid4()), "created": now()}
        write_json(home.identity, known)
    return dict(known)
