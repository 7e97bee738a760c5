"""`sha256sum`, and which files of the workspace a command may name."""

from __future__ import annotations

import re

from lab.docker_cli.actions import FileDigest
from lab.docker_cli.errors import CommandError, shown
from lab.docker_cli.grammar import Command, Given
from lab.docker_cli.place import Place
from lab.docker_cli.substitution import NAME, refuse_substitution
from lab.language.message import say


def workspace_file(text: str, place: Place) -> str:
    """Return the absolute path of a file right in the workspace; raise CommandError for any other."""
    refuse_substitution(text)
    here = ("./", f"{place.workspace}/", f"{place.workspace}\\")
    name = next((text.removeprefix(start) for start in here if text.startswith(start)), text)
    if not re.fullmatch(NAME, name):
        message = say("commands.wrong.file", file=shown(text))
        raise CommandError("refused-file", message, say("commands.try.file"))
    return f"{place.workspace}/{name}"


def digest(given: Given, place: Place) -> FileDigest:
    """Build `sha256sum`."""
    return FileDigest(tuple(workspace_file(name, place) for name in given.operands))


SHA256SUM = Command("sha256sum", say("commands.help.sha256sum"), "FILE [FILE...]", digest, unused="check/c tag zero/z")
"""The row of the command table."""
