"""What the doctor finds on an engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from lab.content.model import Exercise
from lab.doctor import Finding, examine, examine_machine, examine_others, silence
from lab.engine.contract import EngineError
from lab.language.message import say
from lab.language.words import LANGUAGES, words
from lab.lease import Probe
from lab.surroundings import Surroundings
from tests.builders import HUB, container
from tests.fakes import FACTS, FakeEngine, error

EXERCISE = Exercise(
    "private-registry", "", "", (), 20, ("registry", "hello-world"), (("port", 5000), ("name", "registry"))
)


def idle(port: int) -> None:
    """Nothing listens on any port."""


PLAIN = Surroundings("linux", False, (3, 11), True, "/home/me/registry-lab", True, 10**10, True)


def found(
    engine: FakeEngine,
    probe: Probe = idle,
    exercise: Exercise = EXERCISE,
    around: Surroundings = PLAIN,
    left: int | None = 90,
) -> list[Finding]:
    return list(examine(engine, exercise, probe, around, lambda: left))


def about(check: str, findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(each.level, each.found.key) for each in findings if each.check == check]


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
        ("hub", "ok", "doctor.hub"),
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
        ({"version": "29.2.1"}, ("api", "warning", "doctor.young-clients")),
        ({"kind": "practice"}, ("engine", "info", "doctor.practice")),
        ({"rootless": True}, ("security", "info", "doctor.security")),
        ({"selinux": True}, ("security", "info", "doctor.security")),
        ({"userns": True}, ("security", "info", "doctor.security")),
        ({"storage": "containerd", "version": "26.1.0"}, ("storage", "warning", "doctor.old-containerd")),
        ({"swarm": "active"}, ("swarm", "info", "doctor.swarm")),
        ({"swarm": ""}, ("swarm", "info", "doctor.no-swarm")),
        ({"mirrors": ("http://127.0.0.1:5001",)}, ("mirror", "info", "doctor.mirror")),
        ({"proxy": "http://proxy:3128"}, ("proxy", "info", "doctor.engine-proxy")),
        ({"clock_ahead": -600.0}, ("clock", "warning", "doctor.clock")),
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


@pytest.mark.parametrize("version", ["28.5.0", "29.3.0", "29.20.0", ""])
def test_an_engine_that_takes_older_clients_is_well(version: str) -> None:
    assert about("api", found(FakeEngine(facts=replace(FACTS, version=version)))) == [("ok", "doctor.api")]


@pytest.mark.parametrize(
    ("facts", "around", "remedy"),
    [
        ({"rootless": True}, {}, "~/.config/containers/registries.conf.d"),
        ({}, {}, "/etc/containers/registries.conf.d"),
        ({}, {"system": "darwin"}, "podman machine ssh"),
        ({"rootless": True}, {"system": "win32"}, "podman machine ssh"),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_podman_is_told_the_file_the_lines_and_what_to_restart(
    facts: dict[str, Any], around: dict[str, Any], remedy: str, lang: str
) -> None:
    podman = FakeEngine(facts=replace(FACTS, kind="podman", **facts))
    (https,) = [each for each in found(podman, around=replace(PLAIN, **around)) if each.found.key == "doctor.podman"]
    assert https.remedy is not None
    said = words(lang).say(https.remedy)
    assert remedy in said
    assert '[[registry]] location="127.0.0.1:5000" insecure=true' in said
    assert "podman.socket" in said or "podman machine start" in said


@pytest.mark.parametrize(
    ("around", "named"),
    [
        ({}, ("systemctl start docker", "systemctl --user start podman.socket")),
        ({"wsl": True}, ("WSL integration",)),
        ({"system": "darwin"}, ("colima start", "podman machine start", "rdctl set --container-engine.name=moby")),
        ({"system": "win32"}, ("Docker Desktop", "podman machine start", "rdctl set --container-engine.name=moby")),
        ({"system": "plan9"}, ("Docker Desktop",)),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_engine_that_does_not_answer_is_told_with_what_starts_one_here(
    around: dict[str, Any], named: tuple[str, ...], lang: str
) -> None:
    told = silence(error("unreachable"), replace(PLAIN, **around))
    assert (told.check, told.level) == ("engine", "failure")
    assert told.remedy is not None
    said = words(lang).say(told.remedy)
    assert all(each in said for each in named)
    assert "--engine practice" in said


def test_an_engine_that_says_why_it_cannot_be_used_keeps_its_own_remedy() -> None:
    closed = EngineError("socket-permission", say("x"), say("engine.socket-permission.hint"))
    assert silence(closed, PLAIN).remedy == closed.hint


def test_a_port_that_is_taken_says_by_whom() -> None:
    server = say("engine.port-user.server")
    (port,) = [each for each in found(FakeEngine(), lambda port: server) if each.check == "port"]
    assert (port.level, dict(port.found.args)["user"]) == ("warning", server)


def test_a_container_of_that_name_is_told() -> None:
    engine = FakeEngine(containers={"registry": container(ports=())})
    assert ("name", "warning", "doctor.name-taken") in summary(engine)


def test_a_container_that_a_failed_run_left_behind_is_named_as_such() -> None:
    engine = FakeEngine(containers={"registry": container(ports=(), state="created")})
    assert ("name", "warning", "doctor.name-half") in summary(engine)


@pytest.mark.parametrize(
    ("around", "finding"),
    [
        ({}, ("home", "ok", "doctor.home")),
        ({"writable": False}, ("home", "failure", "doctor.home-read-only")),
        ({"free": 100_000_000}, ("home", "warning", "doctor.disk")),
        ({"free": None}, ("home", "ok", "doctor.home")),
        ({"terminal": False}, ("terminal", "info", "doctor.no-terminal")),
        ({"proxies": ("HTTP_PROXY",)}, ("proxy", "info", "doctor.proxy")),
        ({"missing_helper": "docker-credential-desktop"}, ("credentials", "warning", "doctor.helper")),
        ({"wsl": True}, ("python", "ok", "doctor.python")),
    ],
    ids=str,
)
def test_what_is_odd_about_the_machine_is_told(around: dict[str, Any], finding: tuple[str, str, str]) -> None:
    told = list(examine_machine(replace(PLAIN, **around)))
    assert finding in [(each.check, each.level, each.found.key) for each in told]


def test_a_folder_that_a_virtual_machine_may_not_see_is_told() -> None:
    colima = FakeEngine(facts=replace(FACTS, kind="colima"))
    mac = replace(PLAIN, system="darwin", in_user_home=False)
    assert about("home", found(colima, around=mac)) == [("warning", "doctor.not-shared")]
    assert about("home", found(colima, around=replace(mac, in_user_home=True))) == []
    desktop = FakeEngine(facts=replace(FACTS, kind="docker-desktop"))
    linux = replace(mac, system="linux")
    assert about("home", found(desktop, around=linux)) == [("warning", "doctor.not-shared")]
    assert about("home", found(desktop, around=replace(linux, wsl=True))) == []
    assert about("home", found(FakeEngine(), around=linux)) == []


@pytest.mark.parametrize(
    ("left", "told"),
    [(76, ("ok", "doctor.hub")), (1, ("warning", "doctor.hub-few")), (None, ("unknown", "doctor.hub-silent"))],
)
def test_what_docker_hub_still_grants_is_told(left: int | None, told: tuple[str, str]) -> None:
    assert about("hub", found(FakeEngine(), left=left)) == [told]


def test_docker_hub_is_not_asked_where_nothing_has_to_be_pulled() -> None:
    engine = FakeEngine()
    engine.hold(HUB)
    engine.hold("docker.io/library/registry:latest")
    assert about("hub", found(engine, left=0)) == []
    assert about("hub", found(FakeEngine(facts=replace(FACTS, kind="practice")), left=0)) == []


def test_a_mirror_that_serves_the_images_makes_a_silent_hub_nobodys_trouble() -> None:
    mirrored = FakeEngine(facts=replace(FACTS, mirrors=("http://127.0.0.1:5001",)))
    assert about("hub", found(mirrored, left=None)) == []


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


def test_what_an_exercise_needs_and_lacks_is_a_failure() -> None:
    practice = FakeEngine(facts=replace(FACTS, kind="practice"))
    assert about("needs", found(practice, exercise=replace(EXERCISE, needs=("build",)))) == [
        ("failure", "session.needs-real-engine.message")
    ]
    assert about("needs", found(practice)) == []


def test_other_exercises_that_cannot_be_begun_here_are_named() -> None:
    practice = FakeEngine(facts=replace(FACTS, kind="practice"))
    others = [replace(EXERCISE, id="swarm", needs=("swarm",)), replace(EXERCISE, id="easy")]
    (finding,) = examine_others(practice, others, PLAIN)
    assert (finding.check, finding.level) == ("needs", "warning")
    assert dict(finding.found.args)["exercise"] == "swarm"
    assert "real engine" in words("en").say(finding.found)
    assert practice.performed == []


def test_an_engine_that_goes_away_is_an_error_of_the_engine() -> None:
    with pytest.raises(EngineError):
        found(FakeEngine(gone=error("unreachable")))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_has_words(lang: str) -> None:
    engine = FakeEngine(
        facts=replace(FACTS, os="windows", remote=True, kind="podman", api="1.12", host="school", selinux=True),
        containers={"registry": container()},
    )
    poor = replace(PLAIN, free=1, terminal=False, proxies=("HTTP_PROXY",), missing_helper="docker-credential-desktop")
    for finding in [*examine_machine(poor), *found(engine, left=1)]:
        for message in (finding.found, finding.remedy):
            said = words(lang).say(message) if message else "nothing to do"
            assert "{" not in said
            assert not said.startswith("doctor.")
