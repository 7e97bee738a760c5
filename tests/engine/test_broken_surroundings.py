"""What breaks around a lab, for real: registries that fail, helpers, sockets, contexts and terminals that are gone, a full engine."""

from __future__ import annotations

import http.server
import json
import os
import pty
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lab.docker_cli.parse import Place, parse
from lab.engine.connect import connect
from lab.engine.contract import EngineError, Permit
from lab.language.words import words

from .conftest import EXERCISE, Engine, Lab

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]

HERE = Path(__file__).parent
needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="becomes somebody else: needs root"
)
PATIENCE = 3
"""Seconds that an engine may take without a word; in earnest it has two minutes."""


# --- registries -----------------------------------------------------------------------------------------------------------


class Broken(http.server.BaseHTTPRequestHandler):
    """A registry that answers everything in the same way."""

    protocol_version = "HTTP/1.1"
    status = 200
    body = b""
    seconds = 0.0

    def answer(self) -> None:
        over.wait(self.seconds)
        self.send_response(self.status)
        self.send_header("Docker-Distribution-Api-Version", "registry/2.0")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else self.body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = answer  # noqa: N815 - the base class's names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


over = threading.Event()
LIMIT = json.dumps(
    {"errors": [{"code": "TOOMANYREQUESTS", "message": "You have reached your pull rate limit."}]}
).encode()
WAYS: dict[str, tuple[dict[str, object], set[str]]] = {
    "answers 500": ({"status": 500}, {"registry-fault"}),
    "answers 503": ({"status": 503}, {"registry-fault"}),
    "answers garbage": ({"body": b"\x00\xff<html>" * 99}, {"not-a-registry", "not-published"}),
    "limits its pulls": ({"status": 429, "body": LIMIT}, {"rate-limit"}),
    "never answers": ({"seconds": 60.0}, {"timeout", "offline"}),
}
"""What a registry does, and what kinds of error that may be called."""


