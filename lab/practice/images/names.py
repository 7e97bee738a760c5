"""Names of images as dockerd reads them, to the grammar of distribution/reference."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lab.practice.errors import ApiError

DOCKER_HUB = "docker.io"
"""The registry of a name that names none."""

LONGEST_REPOSITORY = 255
"""Characters of a repository's path (`RepositoryNameTotalLengthMax` in reference.go)."""

LONGEST_NAME = 1024
"""Characters of a whole name; the grammar has no limit, a server needs one."""

_HOST_PART = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_REGISTRY = re.compile(rf"(?:{_HOST_PART}(?:\.{_HOST_PART})*|\[[a-fA-F0-9:]+\])(?::[0-9]{{1,5}})?")
_PATH_PART = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_REPOSITORY = re.compile(rf"{_PATH_PART}(?:/{_PATH_PART})*")
_TAG = re.compile(r"[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}")
_DIGEST = re.compile(r"sha256:[a-f0-9]{64}")
_HEX = re.compile(r"[a-f0-9]{64}")


@dataclass(frozen=True, slots=True)
class Name:
    """A registry's repository, and a tag or a digest in it, or neither."""

    registry: str
    """Host, with its port if one was given."""
    repository: str
    """Path in the registry, `library/` filled in on Docker Hub."""
    tag: str = ""
    digest: str = ""

    def __str__(self) -> str:
        """Return the full spelling: `docker.io/library/hello-world:latest`."""
        return f"{self.registry}/{self.repository}{self._ending()}"

    def familiar(self) -> str:
        """Return what dockerd shows: `hello-world:latest`, `127.0.0.1:5000/hello-world:latest`."""
        if self.registry != DOCKER_HUB:
            return str(self)
        return self.repository.removeprefix("library/") + self._ending()

    def of(self, *, tag: str = "", digest: str = "") -> Name:
        """Return this repository with another tag or digest, or with neither."""
        return replace(self, tag=tag, digest=digest)

    def or_latest(self) -> Name:
        """Return the name with the tag `latest` where it has neither tag nor digest."""
        return self if self.tag or self.digest else self.of(tag="latest")

    def _ending(self) -> str:
        return (f":{self.tag}" if self.tag else "") + (f"@{self.digest}" if self.digest else "")


def parse(text: str) -> Name:
    """Read a name (`ParseNormalizedNamed`), or raise ApiError 400 with dockerd's sentence."""
    if _HEX.fullmatch(text):
        raise ApiError(400, f"invalid repository name ({text}), cannot specify 64-byte hexadecimal strings")
    if len(text) > LONGEST_NAME:
        raise ApiError(400, "invalid reference format")
    registry, rest = _split(text)
    named, at, digest = rest.partition("@")
    repository, colon, tag = named.partition(":")
    if repository != repository.lower():
        raise ApiError(400, "invalid reference format: repository name must be lowercase")
    wrong = (
        not _REGISTRY.fullmatch(registry)
        or not _REPOSITORY.fullmatch(repository)
        or (colon and not is_tag(tag))
        or (at and not is_digest(digest))
    )
    if wrong:
        raise ApiError(400, "invalid reference format")
    if len(repository) > LONGEST_REPOSITORY:
        raise ApiError(400, "repository name must not be more than 255 characters")
    return Name(registry, repository, tag, digest)


def parse_with(repository: str, tag_or_digest: str) -> Name:
    """Read a repository and its tag or digest, given apart as the API's parameters are; ApiError 400 if either is wrong."""
    name = parse(repository)
    if not tag_or_digest:
        return name
    if is_digest(tag_or_digest):
        return name.of(digest=tag_or_digest)
    if not is_tag(tag_or_digest):
        raise ApiError(400, "invalid tag format")
    return name.of(tag=tag_or_digest)


def is_tag(text: str) -> bool:
    """Return whether this is a tag to the grammar."""
    return _TAG.fullmatch(text) is not None


def is_digest(text: object) -> bool:
    """Return whether this is a SHA-256 digest to the grammar, whatever it came as."""
    return isinstance(text, str) and _DIGEST.fullmatch(text) is not None


def _split(text: str) -> tuple[str, str]:
    """Tell the registry from the rest (`splitDockerDomain` in normalize.go)."""
    first, slash, rest = text.partition("/")
    is_registry = slash and (first == "localhost" or set(first) & set(".:") or first != first.lower())
    registry, rest = (first, rest) if is_registry else (DOCKER_HUB, text)
    if registry == "index.docker.io":
        registry = DOCKER_HUB
    if registry == DOCKER_HUB and "/" not in rest:
        rest = f"library/{rest}"
    return registry, rest
