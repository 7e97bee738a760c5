"""Further engines beside a throw-away one: machines of their own for a Swarm, on a network that nobody else is on.

Machine 1 is where the command runs. There, `node2 COMMAND…` and `node3 COMMAND…` run one on the others, with their engine and their
loopback. Started by throwaway_inside.py as `throwaway_nodes.py FOLDER STORE NUMBER CGROUP`, once for each, in a network namespace of its own.
Every engine has its own loopback, port 5000, /etc/docker, host name and stand-in for Hub; they meet at 198.18.0.NUMBER, and the first is 1.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import throwaway_inside as inside

NETWORK = "198.18.0"
"""Addresses that RFC 2544 keeps for trials: none that an engine chooses for networks of its own."""
PAUSE = 0.5
"""Seconds before an engine that has ended is started again."""
SWITCH = "switch"
"""Namespace that the cables meet in. No engine is in it, whose firewall would drop what passes from one node to another."""


def ip(*words: str) -> None:
    """Change the network by ip(8); raise CalledProcessError where it cannot be."""
    subprocess.run(["ip", *words], check=True)


def lay_cables(count: int) -> None:
    """Join this namespace, as the first, and new ones, `node2` and so on, in a network."""
    ip("netns", "add", SWITCH)
    ip("-n", SWITCH, "link", "add", "bridge", "up", "type", "bridge")
    for number in range(1, count + 1):
        here = f"node{number}"
        if number > 1:
            ip("netns", "add", here)
        own = ["-n", here] if number > 1 else []
        ip(*own, "link", "add", "eth0", "type", "veth", "peer", "name", here, "netns", SWITCH)
        ip("-n", SWITCH, "link", "set", here, "master", "bridge", "up")
        ip(*own, "address", "add", f"{NETWORK}.{number}/24", "dev", "eth0")
        ip(*own, "link", "set", "eth0", "up")


def lay_command(folder: Path, name: str) -> None:
    """Write the program that runs a command on another machine, as its own Docker command line and curl would there."""
    program = folder / "bin" / name
    program.parent.mkdir(exist_ok=True)
    there = f"env DOCKER_HOST=unix://{folder}/{name}/docker.sock"
    program.write_text(f'#!/bin/sh\nexec ip netns exec {name} {there} "$@"\n')
    program.chmod(0o755)


def start(folder: Path, store: Path, count: int) -> dict[str, str]:
    """Start the engines 2 to `count`, and return what is new in the environment of the command when all of them answer."""
    lay_cables(count)
    socket.sethostname("node1")
    started = []
    for number in range(2, count + 1):
        own = folder / f"node{number}"
        own.mkdir()
        entered = ["nsenter", f"--net=/run/netns/node{number}", "unshare", "-m", "-u"]
        command = [*entered, sys.executable, __file__, str(own), str(store), str(number), folder.name]
        lay_command(folder, own.name)
        started.append((own, inside.start(own.name, command, folder)))
    for own, process in started:
        inside.wait_for(own.name, process, partial(inside.engine_answers, own / "docker.sock"), folder)
    nodes = " ".join(f"unix://{own}/docker.sock" for own, _ in started)
    return {"LAB_TEST_NODES": nodes, "PATH": f"{folder}/bin{os.pathsep}{os.environ['PATH']}"}


def main(folder: Path, store: Path, number: int, cgroup: str) -> None:
    """Be one machine: its mirror and its engine, which is started again where it ends, until everything ends."""
    socket.sethostname(f"node{number}")
    inside.isolate(folder)
    inside.start("mirror", inside.mirror_command(folder, store), folder)
    while True:
        inside.start("dockerd", inside.engine_command(folder, cgroup), folder).wait()
        time.sleep(PAUSE)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
