"""Checks on certificates, on who trusts them and on logins: every branch, in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lab.checks import Check, Outcome
from lab.checks.tls import AuthorityTold, LoggedIn, TlsFault, TlsTrusted
from lab.handshake import Handshake
from lab.language.words import words
from lab.world import Port, StoredFile
from tests.builders import DIGEST, OTHER_DIGEST, container, judged
from tests.checks.judging import assert_says_what_it_saw

AT, CA = "172.17.0.1:5001", "ca.crt"
TRUSTED = Handshake(AT, CA, "trusted", (), ("172.17.0.1",), "registry", "Lab CA", "2026-11-27", "2027-02-26")
EXPIRED = replace(TRUSTED, state="refused", faults=("expired", "authority"), ends="2026-11-27")
NAMELESS = replace(TRUSTED, state="refused", faults=("no-names",), names=(), subject="172.17.0.1")
STRANGE = replace(TRUSTED, state="refused", faults=("wrong-name", "authority"), names=("a.example",), issuer="Other")
EARLY = replace(TRUSTED, state="refused", faults=("early",))
ODD = replace(TRUSTED, state="refused", faults=("other",), detail="no key usage")
PLAIN = Handshake(AT, CA, "plain", detail="wrong version number")
SILENT = Handshake(AT, CA, "silent")
UNKNOWN = Handshake(AT, CA, "unknown", detail="timed out")

GOOD = TlsTrusted(AT, CA)
BAD = TlsFault(AT, CA, "no-names")
TOLD = AuthorityTold(AT, CA)
IN = LoggedIn(AT, "student")

KEPT = (StoredFile(CA, 600, DIGEST),)
OURS: dict[str, Any] = {"files": KEPT, "authorities": ((AT, DIGEST),)}


def shown(*handshakes: Handshake, **others: Any) -> dict[str, Any]:
    return {"handshakes": handshakes, **others}


CASES: list[tuple[Check, dict[str, Any], Outcome, str]] = [
    (GOOD, shown(TRUSTED), "pass", "tls.shown"),
    (GOOD, shown(EXPIRED), "not_yet", "tls.refused"),
    (GOOD, shown(ODD), "not_yet", "tls.refused"),
    (GOOD, shown(PLAIN), "not_yet", "tls.plain"),
    (GOOD, shown(SILENT), "not_yet", "registry-holds.silent"),
    (GOOD, shown(UNKNOWN), "cannot_tell", "registry.unknown-because"),
    (GOOD, shown(), "cannot_tell", "registry.unknown-because"),
    (GOOD, shown(replace(TRUSTED, authority="other-ca.crt")), "cannot_tell", "registry.unknown-because"),
    (BAD, shown(NAMELESS), "pass", "tls.refused"),
    (BAD, shown(EXPIRED), "not_yet", "tls.refused"),
    (BAD, shown(TRUSTED), "not_yet", "tls.shown"),
    (BAD, shown(PLAIN), "not_yet", "tls.plain"),
    (BAD, shown(UNKNOWN), "cannot_tell", "registry.unknown-because"),
    (TOLD, OURS, "pass", "authority-told.told"),
    (TOLD, {**OURS, "authorities": ()}, "not_yet", "authority-told.none"),
    (TOLD, {**OURS, "authorities": (("172.17.0.1:5002", DIGEST),)}, "not_yet", "authority-told.others"),
    (TOLD, {**OURS, "authorities": ((AT, OTHER_DIGEST),)}, "not_yet", "authority-told.another"),
    (TOLD, {**OURS, "files": ()}, "not_yet", "authority-told.another"),
    (TOLD, shown(TRUSTED), "pass", "authority-told.yours"),
    (TOLD, shown(EXPIRED), "not_yet", "tls.refused"),
    (TOLD, shown(UNKNOWN), "cannot_tell", "registry.unknown-because"),
    (IN, {"logins": ((AT, "student"),)}, "pass", "logged-in.is"),
    (IN, {"logins": ((AT, "teacher"),)}, "not_yet", "logged-in.other"),
    (IN, {"logins": (("127.0.0.1:5000", "student"),)}, "not_yet", "logged-in.elsewhere"),
    (IN, {}, "not_yet", "logged-in.nowhere"),
]


@pytest.mark.parametrize(("check", "given", "outcome", "found"), CASES)
def test_a_check_says_what_it_saw(check: Check, given: dict[str, Any], outcome: Outcome, found: str) -> None:
    assert_says_what_it_saw((check, (), given, outcome, found))


@pytest.mark.parametrize("shake", [EXPIRED, NAMELESS, STRANGE, EARLY, ODD])
def test_each_fault_is_told_with_what_was_seen_of_it(shake: Handshake) -> None:
    said = words("en").say(judged(GOOD, **shown(shake)).found)
    seen = {
        "expired": shake.ends,
        "early": shake.begins,
        "no-names": f"common name {shake.subject}",
        "wrong-name": "a.example, and not for 172.17.0.1",
        "authority": f"signed by {shake.issuer}",
        "other": "no key usage",
    }
    assert all(seen[fault] in said for fault in shake.faults)


def test_a_registry_that_is_starting_is_waited_for() -> None:
    starting = container(ports=(Port(5000, 5001, "172.17.0.1"),))
    assert judged(GOOD, starting, **shown(SILENT)).settling
    assert not judged(GOOD, **shown(SILENT)).settling


def test_what_a_check_looks_at_is_in_its_scope() -> None:
    assert GOOD.scope().handshakes == BAD.scope().handshakes == ((AT, CA),)
    assert (TOLD.scope().handshakes, TOLD.scope().files) == (((AT, CA),), (CA,))
