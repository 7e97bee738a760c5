"""Networks: the three that every engine has, and bridges of one's own, in which containers find one another by name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lab.practice.engine.clock import now
from lab.practice.engine.home import Json, read_json, write_json
from lab.practice.engine.names import new_id
from lab.practice.engine.ports import Binding
from lab.practice.errors import ApiError

FILTERS = ("dangling", "driver", "id", "label", "name", "scope", "type")
"""Filters that the list of networks knows."""
BRIDGE = 17
"""The second number of addresses in the bridge that every engine has; others count on from there."""
_LAST = 31
"""The last one of the private addresses that begin with 172 (RFC 1918)."""
_DRIVERS = {"bridge": "bridge", "none": "null", "host": "host"}
_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A running container's place in the bridge network."""

    id: str
    sandbox: str
    number: int
    """The last number of its address, from 2 on."""
    published: tuple[Binding, ...]
    subnet: int = BRIDGE
    """The network's number: the second of the address."""

    @property
    def address(self) -> str:
        """Its address in its network; shown, and reachable by nobody."""
        return f"172.{self.subnet}.0.{self.number}"

    @property
    def gateway(self) -> str:
        """The network's own address."""
        return f"172.{self.subnet}.0.1"

    @property
    def mac(self) -> str:
        """The hardware address that Docker derives from it."""
        return f"02:42:ac:{self.subnet:02x}:00:{self.number:02x}"


@dataclass(frozen=True, slots=True)
class Network:
    """One network of an engine."""

    name: str
    id: str
    created: str
    subnet: int = BRIDGE
    """The second number of its addresses."""
    labels: Mapping[str, str] | None = None

    @property
    def driver(self) -> str:
        """What makes it."""
        return _DRIVERS.get(self.name, "bridge")

    def membership(self, container: str) -> dict[str, str]:
        """Return what an event tells of a container that comes or goes, by its ID."""
        return {"container": container, "name": self.name, "type": self.driver}

    @property
    def predefined(self) -> bool:
        """Whether every engine has it."""
        return self.name in _DRIVERS

    def json(self, members: Mapping[str, tuple[str, Endpoint]] | None = None) -> Json:
        """Return the network as the API shows it; `members` by container ID: name and place."""
        bridge = self.driver == "bridge"
        range_ = {"Subnet": f"172.{self.subnet}.0.0/16", "Gateway": f"172.{self.subnet}.0.1"}
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
                "Config": [range_] if bridge else [],
            },
            "Internal": False,
            "Attachable": False,
            "Ingress": False,
            "ConfigFrom": {"Network": ""},
            "ConfigOnly": False,
            "Containers": {identity: _member(*each) for identity, each in (members or {}).items()} if bridge else {},
            "Options": {"com.docker.network.bridge.default_bridge": "true"} if self.name == "bridge" else {},
            "Labels": dict(self.labels or {}),
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


class Networks:
    """The networks of one engine; those of one's own are kept in a file."""

    def __init__(
        self,
        file: Path,
        every_engines: tuple[Network, ...],
        happened: Callable[[str, str, Mapping[str, str]], None],
    ) -> None:
        self._file = file
        self._every_engines = every_engines
        self._happened = happened
        self._own = tuple(Network(**row) for row in read_json(file) or ())

    def all(self) -> tuple[Network, ...]:
        """Return every network, the engine's own first."""
        return (*self._every_engines, *self._own)

    def find(self, name: str) -> Network:
        """Return a network by name or the start of its ID; ApiError 404 where there is none."""
        every = self.all()
        by_name = next((each for each in every if each.name == name), None)
        found = by_name or next((each for each in every if name and each.id.startswith(name)), None)
        if found is None:
            raise ApiError(404, f"network {name} not found")
        return found

    def create(self, name: str, labels: Mapping[str, str] | None) -> Network:
        """Make a bridge network; ApiError 409 where the name is taken."""
        if not _NAME.fullmatch(name):
            raise ApiError(400, f"invalid network name: {name}")
        if any(each.name == name for each in self.all()):
            raise ApiError(409, f"network with name {name} already exists")
        taken = {each.subnet for each in self.all()}
        free = next((number for number in range(BRIDGE + 1, _LAST + 1) if number not in taken), None)
        if free is None:
            why = "could not find an available, non-overlapping IPv4 address pool"
            raise ApiError(500, f"{why} among the defaults to assign to the network")
        made = Network(name, new_id(), now(), free, labels)
        self._keep((*self._own, made))
        self._happened("create", made.id, {"name": made.name, "type": made.driver})
        return made

    def remove(self, network: Network) -> None:
        """Forget a network of one's own; ApiError 403 for those that every engine has."""
        if network.predefined:
            raise ApiError(403, f"{network.name} is a pre-defined network and cannot be removed")
        self._keep(tuple(each for each in self._own if each.id != network.id))
        self._happened("destroy", network.id, {"name": network.name, "type": network.driver})

    def _keep(self, networks: tuple[Network, ...]) -> None:
        names = ("name", "id", "created", "subnet", "labels")
        write_json(self._file, [{name: getattr(each, name) for name in names} for each in networks])
        self._own = networks


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
        "Gateway": endpoint.gateway if endpoint else "",
        "IPAddress": endpoint.address if endpoint else "",
        "IPPrefixLen": 16 if endpoint else 0,
        "IPv6Gateway": "",
        "GlobalIPv6Address": "",
        "GlobalIPv6PrefixLen": 0,
        "MacAddress": endpoint.mac if endpoint else "",
        "DriverOpts": None,
    }
