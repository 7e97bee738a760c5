"""The command line as a process of its own, on a machine without an engine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

Done: TypeAlias = "subprocess.CompletedProcess[str]"
Command: TypeAlias = Callable[..., Done]

NO_ENGINE = "unix:///nonexistent/docker.sock"


def without_engine(home: Path, **more: str) -> dict[str, str]:
    """An environment with a home of its own, no engine and the plainest locale."""
    unwanted = ("DOCKER_", "REGISTRY_LAB_", "LC_", "LANG", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    ours = {"REGISTRY_LAB_HOME": str(home), "DOCKER_HOST": NO_ENGINE, "LANG": "C.UTF-8", "HOME": str(home)}
    return {**kept, **ours, **more}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def registry_lab(home: Path) -> Command:
    """Run `registry-lab` with arguments; keywords are more environment."""

    def run(*arguments: str, **environment: Any) -> Done:
        return subprocess.run(
            [sys.executable, "-m", "lab", *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
            env=without_engine(home, **environment),
        )

    return run


@pytest.fixture
def no_engine(home: Path) -> dict[str, str]:
    return without_engine(home)
