"""The hook that the lab lays into a source repository: what it says, and how to tell it from any other."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence

NAME = "post-receive"
"""When git runs it: after a push (githooks(5))."""

_TEXT = """\
#!/bin/sh
# Git runs this after a push, with a line for each branch: what it was, what it is, its name.
exec {command}
"""
_BUILDS = ("-P", "-m", "lab.cli.autobuild")


def hook(arguments: Sequence[str]) -> bytes:
    """Return a hook that has the lab's builder do what the arguments say."""
    return _TEXT.format(command=shlex.join([sys.executable, *_BUILDS, *arguments])).encode()


def is_ours(name: str, content: bytes) -> bool:
    """Tell whether a hook is one that this lab could have laid, to the byte: it starts the lab's builder, and nothing else."""
    try:
        words = shlex.split(content.decode().rpartition("\nexec ")[2])
    except ValueError:
        return False
    return name == NAME and content == hook(words[1 + len(_BUILDS) :])
