"""Checks on what listeners were told, what builders built and what was made anew: every branch, in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lab.checks import Check
from lab.checks.automation import BuiltByPush, Redeployed
from lab.checks.container import ContainerStopped
from lab.checks.webhook import ENDPOINTS, WebhookMissing, WebhookReceived
from lab.memory import Memory
from lab.world import REDEPLOYED, Build, Delivery
from tests.builders import (
    ADDRESS,
    DIGEST,
    ID,
    OTHER_DIGEST,
    OTHER_ID,
    OWN,
    container,
    image,
    judged,
    published,
    registry,
)
from tests.checks.judging import Case, assert_says_what_it_saw

URL = "http://172.17.0.1:5080/"
TOLD = WebhookReceived("first.jsonl", OWN, "registry", URL)
BY_BOB = replace(TOLD, actor="bob")
ELSEWHERE = replace(TOLD, listener="ci")
MISSING = WebhookMissing("second.jsonl", OWN, "first.jsonl")
STOPPED = ContainerStopped("registry")
BUILT = BuiltByPush("builds.jsonl", OWN)
ANEW = Redeployed("site", OWN)

DEAF = registry(state="unknown", detail="timed out")
QUIET = registry(state="silent", detail="connection refused")
SERVING = registry(published())
SERVED = f"{OWN.rpartition(':')[0]}@{DIGEST}"
COMMIT = "1f" * 20


def told(file: str = "first.jsonl", reference: str = OWN, actor: str = "") -> Delivery:
    return Delivery(file, "event-1", reference, DIGEST, actor)


def heard(*deliveries: Delivery) -> dict[str, Any]:
    return {"deliveries": deliveries}


def built(**changed: Any) -> dict[str, Any]:
    return {"builds": (replace(Build("builds.jsonl", COMMIT, OWN, DIGEST), **changed),)}


def calling(url: str = URL, **changed: Any) -> Any:
    return container(settings=((ENDPOINTS, f'[{{"name":"first","url":"{url}"}}]'),), **changed)


def site(**changed: Any) -> Any:
    return container("site", **{"ports": (), "image_id": ID, "labels": ((REDEPLOYED, "event-1"),), **changed})


CASES: list[Case] = [
    (TOLD, (), heard(told()), "pass", "webhook-received.told"),
    (TOLD, (), heard(told(actor="alice")), "pass", "webhook-received.told"),
    (BY_BOB, (), heard(told(actor="alice"), told(actor="bob")), "pass", "webhook-received.told"),
    (BY_BOB, (), heard(told(actor="alice")), "not_yet", "webhook-received.other-actor"),
    (TOLD, (SERVING,), heard(told("second.jsonl")), "not_yet", "container-running.absent"),
    (TOLD, (container(), SERVING), {}, "not_yet", "webhook-received.no-webhook"),
    (TOLD, (calling("http://127.0.0.1:5080/"), SERVING), {}, "not_yet", "webhook-received.other-url"),
    (TOLD, (calling(), registry()), {}, "not_yet", "webhook-received.nothing"),
    (TOLD, (calling(), registry()), heard(told(reference=f"{OWN}1")), "not_yet", "webhook-received.others"),
    (TOLD, (calling(), SERVING), {}, "not_yet", "webhook-received.on-its-way"),
    (TOLD, (calling(), QUIET), {}, "not_yet", "registry-holds.silent"),
    (TOLD, (calling(), DEAF), {}, "cannot_tell", "registry.unknown-because"),
    (MISSING, (), heard(told()), "pass", "webhook-missing.missing"),
    (MISSING, (), heard(told(), told("second.jsonl")), "not_yet", "webhook-missing.told"),
    (MISSING, (), {}, "not_yet", "webhook-missing.neither"),
    (STOPPED, (container(state="exited"),), {}, "pass", "container-stopped.stopped"),
    (STOPPED, (container(),), {}, "not_yet", "container-stopped.state"),
    (STOPPED, (container(state="created"),), {}, "not_yet", "container-stopped.state"),
    (STOPPED, (), {}, "not_yet", "container-running.absent"),
    (BUILT, (SERVING,), built(), "pass", "built-by-push.built"),
    (BUILT, (registry(),), {}, "not_yet", "built-by-push.none"),
    (BUILT, (SERVING,), {}, "not_yet", "built-by-push.by-hand"),
    (BUILT, (SERVING,), built(reference=f"{OWN}1"), "not_yet", "built-by-push.by-hand"),
    (BUILT, (SERVING,), built(digest="", trouble="no such file"), "not_yet", "built-by-push.failed"),
    (BUILT, (SERVING,), built(digest=OTHER_DIGEST), "not_yet", "built-by-push.another"),
    (BUILT, (registry(),), built(), "not_yet", "built-by-push.another"),
    (BUILT, (QUIET,), built(), "not_yet", "registry-holds.silent"),
    (BUILT, (DEAF,), built(), "cannot_tell", "registry.unknown-because"),
    (ANEW, (site(), image(OWN)), {}, "pass", "redeployed.runs"),
    (ANEW, (site(labels=()), image(OWN)), {}, "not_yet", "redeployed.by-hand"),
    (ANEW, (site(labels=()), image(OWN, digests=(SERVED,)), SERVING), {}, "not_yet", "redeployed.by-hand"),
    (ANEW, (site(labels=()), image(OWN), SERVING), {}, "not_yet", "redeployed.older"),
    (ANEW, (site(), image(OWN, digests=(SERVED,)), SERVING), {}, "pass", "redeployed.runs"),
    (ANEW, (site(), image(OWN, id=OTHER_ID)), {}, "not_yet", "redeployed.older"),
    (ANEW, (site(),), {}, "not_yet", "redeployed.older"),
    (ANEW, (site(state="exited"), image(OWN)), {}, "not_yet", "container-running.not-running"),
    (ANEW, (image(OWN),), {}, "not_yet", "container-running.absent"),
]


@pytest.mark.parametrize("case", CASES)
def test_a_check_says_what_it_saw(case: Case) -> None:
    assert_says_what_it_saw(case)


@pytest.mark.parametrize(
    ("check", "things", "settling"),
    [
        (TOLD, (calling(), SERVING), True),
        (TOLD, (calling(), QUIET), True),
        (TOLD, (calling(state="exited"), QUIET), False),
        (TOLD, (calling(), registry()), False),
        (TOLD, (calling(), DEAF), False),
        (ELSEWHERE, (calling(), SERVING), False),
        (ELSEWHERE, (calling(), SERVING, container("ci", state="exited")), False),
        (ELSEWHERE, (calling(), SERVING, container("ci")), True),
        (ANEW, (site(), image(OWN, id=OTHER_ID)), True),
        (ANEW, (site(labels=()), image(OWN)), False),
        (ANEW, (image(OWN),), False),
    ],
)
def test_only_what_comes_by_itself_is_waited_for(check: Check, things: tuple[Any, ...], settling: bool) -> None:
    assert judged(check, *things).settling is settling


def test_a_container_that_was_there_a_moment_ago_is_being_made_anew() -> None:
    assert judged(ANEW, image(OWN), memory=Memory(containers=frozenset({"site"}))).settling


def test_what_a_check_looks_at_is_in_its_scope() -> None:
    scope = TOLD.scope()
    assert (scope.listeners, scope.registries) == (("first.jsonl",), (ADDRESS,))
    assert scope.settings == (("registry", ENDPOINTS),)
    assert MISSING.scope().listeners == ("second.jsonl", "first.jsonl")
    assert BUILT.scope().builders == ("builds.jsonl",)
    assert ANEW.scope().containers == ("site",)
