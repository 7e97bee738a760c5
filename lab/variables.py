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


def ports(values: Mapping[str, str | int]) -> frozenset[int]:
    """Return every port among a run's variables."""
    return frozenset(int(value) for variable, value in values.items() if is_port(variable))


def names(values: Mapping[str, str | int]) -> frozenset[str]:
    """Return every container's name among a run's variables."""
    return frozenset(str(value) for variable, value in values.items() if is_name(variable))
