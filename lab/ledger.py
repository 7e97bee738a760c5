"""What the lab touched and what was there before: written down first, undone last.

A ledger is a file of JSON lines, one file a run. The first line is the run with everything that was there before it. Each
command's intent is written, and flushed to the disk, before what it names is touched: a line torn by a kill names nothing that
was touched. Its receipt follows when it has ended; one without was in the middle of it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from lab.docker_cli import actions as act
from lab.home import not_writable
from lab.reference import Reference
from lab.world import GATEWAY, TASK, World

LABEL = "org.registry-lab.run"
"""On everything the lab creates; its value is the run."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the engine held when a run began: none of it is that run's."""

    images: Mapping[str, tuple[str, tuple[str, ...]]]
    """Full reference to image ID and digest references."""
    containers: Mapping[str, str]
    """Name to ID."""
    volumes: frozenset[str]
    networks: frozenset[str]
    swarm: str = ""
    """ID of the Swarm that the engine managed; nothing where it managed none."""
    brought: frozenset[str] = frozenset()
    """Which of the images, by full reference, other runs had brought: none of the user's."""


@dataclass(frozen=True, slots=True)
class Run:
    """One walk through one exercise on one engine."""

    id: str
    exercise: str
    values: Mapping[str, str | int]
    """The exercise's variables, as leased."""
    opened: float
    """Seconds since 1970."""
    workspace: str
    engine: str
    """Identity of the engine."""
    url: str
    """Address of the engine."""
    baseline: Baseline


@dataclass(frozen=True, slots=True)
class Touched:
    """Names that an action may create, change or remove."""

    images: frozenset[str] = frozenset()
    """Full references."""
    volumes: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    """Absolute paths in the workspace."""
    authorities: frozenset[str] = frozenset()
    """Registries that the engine is told an authority for."""
    networks: frozenset[str] = frozenset()
    """Names of networks that the engine makes by itself on the way."""

    def joined(self, other: Touched) -> Touched:
        """Return both together."""
        return Touched(*(getattr(self, each.name) | getattr(other, each.name) for each in fields(self)))

    def without(self, other: Touched) -> Touched:
        """Return what is not in another."""
        return Touched(*(getattr(self, each.name) - getattr(other, each.name) for each in fields(self)))


class Ledger:
    """One run's file."""

    def __init__(self, path: Path, run: Run) -> None:
        self.path = path
        self.run = run

    @property
    def making(self) -> Path:
        """Return the file that whoever makes or removes things for the run, beside its session, keeps locked meanwhile."""
        return self.path.with_suffix(".making")

    def touch(self, touched: Touched) -> None:
        """Write down what is about to be touched, unless it is there already."""
        new = self._new(touched)
        if new is not None:
            self._append({"touch": new})

    def intend(self, command: str, touched: Touched) -> None:
        """Write down a command before it is done, and what it may touch."""
        new = self._new(touched)
        self._append({"intent": command} | ({} if new is None else {"touch": new}))

    def receive(self, command: str, outcome: str) -> None:
        """Write down what became of a command: `done`, or the kind of error that it ended with."""
        self._append({"receipt": command, "outcome": outcome})

    def agree(self, how: str) -> None:
        """Write down that somebody agreed to what the exercise asks for before it begins, and how: `asked`, `--yes`, `verify`."""
        self._append({"agreed": how})

    def agreed(self) -> str | None:
        """Return how somebody agreed; None where nobody did."""
        return next((line["agreed"] for line in _lines(self.path) if "agreed" in line), None)

    def unfinished(self) -> tuple[str, ...]:
        """Return the commands that were begun and of which nobody knows what became, in order."""
        open_ones: list[str] = []
        for line in _lines(self.path):
            if "intent" in line:
                open_ones.append(line["intent"])
            elif "receipt" in line and line["receipt"] in open_ones:
                open_ones.remove(line["receipt"])
        return tuple(open_ones)

    def touched(self) -> Touched:
        """Return everything touched so far."""
        every = Touched()
        for line in _lines(self.path):
            if "touch" in line:
                every = every.joined(Touched(**{name: frozenset(value) for name, value in line["touch"].items()}))
        return every

    @property
    def closed(self) -> bool:
        """Whether nothing is left of the run."""
        return any("closed" in line for line in _lines(self.path))

    def close(self) -> None:
        """Write down that nothing is left of the run."""
        self._append({"closed": True})

    def _new(self, touched: Touched) -> dict[str, list[str]] | None:
        """Return what of it the ledger does not name yet, as it is written; None where it names all of it."""
        new = touched.without(self.touched())
        return None if new == Touched() else {name: sorted(value) for name, value in asdict(new).items()}

    def _append(self, line: Mapping[str, Any]) -> None:
        _write(self.path, line)


def start(folder: Path, run: Run) -> Ledger:
    """Make a run's ledger."""
    path = folder / f"{run.id}.jsonl"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_writable(path, error) from error
    _write(path, {"run": _to_data(run)})
    return Ledger(path, run)


