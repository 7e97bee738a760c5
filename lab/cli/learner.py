"""Who is at the keyboard."""

from __future__ import annotations

import getpass
import os


def learner() -> str:
    """Return who is at the keyboard: REGISTRY_LAB_LEARNER, or the name on this machine, which in a container may have none."""
    try:
        return os.environ.get("REGISTRY_LAB_LEARNER") or getpass.getuser()
    except (KeyError, OSError):
        return "learner"
