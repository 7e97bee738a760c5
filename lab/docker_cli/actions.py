"""What a command means: one frozen dataclass for each thing the lab can do on an engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from lab.reference import Reference


@dataclass(frozen=True, slots=True)
class PortMapping:
    """A container's port made reachable on the host (`-p 127.0.0.1:5000:5000`)."""

    container_port: int
    host_port: int | None = None
    """None lets the engine choose."""
    host_ip: str | None = None
    """None is every interface of the host."""
    protocol: Literal["tcp", "udp"] = "tcp"


@dataclass(frozen=True, slots=True)
class MountPoint:
    """A folder of the host or a volume, seen inside a container (`-v`, `--mount`)."""

    kind: Literal["bind", "volume"]
    source: str
    """Absolute path on the host for a bind; a volume's name, or "" for an anonymous volume."""
    target: str
    """Absolute path in the container."""
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class ContainerSpec:
    """What a new container is made from."""

    image: Reference
    name: str | None = None
    command: tuple[str, ...] = ()
    entrypoint: str | None = None
    env: tuple[tuple[str, str], ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    ports: tuple[PortMapping, ...] = ()
    mounts: tuple[MountPoint, ...] = ()
    network: str | None = None
    restart: str | None = None
    """The restart policy as written: `no`, `always`, `unless-stopped`, `on-failure`, `on-failure:3`."""
    platform: str | None = None
    """`linux/amd64`; None is the engine's own."""


@dataclass(frozen=True, slots=True)
class ContainerRun:
    """`docker container run`."""

    spec: ContainerSpec
    detach: bool = False
    remove: bool = False


@dataclass(frozen=True, slots=True)
class ContainerCreate:
    """`docker container create`."""

    spec: ContainerSpec


@dataclass(frozen=True, slots=True)
class ContainerStart:
    """`docker container start`."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContainerStop:
    """`docker container stop`."""

    names: tuple[str, ...]
    seconds: int | None = None
    """How long the engine waits before it kills; None is the engine's own default."""


@dataclass(frozen=True, slots=True)
class ContainerKill:
    """`docker container kill`."""

    names: tuple[str, ...]
    signal: str | None = None


@dataclass(frozen=True, slots=True)
class ContainerRemove:
    """`docker container rm`; `-f` means kill it first, never the engine's own force."""

    names: tuple[str, ...]
    kill_first: bool = False
    volumes: bool = False
    """Also remove the container's anonymous volumes (`-v`)."""


@dataclass(frozen=True, slots=True)
class ContainerList:
    """`docker container ls` (`docker ps`)."""

    every: bool = False
    """Also those that do not run (`-a`)."""
    quiet: bool = False
    filters: tuple[tuple[str, str], ...] = ()
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ContainerInspect:
    """`docker container inspect`, and `docker inspect`."""

    names: tuple[str, ...]
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ContainerLogs:
    """`docker container logs`."""

    name: str
    tail: int | None = None


@dataclass(frozen=True, slots=True)
class ContainerExec:
    """`docker container exec`, without a terminal."""

    name: str
    command: tuple[str, ...]
    env: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ImagePull:
    """`docker image pull`."""

    reference: Reference
    platform: str | None = None


@dataclass(frozen=True, slots=True)
class ImageTag:
    """`docker image tag`."""

    source: Reference
    target: Reference


@dataclass(frozen=True, slots=True)
class ImagePush:
    """`docker image push`."""

    reference: Reference


@dataclass(frozen=True, slots=True)
class ImageList:
    """`docker image ls` (`docker images`)."""

    repository: str | None = None
    """Only this repository, as written."""
    every: bool = False
    quiet: bool = False
    digests: bool = False
    filters: tuple[tuple[str, str], ...] = ()
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ImageRemove:
    """`docker image rm`: by exact reference, never by ID, never forced."""

    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class ImageInspect:
    """`docker image inspect`."""

    references: tuple[Reference, ...]
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ImageHistory:
    """`docker image history`."""

    reference: Reference
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class ImageBuild:
    """`docker build`, from a folder of the workspace."""

    reference: Reference
    """The name that the image is given (`-t`)."""
    folder: str
    """Absolute path, inside the workspace or the workspace itself."""
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class VolumeList:
    """`docker volume ls`."""

    quiet: bool = False
    filters: tuple[tuple[str, str], ...] = ()
    format: str | None = None


@dataclass(frozen=True, slots=True)
class VolumeInspect:
    """`docker volume inspect`."""

    names: tuple[str, ...]
    format: str | None = None


@dataclass(frozen=True, slots=True)
class VolumeRemove:
    """`docker volume rm`."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NetworkList:
    """`docker network ls`."""

    quiet: bool = False
    filters: tuple[tuple[str, str], ...] = ()
    format: str | None = None


@dataclass(frozen=True, slots=True)
class NetworkInspect:
    """`docker network inspect`."""

    names: tuple[str, ...]
    format: str | None = None


@dataclass(frozen=True, slots=True)
class NetworkCreate:
    """`docker network create`: a bridge network of one's own, in which containers find one another by name."""

    name: str


@dataclass(frozen=True, slots=True)
class NetworkRemove:
    """`docker network rm`."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EngineVersion:
    """`docker version`."""

    format: str | None = None


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """`docker info`."""

    format: str | None = None


@dataclass(frozen=True, slots=True)
class RegistryRequest:
    """`curl` of the lab's own registry: read-only."""

    url: str
    """Always `http://HOST:PORT/…`, or `https://`, of one of the lab's registries; `$(…)` in it is filled in when it is asked."""
    method: Literal["GET", "HEAD"] = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    show_headers: bool = False
    """Print status line and headers before the body (`-i`)."""
    authority: str | None = None
    """Absolute path, right in the workspace, of the one authority to trust over HTTPS (`--cacert`); None is the machine's own."""


@dataclass(frozen=True, slots=True)
class RegistryDownload:
    """`curl -o FILE` of the lab's own registry: the answer's body becomes a file of the workspace."""

    url: str
    file: str
    """Absolute path, right in the workspace."""
    headers: tuple[tuple[str, str], ...] = ()
    with_headers: bool = False
    """Write status line and headers into the file too (`-i`), as curl does."""


@dataclass(frozen=True, slots=True)
class ManifestDelete:
    """`curl -X DELETE` of a manifest in the lab's own registry, by digest."""

    url: str
    show_headers: bool = False


@dataclass(frozen=True, slots=True)
class FileDigest:
    """`sha256sum` of files of the workspace."""

    files: tuple[str, ...]
    """Absolute paths."""


@dataclass(frozen=True, slots=True)
class Git:
    """`git`, one of the few commands of `docker_cli/git.py`, inside the workspace."""

    command: str
    """`init`, `clone`, `add`, `mv`, `commit`, `push`, `log` or `status`."""
    directory: str | None
    """Absolute path of the repository that it is run in (`-C`); None is the workspace."""
    arguments: tuple[str, ...]
    """As git takes them; folders are absolute paths, what lies in the repository is named from its folder."""


@dataclass(frozen=True, slots=True)
class Login:
    """`docker login` at one of the lab's own registries, kept for this run alone."""

    registry: str
    """As written: a login at `localhost:5000` is none at `127.0.0.1:5000`."""
    username: str
    config: str
    """Absolute path of the folder that keeps it, in the workspace: what `docker --config` names."""
    password: str | None = field(default=None, repr=False, compare=False)
    """Neither shown nor compared: nobody's business but the registry's. None where a file holds it."""
    password_file: str | None = None
    """Absolute path, right in the workspace, of what `--password-stdin` reads."""


@dataclass(frozen=True, slots=True)
class AuthorityTrust:
    """`install -D FILE CERTS.D/REGISTRY/ca.crt`: telling an engine which authority to trust for one registry."""

    file: str
    """Absolute path, right in the workspace, of the authority's certificate."""
    registry: str
    folder: str
    """Absolute path of the engine's `certs.d`."""


@dataclass(frozen=True, slots=True)
class AuthorityForget:
    """`rm -r CERTS.D/REGISTRY`: the way back."""

    registry: str
    folder: str


@dataclass(frozen=True, slots=True)
class Logout:
    """`docker logout` of one of the lab's own registries."""

    registry: str
    config: str


@dataclass(frozen=True, slots=True)
class SwarmInit:
    """`docker swarm init`, on the loopback alone."""


@dataclass(frozen=True, slots=True)
class SwarmLeave:
    """`docker swarm leave`."""

    ending: bool = False
    """Needed by the only manager, whose Swarm ends with it (`--force`)."""


@dataclass(frozen=True, slots=True)
class NodeList:
    """`docker node ls`."""

    quiet: bool = False
    filters: tuple[tuple[str, str], ...] = ()
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ServicePort:
    """A port of a service, published (`--publish published=5000,target=5000,mode=host`)."""

    target: int
    """In the containers."""
    published: int | None = None
    """None lets Swarm choose."""
    mode: Literal["ingress", "host"] = "ingress"
    """Through the routing mesh of every node, or of the node that a task runs on alone."""


@dataclass(frozen=True, slots=True)
class ServiceCreate:
    """`docker service create`, without waiting: the tasks tell how it goes."""

    image: Reference
    name: str | None = None
    command: tuple[str, ...] = ()
    replicas: int | None = None
    """None is one, or as many as there are nodes where the mode is `global`."""
    mode: Literal["replicated", "global"] = "replicated"
    ports: tuple[ServicePort, ...] = ()
    mount: tuple[MountPoint, ...] = ()
    env: tuple[tuple[str, str], ...] = ()
    constraints: tuple[str, ...] = ()
    with_registry_auth: bool = False


@dataclass(frozen=True, slots=True)
class ServiceUpdate:
    """`docker service update`."""

    name: str
    image: Reference | None = None
    replicas: int | None = None
    force_update: bool = False
    """New tasks even where nothing changes (`--force`); nothing of anybody's is overridden by it."""
    with_registry_auth: bool = False


@dataclass(frozen=True, slots=True)
class ServiceScale:
    """`docker service scale`."""

    counts: tuple[tuple[str, int], ...]
    """Service and number of its tasks."""


@dataclass(frozen=True, slots=True)
class ServiceRemove:
    """`docker service rm`."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceList:
    """`docker service ls`."""

    quiet: bool = False
    filters: tuple[tuple[str, str], ...] = ()
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ServiceTasks:
    """`docker service ps`."""

    name: str
    quiet: bool = False
    filters: tuple[tuple[str, str], ...] = ()
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ServiceInspect:
    """`docker service inspect`."""

    names: tuple[str, ...]
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ServiceLogs:
    """`docker service logs`."""

    name: str
    tail: int | None = None


Action: TypeAlias = (
    ContainerRun
    | ContainerCreate
    | ContainerStart
    | ContainerStop
    | ContainerKill
    | ContainerRemove
    | ContainerList
    | ContainerInspect
    | ContainerLogs
    | ContainerExec
    | ImagePull
    | ImageTag
    | ImagePush
    | ImageList
    | ImageRemove
    | ImageInspect
    | ImageHistory
    | ImageBuild
    | VolumeList
    | VolumeInspect
    | VolumeRemove
    | NetworkList
    | NetworkInspect
    | NetworkCreate
    | NetworkRemove
    | SwarmInit
    | SwarmLeave
    | NodeList
    | ServiceCreate
    | ServiceUpdate
    | ServiceScale
    | ServiceRemove
    | ServiceList
    | ServiceTasks
    | ServiceInspect
    | ServiceLogs
    | EngineVersion
    | EngineInfo
    | RegistryRequest
    | RegistryDownload
    | ManifestDelete
    | FileDigest
    | Git
    | AuthorityTrust
    | AuthorityForget
    | Login
    | Logout
)
"""Everything a learner's command can mean."""

CHANGING = (
    ContainerRun,
    ContainerCreate,
    ContainerStart,
    ContainerStop,
    ContainerKill,
    ContainerRemove,
    ContainerExec,
    ImagePull,
    ImageTag,
    ImageRemove,
    ImageBuild,
    VolumeRemove,
    NetworkCreate,
    NetworkRemove,
    SwarmInit,
    SwarmLeave,
    ServiceCreate,
    ServiceUpdate,
    ServiceScale,
    ServiceRemove,
    RegistryDownload,
    Git,
    AuthorityTrust,
    AuthorityForget,
    Login,
    Logout,
)
"""What can change something on the engine; the others look, or write to a registry."""

IN_SWARM = (SwarmInit, SwarmLeave, ServiceCreate, ServiceUpdate, ServiceScale, ServiceRemove)
"""What can change a Swarm: whose that is has to be known before."""
