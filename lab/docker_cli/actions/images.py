"""What the commands about images mean."""

from __future__ import annotations

from dataclasses import dataclass

from lab.reference import DOCKER_HUB, Reference


@dataclass(frozen=True, slots=True)
class ImagePull:
    """`docker image pull`."""

    reference: Reference
    platform: str | None = None


@dataclass(frozen=True, slots=True)
class ImageTag:
    """`docker image tag`."""

    source: Reference
    target: Reference


@dataclass(frozen=True, slots=True)
class ImagePush:
    """`docker image push`."""

    reference: Reference


@dataclass(frozen=True, slots=True)
class ImageList:
    """`docker image ls` (`docker images`)."""

    repository: str | None = None
    """Only this repository, as written."""
    every: bool = False
    quiet: bool = False
    digests: bool = False
    filters: tuple[tuple[str, str], ...] = ()
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ImageRemove:
    """`docker image rm`: by exact reference, never by ID, never forced."""

    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class ImageInspect:
    """`docker image inspect`."""

    references: tuple[Reference, ...]
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ImageHistory:
    """`docker image history`."""

    reference: Reference
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class ImageBuild:
    """`docker build`, from a folder of the workspace."""

    reference: Reference
    """The name that the image is given (`-t`)."""
    folder: str
    """Absolute path, inside the workspace or the workspace itself."""
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ImageForget:
    """Removing what a build that was cut short has left, which has no name: it is given one, and that is removed.

    No command of a learner's: by its ID an image is never removed.
    """

    image: str
    """Its ID."""
    run: str

    @property
    def name(self) -> Reference:
        """The name that it is removed by; whoever finds it later knows by it whose it was."""
        return Reference(DOCKER_HUB, "registry-lab/unfinished", f"{self.run}-{self.image.rpartition(':')[2][:12]}")
