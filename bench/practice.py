"""The practice engine: how soon it is ready, how much memory it takes, and how fast it is beside a real engine."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import docker

from bench.practice_layer import large_layer
from bench.practice_memory import memory, shared_out
from bench.result import ROUNDS, Result, median, timed
from bench.steps import in_an_open_lab
from bench.terminal import Terminal
from lab.practice.engine.start import stop

READY = 0.6
"""Seconds from its start until it listens."""
ABOVE_BARE = 45.0
"""MiB above a Python that does nothing."""
STEPS = 1.0
"""Times what dockerd takes; the issue wants less than that."""
FIRST_FRAME = 1.1
"""Times the app's first frame where an engine runs already: the one that has to be started is started after it."""
ENGINES, TOGETHER = 50, 3 * 1024.0
"""A classroom's worth on one machine, and the MiB that they may take in all."""
_IDLE = "import sys; print('idle', flush=True); sys.stdin.read()"


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice engine that runs."""

    url: str
    process: int


def measure() -> Iterator[Result]:
    """Measure everything; the real engine is the one that DOCKER_HOST names."""
    yield _ready()
    yield _first_frame()
    yield from _memory()
    yield _eight_steps()
    with practice_engine() as engine:
        yield from large_layer(engine.url, engine.process)
    yield _classroom()


@contextmanager
def practice_engine() -> Iterator[Practice]:
    """Run a practice engine with a home that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="registry-lab-bench-") as folder:
        command = [sys.executable, "-m", "lab.practice", "--home", folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            try:
                url = process.stdout.readline().removeprefix("listening on ").strip()
                yield Practice(url, process.pid)
            finally:
                process.terminate()


def _ready() -> Result:
    bare = [sys.executable, "-c", "import aiohttp"]
    rows = [(_time_to_listen(), timed(lambda: subprocess.run(bare, check=True))) for _ in range(ROUNDS)]
    ours, aiohttp = (median(list(column)) for column in zip(*rows, strict=True))
    detail = f"`import aiohttp` alone {aiohttp:.3f} s, so {ours / aiohttp:.2f} times that; medians of {ROUNDS}"
    return Result("a practice engine listens", ours, READY, "s", detail)


def _time_to_listen() -> float:
    with ExitStack() as ending:
        return timed(lambda: ending.enter_context(practice_engine()))


def _first_frame() -> Result:
    rows = [(_frame("practice"), _frame("auto")) for _ in range(ROUNDS)]
    starting, running = (median(list(column)) for column in zip(*rows, strict=True))
    detail = f"{starting:.3f} s, with dockerd {running:.3f} s; medians of {ROUNDS}"
    return Result(
        "the app's first frame while a practice engine is started", starting / running, FIRST_FRAME, "times", detail
    )


def _frame(engine: str) -> float:
    with tempfile.TemporaryDirectory(prefix="registry-lab-bench-") as home:
        try:
            with Terminal("-m", "lab", "--engine", engine, home=home) as terminal:
                return terminal.shows("Registry Lab") - terminal.began
        finally:
            stop(Path(home) / "practice")


def _memory() -> Iterator[Result]:
    with subprocess.Popen([sys.executable, "-c", _IDLE], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as idle:
        assert idle.stdout is not None
        idle.stdout.readline()
        bare = memory(idle.pid, "VmRSS")
        idle.kill()
    with practice_engine() as engine:
        _prepare(engine.url)
        before = memory(engine.process, "VmRSS") - bare
        in_an_open_lab(engine.url)
        after = memory(engine.process, "VmRSS") - bare
    detail = f"an empty Python has {bare:.1f} MiB"
    yield Result("memory of a practice engine above an empty Python", before, ABOVE_BARE, "MiB", detail)
    yield Result("the same after the steps", after, ABOVE_BARE, "MiB", detail)


def _eight_steps() -> Result:
    _prepare(None)
    with practice_engine() as engine:
        _prepare(engine.url)
        rows = [(in_an_open_lab(engine.url), in_an_open_lab()) for _ in range(ROUNDS)]
    ours, real = (median(list(column)) for column in zip(*rows, strict=True))
    detail = f"practice {ours:.3f} s, dockerd {real:.3f} s; medians of {ROUNDS}"
    return Result(
        "the steps of private-registry with all checks, practice engine against dockerd",
        ours / real,
        STEPS,
        "times",
        detail,
    )


def _prepare(url: str | None) -> None:
    """Pull what every measurement of the steps begins with."""
    client = docker.DockerClient(base_url=url) if url else docker.from_env()
    client.images.pull("registry", tag="latest")
    client.close()


def _classroom() -> Result:
    with ExitStack() as ending:
        engines = [ending.enter_context(practice_engine()) for _ in range(ENGINES)]
        each = [shared_out(engine.process) for engine in engines]
    detail = f"{sum(each) / ENGINES:.1f} MiB each, what they share counted once"
    return Result(f"memory of {ENGINES} practice engines at once", sum(each), TOGETHER, "MiB", detail)
