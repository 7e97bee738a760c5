"""Which folders of the workspace a command may name."""

from __future__ import annotations

import posixpath
import re

from lab.docker_cli.errors import CommandError, shown
from lab.docker_cli.place import Place
from lab.docker_cli.substitution import refuse_substitution
from lab.language.message import say


def workspace_folder(text: str, place: Place, here: str = "") -> str:
    """Return the absolute path of a folder of the workspace, given from the workspace or from a folder `here` in it.

    Raise CommandError for the workspace itself, and for whatever is outside.
    """
    refuse_substitution(text)
    starts = (f"{place.workspace}/", f"{place.workspace}\\")
    whole = next((text[len(start) :] for start in starts if text.startswith(start)), None)
    named = posixpath.join(here.removeprefix(place.workspace).strip("/"), text) if whole is None else whole
    path = posixpath.normpath(named)
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*", path):
        raise CommandError(
            "refused-folder", say("commands.wrong.folder", folder=shown(text)), say("commands.try.folder")
        )
    return f"{place.workspace}/{path}"
