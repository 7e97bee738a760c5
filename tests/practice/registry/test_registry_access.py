"""Who comes in, and how: password files and TLS (distribution's "Configuring a registry": auth, http.tls)."""

from __future__ import annotations

import base64
import os
import ssl
from pathlib import Path

import bcrypt
import pytest
from aiohttp import ClientSession

from lab.practice.registry.htpasswd import PasswordFile, credentials
from lab.practice.registry.server import RegistryServer
from lab.practice.registry.settings import Settings, SettingsError

from .client import running

CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUfz/8whKTmdFbCh29dgYLeqJEh70wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDAyMzYwMFoYDzIxMjYxMDMx
MDIzNjAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQxQ+8WOwhP2pbcbt6GlGfn08QTqfKX66ZH/jmlSFUuKQZKe6E72voY
EZot3PIoorDCyRSVn2+rpT44VtQuh6WWo28wbTAdBgNVHQ4EFgQUj7F7s6akxhcr
pVRlAgglTyIYmskwHwYDVR0jBBgwFoAUj7F7s6akxhcrpVRlAgglTyIYmskwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3QwCgYIKoZI
zj0EAwIDRwAwRAIgLAdQNGbaGFurYg6z2dRfMZxiHoRtLinScwJkGd3ibi4CIBmG
jAkcwWL+UDZ0BGBgEmPS8/eKxH0qzsqxmxYvXQj8
-----END CERTIFICATE-----
"""
KEY = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgE+Eh5m4DDloiWrG+
XpPKfwFOi+XTqiZKA339Ib1lj9+hRANCAAQxQ+8WOwhP2pbcbt6GlGfn08QTqfKX
66ZH/jmlSFUuKQZKe6E72voYEZot3PIoorDCyRSVn2+rpT44VtQuh6WW
-----END PRIVATE KEY-----
"""
"""Of `localhost` and 127.0.0.1, made for these tests alone; valid until 2126."""


def basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def hashed(password: str) -> str:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(rounds=4)).decode()


def with_passwords(path: Path) -> dict[str, str]:
    return {
        "REGISTRY_AUTH": "htpasswd",
        "REGISTRY_AUTH_HTPASSWD_REALM": "Lab Realm",
        "REGISTRY_AUTH_HTPASSWD_PATH": str(path),
    }


@pytest.fixture
def passwords(tmp_path: Path) -> Path:
    path = tmp_path / "htpasswd"
    path.write_text(f"# accounts\n\nana:{hashed('right')}\nold:$apr1$abc$def\nbroken\n", encoding="utf-8")
    return path


async def test_nobody_comes_in_without_a_password(tmp_path: Path, passwords: Path) -> None:
    async with running(tmp_path / "data", with_passwords(passwords)) as registry:
        for path in ("/v2/", "/v2/_catalog", "/v2/app/tags/list"):
            answer = await registry.ask("GET", path)
            assert (answer.status, answer.codes) == (401, ["UNAUTHORIZED"])
            assert answer.headers["WWW-Authenticate"] == 'Basic realm="Lab Realm"'
            assert answer.headers["Docker-Distribution-Api-Version"] == "registry/2.0"
        for method, path in (("POST", "/v2/app/blobs/uploads/"), ("PUT", "/v2/app/manifests/latest")):
            assert (await registry.ask(method, path, b"{}")).status == 401
        assert not registry.top.exists()


@pytest.mark.parametrize(
    "said",
    [
        basic("ana", "wrong"),
        basic("ana", ""),
        basic("nobody", "right"),
        basic("old", "def"),
        basic("ana", "right\0"),
        basic("ana", "x" * 5000),
        "Basic ????",
        "Basic " + base64.b64encode(b"\xff:\xff").decode(),
        "Bearer abc",
        "Basic",
    ],
)
async def test_who_says_the_wrong_thing_does_not_come_in(tmp_path: Path, passwords: Path, said: str) -> None:
    async with running(tmp_path / "data", with_passwords(passwords)) as registry:
        assert (await registry.ask("GET", "/v2/", Authorization=said)).status == 401


async def test_who_has_the_password_pushes_and_pulls(tmp_path: Path, passwords: Path) -> None:
    async with running(tmp_path / "data", with_passwords(passwords)) as registry:
        registry.auth = basic("ana", "right")
        await registry.push_image("latest")
        assert (await registry.manifest("latest")).status == 200


