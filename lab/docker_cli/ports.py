"""Published ports: `-p [HOST_IP:][HOST_PORT]:CONTAINER_PORT[/tcp|/udp]`."""

from __future__ import annotations

import re
from typing import Literal

from lab.docker_cli.actions import PortMapping
from lab.docker_cli.errors import CommandError, shown
from lab.language.message import Message, say


def read_port(text: str) -> PortMapping:
    """Read one value of `-p`, or raise `CommandError` of kind `bad-port`."""
    mapping, slash, protocol = text.partition("/")
    *front, container = mapping.rsplit(":", 2)
    host = front.pop() if front else ""
    address = front.pop() if front else ""
    if any(re.fullmatch(r"[0-9]+-[0-9]+", port) for port in (container, host)):
        raise _bad(say("commands.wrong.port-range", text=shown(text)))
    return PortMapping(
        container_port=_port(container, text, least=1),
        host_port=(_port(host, text, least=0) or None) if host else None,
        host_ip=_address(address) if address else None,
        protocol=_protocol(protocol, text) if slash else "tcp",
    )


def _port(digits: str, text: str, least: int) -> int:
    if re.fullmatch(r"[0-9]{1,5}", digits) and least <= int(digits) <= 65535:
        return int(digits)
    if re.fullmatch(r"[0-9]+", digits):
        raise _bad(say("commands.wrong.port-number", text=shown(text)))
    raise _bad(say("commands.wrong.port-form", text=shown(text)))


def _address(text: str) -> str:
    import ipaddress  # here because it takes as long to load as the rest of the grammar, and few commands need it

    try:
        return str(ipaddress.ip_address(re.sub(r"^\[(.*)\]$", r"\1", text)))
    except ValueError:
        message = say("commands.wrong.port-address", address=shown(text))
        raise CommandError("bad-port", message, say("commands.try.port-address")) from None


def _protocol(text: str, whole: str) -> Literal["tcp", "udp"]:
    if text.lower() == "tcp":
        return "tcp"
    if text.lower() == "udp":
        return "udp"
    raise _bad(say("commands.wrong.port-form", text=shown(whole)))


def _bad(message: Message) -> CommandError:
    return CommandError("bad-port", message, say("commands.try.port"))
