"""Volumes and networks: labelled when they are made, removed by whole names, and never another run's."""

from __future__ import annotations

from typing import Any

import pytest

from lab.docker_cli import actions as act
from lab.engine.connect import connect
from lab.engine.contract import Permit
from lab.reference import Reference

from .conftest import Do, Refused, lines
from .fake_engine import FakeEngine, image

ANOTHERS = {"lab": "2"}
OURS = {"lab": "1"}


@pytest.fixture(autouse=True)
def things(engine: FakeEngine) -> None:
    """Somebody's own network and volume, another run's, and this run's; the permit's label is `lab=1`."""
    engine.images = [image("registry:latest")]
    engine.networks = [
        {"Name": name, "Id": digit * 64, "Labels": labels}
        for name, digit, labels in (("mine", "a", None), ("theirs", "b", ANOTHERS), ("ours", "c", OURS))
    ]
    engine.volumes = [
        {"Name": name, "Labels": labels} for name, labels in (("mine", None), ("theirs", ANOTHERS), ("ours", OURS))
    ]


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["Name"] for row in rows]


def test_what_a_run_made_is_removed_by_its_name(engine: FakeEngine, do: Do) -> None:
    assert lines(do("docker volume rm ours")) == ["ours"]
    assert lines(do("docker network rm ours")) == ["ours"]
    assert (names(engine.volumes), names(engine.networks)) == (["mine", "theirs"], ["mine", "theirs"])


@pytest.mark.parametrize("command", ["docker volume rm theirs", "docker network rm theirs"])
def test_what_another_run_made_is_not_removed(engine: FakeEngine, refused: Refused, command: str) -> None:
    assert refused(command).kind == "not-permitted"
    assert len(engine.volumes) == len(engine.networks) == 3


@pytest.mark.parametrize("identity", ["a", "aaaaaaaaaaaa", "a" * 64, "c"])
def test_a_network_is_not_removed_by_the_beginning_of_its_id(
    engine: FakeEngine, refused: Refused, identity: str
) -> None:
    assert refused(f"docker network rm {identity}").kind == "not-permitted"
    assert names(engine.networks) == ["mine", "theirs", "ours"]


@pytest.mark.parametrize("network", ["theirs", "b", "aaaa"])
def test_a_container_joins_no_network_of_another_run_or_by_its_id(
    engine: FakeEngine, refused: Refused, network: str
) -> None:
    assert refused(f"docker run -d --network {network} registry").kind == "not-permitted"
    assert engine.containers == []


def test_a_container_has_no_volume_of_another_run(engine: FakeEngine, refused: Refused) -> None:
    assert refused("docker run -d -v theirs:/data registry").kind == "not-permitted"
    assert engine.containers == []


def test_a_volume_that_a_container_makes_carries_the_runs_label(engine: FakeEngine, do: Do) -> None:
    do("docker run -d -v fresh:/data -v ours:/more -v /anonymous registry")
    assert [(row["Name"], row["Labels"]) for row in engine.volumes[3:]] == [("fresh", OURS)]


def unnamed(engine: FakeEngine) -> dict[str, Any]:
    """Of the last container: where it asks for volumes without a name, and with which labels."""
    rows = engine.containers[-1].body["HostConfig"].get("Mounts") or []
    assert {(row["Type"], row["Source"]) for row in rows} <= {("volume", None)}
    return {row["Target"]: row["VolumeOptions"]["Labels"] for row in rows}


def test_a_volume_that_the_engine_names_carries_the_runs_label(engine: FakeEngine, do: Do) -> None:
    engine.declared = ("/var/lib/registry", "not-absolute")
    do("docker run -d -v /anonymous registry")
    assert unnamed(engine) == {"/anonymous": OURS, "/var/lib/registry": OURS}


@pytest.mark.parametrize("target", ["/var/lib/registry", "/var/lib/registry/", "/var//lib/registry"])
def test_where_something_is_mounted_already_no_volume_is_asked_for(engine: FakeEngine, do: Do, target: str) -> None:
    engine.declared = ("/var/lib/registry",)
    do(f"docker run -d -v fresh:{target} registry")
    assert unnamed(engine) == {}


def test_the_volumes_of_an_image_that_has_to_be_pulled_carry_it_too(engine: FakeEngine, do: Do) -> None:
    engine.images, engine.declared = [], ("/var/lib/registry",)
    do("docker run -d registry")
    assert unnamed(engine) == {"/var/lib/registry": OURS}


def test_an_engine_older_than_docker_17_06_is_asked_as_it_understands(
    engine: FakeEngine, url: str, permit: Permit
) -> None:
    engine.version["ApiVersion"], engine.declared = "1.29", ("/var/lib/registry",)
    old = connect(url)
    spec = act.ContainerSpec(Reference.parse("registry"), mounts=(act.MountPoint("volume", "", "/anonymous"),))
    list(old.perform(act.ContainerRun(spec, detach=True), permit))
    old.close()
    assert unnamed(engine) == {}
    assert engine.containers[-1].body["Volumes"] == {"/anonymous": {}}


def test_a_network_carries_the_runs_label(engine: FakeEngine, do: Do) -> None:
    do("docker network create fresh")
    assert engine.networks[-1]["Labels"] == OURS


def test_a_network_that_every_engine_has_may_be_joined(engine: FakeEngine, do: Do) -> None:
    engine.networks = []
    do("docker run -d --network bridge registry")
    assert len(engine.containers) == 1
