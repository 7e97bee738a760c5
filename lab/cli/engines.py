"""Which engine the lab works with: the one that is named, one that is found, or the lab's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lab.engine.contract import EngineError
from lab.language.message import say

if TYPE_CHECKING:
    from lab.engine.adapter import DockerEngine

AUTO, PRACTICE = "auto", "practice"
"""Beside an address, what `--engine` may say."""


def find_engine(wanted: str | None, home: Path) -> DockerEngine:
    """Return an engine that answers; raise EngineError where none does.

    An engine that somebody has named, by `--engine`, DOCKER_HOST or a Docker context, is never replaced by another one.
    Where none is named, or `auto` is, the practice engine stands in for an engine that does not answer.
    """
    from lab.engine.connect import connect  # the SDK: an app shows its first frame without it
    from lab.engine.endpoint import is_named

    if wanted == PRACTICE:
        return _practice(home)
    try:
        return connect(None if wanted == AUTO else wanted)
    except EngineError:
        if wanted != AUTO and is_named(wanted):
            raise
    return _practice(home)


def _practice(home: Path) -> DockerEngine:
    from lab.engine.connect import connect
    from lab.practice.engine.start import PracticeError, ensure

    try:
        return connect(ensure(home))
    except PracticeError as error:
        message = say("engine.practice-failed.message", path=str(home))
        raise EngineError("unreachable", message, say("engine.practice-failed.hint"), str(error)) from error
