"""Exercises and quizzes of others: folders that REGISTRY_LAB_CONTENT names, and packages with an entry point."""

from __future__ import annotations

import os
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

from lab.content.kinds import Kind
from lab.errors import LabError
from lab.language.message import say

VARIABLE = "REGISTRY_LAB_CONTENT"
"""Folders, separated as those of PATH are."""

GROUP = "registry_lab.content"
"""Entry points of packages; each is a package whose folder has the files, or a path."""

PLACES: dict[Kind, str] = {"exercise": "exercises", "quiz": "quizzes"}
"""Folders of each kind, below a folder that has both."""


def folders_of_others(kind: Kind) -> tuple[Path, ...]:
    """Return the folders with exercises or quizzes of others: those of packages by name, then those that are named.

    Raise LabError where a package cannot be loaded.
    """
    packages = [_folder_of(entry) for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name)]
    named = [Path(text) for text in os.environ.get(VARIABLE, "").split(os.pathsep) if text]
    return tuple(place for folder in (*packages, *named) for place in places(folder, kind))


def places(folder: Path, kind: Kind) -> tuple[Path, ...]:
    """Return where a folder has its files of a kind: in `exercises` and `quizzes` below it, or right in it."""
    below = {each: folder / name for each, name in PLACES.items() if (folder / name).is_dir()}
    if not below:
        return (folder,)
    return (below[kind],) if kind in below else ()


def _folder_of(entry: EntryPoint) -> Path:
    try:
        loaded = entry.load()
        if isinstance(loaded, ModuleType):
            return Path(loaded.__file__ or "").parent
        return Path(loaded)
    except Exception as error:  # whatever a stranger's package does when it is imported
        message = say("content.error.package", name=entry.name, detail=f"{type(error).__name__}: {error}")
        raise LabError(
            message, say("content.error.package-hint", name=entry.dist.name if entry.dist else entry.name)
        ) from error
