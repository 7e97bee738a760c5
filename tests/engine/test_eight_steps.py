"""The exercise on a real engine, from the command line; the engine's own command line has the last word."""

from __future__ import annotations

import hashlib
import json
import subprocess
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from lab.content.library import exercises_folder, load

from .conftest import EXERCISE, Engine, Lab

pytestmark = pytest.mark.engine

STEPS = [step.id for step in load(exercises_folder(), EXERCISE, "en").steps]
REGISTRY = "http://127.0.0.1:5000/v2"
TAGGED = "127.0.0.1:5000/hello-world"
WAIT = f"curl -s --retry 100 --retry-delay 0 --retry-all-errors -o /dev/null {REGISTRY}/"
"""A server that was started a moment ago is given the time that somebody who types would give it."""
ACCEPT = {"Accept": "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json"}


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_all_steps_pass_and_leave_nothing_behind(engine: Engine, lab: Lab, lang: str) -> None:
    before = engine.inventory()
    result = lab("run", EXERCISE, "--json", "--lang", lang)
    assert result.code == 0, result.stdout + result.stderr
    assert result.last == {
        "event": "exercise_finished",
        "exercise": EXERCISE,
        "outcome": "pass",
        "steps": dict.fromkeys(STEPS, "pass"),
    }
    assert engine.inventory() == before
    assert not (lab.home / "workspace" / EXERCISE / "registry-data").exists()


def test_an_engine_that_has_no_images_at_all_is_as_empty_afterwards(engine: Engine, lab: Lab) -> None:
    engine.docker("image", "rm", "registry")
    before = engine.inventory()
    assert lab("run", EXERCISE, "--json").code == 0
    assert engine.inventory() == before
    assert before["images"] == []


