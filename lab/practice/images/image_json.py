"""Images in the shapes of the Engine API, 1.41 to 1.44."""

from __future__ import annotations

from typing import Any

from lab.practice.images.image import Image, moment

LATEST = (1, 44)

_CONFIG: dict[str, Any] = {
    "Hostname": "",
    "Domainname": "",
    "User": "",
    "AttachStdin": False,
    "AttachStdout": False,
    "AttachStderr": False,
    "Tty": False,
    "OpenStdin": False,
    "StdinOnce": False,
    "Env": None,
    "Cmd": None,
    "Image": "",
    "Volumes": None,
    "WorkingDir": "",
    "Entrypoint": None,
    "OnBuild": None,
    "Labels": None,
}
"""What dockerd fills in where a configuration says nothing."""


def row(image: Image, version: tuple[int, int] = LATEST) -> dict[str, Any]:
    """Return the image as an entry of `/images/json`."""
    nameless = not image.repo_tags and not image.repo_digests
    # Before 1.43 an image without names said so with placeholders, and a missing list was null.
    placeholder = version < (1, 43)
    tags: list[str] | None = list(image.repo_tags)
    digests: list[str] | None = list(image.repo_digests)
    if placeholder:
        tags = ["<none>:<none>"] if nameless else tags or None
        digests = ["<none>@<none>"] if nameless else digests or None
    shown: dict[str, Any] = {
        "Containers": -1,
        "Created": image.created_unix,
        "Id": image.id,
        "Labels": image.labels or None,
        "ParentId": "",
        "RepoDigests": digests,
        "RepoTags": tags,
        "SharedSize": -1,
        "Size": image.size,
    }
    return shown if version >= (1, 44) else shown | {"VirtualSize": image.size}


def inspect(image: Image, version: tuple[int, int] = LATEST) -> dict[str, Any]:
    """Return the answer of `/images/NAME/json`."""
    shown = {
        "Id": image.id,
        "RepoTags": list(image.repo_tags),
        "RepoDigests": list(image.repo_digests),
        "Parent": "",
        "Comment": str(image.history[-1].get("comment") or "") if image.history else "",
        "Created": image.created,
        "Container": "",
        "ContainerConfig": _CONFIG,
        "DockerVersion": "",
        "Author": image.author,
        "Config": _CONFIG | image.config,
        "Architecture": image.platform.architecture,
        "Os": image.platform.os,
        "Size": image.size,
        "GraphDriver": {"Data": {}, "Name": "practice"},
        "RootFS": {"Type": "layers", "Layers": list(image.layers)},
        "Metadata": {"LastTagTime": image.tagged},
    }
    if image.platform.variant:
        shown["Variant"] = image.platform.variant
    return shown if version >= (1, 44) else shown | {"VirtualSize": image.size}


def history(image: Image) -> list[dict[str, Any]]:
    """Return the answer of `/images/NAME/history`, newest first; only the newest entry has the image's ID and tags."""
    from_below = iter(image.sizes)
    entries: list[dict[str, Any]] = [
        {
            "Comment": str(entry.get("comment") or ""),
            "Created": int(moment(str(entry.get("created") or "")).timestamp()),
            "CreatedBy": str(entry.get("created_by") or ""),
            "Id": "<missing>",
            "Size": 0 if entry.get("empty_layer") else next(from_below, 0),
            "Tags": None,
        }
        for entry in image.history
    ]
    entries.reverse()
    if entries:
        entries[0] |= {"Id": image.id, "Tags": list(image.repo_tags) or None}
    return entries
