"""Names and IDs: what Docker accepts as a container's name, and what it gives where none was asked for."""

from __future__ import annotations

import random
import re
import secrets
from collections.abc import Container as Among

from lab.practice.errors import ApiError

NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]+")
"""Grammar of container and volume names."""
LONGEST_VOLUME = 255
"""Bytes of a volume's name: it is a folder's."""

_ADJECTIVES = (
    *("able", "brisk", "calm", "clever", "daring", "eager", "fair", "gentle", "happy", "honest", "jolly", "keen"),
    *("kind", "lively", "lucid", "merry", "modest", "nimble", "patient", "quick", "quiet", "serene", "steady", "witty"),
)
_SURNAMES = (
    *("babbage", "boole", "cerf", "curie", "darwin", "dijkstra", "engelbart", "euler", "franklin", "galois", "gauss"),
    *("goodall", "hamming", "hopper", "jang", "kepler", "knuth", "lamport", "liskov", "lovelace", "merkle", "noether"),
    *("ritchie", "shannon", "sejong", "thompson", "turing", "wing"),
)


def new_id() -> str:
    """Return 64 hexadecimal digits, as containers, networks, volumes without a name and execs have."""
    return secrets.token_hex(32)


def given_name(taken: Among[str]) -> str:
    """Return an adjective and a surname that no container has yet."""
    name = f"{random.choice(_ADJECTIVES)}_{random.choice(_SURNAMES)}"
    while name in taken:
        name += str(random.randrange(10))
    return name


def check_name(name: str) -> str:
    """Return a container's name without the slash Docker writes in front; ApiError 400 where Docker refuses it."""
    bare = name.removeprefix("/")
    if not NAME.fullmatch(bare):
        raise ApiError(400, f"Invalid container name ({name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed")
    return bare


def check_volume_name(name: str) -> str:
    """Return a volume's name; ApiError 400 in dockerd's words, which think of a folder that was meant."""
    if not NAME.fullmatch(name):
        raise ApiError(
            400,
            f'create {name}: "{name}" includes invalid characters for a local volume name, only '
            '"[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path',
        )
    if len(name) > LONGEST_VOLUME:
        raise ApiError(400, f"create {name}: file name too long")
    return name


def can_be_volume(name: str) -> bool:
    """Tell whether a volume could have this name, and a path be made of it."""
    return NAME.fullmatch(name) is not None and len(name) <= LONGEST_VOLUME
