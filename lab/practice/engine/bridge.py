"""The engine's own network, as far as it exists: ports that are published on the bridge's address, which are opened on loopback."""

from __future__ import annotations

import errno

from lab.practice.engine.lifecycle import Lifecycle
from lab.practice.engine.ports import GATEWAY, on_bridge
from lab.practice.images.ways import Route


def route_of(lifecycle: Lifecycle) -> Route:
    """Return where the engine dials hosts: an address of its own bridge leads to what is published there, or is refused."""

    def route(host: str, port: int) -> str:
        if host != GATEWAY:
            return host
        published = (each for running in lifecycle.running.values() for each in running.endpoint.published)
        if not on_bridge(published, port):
            raise ConnectionRefusedError(errno.ECONNREFUSED, "connection refused")
        return "127.0.0.1"

    return route
