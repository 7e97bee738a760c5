"""What the commands about files and repositories of the workspace mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileDigest:
    """`sha256sum` of files of the workspace."""

    files: tuple[str, ...]
    """Absolute paths."""


@dataclass(frozen=True, slots=True)
class Git:
    """`git`, one of the few commands of `docker_cli/git.py`, inside the workspace."""

    command: str
    """`init`, `clone`, `add`, `mv`, `commit`, `push`, `log` or `status`."""
    directory: str | None
    """Absolute path of the repository that it is run in (`-C`); None is the workspace."""
    arguments: tuple[str, ...]
    """As git takes them; folders are absolute paths, what lies in the repository is named from its folder."""
