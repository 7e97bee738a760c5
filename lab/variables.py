"""What an exercise's variables mean by their names: `port` and `…_port` are host ports, `name` and `…_name` containers' names."""

from __future__ import annotations

from collections.abc import Mapping


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
