"""Every step of the exercise with all its checks, beside the same commands and checks typed into a shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.result import ROUNDS, Result, median, timed
from lab.content.library import exercises_folder, load
from lab.engine.connect import connect
from lab.engine.ports import port_in_use
from lab.engine.registry import MANIFEST_TYPES
from lab.home import Home
from lab.progress import Progress
from lab.session.cleaning import clean_up
from lab.session.events import Cleaned, Event, ExerciseFinished
from lab.session.opening import Lab, open_ledger
from lab.session.walking import steps_until, walk

BUDGET = 1.0

LAST = "bind-mount"
"""The eighth of the lecture's steps, up to which it is timed."""

_ACCEPT = ", ".join(MANIFEST_TYPES)

_FUNCTIONS = f"""
set -eu
ACCEPT='Accept: {_ACCEPT}'
running() {{ test "$(docker container inspect -f '{{{{.State.Running}}}}' registry)" = true; }}
answers() {{ until curl -sf -o /dev/null http://127.0.0.1:5000/v2/; do sleep 0.02; done; }}
served() {{ curl -sf -H "$ACCEPT" http://127.0.0.1:5000/v2/hello-world/manifests/latest; }}
digest() {{ served | sha256sum | cut -d' ' -f1; }}
holds() {{
  served > manifest.json
  curl -sfI -H "$ACCEPT" http://127.0.0.1:5000/v2/hello-world/manifests/latest | grep -qi "$(sha256sum < manifest.json | cut -d' ' -f1)"
  for blob in $(grep -o 'sha256:[0-9a-f]*' manifest.json); do
    curl -sfI -o /dev/null http://127.0.0.1:5000/v2/hello-world/blobs/$blob
  done
}}
layers() {{ docker image inspect -f '{{{{json .RootFS.Layers}}}}' "$1"; }}
absent() {{ ! docker image inspect "$1" >/dev/null 2>&1; }}
"""
"""What somebody would write who checks each step by hand, as carefully as the lab does."""

_CHECKS = {
    "start-registry": "running; answers",
    "pull-image": "docker image inspect hello-world >/dev/null",
    "tag-image": 'test "$(layers hello-world)" = "$(layers 127.0.0.1:5000/hello-world)"',
    "push-image": "holds",
    "remove-local": "absent hello-world; absent 127.0.0.1:5000/hello-world; holds",
    "pull-back": "absent hello-world; docker image inspect -f '{{json .RepoDigests}}' 127.0.0.1:5000/hello-world "
    '| grep -q "$(digest)"; layers 127.0.0.1:5000/hello-world >/dev/null',
    "remove-registry": "! docker container inspect registry >/dev/null 2>&1; ! curl -s -o /dev/null http://127.0.0.1:5000/v2/",
    "bind-mount": "running; answers; docker container inspect -f '{{json .Mounts}}' registry | grep -q registry-data; "
    "hex=$(digest); grep -q $hex registry-data/docker/registry/v2/repositories/hello-world/_manifests/tags/latest/current/link; "
    'test "$(sha256sum < registry-data/docker/registry/v2/blobs/sha256/$(echo $hex | cut -c1-2)/$hex/data | cut -d" " -f1)" = $hex',
    "named-volume": "running; answers; docker container inspect -f '{{json .Mounts}}' registry | grep -q registry-volume; holds",
    "keep-data": "running; answers; docker container inspect -f '{{json .Mounts}}' registry | grep -q registry-data; holds; "
    "docker image inspect -f '{{json .RepoDigests}}' 127.0.0.1:5000/hello-world "
    '| grep -q "$(digest)"; layers 127.0.0.1:5000/hello-world >/dev/null',
}


def measure() -> Iterator[Result]:
    """Time all three in turn, from the same state: the image registry is there, hello-world is not."""
    subprocess.run(["docker", "pull", "-q", "registry"], check=True, capture_output=True)
    script = _script()
    in_an_open_lab()  # what an open app has loaded is loaded
    rows = [(in_an_open_lab(), _process(), _shell(script)) for _ in range(ROUNDS)]
    ours, process, shell = (median(list(column)) for column in zip(*rows, strict=True))
    detail = f"the lab {ours:.3f} s; the shell script {shell:.3f} s; medians of {ROUNDS}"
    yield Result(
        "the steps of private-registry in an open lab against a shell script", ours / shell, BUDGET, "times", detail
    )
    detail = f"`registry-lab run` {process:.3f} s, with what Python takes to start and to load"
    yield Result("the same as a process of its own", process / shell, None, "times", detail)


def _script() -> str:
    exercise = load(exercises_folder(), "private-registry", "en").filled({})
    lines = [f"{command}\n" for step in steps_until(exercise, LAST) for command in (*step.commands, _CHECKS[step.id])]
    # A registry that was started a moment ago is not asked at once, by hand or by the lab.
    script = "".join(lines)
    for asking in ("docker push 127", "docker pull 127"):
        script = script.replace(asking, f"answers; {asking}")
    return _FUNCTIONS + script


def in_an_open_lab(engine: str | None = None) -> float:
    """Time a walk through the exercise, from opening it to its last verdict, records and ledger included."""
    with tempfile.TemporaryDirectory(prefix="registry-lab-bench-") as folder:
        home = Home(Path(folder))
        lab = Lab(home, connect(engine), Progress(home.progress), port_in_use)
        exercise = load(exercises_folder(), "private-registry", "en")
        events: list[Event] = []
        seconds = timed(lambda: events.extend(walk(lab, exercise, {}, LAST, keep=True)))
        last = events[-1]
        assert isinstance(last, ExerciseFinished), last
        assert last.outcome == "pass", last
        ledger = open_ledger(home, exercise.id, lab.engine.facts.id)
        assert ledger is not None
        assert not [event for event in clean_up(lab.engine, ledger) if isinstance(event, Cleaned) and event.left]
    return seconds


def _process() -> float:
    home = tempfile.mkdtemp(prefix="registry-lab-bench-")
    environment = {**os.environ, "REGISTRY_LAB_HOME": home}
    lab = [sys.executable, "-m", "lab"]
    command = [*lab, "run", "private-registry", "--until", LAST, "--keep", "--json"]
    seconds = timed(lambda: subprocess.run(command, check=True, capture_output=True, env=environment))
    subprocess.run([*lab, "cleanup"], check=True, capture_output=True, env=environment)
    shutil.rmtree(home)
    return seconds


def _shell(script: str) -> float:
    folder = tempfile.mkdtemp(prefix="registry-lab-bench-")
    seconds = timed(lambda: subprocess.run(["sh", "-c", script], check=True, capture_output=True, cwd=folder))
    tidy = "docker rm -f -v registry; docker volume rm $(docker volume ls -q); docker rmi 127.0.0.1:5000/hello-world"
    subprocess.run(["sh", "-c", tidy], check=True, capture_output=True, cwd=folder)
    shutil.rmtree(folder)
    return seconds
