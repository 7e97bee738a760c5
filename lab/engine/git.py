"""`git` of this machine, kept inside the workspace: no settings but the lab's, no hooks but the repository's that is pushed to."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from lab.docker_cli.actions import Git
from lab.engine.contract import EngineError, Happening, Output
from lab.engine.workbench import Workbench
from lab.language.message import say

LONGEST = 300.0
"""Seconds that a command may take: a push waits for the build that it starts."""
MOST_LINES = 2000
"""Lines that are shown of what it prints."""
_NAME_FOLDERS = ("init", "clone", "push")
"""Commands whose arguments may be folders."""
_LEARNER = "Registry Lab learner"
_ADDRESS = "learner@registry-lab.invalid"
_ALONE = ("-c", f"core.hooksPath={os.devnull}", "-c", "protocol.allow=never", "-c", "protocol.file.allow=always")
"""Settings of each command: no hooks on this side, and no repository but those of this machine."""


def git(bench: Workbench, action: Git) -> Iterator[Happening]:
    """Run a command, and print what it prints; raise EngineError where it fails or takes too long."""
    folder = _inside(bench, action.directory or bench.permit.workspace)
    for argument in action.arguments if action.command in _NAME_FOLDERS else ():
        if os.path.isabs(argument):
            _inside(bench, argument)
    words = ["git", *_ALONE, "-C", str(folder), action.command, *action.arguments]
    printed: list[str] = []
    for line in _lines(words, git_environment(os.environ, bench.permit.workspace), action.command):
        printed.append(line)
        if len(printed) <= MOST_LINES:
            yield Output(line)


def git_environment(around: Mapping[str, str], workspace: str) -> dict[str, str]:
    """Return the environment of a `git` that knows nobody's settings and looks for no repository above the workspace."""
    kept = {name: value for name, value in around.items() if not name.startswith("GIT_")}
    people = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", _LEARNER), ("EMAIL", _ADDRESS))
    }
    return {
        **kept,
        **people,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TEMPLATE_DIR": "",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_PAGER": "cat",
        "GIT_CEILING_DIRECTORIES": str(Path(workspace).resolve()),
        "LC_ALL": "C",
    }


def _inside(bench: Workbench, text: str) -> Path:
    """Return a path that is the workspace or in it, symbolic links resolved."""
    path, workspace = Path(text).resolve(), Path(bench.permit.workspace).resolve()
    if not path.is_relative_to(workspace):
        message = say("engine.outside-workspace.message", folder=text)
        raise EngineError("not-permitted", message, say("engine.outside-workspace.hint", workspace=str(workspace)))
    return path


def _lines(words: list[str], environment: Mapping[str, str], command: str) -> Iterator[str]:
    """Yield what a program prints, and end it with whoever listens, or when its time is over."""
    try:
        process = subprocess.Popen(
            words,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
        )
    except OSError as error:
        raise EngineError("no-git", say("engine.no-git.message"), say("engine.no-git.hint"), str(error)) from error
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    clock = threading.Timer(LONGEST, end)
    clock.start()
    said: list[str] = []
    try:
        assert process.stdout is not None
        for raw in process.stdout:
            line = raw.decode("utf-8", "replace").rstrip().rpartition("\r")[2]
            said.append(line)
            yield line
        process.wait()
    finally:
        clock.cancel()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    if late.is_set():
        message = say("engine.git-slow.message", command=command, seconds=int(LONGEST))
        raise EngineError("timeout", message, say("engine.git-slow.hint"))
    if process.returncode != 0:
        message = say("engine.git-refused.message", command=command, words=next(filter(None, reversed(said)), ""))
        raise EngineError("git-refused", message, say("engine.git-refused.hint"), "\n".join(said[-20:]))
