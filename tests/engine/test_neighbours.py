"""What somebody else has on the engine stays as it is, bit for bit."""

from __future__ import annotations

import hashlib
import http.server
import json
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.content.library import exercises_folder, load_all
from lab.docker_cli.parse import Place, parse
from lab.engine.connect import connect
from lab.engine.contract import EngineError, Permit
from lab.home import Home
from lab.ledger import LABEL, open_ledgers

from .conftest import EXERCISE, START, Engine, Lab, await_registry

pytestmark = pytest.mark.engine


EXERCISES = {each.id: each for each in load_all(exercises_folder(), "en")}
"""Every exercise that there is: a new one is among them by itself."""


@pytest.mark.timeout(600)
@pytest.mark.parametrize("identity", EXERCISES)
def test_every_exercise_leaves_what_is_there_bit_for_bit(neighbours: Engine, lab: Lab, identity: str) -> None:
    """Also the images that it is about, where they were here before; what it cannot have here, it refuses before it begins."""
    engine, exercise = neighbours, EXERCISES[identity]
    for image in exercise.images:
        # The practice engine's hub has only the images of exercises that can be done on it.
        assert engine.succeeds("pull", "-q", image) or (engine.is_practice and exercise.needs)
    before = engine.inventory()
    result = lab("run", identity, "--json", timeout=300)
    assert result.code == 0 or (exercise.needs and result.last["event"] == "failed"), result.stdout
    assert engine.inventory() == before
    assert open_ledgers(Home(lab.home).runs()) == ()


@pytest.fixture
def in_a_swarm(neighbours: Engine) -> Iterator[Engine]:
    """Somebody's Swarm on the engine, with a service, a secret and a configuration in it."""
    if neighbours.is_practice or neighbours.is_podman:
        pytest.skip("the practice engine has no Swarm")
    neighbours.docker("swarm", "init", "--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1")
    ends = time.monotonic() + START
    while not neighbours.succeeds("network", "inspect", "docker_gwbridge"):  # the engine makes it when Swarm has begun
        assert time.monotonic() < ends
        time.sleep(0.05)
    neighbours.docker("service", "create", "-d", "--name", "theirs", "--replicas", "0", "registry")
    for kind in ("secret", "config"):
        command = ["docker", "-H", neighbours.url, kind, "create", "theirs", "-"]
        subprocess.run(command, input=b"mine", check=True, capture_output=True)
    yield neighbours
    neighbours.empty()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("identity", EXERCISES)
def test_every_exercise_leaves_a_swarm_of_the_users_as_it_is(in_a_swarm: Engine, lab: Lab, identity: str) -> None:
    engine, exercise = in_a_swarm, EXERCISES[identity]
    for image in exercise.images:
        engine.docker("pull", "-q", image)
    before = engine.inventory()
    result = lab("run", identity, "--json", timeout=400)
    refused = "swarm" in exercise.needs
    assert result.code == (3 if refused else 0), result.stdout
    assert engine.inventory() == before


@pytest.mark.parametrize(
    "command",
    ["swarm leave --force", "swarm leave", "service rm theirs", "service scale theirs=1", "service rm {service}",
     "service create --name web registry", "service update --force theirs", "network rm {network}"],
)  # fmt: skip
def test_no_command_of_the_lab_changes_a_swarm_or_a_network_of_the_users(
    in_a_swarm: Engine, tmp_path: Path, command: str
) -> None:
    """Asked of the adapter itself, as a session's own objection does not see it."""
    engine = in_a_swarm
    network = engine.docker("network", "inspect", "-f", "{{.Id}}", "mine")
    service = engine.docker("service", "inspect", "-f", "{{.ID}}", "theirs")
    before, client = engine.inventory(), connect(engine.url)
    place, permit = Place(str(tmp_path)), Permit(str(tmp_path), (), ((LABEL, "0a1b2c3d"),))
    with pytest.raises(EngineError) as caught:
        list(client.perform(parse(f"docker {command.format(network=network, service=service)}", place), permit))
    client.close()
    assert caught.value.kind == "not-permitted"
    assert engine.inventory() == before


