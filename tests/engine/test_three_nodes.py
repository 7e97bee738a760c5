"""What the exercise about Swarm tells of several machines, seen on three: which node finds which image, and who is let in.

Runs on THROWAWAY_NODES=3 (`make nodes-test`): three engines with a loopback, a port 5000 and an /etc/docker each.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from lab.content.props import Accounts, Authority, Certificate
from lab.home import Home
from lab.props.stage import set_up
from tests.builders import run
from tests.fakes import FACTS

from .conftest import Engine, Lab, await_registry

pytestmark = [pytest.mark.engine, pytest.mark.timeout(120)]

DOCS = Path(__file__).parents[2] / "docs"
PATIENCE = 40.0
"""Seconds in which Swarm has handed out its tasks, and each of them runs or has been rejected."""
MANAGER = "198.18.0.1"
"""The first node's address in the network of the three (throwaway_nodes.py)."""
SHARED = f"{MANAGER}:5443"
"""A registry under an address that means one machine, whichever node asks."""
LABEL = "label=com.docker.swarm.service.name=web"
"""On the containers of the service `web`."""
LOOPBACK = "127.0.0.1:5000/team/web:1"


@dataclass(frozen=True)
class Swarm:
    """Three engines that are one Swarm."""

    manager: Engine
    others: tuple[Engine, ...]

    @property
    def engines(self) -> tuple[Engine, ...]:
        return (self.manager, *self.others)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name_of(engine) for engine in self.engines)

    def tasks(self, service: str) -> list[tuple[str, str, str]]:
        """Each task that there is or was: its node, its state, and what was wrong."""
        rows = "{{.Node}}|{{.CurrentState}}|{{.Error}}"
        listed = self.manager.docker("service", "ps", "--no-trunc", "--format", rows, service).splitlines()
        every = (row.split("|") for row in listed)
        return [(node, state.partition(" ")[0], error.strip('"')) for node, state, error in every]

    def running(self, service: str) -> set[str]:
        return {node for node, state, _ in self.tasks(service) if state == "Running"}

    def rejected(self, service: str) -> dict[str, str]:
        """What each node said that could not begin a task."""
        return {node: error for node, state, error in self.tasks(service) if state == "Rejected"}

    def updated(self, service: str) -> bool:
        """Whether the last update has reached every task."""
        return self.manager.docker("service", "inspect", "-f", "{{.UpdateStatus.State}}", service) == "completed"

    def sorted_out(self, service: str) -> None:
        """Wait until each node runs a task or has rejected one."""
        wait_until(lambda: self.running(service) | self.rejected(service).keys() == set(self.names))


def name_of(engine: Engine) -> str:
    return engine.docker("info", "-f", "{{.Name}}")


def wait_until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends, "it took too long"
        time.sleep(0.1)


def others() -> tuple[Engine, ...]:
    urls = os.environ.get("LAB_TEST_NODES", "").split()
    assert len(urls) == 2, "these tests need three engines: make nodes-test"
    return tuple(Engine(url) for url in urls)


@pytest.fixture
def apart(engine: Engine) -> Iterator[Swarm]:
    """Three engines, empty and in no Swarm, before and after."""
    machines = others()
    yield Swarm(engine, machines)
    for each in machines:
        leave(each)
        each.empty()


def leave(engine: Engine) -> None:
    """Leave, and wait until the mesh's network is gone: an engine that joins again before makes no new one."""
    engine.docker("swarm", "leave", "--force", check=False)
    wait_until(lambda: not engine.succeeds("network", "inspect", "ingress"))


def is_in(engine: Engine) -> bool:
    """Whether it has the networks of a Swarm, which it makes only after it has said that it is in."""
    return engine.succeeds("network", "inspect", "ingress", "docker_gwbridge")


def join(engine: Engine, token: str) -> None:
    """Join; an engine that makes no network of it is started again, and is in then.

    One that has left a Swarm may listen for that one's gossip for ever ("timeout waiting for leave broadcast" in its log), and
    then it has no port for the next one's (moby/libnetwork networkdb/cluster.go: memberlist is not shut down after that).
    """
    engine.docker("swarm", "join", "--token", token, f"{MANAGER}:2377")
    ends = time.monotonic() + PATIENCE / 4
    while not is_in(engine) and time.monotonic() < ends:
        time.sleep(0.1)
    if not is_in(engine):
        start_again(engine)


def start_again(engine: Engine) -> None:
    """Kill an engine with its containerd; whatever runs the node starts it again (throwaway_nodes.py)."""
    for process in engine.processes():
        with contextlib.suppress(ProcessLookupError):  # containerd dies with its dockerd
            os.kill(process, signal.SIGKILL)
    wait_until(lambda: engine.succeeds("version"))


