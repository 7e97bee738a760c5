"""What the doctor finds on an engine."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lab.content.model import Exercise
from lab.doctor import Finding, examine
from lab.engine.contract import EngineError
from lab.language.message import say
from lab.language.words import LANGUAGES, words
from lab.lease import Probe
from tests.builders import HUB, container
from tests.fakes import FACTS, FakeEngine, error

EXERCISE = Exercise(
    "private-registry", "", "", (), 20, ("registry", "hello-world"), (("port", 5000), ("name", "registry"))
)


def idle(port: int) -> None:
    """Nothing listens on any port."""


def found(engine: FakeEngine, probe: Probe = idle, exercise: Exercise = EXERCISE) -> list[Finding]:
    return list(examine(engine, exercise, probe))


def summary(engine: FakeEngine, probe: Probe = idle) -> list[tuple[str, str, str]]:
    return [(each.check, each.level, each.found.key) for each in found(engine, probe)]


def test_on_an_idle_machine_everything_is_well() -> None:
    assert summary(FakeEngine()) == [
        ("engine", "ok", "doctor.engine"),
        ("api", "ok", "doctor.api"),
        ("storage", "info", "doctor.storage"),
        ("port", "ok", "doctor.port-free"),
        ("name", "ok", "doctor.name-free"),
        ("images", "info", "doctor.image-missing"),
        ("images", "info", "doctor.image-missing"),
    ]


@pytest.mark.parametrize(
    ("facts", "finding"),
    [
        ({"os": "windows"}, ("engine", "failure", "doctor.not-linux")),
        ({"remote": True, "host": "school"}, ("engine", "warning", "doctor.remote")),
        ({"kind": "podman"}, ("engine", "failure", "doctor.podman")),
        ({"kind": "podman", "plain_http": ("127.0.0.1:5001",)}, ("engine", "failure", "doctor.podman")),
        ({"api": "1.39"}, ("api", "warning", "doctor.api")),
        ({"api": ""}, ("api", "warning", "doctor.api")),
        ({"api": "1.40"}, ("api", "ok", "doctor.api")),
        ({"api": "1.54"}, ("api", "ok", "doctor.api")),
        ({"api": "2.0"}, ("api", "ok", "doctor.api")),
    ],
    ids=str,
)
def test_what_is_odd_about_an_engine_is_told(facts: dict[str, Any], finding: tuple[str, str, str]) -> None:
    assert finding in summary(FakeEngine(facts=replace(FACTS, **facts)))


@pytest.mark.parametrize("facts", [{"kind": "podman", "plain_http": ("127.0.0.1:5000",)}, {"kind": "docker"}], ids=str)
def test_an_engine_that_needs_no_https_for_this_machine_is_well(facts: dict[str, Any]) -> None:
    found = summary(FakeEngine(facts=replace(FACTS, **facts)))
    assert [level for check, level, _ in found if check == "engine"] == ["ok"]


def test_what_is_wrong_comes_with_a_remedy() -> None:
    odd = replace(FACTS, os="windows", remote=True, kind="podman", api="1.12")
    engine = FakeEngine(facts=odd, containers={"registry": container()})
    assert [each.check for each in found(engine) if each.level in ("warning", "failure") and each.remedy is None] == []


def test_a_port_that_is_taken_says_by_whom() -> None:
    server = say("engine.port-user.server")
    (port,) = [each for each in found(FakeEngine(), lambda port: server) if each.check == "port"]
    assert (port.level, dict(port.found.args)["user"]) == ("warning", server)


def test_a_container_of_that_name_is_told() -> None:
    engine = FakeEngine(containers={"registry": container(ports=())})
    assert ("name", "warning", "doctor.name-taken") in summary(engine)


def test_images_that_are_here_are_told() -> None:
    engine = FakeEngine()
    engine.hold(HUB)
    assert [key for check, _, key in summary(engine) if check == "images"] == [
        "doctor.image-missing",
        "doctor.image-here",
    ]


def test_nothing_is_changed() -> None:
    engine = FakeEngine()
    found(engine)
    assert engine.performed == []


def test_an_exercise_without_port_and_name_is_not_asked_about_them() -> None:
    plain = Exercise("plain", "", "", (), 5, ())
    assert {each.check for each in found(FakeEngine(), exercise=plain)} == {"engine", "api", "storage"}


def test_an_engine_that_goes_away_is_an_error_of_the_engine() -> None:
    with pytest.raises(EngineError):
        found(FakeEngine(gone=error("unreachable")))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_has_words(lang: str) -> None:
    engine = FakeEngine(
        facts=replace(FACTS, os="windows", remote=True, kind="podman", api="1.12", host="school"),
        containers={"registry": container()},
    )
    for finding in found(engine):
        for message in (finding.found, finding.remedy):
            said = words(lang).say(message) if message else "nothing to do"
            assert "{" not in said
            assert not said.startswith("doctor.")
