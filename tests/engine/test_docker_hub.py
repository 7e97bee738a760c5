"""What the verification of docker-hub does not show: somebody else's terminal, a build that fails, a lab that was closed meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lab.cli.wiring import Machine
from lab.home import Home
from lab.ledger import LABEL, open_ledgers
from lab.session.events import StepJudged

from .conftest import Engine, Lab

pytestmark = pytest.mark.engine

SITE = "127.0.0.1:5000/acme/site"


@pytest.fixture
def built(engine: Engine, lab: Lab) -> Iterator[Path]:
    """An exercise in which the first page has been built, whose lab is closed; it is ended afterwards, and nothing is left."""
    before = engine.inventory()
    done = lab("run", "docker-hub", "--until", "automated-build", "--keep", "--json", timeout=120)
    assert done.code == 0, done.stdout + done.stderr
    yield lab.home / "workspace/docker-hub"
    ended = lab("cleanup", "--json")
    assert ended.code == 0, ended.stdout
    assert engine.inventory() == before


def git(workspace: Path, *words: str) -> str:
    """A learner's own git, with settings of their own, in a terminal of theirs; everything that it says."""
    people = {f"GIT_{who}_{what}": "kim" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(
        ["git", "-C", str(workspace / "app"), *words],
        env={**os.environ, **people},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout + done.stderr


def builds(workspace: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (workspace / "builds.jsonl").read_text(encoding="utf-8").splitlines()]


def untagged(engine: Engine) -> list[str]:
    return engine.docker("image", "ls", "-q", "--filter", "dangling=true").split()


def test_a_push_from_another_terminal_builds_while_the_lab_is_closed(engine: Engine, lab: Lab, built: Path) -> None:
    (built / "app/index.html").write_text("<h1>by hand</h1>", encoding="utf-8")
    git(built, "commit", "-am", "From another terminal")
    said = git(built, "push", "../source.git", "main")
    commit = git(built, "rev-parse", "HEAD").strip()
    first, second = builds(built)
    assert (second["commit"], second["trouble"]) == (commit, "")
    assert f"remote: built {commit[:12]}, pushed {SITE} {second['digest']}" in said
    assert first["digest"] != second["digest"]
    revision = '{{index .Config.Labels "org.opencontainers.image.revision"}}'
    assert engine.docker("image", "inspect", "-f", revision, SITE) == commit
    assert engine.succeeds("image", "inspect", f"{SITE}:{commit[:12]}")
    assert untagged(engine) == []
    assert lab("check", "docker-hub", "automated-build", "--json").code == 0


def test_a_build_that_fails_is_told_to_whoever_pushed_and_leaves_no_image(
    engine: Engine, lab: Lab, built: Path
) -> None:
    dockerfile = "FROM busybox\nCOPY index.html /www/\nCOPY missing.html /www/\n"
    (built / "app/Dockerfile").write_text(dockerfile, encoding="utf-8")
    git(built, "commit", "-am", "A file too many")
    said = git(built, "push", "../source.git", "main")  # which succeeds: the commit is there
    assert "remote: A step of the build failed" in said
    assert builds(built)[-1]["digest"] == ""
    assert "missing.html" in builds(built)[-1]["trouble"]
    assert untagged(engine) == []
    judged = lab("check", "docker-hub", "automated-build", "--json").events[-2]
    assert "failed" in json.dumps(judged)


def test_what_a_build_cut_short_has_left_goes_with_the_clean_up(engine: Engine, lab: Lab, built: Path) -> None:
    """As the engine leaves it when it, or whoever asked for the build, is killed: the first step's image, without a name."""
    (ledger,) = open_ledgers(Home(lab.home).runs())
    dockerfile = f"FROM busybox\nLABEL {LABEL}={ledger.run.id}\n"
    command = ["docker", "-H", engine.url, "build", "-q", "-"]
    environment = {**os.environ, "DOCKER_BUILDKIT": "0"}
    subprocess.run(command, input=dockerfile.encode(), env=environment, check=True, capture_output=True, timeout=60)
    assert len(untagged(engine)) == 1


def test_another_branch_is_not_built(built: Path) -> None:
    said = git(built, "push", "../source.git", "HEAD:draft")
    assert "remote: Only pushes to the branch main are built." in said
    assert len(builds(built)) == 1


def test_what_was_pushed_while_the_lab_was_closed_is_deployed_when_it_is_open_again(
    engine: Engine, lab: Lab, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.docker("run", "-d", "-p", "127.0.0.1:5082:8080", "--name", "site", SITE)
    git(built, "mv", "-f", "next.html", "index.html")
    git(built, "commit", "-m", "Second page")
    git(built, "push", "../source.git", "main")
    assert image_of(engine, "site") != engine.docker("image", "inspect", "-f", "{{.Id}}", SITE)
    monkeypatch.setenv("REGISTRY_LAB_HOME", str(lab.home))
    machine = Machine(engine.url)
    session = machine.open("docker-hub", "en")
    step = session.exercise.step("redeploy")
    assert step is not None
    *_, judged = session.perform(step, ["docker ps"])  # which waits for what comes by itself
    session.strike()
    assert isinstance(judged, StepJudged)
    assert judged.outcome == "pass", judged.verdicts
    assert image_of(engine, "site") == engine.docker("image", "inspect", "-f", "{{.Id}}", SITE)


def image_of(engine: Engine, container: str) -> str:
    return engine.docker("container", "inspect", "-f", "{{.Image}}", container)
