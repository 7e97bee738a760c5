"""A real engine, named by LAB_TEST_ENGINE and ours to change, asked through its own command line."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

EXERCISE = "private-registry"
START = 30.0
"""Seconds that an engine, or a registry, may take to answer."""
PREDEFINED = ("bridge", "host", "none", "podman")
"""Networks that engines come with; Podman 4 has no filter that tells them apart."""

UNSTEADY_ON_PODMAN = ("Digest", "Size", "SharedSize", "UniqueSize", "VirtualSize")
"""Podman keeps every manifest that an image was ever pulled or pushed with, counts them in, and shows the last."""
BEYOND_PODMAN = {
    "test_the_users_own_hello_world_is_put_back_with_its_digest": "an image is not found by a digest of another repository",
}
"""Tests that fail on Podman, and why; README.md has the words."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Expect the known differences of Podman, which throwaway.py starts instead of dockerd, to be there."""
    if os.environ.get("THROWAWAY_ENGINE") == "podman":
        for item in items:
            if reason := BEYOND_PODMAN.get(getattr(item, "originalname", item.name)):
                item.add_marker(pytest.mark.xfail(reason=reason, strict=True))


def command_of(process: int) -> list[str]:
    """A process's command line; one empty word where it has gone."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text().removesuffix("\0").split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return [""]


def await_registry(port: int) -> None:
    """Wait until a registry that was just started answers: the engine takes connections for it before it does."""
    ends = time.monotonic() + START
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/v2/", timeout=5).close()
        except OSError:
            assert time.monotonic() < ends, f"no registry answers on port {port}"
            time.sleep(0.05)
        else:
            return


@dataclass(frozen=True)
class Engine:
    """The engine's own command line: what it says counts, whatever the lab says."""

    url: str

    @property
    def is_practice(self) -> bool:
        """Whether it is the lab's own engine, by what it calls itself."""
        return self.docker("version", "-f", "{{.Server.Version}}").endswith("+practice")

    @property
    def is_podman(self) -> bool:
        """Whether it is Podman; what it does differently is in README.md."""
        return "Podman Engine" in self.docker("version", "-f", "{{json .Server.Components}}")

    def docker(self, *words: str, cwd: Path | None = None, check: bool = True) -> str:
        command = ["docker", "-H", self.url, *words]
        done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=60, check=False)
        assert not check or done.returncode == 0, done.stderr
        return done.stdout.strip()

    def succeeds(self, *words: str) -> bool:
        command = ["docker", "-H", self.url, *words]
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0

    def inventory(self) -> dict[str, list[str]]:
        """Everything there is, by name and identity, in the engine's own words, and what volumes hold, byte for byte."""
        images = self.docker("image", "ls", "--all", "--digests", "--no-trunc", "--format", "{{json .}}").splitlines()
        unsteady = ("CreatedSince", *(UNSTEADY_ON_PODMAN if self.is_podman else ()))
        rows = [{name: value for name, value in json.loads(row).items() if name not in unsteady} for row in images]
        named = {json.dumps(row, sort_keys=True) for row in rows}
        containers = self.docker("ps", "-a", "--no-trunc", "--format", "{{.ID}} {{.Names}} {{.State}}").splitlines()
        started = "{{.Id}} {{.State.StartedAt}}"
        volumes = self.docker("volume", "ls", "-q").splitlines()
        return {
            "images": sorted(named),
            "containers": sorted(containers),
            "started": sorted(self.docker("inspect", "-f", started, row.split()[0]) for row in containers),
            "volumes": sorted(f"{name} {self._contents(name)}" for name in volumes),
            "networks": sorted(
                self.docker("network", "ls", "--no-trunc", "--format", "{{.ID}} {{.Name}}").splitlines()
            ),
            "swarm": self.swarm(),
        }

    def swarm(self) -> list[str]:
        """The Swarm that it manages, and everything in it, each with its version; nothing where it manages none."""
        if self.docker("info", "-f", "{{.Swarm.ControlAvailable}}") != "true":
            return []
        found = [self.docker("info", "-f", "{{.Swarm.Cluster.ID}} {{.Swarm.NodeID}}")]
        for kind in ("service", "secret", "config"):
            for identity in sorted(self.docker(kind, "ls", "-q").split()):
                found.append(self.docker(kind, "inspect", "-f", "{{.ID}} {{.Version.Index}} {{json .Spec}}", identity))
        return found

    def _contents(self, volume: str) -> str:
        folder = Path(self.docker("volume", "inspect", "-f", "{{.Mountpoint}}", volume))
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        return json.dumps({str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files})

    def processes(self) -> list[int]:
        """The engine itself, by process: a dockerd that was given its socket and its containerd, Podman's service, or the practice engine."""
        found = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
        return sorted(process for process in found if self._is_served_by(command_of(process)))

    def _is_served_by(self, command: list[str]) -> bool:
        socket = self.url.removeprefix("unix://")
        if "lab.practice" in command:
            return "--home" in command and socket.startswith(command[command.index("--home") + 1])
        folder = str(Path(socket).parent)
        return Path(command[0]).name in ("dockerd", "containerd", "podman") and any(folder in word for word in command)

    def empty(self) -> None:
        """Remove everything: this engine is thrown away after the tests."""
        if self.swarm():
            self.docker("swarm", "leave", "--force")
        containers = self.docker("ps", "-aq").split()
        if containers:
            self.docker("rm", "-f", "-v", *containers)
        volumes = self.docker("volume", "ls", "-q").split()
        if volumes:
            self.docker("volume", "rm", *volumes)
        every = self.docker("network", "ls", "--format", "{{.Name}}").split()
        networks = [name for name in every if name not in PREDEFINED]
        if networks:
            self.docker("network", "rm", *networks)
        spare = [
            name
            for name in self.docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}").splitlines()
            if name != "registry:latest"
        ]
        for name in spare:
            self.docker("image", "rm", name, check=False)
        dangling = self.docker("image", "ls", "-q", "--filter", "dangling=true").split()
        if dangling:
            self.docker("image", "rm", "-f", *dangling)


