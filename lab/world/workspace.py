"""What lies in folders: files, what registries store, and what listeners and builders wrote down."""

from __future__ import annotations

from dataclasses import dataclass


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
