"""Checks on what a registry told its listeners."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from lab.checks.registry import registry_unknown
from lab.checks.verdict import Verdict
from lab.language.message import Message, say
from lab.memory import Memory
from lab.reference import Reference
from lab.world import Delivery, Scope, World

ENDPOINTS = "REGISTRY_NOTIFICATIONS_ENDPOINTS"
"""The variable that a registry's webhooks stand in (distribution, "Configuring a registry")."""


@dataclass(frozen=True, slots=True)
class WebhookReceived:
    """A listener was told that this image was pushed."""

    kind: ClassVar[str] = "webhook-received"
    path: str
    """Of the workspace: where the listener writes down what it receives."""
    reference: str
    name: str
    """Of the registry's container."""
    url: str
    """Where the listener is, as the registry's container sees it."""
    actor: str = ""
    """The account that must have pushed; "" for any, or for none."""
    listener: str = ""
    """Name of the listener's container; "" where the listener is the lab's own."""

    def scope(self) -> Scope:
        """Return the listener's file, the image, its registry and the registry's webhooks."""
        wanted = Reference.parse(self.reference)
        return Scope(
            (wanted,), (wanted.registry,), (self.name,), settings=((self.name, ENDPOINTS),), listeners=(self.path,)
        )

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where a request for such a push has been written down, whenever it came."""
        expected = say("checks.webhook-received.expected", reference=self.reference, path=self.path)
        about = _about(world, self.path, self.reference)
        pushed_by = next((each for each in about if self.actor in ("", each.actor)), None)
        if pushed_by is not None:
            found = say("checks.webhook-received.told", digest=pushed_by.digest, actor=pushed_by.actor or "-")
            return Verdict("pass", self.kind, expected, found)
        if about:
            found = say("checks.webhook-received.other-actor", actor=about[-1].actor or "-", wanted=self.actor)
            log_in = say("checks.webhook-received.log-in", wanted=self.actor)
            return Verdict("not_yet", self.kind, expected, found, log_in)
        return self._not_told(world, expected)

    def _not_told(self, world: World, expected: Message) -> Verdict:
        container = world.container(self.name)
        make = say("checks.webhook-received.make", variable=ENDPOINTS, url=self.url)
        if container is None:
            found = say("checks.container-running.absent", name=self.name)
            return Verdict("not_yet", self.kind, expected, found, make)
        value = dict(container.settings).get(ENDPOINTS)
        if value is None:
            found = say("checks.webhook-received.no-webhook", name=self.name, variable=ENDPOINTS)
            return Verdict("not_yet", self.kind, expected, found, make)
        if self.url not in value:
            found = say("checks.webhook-received.other-url", name=self.name, value=value, url=self.url)
            return Verdict("not_yet", self.kind, expected, found, make)
        wanted = Reference.parse(self.reference)
        unknown = registry_unknown(self.kind, expected, world, wanted.registry)
        if unknown is not None:
            return replace(unknown, settling=unknown.outcome == "not_yet" and container.running)
        if world.published(str(wanted)) is None:
            others = tuple(dict.fromkeys(each.reference for each in world.told(self.path)))
            push = say("checks.registry-holds.push", reference=self.reference)
            found = (
                say("checks.webhook-received.others", path=self.path, others=others)
                if others
                else say("checks.webhook-received.nothing", path=self.path)
            )
            return Verdict("not_yet", self.kind, expected, found, push)
        found = say("checks.webhook-received.on-its-way", path=self.path)
        reach = say("checks.webhook-received.reach", url=self.url)
        settling = container.running and self._listens(world)
        return Verdict("not_yet", self.kind, expected, found, reach, settling=settling)

    def _listens(self, world: World) -> bool:
        listener = world.container(self.listener)
        return not self.listener or (listener is not None and listener.running)


@dataclass(frozen=True, slots=True)
class WebhookMissing:
    """A listener has not been told of a push that another one was told of."""

    kind: ClassVar[str] = "webhook-missing"
    path: str
    """Of the workspace: where the listener writes down what it receives."""
    reference: str
    other_path: str
    """Where the other one does."""

    def scope(self) -> Scope:
        """Return both files."""
        return Scope(listeners=(self.path, self.other_path))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where only the other one has it: nothing was lost on the way, somebody was not at home."""
        expected = say("checks.webhook-missing.expected", reference=self.reference, path=self.path)
        if _about(world, self.path, self.reference):
            found = say("checks.webhook-missing.told", path=self.path, reference=self.reference)
            return Verdict("not_yet", self.kind, expected, found, say("checks.webhook-missing.stop"))
        if not _about(world, self.other_path, self.reference):
            found = say("checks.webhook-missing.neither", reference=self.reference)
            push = say("checks.registry-holds.push", reference=self.reference)
            return Verdict("not_yet", self.kind, expected, found, push)
        found = say("checks.webhook-missing.missing", path=self.path, other=self.other_path)
        return Verdict("pass", self.kind, expected, found)


def _about(world: World, path: str, reference: str) -> tuple[Delivery, ...]:
    wanted = str(Reference.parse(reference))
    return tuple(each for each in world.told(path) if each.reference == wanted)
