"""Image references, to the grammar of distribution/reference: which registry, repository, tag and digest a name means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lab.errors import LabError
from lab.language.message import Message, say

DOCKER_HUB = "docker.io"
"""The registry of a name that names none."""

OLD_DOCKER_HUB = "index.docker.io"
"""What Docker Hub was called when it was the Docker Index; still understood."""

LONGEST_REPOSITORY = 255
"""Characters, `library/` counted (`RepositoryNameTotalLengthMax` in reference.go)."""

LONGEST_REFERENCE = 1024
"""Characters; the grammar sets no limit to the whole, but DNS ends a host's name at 253."""

_HOST_PART = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
_REGISTRY = rf"(?:{_HOST_PART}(?:\.{_HOST_PART})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
_PATH_PART = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_REPOSITORY = rf"{_PATH_PART}(?:/{_PATH_PART})*"
_TAG = r"[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}"
_DIGEST = r"sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}"


class ReferenceError(LabError):  # noqa: A001 - the field's own word; nobody here means the one about weak references
    """A text that no registry could understand as the name of an image."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A full name of an image; equal references name the same thing however they were spelt."""

    registry: str
    """Host, with its port if one was given: `docker.io`, `127.0.0.1:5000`."""
    repository: str
    """Path in the registry, `library/` filled in on Docker Hub: `library/hello-world`."""
    tag: str | None
    """`latest` is filled in where neither tag nor digest was given."""
    digest: str | None = None
    """`sha256:` and 64 hexadecimal digits; `sha384` and `sha512` are grammar too, but nobody uses them.

    In what a command line means it may be a substitution, `sha256:$(sha256sum FILE | cut -c-64)`, until it is performed.
    """

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Read a name as Docker's own tools read it (`ParseNormalizedNamed`), or raise `ReferenceError`."""
        _refuse_what_is_no_name(text)
        registry, rest = _split_registry(text)
        named, at, digest = rest.partition("@")
        repository, colon, tag = named.partition(":")
        if not re.fullmatch(_REGISTRY, registry):
            raise _error(
                say("commands.reference.registry", registry=_clip(registry)), say("commands.reference.registry-try")
            )
        if not re.fullmatch(_REPOSITORY, repository):
            raise _bad_repository(text, repository)
        if len(repository) > LONGEST_REPOSITORY:
            raise _error(say("commands.reference.long", most=LONGEST_REPOSITORY), say("commands.reference.long-try"))
        if colon and not re.fullmatch(_TAG, tag):
            raise _error(say("commands.reference.tag", tag=_clip(tag)), say("commands.reference.tag-try"))
        if at and not re.fullmatch(_DIGEST, digest):
            raise _error(say("commands.reference.digest", digest=_clip(digest)), say("commands.reference.digest-try"))
        return cls(registry, repository, tag or (None if at else "latest"), digest or None)

    def __str__(self) -> str:
        """Return the full spelling: `docker.io/library/hello-world:latest`."""
        tag = f":{self.tag}" if self.tag else ""
        digest = f"@{self.digest}" if self.digest else ""
        return f"{self.registry}/{self.repository}{tag}{digest}"

    @property
    def name(self) -> str:
        """Registry and repository, without tag or digest: `127.0.0.1:5000/hello-world`."""
        return f"{self.registry}/{self.repository}"

    def familiar(self) -> str:
        """Return the shortest spelling that still means this reference: `hello-world`, `127.0.0.1:5000/hello-world`."""
        full = str(self)
        ending = full.removeprefix(self.name)
        short_ending = "" if ending == ":latest" else ending
        in_library = self.repository.removeprefix("library/")
        names = (in_library, self.repository) if self.registry == DOCKER_HUB else ()
        for spelling in (*(name + short_ending for name in names), self.name + short_ending):
            if _means(spelling, self):
                return spelling
        return full


def _means(spelling: str, reference: Reference) -> bool:
    try:
        return Reference.parse(spelling) == reference
    except ReferenceError:
        return False


def _split_registry(text: str) -> tuple[str, str]:
    """Tell the registry from the rest, as `splitDockerDomain` in normalize.go does."""
    first, slash, rest = text.partition("/")
    is_registry = slash and (first == "localhost" or set(first) & set(".:") or first != first.lower())
    registry, rest = (first, rest) if is_registry else (DOCKER_HUB, text)
    if registry == OLD_DOCKER_HUB:
        registry = DOCKER_HUB
    if registry == DOCKER_HUB and "/" not in rest:
        rest = f"library/{rest}"
    return registry, rest


def _refuse_what_is_no_name(text: str) -> None:
    if not text:
        raise _error(say("commands.reference.empty"), say("commands.reference.empty-try"))
    if len(text) > LONGEST_REFERENCE:
        raise _error(say("commands.reference.long", most=LONGEST_REFERENCE), say("commands.reference.long-try"))
    if strange := re.search(r"[^!-~]", text):
        code = f"U+{ord(strange[0]):04X}"
        raise _error(say("commands.reference.character", code=code), say("commands.reference.character-try"))
    if "://" in text:
        raise _error(
            say("commands.reference.url", text=_clip(text)),
            say("commands.reference.url-try", name=_clip(text.partition("://")[2])),
        )
    if re.fullmatch(r"[a-f0-9]{64}", text):
        raise _error(say("commands.reference.id"), say("commands.reference.id-try"))


def _bad_repository(text: str, repository: str) -> ReferenceError:
    shown = repository.removeprefix("library/") if "library/" not in text else repository
    if not shown:
        return _error(say("commands.reference.no-name", text=_clip(text)), say("commands.reference.no-name-try"))
    if re.fullmatch(_REPOSITORY, repository.lower()):
        return _error(
            say("commands.reference.capitals", name=_clip(shown)),
            say("commands.reference.capitals-try", name=_clip(shown.lower())),
        )
    return _error(say("commands.reference.name", name=_clip(shown)), say("commands.reference.name-try"))


def _clip(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def _error(message: Message, hint: Message) -> ReferenceError:
    return ReferenceError(message, hint)


def one_spelling(text: str) -> str:
    """Return a full reference, a digest reference or an address with `localhost` written as 127.0.0.1: they are one place."""
    return f"127.0.0.1:{text.removeprefix('localhost:')}" if text.startswith("localhost:") else text
