"""Run a command as nobody, in a network of loopback alone: `python unprivileged.py HOME COMMAND…`, as root on Linux.

Where Python, the packages or the lab lie in folders that only root may enter, the command sees them all the same, and nothing else there.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

NOBODY = 65534
INSIDE = "--inside"
NAMESPACES = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
NEEDED = tuple(dict.fromkeys((Path(sys.base_prefix), Path(sys.prefix), Path(__file__).resolve().parents[2])))


def closed_to_others(path: Path) -> list[Path]:
    """Return the folders above a path, the highest first, that only their owner may enter."""
    above = reversed(path.parents)
    return [folder for folder in above if not folder.stat().st_mode & stat.S_IXOTH]


def show(paths: tuple[Path, ...]) -> None:
    """Let everybody in this mount namespace come to these paths, over empty folders in place of the closed ones."""
    closed = dict.fromkeys(folder for path in paths for folder in closed_to_others(path)[:1])
    hidden = [path for path in paths if any(path.is_relative_to(folder) for folder in closed)]
    staging = Path(tempfile.mkdtemp())
    mount("-t", "tmpfs", "tmpfs", staging)
    for number, path in enumerate(hidden):
        (staging / str(number)).mkdir()
        mount("--bind", path, staging / str(number))
    for folder in closed:
        mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", folder)
    for number, path in enumerate(hidden):
        path.mkdir(parents=True, exist_ok=True)
        mount("--bind", staging / str(number), path)


def mount(*words: str | Path) -> None:
    """Run mount(8)."""
    subprocess.run(["mount", *words], check=True)


def inside(home: str, command: list[str]) -> int:
    """Become nobody with this home and a plain environment, and run the command; return its exit code."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    show(NEEDED)
    plain = ("LANG", "REGISTRY_LAB_LANG")
    environment = {name: os.environ[name] for name in plain if name in os.environ}
    environment |= {"HOME": home, "PATH": str(Path(sys.executable).parent), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command,
        env=environment,
        cwd=home,
        user=NOBODY,
        group=NOBODY,
        extra_groups=(),
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode


def main(arguments: list[str]) -> int:
    """Do what the command line asks; return the exit code."""
    if arguments[0] == INSIDE:
        return inside(arguments[1], arguments[2:])
    return subprocess.run([*NAMESPACES, sys.executable, __file__, INSIDE, *arguments], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