async def test_a_changed_password_file_counts_at_once(tmp_path: Path, passwords: Path) -> None:
    async with running(tmp_path / "data", with_passwords(passwords)) as registry:
        registry.auth = basic("ana", "right")
        assert (await registry.ask("GET", "/v2/")).status == 200
        passwords.write_text(f"ana:{hashed('new')}\n", encoding="utf-8")
        os.utime(passwords, ns=(1, 1))
        assert (await registry.ask("GET", "/v2/")).status == 401
        registry.auth = basic("ana", "new")
        assert (await registry.ask("GET", "/v2/")).status == 200


async def test_a_password_file_that_is_not_there_is_made_with_one_account(tmp_path: Path) -> None:
    path = tmp_path / "auth/htpasswd"
    async with running(tmp_path / "data", with_passwords(path)) as registry:
        said = next(line for line in registry.log if "htpasswd is missing, provisioning with default user" in line)
        password = next(word for word in said.split() if word.startswith("password=")).partition("=")[2].strip('"')
        registry.auth = basic("docker", password)
        assert (await registry.ask("GET", "/v2/")).status == 200
    assert path.read_text(encoding="utf-8").startswith("docker:$2a$")
    assert path.stat().st_mode & 0o777 == 0o600


async def test_a_password_file_that_cannot_be_made_ends_the_registry(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"panic: unable to configure authorization \(htpasswd\)") as refused:
        async with running(tmp_path / "data", with_passwords(tmp_path / "file/htpasswd")):
            pass
    assert refused.value.exit_code == 2


def test_a_right_password_is_not_hashed_again(passwords: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts = PasswordFile(passwords)
    assert accounts.user(basic("ana", "right")) == "ana"
    monkeypatch.setattr(bcrypt, "checkpw", lambda password, hashed: False)
    assert accounts.user(basic("ana", "right")) == "ana"
    assert accounts.user(basic("ana", "other")) is None


def test_a_password_may_have_colons_in_it() -> None:
    assert credentials(basic("ana", "a:b:c")) == ("ana", b"a:b:c")


# --- TLS -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def certs(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "tls.crt").write_text(CERTIFICATE, encoding="ascii")
    (tmp_path / "tls.key").write_text(KEY, encoding="ascii")
    return {
        "REGISTRY_HTTP_TLS_CERTIFICATE": str(tmp_path / "tls.crt"),
        "REGISTRY_HTTP_TLS_KEY": str(tmp_path / "tls.key"),
    }


async def test_over_tls_everything_is_the_same(tmp_path: Path, certs: dict[str, str]) -> None:
    async with running(tmp_path / "data", certs, scheme="https") as registry:
        content = bytes(range(256)) * 5000
        digest = await registry.push_blob(content)
        answer = await registry.ask("GET", f"/v2/app/blobs/{digest}")
        assert answer.body == content
        assert (await registry.begin()).startswith(f"https://127.0.0.1:{registry.port}/")
        assert any('msg="listening on [::]:5000, tls"' in line for line in registry.log)


async def test_who_trusts_the_certificate_needs_no_exception(tmp_path: Path, certs: dict[str, str]) -> None:
    context = ssl.create_default_context(cadata=CERTIFICATE)
    async with running(tmp_path / "data", certs) as registry, ClientSession(trust_env=False) as session:
        answer = await session.get(f"https://127.0.0.1:{registry.port}/v2/", ssl=context)
        assert answer.status == 200


@pytest.mark.parametrize("missing", ["tls.crt", "tls.key"])
async def test_a_certificate_that_is_not_there_ends_the_registry(
    tmp_path: Path, certs: dict[str, str], missing: str
) -> None:
    (tmp_path / missing).unlink()
    with pytest.raises(
        SettingsError, match=f'level=fatal msg="open .*{missing}: no such file or directory"'
    ) as refused:
        async with running(tmp_path / "data", certs):
            pass
    assert refused.value.exit_code == 1


async def test_a_certificate_that_is_none_ends_the_registry(tmp_path: Path, certs: dict[str, str]) -> None:
    (tmp_path / "tls.crt").write_text("nonsense", encoding="ascii")
    with pytest.raises(SettingsError, match=r"level=fatal msg=.*tls: "):
        async with running(tmp_path / "data", certs):
            pass


async def test_paths_of_the_container_are_found_where_they_lie_on_this_machine(
    tmp_path: Path, certs: dict[str, str]
) -> None:
    inside = {name: f"/certs/{Path(path).name}" for name, path in certs.items()}
    log: list[str] = []
    settings = Settings.from_environment(inside)
    server = RegistryServer(tmp_path / "data", settings, log.append, lambda path: tmp_path / Path(path).name)
    await server.start([("127.0.0.1", 0)])
    await server.stop()
    assert any("tls" in line for line in log)
