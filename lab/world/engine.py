"""What an engine holds: images and containers."""

from __future__ import annotations

from dataclasses import dataclass

COMING = ("bridge", "default", "none", "podman")
"""Networks that engines come with, and that anybody's containers may be in; the host's is not among them."""

REDEPLOYED = "org.registry-lab.redeployed"
"""Label of a container that a webhook has made anew; its value is the event that it was made for."""


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
