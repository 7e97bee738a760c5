"""Checks on names that lead to registries of others, where the lab sends nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from lab.checks.place import find_image
from lab.checks.verdict import Verdict
from lab.language.message import Message, say
from lab.memory import Memory
from lab.reference import DOCKER_HUB, Reference
from lab.world import Image, Scope, World


@dataclass(frozen=True, slots=True)
class NamedFor:
    """An image has a name that leads to one registry and, there, has as many parts as that registry asks for."""

    kind: ClassVar[str] = "named-for"
    registry: str
    """Its host; `*` stands for what differs from customer to customer, as in `*.azurecr.io`."""
    like: str
    """What the repository looks like, with `*` for each part that is the learner's to choose: `*/*`; `**` is any path."""
    as_: str
    """The image that must be called so."""

    def scope(self) -> Scope:
        """Return the image; the names of others are in every list, and how they are made of layers is asked by name."""
        return Scope(references=(Reference.parse(self.as_),))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where one of the image's names fits; IDs are compared within one World, where they mean one thing."""
        expected = say("checks.named-for.expected", source=self.as_, registry=self.registry, like=self.like)
        source = find_image(world, Reference.parse(self.as_))
        if source is None:
            found = say("checks.same-image.no-source", source=self.as_)
            return Verdict("not_yet", self.kind, expected, found, say("checks.image-present.pull", reference=self.as_))
        names = [Reference.parse(each.reference) for each in _names(world, source)]
        there = [each for each in names if _like(each.registry, self.registry)]
        right = next((each for each in there if _fits(each.repository, self.like)), None)
        if right is not None:
            found = say("checks.named-for.named", reference=str(right), registry=right.registry, path=right.repository)
            return Verdict("pass", self.kind, expected, found)
        tag = say("checks.named-for.tag", registry=self.registry, like=self.like)
        return Verdict("not_yet", self.kind, expected, self._nearest(there, names), tag)

    def _nearest(self, there: list[Reference], names: list[Reference]) -> Message:
        """Tell what is nearest to right: a path of another length, or a host that was taken for a part of a path."""
        if there:
            parts = len(there[0].repository.split("/"))
            return say("checks.named-for.other-path", reference=str(there[0]), path=there[0].repository, parts=parts)
        first = self.registry.removeprefix("*.").split(".")[0]
        lost = next((each for each in names if each.registry == DOCKER_HUB and first in each.repository), None)
        if lost is not None:
            return say("checks.named-for.on-hub", reference=str(lost))
        elsewhere = tuple(str(each) for each in names if each.registry != DOCKER_HUB)
        if elsewhere:
            return say("checks.named-for.elsewhere", names=elsewhere, source=self.as_)
        return say("checks.named-for.nothing", source=self.as_)


def _names(world: World, source: Image) -> list[Image]:
    return [each for each in world.images if each.id == source.id and "@" not in each.reference]


def _fits(path: str, wanted: str) -> bool:
    """Compare part by part: `*` is one part of a path, not several; `**` alone is any path."""
    if wanted == "**":
        return True
    parts, patterns = path.split("/"), wanted.split("/")
    return len(parts) == len(patterns) and all(map(_like, parts, patterns))


def _like(text: str, pattern: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text) is not None
