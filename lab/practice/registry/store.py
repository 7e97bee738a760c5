"""Everything one registry keeps, and what it tells when it changes."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lab.practice.registry.blobs import Blobs
from lab.practice.registry.exchange import Exchange
from lab.practice.registry.layout import Layout
from lab.practice.registry.manifests import Manifests
from lab.practice.registry.notifications import Target
from lab.practice.registry.referrers import Referrers
from lab.practice.registry.settings import Settings
from lab.practice.registry.tokens import Tokens
from lab.practice.registry.uploads import Uploads

Tell = Callable[[Exchange, str, Target], None]
"""Takes note that a request did something (`push`, `pull`, `mount`, `delete`) to a target; returns at once."""


@dataclass(frozen=True, slots=True)
class Store:
    """One registry's content."""

    layout: Layout
    blobs: Blobs
    uploads: Uploads
    manifests: Manifests
    referrers: Referrers
    tokens: Tokens
    tell: Tell


def open_store(root: Path, settings: Settings, tell: Tell) -> Store:
    """Return the store under a root, which is made when something is put into it."""
    layout = Layout(root)
    blobs = Blobs(layout)
    manifests = Manifests(layout, blobs)
    secret = settings.secret.encode() or secrets.token_bytes(32)
    return Store(layout, blobs, Uploads(layout, blobs), manifests, Referrers(manifests), Tokens(secret), tell)
