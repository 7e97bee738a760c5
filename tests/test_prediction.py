"""What a learner expects of a step, held against what it changed."""

from __future__ import annotations

import pytest

from lab.prediction import EFFECTS, Effect, Prediction, effects
from lab.world import Change


@pytest.mark.parametrize(
    ("change", "effect"),
    [
        (Change("appeared", "image", "hello-world:latest"), "image-name-appears"),
        (Change("changed", "image", "hello-world:latest"), "image-name-appears"),
        (Change("gone", "image", "hello-world:latest"), "image-name-goes"),
        (Change("appeared", "container", "registry"), "container-appears"),
        (Change("gone", "container", "registry"), "container-goes"),
        (Change("appeared", "published", "127.0.0.1:5000/hello-world:latest"), "registry-gets"),
        (Change("gone", "published", "127.0.0.1:5000/hello-world:latest"), "registry-loses"),
        (Change("appeared", "file", "/w/registry-data/x"), "files-appear"),
        (Change("appeared", "volume", "a" * 64), "nothing"),
    ],
    ids=str,
)
def test_a_change_has_the_effect_a_learner_would_name(change: Change, effect: Effect) -> None:
    assert effects([change]) == {effect}


def test_no_change_is_nothing_and_nothing_stands_alone() -> None:
    assert effects([]) == {"nothing"}
    assert "nothing" not in effects([Change("gone", "image", "x"), Change("gone", "volume", "y")])


def test_a_prediction_is_right_only_as_a_whole() -> None:
    real = frozenset[Effect]({"image-name-appears"})
    assert Prediction(real, real).right
    assert not Prediction(frozenset(EFFECTS), real).right
    assert not Prediction(frozenset(), real).right
