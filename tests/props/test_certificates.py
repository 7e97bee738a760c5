"""Authorities and certificates as exercises want them: right, or with just the fault that was asked for."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509

from lab.content.props import Authority, Certificate, Prop
from lab.errors import LabError
from lab.home import Home
from lab.props.ground import Ground
from lab.props.stage import set_up
from tests.builders import run
from tests.fakes import FACTS

CA = Authority("ca.crt")
SERVER = Certificate("certs/registry.crt", "ca.crt", "registry", ("172.17.0.1", "registry.example"))


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    workspace = Home(tmp_path).workspace("registry-tls", "0a1b2c3d")
    return Ground(replace(run(), workspace=str(workspace)), FACTS)


def lay(ground: Ground, *props: Prop) -> None:
    set_up(props, ground.run, ground.engine)()


def laid(ground: Ground, path: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((ground.workspace / path).read_bytes())


def names(certificate: x509.Certificate) -> list[object]:
    return [name.value for name in certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value]


def test_a_certificate_is_signed_by_its_authority_for_its_names_and_from_now_on(ground: Ground) -> None:
    lay(ground, CA, SERVER)
    authority, server = laid(ground, "ca.crt"), laid(ground, "certs/registry.crt")
    server.verify_directly_issued_by(authority)
    assert names(server) == [ip_address("172.17.0.1"), "registry.example"]
    now = datetime.now(UTC)
    assert server.not_valid_before_utc < now - timedelta(hours=23)
    assert now + timedelta(days=89) < server.not_valid_after_utc < now + timedelta(days=91)


def test_only_an_authority_may_sign(ground: Ground) -> None:
    lay(ground, CA, SERVER)
    for path, signs in (("ca.crt", True), ("certs/registry.crt", False)):
        extensions = laid(ground, path).extensions
        assert extensions.get_extension_for_class(x509.BasicConstraints).value.ca is signs
        assert extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign is signs


def test_one_that_has_ended_was_good_once_and_so_was_its_authority(ground: Ground) -> None:
    lay(ground, CA, replace(SERVER, ended=True))
    authority, server = laid(ground, "ca.crt"), laid(ground, "certs/registry.crt")
    assert authority.not_valid_before_utc < server.not_valid_before_utc < server.not_valid_after_utc
    assert server.not_valid_after_utc <= datetime.now(UTC) - timedelta(hours=23)
    assert authority.not_valid_after_utc > datetime.now(UTC)


def test_one_without_names_has_a_common_name_alone(ground: Ground) -> None:
    lay(ground, CA, replace(SERVER, names=(), subject="172.17.0.1"))
    server = laid(ground, "certs/registry.crt")
    assert server.subject.rfc4514_string() == "CN=172.17.0.1"
    with pytest.raises(x509.ExtensionNotFound):
        names(server)


def test_two_authorities_are_two(ground: Ground) -> None:
    lay(ground, CA, Authority("other.crt", "Somebody else"), replace(SERVER, authority="other.crt"))
    server = laid(ground, "certs/registry.crt")
    server.verify_directly_issued_by(laid(ground, "other.crt"))
    with pytest.raises(ValueError, match="does not match"):
        server.verify_directly_issued_by(laid(ground, "ca.crt"))


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX")
def test_keys_are_nobody_elses_but_where_the_engines_root_is_another_user(ground: Ground) -> None:
    def mode(path: str) -> int:
        return stat.S_IMODE((ground.workspace / path).stat().st_mode)

    lay(ground, CA, SERVER)
    assert (mode("ca.key"), mode("certs/registry.key")) == (0o600, 0o600)
    lay(replace(ground, engine=replace(FACTS, userns=True)), replace(SERVER, path="other.crt"))
    assert (mode("ca.key"), mode("other.key")) == (0o600, 0o644)


def test_what_is_missing_is_laid_anew_by_the_same_authority_and_with_the_same_key(ground: Ground) -> None:
    lay(ground, CA, SERVER)
    authority, key = laid(ground, "ca.crt"), laid(ground, "certs/registry.crt").public_key()
    (ground.workspace / "certs/registry.crt").unlink()
    lay(ground, CA, SERVER)
    again = laid(ground, "certs/registry.crt")
    assert (laid(ground, "ca.crt"), again.public_key()) == (authority, key)
    again.verify_directly_issued_by(authority)


def test_half_an_authority_signs_nothing(ground: Ground) -> None:
    lay(ground, CA)
    (ground.workspace / "ca.key").unlink()
    with pytest.raises(LabError) as caught:
        lay(ground, CA, SERVER)
    assert caught.value.message.key == "session.no-authority.message"
