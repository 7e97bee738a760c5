"""What the commands about the engine itself mean: what it is, and whom it trusts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EngineVersion:
    """`docker version`."""

    format: str | None = None


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """`docker info`."""

    format: str | None = None


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
