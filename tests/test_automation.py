"""What a push sets going, and what a webhook does: each thing written down before it is done, and nobody else's touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lab.autobuild import REVISION, Order, autobuild
from lab.docker_cli import actions as act
from lab.engine.contract import EngineError, Output, Permit
from lab.home import Home
from lab.language.words import words
from lab.ledger import LABEL, Ledger, start
from lab.redeploying import redeploy
from lab.reference import Reference
from lab.world import REDEPLOYED, Container, Delivery, Image, World
from tests.builders import RUN_ID, run, world
from tests.fakes import FakeEngine, error

SITE = "127.0.0.1:5000/acme/site"
LATEST = f"{SITE}:latest"
COMMIT, NEXT = "1f" * 20, "2e" * 20
TOLD = Delivery("first.jsonl", "event-1", LATEST, "sha256:ab")

Begun = Callable[..., Ledger]


@pytest.fixture
def begun(tmp_path: Path) -> Begun:
    """Begin a run on an engine that held some images and containers before it."""

    def begin(*things: Image | Container, values: dict[str, str | int] | None = None) -> Ledger:
        workspace = Home(tmp_path).workspace("docker-hub", RUN_ID)
        held: World = world(*things)
        named = values or {"port": 5000, "name": "hub", "site_name": "site"}
        return start(tmp_path / "runs", replace(run(held), workspace=str(workspace), values=named))

    return begin


@pytest.fixture
def engine() -> FakeEngine:
    """An engine with a registry at port 5000, that builds another image at each commit."""
    engine = FakeEngine()

    def build(action: act.Action) -> None:
        if isinstance(action, act.ImageBuild):
            engine.hold(str(action.reference))

    engine.before = build
    spec = act.ContainerSpec(Reference.parse("registry"), "hub", ports=(act.PortMapping(5000, 5000, "127.0.0.1"),))
    list(engine.perform(act.ContainerRun(spec, detach=True), Permit("/", ())))
    engine.performed.clear()
    return engine


def order(ledger: Ledger) -> Order:
    return Order(f"{ledger.run.workspace}/source.git", "main", SITE, "builds.jsonl")


def build(engine: FakeEngine, ledger: Ledger, commit: str = COMMIT) -> list[str]:
    happenings = autobuild(engine, ledger, order(ledger), commit, words("en").say)
    return [each.text for each in happenings if isinstance(each, Output)]


def written(ledger: Ledger) -> list[dict[str, Any]]:
    lines = Path(ledger.run.workspace, "builds.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_a_commit_is_checked_out_built_and_pushed_under_its_own_tag_and_as_latest(
    engine: FakeEngine, begun: Begun
) -> None:
    ledger = begun()
    said = build(engine, ledger)
    checkout = f"{ledger.run.workspace}/builds/{COMMIT[:12]}"
    own, latest = Reference.parse(f"{SITE}:{COMMIT[:12]}"), Reference.parse(LATEST)
    assert engine.performed == [
        act.Git("clone", None, (f"{ledger.run.workspace}/source.git", checkout)),
        act.ImageBuild(own, checkout, ((REVISION, COMMIT),)),
        act.ImageTag(own, latest),
        act.ImagePush(own),
        act.ImagePush(latest),
    ]
    (row,) = written(ledger)
    assert (row["commit"], row["reference"], row["trouble"]) == (COMMIT, LATEST, "")
    assert said[-1] == f"built {COMMIT[:12]}, pushed {SITE} {row['digest']}"


def test_everything_is_written_down_before_it_is_done(engine: FakeEngine, begun: Begun) -> None:
    ledger, build_it = begun(), engine.before
    seen: list[frozenset[str]] = []

    def look(action: act.Action) -> None:
        seen.append(ledger.touched().images | ledger.touched().paths)
        build_it(action)

    engine.before = look
    build(engine, ledger)
    assert f"{ledger.run.workspace}/builds" in seen[0]
    assert f"{SITE}:{COMMIT[:12]}" in seen[1]
    assert LATEST in seen[2]
    assert f"{ledger.run.workspace}/builds.jsonl" in ledger.touched().paths


def test_each_build_keeps_a_name_when_the_next_one_takes_latest(engine: FakeEngine, begun: Begun) -> None:
    ledger = begun()
    build(engine, ledger)
    build(engine, ledger, NEXT)
    assert {f"{SITE}:{COMMIT[:12]}", f"{SITE}:{NEXT[:12]}", LATEST} <= engine.images.keys()
    assert engine.images[LATEST].id == engine.images[f"{SITE}:{NEXT[:12]}"].id


def test_an_image_that_somebody_built_by_hand_gets_another_name_before_it_loses_its_own(
    engine: FakeEngine, begun: Begun
) -> None:
    ledger = begun()
    by_hand = engine.hold(LATEST)
    build(engine, ledger)
    spare = f"{SITE}:before-{by_hand.id.removeprefix('sha256:')[:8]}"
    assert engine.images[spare].id == by_hand.id
    assert spare in ledger.touched().images


def test_a_build_that_fails_is_written_down_in_words_and_told(engine: FakeEngine, begun: Begun) -> None:
    ledger = begun()

    def fail(action: act.Action) -> None:
        if isinstance(action, act.ImageBuild):
            raise error("build-failed")

    engine.before = fail
    with pytest.raises(EngineError):
        build(engine, ledger)
    (row,) = written(ledger)
    assert row["digest"] == ""
    assert row["trouble"] == words("en").say(error("build-failed").message)


def test_an_image_of_the_users_is_not_built_over(engine: FakeEngine, begun: Begun) -> None:
    theirs = engine.hold(LATEST)
    with pytest.raises(EngineError) as caught:
        build(engine, begun(theirs))
    assert caught.value.kind == "not-ours"
    assert engine.images[LATEST] == theirs


def run_site(engine: FakeEngine, *labels: tuple[str, str], name: str = "site") -> Container:
    engine.hold(LATEST)
    list(engine.perform(act.ImagePush(Reference.parse(LATEST)), Permit("/", ())))
    ports = (act.PortMapping(8080, 5082, "127.0.0.1"),)
    spec = act.ContainerSpec(Reference.parse(LATEST), name, ports=ports, labels=labels)
    list(engine.perform(act.ContainerRun(spec, detach=True), Permit("/", ())))
    engine.performed.clear()
    return engine.containers[name]


def test_a_container_of_the_runs_is_made_anew_with_its_name_and_ports(engine: FakeEngine, begun: Begun) -> None:
    before = run_site(engine, (LABEL, RUN_ID))
    assert redeploy(engine, begun(), "site", TOLD)
    after = engine.containers["site"]
    assert (after.id != before.id, after.ports, after.running) == (True, before.ports, True)
    assert (after.label(LABEL), after.label(REDEPLOYED)) == (RUN_ID, "event-1")
    assert [type(action) for action in engine.performed] == [act.ImagePull, act.ContainerRemove, act.ContainerRun]


def test_one_that_a_learner_has_run_in_a_terminal_of_theirs_is_the_runs_too(engine: FakeEngine, begun: Begun) -> None:
    run_site(engine)
    assert redeploy(engine, begun(), "site", TOLD)


@pytest.mark.parametrize("labels", [((LABEL, "another-run"),)])
def test_nobody_elses_container_is_touched(
    engine: FakeEngine, begun: Begun, labels: tuple[tuple[str, str], ...]
) -> None:
    theirs = run_site(engine, *labels)
    assert not redeploy(engine, begun(), "site", TOLD)
    assert not redeploy(engine, begun(theirs, values={"name": "hub"}), "site", TOLD)
    assert engine.containers["site"] == theirs
    assert engine.performed == []


def test_where_there_is_none_nothing_is_pulled(engine: FakeEngine, begun: Begun) -> None:
    assert not redeploy(engine, begun(), "site", TOLD)
    assert engine.performed == []


def test_an_image_that_cannot_be_pulled_leaves_the_old_container_running(engine: FakeEngine, begun: Begun) -> None:
    before = run_site(engine, (LABEL, RUN_ID))
    gone = replace(TOLD, reference=f"{SITE}:gone")
    with pytest.raises(EngineError):
        redeploy(engine, begun(), "site", gone)
    assert engine.containers["site"] == before
