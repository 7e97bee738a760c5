"""`registry-lab serve` as a process: what it prints, how it ends, and what it leaves behind."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar

from lab.cli import main

from .conftest import PATIENCE, Browser, alive, until

Refused: TypeAlias = Callable[..., tuple[int, str, list[str]]]

NO_ENGINE = "unix:///nonexistent/docker.sock"


@dataclass(frozen=True)
class Running:
    """A server, and what it printed first."""

    process: subprocess.Popen[str]
    url: str

    def end(self, how: signal.Signals) -> tuple[int, str, str]:
        """Return its exit code, and what else it printed."""
        self.process.send_signal(how)
        output, errors = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, output, errors


def environment(home: Path) -> dict[str, str]:
    foreign = ("DOCKER_", "REGISTRY_LAB_", "LC_", "LANG")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return {**kept, "REGISTRY_LAB_HOME": str(home), "DOCKER_HOST": NO_ENGINE, "LANG": "C.UTF-8"}


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "lab", "serve", *words]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    process = subprocess.Popen(
        command("--port", "0", "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path / "home"),
    )
    assert process.stdout is not None
    yield Running(process, json.loads(process.stdout.readline())["url"])
    process.kill()
    process.communicate()


@pytest.fixture
async def terminal(server: Running) -> AsyncIterator[ClientWebSocketResponse]:
    """The terminal of a page in which the app itself has opened."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession(cookie_jar=CookieJar(unsafe=True)))
        browser = Browser(session, server.url.rstrip("/"))
        assert (await browser.get())[0] == 200
        connection = await browser.connect("/ws/ko?width=80&height=24")
        seen = b""
        while "엔진".encode() not in seen:
            seen += await connection.receive_bytes(timeout=PATIENCE)
        yield connection


def apps_of(server: Running) -> list[int]:
    """The processes that a server has started and that still run."""
    found = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    return [int(pid) for pid in found if alive(int(pid))]


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Refused:
    """Ask for what cannot be served; return the exit code, the output and the lines of complaint."""

    def run(*words: str) -> tuple[int, str, list[str]]:
        for name, value in environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("LC_ALL", raising=False)
        monkeypatch.delenv("REGISTRY_LAB_LANG", raising=False)
        code = main(["serve", *words])
        said = capsys.readouterr()
        return code, said.out, said.err.splitlines()

    return run


@contextmanager
def taken_port() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield str(other.getsockname()[1])


def test_ctrl_c_ends_it_with_exit_0_and_nothing_more_to_say(server: Running) -> None:
    code, output, errors = server.end(signal.SIGINT)
    assert (code, output) == (0, "")
    assert errors.count("\n") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="children are read from /proc")
async def test_ctrl_c_ends_the_apps_of_its_pages_too(server: Running, terminal: ClientWebSocketResponse) -> None:
    apps = apps_of(server)
    assert len(apps) == 1
    code, output, errors = await asyncio.to_thread(server.end, signal.SIGINT)
    assert (code, output) == (0, "")
    assert "Traceback" not in errors
    assert [app for app in apps if alive(app)] == []


@pytest.mark.skipif(sys.platform != "linux", reason="children are read from /proc")
async def test_an_app_does_not_outlive_a_server_that_was_killed(
    server: Running, terminal: ClientWebSocketResponse
) -> None:
    apps = apps_of(server)
    assert len(apps) == 1
    await asyncio.to_thread(server.end, signal.SIGKILL)
    await until(lambda: not any(alive(app) for app in apps))


async def test_a_learner_who_quits_closes_the_page(terminal: ClientWebSocketResponse) -> None:
    await terminal.send_json(["stdin", "q"])
    async with asyncio.timeout(PATIENCE):
        async for _ in terminal:
            pass


def test_a_port_in_use_is_two_lines_and_exit_2(refused: Refused) -> None:
    with taken_port() as port:
        code, output, errors = refused("--port", port)
    assert (code, output) == (2, "")
    assert errors == [f"Port {port} is in use.", "Name another one with --port; 0 takes any that is free."]


def test_an_address_that_is_not_this_machines_is_two_lines_and_exit_2(refused: Refused) -> None:
    code, output, errors = refused("--host", "192.0.2.1", "--port", "0")
    assert (code, output, len(errors)) == (2, "", 2)
    assert "192.0.2.1" in errors[0]


@pytest.mark.parametrize(
    "words",
    [
        ("--visitors", "2"),
        ("--visitors", "0", "--homes", "homes"),
        ("--port", "65536"),
        ("--homes", "/dev/null/homes"),
    ],
)
def test_what_cannot_be_served_is_two_lines_and_exit_2(refused: Refused, words: tuple[str, ...]) -> None:
    code, output, errors = refused(*words)
    assert (code, output, len(errors)) == (2, "", 2)
