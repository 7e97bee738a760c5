"""`python -m bench.practice_registry`: a large layer pushed to the practice registry and pulled back, beside Debian's docker-registry.

One client for both, which does as little as a client can: what is measured is the server.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from bench.result import Result, median, timed

SIZE = 500 * 1024 * 1024
ROUNDS = 3
"""Of each; the best counts, since what else the machine does only ever makes one slower."""
SLOWEST = 2.0
"""Times what docker-registry takes."""
MOST_MEMORY = 45.0
"""MiB above a Python that does nothing."""
LONGEST_START = 0.05
"""Seconds from being told to start until it listens."""

_CHUNK = os.urandom(1024 * 1024)
_SERVE = """
import asyncio, sys, time
from pathlib import Path
from lab.practice.registry.server import RegistryServer
from lab.practice.registry.settings import Settings

async def serve(root, port):
    began = time.perf_counter()
    server = RegistryServer(Path(root), Settings.from_environment({"REGISTRY_LOG_LEVEL": "error"}), lambda text: None)
    await server.start([("127.0.0.1", int(port))])
    print(time.perf_counter() - began, flush=True)
    await asyncio.Event().wait()

asyncio.run(serve(*sys.argv[1:]))
"""
_IDLE = "import sys; print('idle', flush=True); sys.stdin.read()"


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of one round."""

    push: float
    pull: float


@dataclass(frozen=True, slots=True)
class Server:
    """A registry in a process of its own."""

    process: subprocess.Popen[str]
    port: int
    said: str
    """Its first line."""


def measure() -> Iterator[Result]:
    """Measure both in turn."""
    digest = hashlib.sha256()
    for _ in range(SIZE // len(_CHUNK)):
        digest.update(_CHUNK)
    name = f"sha256:{digest.hexdigest()}"
    with _idle() as idle:
        bare = _peak(idle.pid)
    rounds = [(_round(_practice, name), _round(_debian, name)) for _ in range(ROUNDS)]
    yield from _results(bare, rounds)


def main() -> int:
    """Measure this alone, print it, and fail where a budget is exceeded."""
    if shutil.which("docker-registry") is None:
        sys.exit("There is nothing to compare with: apt-get install docker-registry")
    results = list(measure())
    for result in results:
        print(result.line())
    return 0 if all(result.kept for result in results) else 1


Round = tuple[Taken, float, str]
"""Seconds, MiB at most, first line."""


def _results(bare: float, rounds: list[tuple[Round, Round]]) -> Iterator[Result]:
    for way in ("push", "pull"):
        ours = min(getattr(mine[0], way) for mine, _ in rounds)
        theirs = min(getattr(other[0], way) for _, other in rounds)
        rates = f"{SIZE / ours / 1e6:.0f} MB/s, docker-registry {SIZE / theirs / 1e6:.0f} MB/s; best of {ROUNDS}"
        yield Result(
            f"{way} of a {SIZE // 1024**2} MiB layer against docker-registry", ours / theirs, SLOWEST, "times", rates
        )
    peak = max(mine[1] for mine, _ in rounds)
    detail = f"an empty Python has {bare:.1f} MiB, docker-registry {max(other[1] for _, other in rounds):.1f} MiB"
    yield Result("memory of the practice registry above an empty Python", peak - bare, MOST_MEMORY, "MiB", detail)
    start = median([float(mine[2]) for mine, _ in rounds])
    yield Result("start of the practice registry, its modules loaded", start, LONGEST_START, "s", f"median of {ROUNDS}")


def _round(kind: object, name: str) -> Round:
    assert callable(kind)
    with tempfile.TemporaryDirectory(prefix="registry-lab-bench-") as folder, kind(Path(folder)) as server:
        taken = Taken(timed(lambda: _push(server.port, name)), timed(lambda: _pull(server.port, name)))
        return taken, _peak(server.process.pid), server.said


def _push(port: int, name: str) -> None:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("POST", "/v2/bench/blobs/uploads/")
    answer = connection.getresponse()
    answer.read()
    location = answer.headers["Location"]
    headers = {"Content-Type": "application/octet-stream", "Content-Length": str(SIZE)}
    connection.request("PATCH", location, (_CHUNK for _ in range(SIZE // len(_CHUNK))), headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 202, answer.status
    connection.request("PUT", f"{answer.headers['Location']}&digest={name}")
    answer = connection.getresponse()
    assert answer.status == 201, answer.read()
    connection.close()


def _pull(port: int, name: str) -> None:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", f"/v2/bench/blobs/{name}")
    answer = connection.getresponse()
    buffer = bytearray(1024 * 1024)
    total = 0
    while read := answer.readinto(buffer):
        total += read
    assert total == SIZE, total
    connection.close()


@contextmanager
def _practice(folder: Path) -> Iterator[Server]:
    port = _free_port()
    with _process([sys.executable, "-c", _SERVE, str(folder), str(port)]) as process:
        assert process.stdout is not None
        yield Server(process, port, process.stdout.readline())


@contextmanager
def _debian(folder: Path) -> Iterator[Server]:
    port = _free_port()
    config = folder / "config.yml"
    storage = f"storage: {{filesystem: {{rootdirectory: {folder}}}}}"
    quiet = "log: {level: error, accesslog: {disabled: true}}"
    config.write_text(f"version: 0.1\n{quiet}\n{storage}\nhttp: {{addr: '127.0.0.1:{port}'}}\n", encoding="utf-8")
    with _process(["docker-registry", "serve", str(config)]) as process:
        _answering(port)
        yield Server(process, port, "")


@contextmanager
def _idle() -> Iterator[subprocess.Popen[str]]:
    with _process([sys.executable, "-c", _IDLE]) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process


@contextmanager
def _process(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _answering(port: int) -> None:
    for _ in range(500):
        with socket.socket() as sock:
            if sock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise TimeoutError(f"nothing listens on port {port}")


def _peak(pid: int) -> float:
    """Return the most memory that a process has had, in MiB (proc_pid_status(5), VmHWM)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    sys.exit(main())
