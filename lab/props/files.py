"""`[[file]]`: a text file of the exercise's."""

from __future__ import annotations

from lab.content.props import File
from lab.props.ground import PLAIN, PROGRAM, Ground


def lay_file(prop: File, ground: Ground) -> None:
    """Write the file, as UTF-8 with a line feed at its end."""
    ground.write(prop.path, prop.text.rstrip("\n").encode() + b"\n", PROGRAM if prop.executable else PLAIN)
