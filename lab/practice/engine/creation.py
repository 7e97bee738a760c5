"""From a request to create a container to the container: what was asked for, laid over what the image brings."""

from __future__ import annotations

from typing import Any

from lab.practice.engine.clock import now
from lab.practice.engine.container import Container
from lab.practice.engine.home import Json
from lab.practice.engine.mounts import mounts
from lab.practice.engine.names import new_id
from lab.practice.engine.ports import bindings
from lab.practice.errors import ApiError

_BEYOND = {
    "Privileged": "a privileged container",
    "Devices": "a container with devices",
    "DeviceRequests": "a container with devices",
    "VolumesFrom": "--volumes-from",
    "Links": "--link",
    "Tmpfs": "a container with tmpfs mounts",
    "Isolation": "isolation",
}
"""Settings of the host that are not done here, and what they are called."""
_BEYOND_IF_HOST = ("PidMode", "IpcMode", "UTSMode", "UsernsMode")
_POLICIES = ("", "no", "always", "unless-stopped", "on-failure")
_EMPTY: Json = {
    "Hostname": "",
    "Domainname": "",
    "User": "",
    "AttachStdin": False,
    "AttachStdout": False,
    "AttachStderr": False,
    "Tty": False,
    "OpenStdin": False,
    "StdinOnce": False,
    "WorkingDir": "",
    "OnBuild": None,
}
_HOST_EMPTY: Json = {
    "Binds": None,
    "ContainerIDFile": "",
    "LogConfig": {"Type": "json-file", "Config": {}},
    "NetworkMode": "default",
    "PortBindings": {},
    "RestartPolicy": {"Name": "", "MaximumRetryCount": 0},
    "AutoRemove": False,
    "VolumeDriver": "",
    "VolumesFrom": None,
    "Privileged": False,
    "PublishAllPorts": False,
    "ReadonlyRootfs": False,
    "ShmSize": 67108864,
    "Runtime": "practice",
}


def container(name: str, body: Json, image_id: str, image_config: Json) -> Container:
    """Return a new container; ApiError for what dockerd refuses at creation and for what is not done here."""
    host = {**_HOST_EMPTY, **{key: value for key, value in (body.get("HostConfig") or {}).items() if value is not None}}
    _check_host(host)
    identity = new_id()
    config = _merged(body, image_config, identity)
    bindings(host, config.get("ExposedPorts") or ())
    if not (config["Entrypoint"] or config["Cmd"]):
        raise ApiError(400, "No command specified")
    return Container(
        id=identity,
        name=name,
        created=now(),
        image=image_id,
        config=config,
        host_config=host,
        mounts=mounts(host, config["Volumes"]),
    )


def _check_host(host: Json) -> None:
    for key, what in _BEYOND.items():
        if host.get(key) and host[key] != "default":
            raise _beyond(what)
    for key in _BEYOND_IF_HOST:
        if str(host.get(key) or "").startswith(("host", "container:")):
            raise _beyond(f"{key} {host[key]}")
    network = str(host["NetworkMode"])
    if network == "host" or network.startswith("container:"):
        raise _beyond(f"network mode {network}")
    policy = host.get("RestartPolicy") or {}
    name = str(policy.get("Name") or "")
    if host.get("AutoRemove") and name not in ("", "no"):
        raise ApiError(400, "can't create 'AutoRemove' container with restart policy")
    if name not in _POLICIES:
        raise ApiError(400, f"invalid restart policy '{name}'")
    if policy.get("MaximumRetryCount") and name != "on-failure":
        raise ApiError(400, f"maximum retry count cannot be used with restart policy '{name}'")


def _merged(body: Json, image: Json, identity: str) -> Json:
    """Lay the user's settings over the image's, as dockerd's merge does."""
    wanted = {key: value for key, value in body.items() if key not in ("HostConfig", "NetworkingConfig")}
    entrypoint, command = _words(wanted.get("Entrypoint")), _words(wanted.get("Cmd"))
    if not entrypoint:
        command = command or _words(image.get("Cmd"))
        # One empty word is how a client says: without the image's entry point.
        entrypoint = None if entrypoint == [""] else _words(image.get("Entrypoint"))
    elif entrypoint == [""]:
        entrypoint = None
    exposed = {**(image.get("ExposedPorts") or {}), **(wanted.get("ExposedPorts") or {}), **_published(body)}
    config = {
        **_EMPTY,
        **wanted,
        "Hostname": wanted.get("Hostname") or identity[:12],
        "User": wanted.get("User") or image.get("User") or "",
        "WorkingDir": wanted.get("WorkingDir") or image.get("WorkingDir") or "",
        "Env": _environment(wanted.get("Env"), image.get("Env")),
        "Cmd": command,
        "Entrypoint": entrypoint,
        "Volumes": {**(image.get("Volumes") or {}), **(wanted.get("Volumes") or {})} or None,
        "Labels": {**(image.get("Labels") or {}), **(wanted.get("Labels") or {})},
    }
    return {**config, "ExposedPorts": exposed} if exposed else config


def _published(body: Json) -> Json:
    return {port: {} for port in (body.get("HostConfig") or {}).get("PortBindings") or {}}


def _words(value: Any) -> list[str] | None:
    """Return a command as words; clients may send one string."""
    if value is None or value == []:
        return None
    return [value] if isinstance(value, str) else [str(each) for each in value]


def _environment(wanted: list[str] | None, image: list[str] | None) -> list[str]:
    wanted = [each for each in wanted or () if each is not None]  # null is Go's empty text, and names nothing
    named = {each.partition("=")[0] for each in wanted}
    # `--env NAME` without a value takes the variable away.
    mine = [each for each in wanted if "=" in each]
    return [*mine, *(each for each in image or () if each.partition("=")[0] not in named)]


def _beyond(what: str) -> ApiError:
    return ApiError(501, f"{what} is beyond the practice engine: it needs a real engine such as Docker")
