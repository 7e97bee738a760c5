"""Commands about an engine, its volumes and its networks, spelt."""

from __future__ import annotations

from lab.docker_cli import actions as act
from lab.docker_cli.spelling.words import Rows, formatted, inspection, listing

SPELLINGS: Rows = {
    act.VolumeList: ("docker volume ls", listing),
    act.VolumeInspect: ("docker volume inspect", inspection),
    act.VolumeCreate: (
        "docker volume create",
        lambda action: [*(f"--label={name}={value}" for name, value in action.labels), action.name],
    ),
    act.VolumeRemove: ("docker volume rm", lambda action: action.names),
    act.NetworkList: ("docker network ls", listing),
    act.NetworkInspect: ("docker network inspect", inspection),
    act.NetworkCreate: ("docker network create", lambda action: [action.name]),
    act.NetworkRemove: ("docker network rm", lambda action: action.names),
    act.EngineVersion: ("docker version", formatted),
    act.EngineInfo: ("docker system info", formatted),
    act.AuthorityTrust: (
        "install",
        lambda action: ["-D", action.file, f"{action.folder}/{action.registry}/ca.crt"],
    ),
    act.AuthorityForget: ("rm", lambda action: ["-r", f"{action.folder}/{action.registry}"]),
}
