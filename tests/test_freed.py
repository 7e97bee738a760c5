"""How much a clean-up freed, as far as two Worlds tell."""

from __future__ import annotations

from lab.restore import freed
from tests.builders import FOLDER, OTHER_ID, OWN, container, image, store, stored, world


def test_an_image_counts_once_however_many_names_it_had() -> None:
    assert freed(world(image(size=100), image(OWN, size=100)), world(), ()) == 100


def test_an_image_that_keeps_a_name_or_stays_without_one_frees_nothing() -> None:
    before = world(image(size=100), image(OWN, size=100))
    assert freed(before, world(image(size=100)), ()) == 0
    assert freed(before, world(untagged=(image().id,)), ()) == 0


def test_the_files_of_a_removed_folder_count_and_those_of_others_do_not() -> None:
    before = world(container(), store(*stored()), image("docker.io/library/x:latest", id=OTHER_ID, size=7))
    assert freed(before, before, {FOLDER}) == 71 + 525
    assert freed(before, before, ()) == 0
