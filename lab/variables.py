"""What an exercise's variables mean by their names: `port` and `…_port` are host ports, `name` and `…_name` containers' names."""

from __future__ import annotations

from collections.abc import Mapping

CONTAINERS_HOST = "containers_host"
"""The variable that is the name or address under which containers reach this machine."""
CONTAINERS_BIND = "containers_bind"
"""The variable that is this machine's own address behind that name: what listens there is reached, what listens elsewhere is not."""


def is_port(variable: str) -> bool:
    """Tell whether a variable is a port of the host, leased for a run."""
    return variable == "port" or variable.endswith("_port")


def is_name(variable: str) -> bool:
    """Tell whether a variable is a container's name, leased for a run."""
    return variable == "name" or variable.endswith("_name")


BRIDGE = "bridge"
"""The address of the engine's machine on its own bridge: no loopback, and reached from nowhere but this machine."""
CERTS_D = "certs_d"
"""The folder in which the engine looks for authorities to trust."""
TRUSTED = "trusted"
"""The address at which the engine trusts the exercise's registry: on its bridge where the engine is the lab's to tell, else loopback."""
USUAL_CERTS_D = "/etc/docker/certs.d"
"""Of Docker Engine on Linux (docs.docker.com/engine/security/certificates)."""


def of_engine(values: Mapping[str, str | int], bridge: str, certs_d: str) -> dict[str, str | int]:
    """Return those of a run's variables that its engine decides; `certs_d` is "" where that is not the lab's to write into."""
    decided: dict[str, str | int] = {
        BRIDGE: bridge,
        CERTS_D: certs_d or USUAL_CERTS_D,
        TRUSTED: f"{bridge}:{values.get('bridge_port')}" if certs_d else f"127.0.0.1:{values.get('port')}",
    }
    return {name: value for name, value in decided.items() if name in values}


def ports(values: Mapping[str, str | int]) -> frozenset[int]:
    """Return every port among a run's variables."""
    return frozenset(int(value) for variable, value in values.items() if is_port(variable))


def names(values: Mapping[str, str | int]) -> frozenset[str]:
    """Return every container's name among a run's variables."""
    return frozenset(str(value) for variable, value in values.items() if is_name(variable))
