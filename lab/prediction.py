"""What a learner thinks a step will change, held against what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from lab.world import Change, ChangeKind, Noun

Effect = Literal[
    "image-name-appears",
    "image-name-goes",
    "container-appears",
    "container-goes",
    "registry-gets",
    "registry-loses",
    "files-appear",
    "nothing",
]
"""The kinds of change that there are, as far as a learner can tell them apart before a step is done."""

EFFECTS: tuple[Effect, ...] = get_args(Effect)

_OF_CHANGE: Mapping[tuple[Noun, ChangeKind], Effect] = {
    ("image", "appeared"): "image-name-appears",
    ("image", "changed"): "image-name-appears",
    ("image", "gone"): "image-name-goes",
    ("container", "appeared"): "container-appears",
    ("container", "gone"): "container-goes",
    ("published", "appeared"): "registry-gets",
    ("published", "changed"): "registry-gets",
    ("published", "gone"): "registry-loses",
    ("file", "appeared"): "files-appear",
}


@dataclass(frozen=True, slots=True)
class Prediction:
    """What was expected, and what came."""

    expected: frozenset[Effect]
    real: frozenset[Effect]

    @property
    def right(self) -> bool:
        """Whether nothing was missed and nothing was expected in vain."""
        return self.expected == self.real


def effects(changes: Iterable[Change]) -> frozenset[Effect]:
    """Return the kinds of change among changes; `nothing` where none is of a kind that one can predict."""
    found = frozenset(
        effect for change in changes if (effect := _OF_CHANGE.get((change.noun, change.kind))) is not None
    )
    return found or frozenset({"nothing"})
