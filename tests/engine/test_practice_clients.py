"""Every Docker command line on this machine against `registry-lab engine`: what it prints is what it prints of dockerd."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import shlex
import shutil
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.engine

CLIENTS = sorted({path for path in (shutil.which("docker"), "/usr/bin/docker") if path and Path(path).exists()})
"""Debian's own is an older one than the one that a learner installs, and both may be here."""
REGISTRY = "127.0.0.1:5021"
NAME = f"{REGISTRY}/web"
EIGHT_STEPS = """
docker container run -d -p 127.0.0.1:5021:5000 --name registry registry
docker pull hello-world
docker tag hello-world 127.0.0.1:5021/hello-world
docker push 127.0.0.1:5021/hello-world
docker image remove hello-world
docker image remove 127.0.0.1:5021/hello-world
docker pull 127.0.0.1:5021/hello-world
docker container kill registry
docker container rm registry
docker container run -d -p 127.0.0.1:5021:5000 --name registry -v FOLDER:/var/lib/registry registry
docker push 127.0.0.1:5021/hello-world
"""
REFUSED = {
    "run -d --name registry registry": r'Conflict\. The container name "/registry" is already in use by container "\w{64}"',
    f"run -d -p {REGISTRY}:5000 registry": f"Bind for {REGISTRY} failed: port is already allocated",
    "tag nosuch mine": "No such image: nosuch:latest",
    f"push {REGISTRY}/nosuch": f"An image does not exist locally with the tag: {REGISTRY}/nosuch",
    f"pull {REGISTRY}/nosuch": f"manifest for {REGISTRY}/nosuch:latest not found: manifest unknown",
    "pull no-such-image": "pull access denied for no-such-image, repository does not exist or may require 'docker login'",
    "pull 127.0.0.1:1/x": "connection refused",
    "rm registry": "You cannot remove a running container|cannot remove container .*: container is running",
    "rmi registry": "conflict: unable to remove repository reference .* is using its referenced image",
    "build .": "The practice engine does not build images|needs a real engine",
    "swarm init": "needs a real engine",
    "run --rm --privileged registry": "needs a real engine",
    "run --rm nginx:alpine": "does not run programs",
}
"""Command lines that are refused, and words of dockerd's for it; the last ones are this engine's own."""


@dataclass(frozen=True)
class Client:
    """One command line, and the engine that DOCKER_HOST names."""

    path: str
    url: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        own = {"DOCKER_HOST": self.url, "DOCKER_CONFIG": str(self.folder), "DOCKER_BUILDKIT": "0", "TERM": "xterm"}
        return {**os.environ, **own}

    def __call__(self, line: str) -> str:
        """Return what a command line prints to a pipe; it must be done, without a word of complaint."""
        done = self.done(line)
        assert (done.returncode, done.stderr) == (0, ""), line
        return done.stdout.strip()

    def done(self, line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.path, *shlex.split(line)],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )

    def on_a_terminal(self, line: str) -> str:
        """Return what a command line draws on a terminal of 24 by 120."""
        ours, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 120, 0, 0))
        with subprocess.Popen(
            [self.path, *shlex.split(line)], env=self.environment, stdin=its, stdout=its, stderr=its
        ) as process:
            os.close(its)
            drawn = b"".join(iter(lambda: read(ours), b""))
        os.close(ours)
        assert process.returncode == 0, drawn
        return drawn.decode()


