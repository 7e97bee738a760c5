"""Networks of one's own: containers in one find one another by name, as a cache has to find the registry behind it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import docker
import docker.errors
import pytest

from .conftest import engine_at, started

ACCEPT = "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json"


@pytest.fixture
def network(client: docker.APIClient) -> Any:
    made = client.create_network("own", check_duplicate=True, labels={"a": "b"})
    yield str(made["Id"])
    for row in client.containers(all=True):
        client.remove_container(row["Id"], force=True, v=True)
    client.remove_network("own")


def test_a_network_is_shown_with_who_is_in_it(client: docker.APIClient, network: str) -> None:
    inside = started(client, "one", network_mode="own")
    found = client.inspect_network("own")
    assert (found["Id"], found["Driver"], found["Labels"]) == (network, "bridge", {"a": "b"})
    assert [each["Name"] for each in found["Containers"].values()] == ["one"]
    assert list(client.inspect_container(inside)["NetworkSettings"]["Networks"]) == ["own"]
    assert client.inspect_container(inside)["NetworkSettings"]["Networks"]["own"]["NetworkID"] == network
    assert client.inspect_network("bridge")["Containers"] == {}


def test_a_name_is_given_once(client: docker.APIClient, network: str) -> None:
    with pytest.raises(docker.errors.APIError, match="network with name own already exists"):
        client.create_network("own", check_duplicate=True)


def test_a_network_with_somebody_in_it_stays(client: docker.APIClient, network: str) -> None:
    started(client, "one", network_mode="own")
    with pytest.raises(docker.errors.APIError, match="has active endpoints"):
        client.remove_network("own")


def test_a_network_of_another_kind_needs_a_real_engine(client: docker.APIClient) -> None:
    with pytest.raises(docker.errors.APIError, match="needs a real engine"):
        client.create_network("far", driver="overlay")


def test_networks_outlive_their_engine(tmp_path: Path) -> None:
    with engine_at(tmp_path / "home") as (_, url):
        client = docker.APIClient(url)
        made = client.create_network("own")["Id"]
        client.close()
    with engine_at(tmp_path / "home") as (_, url):
        client = docker.APIClient(url)
        assert client.inspect_network("own")["Id"] == made
        client.close()


def test_a_cache_finds_the_registry_behind_it_by_its_containers_name(
    client: docker.APIClient, network: str, port: int
) -> None:
    started(client, "origin", port, network_mode="own")
    client.tag("hello-world", f"127.0.0.1:{port}/team/app", "1")
    assert not any("error" in line for line in client.push(f"127.0.0.1:{port}/team/app", "1", stream=True, decode=True))
    cache = client.create_container(
        "registry",
        name="cache",
        ports=[5000],
        environment={"REGISTRY_PROXY_REMOTEURL": "http://origin:5000"},
        host_config=client.create_host_config(network_mode="own", port_bindings={5000: ("127.0.0.1", None)}),
    )
    client.start(cache["Id"])
    host_port = client.port(cache["Id"], 5000)[0]["HostPort"]
    asked = Request(f"http://127.0.0.1:{host_port}/v2/team/app/manifests/1", headers={"Accept": ACCEPT})
    with urlopen(asked) as answer:
        assert json.load(answer)["layers"]


def test_a_cache_that_finds_nobody_does_not_run(client: docker.APIClient, network: str) -> None:
    made = client.create_container(
        "registry",
        environment={"REGISTRY_PROXY_REMOTEURL": "http://nobody:5000"},
        host_config=client.create_host_config(network_mode="own"),
    )
    client.start(made["Id"])
    assert client.wait(made["Id"])["StatusCode"] == 2
    assert b"lookup nobody: no such host" in client.logs(made["Id"])
