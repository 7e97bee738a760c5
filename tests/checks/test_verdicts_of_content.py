"""Checks on digests, shared layers, deletion and storage: every branch, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from lab.checks.content import FileHolds, RegistryLacks, SameDigest, SharedLayers
from lab.checks.storage import BlobCollected, ContainerSetting, NamedVolume
from lab.memory import Memory
from lab.world import Container, Mount, StoredFile
from tests.builders import ADDRESS, DIGEST, OTHER_DIGEST, OWN, bound, container, published, registry, store
from tests.checks.judging import Case, assert_says_what_it_saw

NAME = f"{ADDRESS}/hello-world"
SECOND = f"{ADDRESS}/hello-world:1.0"
CONFIG = "sha256:" + "c0" * 32
BOTTOM, MIDDLE, TOP = ("sha256:" + digit * 64 for digit in "789")

MANIFEST_KEPT = FileHolds("manifest.json", NAME)
INDEX_KEPT = FileHolds("manifest.json", NAME, "index")
CONFIG_KEPT = FileHolds("config.json", NAME, "config")
SAME = SameDigest(SECOND, NAME)
SHARED = SharedLayers(SECOND, NAME)
LACKS = RegistryLacks(NAME)
SET = ContainerSetting("registry", "REGISTRY_STORAGE_DELETE_ENABLED", "true")
VOLUME = NamedVolume("registry", "/var/lib/registry")
COLLECTED = BlobCollected("registry", "config.json", NAME)

DEAF = registry(state="unknown", detail="timed out")
QUIET = registry(state="silent", detail="connection refused")
SERVING = registry(published(config=CONFIG, blobs=(BOTTOM, MIDDLE)))
TWICE = registry(published(), published(SECOND))
TWO = registry(
    published(config=CONFIG, blobs=(BOTTOM, MIDDLE)),
    published(SECOND, digest=OTHER_DIGEST, blobs=(BOTTOM, MIDDLE, TOP)),
)
APART = registry(published(blobs=(BOTTOM,)), published(SECOND, digest=OTHER_DIGEST, blobs=(TOP,)))
PUSHED = Memory(published=((OWN, DIGEST),))


def kept(name: str, digest: str | None) -> tuple[StoredFile, ...]:
    return (StoredFile(name, 500, digest),)


def blob(digest: str) -> StoredFile:
    digits = digest.removeprefix("sha256:")
    return StoredFile(f"docker/registry/v2/blobs/sha256/{digits[:2]}/{digits}/data", 500, digest)


def given(*settings: tuple[str, str]) -> Any:
    return container(settings=settings)


def mounted(volume: str, target: str = "/var/lib/registry", *, writable: bool = True) -> Container:
    return container(mounts=(Mount("volume", volume, target, writable),))


FILE = {"files": kept("manifest.json", DIGEST)}
OTHER_FILE = {"files": kept("manifest.json", OTHER_DIGEST)}
CONFIG_FILE = {"files": kept("config.json", CONFIG)}
REMEMBERED: dict[str, Any] = {**CONFIG_FILE, "memory": PUSHED}

CASES: list[Case] = [
    (MANIFEST_KEPT, (SERVING,), FILE, "pass", "file-holds.same"),
    (MANIFEST_KEPT, (SERVING,), OTHER_FILE, "not_yet", "file-holds.other"),
    (MANIFEST_KEPT, (SERVING,), {"files": kept("manifest.json", None)}, "not_yet", "file-holds.other"),
    (MANIFEST_KEPT, (SERVING,), CONFIG_FILE, "not_yet", "file-holds.absent"),
    (MANIFEST_KEPT, (registry(),), FILE, "not_yet", "file-holds.not-served"),
    (MANIFEST_KEPT, (QUIET,), FILE, "not_yet", "registry-holds.silent"),
    (MANIFEST_KEPT, (DEAF,), FILE, "cannot_tell", "registry.unknown-because"),
    (MANIFEST_KEPT, (), FILE, "cannot_tell", "registry.unknown"),
    (CONFIG_KEPT, (SERVING,), CONFIG_FILE, "pass", "file-holds.same"),
    (CONFIG_KEPT, (SERVING,), {"files": kept("config.json", DIGEST)}, "not_yet", "file-holds.other"),
    (INDEX_KEPT, (SERVING,), FILE, "pass", "file-holds.same"),
    (INDEX_KEPT, (SERVING,), CONFIG_FILE, "not_yet", "file-holds.absent"),
    (SAME, (TWICE,), {}, "pass", "same-digest.same"),
    (SAME, (TWO,), {}, "not_yet", "same-digest.different"),
    (SAME, (SERVING,), {}, "not_yet", "file-holds.not-served"),
    (SAME, (QUIET,), {}, "not_yet", "registry-holds.silent"),
    (SAME, (DEAF,), {}, "cannot_tell", "registry.unknown-because"),
    (SHARED, (TWO,), {}, "pass", "shared-layers.shared"),
    (SHARED, (TWICE,), {}, "not_yet", "shared-layers.same-image"),
    (SHARED, (APART,), {}, "not_yet", "shared-layers.nothing"),
    (SHARED, (SERVING,), {}, "not_yet", "file-holds.not-served"),
    (SHARED, (DEAF,), {}, "cannot_tell", "registry.unknown-because"),
    (LACKS, (registry(),), {"memory": PUSHED}, "pass", "registry-lacks.gone"),
    (LACKS, (SERVING,), {"memory": PUSHED}, "not_yet", "registry-lacks.served"),
    (LACKS, (registry(),), {}, "not_yet", "registry-lacks.never"),
    (LACKS, (QUIET,), {"memory": PUSHED}, "not_yet", "registry-holds.silent"),
    (LACKS, (DEAF,), {"memory": PUSHED}, "cannot_tell", "registry.unknown-because"),
    (SET, (given(("REGISTRY_STORAGE_DELETE_ENABLED", "true")),), {}, "pass", "container-setting.has"),
    (SET, (given(("REGISTRY_STORAGE_DELETE_ENABLED", "false")),), {}, "not_yet", "container-setting.other"),
    (SET, (given(),), {}, "not_yet", "container-setting.unset"),
    (SET, (), {}, "not_yet", "container-running.absent"),
    (VOLUME, (mounted("registry-volume"),), {}, "pass", "named-volume.mounted"),
    (VOLUME, (mounted("registry-volume", target="/var/lib/registry/"),), {}, "pass", "named-volume.mounted"),
    (VOLUME, (mounted("0f" * 32),), {}, "not_yet", "named-volume.anonymous"),
    (VOLUME, (mounted("registry-volume", writable=False),), {}, "not_yet", "bind-mount.read-only"),
    (VOLUME, (mounted("registry-volume", target="/data"),), {}, "not_yet", "bind-mount.nothing"),
    (VOLUME, (bound(),), {}, "not_yet", "named-volume.folder"),
    (VOLUME, (), {}, "not_yet", "container-running.absent"),
    (COLLECTED, (bound(), store(blob(BOTTOM))), REMEMBERED, "pass", "blob-collected.gone"),
    (COLLECTED, (bound(), store(blob(CONFIG))), REMEMBERED, "not_yet", "blob-collected.stored"),
    (COLLECTED, (bound(), store()), {"memory": PUSHED}, "not_yet", "file-holds.absent"),
    (COLLECTED, (bound(), store()), CONFIG_FILE, "not_yet", "file-holds.absent"),
    (COLLECTED, (container(), store()), REMEMBERED, "not_yet", "registry-stores.no-store"),
    (COLLECTED, (store(),), REMEMBERED, "not_yet", "registry-stores.no-store"),
    (COLLECTED, (bound(), store(readable=False)), REMEMBERED, "cannot_tell", "registry-stores.unreadable"),
]


@pytest.mark.parametrize("case", CASES)
def test_a_check_says_what_it_saw(case: Case) -> None:
    assert_says_what_it_saw(case)


def test_what_a_check_looks_at_is_in_its_scope() -> None:
    assert MANIFEST_KEPT.scope().files == ("manifest.json",)
    assert MANIFEST_KEPT.scope().registries == (ADDRESS,)
    assert [str(each) for each in SAME.scope().references] == [SECOND, OWN]
    assert SHARED.scope().registries == (ADDRESS,)
    assert SET.scope().settings == (("registry", "REGISTRY_STORAGE_DELETE_ENABLED"),)
    assert (COLLECTED.scope().files, COLLECTED.scope().registries) == (("config.json",), (ADDRESS,))


@pytest.mark.parametrize("kind", sorted({check.kind for check, *_ in CASES}))
def test_each_kind_passes_and_waits(kind: str) -> None:
    assert {outcome for check, _, _, outcome, _ in CASES if check.kind == kind} >= {"pass", "not_yet"}
