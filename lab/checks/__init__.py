"""What a step must leave behind: one frozen dataclass a check, a pure function from Worlds to a verdict."""

from __future__ import annotations

from collections.abc import Mapping

from lab.checks.automation import BuiltByPush, Redeployed
from lab.checks.cache import Cached, ImageByDigest
from lab.checks.container import BindMount, ContainerAbsent, ContainerRunning, ContainerStopped, InNetwork
from lab.checks.content import DifferentDigest, FileHolds, RegistryLacks, SameDigest, SharedLayers
from lab.checks.hosted import NamedFor
from lab.checks.image import ImageAbsent, ImagePresent, PulledBack, SameImage
from lab.checks.registry import RegistryAnswers, RegistryHolds, RegistrySilent, RegistryStores
from lab.checks.storage import BlobCollected, ContainerSetting, NamedVolume
from lab.checks.swarm import ByDigestOnly, InMesh, ServicePinned, ServiceRunning, SwarmActive, SwarmLeft
from lab.checks.tls import AuthorityTold, LoggedIn, TlsFault, TlsTrusted
from lab.checks.verdict import Check, Outcome, Verdict, overall
from lab.checks.webhook import WebhookMissing, WebhookReceived

KINDS: Mapping[str, type[Check]] = {
    check.kind: check
    for check in (
        AuthorityTold,
        BindMount,
        BlobCollected,
        BuiltByPush,
        ByDigestOnly,
        Cached,
        ContainerAbsent,
        ContainerRunning,
        ContainerSetting,
        ContainerStopped,
        DifferentDigest,
        FileHolds,
        ImageAbsent,
        ImageByDigest,
        ImagePresent,
        InMesh,
        InNetwork,
        NamedFor,
        NamedVolume,
        LoggedIn,
        PulledBack,
        Redeployed,
        RegistryAnswers,
        RegistryHolds,
        RegistryLacks,
        RegistrySilent,
        RegistryStores,
        SameDigest,
        SameImage,
        ServicePinned,
        ServiceRunning,
        SharedLayers,
        TlsFault,
        TlsTrusted,
        WebhookMissing,
        WebhookReceived,
        SwarmActive,
        SwarmLeft,
    )
}
"""Every kind of check an exercise may name."""

__all__ = ["KINDS", "Check", "Outcome", "Verdict", "overall"]
