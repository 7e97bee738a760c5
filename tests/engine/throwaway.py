"""Run a command with a real Docker engine of its own that vanishes with it, and a stand-in for Docker Hub.

    python tests/engine/throwaway.py [--] COMMAND…     for instance: … -- docker pull hello-world
    python tests/engine/throwaway.py bash              a shell to look around in
    python tests/engine/throwaway.py --seed-only       make the stand-in's images anew, asking Hub again

Needs Linux and root. Network, mounts, processes, /run and /etc/docker are the engine's own: it cannot touch the machine's engine or
ports, and the command has no internet. The command finds it by LAB_TEST_ENGINE and DOCKER_HOST. The exit code is the command's; 3 when
no engine could be given. THROWAWAY_DISK=64m gives the engine a disk of that size; THROWAWAY_ENGINE=podman is Podman instead;
THROWAWAY_NODES=3 gives two more engines, machines of their own in a network of the three: `node2 docker info` asks the second.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import throwaway_hub
import throwaway_images
from throwaway_images import Image, architecture

HERE = Path(__file__).resolve().parent
PACKAGES = {
    "dockerd": "docker.io",
    "docker": "docker-cli",
    "docker-registry": "docker-registry",
    "busybox": "busybox-static",
    "git": "git",
    "ip": "iproute2",
    "iptables": "iptables",
    "unshare": "util-linux",
    "setpriv": "util-linux",
}
"""Commands the engine needs, and the Debian packages that bring them."""
NAMESPACES = ["unshare", "-m", "-n", "-p", "-f", "--kill-child", "--mount-proc"]


def missing() -> list[str]:
    """Return the needed commands this machine does not have."""
    return [command for command in PACKAGES if shutil.which(command) is None]


def install(commands: list[str]) -> None:
    """Install what brings these commands, without letting the packages start an engine or a registry on the machine."""
    packages = {PACKAGES[command] for command in commands}
    policy = Path("/usr/sbin/policy-rc.d")
    ours = not policy.exists()
    try:
        if ours:
            policy.write_text("#!/bin/sh\nexit 101\n")
            policy.chmod(0o755)
        apt_get("update")
        # Before Debian 13 the command line came with docker.io.
        if subprocess.run(["apt-cache", "show", "docker-cli"], check=False, capture_output=True).returncode != 0:
            packages.discard("docker-cli")
        print(f"throw-away engine: installing {', '.join(sorted(packages))}", file=sys.stderr)
        apt_get("install", "-y", "--no-install-recommends", *sorted(packages))
    finally:
        if ours:
            policy.unlink(missing_ok=True)


def apt_get(*arguments: str) -> None:
    """Run apt-get without questions, and silent unless it fails: then CalledProcessError, its words on stderr."""
    command = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120", *arguments]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command,
        check=False,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode != 0:
        sys.stderr.write(done.stdout.decode(errors="replace"))
        done.check_returncode()


def prepare() -> None:
    """Make sure the engine can start here; end the program with one line and exit 3 when it cannot."""
    if sys.platform != "linux" or os.geteuid() != 0:
        refuse("needs Linux and root, for namespaces of its own; run it as root in a virtual machine")
    if (lacking := missing()) and shutil.which("apt-get"):
        try:
            install(lacking)
        except subprocess.CalledProcessError as error:
            refuse(f"could not install {', '.join(lacking)}: {' '.join(error.cmd)} failed")
    if lacking := missing():
        refuse(f"this machine lacks {', '.join(lacking)}; on Debian: apt-get install docker.io docker-registry")
    if subprocess.run([*NAMESPACES, "mount", "-t", "tmpfs", "tmpfs", "/run"], check=False).returncode != 0:
        refuse("this machine does not let root make namespaces and mount in them (a container without CAP_SYS_ADMIN?)")


def refuse(reason: str) -> None:
    """End the program: no engine can be given."""
    print(f"throw-away engine: {reason}", file=sys.stderr)
    sys.exit(3)


def registry_binary() -> Path:
    """Return where the machine's docker-registry is."""
    return Path(shutil.which("docker-registry") or "/usr/bin/docker-registry")


