"""The right answers to questions about the learner's own engine, out of one World."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from lab.grading.keys import StateKey
from lab.language.message import say
from lab.quiz.truth import registries_logged, scope, truth, truths
from lab.world import Image, Published, Registry, Store, StoredFile, World
from lab.xray import Hit
from tests.builders import ADDRESS, DIGEST, LAYERS, LOCALHOST, OWN, image, published, registry, store, stored, world
from tests.quiz.quiz_builders import QUIZ, STATE

Asks = Literal["pushed-digest", "second-push-blobs", "stored-blobs", "layer-count", "repository-count"]


def asked(asks: Asks, seen: World, reference: str = f"{ADDRESS}/hello-world") -> str | None:
    return truth(StateKey(asks, reference), seen, {})


def test_the_pushed_digest_is_what_the_registry_serves() -> None:
    assert asked("pushed-digest", world(registry(published()))) == DIGEST


def test_localhost_and_the_loopback_address_are_one_place() -> None:
    assert asked("pushed-digest", world(registry(published())), "localhost:5000/hello-world") == DIGEST


@pytest.mark.parametrize(
    "seen",
    [world(), world(registry()), world(registry(published(flaw=say("checks.registry-holds.flaw"))))],
    ids=["no registry", "nothing pushed", "not whole"],
)
def test_what_was_not_pushed_whole_has_no_digest(seen: World) -> None:
    assert asked("pushed-digest", seen) is None


def test_layers_are_counted_in_the_engine() -> None:
    assert asked("layer-count", world(image(OWN))) == str(len(LAYERS))
    assert asked("layer-count", world(image(OWN, layers=None))) is None
    assert asked("layer-count", world()) is None


@pytest.mark.parametrize("reference", [ADDRESS, "localhost:5000", f"{ADDRESS}/hello-world", LOCALHOST])
def test_repositories_are_counted_in_the_catalog(reference: str) -> None:
    seen = world(registry(repositories=("hello-world", "team/web")))
    assert asked("repository-count", seen, reference) == "2"


def test_a_registry_that_does_not_answer_has_no_number_of_repositories() -> None:
    assert asked("repository-count", world(Registry(ADDRESS, "silent"))) is None


def test_stored_blobs_are_counted_by_their_place() -> None:
    other = "docker/registry/v2/blobs/sha256/2b/" + "2b" * 32 + "/data"
    files = (*stored(), StoredFile(other, 10), StoredFile("docker/registry/v2/blobs/notes.txt", 1))
    assert asked("stored-blobs", world(store(*files))) == "2"


def test_of_no_folder_two_folders_or_one_that_cannot_be_read_nobody_knows() -> None:
    assert asked("stored-blobs", world()) is None
    assert asked("stored-blobs", world(Store("/a", True), Store("/b", True))) is None
    assert asked("stored-blobs", world(Store("/a", False))) is None


def test_what_a_second_push_sent_is_in_the_registrys_log() -> None:
    first = (Hit("PUT", "/v2/hello-world/blobs/uploads/1", 201), Hit("PUT", "/v2/hello-world/manifests/latest", 201))
    again = (Hit("HEAD", "/v2/hello-world/blobs/sha256:1", 200), Hit("PUT", "/v2/hello-world/manifests/v2", 201))
    key = StateKey("second-push-blobs", LOCALHOST)
    assert truth(key, world(), {ADDRESS: (*first, *again)}) == "0"
    assert truth(key, world(), {ADDRESS: first}) is None
    assert truth(key, world(image(OWN), registry(published()), store(*stored())), {}) is None


def test_only_logs_of_registries_that_are_asked_about_are_read() -> None:
    keys = [StateKey("second-push-blobs", LOCALHOST), StateKey("pushed-digest", "127.0.0.1:7000/a")]
    questions = [replace(STATE, id=key.asks, key=key) for key in keys]
    assert registries_logged([*QUIZ.questions, *questions]) == {ADDRESS}


def test_only_what_is_asked_about_is_looked_at() -> None:
    keys: list[tuple[Asks, str]] = [
        ("pushed-digest", f"{ADDRESS}/hello-world"),
        ("layer-count", "hello-world"),
        ("stored-blobs", ADDRESS),
    ]
    questions = [replace(STATE, id=asks, key=StateKey(asks, reference)) for asks, reference in keys]
    found = scope([*QUIZ.questions[:-1], *questions])
    assert found.registries == (ADDRESS,)
    assert [str(each) for each in found.references] == [OWN, "docker.io/library/hello-world:latest"]


def test_a_catalog_is_read_only_where_something_is_missing_so_something_is_asked_for_that_nobody_has() -> None:
    found = scope([replace(STATE, key=StateKey("repository-count", ADDRESS))])
    assert found.registries == (ADDRESS,)
    assert [each.registry for each in found.of_registry(ADDRESS)] == [ADDRESS]


def test_only_known_truths_are_told() -> None:
    unknown = replace(STATE, id="unknown", key=StateKey("second-push-blobs", ADDRESS))
    seen = World(
        images=(Image(OWN, "id", LAYERS),),
        registries=(Registry(ADDRESS, "serving", published=(Published(OWN, DIGEST),)),),
    )
    assert truths([*QUIZ.questions, unknown], seen, {}) == {"digest": "2"}
