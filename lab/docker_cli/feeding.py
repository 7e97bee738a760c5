"""The one pipe that a line may have, which feeds a password to `docker login`; and lines as others may see them.

`cat FILE | docker login … --password-stdin` and `echo PASSWORD | docker login …` mean here what they mean in a shell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lab.docker_cli.errors import CommandError
from lab.docker_cli.files import workspace_file
from lab.docker_cli.grammar import Fed
from lab.docker_cli.nearest import nearest
from lab.docker_cli.place import Place
from lab.docker_cli.shell_words import PIPE, read_line

HIDDEN = "…"
"""Stands where a password stood."""

_PIPED = re.compile(
    r"^(\s*(?:[$#]\s+)?(?:cat|echo)\s+[^\n]*?\s*\|\s*)((?:sudo\s+)?[a-zA-Z]+\s+[a-zA-Z]+(?:\s|$).*)$", re.DOTALL
)
_VALUE = r"""(?:"[^"]*"?|'[^']*'?|[^\s"'])+"""
_OPTION = re.compile(rf"(?<!\S)(--p[a-z]*+(?!-)[ \t=]+|-p(?:asswo?r?d?[ \t]+|[ \t=]*))({_VALUE})")
"""An option of `docker login` that a password follows or is part of, also one that is misspelt."""
_ECHOED = re.compile(
    r"^(\s*(?:[$#]\s+)?echo\s+(?:-n\s+)?)(.*?)(\s*\|\s*(?:sudo\s+)?[a-zA-Z]+\s+[a-zA-Z]+(?:\s|$))", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Feeding:
    """A line, cut at its pipe."""

    before: str
    """Up to and with the pipe; "" where there is none."""
    fed: Fed | None
    rest: str


def read_feeding(text: str, place: Place) -> Feeding:
    """Cut a line that feeds a login; any other line is its own rest, and its pipe is refused where it is read."""
    cut = _PIPED.match(text)
    if cut is None or not _is_login(cut[2]):
        return Feeding("", None, text)
    words = [word.text for word in read_line(cut[1].rstrip(" \t\n|"), place.workspace).words]
    values = words[2:] if words[:2] == ["echo", "-n"] else words[1:]
    if len(values) != 1:
        raise refuse_pipe()
    fed = Fed(text=values[0]) if words[0] == "echo" else Fed(file=workspace_file(values[0], place))
    return Feeding(cut[1], fed, cut[2])


def refuse_pipe() -> CommandError:
    """Make the error for a pipe that leads nowhere here."""
    return CommandError("shell-syntax", *PIPE)


def concealed(text: str) -> str:
    """Return a line as others may see it: what `docker login` was given for a password is left out, misspelt or not."""
    if not _is_login(text.rpartition("|")[2] if _ECHOED.match(text) else text):
        return text
    text = _ECHOED.sub(lambda found: f"{found[1]}{HIDDEN}{found[3]}", text)
    return _OPTION.sub(lambda found: f"{found[1]}{HIDDEN}", text)


def _is_login(text: str) -> bool:
    """Tell whether a line begins with `docker login`, or with what would be taken for it."""
    words = re.sub(r"^\s*(?:[$#]\s+)?(?:(?:cat)\s[^|]*\|\s*)?(?:sudo\s+)?", "", text).split(maxsplit=2)
    if len(words) < 2:
        return False
    return "docker" in (words[0], nearest(words[0], ["docker"])) and "login" in (words[1], nearest(words[1], ["login"]))
