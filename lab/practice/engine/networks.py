"""The three networks every engine has, and a container's place in the bridge; they are only looked at here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lab.practice.engine.home import Json
from lab.practice.engine.ports import Binding
from lab.practice.errors import ApiError

FILTERS = ("dangling", "driver", "id", "label", "name", "scope", "type")
"""Filters that the list of networks knows."""
GATEWAY = "172.17.0.1"
"""The bridge's own address."""
_DRIVERS = {"bridge": "bridge", "none": "null", "host": "host"}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A running container's place in the bridge network."""

    id: str
    sandbox: str
    number: int
    """The last number of its address, from 2 on."""
    published: tuple[Binding, ...]

    @property
    def address(self) -> str:
        """Its address in the bridge network; shown, and reachable by nobody."""
        return f"172.17.0.{self.number}"

    @property
    def mac(self) -> str:
        """The hardware address that Docker derives from it."""
        return f"02:42:ac:11:00:{self.number:02x}"


@dataclass(frozen=True, slots=True)
class Network:
    """One of the predefined networks of an engine."""

    name: str
    id: str
    created: str

    @property
    def driver(self) -> str:
        """What makes it."""
        return _DRIVERS[self.name]

    def json(self, members: Mapping[str, tuple[str, Endpoint]] | None = None) -> Json:
        """Return the network as the API shows it; `members` by container ID: name and place."""
        bridge = self.name == "bridge"
        return {
            "Name": self.name,
            "Id": self.id,
            "Created": self.created,
            "Scope": "local",
            "Driver": self.driver,
            "EnableIPv6": False,
            "IPAM": {
                "Driver": "default",
                "Options": None,
                "Config": [{"Subnet": "172.17.0.0/16", "Gateway": GATEWAY}] if bridge else [],
            },
            "Internal": False,
            "Attachable": False,
            "Ingress": False,
            "ConfigFrom": {"Network": ""},
            "ConfigOnly": False,
            "Containers": {identity: _member(*each) for identity, each in (members or {}).items()} if bridge else {},
            "Options": {"com.docker.network.bridge.default_bridge": "true"} if bridge else {},
            "Labels": {},
        }


def _member(name: str, endpoint: Endpoint) -> Json:
    return {
        "Name": name,
        "EndpointID": endpoint.id,
        "MacAddress": endpoint.mac,
        "IPv4Address": f"{endpoint.address}/16",
        "IPv6Address": "",
    }


def predefined(engine: str, created: str) -> tuple[Network, ...]:
    """Return an engine's networks, whose IDs stay the same as long as the engine's own does."""
    return tuple(Network(name, hashlib.sha256(f"{engine} {name}".encode()).hexdigest(), created) for name in _DRIVERS)


def find(networks: Iterable[Network], name: str) -> Network:
    """Return a network by name or the start of its ID; ApiError 404 where there is none."""
    for network in networks:
        if name == network.name or (name and network.id.startswith(name)):
            return network
    raise ApiError(404, f"network {name} not found")


def settings(network: str, network_id: str, endpoint: Endpoint | None, ports: Json) -> Json:
    """Return a container's NetworkSettings."""
    place = of_endpoint(network_id, endpoint)
    shared = ("EndpointID", "Gateway", "GlobalIPv6Address", "GlobalIPv6PrefixLen", "IPAddress", "IPPrefixLen")
    return {
        "Bridge": "",
        "SandboxID": endpoint.sandbox if endpoint else "",
        "HairpinMode": False,
        "LinkLocalIPv6Address": "",
        "LinkLocalIPv6PrefixLen": 0,
        "Ports": ports,
        "SandboxKey": "",
        "SecondaryIPAddresses": None,
        "SecondaryIPv6Addresses": None,
        **{key: place[key] for key in (*shared, "IPv6Gateway", "MacAddress")},
        "Networks": {network: place},
    }


def of_endpoint(network_id: str, endpoint: Endpoint | None) -> Json:
    """Return one row of a container's `Networks`."""
    return {
        "IPAMConfig": None,
        "Links": None,
        "Aliases": None,
        "NetworkID": network_id,
        "EndpointID": endpoint.id if endpoint else "",
        "Gateway": GATEWAY if endpoint else "",
        "IPAddress": endpoint.address if endpoint else "",
        "IPPrefixLen": 16 if endpoint else 0,
        "IPv6Gateway": "",
        "GlobalIPv6Address": "",
        "GlobalIPv6PrefixLen": 0,
        "MacAddress": endpoint.mac if endpoint else "",
        "DriverOpts": None,
    }
