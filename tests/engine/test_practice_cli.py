"""The practice engine side by side with a real engine, under Docker's own command line."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import EXERCISE, Engine, Lab

pytestmark = pytest.mark.engine

# A real container's program listens a moment after the container runs: `curl` waits for it.
ALIKE = """
docker run -d -p 127.0.0.1:PORT:5000 --name registry registry
docker run -d -p 127.0.0.1:PORT:5000 --name second registry
docker run -d --name registry registry
docker container rm registry
docker ps --format {{.Names}}|{{.State}}|{{.Ports}}|{{.Image}}|{{.Networks}}
docker ps -a --format {{.Names}}|{{.State}}|{{.Ports}}|{{.Status}}
docker tag hello-world 127.0.0.1:PORT/hello-world
docker tag nope x
curl -s --retry 100 --retry-delay 0 --retry-all-errors http://127.0.0.1:PORT/v2/
docker push -q 127.0.0.1:PORT/hello-world
docker push 127.0.0.1:PORT/nope
docker push 127.0.0.1:1/hello-world
docker image rm hello-world
docker image rm 127.0.0.1:PORT/hello-world
docker image rm 127.0.0.1:PORT/hello-world
docker pull -q 127.0.0.1:PORT/hello-world
docker pull -q 127.0.0.1:PORT/nope
docker pull -q 127.0.0.1:PORT/hello-world:nope
docker pull -q 127.0.0.1:1/nope
docker kill registry
docker kill registry
docker stop registry
docker start registry
docker stop registry
docker inspect -f {{.State.ExitCode}}-{{.State.Status}}-{{.NetworkSettings.Ports}} registry
docker rename registry other
docker rename other second
docker rm other second
docker rm other
docker run -d --name folder -v FOLDER/data:/var/lib/registry registry
docker inspect -f {{.Mounts}}-{{.HostConfig.Binds}} folder
docker run -d --name mount --mount type=bind,source=FOLDER/nope,target=/var/lib/registry registry
docker run -d --name volume -v data:/var/lib/registry registry
docker volume rm data
docker rm -f -v folder volume
docker volume ls -q --filter name=data
docker volume rm data
docker volume rm data
docker volume create a/b
docker volume inspect nope
docker network rm bridge
docker network inspect nope
docker run --rm --restart always hello-world
docker run -p 99999:1 hello-world
docker create --name ports -p PORT:5000 -p 127.0.0.1::80 registry
docker start ports
docker ps --format {{.Ports}}
docker port ports 5000
docker image rm registry
docker logs nope
docker exec nope ls
docker inspect nope
docker kill -s NOPE nope
docker kill -s URG ports
docker kill -s TERM ports
docker wait ports
docker rm -v ports
docker ps -aq
docker volume ls -q
docker login 127.0.0.1:1 -u a -p b
"""


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Engine]:
    """A practice engine with the images registry and hello-world."""
    command = [sys.executable, "-m", "lab.practice", "--home", str(tmp_path / "practice")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        engine = Engine(process.stdout.readline().removeprefix("listening on ").strip())
        with contextlib.ExitStack() as ending:
            ending.callback(process.terminate)
            engine.docker("pull", "-q", "registry")
            yield engine


def test_the_lab_does_its_exercise_on_it_and_leaves_nothing_behind(practice: Engine, tmp_path: Path) -> None:
    before = practice.inventory()
    result = Lab(tmp_path / "home", practice.url)("run", EXERCISE, "--json")
    assert result.code == 0, result.stdout + result.stderr
    assert set(result.last["steps"].values()) == {"pass"}
    assert practice.inventory() == before


def test_both_engines_answer_a_command_line_in_the_same_words(engine: Engine, practice: Engine, tmp_path: Path) -> None:
    answers: dict[str, list[str]] = {}
    for name, each, port in (("real", engine, 5031), ("practice", practice, 5032)):
        each.docker("pull", "-q", "hello-world")
        folder = tmp_path / f"folder-of-{name}"
        folder.mkdir()
        answers[name] = [answered(each, line, port, folder) for line in ALIKE.strip().splitlines()]
    assert answers["practice"] == answers["real"]


def answered(engine: Engine, line: str, port: int, folder: Path) -> str:
    """Return a command with its exit code and everything it printed, without what differs from run to run."""
    words = line.replace("PORT", str(port)).replace("FOLDER", str(folder)).split()
    command = ["docker", "-H", engine.url, *words[1:]] if words[0] == "docker" else words
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, check=False)
    text = f"{done.stdout}{done.stderr}".replace(str(port), "PORT").replace(str(folder), "FOLDER")
    for pattern, name in (
        (r"sha256:[0-9a-f]{64}", "DIGEST"),
        (r"\b[0-9a-f]{64}\b", "ID"),
        (r"\b[0-9a-f]{12}\b", "SHORT"),
        (r"(Exited \(\d+\)) .* ago", r"\1"),
        (r"Up [^|\n]*", "Up"),
        (r"127\.0\.0\.1:[3-6]\d{4}", "127.0.0.1:FREE"),
    ):
        text = re.sub(pattern, name, text)
    return f"{line}\n[{done.returncode}] {text}"
