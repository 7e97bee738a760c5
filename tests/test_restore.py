"""The way back: nothing of what was there before is ever lost, and nothing of the lab's is left."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.docker_cli import actions as act
from lab.keeping import keeper, keeping
from lab.ledger import LABEL, Run, Touched
from lab.reference import Reference
from lab.restore import Plan, plan, remains, scope_of
from lab.world import TASK, Container, Image, Mount, Service, Swarm, World
from tests.builders import (
    FOLDER,
    HUB,
    ID,
    OTHER_ID,
    OWN,
    REGISTRY_IMAGE,
    RUN_ID,
    WORKSPACE,
    container,
    image,
    labelled,
    run,
    world,
)

HELLO, MINE = Reference.parse(HUB), Reference.parse(OWN)
KEPT = keeper(HUB, run())
ANONYMOUS = "ab" * 32


def images(*references: str) -> Touched:
    return Touched(images=frozenset(references))


def after(planned: Plan, seen: World) -> World:
    """The World after a plan was carried out, as an engine would."""
    held = {each.reference: each for each in seen.images}
    containers = {each.name: each for each in seen.containers}
    volumes = set(seen.volumes)
    for action in planned.actions:
        match action:
            case act.ContainerRemove(names=names):
                for name in names:
                    volumes -= {mount.source for mount in containers.pop(name).mounts if len(mount.source) == 64}
            case act.VolumeRemove(names=names):
                volumes -= set(names)
            case act.ImageTag(source=source, target=target):
                held[str(target)] = replace(held[str(source)], reference=str(target))
            case act.ImageRemove(references=references):
                for reference in references:
                    if reference.digest is None:
                        del held[str(reference)]
            case _:
                raise AssertionError(f"a clean-up does not do this: {action}")
    return replace(
        seen, images=tuple(held.values()), containers=tuple(containers.values()), volumes=tuple(sorted(volumes))
    )


# --- one thing at a time -------------------------------------------------------------------------------------------------


def test_a_run_that_touched_nothing_leaves_nothing_to_do() -> None:
    planned = plan(run(), Touched(), world(image(), container(), volumes=("v",)))
    assert planned == Plan((), (), ())
    assert planned.empty


def test_our_container_goes_with_its_volumes() -> None:
    planned = plan(run(), Touched(), world(labelled(), container("web")))
    assert planned.actions == (act.ContainerRemove(("registry",), kill_first=True, volumes=True),)


def test_a_container_of_another_run_stays() -> None:
    assert plan(run(), Touched(), world(labelled(run="another"))).empty


def test_containers_go_before_volumes_and_volumes_before_images() -> None:
    touched = Touched(frozenset({OWN}), frozenset({"data"}), frozenset({FOLDER}))
    planned = plan(run(), touched, world(image(OWN), labelled(), volumes=("data",)))
    kinds = [act.ContainerRemove, act.VolumeRemove, act.ImageRemove]
    assert [type(action) for action in planned.actions] == kinds
    assert planned.paths == (FOLDER,)
    assert not planned.empty


def test_a_volume_of_before_stays() -> None:
    seen = world(volumes=("data",))
    assert plan(run(seen), Touched(volumes=frozenset({"data"})), seen).empty


def test_a_volume_that_is_gone_is_not_removed_again() -> None:
    assert plan(run(), Touched(volumes=frozenset({"data"})), world()).empty


def test_a_volume_that_goes_with_its_container_is_not_removed_twice() -> None:
    mounted = labelled(mounts=(Mount("volume", ANONYMOUS, "/var/lib/registry"),))
    seen = world(mounted, volumes=(ANONYMOUS,))
    planned = plan(run(), Touched(volumes=frozenset({ANONYMOUS})), seen)
    assert [type(action) for action in planned.actions] == [act.ContainerRemove]
    assert after(planned, seen).volumes == ()


def test_a_volume_left_by_a_container_that_is_gone_is_removed() -> None:
    planned = plan(run(), Touched(volumes=frozenset({ANONYMOUS})), world(volumes=(ANONYMOUS,)))
    assert planned.actions == (act.VolumeRemove((ANONYMOUS,)),)


def test_a_volume_that_nobody_has_seen_is_known_by_its_label() -> None:
    """As an engine leaves it that was killed between making it and its container."""
    other = "f" * 64
    seen = world(volumes=(ANONYMOUS, other), volume_labels=((ANONYMOUS, LABEL, RUN_ID), (other, LABEL, "another")))
    planned = plan(run(), Touched(), seen)
    assert planned.actions == (act.VolumeRemove((ANONYMOUS,)),)
    assert [change.name for change in remains(run(), Touched(), seen)] == [ANONYMOUS]


def test_a_named_volume_of_ours_is_removed_though_our_container_mounts_it() -> None:
    mounted = labelled(mounts=(Mount("volume", "data", "/var/lib/registry"),))
    seen = world(mounted, volumes=("data",))
    assert after(plan(run(), Touched(volumes=frozenset({"data"})), seen), seen).volumes == ()


def test_an_image_that_the_run_brought_goes() -> None:
    planned = plan(run(), images(HUB, OWN), world(image(), image(OWN)))
    assert planned.actions == (act.ImageRemove((MINE,)), act.ImageRemove((HELLO,)))


def test_an_image_that_is_gone_already_is_not_removed_again() -> None:
    assert plan(run(), images(HUB), world()).empty


def test_an_image_of_before_that_nobody_changed_stays() -> None:
    seen = world(image())
    assert plan(run(seen), images(HUB), seen).empty


def test_an_image_of_before_that_was_removed_is_put_back() -> None:
    seen = world(image(str(KEPT)))
    planned = plan(run(world(image())), images(HUB), seen)
    assert planned.actions == (act.ImageTag(KEPT, HELLO), act.ImageRemove((KEPT,)))
    assert after(planned, seen) == world(image())


def test_an_image_of_before_that_was_replaced_is_put_back() -> None:
    seen = world(image(id=OTHER_ID), image(str(KEPT)))
    planned = plan(run(world(image())), images(HUB), seen)
    assert planned.actions == (act.ImageRemove((HELLO,)), act.ImageTag(KEPT, HELLO), act.ImageRemove((KEPT,)))
    assert after(planned, seen) == world(image())


def test_the_name_that_kept_an_image_goes_when_nothing_happened_to_it() -> None:
    seen = world(image(), image(str(KEPT)))
    assert plan(run(world(image())), images(HUB), seen).actions == (act.ImageRemove((KEPT,)),)


def test_a_digest_that_a_pull_added_to_an_image_of_before_goes() -> None:
    digest = f"docker.io/library/hello-world@sha256:{'e' * 64}"
    known = f"docker.io/library/hello-world@sha256:{'f' * 64}"
    planned = plan(run(world(image(digests=(known,)))), images(HUB), world(image(digests=(known, digest))))
    assert planned.actions == (act.ImageRemove((Reference.parse(digest),)),)


def test_a_digest_that_is_no_name_of_its_own_stays_with_its_image() -> None:
    digest = f"docker.io/library/hello-world@sha256:{'e' * 64}"
    podman = world(image(digests=(digest,)), digests_are_names=False)
    assert plan(run(world(image())), images(HUB), podman).empty


def test_two_images_of_one_repository_are_both_put_back_as_they_were() -> None:
    linux = "docker.io/library/hello-world:linux"
    before = world(image(), image(linux, id=OTHER_ID))
    mine = run(before)
    moved = "sha256:" + "cc" * 32
    seen = before
    for reference in (linux, HUB):
        for kept in keeping(act.ImagePull(Reference.parse(reference)), seen, mine):
            held = seen.image(str(kept.source))
            assert held is not None
            seen = replace(seen, images=(*seen.images, replace(held, reference=str(kept.target))))
        pulled = tuple(replace(each, id=moved) if each.reference == reference else each for each in seen.images)
        seen = replace(seen, images=pulled)
    restored = after(plan(mine, images(HUB, linux), seen), seen)
    assert {each.reference: each.id for each in restored.images} == {HUB: ID, linux: OTHER_ID}


# --- what is left, and is told -------------------------------------------------------------------------------------------


def test_a_container_made_by_hand_stays_and_is_told() -> None:
    planned = plan(run(), Touched(), world(container(created=1_800_000_000)))
    assert planned.actions == ()
    assert [message.key for message in planned.left] == ["session.left.by-hand"]


def test_an_image_of_before_that_is_lost_is_told() -> None:
    planned = plan(run(world(image())), images(HUB), world())
    assert [message.key for message in planned.left] == ["session.left.image-lost"]


# --- the proof -----------------------------------------------------------------------------------------------------------


def test_nothing_remains_where_everything_is_as_before() -> None:
    before = world(image(), container("web"), volumes=("v",), networks=("bridge",))
    touched = Touched(frozenset({HUB, OWN}), frozenset({"data"}))
    assert remains(run(before), touched, before) == ()


@pytest.mark.parametrize(
    ("now", "noun"),
    [
        (world(image(OWN)), "image"),
        (world(image(str(KEPT))), "image"),
        (world(image(id=OTHER_ID)), "image"),
        (world(labelled()), "container"),
        (world(volumes=("data",)), "volume"),
    ],
    ids=["our image", "a kept name", "another image", "our container", "our volume"],
)
def test_what_remains_of_a_run_is_found(now: World, noun: str) -> None:
    touched = Touched(frozenset({HUB, OWN}), frozenset({"data"}))
    assert [change.noun for change in remains(run(), touched, now)] == [noun]


def test_a_network_goes_after_the_containers_in_it_and_only_the_runs_own() -> None:
    labels = (("mine", LABEL, run().id), ("theirs", LABEL, "another run"))
    now = world(labelled(), networks=("bridge", "mine", "theirs"), network_labels=labels)
    planned = plan(run(), Touched(), now)
    assert planned.actions[-1] == act.NetworkRemove(("mine",))
    assert len(planned.actions) == 2
    left = world(networks=("bridge", "mine", "theirs"), network_labels=labels)
    before = run(world(networks=("bridge",)))
    assert [change.name for change in remains(before, Touched(), left)] == ["mine"]


def a_swarm(labels: tuple[tuple[str, str], ...], *services: Service) -> World:
    return world(networks=("bridge", "docker_gwbridge"), swarm=Swarm("s", labels, services))


def test_a_swarm_that_the_run_began_ends_with_its_services_and_its_network() -> None:
    ours = ((LABEL, run().id),)
    begun = Touched(networks=frozenset({"docker_gwbridge"}))
    now = a_swarm(ours, Service("web", "1", "web", 1, ours), Service("registry", "2", "registry", 1, ours))
    assert plan(run(), begun, now).actions == (
        act.ServiceRemove(("web", "registry")),
        act.SwarmLeave(ending=True),
        act.NetworkRemove(("docker_gwbridge",)),
    )
    assert {change.noun for change in remains(run(world(networks=("bridge",))), begun, now)} == {
        "swarm",
        "service",
        "network",
    }


def test_a_container_of_a_service_goes_with_its_service_and_alone_only_where_no_swarm_is_left() -> None:
    ours = ((LABEL, run().id),)
    task = Container("web.1.x", "c", "web", "running", labels=(*ours, (TASK, run().id)))
    begun = a_swarm(ours, Service("web", "1", "web", 1, ours))
    planned = plan(run(), Touched(), replace(begun, containers=(task,)))
    assert planned.actions == (act.ServiceRemove(("web",)), act.SwarmLeave(ending=True))
    left = plan(run(), Touched(), world(task))
    assert left.actions == (act.ContainerRemove((task.name,), kill_first=True, volumes=True),)


def test_a_swarm_in_which_somebody_else_has_a_service_goes_on() -> None:
    ours = ((LABEL, run().id),)
    begun = Touched(networks=frozenset({"docker_gwbridge"}))
    planned = plan(run(), begun, a_swarm(ours, Service("web", "1", "web", 1, ours), Service("db", "2", "db", 1)))
    assert planned.actions == (act.ServiceRemove(("web",)),)
    assert [message.key for message in planned.left] == ["session.left.swarm"]


def test_a_swarm_of_somebody_elses_is_not_left() -> None:
    begun = Touched(networks=frozenset({"docker_gwbridge"}))
    assert plan(run(), begun, a_swarm(((LABEL, "another run"),))).empty
    assert plan(run(), begun, a_swarm(())).empty


def test_what_a_build_cut_short_has_left_goes_and_nobody_elses_does() -> None:
    half, other = f"sha256:{'ab' * 32}", f"sha256:{'cd' * 32}"
    labels = ((half, LABEL, run().id), (other, LABEL, "another run"))
    now = replace(world(), untagged=(half, other), untagged_labels=labels)
    forget = act.ImageForget(half, run().id)
    assert plan(run(), Touched(), now).actions == (forget,)
    assert [change.name for change in remains(run(), Touched(), now)] == [half]
    named = world(image(str(forget.name)), image("docker.io/registry-lab/unfinished:another-abababababab"))
    assert plan(run(), Touched(), named).actions == (act.ImageRemove((forget.name,)),)
    assert [change.name for change in remains(run(), Touched(), named)] == [str(forget.name)]


def test_an_image_that_was_pulled_by_digest_goes_by_digest() -> None:
    name = f"{OWN.rpartition(':')[0]}@sha256:{'ab' * 32}"
    planned = plan(run(), images(name), world(image(name)))
    assert planned.actions == (act.ImageRemove((Reference.parse(name),)),)


def test_an_image_of_before_that_is_gone_is_found() -> None:
    assert [change.kind for change in remains(run(world(image())), images(HUB), world())] == ["gone"]


def test_what_others_did_meanwhile_is_not_ours() -> None:
    before = world(image(REGISTRY_IMAGE), container("web"), volumes=("theirs",))
    now = world(image("docker.io/library/redis:7"), container("db", image="redis:7"), volumes=("more",))
    assert remains(run(before), images(HUB), now) == ()


def test_what_has_to_be_looked_at_is_what_was_touched() -> None:
    scope = scope_of(run(), images(OWN, HUB))
    assert scope.references == (MINE, HELLO)
    assert scope.workspace == WORKSPACE


# --- for every baseline, every World, everything touched ------------------------------------------------------------------

NAMES = (HUB, OWN, REGISTRY_IMAGE, "quay.io/acme/app:1")
IDS = (ID, OTHER_ID, "sha256:" + "cc" * 32)
VOLUMES = ("data", "theirs", "ab" * 32)
E_DIGEST = "docker.io/library/hello-world@sha256:" + "e" * 64

IDENTITY = st.sampled_from((None, *IDS))
IMAGE_FATES = st.tuples(*(st.tuples(IDENTITY, IDENTITY, st.booleans(), st.booleans(), st.booleans()) for _ in NAMES))
"""Of each name: what it was, what it is, whether it was touched, kept, and pulled by a digest."""
VOLUME_FATES = st.tuples(*(st.tuples(st.booleans(), st.booleans(), st.booleans()) for _ in VOLUMES))
"""Of each volume: whether it was there, is there, was touched."""
LABELS: tuple[tuple[tuple[str, str], ...] | None, ...] = (None, (), ((LABEL, RUN_ID),), ((LABEL, "other"),))
CONTAINER_FATES = st.tuples(
    *(st.tuples(st.sampled_from(LABELS), st.sampled_from(("", *VOLUMES)), st.integers(0, 4)) for _ in range(3))
)
"""Of each container: its labels (None where there is none), its volume, when it was made."""


def situation(images: Any, volumes: Any, containers: Any, opened: int) -> tuple[Run, Touched, World]:
    """A run, what it touched, and any World whatever.

    Two things hold in each: kept names lead to images of before, and no container of ours has a volume of before.
    """
    rows = list(zip(NAMES, images, strict=True))
    spaces = list(zip(VOLUMES, volumes, strict=True))
    before = World(
        images=tuple(Image(name, was) for name, (was, *_) in rows if was),
        volumes=tuple(name for name, (was, _, _) in spaces if was),
    )
    mine = run(before, opened=float(opened))
    held = [Image(name, now, None, (E_DIGEST,) if pulled else ()) for name, (_, now, _, _, pulled) in rows if now]
    kept = [Image(str(keeper(name, mine)), was) for name, (was, _, touch, keep, _) in rows if was and touch and keep]
    made = [
        container(name, labels=labels, mounts=(Mount("volume", volume, "/data"),) if volume else (), created=created)
        for name, (labels, volume, created) in zip(("registry", "web", "db"), containers, strict=True)
        if labels is not None
    ]
    touched = Touched(
        frozenset(name for name, (_, _, touch, _, _) in rows if touch),
        frozenset(name for name, (_, _, touch) in spaces if touch),
    )
    now = World(
        images=(*held, *kept),
        containers=tuple(_without(each, mine.baseline.volumes) for each in made),
        volumes=tuple(name for name, (_, there, _) in spaces if there),
    )
    return mine, touched, now


def situations() -> st.SearchStrategy[tuple[Run, Touched, World]]:
    return st.builds(situation, IMAGE_FATES, VOLUME_FATES, CONTAINER_FATES, st.integers(0, 4))


def _without(each: Container, volumes: frozenset[str]) -> Container:
    if each.label(LABEL) != RUN_ID:
        return each
    return replace(each, mounts=tuple(mount for mount in each.mounts if mount.source not in volumes))


@settings(max_examples=100, deadline=None)
@given(situations())
def test_nothing_of_what_was_there_before_is_ever_in_the_plan(situation: tuple[Run, Touched, World]) -> None:
    mine, touched, now = situation
    planned = plan(mine, touched, now)
    keepers = {str(keeper(name, mine)) for name in touched.images}
    put_back = {str(action.target) for action in planned.actions if isinstance(action, act.ImageTag)}
    for action in planned.actions:
        match action:
            case act.ContainerRemove(names=names):
                labels = {name: held.label(LABEL) for name in names if (held := now.container(name)) is not None}
                assert labels == dict.fromkeys(names, mine.id)
            case act.VolumeRemove(names=names):
                assert not set(names) & mine.baseline.volumes
                assert set(names) <= touched.volumes
            case act.ImageTag(source=source, target=target):
                held = now.image(str(source))
                assert held is not None
                assert held.id == mine.baseline.images[str(target)][0]
            case act.ImageRemove(references=references):
                for reference in references:
                    name = str(reference)
                    held, before = now.image(name), mine.baseline.images.get(name)
                    assert before is None or name in put_back or (held is not None and held.id != before[0])
                    assert reference.digest is not None or name in touched.images or name in keepers
            case _:
                raise AssertionError(f"a clean-up does not do this: {action}")


@settings(max_examples=100, deadline=None)
@given(situations())
def test_a_plan_carried_out_changes_nothing_that_was_not_touched(situation: tuple[Run, Touched, World]) -> None:
    mine, touched, now = situation
    then = after(plan(mine, touched, now), now)
    kept = {str(keeper(name, mine)) for name in touched.images}
    for held in now.images:
        if held.reference not in touched.images | kept:
            assert then.image(held.reference) == held
    for each in now.containers:
        if each.label(LABEL) != mine.id:
            assert then.container(each.name) == each


@settings(max_examples=100, deadline=None)
@given(situations())
def test_a_plan_carried_out_loses_no_image_of_before(situation: tuple[Run, Touched, World]) -> None:
    mine, touched, now = situation
    then = after(plan(mine, touched, now), now)
    for name, (identity, _) in mine.baseline.images.items():
        held, kept, result = now.image(name), now.image(str(keeper(name, mine))), then.image(name)
        if (held is not None and held.id == identity) or (name in touched.images and kept is not None):
            assert result is not None
            assert result.id == identity


@settings(max_examples=100, deadline=None)
@given(situations())
def test_after_a_plan_there_is_nothing_left_to_do(situation: tuple[Run, Touched, World]) -> None:
    mine, touched, now = situation
    then = after(plan(mine, touched, now), now)
    again = [action for action in plan(mine, touched, then).actions if not _is_of_a_digest(action)]
    assert again == []


@settings(max_examples=100, deadline=None)
@given(situations())
def test_what_remains_after_a_plan_is_only_what_was_lost_before_it(situation: tuple[Run, Touched, World]) -> None:
    mine, touched, now = situation
    planned = plan(mine, touched, now)
    lost = {dict(message.args)["reference"] for message in planned.left if message.key == "session.left.image-lost"}
    volumes = {
        change.name for change in remains(mine, touched, now) if change.kind == "gone" and change.noun == "volume"
    }
    left = {change.name for change in remains(mine, touched, after(planned, now))}
    assert left - volumes <= lost


def _is_of_a_digest(action: act.Action) -> bool:
    return isinstance(action, act.ImageRemove) and all(each.digest is not None for each in action.references)


def test_a_volume_that_another_run_made_is_left_to_it() -> None:
    touched = Touched(volumes=frozenset({"data", "theirs"}))
    labels = (("data", LABEL, RUN_ID), ("theirs", LABEL, "another"))
    now = world(volumes=("data", "theirs"), volume_labels=labels)
    mine = run(id=RUN_ID)
    assert plan(mine, touched, now).actions == (act.VolumeRemove(("data",)),)
    assert [change.name for change in remains(mine, touched, now)] == ["data"]