def open_ledgers(folder: Path) -> tuple[Ledger, ...]:
    """Return the ledgers of runs that are not closed, oldest first, in a folder and below."""
    ledgers = (_read(path) for path in folder.rglob("*.jsonl"))
    return tuple(sorted((each for each in ledgers if each is not None), key=lambda each: each.run.opened))


def beginnings(folder: Path) -> dict[str, float]:
    """Return when each run began, closed ones too, in a folder and below: run to seconds since 1970."""
    firsts = (next(_lines(path), {}) for path in folder.rglob("*.jsonl"))
    return {line["run"]["id"]: line["run"]["opened"] for line in firsts if "run" in line}


def touched_by(action: act.Action, world: World) -> Touched:
    """Return what an action may create, change or remove, as things stand."""
    here = {image.reference for image in world.images}
    match action:
        case act.ContainerRun(spec=spec) | act.ContainerCreate(spec=spec):
            return Touched(frozenset({str(spec.image)} - here), *_mounted(spec.mounts))
        case act.ImagePull(reference=reference):
            return Touched(images=frozenset({str(reference)}))
        case act.ImageTag(target=target) | act.ImageBuild(reference=target):
            return Touched(images=frozenset({str(target)}))
        case act.ImageRemove(references=references):
            return Touched(images=frozenset(map(str, references)))
        case act.RegistryDownload(file=file):
            return Touched(paths=frozenset({file}))
        case act.Git(command="init" | "clone", arguments=(*_, folder)) | act.Login(config=folder):
            return Touched(paths=frozenset({folder}))
        case act.AuthorityTrust(registry=registry) if registry not in dict(world.authorities or ()):
            return Touched(authorities=frozenset({registry}))
        case act.VolumeRemove(names=names):
            return Touched(volumes=frozenset(names))
        case act.SwarmInit():
            return Touched(networks=frozenset({GATEWAY}))
        case act.ServiceCreate(image=image, mount=mounts):
            return Touched(frozenset({str(image)} - here), *_mounted(mounts))
        case act.ServiceUpdate(image=image) if image is not None:
            return Touched(frozenset({str(image)} - here))
        case _:
            return Touched()


def _mounted(mounts: tuple[act.MountPoint, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the volumes that have a name, and the folders."""
    volumes = frozenset(each.source for each in mounts if each.kind == "volume" and each.source)
    return volumes, frozenset(each.source for each in mounts if each.kind == "bind")


def unnamed(world: World, run: Run) -> Touched:
    """Return what the engine made for a run under names that nobody typed: volumes, and what nodes pulled by its digest."""
    volumes = (
        mount.source
        for container in world.containers
        if run.id in (container.label(LABEL), container.label(TASK))
        for mount in container.mounts
        if mount.kind == "volume"
    )
    services = world.swarm.services if world.swarm else ()
    pulled = (Reference.parse(each.image) for each in services if each.label(LABEL) == run.id)
    images = {str(replace(each, tag=None)) for each in pulled if each.digest}
    return Touched(frozenset(images - run.baseline.images.keys()), frozenset(volumes) - run.baseline.volumes)


def _read(path: Path) -> Ledger | None:
    """Read a ledger; None where it is closed, or was killed before its first line was whole and so before anything was done."""
    lines = list(_lines(path))
    if not lines or "run" not in lines[0] or any("closed" in line for line in lines):
        return None
    return Ledger(path, _from_data(lines[0]["run"]))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for text in path.read_bytes().split(b"\n"):
        try:
            if text:
                yield json.loads(text)
        except ValueError:
            continue  # torn by a kill while it was written: what it names was not touched yet


def _write(path: Path, line: Mapping[str, Any]) -> None:
    """Append a line and see it on the disk; on a line of its own even after one that was torn."""
    try:
        with path.open("a", encoding="ascii") as file:
            start = "\n" if file.tell() else ""
            file.write(start + json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise not_writable(path, error) from error


def _to_data(run: Run) -> dict[str, Any]:
    data = asdict(run)
    data["baseline"]["volumes"] = sorted(run.baseline.volumes)
    data["baseline"]["networks"] = sorted(run.baseline.networks)
    data["baseline"]["brought"] = sorted(run.baseline.brought)
    return data


def _from_data(data: Mapping[str, Any]) -> Run:
    known = {field.name for field in fields(Run)}
    baseline = data["baseline"]
    images = {name: (identity, tuple(digests)) for name, (identity, digests) in baseline["images"].items()}
    return Run(
        **{
            **{name: value for name, value in data.items() if name in known},
            "baseline": Baseline(
                images,
                baseline["containers"],
                frozenset(baseline["volumes"]),
                frozenset(baseline["networks"]),
                baseline.get("swarm", ""),
                frozenset(baseline.get("brought", ())),
            ),
        }
    )
