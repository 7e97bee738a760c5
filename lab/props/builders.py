"""`[[builder]]`: a repository that builds what is pushed to it, by a hook of git's own."""

from __future__ import annotations

from lab.content.props import Builder
from lab.hook import NAME, hook
from lab.props.ground import PROGRAM, Ground

_CONFIG = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n"


def lay_builder(prop: Builder, ground: Ground) -> None:
    """Make a bare repository (gitrepository-layout(5)) whose hook has each push to its branch built.

    By git's own means, so that it makes no difference who pushes, and from which terminal.
    """
    ground.write(f"{prop.path}/HEAD", f"ref: refs/heads/{prop.branch}\n".encode())
    ground.write(f"{prop.path}/config", _CONFIG.encode())
    for folder in ("objects/info", "objects/pack", "refs/heads", "refs/tags"):
        ground.make_folder(f"{prop.path}/{folder}")
    order = (f"{ground.run.workspace}/{prop.path}", prop.branch, prop.image, prop.record_path)
    ground.write(f"{prop.path}/hooks/{NAME}", hook((ground.run.workspace, ground.run.id, *order)), PROGRAM)
