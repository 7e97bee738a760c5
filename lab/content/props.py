"""What lies in an exercise's folder before its first step: one frozen dataclass a kind, its fields are what a file may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Protocol

from lab.content.shape import Shape
from lab.language.message import say


class Prop(Protocol):
    """Something that the lab lays into the workspace when a run is opened; `lab/props/` knows how."""

    key: ClassVar[str]
    """The table's name in the exercise's fence: `file` for `[[file]]`."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the files that it is made of, relative to the workspace, with `/`."""


@dataclass(frozen=True, slots=True)
class File:
    """A text file, such as a Dockerfile or a registry's configuration."""

    key: ClassVar[str] = "file"
    path: str
    text: str
    executable: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the file itself."""
        return (self.path,)


@dataclass(frozen=True, slots=True)
class Image:
    """An image in a folder that a registry will store into: an index with a manifest for each platform, as if pushed before."""

    key: ClassVar[str] = "image"
    folder: str
    """What the registry will be given as `/var/lib/registry`."""
    name: Annotated[
        str, Shape(r"[a-z0-9]+(?:[._/-][a-z0-9]+)*:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}", say("content.allowed.tagged"))
    ]
    """Repository and tag: `greeting:1.0`."""
    platforms: Annotated[
        tuple[str, ...], Shape(r"[a-z0-9]+/[a-z0-9]+(?:/[a-z0-9]+)?", say("content.allowed.platforms"))
    ]
    """`linux/amd64`, `linux/arm/v7`."""
    text: str
    """What the file `/greeting.txt` in it says: its only layer."""

    @property
    def repository(self) -> str:
        """Return the name without its tag."""
        return self.name.rpartition(":")[0]

    @property
    def tag(self) -> str:
        """Return what follows the name."""
        return self.name.rpartition(":")[2]

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the link of its tag, which is laid last: with it the image is whole."""
        top = f"{self.folder}/docker/registry/v2/repositories/{self.repository}"
        return (f"{top}/_manifests/tags/{self.tag}/current/link",)


@dataclass(frozen=True, slots=True)
class Accounts:
    """A registry's list of accounts, as `htpasswd -B` writes it."""

    key: ClassVar[str] = "accounts"
    path: str
    users: tuple[tuple[str, str], ...]
    """Names and passwords; the file has the passwords' bcrypt hashes."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the list itself."""
        return (self.path,)


@dataclass(frozen=True, slots=True)
class Listener:
    """A web server of this machine that webhooks may call, as long as the exercise is open."""

    key: ClassVar[str] = "listener"
    path: str
    """Where it writes down what it receives, a line of JSON for each request."""
    port: str
    """`{hook_port}`: where it listens."""
    redeploys: str = ""
    """Name of a container that is made anew when its image is pushed."""
    image: str = ""
    """That image: `127.0.0.1:{port}/acme/site`."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the file of what was received, and that of what was made anew."""
        return (self.path, f"{self.path}.redeployed") if self.redeploys else (self.path,)


@dataclass(frozen=True, slots=True)
class Builder:
    """A bare repository of git's; what is pushed to a branch of it is built and pushed to a registry."""

    key: ClassVar[str] = "builder"
    path: str
    """Of the repository: `source.git`."""
    record_path: str
    """Where each build is written down, as a line of JSON."""
    image: str
    """What is built: `127.0.0.1:{port}/acme/site`."""
    branch: str = "main"

    @property
    def paths(self) -> tuple[str, ...]:
        """Return what makes a folder a repository, its hook, and the builder's own files."""
        inside = ("HEAD", "config", "hooks/post-receive")
        return (*(f"{self.path}/{name}" for name in inside), self.record_path)


@dataclass(frozen=True, slots=True)
class Authority:
    """A certificate authority of the run's own: its certificate, and beside it the key that it signs with."""

    key: ClassVar[str] = "authority"
    path: Annotated[str, Shape(r"[^/].*\.crt", say("content.allowed.certificate"))]
    """Of the certificate, which ends in `.crt`; its key ends in `.key`."""
    subject: str = "Registry Lab CA"
    """Common name."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Return certificate and key."""
        return (self.path, key_beside(self.path))


@dataclass(frozen=True, slots=True)
class Certificate:
    """A server's certificate and its key, right or wrong as an exercise wants it."""

    key: ClassVar[str] = "certificate"
    path: Annotated[str, Shape(r"[^/].*\.crt", say("content.allowed.certificate"))]
    """Of the certificate, which ends in `.crt`; its key ends in `.key`."""
    authority: str
    """Path of the authority's certificate that signs it."""
    subject: str
    """Common name, which nobody but a person reads."""
    names: tuple[str, ...] = ()
    """Subject alternative names, host names and IP addresses: what it is good for; none is a fault to find."""
    days: int = 90
    """Days that it is good for, from now on."""
    ended: bool = False
    """Whether those days were over yesterday."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Return certificate and key."""
        return (self.path, key_beside(self.path))


def key_beside(path: str) -> str:
    """Return where the key of a certificate lies."""
    return f"{path.removesuffix('.crt')}.key"


PROPS: Mapping[str, type[Prop]] = {
    prop.key: prop for prop in (File, Image, Accounts, Authority, Certificate, Listener, Builder)
}
"""Every kind of prop an exercise may lay out, by its table's name; authorities come before what they sign."""
