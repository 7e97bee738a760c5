"""The first process of a throw-away engine's own namespaces: starts mirror and engine, runs the command, dies with it.

Started by throwaway.py through unshare(1) as `throwaway_inside.py FOLDER STORE COMMAND…`; being process 1, its end is everybody's.
"""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

MIRROR = "127.0.0.1:5001"
HUB_NAMES = "docker.io registry-1.docker.io index.docker.io auth.docker.io"
START_TIMEOUT = 20.0
"""Seconds the engine may take to answer."""

MIRROR_CONFIG = """\
version: 0.1
storage:
  filesystem: {{rootdirectory: {store}}}
  maintenance: {{readonly: {{enabled: true}}}}
http: {{addr: "{address}"}}
"""


def isolate(folder: Path) -> None:
    """Give this mount and network namespace a loopback, an /etc/docker, a /run and an /etc/hosts of its own."""
    (folder / "etc-docker").mkdir()
    # Without this line dockerd 20.10 looks docker.io up at every pull, also when the mirror has the image.
    (folder / "hosts").write_text(f"{Path('/etc/hosts').read_text()}\n127.0.0.1 {HUB_NAMES}\n")
    for command in (
        ["ip", "link", "set", "lo", "up"],
        ["mount", "--bind", f"{folder}/etc-docker", "/etc/docker"],
        ["mount", "--bind", f"{folder}/hosts", "/etc/hosts"],
        ["mount", "-t", "tmpfs", "tmpfs", "/run"],
    ):
        subprocess.run(command, check=True)
    if size := os.environ.get("THROWAWAY_DISK"):
        (folder / "data").mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", f"{folder}/data"], check=True)


def start(name: str, command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start a server with its log in the folder, in a session of its own so that the terminal's Ctrl-C passes it by."""
    environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, start_new_session=True
        )


def mirror_command(folder: Path, store: Path) -> list[str]:
    """Return the command of the stand-in for Hub, which serves the store and cannot change it."""
    config = folder / "mirror.yml"
    config.write_text(MIRROR_CONFIG.format(store=store, address=MIRROR))
    return ["docker-registry", "serve", str(config)]


def engine_command(folder: Path, cgroup: str | None = None) -> list[str]:
    """Return the engine's command; the folder's name is also its cgroup's, by which the launcher removes it."""
    return [
        "dockerd",
        f"--host=unix://{folder}/docker.sock",
        f"--data-root={folder}/data",
        f"--exec-root={folder}/exec",
        f"--pidfile={folder}/pid",
        f"--registry-mirror=http://{MIRROR}",
        "--exec-opt=native.cgroupdriver=cgroupfs",
        f"--cgroup-parent=/{cgroup or folder.name}",
    ]


REGISTRIES = f"""\
unqualified-search-registries = ["docker.io"]

[[registry]]
location = "docker.io"
[[registry.mirror]]
location = "{MIRROR}"
insecure = true
"""
"""Where Podman pulls from; it holds loopback to HTTPS too, unless an address is named with its port."""


def podman_command(folder: Path) -> list[str]:
    """Return the command of Podman's service; crun 1.8 refuses hybrid cgroups, so that runc runs the containers."""
    ports = (1, *range(5000, 5010), 5050, 5055, 5500, 5505, 5550)
    named = (f'\n[[registry]]\nlocation = "127.0.0.1:{port}"\ninsecure = true\n' for port in ports)
    (folder / "registries.conf").write_text(REGISTRIES + "".join(named))
    os.environ["CONTAINERS_REGISTRIES_CONF"] = f"{folder}/registries.conf"
    store = [f"--root={folder}/data", f"--runroot={folder}/exec", "--storage-driver=overlay"]
    running = ["--runtime=runc", "--cgroup-manager=cgroupfs", f"--tmpdir={folder}/tmp"]
    return ["podman", *store, *running, "system", "service", "--time=0", f"unix://{folder}/docker.sock"]


def engine_answers(path: Path) -> bool:
    """Say whether the engine behind a unix socket answers a ping."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        try:
            connection.connect(str(path))
            connection.sendall(b"GET /_ping HTTP/1.0\r\n\r\n")
            return b" 200 " in connection.recv(64)
        except OSError:
            return False


def mirror_answers() -> bool:
    """Say whether the stand-in for Hub answers."""
    try:
        connection = http.client.HTTPConnection(MIRROR, timeout=2)
        connection.request("GET", "/v2/")
        return connection.getresponse().status == 200
    except OSError:
        return False


def wait_for(name: str, server: subprocess.Popen[bytes], answers: Callable[[], bool], folder: Path) -> None:
    """Return when the server answers; end the program with the tail of its log when it dies or takes too long."""
    deadline = time.monotonic() + START_TIMEOUT
    while not answers():
        if server.poll() is not None or time.monotonic() > deadline:
            tail = (folder / f"{name}.log").read_text(errors="replace").splitlines()[-25:]
            print(f"throw-away engine: {name} did not come up; its log ends:", *tail, sep="\n  ", file=sys.stderr)
            sys.exit(3)
        time.sleep(0.01)


def command_environment(folder: Path) -> dict[str, str]:
    """Return the command's environment: this engine by both names, and none of the user's Docker settings."""
    foreign = ("DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "DOCKER_API_VERSION")
    environment = {key: value for key, value in os.environ.items() if key not in foreign}
    engine = f"unix://{folder}/docker.sock"
    # A folder of the engine's own is mounted over /etc/docker, so that what is trusted there is trusted by nobody else.
    own = {"REGISTRY_LAB_CERTS_D": "/etc/docker/certs.d"}
    return environment | {"LAB_TEST_ENGINE": engine, "DOCKER_HOST": engine, "DOCKER_CONFIG": f"{folder}/config"} | own


def run(command: list[str], environment: dict[str, str]) -> int:
    """Run the command and return its exit code; collect orphans meanwhile, as process 1 has to."""
    # A handler, not SIG_IGN: the command must not inherit deafness to Ctrl-C.
    signal.signal(signal.SIGINT, lambda *_: None)
    child = subprocess.Popen(command, env=environment)
    while True:
        process, status = os.wait()
        if process == child.pid:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code


ENGINES = {"dockerd": ("dockerd", engine_command), "podman": ("podman", podman_command)}


def main(folder: Path, store: Path, command: list[str]) -> int:
    """Bring mirror and engine up around the command; the exit code is the command's, 127 if there is none such."""
    if shutil.which(command[0]) is None:
        print(f"throw-away engine: {command[0]}: no such command", file=sys.stderr)
        return 127
    isolate(folder)
    mirror = start("mirror", mirror_command(folder, store), folder)
    name, make = ENGINES[os.environ.get("THROWAWAY_ENGINE", "dockerd")]
    more: dict[str, str] = {}
    if (nodes := int(os.environ.get("THROWAWAY_NODES", "1"))) > 1:
        import throwaway_nodes

        more = throwaway_nodes.start(folder, store, nodes)
    engine = start(name, make(folder), folder)
    wait_for("mirror", mirror, mirror_answers, folder)
    wait_for(name, engine, lambda: engine_answers(folder / "docker.sock"), folder)
    return run(command, command_environment(folder) | more)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
