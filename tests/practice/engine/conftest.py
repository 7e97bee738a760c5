"""A practice engine in a process of its own, asked through the Docker SDK."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docker
import docker.errors
import pytest


@contextlib.contextmanager
def engine_at(home: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run an engine; yield its process and its DOCKER_HOST once it listens."""
    command = [sys.executable, "-m", "lab.practice", "--home", str(home), *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().removeprefix("listening on ").strip()
    finally:
        process.terminate()
        process.wait(timeout=10)
        process.stdout.close()


@pytest.fixture(scope="session")
def shared_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with engine_at(tmp_path_factory.mktemp("engine") / "home") as (_, url):
        client = docker.APIClient(url, timeout=20)
        for name in ("registry", "hello-world"):
            client.pull(name, "latest")
        client.close()
        yield url


@pytest.fixture
def url(shared_engine: str) -> str:
    return shared_engine


@pytest.fixture
def client(shared_engine: str) -> Iterator[docker.APIClient]:
    """A client of an engine that has the images registry and hello-world, and nothing else before and after."""
    client = docker.APIClient(shared_engine, timeout=20)
    yield client
    empty(client)
    client.close()


def empty(client: docker.APIClient) -> None:
    for row in client.containers(all=True):
        with contextlib.suppress(docker.errors.NotFound):
            client.remove_container(row["Id"], force=True, v=True)
    for row in client.volumes()["Volumes"]:
        client.remove_volume(row["Name"])
    for row in client.images():
        for name in row["RepoTags"] or ():
            if name not in ("registry:latest", "hello-world:latest"):
                client.remove_image(name)


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def started(client: Any, name: str, host_port: int | None = None, **more: Any) -> str:
    """Create and start a registry; return its ID."""
    bindings = {5000: ("127.0.0.1", host_port)} if host_port else None
    host = client.create_host_config(port_bindings=bindings, **more)
    identity = str(client.create_container("registry", name=name, ports=[5000], host_config=host)["Id"])
    client.start(identity)
    return identity
