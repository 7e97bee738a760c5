"""Checks on names at other registries, on networks, and on caches: every branch, in both languages."""

from __future__ import annotations

import pytest

from lab.checks.cache import Cached, ImageByDigest
from lab.checks.container import InNetwork
from lab.checks.content import DifferentDigest
from lab.checks.hosted import NamedFor
from lab.memory import Memory
from lab.world import StoredFile
from tests.builders import (
    ADDRESS,
    DIGEST,
    OTHER_DIGEST,
    OTHER_ID,
    OWN,
    bound,
    container,
    image,
    judged,
    published,
    registry,
    store,
)
from tests.checks.judging import Case, assert_says_what_it_saw

CACHE = "127.0.0.1:5002"
OTHER = "127.0.0.1:5001"
CONFIG = "sha256:" + "c0" * 32
LAYER = "sha256:" + "1e" * 32
FAR = f"{OTHER}/hello-world:latest"

NAMED = NamedFor("ghcr.io", "*/*", "hello-world")
ANY_PATH = NamedFor("*.azurecr.io", "**", "hello-world")
IN = InNetwork("registry", "own")
DIFFERENT = DifferentDigest(OWN, FAR)
CACHED = Cached("registry", f"{CACHE}/hello-world", OWN)
BY_DIGEST = ImageByDigest(f"{CACHE}/hello-world", OWN)

SERVING = registry(published(config=CONFIG, blobs=(LAYER,)))
QUIET = registry(state="silent", detail="connection refused")
DEAF = registry(state="unknown", detail="timed out")
THERE = registry(published(FAR), address=OTHER)
THERE_TOO = registry(published(FAR, digest=OTHER_DIGEST), address=OTHER)
UP = registry(address=CACHE)
DOWN = registry(address=CACHE, state="silent")
SERVED = Memory(published=((OWN, DIGEST),))


def link(digest: str) -> StoredFile:
    path = "docker/registry/v2/repositories/hello-world/_manifests/tags/latest/current/link"
    return StoredFile(path, 71, text=digest)


def blob(digest: str) -> StoredFile:
    digits = digest.removeprefix("sha256:")
    return StoredFile(f"docker/registry/v2/blobs/sha256/{digits[:2]}/{digits}/data", 500, digest)


WHOLE = store(link(DIGEST), blob(DIGEST), blob(CONFIG), blob(LAYER))

CASES: list[Case] = [
    (NAMED, (image(), image("ghcr.io/octo/hello:1")), {}, "pass", "named-for.named"),
    (NAMED, (image(), image("ghcr.io/hello:1")), {}, "not_yet", "named-for.other-path"),
    (NAMED, (image(), image("docker.io/ghcr/octo/hello:1")), {}, "not_yet", "named-for.on-hub"),
    (NAMED, (image(), image("quay.io/octo/hello:1")), {}, "not_yet", "named-for.elsewhere"),
    (NAMED, (image(), image("ghcr.io/octo/hello:1", id=OTHER_ID)), {}, "not_yet", "named-for.nothing"),
    (NAMED, (), {}, "not_yet", "same-image.no-source"),
    (ANY_PATH, (image(), image("acme.azurecr.io/a/b/c:1")), {}, "pass", "named-for.named"),
    (ANY_PATH, (image(), image("azurecr.io/hello:1")), {}, "not_yet", "named-for.elsewhere"),
    (IN, (container(networks=("bridge", "own")),), {}, "pass", "in-network.inside"),
    (IN, (container(networks=("bridge",)),), {}, "not_yet", "in-network.elsewhere"),
    (IN, (), {}, "not_yet", "container-running.absent"),
    (DIFFERENT, (SERVING, THERE_TOO), {}, "pass", "different-digest.different"),
    (DIFFERENT, (SERVING, THERE), {}, "not_yet", "different-digest.same"),
    (DIFFERENT, (SERVING, registry(address=OTHER)), {}, "not_yet", "file-holds.not-served"),
    (DIFFERENT, (DEAF, THERE), {}, "cannot_tell", "registry.unknown-because"),
    (CACHED, (bound(), SERVING, UP, WHOLE), {}, "pass", "cached.kept"),
    (CACHED, (bound(), SERVING, UP, store(link(DIGEST), blob(DIGEST))), {}, "pass", "cached.part"),
    (CACHED, (bound(), SERVING, UP, store(link(DIGEST))), {}, "not_yet", "cached.nothing"),
    (CACHED, (bound(), SERVING, UP, store()), {}, "not_yet", "cached.nothing"),
    (CACHED, (bound(), SERVING, UP, store(link(OTHER_DIGEST))), {}, "not_yet", "cached.other"),
    (CACHED, (bound(), registry(), UP, WHOLE), {}, "not_yet", "file-holds.not-served"),
    (CACHED, (container(), SERVING, UP, WHOLE), {}, "not_yet", "registry-stores.no-store"),
    (CACHED, (bound(), SERVING, UP, store(readable=False)), {}, "cannot_tell", "registry-stores.unreadable"),
    (CACHED, (bound(), SERVING, DOWN, WHOLE), {}, "not_yet", "registry-holds.silent"),
    (CACHED, (SERVING, UP), {}, "not_yet", "container-running.absent"),
    (CACHED, (bound(), QUIET, UP, WHOLE), {}, "not_yet", "registry-holds.silent"),
    (CACHED, (bound(), DEAF, UP, WHOLE), {}, "cannot_tell", "registry.unknown-because"),
    (BY_DIGEST, (image(f"{CACHE}/hello-world@{DIGEST}"),), {"memory": SERVED}, "pass", "image-by-digest.here"),
    (BY_DIGEST, (image(f"{CACHE}/hello-world@{DIGEST}"), SERVING), {}, "pass", "image-by-digest.here"),
    (BY_DIGEST, (image(f"{CACHE}/hello-world:1"),), {"memory": SERVED}, "not_yet", "image-by-digest.tagged"),
    (BY_DIGEST, (image(f"{CACHE}/hello-world@{OTHER_DIGEST}"),), {"memory": SERVED}, "not_yet", "image-present.absent"),
    (BY_DIGEST, (registry(),), {}, "not_yet", "file-holds.not-served"),
]


@pytest.mark.parametrize("case", CASES)
def test_a_check_says_what_it_saw(case: Case) -> None:
    assert_says_what_it_saw(case)


def test_a_cache_is_never_asked_for_the_image_since_that_would_fill_it() -> None:
    scope = CACHED.scope().joined(BY_DIGEST.scope())
    assert scope.registries == (CACHE, ADDRESS)
    assert scope.of_registry(CACHE) == ()


def test_what_is_still_on_its_way_into_the_folder_is_waited_for() -> None:
    on_its_way = (bound(), SERVING, UP, store(link(DIGEST), blob(DIGEST)))
    assert judged(CACHED, *on_its_way).settling
    assert judged(CACHED, bound(), SERVING, DOWN, WHOLE).settling
    assert not judged(CACHED, bound(), SERVING, UP, store()).settling


@pytest.mark.parametrize("kind", sorted({check.kind for check, *_ in CASES}))
def test_each_kind_passes_and_waits(kind: str) -> None:
    assert {outcome for check, _, _, outcome, _ in CASES if check.kind == kind} >= {"pass", "not_yet"}