def busybox_binary() -> Path:
    """Return where the machine's busybox is; a static one needs nothing else."""
    return Path(shutil.which("busybox") or "/bin/busybox")


def caches() -> tuple[Path, Path]:
    """Return the folders of the official images and of the stand-ins; the latter is named by all it is made of."""
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "registry-lab-test-engine"
    recipe = hashlib.sha256(architecture().encode())
    binaries = (registry_binary(), busybox_binary())
    made_of = (path for binary in binaries for path in (binary, *throwaway_images.needed_files(binary)))
    for path in (Path(throwaway_images.__file__), *made_of):
        recipe.update(path.read_bytes())
    return root / f"official-{architecture()}", root / recipe.hexdigest()[:16]


def seed(anew: bool) -> Path:
    """Return the folder of the images Hub's stand-in serves, made on first use: official ones where Hub answers."""
    official, made = caches()
    for folder in (official, made):
        if anew:
            shutil.rmtree(folder, ignore_errors=True)
        elif folder.is_dir():
            return folder
    if throwaway_hub.answers():
        try:
            return store(official, throwaway_hub.official_images())
        except (OSError, ValueError, KeyError, http.client.HTTPException) as error:
            print(f"throw-away engine: Docker Hub failed ({error}); using stand-ins", file=sys.stderr)
    return store(made, throwaway_images.stand_ins(registry_binary(), busybox_binary()))


def store(folder: Path, images: list[Image]) -> Path:
    """Write the images into the folder all at once, so that engines started at the same time never see half of them."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix="draft-"))
    throwaway_images.write_store(draft, images)
    try:
        draft.rename(folder)
    except OSError:
        # Another engine was quicker, and what it made is the same.
        shutil.rmtree(draft)
        if not folder.is_dir():
            raise
    return folder


def run(command: list[str], images: Path) -> int:
    """Run the command beside an engine in namespaces of their own and return its exit code."""
    folder = Path(tempfile.mkdtemp(prefix="throwaway-engine-"))
    os.makedirs("/etc/docker", exist_ok=True)  # a private folder is mounted over it
    inside = [sys.executable, str(HERE / "throwaway_inside.py"), str(folder), str(images), *command]
    # Whoever is killed, launcher or unshare, takes process 1 of the namespaces along, and that one everything.
    named = ["-u"] if os.environ.get("THROWAWAY_NODES") else []  # machines that are several have names of their own
    process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *NAMESPACES, *named, *inside])
    signal.signal(signal.SIGINT, lambda *_: None)  # the command decides what Ctrl-C means
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        return process.wait()
    finally:
        process.kill()
        process.wait()
        remove_cgroups(folder.name)
        shutil.rmtree(folder, ignore_errors=True)


def remove_cgroups(name: str) -> None:
    """Remove the empty cgroups a dead engine leaves behind in each hierarchy, giving its last processes a second to go."""
    deadline = time.monotonic() + 1
    root = Path("/sys/fs/cgroup")
    while left := [root / name, *root.glob(f"*/{name}")]:
        for top in left:
            for folder, _, _ in os.walk(top, topdown=False):
                try:
                    os.rmdir(folder)
                except OSError:
                    continue
        if time.monotonic() > deadline or not any(top.is_dir() for top in left):
            return
        time.sleep(0.02)


def main(arguments: list[str]) -> int:
    """Do what the command line asks; return the exit code."""
    if arguments[:1] in ([], ["-h"], ["--help"]):
        print(__doc__)
        return 0 if arguments else 2
    prepare()
    if arguments == ["--seed-only"]:
        print(seed(anew=True))
        return 0
    command = arguments[1:] if arguments[0] == "--" else arguments
    if not command or command[0].startswith("-"):
        print("throw-away engine: usage: throwaway.py [--seed-only] [--] COMMAND…", file=sys.stderr)
        return 2
    return run(command, seed(anew=False))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
