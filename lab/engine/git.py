"""`git` of this machine, kept inside the workspace: no settings but the lab's, no hooks but the repository's that is pushed to."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from lab.docker_cli.actions import Git
from lab.engine.contract import EngineError, Happening, Output
from lab.engine.repository import see_harmless
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
_SETTINGS = (
    *("protocol.allow=never", "protocol.file.allow=always"),
    *(f"{name}={os.devnull}" for name in ("core.hooksPath", "core.excludesFile", "core.attributesFile")),
)
"""Of each command: no hooks on this side, nobody's lists of files, and no repository but those of this machine."""


def git(bench: Workbench, action: Git) -> Iterator[Happening]:
    """Run a command, and print what it prints; raise EngineError where it fails or takes too long."""
    named = action.arguments if action.command in _NAME_FOLDERS else ()
    folders = [_inside(bench, each) for each in named if os.path.isabs(each)]
    folder = _inside(bench, action.directory or bench.permit.workspace)
    _see_unshared(bench, folders if action.directory is None else [folder, *folders])
    for each in (folder, *folders):
        see_harmless(each)
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    words = ["git", *settings, "-C", str(folder), action.command, *action.arguments]
    printed: list[str] = []
    for line in _lines(words, git_environment(os.environ, folder), action.command):
        printed.append(line)
        if len(printed) <= MOST_LINES:
            yield Output(line)


def git_environment(around: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return the environment of a `git` that knows nobody's settings and looks for no repository above its folder."""
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
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
        "LC_ALL": "C",
    }


def _inside(bench: Workbench, text: str) -> Path:
    """Return a path that is the workspace or in it, symbolic links resolved."""
    path, workspace = Path(text).resolve(), Path(bench.permit.workspace).resolve()
    if not path.is_relative_to(workspace):
        message = say("engine.outside-workspace.message", folder=text)
        raise EngineError("not-permitted", message, say("engine.outside-workspace.hint", workspace=str(workspace)))
    return path


def _see_unshared(bench: Workbench, folders: list[Path]) -> None:
    """Raise EngineError while a container may write into one of the folders: it could change a repository that was just looked at."""
    for container in bench.client.containers(all=True):
        for mount in container.get("Mounts") or ():
            source = Path(str(mount.get("Source") or "/").removeprefix("/host_mnt"))
            shared = (each for each in folders if source.is_relative_to(each) or each.is_relative_to(source))
            writes = mount.get("Type") == "bind" and mount.get("RW", True)
            if writes and (found := next(shared, None)) is not None:
                message = say("engine.shared-repository.message", folder=str(found))
                raise EngineError("not-permitted", message, say("engine.shared-repository.hint"))


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
