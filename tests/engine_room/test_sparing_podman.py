"""What Podman is not asked for, because of what it would do to things of somebody else's, and what it is asked otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from lab.docker_cli import actions as act
from lab.engine.adapter import DockerEngine
from lab.engine.contract import EngineError, Permit
from lab.reference import Reference
from lab.world import Scope

from .conftest import Do, Refused, lines
from .fake_engine import Container, FakeEngine, Json, image

BINDINGS = {"HostConfig": {"PortBindings": {"5000/tcp": [{"HostIp": "127.0.0.1", "HostPort": "5000"}]}}}
IDLE, THEIRS = "e" * 64, "f" * 64


@pytest.fixture
def kind() -> str:
    return "Podman Engine"


@pytest.fixture
def engine(kind: str) -> FakeEngine:
    """Return an engine with somebody's container, and one that has not been started yet and is to have port 5000."""
    containers = [Container(IDLE, "idle", BINDINGS), Container(THEIRS, "theirs", {}, running=True)]
    engine = FakeEngine(images=[image("registry:latest")], containers=containers)
    engine.version["Components"] = [{"Name": kind}]
    return engine


def runs_at(container: str, *ports: int) -> dict[str, Any]:
    """Return the row of a container that runs, with a port that is not published and others that are."""
    published = [{"PrivatePort": 80, "Type": "tcp"}, *({"PublicPort": each} for each in ports)]
    return {"Id": container, "Names": ["/x"], "Image": "x", "State": "running", "Ports": published}


@pytest.mark.parametrize("command", ["docker run -d -p 127.0.0.1:5000:5000 registry", "docker start idle"])
def test_a_port_that_another_container_has_is_refused_and_nothing_is_started(
    engine: FakeEngine, refused: Refused, command: str
) -> None:
    engine.rows = [runs_at(THEIRS, 5000)]
    error = refused(command)
    assert (error.kind, error.message.arguments()) == ("port-taken", {"port": 5000})
    assert [each.name for each in engine.containers] == ["idle", "theirs"]
    assert [each.path for each in engine.asked if each.path.endswith("/start")] == []


@pytest.mark.parametrize("row", [runs_at(THEIRS, 5001), runs_at(THEIRS), runs_at(IDLE, 5000)])
def test_a_port_that_no_other_container_has_is_asked_for(engine: FakeEngine, do: Do, row: dict[str, Any]) -> None:
    engine.rows = [row]
    assert lines(do("docker start idle")) == ["idle"]


@pytest.mark.parametrize("kind", ["Engine"])
def test_docker_is_asked_as_it_refuses_without_harm(engine: FakeEngine, do: Do) -> None:
    engine.rows = [runs_at(THEIRS, 5000)]
    assert lines(do("docker start idle")) == ["idle"]


DIGEST = Reference.parse(f"registry@sha256:{'a' * 64}")


def remove_by_digest(engine: FakeEngine, client: DockerEngine, permit: Permit, tags: list[str]) -> list[str]:
    """Remove an image with these tags by its digest; return what the engine was asked to remove."""
    engine.script("GET", "/images/*/json", Json({"Id": "sha256:1", "RepoTags": tags}))
    engine.script("DELETE", "/images/*", Json([]))
    list(client.perform(act.ImageRemove((DIGEST,)), permit))
    return [each.path for each in engine.asked if each.method == "DELETE"]


def test_a_digest_is_not_removed_from_an_image_that_has_a_tag_in_its_repository(
    engine: FakeEngine, client: DockerEngine, permit: Permit
) -> None:
    """With the last name Podman takes the image along."""
    with pytest.raises(EngineError) as caught:
        remove_by_digest(engine, client, permit, ["docker.io/library/registry:latest"])
    assert caught.value.kind == "not-permitted"
    assert caught.value.message.arguments() == {"names": ("docker.io/library/registry:latest",)}
    assert [each.path for each in engine.asked if each.method == "DELETE"] == []


@pytest.mark.parametrize("tags", [[], ["docker.io/library/other:latest"]])
def test_a_digest_of_a_repository_without_a_tag_is_a_name(
    engine: FakeEngine, client: DockerEngine, permit: Permit, tags: list[str]
) -> None:
    assert len(remove_by_digest(engine, client, permit, tags)) == 1


@pytest.mark.parametrize("kind", ["Engine"])
def test_dockers_digests_are_names_of_their_own(engine: FakeEngine, client: DockerEngine, permit: Permit) -> None:
    assert len(remove_by_digest(engine, client, permit, ["docker.io/library/registry:latest"])) == 1


@pytest.mark.parametrize(("kind", "asked"), [("Podman Engine", "localhost:5000"), ("Engine", "127.0.0.1:5000")])
def test_a_login_is_asked_where_the_engine_goes_without_https_and_kept_under_its_own_name(
    engine: FakeEngine, client: DockerEngine, permit: Permit, do: Do, asked: str
) -> None:
    engine.script("POST", "/auth", Json({"Status": "Login Succeeded"}))
    do("docker login -u alice -p wonderland 127.0.0.1:5000")
    assert [each.body["serveraddress"] for each in engine.asked if each.path == "/auth"] == [asked]
    assert client.observe(Scope(workspace=permit.workspace)).logins == (("127.0.0.1:5000", "alice"),)
