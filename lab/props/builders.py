"""`[[builder]]`: a repository that builds what is pushed to it, by a hook of git's own."""

from __future__ import annotations

import shlex
import sys

from lab.content.props import Builder
from lab.props.ground import PROGRAM, Ground

_CONFIG = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n"
_HOOK = """\
#!/bin/sh
# Git runs this after a push, with a line for each branch: what it was, what it is, its name.
exec {command}
"""


def lay_builder(prop: Builder, ground: Ground) -> None:
    """Make a bare repository (gitrepository-layout(5)) whose hook has each push to its branch built.

    By git's own means, so that it makes no difference who pushes, and from which terminal.
    """
    ground.write(f"{prop.path}/HEAD", f"ref: refs/heads/{prop.branch}\n".encode())
    ground.write(f"{prop.path}/config", _CONFIG.encode())
    for folder in ("objects/info", "objects/pack", "refs/heads", "refs/tags"):
        ground.make_folder(f"{prop.path}/{folder}")
    build = [sys.executable, "-P", "-m", "lab.cli.autobuild", ground.run.workspace, ground.run.id]
    order = [f"{ground.run.workspace}/{prop.path}", prop.branch, prop.image, prop.record_path]
    hook = _HOOK.format(command=shlex.join([*build, *order]))
    ground.write(f"{prop.path}/hooks/post-receive", hook.encode(), PROGRAM)
