from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import docker
import pytest
import requests

from lab.practice.engine import start
from lab.practice.engine.address import AddressError, leave, on_socket, socket_path
from lab.practice.engine.containers import Containers
from lab.practice.engine.home import read_json, write_json
from lab.practice.engine.lock import LockedError, acquire, holder

from .conftest import engine_at, started


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home whose engine in the background is ended, whatever the test did."""
    yield tmp_path / "home"
    start.stop(tmp_path / "home")


@pytest.fixture
def short() -> Iterator[Path]:
    """A directory whose path is short, whatever the tests' own is."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def test_an_engine_that_was_killed_comes_back_with_everything_but_what_ran(home: Path, port: int) -> None:
    policies = {"always": "always", "unless": "unless-stopped", "by-hand": "unless-stopped", "never": "no"}
    with engine_at(home) as (process, url):
        client = docker.APIClient(url)
        client.pull("registry", "latest")
        started(client, "registry", port)
        for name, policy in policies.items():
            started(client, name, restart_policy={"Name": policy})
        client.stop("by-hand")
        identity, before = client.info()["ID"], (client.images(), client.volumes()["Volumes"])
        process.kill()
        process.wait()
        client.close()
    with engine_at(home) as (_, url):
        client = docker.APIClient(url)
        assert (client.images(), client.volumes()["Volumes"]) == before
        assert client.info()["ID"] == identity
        assert {row["Names"][0] for row in client.containers()} == {"/always", "/unless"}
        state = client.inspect_container("registry")["State"]
        assert (state["Status"], state["ExitCode"], state["Running"]) == ("exited", 255, False)
        client.start("registry")
        client.close()


def test_an_engine_that_is_asked_to_end_stops_its_containers_first(home: Path) -> None:
    with engine_at(home) as (process, url):
        client = docker.APIClient(url)
        client.pull("registry", "latest")
        started(client, "registry")
        client.close()
    assert process.returncode == 0
    (kept,) = (home / "containers").iterdir()
    assert read_json(kept / "container.json")["state"]["exit_code"] == 2
    assert not (home / "address").exists()


def test_an_engine_killed_at_any_moment_opens_again(home: Path) -> None:
    for seconds in (0.03, 0.11, None):
        with engine_at(home) as (process, url):
            client = docker.APIClient(url)
            for row in client.containers(all=True):
                assert client.inspect_container(row["Id"])["State"]["Running"] is False
                client.remove_container(row["Id"], v=True)
            if seconds is not None:
                client.pull("registry", "latest")
                threading.Timer(seconds, process.kill).start()
                with pytest.raises((requests.RequestException, docker.errors.APIError)):
                    work_without_end(client)
            client.close()


def work_without_end(client: docker.APIClient) -> None:
    while True:
        identity = started(client, "registry")
        client.remove_container(identity, force=True, v=True)


def test_an_engine_that_nobody_needs_ends_by_itself(home: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from lab.practice.engine.home import Home;"
        "from lab.practice.engine.server import serve; serve(Home(Path(sys.argv[1])), idle=0.05)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(home)], capture_output=True, timeout=20, check=False)
    assert done.returncode == 0
    assert holder(home / "lock") is None


def test_two_engines_never_share_a_home(home: Path) -> None:
    with engine_at(home):
        command = [sys.executable, "-m", "lab.practice", "--home", str(home)]
        second = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
        assert second.returncode == 3
        assert "another practice engine uses" in second.stderr


def test_an_engine_is_started_once_found_again_and_ended(home: Path) -> None:
    assert start.running(home) is None
    url = start.ensure(home)
    assert start.ensure(home) == url
    assert start.running(home) == url
    start.stop(home)
    assert start.running(home) is None
    start.stop(home)


def test_an_engine_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "home" / "run").mkdir(parents=True)
    (tmp_path / "home" / "run").chmod(0o755)
    with pytest.raises(start.PracticeError, match="can be entered by others"):
        start.ensure(tmp_path / "home")
    (tmp_path / "file").write_text("")
    with pytest.raises(start.PracticeError):
        start.ensure(tmp_path / "file")


def test_finding_an_engine_loads_nothing_of_the_server() -> None:
    program = "import sys, lab.practice.engine.start; print('aiohttp' in sys.modules, 'asyncio' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout == "False False\n"


def test_the_socket_is_for_its_user_alone(url: str) -> None:
    path = Path(url.removeprefix("unix://"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_home_too_deep_for_a_socket_has_it_in_a_short_private_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, short: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short))
    path = socket_path(tmp_path / ("deep" * 40))
    assert path.parent.parent == short
    assert socket_path(tmp_path / ("other" * 40)) != path
    listening = on_socket(path)
    listening.socket.close()
    leave(listening)
    assert not path.parent.exists()
    path.parent.mkdir()
    path.parent.chmod(0o777)
    with pytest.raises(AddressError):
        on_socket(path)
    with pytest.raises(AddressError):
        on_socket(tmp_path / ("x" * 200) / "engine.sock")


def test_over_tcp_only_who_knows_the_secret_is_answered(home: Path) -> None:
    with engine_at(home, "--tcp") as (_, url):
        assert url.startswith("tcp://127.0.0.1:")
        client = docker.APIClient(url)
        assert client.ping() is True
        client.close()
        for wrong in (url.rpartition("/")[0], f"{url[:-1]}x" if url[-1] != "x" else f"{url[:-1]}y"):
            stranger = docker.APIClient(wrong, version="1.44")
            with pytest.raises(docker.errors.NotFound):
                stranger.version()
            stranger.close()


def test_a_lock_ends_with_its_holder(tmp_path: Path) -> None:
    assert holder(tmp_path / "lock") is None
    with acquire(tmp_path / "lock"):
        assert holder(tmp_path / "lock") == os.getpid()
        with pytest.raises(LockedError):
            acquire(tmp_path / "lock")
    assert holder(tmp_path / "lock") is None


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "value.json"
    write_json(path, {"old": 1})
    with pytest.raises(TypeError):
        write_json(path, {"new": object()})
    assert read_json(path) == {"old": 1}
    assert [each.name for each in tmp_path.iterdir()] == ["value.json"]


def test_what_a_kill_left_of_a_container_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "half" / "rootfs").mkdir(parents=True)
    assert Containers(tmp_path).all() == ()
    assert list(tmp_path.iterdir()) == []
