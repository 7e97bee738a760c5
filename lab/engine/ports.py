"""Who uses a port of this machine."""

from __future__ import annotations

import socket
import sys
from contextlib import closing

from lab.language.message import Message, say

_WAIT = 0.5
_AIRPLAY = (5000, 7000)


def port_in_use(port: int) -> Message | None:
    """Tell what keeps a port of the loopback from being used; None where it is free.

    Both a connection and a listening socket are tried: AirPlay on macOS and a server on `::1` would not show in one of them,
    a port that Windows reserves not in the other. The listening socket is closed at once.
    """
    if _answers(socket.AF_INET, "127.0.0.1", port) or _answers(socket.AF_INET6, "::1", port):
        if sys.platform == "darwin" and port in _AIRPLAY:
            return say("engine.port-user.airplay")
        return say("engine.port-user.server")
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as listener:
        if sys.platform != "win32":  # where it would take the port away from whoever has it
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            return say("engine.port-user.refused", reason=str(error))
    return None


def _answers(family: int, host: str, port: int) -> bool:
    try:
        with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
            probe.settimeout(_WAIT)
            return probe.connect_ex((host, port)) == 0
    except (OSError, OverflowError):
        return False  # no IPv6 on this machine, or no such port
