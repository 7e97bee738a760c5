"""What a run remembers of the Worlds it has seen."""

from __future__ import annotations

import json
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.checks.image import PulledBack
from lab.memory import NOTHING, Memory, from_data, remember, to_data
from lab.world import Scope, World
from tests.builders import (
    ADDRESS,
    DIGEST,
    HUB,
    LOCALHOST,
    OTHER_DIGEST,
    OWN,
    container,
    image,
    judged,
    published,
    registry,
    world,
)

BACK = PulledBack(f"{ADDRESS}/hello-world", "hello-world")
SCOPE = BACK.scope().joined(Scope(containers=("registry",)))
SILENT = registry(state="silent")


def after(*worlds: World) -> Memory:
    """What is remembered after Worlds, in this order."""
    return reduce(lambda memory, seen: remember(memory, seen, SCOPE), worlds, NOTHING)


def test_what_was_seen_once_is_remembered() -> None:
    memory = after(world(image(), container()), world())
    assert memory.images == {HUB}
    assert memory.containers == {"registry"}


def test_images_that_the_exercise_does_not_name_are_not_remembered() -> None:
    assert after(world(image("docker.io/acme/secret-project:1"), image())).images == {HUB}


def test_containers_of_the_learners_own_are_not_remembered() -> None:
    assert "acme-secret-project" not in json.dumps(
        to_data(after(world(container("acme-secret-project", image="nginx"))))
    )


def test_the_digest_that_was_pushed_is_remembered_when_the_registry_is_gone() -> None:
    memory = after(world(registry(published())), world(SILENT))
    assert memory.digest(OWN) == DIGEST
    assert memory.digest(HUB) is None


def test_an_image_leaves_when_it_was_here_then_published_then_absent() -> None:
    assert after(world(image(OWN)), world(image(OWN), registry(published())), world(registry(published()))).left == {
        OWN
    }


@pytest.mark.parametrize(
    "worlds",
    [
        (world(), world(registry(published()))),
        (world(image(OWN)), world()),
        (world(image(OWN), registry(published())),),
        (world(image(OWN)), world(image(OWN), registry(published()))),
    ],
    ids=["never here", "never published", "both at once", "still here"],
)
def test_an_image_that_is_not_known_to_have_left_has_not_left(worlds: tuple[World, ...]) -> None:
    assert after(*worlds).left == frozenset()


def test_an_image_may_leave_while_its_registry_is_down() -> None:
    assert after(world(image(OWN), registry(published())), world(SILENT)).left == {OWN}


def test_what_came_back_has_still_left() -> None:
    here = world(image(OWN), registry(published()))
    assert after(here, world(registry(published())), here).left == {OWN}


def test_a_new_push_under_the_name_starts_the_chain_again() -> None:
    here, gone = world(image(OWN), registry(published())), world(registry(published()))
    again = world(image(OWN), registry(published(digest=OTHER_DIGEST)))
    memory = after(here, gone, again)
    assert memory.left == frozenset()
    assert memory.digest(OWN) == OTHER_DIGEST


def test_the_same_push_again_is_not_a_new_one() -> None:
    here, gone = world(image(OWN), registry(published())), world(registry(published()))
    assert after(here, gone, here, here).left == {OWN}


@pytest.mark.parametrize("name", [OWN, LOCALHOST])
def test_the_whole_way_passes_under_either_name_of_this_machine(name: str) -> None:
    here = world(image(name), registry(published()))
    memory = after(world(image(), image(name)), here, world(registry(published())))
    verdict = judged(BACK, image(name), registry(published()), memory=memory)
    assert (verdict.outcome, verdict.found.key) == ("pass", "checks.pulled-back.same")


@pytest.mark.parametrize("name", [OWN, LOCALHOST])
def test_an_image_that_never_left_does_not_pass_under_either_name(name: str) -> None:
    memory = after(world(image(), image(name)), world(image(name), registry(published())))
    assert judged(BACK, image(name), registry(published()), memory=memory).outcome == "not_yet"


TEXTS = st.text(min_size=1, max_size=20)
MEMORIES = st.builds(
    Memory,
    images=st.frozensets(TEXTS),
    containers=st.frozensets(TEXTS),
    published=st.dictionaries(TEXTS, TEXTS).map(lambda each: tuple(sorted(each.items()))),
    left=st.frozensets(TEXTS),
)


@given(MEMORIES)
def test_a_memory_comes_back_from_json_as_it_was(memory: Memory) -> None:
    assert from_data(json.loads(json.dumps(to_data(memory)))) == memory


@given(MEMORIES)
def test_a_memory_is_always_written_the_same_way(memory: Memory) -> None:
    assert json.dumps(to_data(memory)) == json.dumps(to_data(from_data(to_data(memory))))


@given(MEMORIES)
def test_a_world_without_anything_makes_nothing_forgotten(memory: Memory) -> None:
    then = remember(memory, World(), SCOPE)
    assert then.images == memory.images
    assert then.containers == memory.containers
    assert then.published == memory.published
    assert then.left >= memory.left
