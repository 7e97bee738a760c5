"""install and rm: one file, one folder, one registry; and curl over HTTPS."""

from __future__ import annotations

import pytest

from lab.docker_cli.actions import Action, AuthorityForget, AuthorityTrust, RegistryRequest
from lab.docker_cli.parse import CommandError, Place, parse

AT = "172.17.0.1:5001"
FOLDER = "/etc/docker/certs.d"
PLACE = Place("/home/kim/lab", (AT,), certs_d=FOLDER)
CA = "/home/kim/lab/ca.crt"


def kind(text: str, place: Place = PLACE) -> str:
    with pytest.raises(CommandError) as caught:
        parse(text, place)
    return caught.value.kind


@pytest.mark.parametrize(
    ("text", "action"),
    [
        (f"sudo install -D -m 644 ca.crt {FOLDER}/{AT}/ca.crt", AuthorityTrust(CA, AT, FOLDER)),
        (f'install -Dm644 "$(pwd)/ca.crt" {FOLDER}/{AT}/ca.crt', AuthorityTrust(CA, AT, FOLDER)),
        (f"sudo rm -r {FOLDER}/{AT}", AuthorityForget(AT, FOLDER)),
        (f"rm -rf {FOLDER}/{AT}/", AuthorityForget(AT, FOLDER)),
        (f"curl https://{AT}/v2/", RegistryRequest(f"https://{AT}/v2/")),
        (f"curl --cacert ca.crt -i HTTPS://{AT}/v2/", RegistryRequest(f"https://{AT}/v2/", "GET", (), True, CA)),
    ],
)
def test_a_line_means_one_thing(text: str, action: Action) -> None:
    assert parse(text, PLACE) == action


@pytest.mark.parametrize(
    "text",
    [
        f"install ca.crt {FOLDER}/{AT}/ca.crt",
        f"install -D ca.crt {FOLDER}/{AT}/other.crt",
        f"install -D ca.crt {FOLDER}/172.17.0.1/ca.crt",
        f"install -D ca.crt {FOLDER}/docker.io/ca.crt",
        f"install -D ../ca.crt {FOLDER}/{AT}/ca.crt",
        f"install -D /etc/passwd {FOLDER}/{AT}/ca.crt",
        "install -D ca.crt /etc/passwd",
        f"install -D ca.crt {FOLDER}/../{AT}/ca.crt",
        f"rm {FOLDER}/{AT}",
        f"rm -r {FOLDER}",
        "rm -rf /",
        "rm -rf .",
        f"rm -r {FOLDER}/{AT}/../..",
    ],
)
def test_no_other_file_of_the_machine_is_touched(text: str) -> None:
    assert kind(text) == "refused-file"


@pytest.mark.parametrize(
    "text",
    [
        f"curl -k https://{AT}/v2/",
        f"curl --cacert ca.crt -o x https://{AT}/v2/",
        f"curl --cacert ca.crt -X DELETE https://{AT}/v2/a/manifests/sha256:{'0' * 64}",
        "curl https://example.org/",
    ],
)
def test_curl_over_https_looks_at_the_labs_registry_and_nothing_else(text: str) -> None:
    assert kind(text) == "refused-curl"


def test_an_exercise_without_certificates_has_none_of_this() -> None:
    place = Place("/home/kim/lab", (AT,))
    assert kind(f"install -D ca.crt {FOLDER}/{AT}/ca.crt", place) == "refused-file"
    assert kind(f"curl https://{AT}/v2/", place) == "refused-curl"
