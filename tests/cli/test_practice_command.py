"""`registry-lab engine`: the practice engine on its own, in the foreground, in the background, and where it cannot be."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from lab.practice.engine import start

Command = Callable[..., Any]


@contextmanager
def in_the_foreground(environment: dict[str, str], *words: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "lab", "engine", *words]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def in_the_background(home: Path) -> Iterator[Path]:
    """The home of an engine that is ended, whatever the test did."""
    yield home / "practice"
    start.stop(home / "practice")


def answers(url: str) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(10)
        connection.connect(url.removeprefix("unix://"))
        connection.sendall(b"GET /_ping HTTP/1.0\r\n\r\n")
        return b" 200 " in connection.recv(64)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_where_it_is_and_serves_until_it_is_interrupted(
    no_engine: dict[str, str], number: signal.Signals
) -> None:
    with in_the_foreground(no_engine) as process:
        assert process.stdout is not None
        first = process.stdout.readline().strip()
        name, _, url = first.partition("=")
        assert name == "DOCKER_HOST"
        assert answers(url)
        process.send_signal(number)
        more, told = process.communicate(timeout=20)
    assert (process.returncode, more) == (0, "")
    assert told == (
        "The practice engine runs until Ctrl-C. In another terminal: export the line above, and use docker as usual.\n"
    )
    assert not Path(url.removeprefix("unix://")).exists()


def test_an_object_tells_where_it_is_and_korean_what_to_do(no_engine: dict[str, str]) -> None:
    with in_the_foreground(no_engine, "--json", "--lang", "ko") as process:
        assert process.stdout is not None
        assert answers(json.loads(process.stdout.readline())["DOCKER_HOST"])
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
    assert told.startswith("Ctrl-C를 누를 때까지")


def test_in_the_background_it_stays_is_found_again_and_is_stopped(
    registry_lab: Command, in_the_background: Path
) -> None:
    began = registry_lab("engine", "--background")
    url = began.stdout.strip().removeprefix("DOCKER_HOST=")
    assert (began.returncode, began.stderr) == (0, "")
    assert answers(url)
    again = registry_lab("engine", "--background", "--json")
    assert json.loads(again.stdout) == {"DOCKER_HOST": url}
    already = registry_lab("engine")
    assert (already.returncode, already.stdout) == (0, f"DOCKER_HOST={url}\n")
    assert already.stderr == "It is running already; registry-lab engine --stop ends it.\n"
    assert registry_lab("engine", "--stop").returncode == 0
    assert start.running(in_the_background) is None
    assert registry_lab("engine", "--stop").returncode == 0


def a_file(home: Path) -> None:
    home.write_text("")


def open_to_others(home: Path) -> None:
    (home / "practice" / "run").mkdir(parents=True)
    (home / "practice" / "run").chmod(0o755)


@pytest.mark.parametrize("spoil", [a_file, open_to_others])
@pytest.mark.parametrize("words", [("engine",), ("engine", "--background")])
def test_a_home_that_cannot_be_used_is_two_lines_and_cannot_tell(
    registry_lab: Command, home: Path, spoil: Callable[[Path], None], words: tuple[str, ...]
) -> None:
    spoil(home)
    done = registry_lab(*words)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.splitlines() == [
        f"The practice engine could not be started in {home}/practice.",
        "Its log is engine.log in that folder. Another folder: set REGISTRY_LAB_HOME; another engine: --engine URL.",
    ]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="gives up root's rights: needs root")
def test_a_home_of_somebody_elses_is_two_lines_and_cannot_tell(no_engine: dict[str, str], home: Path) -> None:
    (home / "practice").mkdir(parents=True, mode=0o700)
    # What is needed is loaded first: nobody may not read it where root has installed it.
    program = (
        "import os; import lab.cli.commands, lab.cli.practice, lab.practice.engine.server;"
        "from lab.cli import main; os.setuid(65534);"
        "print([main(words) for words in (['engine'], ['engine', '--background'], ['engine', '--stop'])])"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=no_engine, capture_output=True, text=True, timeout=30, check=False)
    assert done.stdout == "[3, 3, 3]\n", done.stderr
    assert len(done.stderr.splitlines()) == 6, done.stderr
