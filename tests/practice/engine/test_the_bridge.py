"""The practice engine's bridge: an address that is no loopback, where registries have to speak TLS."""

from __future__ import annotations

import docker
import docker.errors
import pytest

from lab.practice.engine.ports import GATEWAY


def run(client: docker.APIClient, host_ip: str, port: int) -> None:
    host = client.create_host_config(port_bindings={5000: (host_ip, port)})
    made = client.create_container("registry", ports=[5000], host_config=host)
    client.start(made["Id"])


def pushed(client: docker.APIClient, name: str) -> str:
    client.tag("hello-world", name)
    events = [*client.push(name, tag="latest", stream=True, decode=True)]
    return next((each["errorDetail"]["message"] for each in events if "errorDetail" in each), "")


def test_the_network_says_what_its_address_is(client: docker.APIClient) -> None:
    assert client.inspect_network("bridge")["IPAM"]["Config"][0]["Gateway"] == GATEWAY


def test_a_registry_on_the_bridge_has_to_speak_tls(client: docker.APIClient, port: int) -> None:
    run(client, GATEWAY, port)
    told = pushed(client, f"{GATEWAY}:{port}/hello")
    assert told == f'Get "https://{GATEWAY}:{port}/v2/": http: server gave HTTP response to HTTPS client'
    assert pushed(client, f"127.0.0.1:{port}/hello") == ""  # it is the same program, and this is loopback


def test_what_is_published_on_loopback_alone_is_not_reached_over_the_bridge(
    client: docker.APIClient, port: int
) -> None:
    run(client, "127.0.0.1", port)
    told = pushed(client, f"{GATEWAY}:{port}/hello")
    assert told.endswith(f"dial tcp {GATEWAY}:{port}: connect: connection refused")


@pytest.mark.parametrize("host_ip", ["192.0.2.7", "172.18.0.1"])
def test_no_other_address_is_published_on(client: docker.APIClient, port: int, host_ip: str) -> None:
    with pytest.raises(docker.errors.APIError) as refused:
        run(client, host_ip, port)
    assert refused.value.status_code == 501