@pytest.fixture
def swarm(apart: Swarm) -> Swarm:
    """The three as one Swarm, managed by the first."""
    apart.manager.docker("swarm", "init", "--advertise-addr", MANAGER)
    token = apart.manager.docker("swarm", "join-token", "-q", "worker")
    for each in apart.others:
        join(each, token)
    for each in apart.engines:
        wait_until(partial(is_in, each))
    return apart


def publish(engine: Engine, name: str) -> None:
    engine.docker("tag", "registry", name)
    engine.docker("push", "-q", name)


def answers(node: str | None, address: str) -> bool:
    """Ask a registry as one of the nodes does; None is the first."""
    asked = [*([node] if node else []), "curl", "-s", "-o", "/dev/null", "-m", "3", f"http://{address}/v2/"]
    return subprocess.run(asked, check=False, timeout=10).returncode == 0


def test_what_a_registry_in_host_mode_has_two_of_three_nodes_do_not_find(swarm: Swarm) -> None:
    port = "published=5000,target=5000,mode=host"
    at = "node.role==manager"
    swarm.manager.docker(
        "service", "create", "-d", "--name", "registry", "--publish", port, "--constraint", at, "registry"
    )
    await_registry(5000)
    publish(swarm.manager, LOOPBACK)
    swarm.manager.docker("service", "create", "-d", "--name", "web", "--replicas", "3", LOOPBACK)
    swarm.sorted_out("web")
    assert swarm.running("web") == {swarm.names[0]}
    assert swarm.rejected("web").keys() == set(swarm.names[1:])
    assert all(error.startswith(f"No such image: {LOOPBACK}@sha256:") for error in swarm.rejected("web").values())
    assert [answers(node, "127.0.0.1:5000") for node in (None, *swarm.names[1:])] == [True, False, False]


def test_what_was_pushed_nowhere_runs_where_it_was_built_and_nowhere_else(swarm: Swarm) -> None:
    swarm.manager.docker("tag", "registry", LOOPBACK)
    swarm.manager.docker("service", "create", "-d", "--name", "web", "--replicas", "3", LOOPBACK)
    swarm.sorted_out("web")
    assert swarm.running("web") == {swarm.names[0]}
    assert set(swarm.rejected("web").values()) == {f"No such image: {LOOPBACK}"}


def test_the_mesh_answers_at_every_loopback_where_the_kernel_has_ipvs_and_at_none_elsewhere(swarm: Swarm) -> None:
    swarm.manager.docker("service", "create", "-d", "--name", "registry", "--publish", "5000:5000", "registry")
    wait_until(lambda: bool(swarm.running("registry")))
    ipvs = Path("/proc/net/ip_vs").exists()
    nodes = (None, *swarm.names[1:])
    if not ipvs:
        assert [answers(node, "127.0.0.1:5000") for node in nodes] == [False, False, False]
        return
    wait_until(lambda: all(answers(node, "127.0.0.1:5000") for node in nodes))
    publish(swarm.manager, LOOPBACK)
    swarm.manager.docker("service", "create", "-d", "--name", "web", "--mode", "global", LOOPBACK)
    wait_until(lambda: swarm.running("web") == set(swarm.names))


@pytest.fixture
def shared(swarm: Swarm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Swarm:
    """A registry with a name of its own, a certificate that all nodes trust, and a lock; the manager is logged in."""
    workspace = Home(tmp_path).workspace("registry-swarm", "0a1b2c3d")
    props = (
        Authority("ca.crt"),
        Certificate("certs/registry.crt", "ca.crt", "registry", (MANAGER,)),
        Accounts("accounts/htpasswd", (("alice", "wonderland"),)),
    )
    set_up(props, replace(run(), workspace=str(workspace)), FACTS)()
    for folder in (Path("/etc/docker"), *(socket_of(each).parent / "etc-docker" for each in swarm.others)):
        trusted = folder / "certs.d" / SHARED
        trusted.mkdir(parents=True, exist_ok=True)
        (trusted / "ca.crt").write_bytes((workspace / "ca.crt").read_bytes())
    settings = {
        "REGISTRY_HTTP_TLS_CERTIFICATE": "/certs/registry.crt",
        "REGISTRY_HTTP_TLS_KEY": "/certs/registry.key",
        "REGISTRY_AUTH": "htpasswd",
        "REGISTRY_AUTH_HTPASSWD_REALM": "team",
        "REGISTRY_AUTH_HTPASSWD_PATH": "/accounts/htpasswd",
    }
    given = [word for name, value in settings.items() for word in ("-e", f"{name}={value}")]
    mounts = [word for name in ("certs", "accounts") for word in ("-v", f"{workspace}/{name}:/{name}")]
    swarm.manager.docker("run", "-d", "-p", f"{SHARED}:5000", *mounts, *given, "--name", "shared", "registry")
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "docker"))
    wait_until(lambda: swarm.manager.succeeds("login", SHARED, "-u", "alice", "-p", "wonderland"))
    publish(swarm.manager, f"{SHARED}/team/web:1")
    return swarm


def socket_of(engine: Engine) -> Path:
    return Path(engine.url.removeprefix("unix://"))


