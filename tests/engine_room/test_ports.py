"""Who uses a port of this machine."""

from __future__ import annotations

import socket
import sys
import threading
from contextlib import suppress

import pytest

from lab.engine.ports import port_in_use
from lab.language.message import Message, say
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


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (b"HTTP/1.1 403 Forbidden\r\nServer: AirTunes/720.10.3\r\n\r\n", say("engine.port-user.airplay")),
        (
            b"HTTP/1.0 404 Nothing\r\nserver:  SimpleHTTP/0.6\r\n\r\n",
            say("engine.port-user.web", server="SimpleHTTP/0.6"),
        ),
        (b"HTTP/1.1 200 OK\r\n\r\nhello", say("engine.port-user.web", server="HTTP")),
        (
            b"HTTP/1.1 200 OK\r\nDocker-Distribution-Api-Version: registry/2.0\r\n\r\n{}",
            say("engine.port-user.registry"),
        ),
        (b"SSH-2.0-OpenSSH_9.6\r\n", say("engine.port-user.server")),
        (b"\xff\x00" * 10_000, say("engine.port-user.server")),
        (b"HTTP/1.1 200 OK\r\nServer: \x1b[2Jbad\r\n\r\n", say("engine.port-user.web", server="HTTP")),
        (b"", say("engine.port-user.server")),
    ],
)
def test_who_listens_is_named_by_what_it_answers(answer: bytes, message: Message) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for _ in range(2):  # first whether anybody answers at all, then who it is
                connection, _ = listener.accept()
                with connection, suppress(OSError):
                    connection.recv(1000)
                    connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        assert port_in_use(listener.getsockname()[1]) == message


def test_a_port_that_windows_has_reserved_is_told_with_where_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()

    class Excluded(socket.socket):
        def bind(self, address: object) -> None:
            error = OSError(13, "An attempt was made to access a socket in a way forbidden by its access permissions")
            error.winerror = 10013  # type: ignore[attr-defined, unused-ignore]
            raise error

    monkeypatch.setattr("lab.engine.ports.socket.socket", Excluded)
    assert key(port) == "engine.port-user.excluded"
