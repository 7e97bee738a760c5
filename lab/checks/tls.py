"""Checks on certificates, on who trusts them, and on logins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lab.checks.verdict import Verdict
from lab.handshake import Fault, Handshake
from lab.language.message import Message, say
from lab.memory import Memory
from lab.world import Scope, World


@dataclass(frozen=True, slots=True)
class TlsTrusted:
    """A strict client that trusts this authority, and no other, finds nothing wrong with the certificate at this address."""

    kind: ClassVar[str] = "tls-trusted"
    registry: str
    authority: str
    """File of the workspace: the authority's certificate."""

    def scope(self) -> Scope:
        """Return the handshake to make."""
        return Scope(handshakes=((self.registry, self.authority),))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the lab's own handshake succeeds."""
        expected = say("checks.tls-trusted.expected", registry=self.registry, authority=self.authority)
        shake = world.handshake(self.registry, self.authority)
        unseen = _unseen(self.kind, expected, shake, world, self.registry)
        if unseen is not None:
            return unseen
        assert shake is not None, "what was not made is unseen"
        if shake.state == "trusted":
            return Verdict("pass", self.kind, expected, _shown(shake))
        return Verdict("not_yet", self.kind, expected, _refused(shake), _repair(shake, self.registry))


@dataclass(frozen=True, slots=True)
class TlsFault:
    """The certificate at this address has just this fault, whatever else is wrong with it."""

    kind: ClassVar[str] = "tls-fault"
    registry: str
    authority: str
    fault: Fault

    def scope(self) -> Scope:
        """Return the handshake to make."""
        return Scope(handshakes=((self.registry, self.authority),))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the lab's own handshake fails because of it."""
        expected = say("checks.tls-fault.expected", registry=self.registry, fault=_fault_named(self.fault))
        shake = world.handshake(self.registry, self.authority)
        unseen = _unseen(self.kind, expected, shake, world, self.registry)
        if unseen is not None:
            return unseen
        assert shake is not None, "what was not made is unseen"
        if self.fault in shake.faults:
            return Verdict("pass", self.kind, expected, _refused(shake))
        found = _refused(shake) if shake.faults else _shown(shake)
        return Verdict("not_yet", self.kind, expected, found, say("checks.tls-fault.again"))


@dataclass(frozen=True, slots=True)
class AuthorityTold:
    """The engine was told to trust this authority for this registry; where the engine is not the lab's, it need not be."""

    kind: ClassVar[str] = "authority-told"
    registry: str
    authority: str

    def scope(self) -> Scope:
        """Return the file of the authority, and its handshake, which proves as much where the engine cannot be told."""
        return Scope(files=(self.authority,), handshakes=((self.registry, self.authority),))

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the engine's `certs.d` holds just this certificate for just this registry."""
        expected = say("checks.authority-told.expected", registry=self.registry, authority=self.authority)
        if world.authorities is None:
            return self._by_handshake(world, expected)
        told = dict(world.authorities).get(self.registry)
        tell = say("checks.authority-told.tell", registry=self.registry)
        if told is None:
            others = tuple(registry for registry, _ in world.authorities)
            found = say("checks.authority-told.others", others=others) if others else say("checks.authority-told.none")
            return Verdict("not_yet", self.kind, expected, found, tell)
        kept = world.file(self.authority)
        if kept is None or kept.digest != told:
            return Verdict("not_yet", self.kind, expected, say("checks.authority-told.another"), tell)
        return Verdict("pass", self.kind, expected, say("checks.authority-told.told", registry=self.registry))

    def _by_handshake(self, world: World, expected: Message) -> Verdict:
        shake = world.handshake(self.registry, self.authority)
        unseen = _unseen(self.kind, expected, shake, world, self.registry)
        if unseen is not None:
            return unseen
        assert shake is not None, "what was not made is unseen"
        if shake.state == "trusted":
            return Verdict("pass", self.kind, expected, say("checks.authority-told.yours"))
        return Verdict("not_yet", self.kind, expected, _refused(shake), _repair(shake, self.registry))


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """This run is logged in to this registry, under this name."""

    kind: ClassVar[str] = "logged-in"
    registry: str
    user: str

    def scope(self) -> Scope:
        """Return nothing: logins are always looked at."""
        return Scope()

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Pass where the run's own configuration has the login; the registry accepted it, or it would not be kept."""
        expected = say("checks.logged-in.expected", registry=self.registry, user=self.user)
        user = dict(world.logins).get(self.registry)
        if user == self.user:
            return Verdict("pass", self.kind, expected, say("checks.logged-in.is", user=user))
        log_in = say("checks.logged-in.log-in", registry=self.registry, user=self.user)
        if user is not None:
            return Verdict("not_yet", self.kind, expected, say("checks.logged-in.other", user=user), log_in)
        others = tuple(registry for registry, _ in world.logins)
        found = say("checks.logged-in.elsewhere", others=others) if others else say("checks.logged-in.nowhere")
        return Verdict("not_yet", self.kind, expected, found, log_in)


