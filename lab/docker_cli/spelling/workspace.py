"""Commands about files and repositories of the workspace, spelt."""

from __future__ import annotations

from collections.abc import Iterator

from lab.docker_cli import actions as act
from lab.docker_cli.spelling.words import Rows, option


def _git(action: act.Git) -> Iterator[str]:
    yield from option("-C", action.directory)
    yield action.command
    yield from action.arguments


SPELLINGS: Rows = {
    act.FileDigest: ("sha256sum", lambda action: action.files),
    act.Git: ("git", _git),
}
