"""`git`, as far as an exercise needs it: a closed list of commands, inside the workspace alone."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lab.docker_cli.actions import Git
from lab.docker_cli.errors import CommandError, shown
from lab.docker_cli.grammar import Command, Given, Option
from lab.docker_cli.options import read_given
from lab.docker_cli.paths import workspace_folder
from lab.docker_cli.place import Place
from lab.docker_cli.shell_words import Line, Word
from lab.docker_cli.substitution import refuse_substitution
from lab.language.message import Message, say

_BRANCH = r"[A-Za-z0-9][A-Za-z0-9._/-]*"
_REFSPEC = rf"\+?(?:HEAD|{_BRANCH})(?::{_BRANCH})?"


def _init(given: Given, place: Place, here: str) -> Iterator[str]:
    if (branch := given.last("initial-branch")) is not None:
        yield from ("-b", _matching(_BRANCH, branch))
    if given.on("bare"):
        yield "--bare"
    yield workspace_folder(given.operands[0], place, here)


def _clone(given: Given, place: Place, here: str) -> Iterator[str]:
    yield from (workspace_folder(text, place, here) for text in given.operands)


def _add(given: Given, place: Place, here: str) -> Iterator[str]:
    yield from ("--", *(_in_repository(text, place, here) for text in given.operands))


def _move(given: Given, place: Place, here: str) -> Iterator[str]:
    yield from ["-f"] if given.on("force") else []
    yield from ("--", *(_in_repository(text, place, here) for text in given.operands))


def _commit(given: Given, place: Place, here: str) -> Iterator[str]:
    message = given.last("message")
    if message is None:
        raise CommandError("missing-value", say("commands.wrong.commit-message"), say("commands.try.commit-message"))
    yield from ["-a"] if given.on("all") else []
    yield from ["--allow-empty"] if given.on("allow-empty") else []
    yield from ("-m", message)


def _push(given: Given, place: Place, here: str) -> Iterator[str]:
    remote, *branches = given.operands
    yield workspace_folder(remote, place, here)
    yield from (_matching(_REFSPEC, branch) for branch in branches)


def _log(given: Given, place: Place, here: str) -> Iterator[str]:
    yield from ["--oneline"] if given.on("oneline") else []


def _nothing(given: Given, place: Place, here: str) -> Iterator[str]:
    return iter(())


def _in_repository(text: str, place: Place, here: str) -> str:
    """Return a path as git is to take it, from its own folder; raise CommandError where it leads out of that."""
    refuse_substitution(text)
    path = posixpath.normpath(text)
    if path.startswith(("/", "..", "-", ":")) or not re.fullmatch(r"[A-Za-z0-9._/-]+", path):
        raise CommandError(
            "refused-folder", say("commands.wrong.folder", folder=shown(text)), say("commands.try.folder")
        )
    return path


def _matching(pattern: str, text: str) -> str:
    refuse_substitution(text)
    if re.fullmatch(pattern, text):
        return text
    raise CommandError("bad-value", say("commands.wrong.branch", text=shown(text)), say("commands.try.branch"))


_QUIET = Option("quiet", say("commands.flag.quiet-work"), "q")
_READERS = {
    "init": _init,
    "clone": _clone,
    "add": _add,
    "mv": _move,
    "commit": _commit,
    "push": _push,
    "log": _log,
    "status": _nothing,
}


def _unbuilt(given: Given, place: Place) -> Git:
    raise AssertionError("a command of git's is built with the folder that it is run in")


def _row(name: str, about: Message, operands: str, *options: Option) -> Command:
    return Command(f"git {name}", about, operands, _unbuilt, (*options, _QUIET))


ROWS = {
    "init": _row(
        "init",
        say("commands.help.git-init"),
        "FOLDER",
        Option("initial-branch", say("commands.flag.git-branch"), "b", "BRANCH"),
        Option("bare", say("commands.flag.git-bare")),
    ),
    "clone": _row("clone", say("commands.help.git-clone"), "REPOSITORY FOLDER"),
    "add": _row("add", say("commands.help.git-add"), "PATH [PATH...]"),
    "mv": _row(
        "mv", say("commands.help.git-mv"), "SOURCE TARGET", Option("force", say("commands.flag.git-force"), "f")
    ),
    "commit": _row(
        "commit",
        say("commands.help.git-commit"),
        "",
        Option("message", say("commands.flag.git-message"), "m", "TEXT"),
        Option("all", say("commands.flag.git-all"), "a"),
        Option("allow-empty", say("commands.flag.git-empty")),
    ),
    "push": _row("push", say("commands.help.git-push"), "REPOSITORY [BRANCH]"),
    "log": _row("log", say("commands.help.git-log"), "", Option("oneline", say("commands.flag.git-oneline"))),
    "status": _row("status", say("commands.help.git-status"), ""),
}
"""The commands of git's that the lab performs."""


def git(given: Given, place: Place) -> Git:
    """Build what a `git` line describes."""
    name, *rest = given.operands
    row = ROWS.get(name)
    choices = tuple(f"git {each}" for each in ROWS)
    if row is None:
        message = say("commands.wrong.not-in-lab", command=f"git {shown(name)}")
        raise CommandError("not-in-lab", message, say("commands.try.choose", choices=choices))
    folder = given.last("C")
    here = None if folder is None else workspace_folder(folder, place)
    words = tuple(Word(text, 0, 0) for text in rest)
    inner = read_given(row, Line("", words), words)
    return Git(name, here, tuple(_READERS[name](inner, place, here or "")))


GIT = Command(
    "git",
    say("commands.help.git"),
    "COMMAND [ARG...]",
    git,
    (Option("C", say("commands.flag.git-folder"), "", "FOLDER"),),
    unused="config-env git-dir no-pager/P paginate/p work-tree",
    options_first=True,
)
"""The row of the command table."""
