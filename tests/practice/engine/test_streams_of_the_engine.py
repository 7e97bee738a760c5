from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from typing import Any

import docker
import pytest

from .conftest import started


def raw(url: str, request: str, body: bytes = b"", *, half_close: bool = False) -> bytes:
    """Send bytes as they are, and read until the engine ends the connection."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(10)
        client.connect(url.removeprefix("unix://"))
        head = (
            f"{request} HTTP/1.1\r\nHost: engine\r\nContent-Length: {len(body)}\r\nContent-Type: application/json\r\n"
        )
        client.sendall(f"{head}Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n".encode() + body)
        if half_close:
            client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65536), b""))


def test_a_client_that_has_nothing_to_type_hears_the_program_to_its_end(client: docker.APIClient, url: str) -> None:
    identity = client.create_container("hello-world", name="hello")["Id"]
    heard: list[bytes] = []
    path = f"POST /v1.44/containers/{identity}/attach?stream=1&stdout=1&stderr=1"
    attached = threading.Thread(target=lambda: heard.append(raw(url, path)))
    events = client.events(filters={"container": identity, "event": "attach"}, decode=True)
    attached.start()
    next(events)
    client.start(identity)
    attached.join(10)
    head, _, frames = heard[0].partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101 UPGRADED\r\n")
    assert b"application/vnd.docker.multiplexed-stream" in head
    assert frames[:1] == b"\x01"
    assert b"Hello from" in frames


def test_what_was_printed_before_is_told_with_logs(client: docker.APIClient) -> None:
    identity = client.create_container("hello-world")["Id"]
    client.start(identity)
    client.wait(identity)
    assert b"Hello from" in client.attach(identity, logs=True, stream=False)


def test_logs_are_followed_until_the_program_ends(client: docker.APIClient) -> None:
    identity = started(client, "registry")
    followed = client.logs(identity, stream=True, follow=True, timestamps=True)
    first = next(followed)
    assert first[:2] == b"20"
    client.kill(identity)
    assert all(isinstance(line, bytes) for line in followed)


def test_waiting_ends_with_the_container_and_with_its_removal(client: docker.APIClient, url: str) -> None:
    identity = started(client, "registry")
    conditions = ("not-running", "next-exit", "removed")
    # The head of an answer comes at once, and says that the engine has begun to wait.
    waits = [answered(url, f"/containers/{identity}/wait?condition={each}") for each in conditions]
    client.kill(identity)
    client.remove_container(identity)
    assert [json.loads(each.read())["StatusCode"] for each in waits] == [137, 137, 137]


def answered(url: str, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("localhost", timeout=10)
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(url.removeprefix("unix://"))
    connection.request("POST", path)
    return connection.getresponse()


def test_the_story_of_a_container_is_told_in_dockerd_s_order(client: docker.APIClient) -> None:
    begin = time.time()
    identity = started(client, "registry")
    client.stop(identity)
    client.remove_container(identity, v=True)
    story = [
        (event["Type"], event["Action"])
        for event in client.events(since=f"{begin:.9f}", until=f"{time.time():.9f}", decode=True)  # type: ignore[arg-type]
    ]
    assert story == [
        ("volume", "create"),
        ("container", "create"),
        ("network", "connect"),
        ("volume", "mount"),
        ("container", "start"),
        ("container", "kill"),
        ("container", "die"),
        ("network", "disconnect"),
        ("volume", "unmount"),
        ("container", "stop"),
        ("volume", "destroy"),
        ("container", "destroy"),
    ]


def test_commands_read_a_registry_s_files(client: docker.APIClient, url: str) -> None:
    identity = started(client, "registry")

    def run(*words: str) -> tuple[bytes, int]:
        made = client.exec_create(identity, list(words))["Id"]
        said = client.exec_start(made)
        return said, client.exec_inspect(made)["ExitCode"]

    assert run("ls", "/var/lib") == (b"registry\n", 0)
    assert run("registry", "--version")[1] == 0
    assert b"blobs marked" in run("registry", "garbage-collect", "/etc/distribution/config.yml")[0]
    assert run("wget", "-qO-", "http://localhost:5000/v2/_catalog") == (b'{"repositories":[]}\n', 0)
    assert run("wget", "-q", "-O", "-", "http://localhost:5000/v2/nope/tags/list")[1] == 1
    assert b"Connection refused" in run("wget", "-qO-", "http://127.0.0.1:80/")[0]
    assert b"bad address" in run("wget", "-qO-", "http://192.0.2.1/")[0]
    said, code = run("sh", "-c", "true")
    assert b"the practice engine runs only" in said
    assert code == 126
    made = client.exec_create(identity, ["ls", "/etc"])["Id"]
    answer = raw(url, f"POST /v1.41/exec/{made}/start", json.dumps({"Detach": False, "Tty": True}).encode())
    assert b"101 UPGRADED" in answer


def test_a_command_runs_only_in_a_running_container_and_only_once(client: docker.APIClient) -> None:
    identity = started(client, "registry")
    made = client.exec_create(identity, ["ls", "/"])["Id"]
    client.exec_start(made)
    with pytest.raises(docker.errors.APIError) as error:
        client.exec_start(made)
    assert error.value.status_code == 409
    client.kill(identity)
    with pytest.raises(docker.errors.APIError) as error:
        client.exec_create(identity, ["ls"])
    assert error.value.explanation == f"Container {identity} is not running"


def test_pull_and_push_tell_their_progress(client: docker.APIClient, port: int) -> None:
    started(client, "registry", port)
    name = f"127.0.0.1:{port}/hello-world"
    client.tag("hello-world", name)
    pushed: list[dict[str, Any]] = list(client.push(name, "latest", stream=True, decode=True))
    assert pushed[0]["status"] == f"The push refers to repository [{name}]"
    assert pushed[-1]["aux"]["Tag"] == "latest"
    client.remove_image(name)
    pulled = list(client.pull(name, "latest", stream=True, decode=True))
    assert pulled[-1]["status"] == f"Status: Downloaded newer image for {name}:latest"


def test_errors_after_the_first_message_are_in_the_stream(client: docker.APIClient, port: int) -> None:
    name = f"127.0.0.1:{port}/hello-world"
    client.tag("hello-world", name)
    pushed = list(client.push(name, "latest", stream=True, decode=True))
    assert "connection refused" in pushed[-1]["errorDetail"]["message"]
