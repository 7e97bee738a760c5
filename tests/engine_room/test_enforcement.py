"""What no exercise may do, asked for by hand-made Actions that never went through the grammar: the adapter refuses it again."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lab.docker_cli import actions as act
from lab.engine.adapter import DockerEngine
from lab.engine.contract import EngineError, Permit
from lab.reference import Reference

from .fake_engine import FakeEngine, image

REGISTRY = Reference.parse("registry")
WRITES = ("POST", "PUT", "DELETE", "PATCH")

Attempt = Callable[[act.Action], str]


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(images=[image("registry:latest")])


@pytest.fixture
def attempt(engine: FakeEngine, client: DockerEngine, permit: Permit) -> Attempt:
    """Return what performs an action that must be refused before anything is asked of the engine, and gives the message's key."""

    def perform(action: act.Action) -> str:
        with pytest.raises(EngineError) as caught:
            list(client.perform(action, permit))
        assert caught.value.kind == "not-permitted"
        assert [each.path for each in engine.asked if each.method in WRITES] == []
        return caught.value.message.key

    return perform


def running(*mounts: act.MountPoint, network: str | None = None) -> tuple[act.Action, act.Action]:
    spec = act.ContainerSpec(REGISTRY, "registry", mounts=mounts, network=network)
    return act.ContainerRun(spec, detach=True), act.ContainerCreate(spec)


def bound(source: object, target: str = "/data") -> act.MountPoint:
    return act.MountPoint("bind", str(source), target)


# --- folders ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    ["/", "/etc", "/var/run/docker.sock", "{workspace}/..", "{workspace}/../x", "{workspace}-2", "relative", "."],
)
def test_no_folder_outside_the_workspace_is_bound(attempt: Attempt, permit: Permit, source: str) -> None:
    for action in running(bound(source.format(workspace=permit.workspace))):
        assert attempt(action) == "engine.outside-workspace.message"


@pytest.mark.parametrize("place", ["link", "link/deeper", "a/link"])
def test_no_link_leads_out_of_the_workspace(attempt: Attempt, permit: Permit, tmp_path: Path, place: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    link = Path(permit.workspace, *place.split("/")[: 2 if place == "a/link" else 1])
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside)
    for action in running(bound(Path(permit.workspace, place))):
        assert attempt(action) == "engine.outside-workspace.message"
    assert list(outside.iterdir()) == []


def test_a_link_within_the_workspace_is_the_learners_affair(
    engine: FakeEngine, client: DockerEngine, permit: Permit
) -> None:
    Path(permit.workspace, "data").mkdir()
    Path(permit.workspace, "link").symlink_to("data")
    list(client.perform(running(bound(Path(permit.workspace, "link")))[0], permit))
    assert engine.container("registry") is not None


def test_no_socket_is_bound_though_it_lies_in_the_workspace(attempt: Attempt, permit: Permit, tmp_path: Path) -> None:
    here = os.getcwd()
    os.chdir(permit.workspace)  # the name of a socket may have a hundred bytes
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("engine.sock")
    finally:
        os.chdir(here)
    for action in running(bound(Path(permit.workspace, "engine.sock"))):
        assert attempt(action) == "engine.outside-workspace.message"


@pytest.mark.parametrize("source", ["/etc", "/var/run/docker.sock", "../etc", ".", "~", "a/b", "a:b", "C:\\x", "\\\\x"])
def test_a_volume_that_is_a_path_is_no_volume(attempt: Attempt, source: str) -> None:
    for action in running(act.MountPoint("volume", source, "/data")):
        assert attempt(action) == "engine.not-a-volume.message"


@pytest.mark.parametrize("target", ["/data:ro", "/data:/etc", "/data:rshared"])
@pytest.mark.parametrize("kind", ["bind", "volume"])
def test_a_target_brings_no_mode_along(attempt: Attempt, permit: Permit, kind: str, target: str) -> None:
    mounts = {"bind": bound(Path(permit.workspace, "data"), target), "volume": act.MountPoint("volume", "data", target)}
    assert attempt(running(mounts[kind])[0]) == "engine.not-a-volume.message"


def test_a_source_brings_no_target_along(attempt: Attempt, permit: Permit) -> None:
    for source in (f"{permit.workspace}/x:/etc", f"{permit.workspace}:/etc", "/etc:/x"):
        assert attempt(running(bound(source))[0]) == "engine.outside-workspace.message"


# --- privilege and namespaces -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "network",
    ["host", "HOST", "container:theirs", "ns:/proc/1/ns/net", "slirp4netns:allow_host_loopback=true", "", "a b"],
)
def test_no_network_of_the_hosts_or_of_another_container_is_joined(attempt: Attempt, network: str) -> None:
    for action in running(network=network):
        assert attempt(action) == "engine.not-a-network.message"


