"""Published ports: what was asked for, where it is really listened on, and how the API shows it.

The practice engine never opens a port beyond this machine: a port published on every address, or on the bridge, is opened on
127.0.0.1.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lab.practice.engine.home import Json
from lab.practice.errors import ApiError

GATEWAY = "172.17.0.1"
"""The bridge's own address: of this engine's network alone, so what is published there is opened on 127.0.0.1."""
EPHEMERAL = range(32768, 61000)
"""Ports to choose from where the user names none."""
_EVERYWHERE = ("", "0.0.0.0", "::")


@dataclass(frozen=True, slots=True)
class Binding:
    """One port of a container, published."""

    container_port: int
    host_ip: str
    """As asked for; empty for every address."""
    host_ports: tuple[int, ...]
    """Ports that may be taken, the first free one is; one once it is bound."""

    @property
    def host_port(self) -> int:
        """The port that was taken."""
        return self.host_ports[0]

    @property
    def listen(self) -> str:
        """Where it is really listened on: this machine alone."""
        return "127.0.0.1" if self.host_ip in (*_EVERYWHERE, GATEWAY) else self.host_ip

    @property
    def shown(self) -> tuple[str, ...]:
        """The addresses as dockerd shows them: every address is two rows."""
        return ("0.0.0.0", "::") if self.host_ip == "" else (self.host_ip,)

    def on(self, port: int) -> Binding:
        """Return the binding with the port it got."""
        return replace(self, host_ports=(port,))


@dataclass(frozen=True, slots=True)
class Held:
    """A published port that was taken, and listens."""

    binding: Binding
    socket: socket.socket


def bindings(host_config: Json, exposed: Iterable[str]) -> tuple[Binding, ...]:
    """Return the published ports of a new container; ApiError 400 for what is no port, 501 for what is not done here."""
    found = list(_asked(host_config.get("PortBindings") or {}))
    if host_config.get("PublishAllPorts"):
        taken = {each.container_port for each in found}
        every = (_container_port(text) for text in exposed)
        found += [Binding(port, "", tuple(EPHEMERAL)) for port in every if port not in taken]
    return tuple(found)


def _asked(table: Json) -> Iterator[Binding]:
    for text, rows in table.items():
        port = _container_port(text)
        for row in rows or [{}]:
            host_ip = str(row.get("HostIp") or "")
            _check_address(host_ip)
            yield Binding(port, host_ip, _range(str(row.get("HostPort") or "")))


def _container_port(text: str) -> int:
    number, _, protocol = text.partition("/")
    if not number.isascii() or not number.isdigit() or not 0 < int(number) < 65536:
        raise ApiError(400, f'invalid port specification: "{text}"')
    if protocol not in ("", "tcp"):
        raise ApiError(501, f"port {text} is beyond the practice engine: it needs a real engine such as Docker")
    return int(number)


def _range(text: str) -> tuple[int, ...]:
    if text in ("", "0"):
        return tuple(EPHEMERAL)
    match = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", text, re.ASCII)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 0 < first <= last < 65536:
        raise ApiError(400, f'invalid port specification: "{text}"')
    return tuple(range(first, last + 1))


def _check_address(text: str) -> None:
    if text in (*_EVERYWHERE, GATEWAY):
        return
    try:
        address = ipaddress.ip_address(text)
    except ValueError as error:
        raise ApiError(400, f"invalid IP address: {text}") from error
    if not address.is_loopback:
        what = f"a port published on {text}"
        raise ApiError(
            501,
            f"{what} is beyond the practice engine, which stays on this machine: it needs a real engine such as Docker",
        )


def hold(binding: Binding, others: Iterable[Binding]) -> Held:
    """Take a published port; ApiError 500 in dockerd's words where somebody has it."""
    given = {(other.host_ip, other.host_port) for other in others}
    refusal: ApiError | None = None
    for port in binding.host_ports:
        chosen = binding.on(port)
        shown = f"{chosen.shown[0]}:{port}"
        if (chosen.host_ip, port) in given:
            refusal = refusal or ApiError(500, f"Bind for {shown} failed: port is already allocated")
            continue
        try:
            return Held(chosen, _bound(chosen))
        except PermissionError:
            raise ApiError(
                500, f"Error starting userland proxy: listen tcp4 {shown}: bind: permission denied"
            ) from None
        except OSError:
            words = f"Error starting userland proxy: listen tcp4 {shown}: bind: address already in use"
            refusal = refusal or ApiError(500, words)
    raise refusal or ApiError(500, "all ports are allocated")


def _bound(binding: Binding) -> socket.socket:
    family = socket.AF_INET6 if ":" in binding.listen else socket.AF_INET
    held = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere the option would take the port from whoever has it
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((binding.listen, binding.host_port))
        held.listen(128)
        held.setblocking(False)
    except BaseException:
        held.close()
        raise
    return held


def on_bridge(published: Iterable[Binding], port: int) -> bool:
    """Tell whether one of these is reached at a port of the bridge's own address."""
    return any(each.host_port == port and each.host_ip in ("", "0.0.0.0", GATEWAY) for each in published)


def rows(published: Sequence[Binding], exposed: Iterable[str]) -> list[Json]:
    """Return the ports of a running container as lists show them."""
    open_ports = [
        {"IP": address, "PrivatePort": each.container_port, "PublicPort": each.host_port, "Type": "tcp"}
        for each in published
        for address in each.shown
    ]
    taken = {each.container_port for each in published}
    closed = [_container_port(text) for text in exposed]
    return [*open_ports, *({"PrivatePort": port, "Type": "tcp"} for port in closed if port not in taken)]


def table(published: Sequence[Binding], exposed: Iterable[str]) -> Json:
    """Return the ports of a running container as inspect shows them."""
    found: Json = dict.fromkeys(exposed)
    for each in published:
        name = f"{each.container_port}/tcp"
        shown = [{"HostIp": address, "HostPort": str(each.host_port)} for address in each.shown]
        found[name] = [*(found.get(name) or ()), *shown]
    return found
