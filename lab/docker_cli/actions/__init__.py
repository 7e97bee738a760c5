"""What a command means: one frozen dataclass for each thing the lab can do on an engine."""

from __future__ import annotations

from typing import TypeAlias

from lab.docker_cli.actions.containers import (
    ContainerCreate,
    ContainerExec,
    ContainerInspect,
    ContainerKill,
    ContainerList,
    ContainerLogs,
    ContainerRemove,
    ContainerRun,
    ContainerSpec,
    ContainerStart,
    ContainerStop,
    MountPoint,
    PortMapping,
)
from lab.docker_cli.actions.engine import AuthorityForget, AuthorityTrust, EngineInfo, EngineVersion
from lab.docker_cli.actions.images import (
    ImageBuild,
    ImageForget,
    ImageHistory,
    ImageInspect,
    ImageList,
    ImagePull,
    ImagePush,
    ImageRemove,
    ImageTag,
)
from lab.docker_cli.actions.networks import NetworkCreate, NetworkInspect, NetworkList, NetworkRemove
from lab.docker_cli.actions.registries import Login, Logout, ManifestDelete, RegistryDownload, RegistryRequest
from lab.docker_cli.actions.swarm import (
    NodeList,
    ServiceCreate,
    ServiceInspect,
    ServiceList,
    ServiceLogs,
    ServicePort,
    ServiceRemove,
    ServiceScale,
    ServiceTasks,
    ServiceUpdate,
    SwarmInit,
    SwarmLeave,
)
from lab.docker_cli.actions.volumes import VolumeCreate, VolumeInspect, VolumeList, VolumeRemove
from lab.docker_cli.actions.workspace import FileDigest, Git

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
    | ImageForget
    | VolumeList
    | VolumeInspect
    | VolumeCreate
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
    VolumeCreate,
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

__all__ = [
    "CHANGING",
    "IN_SWARM",
    "Action",
    "AuthorityForget",
    "AuthorityTrust",
    "ContainerCreate",
    "ContainerExec",
    "ContainerInspect",
    "ContainerKill",
    "ContainerList",
    "ContainerLogs",
    "ContainerRemove",
    "ContainerRun",
    "ContainerSpec",
    "ContainerStart",
    "ContainerStop",
    "EngineInfo",
    "EngineVersion",
    "FileDigest",
    "Git",
    "ImageBuild",
    "ImageForget",
    "ImageHistory",
    "ImageInspect",
    "ImageList",
    "ImagePull",
    "ImagePush",
    "ImageRemove",
    "ImageTag",
    "Login",
    "Logout",
    "ManifestDelete",
    "MountPoint",
    "NetworkCreate",
    "NetworkInspect",
    "NetworkList",
    "NetworkRemove",
    "NodeList",
    "PortMapping",
    "RegistryDownload",
    "RegistryRequest",
    "ServiceCreate",
    "ServiceInspect",
    "ServiceList",
    "ServiceLogs",
    "ServicePort",
    "ServiceRemove",
    "ServiceScale",
    "ServiceTasks",
    "ServiceUpdate",
    "SwarmInit",
    "SwarmLeave",
    "VolumeCreate",
    "VolumeInspect",
    "VolumeList",
    "VolumeRemove",
]
