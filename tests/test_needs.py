"""What an exercise needs before its first step is asked for before anything is done."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lab.content.model import NEEDS, Exercise
from lab.language.words import LANGUAGES, words
from lab.needs import IMAGE, image_folder, lack
from lab.surroundings import Surroundings
from lab.world import Image, World
from tests.fakes import FACTS

HERE = Surroundings("linux", False, (3, 11), True, "/home/me/registry-lab", True, 10**10, True, git=True)
PLAIN = Exercise("plain", "", "", (), 5, ("registry", "hello-world"))
NOTHING = World()


def lacks(
    needs: tuple[str, ...], facts: dict[str, Any], around: Surroundings | None = HERE, world: World = NOTHING
) -> str | None:
    found = lack(replace(PLAIN, needs=needs), replace(FACTS, **facts), world, around)
    return None if found is None else found.kind


@pytest.mark.parametrize(
    ("need", "facts", "kind"),
    [
        ("engine", {"kind": "practice"}, "needs-real-engine"),
        ("build", {"kind": "practice"}, "needs-real-engine"),
        ("swarm", {"kind": "practice"}, "needs-real-engine"),
        ("practice", {"kind": "docker"}, "needs-practice-engine"),
        ("swarm", {"kind": "podman"}, "needs-swarm"),
        ("swarm", {"rootless": True}, "needs-swarm"),
        ("swarm", {"swarm": ""}, "needs-swarm"),
        ("swarm", {"swarm": "active"}, "needs-swarm-of-ours"),
        ("swarm", {"swarm": "pending"}, "needs-swarm-of-ours"),
        ("bridge", {"kind": "docker-desktop"}, "needs-bridge"),
        ("bridge", {"bridge": "172.17.0.1", "rootless": True}, "needs-bridge"),
    ],
)
def test_an_engine_that_cannot_do_it_is_refused(need: str, facts: dict[str, Any], kind: str) -> None:
    assert lacks((need,), facts) == kind


@pytest.mark.parametrize(
    ("need", "facts"),
    [
        *[(need, {}) for need in NEEDS if need not in ("practice", "bridge")],
        ("bridge", {"bridge": "172.17.0.1"}),
        ("bridge", {"kind": "practice", "bridge": "172.17.0.1"}),
        ("practice", {"kind": "practice"}),
        ("git", {"kind": "practice"}),
        ("engine", {"kind": "podman", "swarm": ""}),
        ("engine", {"swarm": "active"}),
    ],
)
def test_an_engine_that_can_is_not(need: str, facts: dict[str, Any]) -> None:
    assert lacks((need,), facts) is None


def test_git_is_asked_for_only_where_it_is_needed() -> None:
    bare = replace(HERE, git=False)
    assert lacks(("git",), {}, bare) == "needs-git"
    assert lacks(("engine",), {}, bare) is None
    assert lacks(("git",), {}, None) is None


def test_a_disk_that_is_too_full_for_the_images_that_are_missing_is_refused() -> None:
    held = World(images=(Image("docker.io/library/registry:latest", "sha256:1"),))
    assert lacks((), {}, replace(HERE, engine_free=2 * IMAGE - 1)) == "needs-space"
    assert lacks((), {}, replace(HERE, engine_free=2 * IMAGE)) is None
    assert lacks((), {}, replace(HERE, engine_free=IMAGE), held) is None
    assert lacks((), {}, HERE) is None


@pytest.mark.parametrize(
    ("facts", "folder"),
    [
        ({}, "/var/lib/docker"),
        ({"kind": "podman"}, "/var/lib/docker"),
        ({"kind": "docker-desktop"}, None),
        ({"kind": "colima"}, None),
        ({"kind": "practice"}, None),
        ({"remote": True}, None),
        ({"root": ""}, None),
    ],
    ids=str,
)
def test_only_a_disk_of_this_machine_is_looked_at(facts: dict[str, Any], folder: str | None) -> None:
    assert image_folder(replace(FACTS, **{"root": "/var/lib/docker", **facts})) == folder


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_missing_and_what_to_do_are_one_line_each(lang: str) -> None:
    poor = replace(HERE, git=False, engine_free=1)
    every = [
        lack(replace(PLAIN, needs=(need,)), replace(FACTS, **facts), NOTHING, poor)
        for need in NEEDS
        for facts in ({}, {"kind": "practice"}, {"swarm": ""}, {"swarm": "active"})
    ]
    kinds = {found.kind for found in every if found is not None}
    assert len(kinds) == 7
    for found in every:
        assert found is not None
        for said in (words(lang).say(found.message), words(lang).say(found.hint)):
            assert "{" not in said
            assert "\n" not in said
            assert not said.startswith("session.")
