"""What was there before the lab, whatever other runs of it are at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lab.baseline import baseline_of
from lab.keeping import keeper, kept_for
from lab.ledger import Baseline
from tests.builders import HUB, ID, OTHER_ID, OWN, container, image, run, world

KEPT = str(keeper(HUB, replace(run(), id="ffffffff")))
"""The name under which somebody else's run keeps the user's hello-world."""
DIGESTS = ("docker.io/library/hello-world@sha256:1",)


def test_the_baseline_of_a_world_is_everything_in_it() -> None:
    seen = world(image(digests=("x@sha256:1",)), image(OWN, id=OTHER_ID), container(), volumes=("v",), networks=("n",))
    assert baseline_of(seen) == Baseline(
        {HUB: (ID, ("x@sha256:1",)), OWN: (OTHER_ID, ())},
        {"registry": "id-of-registry"},
        frozenset({"v"}),
        frozenset({"n"}),
    )


def test_an_image_that_another_run_keeps_aside_is_there_under_its_own_name() -> None:
    assert baseline_of(world(image(KEPT, digests=DIGESTS))).images == {HUB: (ID, DIGESTS)}


def test_what_has_its_name_meanwhile_is_not_what_was_there() -> None:
    assert baseline_of(world(image(HUB, id=OTHER_ID), image(KEPT))).images == {HUB: (ID, ())}


@pytest.mark.parametrize(
    "reference", [HUB, OWN, "127.0.0.1:5000/web:kept-by-registry-lab", f"{HUB}@sha256:{'d1' * 32}"]
)
def test_no_other_name_is_a_keepers(reference: str) -> None:
    assert kept_for(reference) is None


@pytest.mark.parametrize("reference", [HUB, OWN, "docker.io/library/a:kept-by-registry-lab-x"])
def test_every_name_of_a_keeper_tells_for_what_it_is_kept(reference: str) -> None:
    assert kept_for(str(keeper(reference, run()))) == reference