def test_a_shared_registry_that_asks_for_a_login_lets_nodes_in_by_the_flag_alone(shared: Swarm) -> None:
    image = f"{SHARED}/team/web:1"
    shared.manager.docker("service", "create", "-d", "--name", "web", "--replicas", "3", image)
    shared.sorted_out("web")
    # The engine where somebody logged in and pushed has the image: there nobody notices that the flag is missing.
    assert shared.running("web") == {shared.names[0]}
    assert all(error.startswith(f"No such image: {image}") for error in shared.rejected("web").values())
    shared.manager.docker("service", "update", "-d", "--with-registry-auth", "--image", image, "web")
    wait_until(lambda: shared.running("web") == set(shared.names))


def test_the_login_stays_with_the_service_for_later_updates(shared: Swarm) -> None:
    first, second = (f"{SHARED}/team/web:{tag}" for tag in (1, 2))
    shared.manager.docker("service", "create", "-d", "--with-registry-auth", "--name", "web", "--mode", "global", first)
    wait_until(lambda: shared.running("web") == set(shared.names))
    shared.manager.docker("create", "--name", "draft", "registry")
    shared.manager.docker("commit", "-c", "ENV VERSION=2", "draft", second)
    shared.manager.docker("push", "-q", second)
    shared.manager.docker("service", "update", "-d", "--image", second, "web")
    wait_until(lambda: shared.updated("web"))
    assert all(second in each.docker("ps", "-f", LABEL, "--format", "{{.Image}}") for each in shared.engines)


def test_a_tag_that_has_moved_since_means_to_every_node_what_is_written_in_the_service(shared: Swarm) -> None:
    image = f"{SHARED}/team/web:1"
    shared.manager.docker("service", "create", "-d", "--with-registry-auth", "--name", "web", "--mode", "global", image)
    wait_until(lambda: shared.running("web") == set(shared.names))
    written = shared.manager.docker("service", "inspect", "-f", "{{.Spec.TaskTemplate.ContainerSpec.Image}}", "web")
    shared.manager.docker("pull", "-q", "busybox")
    shared.manager.docker("tag", "busybox", image)
    shared.manager.docker("push", "-q", image)
    shared.manager.docker("service", "update", "-d", "--force", "web")
    wait_until(lambda: shared.updated("web"))
    shown = ("ps", "--no-trunc", "-f", LABEL, "--format", "{{.Image}}")
    assert {each.docker(*shown) for each in shared.engines} == {written}


@pytest.mark.parametrize("at", [0, 1], ids=["manager", "worker"])
def test_the_lab_begins_nothing_on_a_node_of_somebody_elses_swarm(swarm: Swarm, lab: Lab, at: int) -> None:
    before = [each.inventory() for each in swarm.engines]
    refused = replace(lab, url=swarm.engines[at].url)("run", "registry-swarm")
    assert (refused.code, len(refused.stderr.splitlines())) == (3, 2)
    assert [each.inventory() for each in swarm.engines] == before


def test_the_labs_own_swarm_stays_on_one_machine_whoever_is_within_reach(apart: Swarm, lab: Lab) -> None:
    done = lab("run", "registry-swarm", "--yes", "--until", "begin", "--keep")
    assert done.code == 0, done.stdout + done.stderr
    token = apart.manager.docker("swarm", "join-token", "-q", "worker")
    assert not apart.others[0].succeeds("swarm", "join", "--token", token, f"{MANAGER}:2377")
    assert lab("cleanup").code == 0
    assert [each.docker("info", "-f", "{{.Swarm.LocalNodeState}}") for each in apart.engines] == ["inactive"] * 3


def commands_of(page: str) -> list[tuple[str, list[str]]]:
    """Each command line of a page's console blocks, and the lines that it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(
        r"^```console\n(.*?)^```$", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    ):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def printed(command: str) -> list[str]:
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False)
    return [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]


def shows(lines: list[str], expected: list[str]) -> bool:
    """Whether each line that is expected is among those printed; `…` stands for anything."""
    patterns = (".*".join(map(re.escape, line.split("…"))) for line in expected)
    return all(any(re.fullmatch(pattern, line) for line in lines) for pattern in patterns)


def test_every_command_of_the_page_about_three_machines_prints_what_the_page_shows(apart: Swarm) -> None:
    (opening, *commands) = commands_of("three-nodes.md")
    assert opening == ("make nodes", [])
    apart.manager.docker("image", "rm", "registry")
    for command, expected in commands:
        if any(word in command for word in (" ps ", "curl", " ls ")):  # what only looks is asked until it shows
            wait_until(lambda command=command, expected=expected: shows(printed(command), expected))  # type: ignore[misc]
        else:
            lines = printed(command)
            assert shows(lines, expected), (command, lines)


def test_the_page_has_the_same_commands_in_korean() -> None:
    assert commands_of("three-nodes.ko.md") == commands_of("three-nodes.md")
