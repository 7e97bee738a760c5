"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import secrets
from io import FileIO
from pathlib import Path

from lab.practice.registry.names import Digest, parse_digest

_TRIES = 8


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in place in one step, with its folders; a folder that is removed meanwhile is made again."""
    for turn in range(_TRIES):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.parent / f".{path.name}.{secrets.token_hex(8)}"
        try:
            with draft.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, path)
            return
        except FileNotFoundError:
            if turn == _TRIES - 1:
                raise
        except OSError:
            draft.unlink(missing_ok=True)
            raise


def append_to(path: Path) -> FileIO:
    """Open a file to append to it, each write going to the system at once."""
    return FileIO(path, "a")


def sync(path: Path) -> None:
    """Have a file's content written to the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_link(path: Path) -> Digest | None:
    """Return the digest in a link, None where no link is or where it is not one."""
    try:
        return parse_digest(path.read_text(encoding="ascii").strip())
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None


def linked(folder: Path) -> list[Digest]:
    """Return the digests that have a link `ALGORITHM/HEX/link` in a folder, in order."""
    found = (parse_digest(f"{path.parts[-3]}:{path.parts[-2]}") for path in folder.glob("*/*/link"))
    return sorted(digest for digest in found if digest is not None)
