"""Every check, every branch: what it says of a World, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from lab.checks import KINDS, Check, Outcome, Verdict, overall
from lab.checks.container import BindMount, ContainerAbsent, ContainerRunning
from lab.checks.image import ImageAbsent, ImagePresent, PulledBack, SameImage
from lab.checks.registry import RegistryAnswers, RegistryHolds, RegistrySilent, RegistryStores
from lab.language.message import say
from lab.language.words import LANGUAGES, words
from lab.memory import NOTHING, Memory
from lab.world import Mount, Port
from tests.builders import (
    ADDRESS,
    DIGEST,
    FOLDER,
    HUB,
    LOCALHOST,
    OTHER_DIGEST,
    OTHER_ID,
    OTHER_LAYERS,
    OWN,
    WORKSPACE,
    bound,
    container,
    image,
    judged,
    published,
    registry,
    store,
    stored,
)

RUNNING = ContainerRunning("registry", "registry")
ABSENT = ContainerAbsent("registry", ADDRESS)
MOUNTED = BindMount("registry", "registry-data", "/var/lib/registry")
PRESENT = ImagePresent("hello-world")
SAME = SameImage(f"{ADDRESS}/hello-world", "hello-world")
HUB_GONE = ImageAbsent("hello-world", f"{ADDRESS}/hello-world")
OWN_GONE = ImageAbsent(f"{ADDRESS}/hello-world", f"{ADDRESS}/hello-world")
BACK = PulledBack(f"{ADDRESS}/hello-world", "hello-world")
ANSWERS = RegistryAnswers(ADDRESS)
SILENT = RegistrySilent(ADDRESS)
HOLDS = RegistryHolds(f"{ADDRESS}/hello-world")
STORES = RegistryStores("registry", f"{ADDRESS}/hello-world")

PUSHED = Memory(images=frozenset({HUB, OWN}), published=((OWN, DIGEST),))
LEFT = Memory(images=frozenset({HUB, OWN}), published=((OWN, DIGEST),), left=frozenset({HUB, OWN}))
SAW_CONTAINER = Memory(containers=frozenset({"registry"}))

DEAF = registry(state="unknown", detail="timed out")
QUIET = registry(state="silent", detail="connection refused")
FOREIGN = registry(state="foreign", detail="AirTunes/775.3.1")


@dataclass(frozen=True)
class Case:
    """A check, a World, and what must be said of it."""

    title: str
    check: Check
    things: tuple[Any, ...]
    outcome: Outcome
    found: str
    """Key of the message, without `checks.`"""
    memory: Memory = NOTHING
    next: str | None = None
    """Key of the message, "" for none; None where it does not matter."""
    others: dict[str, Any] = field(default_factory=dict)
    settling: bool = False

    def judged(self) -> Verdict:
        return judged(self.check, *self.things, memory=self.memory, **self.others)


def case(title: str, check: Check, *things: Any, outcome: Outcome, found: str, **rest: Any) -> Case:
    return Case(title, check, things, outcome, found, **rest)


def passes(title: str, check: Check, *things: Any, found: str, **rest: Any) -> Case:
    return case(title, check, *things, outcome="pass", found=found, **rest)


def waits(title: str, check: Check, *things: Any, found: str, **rest: Any) -> Case:
    return case(title, check, *things, outcome="not_yet", found=found, **rest)


def unknown(title: str, check: Check, *things: Any, found: str, **rest: Any) -> Case:
    return case(title, check, *things, outcome="cannot_tell", found=found, **rest)


IN_WORKSPACE = {"others": {"workspace": WORKSPACE}}

CONTAINER_RUNNING = [
    passes("it runs", RUNNING, container(), found="container-running.runs", next=""),
    passes(
        "no image asked for", ContainerRunning("web"), container("web", image="nginx"), found="container-running.runs"
    ),
    *(
        passes(f"made from {name}", RUNNING, container(image=name), found="container-running.runs")
        for name in (
            "registry:2",
            "registry:3",
            "docker.io/library/registry:latest",
            "mirror.gcr.io/library/registry:2",
            "10.0.0.1:8080/registry",
            "registry@" + DIGEST,
            "registry:3@" + DIGEST,
            "sha256:" + "ab" * 32,
        )
    ),
    waits("nothing there", RUNNING, found="container-running.absent", next="container-running.make"),
    waits("another name", RUNNING, container("quirky_bose"), found="container-running.other-name"),
    waits("only a longer name", RUNNING, container("registry-2", image="nginx"), found="container-running.absent"),
    waits("another image", RUNNING, container(image="nginx"), found="container-running.other-image"),
    waits(
        "a registry's user interface",
        RUNNING,
        container(image="joxit/registry-ui"),
        found="container-running.other-image",
    ),
    waits(
        "created only",
        RUNNING,
        container(state="created"),
        found="container-running.not-running",
        next="container-running.start",
    ),
    *(
        waits(
            state,
            RUNNING,
            container(state=state),
            found="container-running.not-running",
            next="container-running.look-at-logs",
        )
        for state in ("exited", "dead", "restarting", "paused")
    ),
]

CONTAINER_ABSENT = [
    passes("it was there", ABSENT, memory=SAW_CONTAINER, found="container-absent.gone", next=""),
    passes(
        "an image that came from it",
        ABSENT,
        image(OWN, digests=(f"{ADDRESS}/hello-world@{DIGEST}",)),
        found="container-absent.gone",
    ),
    passes(
        "an image that came from it by its other name",
        ABSENT,
        image(LOCALHOST, digests=(f"localhost:5000/hello-world@{DIGEST}",)),
        found="container-absent.gone",
    ),
    waits("never there", ABSENT, found="container-absent.never", next="container-absent.begin"),
    waits("another was there", ABSENT, memory=Memory(containers=frozenset({"web"})), found="container-absent.never"),
    waits(
        "an image from a port that begins alike",
        ABSENT,
        image("127.0.0.1:50001/x:latest", digests=(f"127.0.0.1:50001/x@{DIGEST}",)),
        found="container-absent.never",
    ),
    waits(
        "no proof asked for",
        ContainerAbsent("registry"),
        image(OWN, digests=(f"{ADDRESS}/hello-world@{DIGEST}",)),
        found="container-absent.never",
    ),
    waits("it runs", ABSENT, container(), found="container-absent.runs", next="container-absent.kill"),
    waits(
        "it is stopped only",
        ABSENT,
        container(state="exited"),
        memory=SAW_CONTAINER,
        found="container-absent.stopped",
        next="container-absent.remove",
    ),
]

BIND_MOUNT = [
    *(
        passes(title, MOUNTED, bound(source), found="bind-mount.mounted", next="", **IN_WORKSPACE)
        for title, source in (
            ("the folder", FOLDER),
            ("Docker Desktop on macOS", f"/host_mnt{FOLDER}"),
            ("Docker Desktop on WSL", f"/run/desktop/mnt/host/wsl/docker-desktop-bind-mounts/Ubuntu{FOLDER}"),
            ("Docker Desktop on Windows", f"/run/desktop/mnt/host/c{FOLDER}"),
            ("a link above it", f"/private{FOLDER}"),
        )
    ),
    passes("a slash too many", MOUNTED, bound(target="/var/lib/registry/"), found="bind-mount.mounted", **IN_WORKSPACE),
    passes("no run open", MOUNTED, bound("/somewhere/registry-data"), found="bind-mount.mounted"),
    waits("no container", MOUNTED, found="container-running.absent", next="bind-mount.remedy", **IN_WORKSPACE),
    waits("no mount", MOUNTED, container(), found="bind-mount.nothing", next="bind-mount.remedy", **IN_WORKSPACE),
    waits("mounted elsewhere", MOUNTED, bound(target="/data"), found="bind-mount.elsewhere", **IN_WORKSPACE),
    waits(
        "an anonymous volume",
        MOUNTED,
        container(mounts=(Mount("volume", "ab" * 32, "/var/lib/registry"),)),
        found="bind-mount.volume",
        **IN_WORKSPACE,
    ),
    waits(
        "a named volume",
        MOUNTED,
        container(mounts=(Mount("volume", "registry-data", "/var/lib/registry"),)),
        found="bind-mount.volume",
        **IN_WORKSPACE,
    ),
    waits(
        "memory",
        MOUNTED,
        container(mounts=(Mount("tmpfs", "", "/var/lib/registry"),)),
        found="bind-mount.volume",
        **IN_WORKSPACE,
    ),
    waits("another folder", MOUNTED, bound(f"{WORKSPACE}/data"), found="bind-mount.other-folder", **IN_WORKSPACE),
    waits("a folder in it", MOUNTED, bound(f"{FOLDER}/x"), found="bind-mount.other-folder", **IN_WORKSPACE),
    waits("a folder above it", MOUNTED, bound(WORKSPACE), found="bind-mount.other-folder", **IN_WORKSPACE),
    waits(
        "a folder of that name elsewhere",
        MOUNTED,
        bound("/srv/registry-data"),
        found="bind-mount.other-folder",
        **IN_WORKSPACE,
    ),
    waits(
        "a folder whose name ends alike",
        MOUNTED,
        bound("/srv/my-registry-data"),
        found="bind-mount.other-folder",
    ),
    waits("read-only", MOUNTED, bound(writable=False), found="bind-mount.read-only", **IN_WORKSPACE),
]

IMAGE_PRESENT = [
    passes("it is here", PRESENT, image(), found="image-present.here", next=""),
    passes("layers unknown", PRESENT, image(layers=None), found="image-present.here"),
    passes(
        "by its other name",
        ImagePresent(f"{ADDRESS}/hello-world"),
        image(LOCALHOST),
        found="image-present.here",
    ),
    waits("nothing here", PRESENT, found="image-present.absent", next="image-present.pull"),
    waits("another tag", PRESENT, image("docker.io/library/hello-world:linux"), found="image-present.other-names"),
    waits("another registry", PRESENT, image(OWN), found="image-present.other-names"),
    waits("another image", PRESENT, image("docker.io/library/alpine:latest"), found="image-present.absent"),
]

SAME_IMAGE = [
    passes("two names", SAME, image(), image(OWN), found="same-image.same", next=""),
    passes("IDs differ, layers are equal", SAME, image(), image(OWN, id=OTHER_ID), found="same-image.same"),
    passes("localhost", SAME, image(), image(LOCALHOST), found="same-image.same"),
    waits("no source", SAME, found="same-image.no-source", next="image-present.pull"),
    waits("target alone", SAME, image(OWN), found="same-image.no-source"),
    waits("one name only", SAME, image(), found="same-image.one-name", next="same-image.tag"),
    waits("another second name", SAME, image(), image("127.0.0.1/hello-world:latest"), found="same-image.other-names"),
    waits("layers differ, IDs are equal", SAME, image(), image(OWN, layers=OTHER_LAYERS), found="same-image.different"),
    waits("another port", SAME, image(), image("localhost:5001/hello-world:latest"), found="same-image.other-names"),
]

IMAGE_ABSENT = [
    passes("seen before", HUB_GONE, memory=PUSHED, found="image-absent.gone", next=""),
    passes("seen before, registry deaf", HUB_GONE, DEAF, memory=PUSHED, found="image-absent.gone"),
    passes("the registry has it", HUB_GONE, registry(published()), found="image-absent.gone"),
    passes("the registry had it", OWN_GONE, QUIET, memory=PUSHED, found="image-absent.gone"),
    passes("another name remains", HUB_GONE, image(OWN), registry(published()), found="image-absent.gone"),
    waits("still here", HUB_GONE, image(), memory=PUSHED, found="image-absent.here", next="image-absent.remove"),
    waits("still here as localhost", OWN_GONE, image(LOCALHOST), memory=PUSHED, found="image-absent.here"),
    waits("never here", HUB_GONE, registry(), found="image-absent.never", next="image-absent.begin"),
    waits("never here, no registry", HUB_GONE, QUIET, found="image-absent.never"),
    waits("never here, nothing to prove it", ImageAbsent("hello-world"), found="image-absent.never"),
    unknown("nobody can say", HUB_GONE, DEAF, found="image-absent.unproved", next="registry.ask-again"),
]

PULLED_BACK = [
    passes("the whole chain", BACK, image(OWN), registry(published()), memory=LEFT, found="pulled-back.same", next=""),
    passes("as localhost", BACK, image(LOCALHOST), registry(published()), memory=LEFT, found="pulled-back.same"),
    passes(
        "ID unlike the one pushed",
        BACK,
        image(OWN, id=OTHER_ID),
        registry(published()),
        memory=LEFT,
        found="pulled-back.same",
    ),
    passes("no run open", BACK, image(OWN), registry(published()), found="pulled-back.same"),
    passes(
        "the engine remembers the pull",
        BACK,
        image(OWN),
        registry(published()),
        memory=PUSHED,
        others={"pulled": frozenset({OWN})},
        found="pulled-back.same",
    ),
    waits(
        "not here", BACK, registry(published()), memory=LEFT, found="image-present.absent", next="image-present.pull"
    ),
    waits(
        "Hub's copy is here too",
        BACK,
        image(),
        image(OWN),
        registry(published()),
        memory=LEFT,
        found="pulled-back.other-copy",
        next="pulled-back.again",
    ),
    waits("never left", BACK, image(OWN), registry(published()), memory=PUSHED, found="pulled-back.never-left"),
    waits(
        "layers unlike those served",
        BACK,
        image(OWN, layers=OTHER_LAYERS),
        registry(published()),
        memory=LEFT,
        found="pulled-back.different",
    ),
    waits(
        "another digest than was pushed",
        BACK,
        image(OWN),
        registry(published(digest=OTHER_DIGEST)),
        memory=LEFT,
        found="pulled-back.moved",
    ),
    waits("registry stopped", BACK, image(OWN), QUIET, memory=LEFT, found="pulled-back.not-served"),
    waits("registry empty", BACK, image(OWN), registry(), memory=LEFT, found="pulled-back.not-served"),
    waits("something else there", BACK, image(OWN), FOREIGN, memory=LEFT, found="pulled-back.not-served"),
    unknown("registry deaf", BACK, image(OWN), DEAF, memory=LEFT, found="registry.unknown", next="registry.ask-again"),
    unknown("registry not asked", BACK, image(OWN), memory=LEFT, found="registry.unknown"),
]

REGISTRY_ANSWERS = [
    passes("it answers", ANSWERS, container(), registry(), found="registry-answers.answers", next=""),
    passes("no container of this engine", ANSWERS, registry(), found="registry-answers.answers", next=""),
    *(
        passes(
            f"published on {host_ip!r}",
            ANSWERS,
            container(ports=(Port(5000, 5000, host_ip),)),
            registry(),
            found="registry-answers.answers",
            next="registry-answers.exposed",
        )
        for host_ip in ("", "0.0.0.0", "::")
    ),
    waits("nothing published", ANSWERS, container(ports=()), QUIET, found="registry-answers.unpublished"),
    waits("nothing there", ANSWERS, QUIET, found="registry-answers.unpublished", next="registry-answers.publish"),
    waits(
        "stopped container",
        ANSWERS,
        container(state="exited"),
        QUIET,
        found="registry-answers.unpublished",
    ),
    waits(
        "published on another port",
        ANSWERS,
        container(ports=(Port(5000, 5001, "127.0.0.1"),)),
        QUIET,
        found="registry-answers.elsewhere",
    ),
    waits(
        "leads to another port inside",
        ANSWERS,
        container(ports=(Port(80, 5000, "127.0.0.1"),)),
        QUIET,
        found="registry-answers.other-inside",
    ),
    waits(
        "still starting",
        ANSWERS,
        container(),
        QUIET,
        found="registry-answers.not-yet",
        next="registry-answers.look-at-logs",
        settling=True,
    ),
    waits(
        "something else there", ANSWERS, FOREIGN, found="registry-answers.foreign", next="registry-answers.other-port"
    ),
    unknown("registry deaf", ANSWERS, container(), DEAF, found="registry.unknown-because", next="registry.ask-again"),
    unknown("registry deaf, nobody knows why", ANSWERS, registry(state="unknown"), found="registry.unknown"),
    unknown("registry not asked", ANSWERS, container(), found="registry.unknown"),
]

REGISTRY_SILENT = [
    passes("nothing answers", SILENT, QUIET, found="registry-silent.silent", next=""),
    waits("it answers", SILENT, container(), registry(), found="registry-silent.answers", next="container-absent.kill"),
    waits("somebody answers", SILENT, registry(), found="registry-silent.somebody", next="registry-silent.find"),
    waits("something else answers", SILENT, FOREIGN, found="registry-silent.somebody"),
    unknown("registry deaf", SILENT, DEAF, found="registry.unknown-because", next="registry.ask-again"),
    unknown("registry not asked", SILENT, found="registry.unknown"),
]

REGISTRY_HOLDS = [
    passes("it is there", HOLDS, image(OWN), registry(published()), found="registry-holds.holds", next=""),
    passes("not on the engine", HOLDS, registry(published()), found="registry-holds.holds"),
    passes("layers not looked at", HOLDS, image(OWN, layers=None), registry(published()), found="registry-holds.holds"),
    passes("ID unlike the digest", HOLDS, image(OWN, id=OTHER_ID), registry(published()), found="registry-holds.holds"),
    waits("empty", HOLDS, registry(), found="registry-holds.empty", next="registry-holds.push"),
    waits("others there", HOLDS, registry(repositories=("hello",)), found="registry-holds.others"),
    waits("registry stopped", HOLDS, QUIET, found="registry-holds.silent", next="registry-holds.start"),
    waits("something else there", HOLDS, FOREIGN, found="registry-holds.silent"),
    waits(
        "another image",
        HOLDS,
        image(OWN, layers=OTHER_LAYERS),
        registry(published()),
        found="registry-holds.different",
        next="registry-holds.push",
    ),
    waits(
        "another image as localhost",
        HOLDS,
        image(LOCALHOST, layers=OTHER_LAYERS),
        registry(published()),
        found="registry-holds.different",
    ),
    waits(
        "a blob is missing",
        HOLDS,
        registry(published(flaw=say("checks.flaw.blob", digest=OTHER_DIGEST))),
        found="flaw.blob",
        next="registry-holds.push",
    ),
    waits(
        "the manifest is not what it is called",
        HOLDS,
        registry(published(flaw=say("checks.flaw.digest", digest=DIGEST, promised=OTHER_DIGEST))),
        found="flaw.digest",
    ),
    unknown("registry deaf", HOLDS, DEAF, found="registry.unknown-because", next="registry.ask-again"),
    unknown("registry not asked", HOLDS, found="registry.unknown"),
]

SERVING = registry(published())

REGISTRY_STORES = [
    passes("link and blob", STORES, bound(), SERVING, store(*stored()), found="registry-stores.there", next=""),
    passes(
        "both still empty",
        STORES,
        bound(),
        registry(),
        store(),
        found="registry-stores.empty",
        next="registry-stores.push-again",
    ),
    waits("nothing in the folder", STORES, bound(), SERVING, store(), found="registry-stores.not-there"),
    waits(
        "the blob's bytes were changed",
        STORES,
        bound(),
        SERVING,
        store(*stored(content=OTHER_DIGEST)),
        found="registry-stores.not-there",
    ),
    waits(
        "the link names another digest",
        STORES,
        bound(),
        SERVING,
        store(*stored(link=OTHER_DIGEST)),
        found="registry-stores.not-there",
    ),
    waits("the link alone", STORES, bound(), SERVING, store(stored()[0]), found="registry-stores.not-there"),
    waits("the blob alone", STORES, bound(), SERVING, store(stored()[1]), found="registry-stores.not-there"),
    waits("no container", STORES, SERVING, store(*stored()), found="registry-stores.no-store"),
    waits("no mount", STORES, container(), SERVING, found="registry-stores.no-store", next="registry-stores.mount"),
    waits(
        "a volume",
        STORES,
        container(mounts=(Mount("volume", "registry-data", "/var/lib/registry"),)),
        SERVING,
        found="registry-stores.no-store",
    ),
    waits(
        "mounted elsewhere", STORES, bound(target="/data"), SERVING, store(*stored()), found="registry-stores.no-store"
    ),
    waits(
        "another container's folder",
        STORES,
        bound("/srv/other"),
        SERVING,
        store(*stored()),
        found="registry-stores.no-store",
    ),
    waits("registry stopped", STORES, bound(), QUIET, store(*stored()), found="registry-stores.no-store"),
    unknown(
        "folder of another machine",
        STORES,
        bound(),
        SERVING,
        store(readable=False),
        found="registry-stores.unreadable",
        next="registry-stores.same-machine",
    ),
    unknown("registry deaf", STORES, bound(), DEAF, store(*stored()), found="registry.unknown-because"),
    unknown("registry not asked", STORES, bound(), store(*stored()), found="registry.unknown"),
]

ELSEWHERE = {
    *("service-by-digest", "service-in-mesh", "service-pinned", "service-running", "swarm-active", "swarm-left"),
    *("blob-collected", "container-setting", "file-holds", "registry-lacks", "same-digest", "shared-layers"),
    *("authority-told", "logged-in", "tls-fault", "tls-trusted"),
    *("built-by-push", "container-stopped", "redeployed", "webhook-missing", "webhook-received"),
    *("cached", "different-digest", "image-by-digest", "in-network", "named-for", "named-volume"),
}
"""Kinds that test_verdicts_of_content.py, …_of_others.py, …_of_tls.py and …_of_webhooks.py judge."""

CASES = [
    *CONTAINER_RUNNING,
    *CONTAINER_ABSENT,
    *BIND_MOUNT,
    *IMAGE_PRESENT,
    *SAME_IMAGE,
    *IMAGE_ABSENT,
    *PULLED_BACK,
    *REGISTRY_ANSWERS,
    *REGISTRY_SILENT,
    *REGISTRY_HOLDS,
    *REGISTRY_STORES,
]


def title_of(case: Case) -> str:
    return f"{case.check.kind}: {case.title}"


def parametrised(test: Callable[..., None]) -> Callable[..., None]:
    mark: Callable[..., Callable[..., None]] = pytest.mark.parametrize("case", CASES, ids=title_of)
    return mark(test)


@parametrised
def test_a_world_is_judged(case: Case) -> None:
    verdict = case.judged()
    assert (verdict.outcome, verdict.found.key) == (case.outcome, f"checks.{case.found}")
    assert (verdict.check, verdict.settling) == (case.check.kind, case.settling)
    if case.next is not None:
        assert (verdict.next.key if verdict.next else "") == (f"checks.{case.next}" if case.next else "")


@parametrised
def test_what_is_not_passed_says_what_to_do(case: Case) -> None:
    verdict = case.judged()
    assert verdict.outcome == "pass" or verdict.next is not None


@parametrised
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_verdict_has_words(case: Case, lang: str) -> None:
    verdict = case.judged()
    for message in (verdict.expected, verdict.found, verdict.next):
        if message is not None:
            said = words(lang).say(message)
            assert said.strip()
            assert said.isprintable()
            assert "{" not in said
            assert not said.startswith("checks.")


@parametrised
def test_a_check_looks_at_what_it_needs(case: Case) -> None:
    scope = case.check.scope()
    assert set(scope.registries) <= {ADDRESS}
    assert all(str(reference) in (HUB, OWN, LOCALHOST) for reference in scope.references)


def test_every_kind_of_check_is_judged_each_way_it_can_be() -> None:
    ways: dict[str, set[Outcome]] = {}
    for each in CASES:
        ways.setdefault(each.check.kind, set()).add(each.outcome)
    of_the_registry = {
        "image-absent",
        "pulled-back",
        "registry-answers",
        "registry-holds",
        "registry-silent",
        "registry-stores",
    }
    every: set[Outcome] = {"pass", "not_yet", "cannot_tell"}
    here = KINDS.keys() - ELSEWHERE
    assert ways == {kind: every if kind in of_the_registry else every - {"cannot_tell"} for kind in here}


def test_every_check_is_listed_under_its_own_kind() -> None:
    assert {kind: check.kind for kind, check in KINDS.items()} == {kind: kind for kind in KINDS}


@pytest.mark.parametrize(
    ("outcomes", "together"),
    [
        ((), "pass"),
        (("pass", "pass"), "pass"),
        (("pass", "cannot_tell"), "cannot_tell"),
        (("cannot_tell", "not_yet", "pass"), "not_yet"),
        (("pass", "not_yet"), "not_yet"),
    ],
)
def test_outcomes_together(outcomes: tuple[Outcome, ...], together: Outcome) -> None:
    assert overall(outcomes) == together


# --- what must hold, said once more as sentences -------------------------------------------------------------------------


@pytest.mark.parametrize("check", [ANSWERS, SILENT, HOLDS, STORES, BACK, HUB_GONE], ids=lambda check: check.kind)
def test_a_registry_that_cannot_be_asked_is_cannot_tell_and_never_a_failure(check: Check) -> None:
    present = () if check is HUB_GONE else (image(OWN),)
    assert judged(check, *present, bound(), DEAF, store(*stored())).outcome == "cannot_tell"


@pytest.mark.parametrize("check", [SAME, BACK, HOLDS], ids=lambda check: check.kind)
@pytest.mark.parametrize("identity", ["sha256:" + "00" * 32, OTHER_ID, "", DIGEST])
def test_the_id_of_an_image_never_matters(check: Check, identity: str) -> None:
    hub = () if check is BACK else (image(),)
    things = (*hub, image(OWN, id=identity), registry(published()))
    assert judged(check, *things, memory=LEFT).outcome == "pass"
    changed = (*hub, image(OWN, layers=OTHER_LAYERS), registry(published()))
    assert judged(check, *changed, memory=LEFT).outcome == "not_yet"


@pytest.mark.parametrize("check", [ABSENT, HUB_GONE, OWN_GONE], ids=["container", "image", "own image"])
def test_removing_what_never_was_there_does_not_count(check: Check) -> None:
    assert judged(check, registry()).outcome == "not_yet"
    seen = Memory(images=frozenset({HUB, OWN}), containers=frozenset({"registry"}))
    assert judged(check, registry(), memory=seen).outcome == "pass"


def test_layers_that_nobody_looked_at_prove_nothing() -> None:
    assert judged(SAME, image(layers=None), image(OWN, layers=None)).outcome != "pass"


def test_a_folder_mounted_with_a_slash_too_many_is_found_by_every_check_of_the_step() -> None:
    things = (bound(target="/var/lib/registry/"), SERVING, store(*stored()))
    outcomes = {check.kind: judged(check, *things, workspace=WORKSPACE).outcome for check in (MOUNTED, STORES)}
    assert outcomes == {"bind-mount": "pass", "registry-stores": "pass"}


def test_a_check_does_not_depend_on_the_order_of_things() -> None:
    things = [image(), image(OWN), container("web", image="nginx", ports=()), container(), registry(published())]
    for check in (RUNNING, PRESENT, SAME, ANSWERS, HOLDS):
        assert judged(check, *things) == judged(check, *reversed(things))