def fetched(path: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(urllib.request.Request(f"{REGISTRY}{path}", headers=ACCEPT), timeout=5) as answer:
        return answer.read(), answer.headers.get("Docker-Content-Digest", "")


def registry_runs(engine: Engine) -> bool:
    running = engine.docker("container", "inspect", "-f", "{{.State.Running}}", "registry") == "true"
    ports = json.loads(engine.docker("container", "inspect", "-f", "{{json .NetworkSettings.Ports}}", "registry"))
    return running and ports["5000/tcp"][0] == {"HostIp": "127.0.0.1", "HostPort": "5000"} and fetched("/")[0] == b"{}"


def hello_world_is_there(engine: Engine) -> bool:
    # Podman finds a short name in any repository.
    return engine.succeeds("image", "inspect", "docker.io/library/hello-world")


def two_names_one_image(engine: Engine) -> bool:
    ids = engine.docker("image", "inspect", "-f", "{{.Id}}", "hello-world", TAGGED).split()
    return len(ids) == 2 and ids[0] == ids[1]


def registry_serves_it(engine: Engine) -> bool:
    body, digest = fetched("/hello-world/manifests/latest")
    manifest = json.loads(body)
    blobs = [manifest["config"], *manifest["layers"]]
    whole = all(
        hashlib.sha256(fetched(f"/hello-world/blobs/{blob['digest']}")[0]).hexdigest() in blob["digest"]
        for blob in blobs
    )
    return digest == f"sha256:{hashlib.sha256(body).hexdigest()}" and whole


def no_name_is_left(engine: Engine) -> bool:
    return engine.docker("image", "ls", "--format", "{{.Repository}}") == "registry" and registry_serves_it(engine)


def it_is_back(engine: Engine) -> bool:
    digests = engine.docker("image", "inspect", "-f", '{{join .RepoDigests "\\n"}}', TAGGED).split()
    served = fetched("/hello-world/manifests/latest")[1]
    if engine.is_podman:  # which remembers the digests of every repository that the image was in
        digests = [name for name in digests if name == f"{TAGGED}@{served}"]
    return digests == [f"{TAGGED}@{served}"] and not hello_world_is_there(engine)


def registry_is_gone(engine: Engine) -> bool:
    refused = (
        subprocess.run(["curl", "-s", f"{REGISTRY}/"], capture_output=True, timeout=10, check=False).returncode == 7
    )
    return engine.docker("ps", "-aq") == "" and refused


def data_lies_in_the_folder(engine: Engine) -> bool:
    mount = json.loads(engine.docker("container", "inspect", "-f", "{{json .Mounts}}", "registry"))[0]
    store = Path(mount["Source"], "docker/registry/v2")
    link = (store / "repositories/hello-world/_manifests/tags/latest/current/link").read_text()
    digits = link.removeprefix("sha256:")
    data = (store / "blobs/sha256" / digits[:2] / digits / "data").read_bytes()
    bound = mount["Type"] == "bind" and mount["Destination"] == "/var/lib/registry"
    return bound and hashlib.sha256(data).hexdigest() == digits and fetched("/hello-world/manifests/latest")[1] == link


def data_lies_in_a_volume(engine: Engine) -> bool:
    mount = json.loads(engine.docker("container", "inspect", "-f", "{{json .Mounts}}", "registry"))[0]
    named = (mount["Type"], mount["Name"], mount["Destination"]) == ("volume", "registry-volume", "/var/lib/registry")
    return named and "registry-volume" in engine.docker("volume", "ls", "-q").split() and registry_serves_it(engine)


ENGINE_SAYS: dict[str, Callable[[Engine], bool]] = {
    "start-registry": registry_runs,
    "pull-image": hello_world_is_there,
    "tag-image": two_names_one_image,
    "push-image": registry_serves_it,
    "remove-local": no_name_is_left,
    "pull-back": it_is_back,
    "remove-registry": registry_is_gone,
    "bind-mount": data_lies_in_the_folder,
    "named-volume": data_lies_in_a_volume,
    "keep-data": lambda engine: data_lies_in_the_folder(engine) and it_is_back(engine),
}


@pytest.mark.timeout(600)
def test_the_engine_agrees_with_every_verdict(engine: Engine, lab: Lab) -> None:
    before = engine.inventory()
    for step in STEPS:
        result = lab("run", EXERCISE, "--json", "--until", step, "--keep")
        assert result.code == 0, (step, result.stdout)
        assert result.last["outcome"] == "pass"
        assert ENGINE_SAYS[step](engine), step
    assert lab("cleanup").code == 0
    assert engine.inventory() == before


@pytest.mark.timeout(600)
def test_steps_done_by_hand_fail_before_and_pass_after(engine: Engine, lab: Lab, tmp_path: Path) -> None:
    exercise = load(exercises_folder(), EXERCISE, "en").filled({})
    for step in exercise.steps:
        before = lab("check", EXERCISE, step.id, "--json")
        assert before.code == 1, (step.id, before.stdout)
        for command in step.commands:
            # The lab is not asked: a shell and the engine's own command line do what the page says.
            typed = command.replace("docker ", f"docker -H {engine.url} ", 1)
            wait = f"; {WAIT}" if " run " in command else ""
            subprocess.run(["sh", "-ec", typed + wait], check=True, capture_output=True, cwd=tmp_path, timeout=60)
        after = lab("check", EXERCISE, step.id, "--json")
        assert after.code == 0, (step.id, after.stdout)
        assert after.last["outcome"] == "pass"


def test_a_check_changes_nothing(engine: Engine, lab: Lab) -> None:
    before = engine.inventory()
    result = lab("check", EXERCISE, "--json")
    assert result.code == 1
    assert set(result.last["steps"]) == set(STEPS)
    assert engine.inventory() == before
    assert not lab.home.exists()


def test_a_run_that_was_kept_is_gone_on_with(engine: Engine, lab: Lab) -> None:
    before = engine.inventory()
    lab("run", EXERCISE, "--until", "push-image", "--keep", "--json")
    result = lab("run", EXERCISE, "--json")
    started = [event["step"] for event in result.events if event["event"] == "step_started"]
    assert started == STEPS[4:]
    assert result.last["steps"] == dict.fromkeys(STEPS, "pass")
    assert engine.inventory() == before


def test_opening_again_tells_what_is_done_and_what_was_undone_since(engine: Engine, lab: Lab) -> None:
    lab("run", EXERCISE, "--until", "remove-local", "--keep", "--json")
    judged = {
        event["step"]: event for event in lab("check", EXERCISE, "--json").events if event["event"] == "step_judged"
    }
    assert (judged["push-image"]["done"], judged["push-image"]["outcome"]) == (True, "pass")
    assert (judged["pull-image"]["done"], judged["pull-image"]["outcome"]) == (True, "not_yet")
    assert judged["pull-image"]["undone_by"] == "remove-local"
    assert (judged["pull-back"]["done"], judged["pull-back"]["outcome"]) == (False, "not_yet")


def test_progress_remembers_what_was_passed_after_the_engine_is_clean(engine: Engine, lab: Lab) -> None:
    lab("run", EXERCISE, "--json")
    (row,) = [each for each in lab("progress", "--json").events if each["exercise"] == EXERCISE]
    assert (row["done"], row["of"]) == (len(STEPS), len(STEPS))
    assert all(step["tries"] == 1 for step in row["steps"].values())


def test_the_doctor_sees_this_engine(engine: Engine, lab: Lab) -> None:
    result = lab("doctor", "--json")
    version = engine.docker("version", "-f", "{{.Server.Version}}")
    found = {row["check"]: row for row in reversed(result.events)}
    assert result.code == 0
    assert version in found["engine"]["found"]
    assert {"python", "home", "engine", "api", "storage", "port", "name", "images"} <= set(found)
