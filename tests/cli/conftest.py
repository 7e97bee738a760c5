"""The command line on a machine without an engine: called in this process, or as one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest

from lab.cli import main


@dataclass(frozen=True)
class Done:
    """What became of a command."""

    returncode: int
    stdout: str
    stderr: str


Command: TypeAlias = Callable[..., Done]

NO_ENGINE = "unix:///nonexistent/docker.sock"
_OURS = ("DOCKER_", "REGISTRY_LAB_", "LC_", "LANG", "PYTHON")


def without_engine(home: Path, **more: str) -> dict[str, str]:
    """An environment with a home of its own, no engine and the plainest locale."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    ours = {"REGISTRY_LAB_HOME": str(home), "DOCKER_HOST": NO_ENGINE, "LANG": "C.UTF-8", "HOME": str(home.parent)}
    return {**kept, **ours, **more}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def no_engine(home: Path) -> dict[str, str]:
    return without_engine(home)


@pytest.fixture
def registry_lab(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Call `registry-lab` with arguments; keywords are more environment."""

    def run(*arguments: str, **environment: str) -> Done:
        wanted = without_engine(home, **environment)
        for name in [name for name in os.environ if name.startswith(_OURS)]:
            monkeypatch.delenv(name)
        for name, value in wanted.items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        try:
            code = main(list(arguments))
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return run


@pytest.fixture
def process(home: Path) -> Command:
    """Run `registry-lab` as a process of its own; keywords are more environment."""

    def run(*arguments: str, **environment: str) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "lab", *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
            env=without_engine(home, **environment),
        )
        return Done(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))

    return run
