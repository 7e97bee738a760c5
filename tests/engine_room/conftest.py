"""Engines, permits and a bare environment for every test of this room."""

from __future__ import annotations

import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lab.docker_cli.parse import Place, parse
from lab.engine.adapter import DockerEngine
from lab.engine.connect import connect
from lab.engine.contract import EngineError, Happening, Notice, Output, Permit

from .fake_engine import FakeEngine, Serving

REGISTRY = "127.0.0.1:5000"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No Docker configuration, no proxy and no home of the person who runs the tests."""
    for name in ("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    home = tmp_path / "home"
    (home / ".docker").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("DOCKER_CONFIG", str(home / ".docker"))


@pytest.fixture
def docker_config(bare_environment: None, tmp_path: Path) -> Path:
    """Return Docker's configuration file, not yet written."""
    return tmp_path / "home/.docker/config.json"


@pytest.fixture
def socket_folder() -> Iterator[Path]:
    """Return a folder with a name short enough for sockets."""
    folder = Path(tempfile.mkdtemp(prefix="lab-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def engine(socket_folder: Path) -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def url(engine: FakeEngine, socket_folder: Path) -> Iterator[str]:
    """Return the address at which the engine serves."""
    with Serving(engine, str(socket_folder / "docker.sock")) as serving:
        yield serving.url


@pytest.fixture
def client(url: str) -> Iterator[DockerEngine]:
    """Return the real adapter, connected to the engine through the real SDK."""
    connected = connect(url)
    yield connected
    connected.close()


@pytest.fixture
def permit(tmp_path: Path) -> Permit:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    return Permit(str(workspace), (REGISTRY,), (("lab", "1"),))


Do = Callable[[str], list[Happening]]
Refused = Callable[[str], EngineError]


@pytest.fixture
def do(client: DockerEngine, permit: Permit) -> Do:
    """Return what performs a command and gives back everything it told."""
    place = Place(permit.workspace, permit.registries)
    return lambda command: list(client.perform(parse(command, place), permit))


@pytest.fixture
def refused(do: Do) -> Refused:
    """Return what performs a command that fails, and gives back the error."""

    def attempt(command: str) -> EngineError:
        with pytest.raises(EngineError) as caught:
            do(command)
        return caught.value

    return attempt


def lines(happenings: list[Happening]) -> list[str]:
    """Return the text that was printed."""
    return [each.text for each in happenings if isinstance(each, Output)]


def notices(happenings: list[Happening]) -> list[str]:
    """Return the keys of the notices given."""
    return [each.message.key for each in happenings if isinstance(each, Notice)]


@pytest.fixture
def closed_port() -> Iterator[int]:
    """Return a port that refuses connections: bound, so that nobody else gets it, and not listening."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]