def _unseen(kind: str, expected: Message, shake: Handshake | None, world: World, address: str) -> Verdict | None:
    """Return the verdict where no certificate was shown."""
    if shake is None or shake.state == "unknown":
        found = say("checks.registry.unknown-because", registry=address, detail=shake.detail if shake else "–")
        return Verdict("cannot_tell", kind, expected, found, say("checks.registry.ask-again"))
    if shake.state == "plain":
        found = say("checks.tls.plain", registry=address)
        return Verdict("not_yet", kind, expected, found, say("checks.tls.serve"))
    if shake.state == "silent":
        container = world.container_behind(address)
        starting = container is not None and container.running
        next_ = say("checks.tls.logs", name=container.name) if container is not None else say("checks.tls.serve")
        found = say("checks.registry-holds.silent", registry=address)
        return Verdict("not_yet", kind, expected, found, next_, settling=starting)
    return None


def _shown(shake: Handshake) -> Message:
    return say(
        "checks.tls.shown",
        names=shake.names,
        begins=shake.begins,
        ends=shake.ends,
        issuer=shake.issuer,
    )


def _refused(shake: Handshake) -> Message:
    return say("checks.tls.refused", faults=tuple(_fault(fault, shake) for fault in shake.faults))


def _fault(fault: Fault, shake: Handshake) -> Message:
    """Say what is wrong, with what was seen of it."""
    host = shake.address.rpartition(":")[0]
    return {
        "expired": say("checks.tls.expired", ends=shake.ends),
        "early": say("checks.tls.early", begins=shake.begins),
        "no-names": say("checks.tls.no-names", subject=shake.subject),
        "wrong-name": say("checks.tls.wrong-name", names=shake.names, host=host),
        "authority": say("checks.tls.authority", issuer=shake.issuer),
        "other": say("checks.tls.other", detail=shake.detail),
    }[fault]


def _fault_named(fault: Fault) -> Message:
    named: dict[Fault, Message] = {
        "expired": say("checks.tls-fault.expired"),
        "no-names": say("checks.tls-fault.no-names"),
        "wrong-name": say("checks.tls-fault.wrong-name"),
        "authority": say("checks.tls-fault.authority"),
    }
    return named.get(fault, say("checks.tls-fault.any"))


def _repair(shake: Handshake, address: str) -> Message:
    host = address.rpartition(":")[0]
    repairs: dict[Fault, Message] = {
        "expired": say("checks.tls.renew"),
        "no-names": say("checks.tls.name", host=host),
        "wrong-name": say("checks.tls.name", host=host),
        "authority": say("checks.tls.sign", authority=shake.authority),
    }
    return repairs.get(shake.faults[0] if shake.faults else "other", say("checks.tls.look"))