@pytest.fixture
def registry() -> Iterator[Callable[[dict[str, object]], str]]:
    """Return what starts a broken registry, and gives its address."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def serve(way: dict[str, object]) -> str:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Way", (Broken,), way))
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return f"127.0.0.1:{server.server_address[1]}"

    over.clear()
    yield serve
    over.set()
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("name", "command"),
    [
        *[(name, "docker pull {registry}/hello-world") for name in WAYS],
        # A push that is answered 5xx is tried again by the engine itself for 50 seconds, and tells so meanwhile.
        *[(name, "docker push {registry}/hello-world") for name in WAYS if "50" not in name],
    ],
)
def test_a_registry_that_fails_is_said_in_time(
    engine: Engine,
    registry: Callable[[dict[str, object]], str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    name: str,
    command: str,
) -> None:
    monkeypatch.setattr("lab.engine.client.PATIENT", PATIENCE)
    way, kinds = WAYS[name]
    if engine.is_practice and (name, command.split()[1]) == ("answers garbage", "push"):
        pytest.skip("the practice engine believes whoever says that it has everything already")
    address = registry(way)
    engine.docker("tag", "registry", f"{address}/hello-world")
    client, began = connect(engine.url), time.monotonic()
    with pytest.raises(EngineError) as caught:
        list(
            client.perform(
                parse(command.format(registry=address), Place("/", (address,))), Permit(str(tmp_path), (address,))
            )
        )
    took = time.monotonic() - began
    client.close()
    assert caught.value.kind in kinds, (caught.value.kind, caught.value.words)
    assert took < PATIENCE + 5, took
    for lang in ("en", "ko"):
        assert all("\n" not in words(lang).say(text) for text in (caught.value.message, caught.value.hint))


# --- this machine ---------------------------------------------------------------------------------------------------------


def two_lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert done.returncode == 3, (done.stdout, done.stderr)
    lines = done.stderr.splitlines()
    assert len(lines) == 2, done.stderr
    return lines


def test_a_credential_helper_that_is_not_there_keeps_nobody_from_pulling(
    engine: Engine, lab: Lab, tmp_path: Path
) -> None:
    (tmp_path / "config.json").write_text('{"credsStore": "nosuch"}')
    before = engine.inventory()
    done = subprocess.run(
        lab.command("run", EXERCISE, "--json"),
        env={**lab.environment, "DOCKER_CONFIG": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "credential" in done.stdout
    assert engine.inventory() == before


def test_a_context_that_is_not_there_is_named_and_no_other_engine_taken(lab: Lab, tmp_path: Path) -> None:
    environment = {name: value for name, value in lab.environment.items() if name != "DOCKER_HOST"}
    done = subprocess.run(
        [sys.executable, "-m", "lab", "run", EXERCISE],
        env={**environment, "DOCKER_CONTEXT": "nosuch", "DOCKER_CONFIG": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "nosuch" in done.stderr
    assert "docker context" in done.stderr
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


@needs_root
def test_a_socket_that_is_somebody_elses_is_a_matter_of_permission(engine: Engine, lab: Lab, tmp_path: Path) -> None:
    home = tmp_path / "nobody"
    home.mkdir()
    for folder in (home, *home.parents[:3]):
        folder.chmod(0o777)
    done = subprocess.run(
        [sys.executable, str(HERE / "unprivileged.py"), str(home), *lab.command("run", EXERCISE)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    message, hint = two_lines(done)
    assert "may not use the engine" in message
    assert "group docker" in hint


# --- terminals --------------------------------------------------------------------------------------------------------------


def test_a_run_whose_terminal_is_closed_is_cleaned_up_from_another(engine: Engine, lab: Lab) -> None:
    before = engine.inventory()
    process = subprocess.Popen(
        lab.command("run", EXERCISE, "--json"),
        env=lab.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line)["event"] == "step_judged":
            break
    process.send_signal(signal.SIGHUP)
    assert process.wait(10) != 0
    assert lab("cleanup").code == 0
    assert engine.inventory() == before


def test_an_app_whose_terminal_is_closed_ends(engine: Engine, lab: Lab) -> None:
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(lab.command()[0], lab.command(), {**lab.environment, "TERM": "xterm-256color"})
    began, shown = time.monotonic(), 0
    while shown < 2000 and time.monotonic() - began < 30:
        if select.select([terminal], [], [], 0.1)[0]:
            shown += len(os.read(terminal, 65536))
    os.close(terminal)
    ends, ended = time.monotonic() + 15, 0
    while not ended and time.monotonic() < ends:
        ended, _ = os.waitpid(process, os.WNOHANG)
        time.sleep(0.05)
    if not ended:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    assert ended, "the app goes on without a terminal"
    assert lab("cleanup").code == 0


# --- the engine's disk ------------------------------------------------------------------------------------------------------

FULL = """
import sys
from lab.engine.connect import connect
from lab.engine.contract import EngineError, Permit
from lab.docker_cli.parse import Place, parse
try:
    hub = ("127.0.0.1:5001",)  # the stand-in by its own address: by Hub's name, what is told is that Hub itself is not there
    list(connect().perform(parse("docker pull 127.0.0.1:5001/library/registry", Place("/", hub)), Permit("/", hub)))
except EngineError as error:
    print(error.kind, error.blameless)
"""


@needs_root
@pytest.mark.skipif(not os.environ.get("LAB_TEST_ENGINE", "").endswith("docker.sock"), reason="starts another dockerd")
def test_an_engine_whose_disk_is_full_is_said_before_the_first_step_and_in_the_midst_of_a_pull(lab: Lab) -> None:
    small = {**lab.environment, "THROWAWAY_DISK": "20m"}
    throwaway = [sys.executable, str(HERE / "throwaway.py"), "--"]
    run = [*throwaway, sys.executable, "-m", "lab", "run", EXERCISE]
    done = subprocess.run(run, env=small, capture_output=True, text=True, timeout=60, check=False)
    message, hint = two_lines(done)
    assert "MB free" in message
    assert "docker system df" in hint
    pulled = subprocess.run(
        [*throwaway, sys.executable, "-c", FULL], env=small, capture_output=True, text=True, timeout=60, check=False
    )
    assert pulled.stdout == "no-space True\n", (pulled.stdout, pulled.stderr)
