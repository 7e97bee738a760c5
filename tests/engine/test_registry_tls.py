"""TLS for a registry, on an engine of the lab's and on one that is the learner's: what is trusted, written, kept and left."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab.engine.connect import OWN_AUTHORITIES

from .conftest import Engine, Lab, Result

pytestmark = pytest.mark.engine

EXERCISE = "registry-tls"


@pytest.fixture(autouse=True)
def bridge(engine: Engine) -> None:
    if engine.is_podman:
        pytest.skip("Podman has no bridge of this machine's by that name; the exercise says so")


@dataclass(frozen=True)
class Learners(Lab):
    """The lab's command line where nobody has said that the engine is the lab's own."""

    @property
    def environment(self) -> dict[str, str]:
        return {name: value for name, value in Lab.environment.fget(self).items() if name != OWN_AUTHORITIES}  # type: ignore[attr-defined]


def at(done: Result) -> str:
    """Return the registry's address on the bridge, as this run has it."""
    values = next(row for row in done.events if row["event"] == "exercise_opened")["values"]
    return f"{values['bridge']}:{values['bridge_port']}"


def test_what_the_lab_tells_an_engine_of_its_own_the_engine_really_trusts(engine: Engine, lab: Lab) -> None:
    before = engine.inventory()
    done = lab("run", EXERCISE, "--keep", "--until", "right-certificate", "--json")
    assert done.code == 0, done.stdout + done.stderr
    address = at(done)
    engine.docker("tag", "hello-world", f"{address}/mine")
    assert not engine.succeeds("push", f"{address}/mine")
    done = lab("run", EXERCISE, "--keep", "--until", "trust-authority", "--json")
    assert done.code == 0, done.stdout + done.stderr
    assert engine.succeeds("push", f"{address}/mine")
    engine.docker("image", "rm", f"{address}/mine")
    assert lab("cleanup").code == 0
    engine.docker("pull", "-q", "hello-world")
    engine.docker("tag", "hello-world", f"{address}/mine")
    assert not engine.succeeds("push", f"{address}/mine")  # nobody listens, and nobody is trusted, any more
    engine.docker("image", "rm", f"{address}/mine", "hello-world")
    assert engine.inventory() == before


def test_the_login_works_for_dockers_own_command_line_and_is_nowhere_else(engine: Engine, lab: Lab) -> None:
    done = lab("run", EXERCISE, "--keep", "--json")
    assert done.code == 0, done.stdout + done.stderr
    config = next(lab.home.glob(f"workspace/{EXERCISE}*/docker-config"))
    assert engine.succeeds("--config", str(config), "push", f"{at(done)}/hello-world")
    assert not engine.succeeds("push", f"{at(done)}/hello-world")
    own = Path(os.environ["DOCKER_CONFIG"], "config.json")
    assert not own.exists() or at(done) not in own.read_text()
    assert lab("cleanup").code == 0
    assert not config.exists()


def test_a_password_is_in_nothing_that_the_lab_tells_or_keeps(engine: Engine, lab: Lab) -> None:
    done = lab("run", EXERCISE, "--keep", "--json")
    secret = "moon-and-sixpence"
    assert done.code == 0
    assert secret not in done.stdout + done.stderr
    workspace = next(lab.home.glob(f"workspace/{EXERCISE}*"))
    kept = [path for path in lab.home.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]
    assert kept == [workspace / "password.txt"]
    lab("cleanup")


def test_on_a_learners_own_engine_nothing_is_written_and_the_exercise_is_done(engine: Engine, lab: Lab) -> None:
    if engine.is_practice:
        pytest.skip("a practice engine is always the lab's own")
    before, certs_d = engine.inventory(), Path("/etc/docker/certs.d")
    done = Learners(lab.home, lab.url)("run", EXERCISE, "--json")
    assert done.code == 0, done.stdout + done.stderr
    judged = [row["outcome"] for row in done.events if row["event"] == "step_judged"]
    assert judged == ["pass"] * 8
    assert "Shown, not done" in done.stdout
    assert not certs_d.exists()
    assert engine.inventory() == before
