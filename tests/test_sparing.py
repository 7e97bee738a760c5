"""An image of the run's that would lose its last name is given another, and only where it would."""

from __future__ import annotations

import pytest

from lab.docker_cli import actions as act
from lab.keeping import sparing
from lab.reference import Reference
from lab.world import World
from tests.builders import HUB, ID, OTHER_ID, OWN, image, run, world

TAG = act.ImageTag(Reference.parse(OWN), Reference.parse("hello-world"))


def test_a_tag_that_moves_to_another_image_leaves_the_old_one_a_name() -> None:
    found = list(sparing(TAG, world(image(HUB), image(OWN, id=OTHER_ID)), run()))
    assert [(str(tag.source), tag.target.tag) for tag in found] == [(HUB, f"before-{ID.rpartition(':')[2][:8]}")]


@pytest.mark.parametrize(
    ("title", "before"),
    [
        ("the tag is new", world(image(OWN))),
        ("it is the same image already", world(image(HUB), image(OWN))),
        ("there is nothing to tag, and the engine will refuse", world(image(HUB))),
        ("it has another name", world(image(HUB), image("docker.io/library/x:latest"), image(OWN, id=OTHER_ID))),
    ],
)
def test_nothing_is_named_where_nothing_would_lose_its_last_name(title: str, before: World) -> None:
    assert list(sparing(TAG, before, run())) == [], title


def test_an_image_of_the_users_is_kept_another_way() -> None:
    held = world(image(HUB), image(OWN, id=OTHER_ID))
    assert list(sparing(TAG, held, run(world(image(HUB))))) == []