@contextmanager
def paused(engine: Engine) -> Iterator[None]:
    """An engine that takes connections and answers nothing."""
    processes = engine.processes()
    assert processes
    for each in processes:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in processes:
            os.kill(each, signal.SIGCONT)


@dataclass(frozen=True)
class Result:
    """What the lab's command line did."""

    code: int
    stdout: str
    stderr: str

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stdout.splitlines()]

    @property
    def last(self) -> dict[str, Any]:
        return self.events[-1]


@dataclass(frozen=True)
class Lab:
    """The lab's command line, with a home of its own."""

    home: Path
    url: str

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "lab", *words, "--engine", self.url]

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "REGISTRY_LAB_HOME": str(self.home), "REGISTRY_LAB_LANG": "en"}

    def __call__(self, *words: str, timeout: float = 60) -> Result:
        done = subprocess.run(
            self.command(*words), capture_output=True, text=True, env=self.environment, timeout=timeout, check=False
        )
        return Result(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def engine() -> Iterator[Engine]:
    """An engine that holds the image `registry` and nothing else, before and after each test."""
    url = os.environ.get("LAB_TEST_ENGINE")
    assert url, "these tests need an engine of their own: make engine-test"
    engine = Engine(url)
    engine.empty()
    if not engine.succeeds("image", "inspect", "registry"):
        engine.docker("pull", "-q", "registry")
    yield engine
    engine.empty()


@pytest.fixture
def lab(tmp_path: Path, engine: Engine) -> Lab:
    return Lab(tmp_path / "home", engine.url)


@pytest.fixture
def neighbours(engine: Engine) -> Engine:
    """Somebody's week: their hello-world under two names, their registry with data on port 5000, a volume and a network."""
    engine.docker("pull", "-q", "hello-world")
    engine.docker("tag", "hello-world", "mine/hello:1")
    engine.docker("volume", "create", "work")
    if not engine.is_practice:  # which has the networks that it came with
        engine.docker("network", "create", "mine")
    engine.docker(
        "run", "-d", "-p", "127.0.0.1:5000:5000", "-v", "work:/var/lib/registry", "--name", "registry", "registry"
    )
    engine.docker("tag", "hello-world", "127.0.0.1:5000/mine:1")
    await_registry(5000)
    engine.docker("push", "-q", "127.0.0.1:5000/mine:1")
    return engine
