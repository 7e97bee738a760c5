"""Bytes on the engine's socket that are no request, or nearly one: a refusal or a closed connection, and an engine that goes on."""

from __future__ import annotations

import socket
from pathlib import Path

import docker
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .test_hostile_requests import FIXTURE, surroundings
from .test_the_api_itself import ask

__all__ = ["surroundings"]

POST = b"POST /v1.41/containers/create?name=x HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
GARBAGE = [
    b"",
    b"\r\n\r\n",
    b"\0" * 1000,
    b"GET\r\n\r\n",
    b"GET /_ping HTTP/9.9\r\n\r\n",
    b"GET /_ping HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /_ping HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
    b"GET /v1.41/../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /v99999999999999999999.1/version HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /v1.41/containers/%00%ff%2e%2e/json HTTP/1.1\r\nHost: x\r\n\r\n",
    b"CONNECT elsewhere:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    POST + b'Content-Length: 3\r\n\r\n{"a',
    POST + b"Content-Length: 99999999999999999999\r\n\r\n",
    POST + b"Content-Length: -1\r\n\r\n",
    POST + b"Content-Length: 100000\r\n\r\n" + b"[" * 100_000,
    POST + b"Content-Length: 2\r\nContent-Encoding: gzip\r\n\r\n{}",
    POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    POST + b"X-Registry-Auth: \xff\xfe\r\nContent-Length: 2\r\n\r\n{}",
    b"POST /v1.41/images/load HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n",
    b"POST /v1.41/exec/x/start HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 2\r\n\r\n{}",
]
REQUEST = POST + b'Content-Length: 20\r\n\r\n{"Image":"registry"}'


def raw(url: str, content: bytes) -> bytes:
    """Send bytes over a connection of their own, and return what comes back until it is closed."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(20)
        connection.connect(url.removeprefix("unix://"))
        try:
            connection.sendall(content)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))
        except (BrokenPipeError, ConnectionResetError):
            return b""


@pytest.mark.parametrize("content", GARBAGE, ids=lambda content: repr(content[-40:]))
def test_bytes_that_are_no_request_do_no_harm(url: str, surroundings: Path, content: bytes) -> None:
    answer = raw(url, content)
    assert answer == b"" or answer.startswith(b"HTTP/1.")
    assert b" 500 " not in answer.partition(b"\r\n")[0]
    assert ask(url, "GET", "/containers/json?all=1")[2].strip() == b"[]"


def test_a_body_that_is_not_encoded_as_its_head_said_is_a_bad_request(url: str, surroundings: Path) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(20)
        connection.connect(url.removeprefix("unix://"))
        connection.sendall(POST + b"Content-Length: 2\r\nContent-Encoding: gzip\r\n\r\n")
        ask(url, "GET", "/_ping")  # by its answer the engine has read the head, and waits for the body
        connection.sendall(b"{}")
        assert connection.recv(65536).startswith(b"HTTP/1.1 400 ")


@settings(max_examples=60, deadline=None, suppress_health_check=FIXTURE)
@given(st.lists(st.tuples(st.integers(0, len(REQUEST) - 1), st.binary(max_size=3)), max_size=4))
def test_bytes_changed_anywhere_in_a_request_do_no_harm(
    client: docker.APIClient, url: str, surroundings: Path, changes: list[tuple[int, bytes]]
) -> None:
    content = bytearray(REQUEST)
    for place, piece in changes:
        content[place : place + 1] = piece
    answer = raw(url, bytes(content))
    assert answer == b"" or answer.startswith(b"HTTP/1.")
    assert b" 500 " not in answer.partition(b"\r\n")[0]
    # It may be called something else now: whatever there is can be told and removed.
    for row in client.containers(all=True):
        client.remove_container(row["Id"], v=True)
