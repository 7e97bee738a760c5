"""The World: finding things in it, what a read has to cover, and the difference of two."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.reference import Reference
from lab.world import Change, Image, Scope, StoredFile, World, changes
from tests.builders import (
    ADDRESS,
    DIGEST,
    FOLDER,
    HUB,
    ID,
    OTHER_DIGEST,
    OTHER_ID,
    OWN,
    container,
    image,
    published,
    registry,
    store,
    stored,
    world,
)

FULL = world(
    image(),
    container(),
    registry(published()),
    store(*stored()),
    volumes=("data",),
    networks=("bridge",),
    untagged=(OTHER_ID,),
)


def test_things_are_found_by_their_exact_name() -> None:
    assert FULL.image(HUB) == image()
    assert FULL.container("registry") == container()
    assert FULL.registry(ADDRESS) == registry(published())
    assert FULL.published(OWN) == published()
    assert FULL.store(FOLDER) == store(*stored())


@pytest.mark.parametrize("name", ["", "regist", "registry-2", "hello-world", "REGISTRY"])
def test_nothing_is_found_by_a_name_that_is_not_exact(name: str) -> None:
    found = (FULL.image(name), FULL.container(name), FULL.registry(name), FULL.published(name), FULL.store(name))
    assert found == (None,) * 5


def test_a_label_is_found_by_name() -> None:
    labelled = container(labels=(("a", "1"), ("b", "")))
    assert [labelled.label(name) for name in ("a", "b", "c")] == ["1", "", None]


@pytest.mark.parametrize("state", ["created", "paused", "restarting", "exited", "dead", ""])
def test_only_a_running_container_runs(state: str) -> None:
    assert container().running
    assert not container(state=state).running


def test_a_world_does_not_differ_from_itself() -> None:
    assert changes(FULL, FULL) == ()
    assert changes(World(), World()) == ()


def test_everything_in_a_world_appears_and_goes() -> None:
    nouns = ["image", "untagged", "container", "volume", "network", "registry", "published", "file", "file"]
    assert [(change.kind, change.noun) for change in changes(World(), FULL)] == [("appeared", noun) for noun in nouns]
    assert [(change.kind, change.noun) for change in changes(FULL, World())] == [("gone", noun) for noun in nouns]


@pytest.mark.parametrize(
    ("after", "change"),
    [
        (world(image(id=OTHER_ID)), Change("changed", "image", HUB, ID, OTHER_ID)),
        (world(image(), container(state="exited")), Change("appeared", "container", "registry", "", "exited")),
        (world(), Change("gone", "image", HUB, ID)),
        (world(image(), volumes=("v",)), Change("appeared", "volume", "v")),
    ],
)
def test_a_change_says_what_was_and_what_is(after: World, change: Change) -> None:
    assert changes(world(image()), after) == (change,)


def test_a_container_that_stops_has_changed() -> None:
    stopped = world(container(state="exited"))
    assert changes(world(container()), stopped) == (Change("changed", "container", "registry", "running", "exited"),)


def test_a_tag_that_moves_has_changed() -> None:
    moved = world(registry(published(digest=OTHER_DIGEST)))
    assert changes(world(registry(published())), moved) == (Change("changed", "published", OWN, DIGEST, OTHER_DIGEST),)


NAMES = st.lists(
    st.sampled_from([HUB, OWN, "docker.io/library/alpine:latest", "docker.io/library/redis:7"]), unique=True
)
IMAGES = NAMES.flatmap(
    lambda names: st.tuples(*(st.builds(Image, st.just(n), st.sampled_from([ID, OTHER_ID])) for n in names))
)
WORLDS = st.builds(
    World,
    images=IMAGES,
    volumes=st.lists(st.sampled_from("abc"), unique=True).map(tuple),
    networks=st.lists(st.sampled_from("xyz"), unique=True).map(tuple),
)


@given(WORLDS, WORLDS)
def test_a_difference_undone_is_the_difference_the_other_way(one: World, other: World) -> None:
    opposite = {"appeared": "gone", "gone": "appeared", "changed": "changed"}
    turned = {replace(c, kind=opposite[c.kind], before=c.after, after=c.before) for c in changes(one, other)}
    assert turned == set(changes(other, one))


@given(WORLDS)
def test_the_order_of_things_is_no_difference(one: World) -> None:
    assert changes(one, replace(one, images=one.images[::-1], volumes=one.volumes[::-1])) == ()


# --- scope ---------------------------------------------------------------------------------------------------------------

HELLO, MINE = Reference.parse(HUB), Reference.parse(OWN)


def test_scopes_together_cover_both_once() -> None:
    one = Scope((HELLO, MINE), (ADDRESS,), ("registry",), "/w", 5.0)
    other = Scope((MINE,), (ADDRESS, "127.0.0.1:5001"))
    assert one.joined(other) == Scope((HELLO, MINE), (ADDRESS, "127.0.0.1:5001"), ("registry",), "/w", 5.0)
    assert other.joined(one).workspace == "/w"


@pytest.mark.parametrize("since", [0.0, 7.5])
def test_a_moment_is_kept_when_scopes_are_joined_even_the_first_of_all(since: float) -> None:
    assert Scope(since=since).joined(Scope(since=99.0)).since == since
    assert Scope().joined(Scope(since=since)).since == since


def test_a_scope_knows_which_references_live_in_a_registry() -> None:
    scope = Scope((HELLO, MINE))
    assert scope.of_registry(ADDRESS) == (MINE,)
    assert scope.of_registry("docker.io") == (HELLO,)
    assert scope.of_registry("localhost:5000") == ()


def test_scopes_of_two_checks_ask_for_the_settings_and_files_of_both() -> None:
    one = Scope(settings=(("registry", "A"),), files=("m.json",))
    other = Scope(settings=(("registry", "A"), ("registry", "B")), files=("m.json", "c.json"))
    assert one.joined(other).settings == (("registry", "A"), ("registry", "B"))
    assert one.joined(other).files == ("m.json", "c.json")


def test_a_file_of_the_workspace_that_comes_or_gets_other_bytes_is_a_change() -> None:
    empty, first, second = (
        world(files=files) for files in ((), (StoredFile("m.json", 2, "a"),), (StoredFile("m.json", 2, "b"),))
    )
    assert [(each.kind, each.name) for each in changes(empty, first)] == [("appeared", "m.json")]
    assert [(each.kind, each.before, each.after) for each in changes(first, second)] == [("changed", "a", "b")]
