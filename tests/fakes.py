"""An engine in memory, for tests of the session: it does what the commands of an exercise mean, and nothing real."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event as Signal

from lab.docker_cli import actions as act
from lab.engine.contract import EngineError, EngineFacts, Happening, Output, Permit, Progress
from lab.language.message import say
from lab.record import Record
from lab.reference import Reference
from lab.world import Container, Image, Mount, Port, Published, Registry, Scope, Store, StoredFile, World
from lab.xray import Xray

FACTS = EngineFacts(
    kind="docker",
    version="20.10.24",
    api="1.41",
    url="unix:///var/run/docker.sock",
    source="socket",
    storage="overlay2",
    id="ENGINE-1 /var/lib/docker",
)

HUB_IMAGES = ("docker.io/library/registry:latest", "docker.io/library/hello-world:latest")


def error(kind: str) -> EngineError:
    """An engine's refusal, or its silence."""
    message = say("engine.unreachable.message", url=FACTS.url)
    return EngineError(kind, message, say("engine.unreachable.hint"), f"the engine's words for {kind}")


def _digest(*parts: object) -> str:
    return "sha256:" + hashlib.sha256(repr(parts).encode()).hexdigest()


@dataclass
class FakeEngine:
    """Images, containers and volumes in dictionaries; a container of the image `registry` serves what was pushed into it."""

    images: dict[str, Image] = field(default_factory=dict)
    containers: dict[str, Container] = field(default_factory=dict)
    volumes: set[str] = field(default_factory=set)
    volume_labels: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, label and value; also of volumes that are gone."""
    hub: dict[str, tuple[str, ...]] = field(default_factory=lambda: {name: (_digest(name),) for name in HUB_IMAGES})
    """What Docker Hub serves: reference to layers."""
    facts: EngineFacts = FACTS
    before: Callable[[act.Action], None] = lambda action: None
    """Called before each action; raise in it to let the action fail, change the engine to let somebody else act."""
    silent_looks: int = 0
    """Looks during which registries have not yet begun to answer."""
    gone: EngineError | None = None
    """Raised at everything, once set."""
    remembers_pulls: bool = True
    performed: list[act.Action] = field(default_factory=list)
    """What anybody has commanded; the notes that the lab makes on an engine are nobody's commands."""
    looks: int = 0
    _pulled: set[str] = field(default_factory=set)
    _pushed: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    """By where a registry stores: repository and tag to layers."""
    _made: int = 0

    # --- lab.engine.contract.Engine ---------------------------------------------------------------------------------

    def filled_in(self, action: act.Action, permit: Permit) -> act.Action:
        return action

    def perform(self, action: act.Action, permit: Permit) -> Iterator[Happening]:
        self._answer()
        self.before(action)
        self._answer()
        if not isinstance(action, act.VolumeCreate):
            self.performed.append(action)
        match action:
            case act.ContainerRun(spec=spec) | act.ContainerCreate(spec=spec):
                yield from self._create(spec, permit)
                if isinstance(action, act.ContainerRun):
                    self._start(self._last)
                yield Output(self.containers[self._last].id)
            case act.ContainerStart(names=names):
                for name in names:
                    self._start(name)
            case act.ContainerStop(names=names) | act.ContainerKill(names=names):
                for name in names:
                    self._stop(name)
            case act.ContainerRemove():
                self._remove(action)
            case act.ImagePull(reference=reference):
                yield from self._pull(reference)
            case act.ImageTag(source=source, target=target):
                held = self._image(source)
                self.images[str(target)] = replace(held, reference=str(target), digests=self._digests(held, target))
            case act.ImagePush(reference=reference):
                self._push(reference)
                yield Progress("0123456789ab", "Pushed", 10, 10)
            case act.ImageRemove(references=references):
                for reference in references:
                    self._untag(reference)
                    yield Output(f"Untagged: {reference.familiar()}")
            case act.VolumeCreate(name=name, labels=labels):
                self.volumes.add(name)
                self.volume_labels += [(name, *label) for label in (*labels, *permit.labels)]
            case act.VolumeRemove(names=names):
                self.volumes -= set(names)
            case _:
                yield Output("…")

    def observe(self, scope: Scope) -> World:
        self._answer()
        self.looks += 1
        wanted = {str(reference) for reference in scope.references}
        images = (each if each.reference in wanted else replace(each, layers=None) for each in self.images.values())
        world = World(
            images=tuple(sorted(images, key=lambda each: each.reference)),
            containers=tuple(sorted(self.containers.values(), key=lambda each: each.name)),
            volumes=tuple(sorted(self.volumes)),
            volume_labels=tuple(sorted(row for row in self.volume_labels if row[0] in self.volumes)),
            networks=("bridge", "host", "none"),
            registries=tuple(self._registry(address, scope) for address in scope.registries),
            stores=tuple(self._stores()),
            workspace=scope.workspace,
            pulled=frozenset(self._pulled) if scope.since is not None and self.remembers_pulls else frozenset(),
        )
        self.silent_looks = max(0, self.silent_looks - 1)
        return world

    def xray(self, container: str, references: tuple[Reference, ...], since: float) -> Xray:
        self._answer()
        return Xray((), ())

    def cut_short(self) -> None:
        """Nobody waits for it."""

    def nudges(self, stop: Signal) -> Iterator[None]:
        while not stop.is_set():
            yield

    def close(self) -> None:
        """Nothing is open."""

    # --- for tests --------------------------------------------------------------------------------------------------

    def hold(self, reference: str, **changed: object) -> Image:
        """Put an image on the engine, as if it had always been there."""
        layers = self.hub.get(reference, (_digest(reference),))
        made = Image(reference, _digest("id", layers), layers)
        self.images[reference] = replace(made, **changed)  # type: ignore[arg-type]
        return self.images[reference]

    def inventory(self) -> tuple[object, ...]:
        """Everything that a run must leave as it was."""
        return (
            {name: (each.id, each.digests) for name, each in self.images.items()},
            {name: (each.id, each.state) for name, each in self.containers.items()},
            frozenset(self.volumes),
        )

    # --- inside -----------------------------------------------------------------------------------------------------

    def _answer(self) -> None:
        if self.gone is not None:
            raise self.gone

    @property
    def _last(self) -> str:
        return next(reversed(self.containers))

    def _create(self, spec: act.ContainerSpec, permit: Permit) -> Iterator[Happening]:
        if str(spec.image) not in self.images:
            yield from self._pull(spec.image)
        self._made += 1
        name = spec.name or f"quirky_name_{self._made}"
        if name in self.containers:
            raise error("name-taken")
        anonymous = _digest("volume", self._made)[7:]
        mounts = [Mount(m.kind, m.source or anonymous, m.target, not m.read_only) for m in spec.mounts]
        if spec.image.repository.endswith("registry") and not any(m.target == "/var/lib/registry" for m in mounts):
            mounts.append(Mount("volume", anonymous, "/var/lib/registry"))
        for mount in mounts:
            if mount.kind == "bind":
                Path(mount.source).mkdir(parents=True, exist_ok=True)
            else:
                self.volumes.add(mount.source)
        rows = tuple(Port(p.container_port, p.host_port or 49153, p.host_ip or "") for p in spec.ports)
        labels = (*spec.labels, *permit.labels)
        identity = _digest("container", self._made)[7:]
        image = spec.image.familiar()
        made = Container(name, identity, image, "created", 2_000_000_000, rows, tuple(mounts), labels)
        self.containers[name] = replace(made, image_id=self._image(spec.image).id)

    def _start(self, name: str) -> None:
        mine = {row.host_port for row in self._container(name).ports}
        taken = (row.host_port for each in self.containers.values() if each.running for row in each.ports)
        if mine & set(taken):
            raise error("port-taken")
        self.containers[name] = replace(self.containers[name], state="running")

    def _stop(self, name: str) -> None:
        if not self._container(name).running:
            raise error("not-running")
        self.containers[name] = replace(self.containers[name], state="exited")

    def _remove(self, action: act.ContainerRemove) -> None:
        for name in action.names:
            held = self._container(name)
            if held.running and not action.kill_first:
                raise error("still-running")
            del self.containers[name]
            if action.volumes:
                self.volumes -= {mount.source for mount in held.mounts if len(mount.source) == 64}

    def _container(self, name: str) -> Container:
        if name not in self.containers:
            raise error("no-such-container")
        return self.containers[name]

    def _image(self, reference: Reference) -> Image:
        if str(reference) not in self.images:
            raise error("no-such-image")
        return self.images[str(reference)]

    def _untag(self, reference: Reference) -> None:
        if reference.digest is None:
            self._may_go(self._image(reference))
            del self.images[str(reference)]
            return
        for name, held in self.images.items():
            if Reference.parse(name).name == reference.name:
                self.images[name] = replace(held, digests=tuple(d for d in held.digests if d != str(reference)))

    def _may_go(self, held: Image) -> None:
        """Refuse to take an image's last name while a container is made from it, as dockerd does without force."""
        named = [each for each in self.images.values() if each.id == held.id]
        if len(named) == 1 and any(each.image_id == held.id for each in self.containers.values()):
            raise error("in-use")

    def _pull(self, reference: Reference) -> Iterator[Happening]:
        layers = self.hub.get(str(reference))
        if reference.registry != "docker.io":
            where = self._behind(reference.registry)
            layers = None if where is None else self._pushed.get(where, {}).get(_place(reference))
        if layers is None:
            raise error("not-found")
        yield Progress("0123456789ab", "Downloading", 1, 10)
        digest = f"{reference.name}@{_digest('manifest', layers)}"
        known = self.images.get(str(reference))
        kept = known.digests if known is not None and known.layers == layers else ()
        digests = tuple(dict.fromkeys((*kept, digest)))
        self.images[str(reference)] = Image(str(reference), _digest("id", layers), layers, digests)
        self._pulled.add(str(reference))
        yield Output(f"Status: Downloaded newer image for {reference.familiar()}")

    def _push(self, reference: Reference) -> None:
        where, held = self._behind(reference.registry), self._image(reference)
        if where is None:
            raise error("connection-refused")
        assert held.layers is not None
        self._pushed.setdefault(where, {})[_place(reference)] = held.layers
        digest = f"{reference.name}@{_digest('manifest', held.layers)}"
        digests = tuple(dict.fromkeys((*held.digests, digest)))
        self.images[str(reference)] = replace(held, digests=digests)

    def _digests(self, held: Image, target: Reference) -> tuple[str, ...]:
        return tuple(digest for digest in held.digests if digest.startswith(f"{target.name}@"))

    def _behind(self, address: str) -> str | None:
        """Where the registry at an address stores, if one answers there."""
        port = int(address.rpartition(":")[2])
        for each in self.containers.values():
            if each.running and any((row.host_port, row.container_port) == (port, 5000) for row in each.ports):
                sources = (mount.source for mount in each.mounts if mount.target == "/var/lib/registry")
                return next(sources, each.id)
        return None

    def _registry(self, address: str, scope: Scope) -> Registry:
        where = self._behind(address)
        if where is None or self.silent_looks:
            return Registry(address, "silent", "connection refused")
        pushed = self._pushed.get(where, {})
        tags = tuple(
            Published(str(reference), _digest("manifest", pushed[_place(reference)]), pushed[_place(reference)])
            for reference in scope.of_registry(address)
            if _place(reference) in pushed
        )
        repositories = tuple(sorted({name.partition(":")[0] for name in pushed}))
        return Registry(address, "serving", repositories=repositories, published=tags)

    def _stores(self) -> Iterator[Store]:
        sources = (mount.source for each in self.containers.values() for mount in each.mounts if mount.kind == "bind")
        for folder in sources:
            yield Store(folder, True, tuple(self._files(folder)))

    def _files(self, folder: str) -> Iterator[StoredFile]:
        for name, layers in self._pushed.get(folder, {}).items():
            repository, _, tag = name.partition(":")
            digest = _digest("manifest", layers)
            digits = digest.removeprefix("sha256:")
            root = "docker/registry/v2"
            yield StoredFile(f"{root}/repositories/{repository}/_manifests/tags/{tag}/current/link", 71, text=digest)
            yield StoredFile(f"{root}/blobs/sha256/{digits[:2]}/{digits}/data", 525, digest=digest)


def _place(reference: Reference) -> str:
    return f"{reference.repository}:{reference.tag}"


@dataclass
class FakeRecords:
    """Records in a list."""

    rows: list[Record] = field(default_factory=list)

    def append(self, record: Record) -> None:
        self.rows.append(record)

    def records(self, exercise: str | None = None, run: str | None = None) -> tuple[Record, ...]:
        return tuple(row for row in self.rows if exercise in (None, row.exercise) and run in (None, row.run))
