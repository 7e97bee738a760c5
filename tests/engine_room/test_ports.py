"""Who uses a port of this machine."""

from __future__ import annotations

import socket
import sys

import pytest

from lab.engine.ports import port_in_use
from lab.language.words import LANGUAGES, words


def free_port() -> int:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        port: int = holder.getsockname()[1]
    return port


def key(port: int) -> str | None:
    message = port_in_use(port)
    if message is not None:
        assert all(words(lang).say(message) != str(message) for lang in LANGUAGES)
    return message.key if message else None


def test_a_port_that_nobody_uses_is_free_and_stays_free() -> None:
    port = free_port()
    assert key(port) is None
    assert key(port) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_port_on_which_somebody_listens_is_taken(host: str) -> None:
    with socket.create_server((host, 0)) as listener:
        assert key(listener.getsockname()[1]) == "engine.port-user.server"


def test_a_port_on_which_somebody_listens_with_ipv6_alone_is_taken() -> None:
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with listener:
        assert key(listener.getsockname()[1]) == "engine.port-user.server"


def test_a_port_that_somebody_holds_without_listening_is_taken() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        assert key(holder.getsockname()[1]) == "engine.port-user.refused"


def test_airplay_is_named_on_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert key(port) == "engine.port-user.server"
        monkeypatch.setattr("lab.engine.ports._AIRPLAY", (port,))
        assert key(port) == "engine.port-user.airplay"


def test_a_port_that_this_user_may_not_have_is_told_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()

    class Refusing(socket.socket):
        def bind(self, address: object) -> None:
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("lab.engine.ports.socket.socket", Refusing)
    message = port_in_use(port)
    assert message is not None
    assert message.key == "engine.port-user.refused"
    assert "Permission denied" in str(message.arguments()["reason"])


@pytest.mark.parametrize("port", [-1, 65536, 10**12])
def test_a_number_that_is_no_port_is_refused_not_a_traceback(port: int) -> None:
    assert key(port) == "engine.port-user.refused"


def test_a_machine_without_ipv6_is_no_obstacle(monkeypatch: pytest.MonkeyPatch) -> None:
    class OldMachine(socket.socket):
        def __init__(self, family: int = -1, *rest: int) -> None:
            if family == socket.AF_INET6:
                raise OSError(97, "Address family not supported by protocol")
            super().__init__(family, *rest)

    port = free_port()
    monkeypatch.setattr("lab.engine.ports.socket.socket", OldMachine)
    assert port_in_use(port) is None
