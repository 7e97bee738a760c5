"""What pushes that were broken off have left behind is taken away when it is old: distribution's upload purging."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from lab.practice.registry.layout import Layout

DRAFT = 60.0
"""Seconds after which a file that was being put in place is nobody's: its registry was killed at that moment."""
_DRAFT = re.compile(r"\.\w+\.[0-9a-f]{16}")
"""Names that `write_whole` gives to files that are not whole yet."""


def purge(root: Path, now: float, age: float) -> int:
    """Remove the uploads under a registry's root that are older than so many seconds, and drafts; return how many uploads.

    Blocks: for a thread.
    """
    folder = Layout(root).repositories
    for path in folder.rglob(".*"):
        if _DRAFT.fullmatch(path.name) and now - _changed(path) > DRAFT:
            path.unlink(missing_ok=True)
    old = [upload for upload in _uploads(folder) if now - _changed(upload) > age]
    for upload in old:
        shutil.rmtree(upload, ignore_errors=True)  # somebody may be ending it just now
    return len(old)


def _uploads(folder: Path) -> Iterator[Path]:
    for uploads in folder.rglob("_uploads"):
        yield from (each for each in uploads.iterdir() if each.is_dir())


def _changed(path: Path) -> float:
    """Return when a file or a folder's content was changed last; now and always for one that has gone."""
    try:
        return float(max(each.stat().st_mtime for each in (path, *(path.iterdir() if path.is_dir() else ()))))
    except FileNotFoundError:
        return float("inf")