def read(terminal: int) -> bytes:
    """Read from a terminal; nothing where its last program has gone (Linux answers EIO)."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


@pytest.fixture(params=CLIENTS)
def client(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Client]:
    """A command line whose engine is `registry-lab engine`, by the line that it prints."""
    environment = {**os.environ, "REGISTRY_LAB_HOME": str(tmp_path / "home")}
    (tmp_path / "config").mkdir()
    with subprocess.Popen(
        [sys.executable, "-m", "lab", "engine"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        name, _, url = process.stdout.readline().strip().partition("=")
        assert name == "DOCKER_HOST"
        try:
            yield Client(request.param, url, tmp_path / "config")
        finally:
            process.terminate()


@pytest.fixture
def at_work(client: Client) -> Client:
    """A registry that runs, with an image of three layers tagged for it."""
    client("pull -q registry")
    client("pull -q nginx:alpine")
    client(f"run -d -p {REGISTRY}:5000 --name registry registry")
    client(f"tag nginx:alpine {NAME}")
    return client


def test_it_does_the_eight_steps(client: Client, tmp_path: Path) -> None:
    client("pull -q registry")
    for line in EIGHT_STEPS.strip().splitlines():
        client(line.replace("FOLDER", str(tmp_path / "data")).removeprefix("docker "))
    link = tmp_path / "data/docker/registry/v2/repositories/hello-world/_manifests/tags/latest/current/link"
    assert link.read_text().startswith("sha256:")


def test_a_foreground_run_prints_the_greeting_and_goes(client: Client) -> None:
    client("pull -q hello-world")
    assert "Hello from" in client("run --rm hello-world")
    assert client("ps -aq") == ""


def test_layers_move_as_bars_on_a_terminal(at_work: Client) -> None:
    pushed = at_work.on_a_terminal(f"push {NAME}")
    assert len(re.findall(r"[0-9a-f]{12}: Pushing \[=+>\s*\]", pushed)) >= 3
    assert pushed.count(": Pushed") == 3
    assert re.search(r"latest: digest: sha256:[0-9a-f]{64} size: \d+", pushed)
    assert at_work.on_a_terminal(f"push {NAME}").count(": Layer already exists") == 3
    at_work(f"rmi {NAME} nginx:alpine")
    pulled = at_work.on_a_terminal(f"pull {NAME}")
    # The lowest layer is also the registry's own, and is here.
    assert pulled.count(": Already exists") == 1
    for told in (
        r"Downloading \[=+>\s*\]",
        "Verifying Checksum",
        "Download complete",
        r"Extracting \[=+>\s*\]",
        "Pull complete",
    ):
        assert len(re.findall(rf"[0-9a-f]{{12}}: {told}", pulled)) >= 2, told
    assert f"Status: Downloaded newer image for {NAME}:latest" in pulled
    assert f"Status: Image is up to date for {NAME}:latest" in at_work.on_a_terminal(f"pull {NAME}")


def test_lists_are_tables_with_every_column(at_work: Client) -> None:
    head, row = at_work("ps").splitlines()
    assert head.split() == ["CONTAINER", "ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES"]
    assert re.search(
        rf'^[0-9a-f]{{12}} +registry +"/entrypoint.sh /etc…" .* Up .* {REGISTRY}->5000/tcp +registry$', row
    )
    head, *rows = at_work("images").splitlines()
    assert head.split() == ["REPOSITORY", "TAG", "IMAGE", "ID", "CREATED", "SIZE"]
    assert sorted(row.split()[:2] for row in rows) == [[NAME, "latest"], ["nginx", "alpine"], ["registry", "latest"]]
    ids = {row.split()[2] for row in rows if "registry  " not in row}
    assert len(ids) == 1, "two names, one image"
    assert len(at_work("history -q nginx:alpine").splitlines()) >= 3
    mounted = at_work('inspect -f "{{(index .Mounts 0).Name}}" registry')
    assert at_work("volume ls -q") == mounted


def test_inspections_are_read_by_templates_and_as_json(at_work: Client) -> None:
    assert at_work("inspect -f {{.State.Status}}-{{.Config.Image}}-{{.Name}} registry") == "running-registry-/registry"
    (container,) = json.loads(at_work("inspect registry"))
    assert container["NetworkSettings"]["Ports"] == {"5000/tcp": [{"HostIp": "127.0.0.1", "HostPort": "5021"}]}
    (image,) = json.loads(at_work(f"image inspect {NAME}"))
    assert len(image["RootFS"]["Layers"]) == 3
    assert sorted(image["RepoTags"]) == [f"{NAME}:latest", "nginx:alpine"]
    assert json.loads(at_work("network inspect bridge"))[0]["Driver"] == "bridge"
    assert at_work("version -f {{.Server.Version}}").endswith("+practice")


def test_events_tell_what_was_done(at_work: Client) -> None:
    at_work(f"push -q {NAME}")
    at_work("kill registry")
    at_work("rm -v registry")
    # The command line counts in whole seconds: this one has to be over.
    told = at_work(
        f"events --since 10m --until {int(time.time()) + 1} --format {{{{.Type}}}}:{{{{.Action}}}}"
    ).splitlines()
    wanted = (
        "image:pull image:pull volume:create container:create network:connect volume:mount container:start image:tag image:push "
        "container:kill container:die network:disconnect volume:unmount container:destroy volume:destroy"
    )
    assert sorted(told) == sorted(wanted.split())


def test_what_is_refused_is_refused_in_the_engines_words(at_work: Client) -> None:
    (at_work.folder / "Dockerfile").write_text("FROM hello-world\n")
    for line, words in REFUSED.items():
        done = at_work.done(line)
        assert done.returncode != 0, line
        assert re.search(words, done.stdout + done.stderr), (line, done.stdout, done.stderr)
