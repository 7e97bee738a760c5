"""Checks on what happens by itself: a push that builds, a webhook that deploys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lab.checks.registry import registry_unknown
from lab.checks.verdict import Verdict
from lab.language.message import say
from lab.memory import Memory
from lab.reference import Reference
from lab.world import REDEPLOYED, Image, Scope, World


@dataclass(frozen=True, slots=True)
class BuiltByPush:
    """What a registry serves is what the builder made of the newest commit that was pushed to it."""

    kind: ClassVar[str] = "built-by-push"
    path: str
    """Of the workspace: where the builder writes down what it does."""
    reference: str

    def scope(self) -> Scope:
        """Return the builder's file, the image and its registry."""
        wanted = Reference.parse(self.reference)
        return Scope((wanted,), (wanted.registry,), builders=(self.path,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the newest build succeeded, and its digest is the registry's."""
        expected = say("checks.built-by-push.expected", reference=self.reference)
        wanted = Reference.parse(self.reference)
        unknown = registry_unknown(self.kind, expected, world, wanted.registry)
        if unknown is not None:
            return unknown
        published = world.published(str(wanted))
        builds = [build for build in world.builds if build.file == self.path and build.reference == str(wanted)]
        push = say("checks.built-by-push.push")
        if not builds:
            found = (
                say("checks.built-by-push.none")
                if published is None
                else say("checks.built-by-push.by-hand", reference=self.reference)
            )
            return Verdict("not_yet", self.kind, expected, found, push)
        newest = builds[-1]
        if not newest.digest:
            found = say("checks.built-by-push.failed", commit=newest.commit[:12], trouble=newest.trouble)
            return Verdict("not_yet", self.kind, expected, found, say("checks.built-by-push.mend"))
        if published is None or published.digest != newest.digest:
            found = say("checks.built-by-push.another", reference=self.reference, commit=newest.commit[:12])
            return Verdict("not_yet", self.kind, expected, found, push)
        found = say("checks.built-by-push.built", commit=newest.commit[:12], digest=newest.digest)
        return Verdict("pass", self.kind, expected, found)


@dataclass(frozen=True, slots=True)
class Redeployed:
    """A webhook has made a container anew, and it runs what the engine has under the image's name."""

    kind: ClassVar[str] = "redeployed"
    name: str
    reference: str

    def scope(self) -> Scope:
        """Return the container, its image and the registry that has it."""
        wanted = Reference.parse(self.reference)
        return Scope((wanted,), (wanted.registry,), (self.name,))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the container carries the webhook's label and is of the newest image."""
        expected = say("checks.redeployed.expected", name=self.name, reference=self.reference)
        container = world.container(self.name)
        if container is None:
            found = say("checks.container-running.absent", name=self.name)
            first = say("checks.redeployed.first", name=self.name)
            return Verdict("not_yet", self.kind, expected, found, first, settling=self._was_there(memory))
        image = world.image(str(Reference.parse(self.reference)))
        newest = image is not None and container.image_id == image.id and self._is_served(image, world)
        push = say("checks.redeployed.push")
        if not newest:
            found = say("checks.redeployed.older", name=self.name, reference=self.reference)
            return Verdict("not_yet", self.kind, expected, found, push, settling=True)
        if container.label(REDEPLOYED) is None:
            return Verdict("not_yet", self.kind, expected, say("checks.redeployed.by-hand", name=self.name), push)
        if not container.running:
            found = say("checks.container-running.not-running", name=self.name, state=container.state)
            logs = say("checks.container-running.look-at-logs", name=self.name)
            return Verdict("not_yet", self.kind, expected, found, logs, settling=container.state == "created")
        return Verdict("pass", self.kind, expected, say("checks.redeployed.runs", name=self.name))

    def _is_served(self, image: Image, world: World) -> bool:
        """Tell whether the registry has the same under the name: what was pushed meanwhile is still on its way here."""
        published = world.published(str(Reference.parse(self.reference)))
        return published is None or any(each.endswith(f"@{published.digest}") for each in image.digests)

    def _was_there(self, memory: Memory) -> bool:
        """Tell whether it is being made anew: there is a moment without it."""
        return self.name in memory.containers
