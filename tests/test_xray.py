"""What a registry's log tells of a push and a pull."""

from __future__ import annotations

import pytest

from lab.xray import MOST_HITS, Hit, Meaning, blob_path, hits_in, sent_again

DIGEST = "sha256:" + "ab" * 32
WHEN = "[24/Nov/2026:02:00:00 +0000]"


def line(method: str, path: str, status: int, agent: str = "docker/20.10.24 go/go1.19") -> str:
    return f'172.17.0.1 - - {WHEN} "{method} {path} HTTP/1.1" {status} 0 "" "{agent}"\n'


@pytest.mark.parametrize(
    ("method", "path", "status", "meaning"),
    [
        ("GET", "/v2/", 200, "ping"),
        ("HEAD", f"/v2/hello-world/blobs/{DIGEST}", 404, "blob-missing"),
        ("HEAD", f"/v2/hello-world/blobs/{DIGEST}", 200, "blob-here"),
        ("GET", f"/v2/hello-world/blobs/{DIGEST}", 200, "blob-sent"),
        ("POST", "/v2/hello-world/blobs/uploads/", 202, "upload-begins"),
        ("POST", f"/v2/hello-world/blobs/uploads/?mount={DIGEST}&from=other", 201, "mounted"),
        ("PATCH", "/v2/hello-world/blobs/uploads/8f1c?_state=x", 202, "upload-goes-on"),
        ("PUT", f"/v2/hello-world/blobs/uploads/8f1c?digest={DIGEST}", 201, "upload-ends"),
        ("PUT", "/v2/hello-world/manifests/latest", 201, "manifest-put"),
        ("HEAD", "/v2/hello-world/manifests/latest", 404, "manifest-missing"),
        ("HEAD", "/v2/hello-world/manifests/latest", 200, "manifest-here"),
        ("GET", "/v2/hello-world/manifests/latest", 200, "manifest-sent"),
        ("DELETE", f"/v2/hello-world/manifests/{DIGEST}", 202, "deleted"),
        ("DELETE", f"/v2/hello-world/manifests/{DIGEST}", 405, "refused"),
        ("GET", "/v2/", 401, "refused"),
        ("PUT", "/v2/hello-world/manifests/latest", 500, "refused"),
        ("GET", "/v2/_catalog?n=100", 200, "listed"),
        ("GET", "/v2/hello-world/tags/list", 200, "listed"),
    ],
)
def test_a_request_is_told_by_what_it_was_for(method: str, path: str, status: int, meaning: Meaning) -> None:
    (hit,) = hits_in(line(method, path, status))
    assert hit == Hit(method, path, status)
    assert hit.meaning == meaning


def test_the_labs_own_looking_is_nobodys_push() -> None:
    assert hits_in(line("GET", "/v2/", 200, "python-urllib3/2.5.0")) == ()


def test_what_is_no_access_line_is_left_out() -> None:
    log = (
        'time="2026-11-24T02:00:00Z" level=info msg="listening on [::]:5000"\n' + line("GET", "/v2/", 200) + "\x00\xff"
    )
    assert [hit.meaning for hit in hits_in(log)] == ["ping"]


def test_only_the_last_of_many_are_kept() -> None:
    log = line("HEAD", "/v2/a/manifests/old", 200) + line("GET", "/v2/", 200) * MOST_HITS
    assert {hit.meaning for hit in hits_in(log)} == {"ping"}


def test_a_blob_is_stored_under_the_first_two_digits_of_its_digest() -> None:
    assert blob_path(DIGEST) == f"docker/registry/v2/blobs/sha256/ab/{'ab' * 32}/data"


def pushed(repository: str, *blobs: str, tag: str = "latest") -> tuple[Hit, ...]:
    """A push that sends blobs, and finds one there already."""
    uploads = (
        hit
        for blob in blobs
        for hit in (
            Hit("HEAD", f"/v2/{repository}/blobs/{blob}", 404),
            Hit("POST", f"/v2/{repository}/blobs/uploads/", 202),
            Hit("PATCH", f"/v2/{repository}/blobs/uploads/{blob}?_state=x", 202),
            Hit("PUT", f"/v2/{repository}/blobs/uploads/{blob}?_state=y&digest={blob}", 201),
        )
    )
    there = Hit("HEAD", f"/v2/{repository}/blobs/{DIGEST}", 200)
    return (Hit("GET", "/v2/", 200), there, *uploads, Hit("PUT", f"/v2/{repository}/manifests/{tag}", 201))


def test_what_a_second_push_sent_is_counted_up_to_its_manifest() -> None:
    assert sent_again((*pushed("web", "a", "b"), *pushed("web", tag="v2"), *pushed("web", "c")), "web") == 0
    assert sent_again((*pushed("web", "a", "b"), *pushed("web", "c", "d")), "web") == 2


def test_pushes_to_other_repositories_are_not_counted() -> None:
    assert sent_again((*pushed("web", "a"), *pushed("team/web", "b"), *pushed("web")), "web") == 0
    assert sent_again((*pushed("team/web", "a"), *pushed("web")), "web") is None


def test_what_was_mounted_or_refused_was_not_sent() -> None:
    mounted = Hit("POST", "/v2/web/blobs/uploads/?mount=x&from=other", 201)
    refused = Hit("PUT", "/v2/web/blobs/uploads/1?digest=x", 400)
    assert sent_again((*pushed("web", "a"), mounted, refused, *pushed("web")), "web") == 0


@pytest.mark.parametrize("pushes", [0, 1])
def test_without_a_second_push_nothing_is_known_of_it(pushes: int) -> None:
    assert sent_again(pushed("web", "a") * pushes, "web") is None


def test_a_log_whose_beginning_may_be_missing_tells_nothing() -> None:
    rest = (Hit("GET", "/v2/", 200),) * (MOST_HITS - len(pushed("web") * 2))
    assert sent_again((*pushed("web") * 2, *rest[1:]), "web") == 0
    assert sent_again((*pushed("web") * 2, *rest), "web") is None
