"""A Swarm and its services: only those that the run made are changed, by whole names, and none is made in somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Do, Refused, lines
from .fake_engine import FakeEngine, Json, Request, image

OURS, ANOTHERS = {"lab": "1"}, {"lab": "2"}
WRITES = ("POST", "PUT", "DELETE")
SERVICES = {"ours": ("1" * 25, OURS), "theirs": ("2" * 25, None), "anothers": ("3" * 25, ANOTHERS)}
LEAVE, CREATE = "docker swarm leave --force", "docker service create --name web registry"

OUTRUN = "rpc error: code = Unknown desc = update out of sequence"

Swarmed = Callable[..., None]


@pytest.fixture
def swarmed(engine: FakeEngine) -> Swarmed:
    """Return what puts the engine into a Swarm with labels and services."""
    engine.images = [image("registry:latest")]

    def put(labels: dict[str, str] | None, *names: str) -> None:
        rows = [_row(name) for name in names]
        engine.script("GET", "/swarm", Json({"ID": "s", "Spec": {"Labels": labels}}))
        engine.script("GET", "/services", Json(rows))
        engine.script("GET", "/tasks", Json([]))
        engine.script("GET", "/services/*", lambda asked: _found(rows, asked))
        for method, path in (("POST", "/swarm/leave"), ("POST", "/services/create"), ("DELETE", "/services/*")):
            engine.script(method, path, Json({"ID": "new"}))

    return put


def _row(name: str) -> dict[str, Any]:
    identity, labels = SERVICES[name]
    mode = {"Replicated": {"Replicas": 1}}
    spec = {"Name": name, "Labels": labels, "Mode": mode, "TaskTemplate": {"ContainerSpec": {"Image": "registry"}}}
    return {"ID": identity, "Version": {"Index": 1}, "Spec": spec}


def _found(rows: list[dict[str, Any]], asked: Request) -> Json:
    wanted = asked.path.rpartition("/")[2]
    found = [row for row in rows if row["Spec"]["Name"] == wanted or row["ID"].startswith(wanted)]
    return Json(found[0]) if found else Json({"message": f"service {wanted} not found"}, 404)


def changed(engine: FakeEngine) -> list[str]:
    return [each.path for each in engine.asked if each.method in WRITES]


def test_a_swarm_that_the_run_began_is_used_and_left(engine: FakeEngine, swarmed: Swarmed, do: Do) -> None:
    swarmed(OURS, "ours")
    do(CREATE)
    do("docker service rm ours")
    do(LEAVE)
    assert changed(engine) == ["/services/create", f"/services/{'1' * 25}", "/swarm/leave"]


@pytest.mark.parametrize("labels", [None, {}, ANOTHERS])
@pytest.mark.parametrize("command", [LEAVE, "docker swarm leave", CREATE])
def test_a_swarm_of_somebody_elses_is_neither_left_nor_used(
    engine: FakeEngine, swarmed: Swarmed, refused: Refused, labels: dict[str, str] | None, command: str
) -> None:
    swarmed(labels)
    assert refused(command).kind == "not-permitted"
    assert changed(engine) == []


@pytest.mark.parametrize("others", ["theirs", "anothers"])
def test_a_swarm_in_which_somebody_else_has_a_service_is_not_left(
    engine: FakeEngine, swarmed: Swarmed, refused: Refused, others: str
) -> None:
    swarmed(OURS, "ours", others)
    assert refused(LEAVE).kind == "not-permitted"
    assert changed(engine) == []


@pytest.mark.parametrize("service", ["theirs", "anothers", "2", "2" * 25, "1" * 12])
@pytest.mark.parametrize(
    "command",
    ["service rm {0}", "service scale {0}=0", "service update --replicas 0 {0}", "service update --force {0}"],
)
def test_no_service_of_somebody_elses_is_changed_and_none_by_its_id(
    engine: FakeEngine, swarmed: Swarmed, refused: Refused, service: str, command: str
) -> None:
    swarmed(OURS, "ours", "theirs", "anothers")
    assert refused(f"docker {command.format(service)}").kind == "not-permitted"
    assert changed(engine) == []


def test_a_worker_does_not_leave_a_swarm_that_somebody_else_manages(engine: FakeEngine, refused: Refused) -> None:
    engine.script("GET", "/swarm", Json({"message": "This node is not a swarm manager."}, 503))
    engine.script("GET", "/info", Json({**engine.info, "Swarm": {"LocalNodeState": "active"}}))
    engine.script("POST", "/swarm/leave", Json())
    for command in ("docker swarm leave", LEAVE):
        assert refused(command).kind == "not-permitted"
    assert changed(engine) == []


def test_a_change_that_swarm_outruns_is_asked_for_again_as_the_service_stands_by_then(
    engine: FakeEngine, swarmed: Swarmed, do: Do
) -> None:
    swarmed(OURS, "ours")
    versions: list[str] = []

    def update(asked: Request) -> Json:
        versions.append(asked.query["version"])
        row = _row("ours") | {"Version": {"Index": 7}}  # Swarm has noted something in it
        engine.script("GET", "/services/*", Json(row))
        return Json({}) if versions[1:] else Json({"message": OUTRUN}, 500)

    engine.script("POST", "/services/*/update", update)
    assert lines(do("docker service scale ours=2")) == ["ours scaled to 2"]
    assert versions == ["1", "7"]


def test_one_that_is_outrun_for_ever_is_told_in_the_engines_words(
    engine: FakeEngine, swarmed: Swarmed, refused: Refused
) -> None:
    swarmed(OURS, "ours")
    engine.script("POST", "/services/*/update", Json({"message": OUTRUN}, 500))
    assert refused("docker service scale ours=2").words == OUTRUN
