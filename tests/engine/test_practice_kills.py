"""A practice engine killed at any moment of anything, and started again: what was there is there, and nothing else.

LAB_ENGINE_KILLS says how often.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import docker
import docker.errors
import pytest
import requests

pytestmark = [pytest.mark.engine, pytest.mark.timeout(7200)]

KILLS = int(os.environ.get("LAB_ENGINE_KILLS", "30"))
SEED = int(os.environ.get("LAB_SEED", "2026"))
LONGEST = 0.6
"""Seconds that an engine lives at most."""
ADDRESS = "127.0.0.1:5000"
IMAGES = ("hello-world", "lab-base", "lab-app", "registry")
TAGS = ("mine:1", "mine:2", f"{ADDRESS}/a", f"{ADDRESS}/b/c")
CONTAINERS = ("one", "two", "three")
GONE = (requests.RequestException, docker.errors.DockerException)


@dataclass
class Known:
    """What the engine has acknowledged, as far as no call under way could have changed it."""

    images: dict[str, str] = field(default_factory=dict)
    containers: dict[str, str] = field(default_factory=dict)
    volumes: set[str] = field(default_factory=set)

    @staticmethod
    def of(client: docker.APIClient) -> Known:
        return Known(
            {name: row["Id"] for row in client.images() for name in row["RepoTags"] or ()},
            {row["Names"][0].removeprefix("/"): row["Id"] for row in client.containers(all=True)},
            {row["Name"] for row in client.volumes()["Volumes"]},
        )

    def without(self, touched: str) -> Known:
        """Leave out what a call that names this may have changed, and the volumes without a name, which go with it."""
        return Known(
            {name: image for name, image in self.images.items() if not name.startswith(touched)},
            {name: identity for name, identity in self.containers.items() if name != touched},
            {name for name in self.volumes if name != touched and len(name) < 64},
        )

    def within(self, other: Known) -> bool:
        return (
            self.images.items() <= other.images.items()
            and self.containers.items() <= other.containers.items()
            and self.volumes <= other.volumes
        )


@contextlib.contextmanager
def engine_at(home: Path) -> Iterator[tuple[subprocess.Popen[str], docker.APIClient]]:
    command = [sys.executable, "-m", "lab.practice", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        client = docker.APIClient(process.stdout.readline().removeprefix("listening on ").strip(), timeout=20)
        try:
            yield process, client
        finally:
            client.close()
            process.terminate()


Call = Callable[[docker.APIClient], object]


def a_call(chance: random.Random) -> tuple[str, Call]:
    """Choose what to do, and say what it may change."""
    image, tag, name = chance.choice(IMAGES), chance.choice(TAGS), chance.choice(CONTAINERS)
    calls: list[tuple[str, Call]] = [
        (image, lambda client: client.pull(image, "latest")),
        (tag, lambda client: client.tag(image, *tag.rsplit(":", 1) if tag.startswith("mine") else (tag, "latest"))),
        (tag, lambda client: client.remove_image(tag)),
        (image, lambda client: client.remove_image(image)),
        (name, lambda client: create(client, name)),
        (name, lambda client: client.remove_container(name, v=True, force=True)),
        (name, lambda client: client.start(name)),
        (name, lambda client: client.kill(name)),
        ("work", lambda client: client.create_volume("work")),
        ("work", lambda client: client.remove_volume("work")),
        ("nothing", lambda client: client.push(f"{ADDRESS}/a")),
        ("nothing", lambda client: client.push(f"{ADDRESS}/b/c")),
        (f"{ADDRESS}/a", lambda client: client.pull(f"{ADDRESS}/a", "latest")),
    ]
    return chance.choice(calls)


def create(client: docker.APIClient, name: str) -> None:
    """Make a registry; the first of them keeps its data in a volume that has a name, and is published."""
    named = {"binds": ["data:/var/lib/registry"], "port_bindings": {5000: ("127.0.0.1", 5000)}} if name == "one" else {}
    client.create_container("registry", name=name, ports=[5000], host_config=client.create_host_config(**named))


def until_it_is_gone(client: docker.APIClient, known: Known, chance: random.Random) -> Known:
    """Do one thing after the other until the engine is killed; return what was certain at that moment."""
    while True:
        touched, call = a_call(chance)
        try:
            call(client)
        except docker.errors.APIError:
            pass  # refused, as many are
        except GONE:
            return known.without(touched)
        try:
            known = Known.of(client)
        except GONE:
            return known.without(touched)


def contents(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def check_nothing_is_left_over(home: Path, client: docker.APIClient) -> None:
    containers, volumes = client.containers(all=True), client.volumes()["Volumes"]
    assert sorted(path.name for path in (home / "containers").iterdir()) == sorted(row["Id"] for row in containers)
    assert sorted(path.name for path in (home / "volumes").iterdir()) == sorted(row["Name"] for row in volumes)
    mounted = {mount["Name"] for row in containers for mount in row["Mounts"]}
    assert {row["Name"] for row in volumes} - {"data", "work"} <= mounted
    assert mounted <= {row["Name"] for row in volumes}
    assert list((home / "images" / "drafts").iterdir()) == []
    engines_own = [path for path in contents(home) if "_data" not in path.parts]
    assert [path for path in engines_own if path.name.startswith(".")] == []


def check_contents(home: Path, client: docker.APIClient) -> None:
    for row in client.images():
        assert client.inspect_image(row["Id"])["RootFS"]["Layers"]
        assert b"manifest.json" in b"".join(client.get_image(row["Id"]))
    for blob in (home / "images" / "blobs" / "sha256").iterdir():
        assert hashlib.sha256(blob.read_bytes()).hexdigest() == blob.name
    registry = home / "volumes" / "data" / "_data" / "docker" / "registry" / "v2"
    blobs = {path.parent.name: path for path in registry.glob("blobs/sha256/*/*/data")}
    for digest, path in blobs.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
    for link in registry.glob("repositories/**/link"):
        assert link.read_text().removeprefix("sha256:") in blobs, link


def test_an_engine_killed_at_any_moment_comes_back_as_it_was(tmp_path: Path) -> None:
    home, chance = tmp_path / "home", random.Random(SEED)
    with engine_at(home) as (_, client):
        for image in IMAGES:
            client.pull(image, "latest")
        create(client, "one")
    known, kept = Known(), set[str]()
    for number in range(KILLS + 1):
        with engine_at(home) as (process, client):
            found = Known.of(client)
            assert known.within(found), (number, known, found)
            assert client.containers() == [], number
            check_nothing_is_left_over(home, client)
            check_contents(home, client)
            published = {str(path) for path in home.glob("volumes/data/_data/docker/registry/v2/**/current/link")}
            assert kept <= published, number
            kept = published
            with contextlib.suppress(docker.errors.APIError):
                create(client, "one")
            with contextlib.suppress(docker.errors.APIError):
                client.start("one")
            found = Known.of(client)
            threading.Timer(chance.uniform(0, LONGEST), process.kill).start()
            known = until_it_is_gone(client, found, chance)
            process.wait()
    assert kept, "nothing was ever pushed"
