"""Where a command is typed: what `$(pwd)` means, and which registries are the lab's own."""

from __future__ import annotations

from dataclasses import dataclass, replace

DOCKER_CONFIG = "docker-config"
"""The folder of a workspace that keeps the run's logins, as `docker --config` would: never the learner's own `~/.docker`."""


@dataclass(frozen=True, slots=True)
class Place:
    """The exercise that a command belongs to."""

    workspace: str
    """Absolute path of the exercise's folder: the only one that a container may be given."""
    registries: tuple[str, ...] = ()
    """Addresses of the lab's own registries, the first one preferred in advice: `127.0.0.1:5000`."""
    hosts: tuple[str, ...] = ()
    """Registries that images may be pulled from, beside those and Docker Hub: those that the exercise names."""

    pages: tuple[str, ...] = ()
    """Addresses of the exercise's other web servers, which may be read."""
    certs_d: str = ""
    """The engine's folder of authorities, absolute; "" where the exercise is not about certificates."""

    @property
    def docker_config(self) -> str:
        """Return the absolute path of the folder that keeps the run's logins."""
        return f"{self.workspace}/{DOCKER_CONFIG}"

    def registry(self, address: str) -> str | None:
        """Return the lab's own name for the registry at `address`, or None if it is not the lab's."""
        host, colon, port = address.partition(":")
        wanted = f"127.0.0.1:{port}" if host.lower() == "localhost" and colon else address
        return next((own for own in self.registries if own in (address, wanted)), None)

    def page(self, address: str) -> str | None:
        """Return the lab's own name for the web server at `address`, or None if it is not the lab's."""
        return replace(self, registries=self.pages).registry(address)
