"""What the registry writes while it runs: the program's lines, and the access log."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path

import pytest

from .client import NOWHERE, Registry, running

ACCESS = re.compile(r'127\.0\.0\.1 - - \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000\] "(.*)" (\d+) (\d+) "" ".*"')


def accesses(registry: Registry) -> list[tuple[str, ...]]:
    return [match.groups() for match in map(ACCESS.fullmatch, registry.log) if match]


async def test_it_says_where_it_listens_inside_its_container(tmp_path: Path) -> None:
    async with running(tmp_path, {"REGISTRY_HTTP_ADDR": "0.0.0.0:5001", "REGISTRY_HTTP_SECRET": "x"}) as registry:
        assert len(registry.log) == 1
        assert re.fullmatch(
            r'time="[-0-9T:.]+Z" level=info msg="listening on 0\.0\.0\.0:5001" instance\.id=\S+ service=registry',
            registry.log[0],
        )


async def test_it_warns_of_a_random_secret_and_of_a_variable_that_means_nothing(tmp_path: Path) -> None:
    async with running(tmp_path, {"REGISTRY_COLOUR": "red"}) as registry:
        assert "Ignoring unrecognized environment variable REGISTRY_COLOUR" in registry.log[0]
        assert "level=warning" in registry.log[0]
        assert "No HTTP secret provided - generated random secret." in registry.log[1]


async def test_every_request_is_in_the_access_log(registry: Registry) -> None:
    await registry.ask("GET", "/v2/")
    await registry.ask("GET", f"/v2/app/blobs/{NOWHERE}")
    await registry.ask("GET", "/favicon.ico")
    assert accesses(registry) == [
        ("GET /v2/ HTTP/1.1", "200", "2"),
        (f"GET /v2/app/blobs/{NOWHERE} HTTP/1.1", "404", "157"),
        ("GET /favicon.ico HTTP/1.1", "404", "19"),
    ]


async def test_a_refusal_is_in_the_log_with_its_reason(registry: Registry) -> None:
    await registry.ask("GET", "/v2/app/manifests/nosuch")
    line = next(line for line in registry.log if "response completed with error" in line)
    for part in ("level=error", 'err.code="manifest unknown"', "http.response.status=404", "http.request.method=GET"):
        assert part in line


async def test_the_log_can_be_json_and_quiet(tmp_path: Path) -> None:
    wishes = {
        "REGISTRY_LOG_FORMATTER": "json",
        "REGISTRY_LOG_ACCESSLOG_DISABLED": "true",
        "REGISTRY_LOG_LEVEL": "error",
    }
    async with running(tmp_path, wishes) as registry:
        await registry.ask("GET", "/v2/")
        await registry.ask("GET", "/v2/app/tags/list")
        assert [json.loads(line)["err.code"] for line in registry.log] == ["name unknown"]


async def test_what_a_client_sends_stays_on_one_line(registry: Registry) -> None:
    await registry.ask("GET", "/v2/a%0Ab/tags/list", User_Agent='"\u2028 quote')
    assert not any("\n" in line or "\u2028" in line for line in registry.log)


@pytest.mark.parametrize("taken", [0, 1])
async def test_an_address_that_is_taken_leaves_the_others_free(tmp_path: Path, taken: int) -> None:
    async with running(tmp_path) as registry:
        ports = [0, 0]
        ports[taken] = registry.port
        bindings = [("127.0.0.1", port) for port in ports]
        async with running(tmp_path / "other") as other:
            await other.server.stop()
            with pytest.raises(OSError, match="address already in use"):
                await other.server.start(bindings)
            assert other.server.addresses == ()


async def test_a_stopped_registry_listens_no_more(registry: Registry) -> None:
    port = registry.port
    await registry.server.stop()
    with socket.socket() as sock:
        assert sock.connect_ex(("127.0.0.1", port)) != 0


async def test_a_registry_may_have_no_address_or_several(tmp_path: Path) -> None:
    async with running(tmp_path) as registry:
        await registry.server.stop()
        await registry.server.start([])
        assert registry.server.addresses == ()
        await registry.server.stop()
        await registry.server.start([("127.0.0.1", 0), ("127.0.0.1", 0)])
        assert len(set(registry.server.addresses)) == 2


async def test_a_registry_may_be_given_a_socket_that_is_bound_already(tmp_path: Path) -> None:
    bound = socket.create_server(("127.0.0.1", 0))
    port = bound.getsockname()[1]
    async with running(tmp_path) as registry:
        await registry.server.stop()
        await registry.server.start([], [bound])
        assert registry.server.addresses == (("127.0.0.1", port),)
        assert (await registry.ask("GET", "/v2/")).status == 200
        await registry.server.stop()
        assert bound.fileno() == -1


@pytest.mark.parametrize(
    ("wishes", "headers", "address"),
    [
        ({"REGISTRY_HTTP_HOST": "https://registry.example"}, {}, "https://registry.example/v2/"),
        ({"REGISTRY_HTTP_RELATIVEURLS": "true"}, {}, "/v2/"),
        ({}, {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "proxy.example"}, "https://proxy.example/v2/"),
        ({}, {"Host": "a.example:5000"}, "http://a.example:5000/v2/"),
        ({}, {"Host": "evil<script>"}, "/v2/"),
        ({}, {"X-Forwarded-Proto": "gopher"}, "/v2/"),
    ],
)
async def test_addresses_are_those_that_the_client_knows(
    tmp_path: Path, wishes: dict[str, str], headers: dict[str, str], address: str
) -> None:
    async with running(tmp_path, wishes) as registry:
        answer = await registry.ask("POST", "/v2/app/blobs/uploads/", **headers)
        assert answer.place.startswith(f"{address}app/blobs/uploads/")
