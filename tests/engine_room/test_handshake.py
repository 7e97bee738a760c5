"""The lab's own strict handshake, with real servers: what it was shown, and everything that is wrong with that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from lab.engine.handshake import shake
from lab.handshake import Handshake
from tests.fakes import FACTS

from .tls import HERE, laid, serving


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return laid(tmp_path)


@contextmanager
def seen(workspace: Path, certificate: str | None, authority: str = "ca.crt") -> Iterator[Handshake]:
    with serving(workspace, certificate) as address:
        yield shake(address, authority, str(workspace), FACTS)


def test_a_certificate_that_is_right_in_every_way_is_trusted_and_told(workspace: Path) -> None:
    with seen(workspace, "good") as found:
        assert (found.state, found.faults, found.names) == ("trusted", (), (HERE,))
        assert (found.subject, found.issuer) == ("registry", "Registry Lab CA")
        assert found.begins < found.ends


@pytest.mark.parametrize(
    ("certificate", "faults"),
    [
        ("expired", ("expired",)),
        ("no-names", ("no-names",)),
        ("other-name", ("wrong-name",)),
        ("dns", ("wrong-name",)),
        ("stranger", ("authority",)),
        ("all-wrong", ("expired", "no-names", "authority")),
    ],
)
def test_every_fault_is_found_and_no_other(workspace: Path, certificate: str, faults: tuple[str, ...]) -> None:
    with seen(workspace, certificate) as found:
        assert (found.state, found.faults) == ("refused", faults)


def test_who_trusts_the_other_authority_trusts_what_it_signed(workspace: Path) -> None:
    with seen(workspace, "stranger", "other-ca.crt") as found:
        assert (found.state, found.issuer) == ("trusted", "Other CA")


def test_a_server_without_tls_is_plain(workspace: Path) -> None:
    with seen(workspace, None) as found:
        assert found.state == "plain"


def test_a_port_that_nobody_listens_on_is_silent(workspace: Path, closed_port: int) -> None:
    assert shake(f"{HERE}:{closed_port}", "ca.crt", str(workspace), FACTS).state == "silent"


@pytest.mark.parametrize(("address", "authority"), [("127.0.0.1", "ca.crt"), ("127.0.0.1:1", "nowhere.crt")])
def test_what_cannot_be_asked_is_unknown(workspace: Path, address: str, authority: str) -> None:
    assert shake(address, authority, str(workspace), FACTS).state == "unknown"


def test_a_file_that_holds_no_certificate_trusts_nobody_and_blames_nobody(workspace: Path) -> None:
    (workspace / "ca.crt").write_text("한글", encoding="utf-8")
    with seen(workspace, "good") as found:
        assert found.state == "unknown"


def test_the_practice_engines_bridge_is_dialled_on_loopback_and_named_as_it_is(workspace: Path) -> None:
    with serving(workspace, "good") as address:
        elsewhere = f"172.17.0.1:{address.rpartition(':')[2]}"
        found = shake(elsewhere, "ca.crt", str(workspace), replace(FACTS, kind="practice"))
        assert (found.state, found.faults) == ("refused", ("wrong-name",))
