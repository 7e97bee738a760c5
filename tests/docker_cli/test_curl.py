"""curl: only reading, only the lab's own registry."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lab.docker_cli.actions import Action, RegistryRequest
from lab.docker_cli.parse import CommandError, Place, parse

CATALOG = "http://127.0.0.1:5000/v2/_catalog"


@pytest.mark.parametrize(
    ("text", "action"),
    [
        (f"curl {CATALOG}", RegistryRequest(CATALOG)),
        ("curl 127.0.0.1:5000/v2/_catalog", RegistryRequest(CATALOG)),
        ("curl http://localhost:5000/v2/_catalog", RegistryRequest(CATALOG)),
        ("curl HTTP://LOCALHOST:5000/v2/_catalog", RegistryRequest(CATALOG)),
        ("curl http://127.0.0.1:5000", RegistryRequest("http://127.0.0.1:5000/")),
        ("curl 'http://127.0.0.1:5000?n=1'", RegistryRequest("http://127.0.0.1:5000/?n=1")),
        (f"curl '{CATALOG}?n=1&last=a'", RegistryRequest(f"{CATALOG}?n=1&last=a")),
        (f"curl {CATALOG}'#top'", RegistryRequest(CATALOG)),
        (f"curl -sS {CATALOG}", RegistryRequest(CATALOG)),
        (f"curl -fsSL {CATALOG}", RegistryRequest(CATALOG)),
        (f"curl {CATALOG} --silent --show-error --fail --location", RegistryRequest(CATALOG)),
        (f"curl -i {CATALOG}", RegistryRequest(CATALOG, show_headers=True)),
        (f"curl -v {CATALOG}", RegistryRequest(CATALOG, show_headers=True)),
        (f"curl -I {CATALOG}", RegistryRequest(CATALOG, "HEAD", show_headers=True)),
        (f"curl -X GET {CATALOG}", RegistryRequest(CATALOG)),
        (f"curl -XHEAD {CATALOG}", RegistryRequest(CATALOG, "HEAD")),
        (
            f"curl -H 'Accept: application/json' --header A:b {CATALOG}",
            RegistryRequest(CATALOG, headers=(("Accept", "application/json"), ("A", "b"))),
        ),
    ],
)
def test_a_line_asks_the_labs_registry(read: Callable[[str], Action], text: str, action: RegistryRequest) -> None:
    assert read(text) == action


@pytest.mark.parametrize(
    "text",
    [
        f"curl -X DELETE {CATALOG}",
        f"curl -X POST {CATALOG}",
        f"curl --request PUT {CATALOG}",
        f"curl -d a=b {CATALOG}",
        f"curl --data-binary @file {CATALOG}",
        f"curl -T file {CATALOG}",
        f"curl -F a=b {CATALOG}",
        f"curl -o file {CATALOG}",
        f"curl -O {CATALOG}",
        f"curl -sO {CATALOG}",
        f"curl -K file {CATALOG}",
        f"curl -u kim:secret {CATALOG}",
        f"curl -x http://proxy:1 {CATALOG}",
        f"curl -k {CATALOG}",
        f"curl -H @file {CATALOG}",
        f"curl -H 'A;' {CATALOG}",
        f"curl -H 'A: b\r\nC: d' {CATALOG}",
        "curl https://127.0.0.1:5000/v2/",
        "curl ftp://127.0.0.1:5000/v2/",
        "curl file:///etc/passwd",
        "curl http://127.0.0.1/v2/",
        "curl http://127.0.0.1:5001/v2/",
        "curl http://localhost/v2/",
        "curl http://registry-1.docker.io/v2/",
        "curl http://127.0.0.1:5000@evil.example/",
        "curl 'http://127.0.0.1:5000\\@evil.example/'",
        "curl http://kim@127.0.0.1:5000/v2/",
        "curl http://127.0.0.1:5000.evil.example/",
        f"curl '{CATALOG} x'",
        f"curl '{CATALOG}[1-9]'",
        f"curl '{CATALOG}한글'",
        f"curl '{CATALOG}\n'",
    ],
)
def test_anything_else_is_refused(error: Callable[[str], CommandError], text: str) -> None:
    assert error(text).kind == "refused-curl"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("curl", "missing-argument"),
        (f"curl {CATALOG} {CATALOG}", "too-many-arguments"),
        (f"curl -w x {CATALOG}", "not-in-lab"),
        (f"curl --bogus {CATALOG}", "unknown-flag"),
        ("curl -H", "missing-value"),
    ],
)
def test_a_line_that_does_not_fit_is_answered_with_its_own_kind(
    error: Callable[[str], CommandError], text: str, kind: str
) -> None:
    assert error(text).kind == kind


def test_without_a_registry_there_is_nothing_to_ask() -> None:
    with pytest.raises(CommandError) as caught:
        parse(f"curl {CATALOG}", Place("/w"))
    assert caught.value.kind == "refused-curl"
