"""Who uses a port of this machine."""

from __future__ import annotations

import re
import socket
import sys
from contextlib import closing

from lab.language.message import Message, say

_WAIT = 0.5
_AIRPLAY = (5000, 7000)
_EXCLUDED = 10013
"""What Windows answers for a port in a range that it has reserved, though nobody listens (WSAEACCES)."""
_HEAD = 4096
"""Bytes of an answer that are looked at."""


def port_in_use(port: int) -> Message | None:
    """Tell what keeps a port of the loopback from being used; None where it is free.

    Both a connection and a listening socket are tried: AirPlay on macOS and a server on `::1` would not show in one of them,
    a port that Windows reserves not in the other. The listening socket is closed at once.
    """
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        if _answers(family, host, port):
            return _server(port, _head(family, host, port))
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as listener:
        if sys.platform != "win32":  # where it would take the port away from whoever has it
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            if getattr(error, "winerror", None) == _EXCLUDED:
                return say("engine.port-user.excluded")
            return say("engine.port-user.refused", reason=str(error))
    return None


def _server(port: int, head: str) -> Message:
    """Name who listens, by the head of its answer to a question for a registry (facts/docker.md B1, B2)."""
    server = re.search(r"^server:[ \t]*([!-~][ -~]{0,59})", head, re.IGNORECASE | re.MULTILINE)
    if (server and server[1].startswith("AirTunes")) or (sys.platform == "darwin" and port in _AIRPLAY and not head):
        return say("engine.port-user.airplay")
    if "docker-distribution-api-version" in head.lower():
        return say("engine.port-user.registry")
    if head.startswith("HTTP/"):
        return say("engine.port-user.web", server=server[1].strip() if server else "HTTP")
    return say("engine.port-user.server")


def _head(family: int, host: str, port: int) -> str:
    """Ask as a client of a registry would, and return the first bytes of the answer; empty where there is none in time."""
    try:
        with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
            probe.settimeout(_WAIT)
            probe.connect((host, port))
            probe.sendall(f"GET /v2/ HTTP/1.0\r\nHost: {host}:{port}\r\n\r\n".encode())
            return probe.recv(_HEAD).decode("latin-1")
    except OSError:
        return ""  # whoever it is, it does not speak HTTP


def _answers(family: int, host: str, port: int) -> bool:
    try:
        with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
            probe.settimeout(_WAIT)
            return probe.connect_ex((host, port)) == 0
    except (OSError, OverflowError):
        return False  # no IPv6 on this machine, or no such port
