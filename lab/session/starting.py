"""What starts programs, and how long they are given until they can be used."""

from __future__ import annotations

from lab.docker_cli.actions import ContainerRun, ContainerStart, ServiceCreate, ServiceScale, ServiceUpdate

PATIENCE = 10.0
"""Seconds given to what is still starting, such as a registry's server."""
SWARM_PATIENCE = 60.0
"""Seconds given to the tasks of services, which replace one another."""
STARTING = (ContainerRun, ContainerStart, ServiceCreate, ServiceUpdate, ServiceScale)
"""Actions that start programs, which need a moment before the next command can use them."""
PAUSES = (0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.25)
"""Seconds between looks; the last one repeats."""
