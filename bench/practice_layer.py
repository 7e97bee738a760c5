"""A layer of 500 MB pushed and pulled back through the whole engine, practice engine and dockerd, by the same client."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docker

from bench.practice_memory import memory
from bench.result import Result, timed

SIZE = 500 * 1000 * 1000
SLOWEST = 2.0
"""Times what dockerd with Debian's docker-registry takes."""
MORE_MEMORY = 48.0
"""MiB above what the engine had before: buffers, and nothing that grows with the layer."""
NAME, PORT = "bench/large", 5077
_STEP = 1 << 20


def large_layer(practice: str, process: int) -> Iterator[Result]:
    """Measure both engines, one after the other; the real one is what DOCKER_HOST names."""
    with tempfile.TemporaryDirectory(prefix="registry-lab-bench-") as folder:
        archive = Path(folder, "image.tar")
        _write_archive(archive)
        with _debian_registry(Path(folder)):
            real = _there_and_back(docker.from_env(timeout=600), archive)
        client = docker.DockerClient(base_url=practice, timeout=600)
        with _practice_registry(client):
            before = memory(process, "VmRSS")
            ours = _there_and_back(client, archive)
            grown = memory(process, "VmHWM") - before
    for way, mine, theirs in zip(("push", "pull"), ours, real, strict=True):
        rates = f"{SIZE / mine / 1e6:.0f} MB/s, dockerd with docker-registry {SIZE / theirs / 1e6:.0f} MB/s"
        yield Result(
            f"{way} of a 500 MB layer, practice engine against dockerd", mine / theirs, SLOWEST, "times", rates
        )
    yield Result("memory that it took for that", grown, MORE_MEMORY, "MiB", f"it had {before:.1f} MiB")


def _there_and_back(client: docker.DockerClient, archive: Path) -> tuple[float, float]:
    """Load the image, and return the seconds of its push and of its pull."""
    with archive.open("rb") as file:
        (image,) = client.images.load(file)
    name = f"127.0.0.1:{PORT}/{NAME}"
    image.tag(name, "1")
    try:
        push = timed(lambda: _done(client.images.push(name, "1", stream=True, decode=True)))
        client.images.remove(f"{name}:1")
        client.images.remove(f"{NAME}:1")
        pull = timed(lambda: _done(client.api.pull(name, "1", stream=True, decode=True)))
        client.images.remove(f"{name}:1")
    finally:
        client.close()
    return push, pull


def _done(messages: Iterator[dict[str, object]]) -> None:
    for message in messages:
        assert "error" not in message, message


def _write_archive(path: Path) -> None:
    """Write an image of one layer that cannot be compressed, as `docker save` writes it."""
    header = tarfile.TarInfo("data")
    header.size = SIZE
    layer = hashlib.sha256()
    with tempfile.TemporaryFile(dir=path.parent) as draft:
        chunk = os.urandom(_STEP)
        size = -(-SIZE // 512) * 512
        for piece in (header.tobuf(), *_pieces(chunk, size), bytes(1024)):
            draft.write(piece)
            layer.update(piece)
        length = draft.tell()
        draft.seek(0)
        diff_id = f"sha256:{layer.hexdigest()}"
        config = json.dumps(
            {"architecture": "amd64", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": [diff_id]}}
        ).encode()
        manifest = json.dumps([{"Config": "config.json", "RepoTags": [f"{NAME}:1"], "Layers": ["layer.tar"]}]).encode()
        with tarfile.open(path, "w") as tar:
            for name, content in (("config.json", config), ("manifest.json", manifest)):
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
            entry = tarfile.TarInfo("layer.tar")
            entry.size = length
            tar.addfile(entry, draft)


def _pieces(chunk: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, size, len(chunk)):
        # No two pieces are equal: a layer of repetitions would be no layer.
        yield (at.to_bytes(8, "big") + chunk[8:])[: size - at]


@contextmanager
def _practice_registry(client: docker.DockerClient) -> Iterator[None]:
    client.images.pull("registry", tag="latest")
    container = client.containers.run("registry", detach=True, ports={"5000/tcp": ("127.0.0.1", PORT)})
    try:
        yield
    finally:
        container.remove(force=True, v=True)


@contextmanager
def _debian_registry(folder: Path) -> Iterator[None]:
    config = folder / "config.yml"
    storage = f"storage: {{filesystem: {{rootdirectory: {folder}/registry}}}}"
    quiet = "log: {level: error, accesslog: {disabled: true}}"
    config.write_text(f"version: 0.1\n{quiet}\n{storage}\nhttp: {{addr: '127.0.0.1:{PORT}'}}\n", encoding="utf-8")
    with subprocess.Popen(["docker-registry", "serve", str(config)], stderr=subprocess.DEVNULL) as process:
        # Pushes are refused until it listens, and a push that is refused is not measured: it fails.
        time.sleep(1)
        try:
            yield
        finally:
            process.kill()
