"""Registries that speak TLS: read whoever answers, and asked with curl as a client that means it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from lab.docker_cli.parse import Place, parse
from lab.engine.adapter import DockerEngine
from lab.engine.contract import EngineError, Permit
from lab.engine.registry import Registries, manifest_bytes
from lab.reference import Reference

from .conftest import lines
from .tls import laid, serving


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return laid(tmp_path)


def test_an_x_ray_looks_into_a_registry_over_tls(workspace: Path) -> None:
    with serving(workspace, "good") as address:
        found = manifest_bytes(Reference.parse(f"{address}/hello"))
    assert found is not None
    assert found[1] == b"{}"


@pytest.mark.parametrize("certificate", ["good", "all-wrong"])
def test_a_registry_over_tls_is_read_with_whatever_certificate(workspace: Path, certificate: str) -> None:
    with serving(workspace, certificate) as address, closing(Registries()) as registries:
        assert registries.read(address, (), "amd64").state == "serving"


def asked(client: DockerEngine, workspace: Path, address: str, line: str) -> list[str]:
    place = Place(str(workspace), (address,), certs_d="/etc/docker/certs.d")
    action = parse(line.format(address=address), place)
    return lines(list(client.perform(action, Permit(str(workspace), (address,)))))


def test_curl_trusts_the_authority_that_it_is_given(client: DockerEngine, workspace: Path) -> None:
    with serving(workspace, "good") as address:
        assert asked(client, workspace, address, "curl --cacert ca.crt https://{address}/v2/") == ["{}"]


@pytest.mark.parametrize(
    ("certificate", "line", "kind"),
    [
        ("expired", "curl --cacert ca.crt https://{address}/v2/", "certificate"),
        ("no-names", "curl --cacert ca.crt https://{address}/v2/", "certificate"),
        ("other-name", "curl --cacert ca.crt https://{address}/v2/", "certificate"),
        ("stranger", "curl --cacert ca.crt https://{address}/v2/", "certificate"),
        ("good", "curl https://{address}/v2/", "certificate"),
        ("good", "curl --cacert good.key https://{address}/v2/", "no-such-file"),
        (None, "curl --cacert ca.crt https://{address}/v2/", "no-tls"),
    ],
)
def test_curl_refuses_what_a_strict_client_refuses(
    client: DockerEngine, workspace: Path, certificate: str | None, line: str, kind: str
) -> None:
    with serving(workspace, certificate) as address, pytest.raises(EngineError) as caught:
        asked(client, workspace, address, line)
    assert caught.value.kind == kind
