"""A repository of the workspace before git is let into it: one whose own settings could run a program, or lead out of it, is refused.

Git does what a repository's configuration says: it starts programs that this names (`core.fsmonitor`, filters, `receivepack`),
works in folders that it names (`core.worktree`, a `.git` that is a file), and runs hooks. An exercise's files and containers can
write all of that, so that only what git itself writes, for the commands of the lab, is let pass.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from lab import inside
from lab.engine.contract import EngineError
from lab.hook import is_ours
from lab.language.message import say

MOST_ENTRIES = 20_000
"""Files and folders of a repository and its working tree that are looked at."""
LARGEST_CONFIG = 16 * 1024
"""Bytes of a configuration; git's own has a few hundred."""

_SETTINGS = {
    "core": "repositoryformatversion filemode bare logallrefupdates ignorecase precomposeunicode symlinks",
    "remote": "url fetch",
    "branch": "remote merge",
}
"""What git writes into the configuration of a repository that it makes or clones, by section (git-config(1))."""
_SECTION = re.compile(r'\[(core|remote|branch)(?: "[A-Za-z0-9][A-Za-z0-9._-]*")?\]')
"""A remote with a slash in its name would stand for the folder of that name, and lead elsewhere."""
_SETTING = re.compile(r"([a-z]+) = [^\x00-\x1f]*")
_ELSEWHERE = ("commondir", "alternates", "config.worktree")
"""Files by which a repository has parts of itself elsewhere."""


def see_harmless(folder: Path) -> None:
    """Raise EngineError where a repository at a folder is not as git makes them; a folder with none in it is harmless.

    A repository is looked for wherever git would: in the folder, in its `.git`, and in the folder of that name and `.git`.
    """
    for place in (folder, folder.with_name(f"{folder.name}.git")):
        for path in (place, place / ".git"):
            if os.path.lexists(path) and (path.is_symlink() or not path.is_dir()):
                raise _refused(path)
        for store in (place / ".git", place):
            if os.path.lexists(store / "HEAD"):
                _see_own(place, store)


def _see_own(folder: Path, store: Path) -> None:
    """Raise EngineError where a repository leads elsewhere, has another inside, or says what git would not have written."""
    for count, (path, in_store) in enumerate(_entries(folder, store)):
        nested = not in_store and path.name.lower() == ".git"
        leads = in_store and (path.is_symlink() or path.name.lower() in _ELSEWHERE)
        if nested or leads or count > MOST_ENTRIES:
            raise _refused(path)
    _see_plain(store / "config")
    _see_hooks(store / "hooks")


def _entries(folder: Path, store: Path) -> Iterator[tuple[Path, bool]]:
    """Yield everything below a folder, without going through links, and whether it belongs to the repository itself."""
    for top, folders, files in os.walk(folder):
        inside = Path(top).is_relative_to(store)
        for name in (*folders, *files):
            path = Path(top, name)
            yield path, inside or path == store


def _see_plain(config: Path) -> None:
    """Raise EngineError where a configuration says anything that git would not have written for the lab's own commands."""
    try:
        text = inside.read(config.parent, config.name, LARGEST_CONFIG + 1)
    except OSError as error:
        raise _refused(config) from error
    section = ""
    for line in text.decode("utf-8", "replace").split("\n"):
        setting = _SETTING.fullmatch(line.strip(" \t"))
        if found := _SECTION.fullmatch(line):
            section = found[1]
        elif line and not (section and setting and setting[1] in _SETTINGS[section].split()):
            raise _refused(config)
    if len(text) > LARGEST_CONFIG:
        raise _refused(config)


def _see_hooks(folder: Path) -> None:
    """Raise EngineError where a hook would be run that is not the lab's own, to the byte."""
    for hook in sorted(folder.iterdir()) if folder.is_dir() else ():
        if hook.suffix == ".sample":
            continue  # git's own examples, which it never runs
        try:
            ours = is_ours(hook.name, inside.read(folder, hook.name, LARGEST_CONFIG))
        except OSError:
            ours = False
        if not ours:
            raise _refused(hook)


def _refused(path: Path) -> EngineError:
    message = say("engine.strange-repository.message", path=str(path))
    return EngineError("not-permitted", message, say("engine.strange-repository.hint"))
