from __future__ import annotations

import http.client
import json
import socket
import time
from pathlib import Path
from typing import Any

import docker
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


class Connection(http.client.HTTPConnection):
    def __init__(self, url: str) -> None:
        super().__init__("localhost", timeout=10)
        self.path = url.removeprefix("unix://")

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(10)
        self.sock.connect(self.path)


def ask(url: str, method: str, path: str, body: Any = None) -> tuple[int, dict[str, str], bytes]:
    connection = Connection(url)
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    connection.request(method, path, data)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content


def message(url: str, method: str, path: str, body: Any = None) -> tuple[int, str]:
    status, _, content = ask(url, method, path, body)
    return status, json.loads(content)["message"]


def test_ping_tells_the_version_and_has_no_body_for_head(url: str) -> None:
    status, headers, content = ask(url, "GET", "/_ping")
    assert (status, content, headers["api-version"], headers["ostype"]) == (200, b"OK", "1.44", "linux")
    assert headers["docker-experimental"] == "false"
    assert ask(url, "HEAD", "/_ping")[2] == b""


def test_versions_from_1_24_to_1_44_are_spoken_and_others_refused(url: str) -> None:
    assert ask(url, "GET", "/v1.24/info")[0] == 200
    assert ask(url, "GET", "/v1.44/info")[0] == 200
    assert message(url, "GET", "/v1.45/info") == (
        400,
        "client version 1.45 is too new. Maximum supported API version is 1.44",
    )
    assert message(url, "GET", "/v1.5/info")[1].startswith(
        "client version 1.5 is too old. Minimum supported API version"
    )


def test_the_engine_says_what_it_is(client: docker.APIClient) -> None:
    version, info = client.version(), client.info()
    assert [part["Name"] for part in version["Components"]] == ["Engine", "Registry Lab practice engine"]
    assert info["RegistryConfig"]["InsecureRegistryCIDRs"] == ["127.0.0.0/8"]
    assert info["Swarm"]["LocalNodeState"] == "inactive"
    assert (info["Images"], info["Containers"]) == (2, 0)
    assert client.df()["LayersSize"] > 0


def test_volumes_are_told_with_their_size(client: docker.APIClient) -> None:
    mount = client.create_volume("data")["Mountpoint"]
    Path(mount, "file").write_bytes(b"12345")
    (volume,) = client.df()["Volumes"]
    assert volume["UsageData"] == {"RefCount": 0, "Size": 5}


def test_a_client_that_goes_away_is_listened_to_no_more(client: docker.APIClient, url: str) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.connect(url.removeprefix("unix://"))
        listener.sendall(b"GET /events HTTP/1.1\r\nHost: d\r\n\r\n")
        assert listener.recv(100).startswith(b"HTTP/1.1 200 OK")
        assert client.info()["NEventsListener"] == 1
    deadline = time.monotonic() + 10
    while client.info()["NEventsListener"]:
        assert time.monotonic() < deadline


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/build"),
        ("POST", "/swarm/init"),
        ("GET", "/services"),
        ("GET", "/plugins"),
        ("GET", "/secrets"),
        ("POST", "/containers/x/pause"),
        ("GET", "/containers/x/archive"),
        ("GET", "/images/search"),
        ("POST", "/networks/x/connect"),
        ("POST", "/volumes/prune"),
        ("POST", "/commit"),
    ],
)
def test_what_needs_a_real_engine_is_501_and_says_so(url: str, method: str, path: str) -> None:
    status, words = message(url, method, f"/v1.44{path}")
    assert status == 501
    assert words.endswith("is beyond the practice engine: it needs a real engine such as Docker")


def test_what_nobody_does_is_not_found(url: str) -> None:
    for method, path in (("GET", "/nothing"), ("POST", "/info"), ("GET", "/v1.44"), ("GET", "/v1.44/v1.44/info")):
        assert message(url, method, path) == (404, "page not found")


def test_the_networks_of_every_engine_stay(client: docker.APIClient) -> None:
    assert sorted(network["Name"] for network in client.networks()) == ["bridge", "host", "none"]
    assert client.inspect_network("bridge")["Driver"] == "bridge"
    assert [network["Name"] for network in client.networks(names=["bri"])] == ["bridge"]
    with pytest.raises(docker.errors.APIError) as error:
        client.remove_network("bridge")
    assert error.value.explanation == "bridge is a pre-defined network and cannot be removed"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"Image": 1e999}'])
def test_a_body_that_is_no_request_is_refused_in_words(url: str, body: bytes) -> None:
    status, words = message(url, "POST", "/containers/create", body)
    assert status in (400, 404)
    assert words


@pytest.mark.parametrize(
    "body",
    [
        {"Image": "registry", "HostConfig": []},
        {"Image": "registry", "HostConfig": {"Binds": 7}},
        {"Image": "registry", "HostConfig": {"PortBindings": {"5000/tcp": [7]}}},
        {"Image": "registry", "HostConfig": {"RestartPolicy": "always"}},
        {"Image": "registry", "Env": {"A": 1}, "Labels": ["x"]},
        {"Image": ["registry"]},
        {"Image": "registry", "Volumes": ["/x"]},
    ],
)
def test_a_request_of_the_wrong_shape_is_400_and_leaves_nothing(client: docker.APIClient, url: str, body: Any) -> None:
    status, words = message(url, "POST", "/containers/create", body)
    assert (status, bool(words)) == (400, True)
    assert client.containers(all=True) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["GET", "POST", "DELETE", "HEAD", "PUT"]),
    st.text(
        st.characters(codec="utf-8", exclude_characters="\r\n \x00#?", min_codepoint=33, max_codepoint=126), max_size=60
    ),
    st.binary(max_size=200),
)
def test_no_path_and_no_body_brings_the_engine_down(url: str, method: str, path: str, body: bytes) -> None:
    status, _, _ = ask(url, method, f"/{path}", body)
    assert 200 <= status < 502
    assert status != 500
    assert ask(url, "GET", "/_ping")[0] == 200


@pytest.mark.parametrize(
    "data",
    [
        b"\x00" * 4096,
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET /_ping HTTP/1.1\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        b"POST /containers/create HTTP/1.1\r\nHost: d\r\nContent-Length: -5\r\n\r\n",
        b"POST /containers/create HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"POST /containers/create HTTP/1.1\r\nHost: d\r\nContent-Length: 500000000\r\n\r\n{",
    ],
)
def test_no_bytes_on_the_wire_bring_the_engine_down(url: str, data: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.connect(url.removeprefix("unix://"))
        stranger.settimeout(10)
        stranger.sendall(data)
        stranger.shutdown(socket.SHUT_WR)
        while stranger.recv(65536):
            pass
    assert ask(url, "GET", "/_ping")[0] == 200
