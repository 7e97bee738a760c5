"""Checks on a Swarm and its services: every branch, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from lab.checks.swarm import ByDigestOnly, InMesh, ServicePinned, ServiceRunning, SwarmActive, SwarmLeft
from lab.memory import Memory
from lab.world import Service, Swarm, Task
from tests.builders import ADDRESS, DIGEST, OTHER_DIGEST, OWN, judged, published, registry
from tests.checks.judging import Case, assert_says_what_it_saw

TAGGED = f"{OWN}@{DIGEST}"
BARE = f"{OWN.rpartition(':')[0]}@{DIGEST}"
MESH = "127.0.0.1:5005"

ACTIVE = SwarmActive()
LEFT = SwarmLeft(OWN)
RUNS = ServiceRunning("web", "2")
PINNED = ServicePinned("web", OWN)
BY_DIGEST = ByDigestOnly("web")
IN_MESH = InMesh("web", MESH)
SERVING = registry(published())
SERVED = Memory(published=((OWN, DIGEST),))


def tasks(*states: str, image: str = TAGGED, error: str = "") -> tuple[Task, ...]:
    return tuple(Task(image, state, error=error) for state in states)


def swarm(*services: Service) -> dict[str, Any]:
    return {"swarm": Swarm("s", services=services)}


def web(image: str = TAGGED, replicas: int | None = 2, **more: Any) -> Service:
    return Service("web", "id", image, replicas, **{"tasks": tasks("running", "running", image=image), **more})


CASES: list[Case] = [
    (ACTIVE, (), swarm(), "pass", "swarm-active.active"),
    (ACTIVE, (), {}, "not_yet", "swarm-active.none"),
    (LEFT, (), {"memory": SERVED}, "pass", "swarm-left.left"),
    (LEFT, (), {}, "not_yet", "swarm-left.never"),
    (LEFT, (), swarm(), "not_yet", "swarm-left.still"),
    (LEFT, (), swarm(web()), "not_yet", "swarm-left.services"),
    (RUNS, (), swarm(web()), "pass", "service-running.runs"),
    (RUNS, (), swarm(web(tasks=tasks("running", "starting"))), "not_yet", "service-running.starting"),
    (RUNS, (), swarm(web(tasks=tasks("running", "running", image="old"))), "not_yet", "service-running.starting"),
    (RUNS, (), swarm(web(tasks=tasks("rejected", error="No such image"))), "not_yet", "service-running.failing"),
    (RUNS, (), swarm(web(replicas=1)), "not_yet", "service-running.other-number"),
    (RUNS, (), swarm(web(replicas=None)), "not_yet", "service-running.other-number"),
    (RUNS, (), swarm(), "not_yet", "service-running.absent"),
    (RUNS, (), {}, "not_yet", "swarm-active.none"),
    (PINNED, (SERVING,), swarm(web()), "pass", "service-pinned.pinned"),
    (PINNED, (SERVING,), swarm(web(BARE)), "pass", "service-pinned.pinned"),
    (PINNED, (SERVING,), swarm(web(OWN)), "not_yet", "service-pinned.no-digest"),
    (PINNED, (registry(published(digest=OTHER_DIGEST)),), swarm(web()), "not_yet", "service-pinned.other"),
    (PINNED, (registry(),), swarm(web()), "not_yet", "file-holds.not-served"),
    (PINNED, (registry(state="silent"),), swarm(web()), "not_yet", "registry-holds.silent"),
    (PINNED, (registry(state="unknown", detail="x"),), swarm(web()), "cannot_tell", "registry.unknown-because"),
    (PINNED, (SERVING,), swarm(), "not_yet", "service-running.absent"),
    (BY_DIGEST, (), swarm(web(BARE)), "pass", "service-by-digest.named"),
    (BY_DIGEST, (), swarm(web()), "not_yet", "service-by-digest.tagged"),
    (BY_DIGEST, (), swarm(web(OWN)), "not_yet", "service-by-digest.tagged"),
    (BY_DIGEST, (), {}, "not_yet", "swarm-active.none"),
    (
        IN_MESH,
        (registry(address=MESH),),
        swarm(web(ports=((5005, 5000, "ingress"),))),
        "pass",
        "service-in-mesh.answers",
    ),
    (IN_MESH, (), swarm(web(ports=((5005, 5000, "ingress"),))), "pass", "service-in-mesh.silent"),
    (IN_MESH, (), swarm(web(ports=((5005, 5000, "host"),))), "not_yet", "service-in-mesh.host"),
    (IN_MESH, (), swarm(web()), "not_yet", "service-in-mesh.unpublished"),
    (IN_MESH, (), swarm(), "not_yet", "service-running.absent"),
]


@pytest.mark.parametrize("case", CASES)
def test_a_check_says_what_it_saw(case: Case) -> None:
    assert_says_what_it_saw(case)


REJECTED = Task(TAGGED, "rejected", wanted=False, error="No such image")
AGAIN = tasks("ready", "ready")


@pytest.mark.parametrize(
    "seen",
    [tasks("preparing"), (), (REJECTED, REJECTED, *AGAIN), (REJECTED, REJECTED)],
    ids=["on their way", "none yet", "failed once", "failed a moment ago"],
)
def test_tasks_on_their_way_are_waited_for_also_where_swarm_tries_again(seen: tuple[Task, ...]) -> None:
    assert judged(RUNS, **swarm(web(tasks=seen))).settling


@pytest.mark.parametrize(
    "seen", [(REJECTED, REJECTED, REJECTED, *AGAIN), tasks("pending", error="no suitable node"), tasks("rejected")],
    ids=["failed again", "no place", "nothing is coming"],
)  # fmt: skip
def test_tasks_that_will_not_run_are_not_waited_for(seen: tuple[Task, ...]) -> None:
    assert not judged(RUNS, **swarm(web(tasks=seen))).settling


def test_what_was_wrong_with_an_earlier_image_is_not_told_of_this_one() -> None:
    replaced = Task("old", "failed", wanted=False, error="task: non-zero exit (2)")
    verdict = judged(RUNS, **swarm(web(tasks=(replaced, replaced, replaced, *tasks("starting", "running")))))
    assert (verdict.found.key, verdict.settling) == ("checks.service-running.starting", True)


def test_every_check_has_the_swarm_looked_at() -> None:
    assert all(check.scope().swarm for check, *_ in CASES)
    assert PINNED.scope().registries == (ADDRESS,)


@pytest.mark.parametrize("kind", sorted({check.kind for check, *_ in CASES}))
def test_each_kind_passes_and_waits(kind: str) -> None:
    assert {outcome for check, _, _, outcome, _ in CASES if check.kind == kind} >= {"pass", "not_yet"}
