"""What a read of the World has to look at."""

from __future__ import annotations

from dataclasses import dataclass

from lab.reference import Reference


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
