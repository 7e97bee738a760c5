"""Run a command with a practice engine of its own, in a network where nothing else is, and let both go with it.

    .venv/bin/python tests/engine/practice.py [--] COMMAND…    for instance: … -- pytest -m engine tests/engine/test_eight_steps.py

The command finds the engine by LAB_TEST_ENGINE and DOCKER_HOST. Needs Linux; not root where users may make namespaces.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

INSIDE = "--inside"
FOREIGN = ("DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "DOCKER_API_VERSION")


def outside(command: list[str]) -> int:
    """Start over in a network of its own, whose ports are all free; return the command's exit code."""
    unshare = ["unshare", "--net", "--kill-child", "--pid", "--fork", "--mount-proc"]
    if os.geteuid() != 0:
        unshare.insert(1, "--map-root-user")
    return subprocess.run([*unshare, sys.executable, __file__, INSIDE, *command], check=False).returncode


def inside(command: list[str]) -> int:
    """Run the command beside an engine whose home is thrown away afterwards; return the command's exit code."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    with tempfile.TemporaryDirectory(prefix="practice-engine-") as folder:
        serve = [sys.executable, "-m", "lab.practice", "--home", f"{folder}/home"]
        with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True, start_new_session=True) as engine:
            try:
                assert engine.stdout is not None
                url = engine.stdout.readline().removeprefix("listening on ").strip()
                if not url:
                    print(
                        f"practice engine: it does not start with {sys.executable}; use .venv/bin/python",
                        file=sys.stderr,
                    )
                    return 3
                environment |= {"LAB_TEST_ENGINE": url, "DOCKER_HOST": url, "DOCKER_CONFIG": f"{folder}/config"}
                return subprocess.run(command, env=environment, check=False).returncode
            finally:
                engine.terminate()


def main(arguments: list[str]) -> int:
    """Do what the command line asks; return the exit code."""
    if arguments[:1] == [INSIDE]:
        return inside(arguments[1:])
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command or command[0].startswith("-"):
        print(__doc__)
        return 0 if command[:1] in (["-h"], ["--help"]) else 2
    return outside(command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
