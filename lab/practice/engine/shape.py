"""What a request's JSON has to look like: the types of the parts that are used, as Go's decoder would insist on them."""

from __future__ import annotations

from typing import Any

from lab.practice.errors import ApiError

ANY = "*"
"""Key of a shape that holds for every key."""
WORDS = (str, [str])
"""A command: one text, or a list of texts."""

_MOUNT = {"Type": str, "Source": str, "Target": str, "ReadOnly": bool, "VolumeOptions": {"Labels": {ANY: str}}}
_HOST = {
    "Binds": [str],
    "Mounts": [_MOUNT],
    "PortBindings": {ANY: [{"HostIp": str, "HostPort": str}]},
    "RestartPolicy": {"Name": str, "MaximumRetryCount": int},
    **dict.fromkeys(("NetworkMode", "PidMode", "IpcMode", "UTSMode", "UsernsMode", "Isolation"), str),
    **dict.fromkeys(("AutoRemove", "Privileged", "PublishAllPorts"), bool),
}
CONTAINER = {
    "Image": str,
    "Cmd": WORDS,
    "Entrypoint": WORDS,
    "Env": [str],
    "Labels": {ANY: str},
    "Volumes": {ANY: {}},
    "ExposedPorts": {ANY: {}},
    "HostConfig": _HOST,
    **dict.fromkeys(("Hostname", "User", "WorkingDir"), str),
    **dict.fromkeys(("Tty", "AttachStdin", "AttachStdout", "AttachStderr", "OpenStdin"), bool),
}
"""A request to create a container."""
EXEC = {"Cmd": [str], **dict.fromkeys(("Tty", "AttachStdin", "AttachStdout", "AttachStderr", "Privileged"), bool)}
"""A request to prepare a command."""
VOLUME = {"Name": str, "Driver": str, "Labels": {ANY: str}, "DriverOpts": {ANY: str}}
"""A request to make a volume."""
NETWORK = {
    "Name": str,
    "Driver": str,
    "Internal": bool,
    "IPAM": {"Config": [{}]},
    "Labels": {ANY: str},
}
"""A request to make a network."""
LOGIN = dict.fromkeys(("username", "password", "serveraddress", "identitytoken"), str)
"""A request to check a login."""


def check(value: Any, shape: Any, place: str = "") -> None:
    """Raise ApiError 400 where a value has another shape; null stands for nothing everywhere, and other keys are let be."""
    if value is None:
        return
    if isinstance(shape, tuple):
        check(value, shape[1] if isinstance(value, list) else shape[0], place)
    elif isinstance(shape, list):
        _insist(value, list, place)
        for number, each in enumerate(value):
            check(each, shape[0], f"{place}[{number}]")
    elif isinstance(shape, dict):
        _insist(value, dict, place)
        for key, each in value.items():
            wanted = shape.get(key, shape.get(ANY))
            if wanted is not None:
                check(each, wanted, f"{place}.{key}" if place else str(key))
    else:
        _insist(value, shape, place)


def _insist(value: Any, kind: type, place: str) -> None:
    names = {list: "an array", dict: "an object", str: "a string", bool: "a bool", int: "a number"}
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ApiError(400, f"invalid JSON: {place or 'the request'} has to be {names[kind]}")
