"""HTTP, HTTPS and certificates by dockerd's rules, and what is said when they are not kept."""

from __future__ import annotations

import shutil
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lab.practice.images import endpoint
from lab.practice.images.endpoint import resolve
from lab.practice.images.images import Images

from .saying import pulled, refusal_of, statuses
from .small_registry import SmallRegistry, running

CERTIFICATES = Path(__file__).with_name("certificates")


def speaking_tls(certificate: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{certificate}.pem", CERTIFICATES / "server.key")
    return context


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hosts on loopback are treated as any other host: with HTTPS, and certificates that are looked at."""
    monkeypatch.setattr(endpoint.Host, "is_loopback", property(lambda self: False))


@pytest.fixture
async def secure(request: pytest.FixtureRequest) -> AsyncIterator[SmallRegistry]:
    async with running(SmallRegistry(), speaking_tls(request.param)) as registry:
        yield registry


def trust(registry: str, tmp_path: Path) -> None:
    folder = tmp_path / "images" / "certs.d" / registry
    folder.mkdir(parents=True)
    shutil.copy(CERTIFICATES / "ca.pem", folder / "ca.crt")


async def pull_words(images: Images, host: str) -> str:
    status, words = await refusal_of(images.pull(f"{host}/app", "v1", "", None))
    assert status == 500
    assert words.startswith(f'Get "https://{host}/v2/": ')
    return words.removeprefix(f'Get "https://{host}/v2/": ')


@pytest.mark.parametrize(
    ("name", "loopback"),
    [
        ("127.0.0.1:5000", True),
        ("127.9.9.9", True),
        ("localhost:5000", True),
        ("[::1]:5000", True),
        ("10.0.0.1", False),
    ],
)
async def test_loopback_is_a_matter_of_the_address(name: str, loopback: bool) -> None:
    assert (await resolve(name)).is_loopback is loopback


async def test_an_alias_of_loopback_counts_as_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert (await resolve("registry.test:5000")).is_loopback


@pytest.mark.parametrize("secure", ["name", "expired"], indirect=True)
async def test_on_loopback_any_certificate_will_do(images: Images, secure: SmallRegistry) -> None:
    await pulled(images, "hello-world:latest")
    images.tag("hello-world", f"{secure.host}/hello", "v1")
    await statuses(images.push(f"{secure.host}/hello", "v1", None))
    assert secure.tags("hello") == ["v1"]


@pytest.mark.usefixtures("far_away")
async def test_elsewhere_plain_http_is_refused(images: Images, registry: SmallRegistry) -> None:
    assert await pull_words(images, registry.host) == "http: server gave HTTP response to HTTPS client"


@pytest.mark.usefixtures("far_away")
@pytest.mark.parametrize("secure", ["address"], indirect=True)
async def test_an_authority_nobody_knows_is_refused_until_it_is_trusted(
    images: Images, secure: SmallRegistry, tmp_path: Path
) -> None:
    assert await pull_words(images, secure.host) == "x509: certificate signed by unknown authority"
    trust(secure.host, tmp_path)
    await pulled(images, "hello-world:latest")
    images.tag("hello-world", f"{secure.host}/hello", "v1")
    await statuses(images.push(f"{secure.host}/hello", "v1", None))
    assert secure.tags("hello") == ["v1"]


@pytest.mark.usefixtures("far_away")
@pytest.mark.parametrize(
    ("secure", "host", "words"),
    [
        ("name", "127.0.0.1", "cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs"),
        ("name", "localhost", "certificate is valid for registry.test, other.test, not localhost"),
        ("legacy", "localhost", "certificate relies on legacy Common Name field, use SANs instead"),
        ("expired", "127.0.0.1", "certificate has expired or is not yet valid: current time "),
    ],
    indirect=["secure"],
)
async def test_what_is_wrong_with_a_certificate_is_said_in_gos_words(
    images: Images, secure: SmallRegistry, tmp_path: Path, host: str, words: str
) -> None:
    name = f"{host}:{secure.host.rpartition(':')[2]}"
    trust(name, tmp_path)
    assert (await pull_words(images, name)).startswith(f"x509: {words}")


@pytest.mark.usefixtures("far_away")
@pytest.mark.parametrize(
    ("secure", "words"),
    [
        ("name", "cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs"),
        ("expired", "certificate has expired or is not yet valid: current time "),
        ("address", "certificate signed by unknown authority"),
    ],
    indirect=["secure"],
)
async def test_go_looks_at_times_and_names_before_it_asks_who_signed(
    images: Images, secure: SmallRegistry, words: str
) -> None:
    assert (await pull_words(images, secure.host)).startswith(f"x509: {words}")
