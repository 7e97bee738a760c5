"""Where the lab keeps what is the learner's: records, runs and the folders that exercises work in."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path

from lab.errors import LabError
from lab.language.message import say

MARKER = ".registry-lab"
"""A file that says a folder is the lab's own; nothing is ever removed from a folder without it."""
LAYING = ".registry-lab-laying"
"""A file that is being laid into a workspace: whole before it has its own name, so that a kill leaves no half of one."""


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds everything; `~/registry-lab`, or REGISTRY_LAB_HOME.

    Under the home directory and not hidden: Colima shares only the home directory with its engine, and a Docker from a
    snap package sees no hidden folders.
    """

    path: Path

    @property
    def progress(self) -> str | Path:
        """Return where the records are: the URL of a database of the school's, or a file here."""
        return os.environ.get("REGISTRY_LAB_PROGRESS") or self.path / "progress.db"

    @property
    def practice(self) -> Path:
        """Return the folder of the practice engine: its images, containers and volumes."""
        return self.path / "practice"

    def hold(self, exercise: str, engine: str) -> Path:
        """Return the file that whoever works at an exercise on an engine keeps locked meanwhile."""
        import hashlib  # and OpenSSL with it, which the first frame does without

        return self.runs(exercise) / f"{hashlib.sha256(engine.encode()).hexdigest()[:8]}.lock"

    def runs(self, exercise: str | None = None) -> Path:
        """Return the folder of ledgers, of one exercise or of all."""
        return self.path / "runs" / exercise if exercise else self.path / "runs"

    def workspace(self, exercise: str, run: str) -> Path:
        """Make the folder that an exercise's `$(pwd)` means; one of the run's own where another run has left something."""
        folder = self.path / "workspace" / exercise
        try:
            if folder.is_dir() and any(entry.name != MARKER for entry in folder.iterdir()):
                folder = folder.with_name(f"{exercise}-{run}")
            folder.mkdir(parents=True, exist_ok=True)
            (folder / MARKER).touch()
        except OSError as error:
            raise not_writable(folder, error) from error
        return folder


def not_writable(path: Path, error: OSError) -> LabError:
    """Return what to tell of a file or folder of the lab's that cannot be written: a full disk is another matter than a closed one."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return LabError(say("session.home-full.message", path=str(path)), say("session.home-full.hint"))
    message = say("session.home-not-writable.message", path=str(path), reason=error.strerror or str(error))
    return LabError(message, say("session.home-not-writable.hint"))


def find_home() -> Home:
    """Return the home folder that the environment names, as an absolute path."""
    named = os.environ.get("REGISTRY_LAB_HOME")
    return Home((Path(named) if named else Path.home() / "registry-lab").expanduser().absolute())


def first_missing(path: Path) -> Path:
    """Return the topmost folder that is not there and that making a path would make; the path itself where its folder is there."""
    while not path.parent.exists():
        path = path.parent
    return path
