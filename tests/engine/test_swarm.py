"""A Swarm is begun where there is none, ended where the lab began it, and never touched where it is somebody else's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lab.ledger import LABEL

from .conftest import Engine, Lab

pytestmark = pytest.mark.engine

SWARM = "registry-swarm"
STATE = "{{.Swarm.LocalNodeState}}"


def leave(engine: Engine) -> None:
    """End whatever Swarm the engine is in, and remove the network that it keeps."""
    engine.docker("swarm", "leave", "--force", check=False)
    if engine.succeeds("network", "inspect", "docker_gwbridge"):
        engine.docker("network", "rm", "docker_gwbridge")


@pytest.fixture
def dockerd(engine: Engine) -> Iterator[Engine]:
    """An engine that can be in a Swarm, and is in none before and after."""
    if engine.is_practice or engine.is_podman:
        pytest.skip("only Docker has Swarm; that the others are refused is another test")
    yield engine
    leave(engine)


def test_where_no_swarm_can_be_begun_the_exercise_is_refused_before_its_first_step(engine: Engine, lab: Lab) -> None:
    if engine.is_practice or engine.is_podman:
        before = engine.inventory()
        refused = lab("run", SWARM)
        assert (refused.code, len(refused.stderr.splitlines())) == (3, 2)
        assert engine.inventory() == before
        return
    engine.docker("swarm", "init", "--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1")
    try:
        engine.docker("pull", "-q", "registry")
        engine.docker("service", "create", "-d", "--name", "theirs", "registry")
        theirs = engine.docker("service", "inspect", "theirs")
        assert lab("run", SWARM).code == 3
        assert engine.docker("info", "-f", STATE) == "active"
        assert engine.docker("service", "inspect", "theirs") == theirs
    finally:
        leave(engine)


def test_nobody_at_a_terminal_nobody_who_said_yes_no_swarm(dockerd: Engine, lab: Lab) -> None:
    before = dockerd.inventory()
    refused = lab("run", SWARM)
    assert (refused.code, len(refused.stderr.splitlines())) == (2, 2)
    assert dockerd.inventory() == before
    assert dockerd.docker("info", "-f", STATE) == "inactive"


@pytest.mark.timeout(300)
def test_a_swarm_that_the_lab_began_is_ended_from_any_process(dockerd: Engine, lab: Lab) -> None:
    before = dockerd.inventory()
    kept = lab("run", SWARM, "--yes", "--until", "run-app", "--keep", timeout=200)
    assert kept.code == 0, kept.stdout + kept.stderr
    assert dockerd.docker("info", "-f", STATE) == "active"
    volumes = dockerd.docker("volume", "ls", "-q")
    assert volumes
    assert volumes == dockerd.docker("volume", "ls", "-q", "--filter", f"label={LABEL}")
    cleaned = lab("cleanup", timeout=120)
    assert cleaned.code == 0, cleaned.stdout + cleaned.stderr
    assert dockerd.docker("info", "-f", STATE) == "inactive"
    assert dockerd.inventory() == before


@pytest.mark.timeout(300)
def test_a_service_of_somebody_elses_keeps_the_labs_swarm_alive(dockerd: Engine, lab: Lab) -> None:
    kept = lab("run", SWARM, "--yes", "--until", "registry-service", "--keep", timeout=200)
    assert kept.code == 0, kept.stdout + kept.stderr
    dockerd.docker("service", "create", "-d", "--name", "theirs", "registry")
    cleaned = lab("cleanup", timeout=120)
    assert "services of somebody else" in cleaned.stdout + cleaned.stderr
    assert dockerd.docker("info", "-f", STATE) == "active"
    assert dockerd.docker("service", "ls", "--format", "{{.Name}}") == "theirs"