@pytest.mark.parametrize("network", ["bridge", "none", "lab_net-1.x"])
def test_a_network_of_the_engines_may_be_named(
    engine: FakeEngine, client: DockerEngine, permit: Permit, network: str
) -> None:
    list(client.perform(running(network=network)[0], permit))
    made = engine.container("registry")
    assert made is not None
    assert made.body["HostConfig"]["NetworkMode"] == network


def test_a_container_is_asked_for_with_no_privilege_and_no_namespace_at_all(
    engine: FakeEngine, client: DockerEngine, permit: Permit
) -> None:
    """Everything that a specification can say, said: the request has these keys and no other."""
    spec = act.ContainerSpec(
        image=REGISTRY,
        name="registry",
        command=("serve",),
        entrypoint="/bin/registry",
        env=(("A", "b"),),
        labels=(("a", "b"), ("lab", "forged")),
        ports=(act.PortMapping(5000, 5000, "127.0.0.1"),),
        mounts=(bound(Path(permit.workspace, "data")), act.MountPoint("volume", "", "/anonymous")),
        network="bridge",
        restart="always",
    )
    list(client.perform(act.ContainerRun(spec, detach=True), permit))
    made = engine.container("registry")
    assert made is not None
    host = {key for key, value in made.body["HostConfig"].items() if value}
    assert host == {"Binds", "Mounts", "PortBindings", "RestartPolicy", "NetworkMode"}
    unnamed = {"Type": "volume", "Source": None, "VolumeOptions": {"Labels": {"lab": "1"}}}
    assert made.body["HostConfig"]["Mounts"] == [{**unnamed, "Target": "/anonymous", "ReadOnly": False}]
    assert made.body["Labels"] == {"a": "b", "lab": "1"}


# --- registries -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["hello-world", "kim/x", "ghcr.io/x/y", "127.0.0.1:5001/x", "127.0.0.1/x", "evil:5000/x"]
)
def test_nothing_is_pushed_to_a_host_that_is_not_the_labs(attempt: Attempt, name: str) -> None:
    assert attempt(act.ImagePush(Reference.parse(name))) == "engine.push-elsewhere.message"


@pytest.mark.parametrize(
    "name", ["ghcr.io/x/y", "127.0.0.1:5001/x", "localhost:5001/x", "169.254.169.254/x", "evil:5000/x"]
)
def test_nothing_is_pulled_from_a_host_that_nobody_named(attempt: Attempt, name: str) -> None:
    assert attempt(act.ImagePull(Reference.parse(name))) == "engine.pull-elsewhere.message"


def test_nothing_is_pulled_from_there_by_running_it_either(
    engine: FakeEngine, client: DockerEngine, permit: Permit
) -> None:
    action = act.ContainerRun(act.ContainerSpec(Reference.parse("ghcr.io/x/y")), detach=True)
    with pytest.raises(EngineError) as caught:
        list(client.perform(action, permit))
    assert caught.value.kind == "not-permitted"
    assert engine.pulled == []


@pytest.mark.parametrize("name", ["hello-world", "127.0.0.1:5000/x", "localhost:5000/x"])
def test_docker_hub_and_the_labs_registry_are_pulled_from(
    engine: FakeEngine, client: DockerEngine, permit: Permit, name: str
) -> None:
    list(client.perform(act.ImagePull(Reference.parse(name)), permit))
    assert len(engine.pulled) == 1


def test_a_host_that_the_exercise_names_is_pulled_from(
    engine: FakeEngine, client: DockerEngine, permit: Permit
) -> None:
    named = replace(permit, pull_from=("quay.io",))
    list(client.perform(act.ImagePull(Reference.parse("quay.io/x/y")), named))
    with pytest.raises(EngineError):
        list(client.perform(act.ImagePull(Reference.parse("hello-world")), named))
    assert engine.pulled == ["quay.io/x/y:latest"]


@pytest.mark.parametrize(
    ("address", "method"),
    [
        ("http://127.0.0.1:5000/v2/", "DELETE"),
        ("http://127.0.0.1:5000/v2/", "PUT"),
        ("ftp://127.0.0.1:5000/v2/", "GET"),
        ("http://127.0.0.1:5001/v2/", "GET"),
        ("http://169.254.169.254/latest/meta-data/", "GET"),
        ("http://kim:secret@127.0.0.1:5000/v2/", "GET"),
        ("http://127.0.0.1:5000@evil:5000/v2/", "GET"),
    ],
)
def test_only_the_labs_registry_is_asked_and_only_to_look(attempt: Attempt, address: str, method: str) -> None:
    assert attempt(act.RegistryRequest(address, method)) == "engine.curl-elsewhere.message"  # type: ignore[arg-type]


# --- images by ID -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["cafe", "feb5d9fea6a5", "0"])
def test_a_name_that_could_be_the_beginning_of_an_id_is_removed_as_a_name(
    engine: FakeEngine, client: DockerEngine, permit: Permit, name: str
) -> None:
    with pytest.raises(EngineError):
        list(client.perform(act.ImageRemove((Reference.parse(name),)), permit))
    assert engine.asked[-1].path == f"/images/{name}:latest"
