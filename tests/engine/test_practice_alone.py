"""The whole exercise on a machine with no engine, no network and no rights: as nobody, with loopback alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lab.content.library import exercises_folder, load

from .conftest import EXERCISE
from .unprivileged import NOBODY

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="makes namespaces: needs Linux and root"),
]

STEPS = [step.id for step in load(exercises_folder(), EXERCISE, "en").steps]
Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="nobodys-home-") as folder:
        os.chown(folder, NOBODY, NOBODY)
        yield Path(folder)


@pytest.fixture
def as_nobody(home: Path) -> Command:
    """Run a command as nobody; it finds no docker, no socket, and no network but its own loopback."""

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        outer = [sys.executable, str(Path(__file__).with_name("unprivileged.py")), str(home)]
        environment = {**os.environ, "LANG": "C.UTF-8"}
        return subprocess.run(
            [*outer, *command], capture_output=True, text=True, env=environment, timeout=60, check=False
        )

    return run


def lab(*words: str) -> list[str]:
    return [sys.executable, "-m", "lab", *words]


def test_there_is_nothing_but_the_lab(as_nobody: Command) -> None:
    program = (
        "import json, os, shutil, socket, pathlib;"
        "print(json.dumps([os.getuid(), shutil.which('docker'), sorted(name for _, name in socket.if_nameindex()),"
        " os.access('/var/run/docker.sock', os.W_OK), len(pathlib.Path('/proc/net/route').read_text().splitlines())]))"
    )
    done = as_nobody(sys.executable, "-c", program)
    assert done.returncode == 0, done.stderr
    uid, docker, interfaces, socket_is_open, routes = json.loads(done.stdout)
    assert (uid, docker, socket_is_open, routes) == (NOBODY, None, False, 1)
    assert "lo" in interfaces


def test_the_exercise_is_done_by_nobody_without_a_network(as_nobody: Command, home: Path) -> None:
    done = as_nobody(*lab("run", EXERCISE, "--json"))
    assert done.returncode == 0, done.stdout + done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert events[-1]["steps"] == dict.fromkeys(STEPS, "pass")
    opened = next(event for event in events if event["event"] == "exercise_opened")
    assert opened["engine"]["kind"] == "practice"
    assert {path.owner() for path in home.rglob("*")} == {"nobody"}


@pytest.mark.parametrize(
    ("lang", "engine", "banner"),
    [
        (
            "en",
            "Engine: practice 25.0.0+practice at unix://",
            "Practice engine: images, tags, digests and the registry",
        ),
        (
            "ko",
            "엔진: practice 25.0.0+practice, unix://",
            "연습용 엔진: 이미지, 태그, 다이제스트, 레지스트리는 진짜이고",
        ),
    ],
)
def test_without_a_terminal_and_without_an_engine_the_lab_walks_through_on_its_own(
    as_nobody: Command, lang: str, engine: str, banner: str
) -> None:
    done = as_nobody(*lab("--lang", lang))
    assert done.returncode == 0, done.stdout + done.stderr
    assert engine in done.stdout
    assert banner in done.stdout
    assert all(f" ({step})\n" in done.stdout for step in STEPS)
    assert "✗" not in done.stdout
    assert "?" not in [line.strip()[:1] for line in done.stdout.splitlines()]