@pytest.fixture
def somebody_elses_registry(engine: Engine) -> Iterator[str]:
    """A container called registry, on port 5000, with an image in it; its ID, and when it was started."""
    engine.docker(
        "run", "-d", "-p", "127.0.0.1:5000:5000", "-v", "theirs:/var/lib/registry", "--name", "registry", "registry"
    )
    engine.docker("pull", "-q", "hello-world")
    engine.docker("tag", "hello-world", "127.0.0.1:5000/theirs/app:1.0")
    await_registry(5000)
    engine.docker("push", "-q", "127.0.0.1:5000/theirs/app:1.0")
    return engine.docker("inspect", "-f", "{{.Id}} {{.State.StartedAt}}", "registry")


def stored(engine: Engine) -> dict[str, str]:
    folder = Path(engine.docker("volume", "inspect", "-f", "{{.Mountpoint}}", "theirs"))
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_registry_of_the_users_is_never_touched(engine: Engine, lab: Lab, somebody_elses_registry: str) -> None:
    before, data = engine.inventory(), stored(engine)
    result = lab("run", EXERCISE, "--json")
    assert result.code == 0, result.stdout
    opened = next(event for event in result.events if event["event"] == "exercise_opened")
    assert opened["values"]["name"] == "registry-lab"
    assert opened["values"]["port"] != 5000
    commands = " ".join(event["text"] for event in result.events if event["event"] == "command_started")
    assert "127.0.0.1:5000" not in commands
    assert f"127.0.0.1:{opened['values']['port']}/hello-world" in commands
    assert engine.inventory() == before
    assert stored(engine) == data
    assert engine.docker("inspect", "-f", "{{.Id}} {{.State.StartedAt}}", "registry") == somebody_elses_registry


def test_the_users_own_hello_world_is_put_back_with_its_digest(engine: Engine, lab: Lab) -> None:
    engine.docker("pull", "-q", "hello-world")
    engine.docker("tag", "hello-world", "hello-world:mine")
    engine.docker("tag", "hello-world", "127.0.0.1:5000/hello-world:latest")
    before = engine.inventory()
    result = lab("run", EXERCISE, "--json")
    assert result.code == 0, result.stdout
    assert engine.inventory() == before


def test_another_image_that_the_user_calls_hello_world_is_put_back(engine: Engine, lab: Lab) -> None:
    engine.docker("tag", "registry", "hello-world:latest")
    before = engine.inventory()
    assert lab("run", EXERCISE, "--json").code == 0
    assert engine.inventory() == before


def test_volumes_and_containers_of_the_user_stay(engine: Engine, lab: Lab) -> None:
    engine.docker("volume", "create", "precious")
    engine.docker("run", "-d", "--name", "web", "registry")
    before = engine.inventory()
    assert lab("run", EXERCISE, "--json").code == 0
    assert engine.inventory() == before


def test_a_port_that_another_program_has_is_left_to_it(engine: Engine, lab: Lab) -> None:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 5000), http.server.SimpleHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        result = lab("run", EXERCISE, "--json")
        asked = lab("run", EXERCISE, "--port", "5000")
    finally:
        server.shutdown()
        server.server_close()
    opened = next(event for event in result.events if event["event"] == "exercise_opened")
    assert result.code == 0
    assert any("5000" in notice and str(opened["values"]["port"]) in notice for notice in opened["notices"])
    assert asked.code == 2
    assert "5000" in asked.stderr


def test_a_port_and_a_name_that_were_asked_for_are_used_everywhere(engine: Engine, lab: Lab) -> None:
    before = engine.inventory()
    result = lab("run", EXERCISE, "--port", "5055", "--name", "my-registry", "--json")
    told = " ".join(json.dumps(event) for event in result.events if event["event"] != "exercise_opened")
    assert result.code == 0
    assert "127.0.0.1:5055/hello-world" in told
    assert "127.0.0.1:5000" not in told
    assert "container kill my-registry" in told
    assert engine.inventory() == before
