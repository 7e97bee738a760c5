from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from lab.practice.engine import ports
from lab.practice.engine.files import Files
from lab.practice.engine.logs import Log
from lab.practice.engine.ports import Binding, bindings, hold
from lab.practice.engine.registry_program import Registry
from lab.practice.errors import ApiError


def published(ip: str, port: str) -> Binding:
    (binding,) = bindings({"PortBindings": {"5000/tcp": [{"HostIp": ip, "HostPort": port}]}}, ())
    return binding


def test_every_address_is_shown_as_asked_and_listened_on_here_alone() -> None:
    binding = published("", "5000")
    assert binding.listen == "127.0.0.1"
    assert [row["IP"] for row in ports.rows([binding], ())] == ["0.0.0.0", "::"]
    assert published("0.0.0.0", "5000").listen == "127.0.0.1"


def test_an_address_that_others_can_reach_is_beyond_the_practice_engine() -> None:
    with pytest.raises(ApiError) as refused:
        published("192.0.2.7", "5000")
    assert refused.value.status == 501


def test_inspect_shows_exposed_ports_that_nobody_published() -> None:
    assert ports.table([published("127.0.0.1", "5000")], ["5000/tcp", "80/tcp"]) == {
        "5000/tcp": [{"HostIp": "127.0.0.1", "HostPort": "5000"}],
        "80/tcp": None,
    }


def test_publishing_all_takes_a_port_for_each_exposed_one() -> None:
    (binding,) = bindings({"PublishAllPorts": True}, ["5000/tcp"])
    assert binding.host_ports == tuple(ports.EPHEMERAL)


@pytest.mark.parametrize("text", ["99999", "x", "-1", "6000-5000", "5000-", "٥٠٠٠"])
def test_what_is_no_port_is_an_invalid_specification(text: str) -> None:
    with pytest.raises(ApiError) as refused:
        published("", text)
    assert (refused.value.status, refused.value.message) == (400, f'invalid port specification: "{text}"')


@pytest.mark.parametrize("port", ["bad", "0/tcp", "70000/tcp", ""])
def test_what_is_no_port_of_a_container_is_refused_too(port: str) -> None:
    with pytest.raises(ApiError) as refused:
        bindings({"PortBindings": {port: [{"HostPort": "5000"}]}}, ())
    assert refused.value.status == 400


def test_a_port_of_another_container_is_allocated_and_one_of_a_process_in_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as process:
        number = process.getsockname()[1]
        asked = published("127.0.0.1", str(number))
        words = f"Error starting userland proxy: listen tcp4 127.0.0.1:{number}: bind: address already in use"
        assert refused_by(asked, []) == words
        assert refused_by(asked, [asked]) == f"Bind for 127.0.0.1:{number} failed: port is already allocated"


def test_the_first_free_port_of_a_range_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as process:
        number = process.getsockname()[1]
        held = hold(Binding(5000, "", (number, *ports.EPHEMERAL)), [])
    with held.socket:
        assert held.binding.host_port != number
        assert held.socket.getsockname() == ("127.0.0.1", held.binding.host_port)


async def test_a_port_once_taken_is_never_let_go_before_its_program_ends(tmp_path: Path) -> None:
    held = hold(Binding(5000, "127.0.0.1", tuple(ports.EPHEMERAL)), [])
    log = Log(tmp_path / "log")
    registry = Registry(Files(tmp_path, (), tmp_path, lambda path: None), {}, (), log)
    with socket.create_connection(held.socket.getsockname()) as early:
        assert await registry.start([held]) is None
        early.sendall(b"GET /v2/ HTTP/1.0\r\n\r\n")  # from before there was a program to take it
        reader, writer = await asyncio.open_connection(sock=early)
        assert b"200 OK" in await reader.read()
        writer.close()
        await registry.stop()
    assert held.socket.fileno() == -1


def refused_by(asked: Binding, others: list[Any]) -> str:
    with pytest.raises(ApiError) as refused:
        hold(asked, others)
    assert refused.value.status == 500
    return refused.value.message


def test_what_is_published_on_the_bridge_is_listened_on_here_alone_and_shown_as_asked() -> None:
    binding = published(ports.GATEWAY, "5001")
    assert binding.listen == "127.0.0.1"
    assert [row["IP"] for row in ports.rows([binding], ())] == [ports.GATEWAY]


@pytest.mark.parametrize(
    ("ip", "port", "reached"),
    [
        (ports.GATEWAY, 5001, True),
        ("", 5001, True),
        ("0.0.0.0", 5001, True),
        ("127.0.0.1", 5001, False),
        ("", 5002, False),
    ],
)
def test_the_bridge_leads_to_what_is_published_on_it_or_everywhere(ip: str, port: int, reached: bool) -> None:
    assert ports.on_bridge([published(ip, "5001")], port) is reached
