"""curl: only reading, only the lab's own registry."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lab.docker_cli.actions import Action, FileDigest, ManifestDelete, RegistryDownload, RegistryRequest
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
        f"curl -I -o file {CATALOG}",
        f"curl -X DELETE -o file {CATALOG}",
        "curl -X DELETE http://127.0.0.1:5000/v2/a/manifests/1.0",
        f"curl -X DELETE http://127.0.0.1:5000/v2/a/blobs/sha256:{'0' * 64}",
        f"curl -X DELETE http://127.0.0.1:5000/v2/a/manifests/sha256:{'0' * 63}",
        f"curl -X DELETE http://127.0.0.1:5000/v2/a/manifests/sha256:{'0' * 64}/x",
        "curl '127.0.0.1:5000/v2/a/blobs/$(jq -r .config.digest m.json)'",
        'curl "http://127.0.0.1:$(jq -r .port m.json)/v2/"',
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


MANIFEST = "http://127.0.0.1:5000/v2/team/a/manifests"
ZEROS = f"{MANIFEST}/sha256:{'0' * 64}"
HASHED = f"{MANIFEST}/sha256:$(sha256sum m.json | cut -c-64)"
CONFIG = "http://127.0.0.1:5000/v2/a/blobs/$(jq -r .config.digest m.json)"


@pytest.mark.parametrize(
    ("text", "action"),
    [
        (f"curl -o m.json {CATALOG}", RegistryDownload(CATALOG, "/home/kim/lab/m.json")),
        (f"curl -sSo ./m.json {CATALOG}", RegistryDownload(CATALOG, "/home/kim/lab/m.json")),
        (f'curl --output "$(pwd)/m.json" {CATALOG}', RegistryDownload(CATALOG, "/home/kim/lab/m.json")),
        (f"curl -i -o m.json {CATALOG}", RegistryDownload(CATALOG, "/home/kim/lab/m.json", with_headers=True)),
        (f"curl -X DELETE {ZEROS}", ManifestDelete(ZEROS)),
        (f"curl -i --request delete {ZEROS}", ManifestDelete(ZEROS, show_headers=True)),
        (f'curl -X DELETE "{HASHED}"', ManifestDelete(HASHED)),
        (f'curl -X DELETE "{MANIFEST}/sha256:$(sha256sum  m.json|cut -c 1-64)"', ManifestDelete(HASHED)),
        (f'curl "{CONFIG}"', RegistryRequest(CONFIG)),
        ("curl http://127.0.0.1:5000/v2/a/blobs/$(jq -r '.config.digest' m.json)", RegistryRequest(CONFIG)),
        ("sha256sum m.json ./n", FileDigest(("/home/kim/lab/m.json", "/home/kim/lab/n"))),
    ],
)
def test_a_line_keeps_what_it_gets_or_deletes_a_manifest(
    read: Callable[[str], Action], text: str, action: Action
) -> None:
    assert read(text) == action


@pytest.mark.parametrize("name", ["../m.json", "/etc/passwd", "a/b", ".registry-lab", "-", "''"])
@pytest.mark.parametrize("line", [f"curl {CATALOG} -o {{}}", "sha256sum -- {}"])
def test_only_files_right_in_the_workspace_are_named(
    error: Callable[[str], CommandError], line: str, name: str
) -> None:
    assert error(line.format(name)).kind in ("refused-file", "shell-syntax")


@pytest.mark.parametrize(
    "text",
    [
        "docker image rm a:$(sha256sum m.json | cut -c-64)",
        f'curl -H "Accept: $(jq -r .mediaType m.json)" {CATALOG}',
        f'curl -o "$(jq -r .name m.json)" {CATALOG}',
        f'curl "{CATALOG}$(jq -r .a ../m.json)"',
        f'curl "{CATALOG}$(jq -r .[] m.json)"',
        f'curl "{CATALOG}$(cat m.json)"',
        f'curl "{CATALOG}$(sha256sum m.json)"',
    ],
)
def test_no_other_substitution_is_taken_and_in_no_other_place(error: Callable[[str], CommandError], text: str) -> None:
    assert error(text).kind == "shell-syntax"


def test_of_an_images_name_a_file_gives_the_digest_alone(error: Callable[[str], CommandError]) -> None:
    refused = error('docker pull "$(jq -r .image m.json)"')
    assert (refused.kind, refused.message.key) == ("bad-reference", "commands.wrong.digest-of-file")
