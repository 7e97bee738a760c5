"""`[[accounts]]`: who may use a registry."""

from __future__ import annotations

import bcrypt

from lab.content.props import Accounts
from lab.props.ground import Ground

ROUNDS = 6
"""Cost of a hash, as its power of two: these passwords stand in the exercise's text, and a registry checks one at every request."""


def lay_accounts(prop: Accounts, ground: Ground) -> None:
    """Write a line for each account; registries know no other hash than bcrypt (distribution, "htpasswd")."""
    if ground.holds(prop.path):
        return  # hashing takes longer than everything else that is laid
    lines = (f"{name}:{bcrypt.hashpw(word.encode(), bcrypt.gensalt(ROUNDS)).decode()}\n" for name, word in prop.users)
    ground.write(prop.path, "".join(lines).encode())
