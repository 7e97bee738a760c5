"""Blobs come in: in one request, in two, in chunks, or from another repository (distribution-spec 1.1, "Push")."""

from __future__ import annotations

import asyncio
import hashlib
from urllib.parse import urlsplit

import pytest

from .client import NOWHERE, OCTETS, Registry, digest_of

LAYER = b"the content of a layer"


async def test_a_blob_is_pushed_with_post_then_put(registry: Registry) -> None:
    place = await registry.begin()
    answer = await registry.ask("PUT", f"{place}&digest={digest_of(LAYER)}", LAYER, **OCTETS)
    assert answer.status == 201
    assert answer.headers["Docker-Content-Digest"] == digest_of(LAYER)
    assert (await registry.ask("GET", answer.place)).body == LAYER


async def test_a_blob_is_pushed_with_a_single_post(registry: Registry) -> None:
    answer = await registry.ask("POST", f"/v2/app/blobs/uploads/?digest={digest_of(LAYER)}", LAYER, **OCTETS)
    assert answer.status == 201
    assert (await registry.ask("GET", answer.place)).body == LAYER


async def test_a_single_post_of_something_else_leaves_nothing(registry: Registry) -> None:
    answer = await registry.ask("POST", f"/v2/app/blobs/uploads/?digest={NOWHERE}", LAYER, **OCTETS)
    assert (answer.status, answer.codes) == (400, ["DIGEST_INVALID"])
    assert registry.files() == set()


async def test_a_post_with_a_digest_and_no_content_opens_an_upload(registry: Registry) -> None:
    answer = await registry.ask("POST", f"/v2/app/blobs/uploads/?digest={NOWHERE}")
    assert answer.status == 202


async def test_a_blob_is_pushed_in_chunks(registry: Registry) -> None:
    place = await registry.begin()
    for start in range(0, len(LAYER), 8):
        chunk = LAYER[start : start + 8]
        end = start + len(chunk) - 1
        answer = await registry.ask("PATCH", place, chunk, Content_Range=f"{start}-{end}", **OCTETS)
        assert (answer.status, answer.headers["Range"]) == (202, f"0-{end}")
        place = answer.place
    answer = await registry.ask("PUT", f"{place}&digest={digest_of(LAYER)}")
    assert answer.status == 201
    assert (await registry.ask("GET", answer.place)).body == LAYER


async def test_the_last_chunk_may_come_with_the_put(registry: Registry) -> None:
    place = (await registry.ask("PATCH", await registry.begin(), LAYER[:8], **OCTETS)).place
    said = {"Content-Range": f"8-{len(LAYER) - 1}"}
    answer = await registry.ask("PUT", f"{place}&digest={digest_of(LAYER)}", LAYER[8:], **OCTETS, **said)
    assert answer.status == 201


async def test_a_body_of_unknown_length_is_taken(registry: Registry) -> None:
    async def pieces():
        for _ in range(3):
            yield LAYER

    place = (await registry.ask("PATCH", await registry.begin(), pieces(), **OCTETS)).place
    assert (await registry.ask("PUT", f"{place}&digest={digest_of(LAYER * 3)}")).status == 201


async def test_a_large_blob_is_whole_whatever_the_sizes_of_its_chunks(registry: Registry) -> None:
    content = hashlib.shake_128(b"seed").digest(3 * 1024 * 1024 + 17)
    place = await registry.begin()
    for chunk in (content[:1], content[1:1_500_000], content[1_500_000:]):
        place = (await registry.ask("PATCH", place, chunk, **OCTETS)).place
    answer = await registry.ask("PUT", f"{place}&digest={digest_of(content)}")
    assert answer.status == 201
    assert (await registry.ask("GET", answer.place)).body == content


async def test_an_upload_says_how_far_it_has_come(registry: Registry) -> None:
    place = await registry.begin()
    assert (await registry.ask("GET", place)).headers["Range"] == "0-0"
    await registry.ask("PATCH", place, b"12345", **OCTETS)
    answer = await registry.ask("GET", place)
    assert (answer.status, answer.headers["Range"]) == (204, "0-4")
    assert answer.headers["Docker-Upload-Uuid"] in place


async def test_the_empty_blob_can_be_pushed(registry: Registry) -> None:
    assert await registry.push_blob(b"") == digest_of(b"")
    assert (await registry.ask("GET", f"/v2/app/blobs/{digest_of(b'')}")).body == b""


async def test_a_blob_that_is_there_is_pushed_again_without_harm(registry: Registry) -> None:
    await registry.push_blob(LAYER)
    await registry.push_blob(LAYER)
    await registry.push_blob(LAYER, "other")
    assert len(list(registry.top.glob("blobs/*/*/*/data"))) == 1


@pytest.mark.parametrize("algorithm", ["sha384", "sha512"])
async def test_a_blob_may_be_named_with_another_algorithm(registry: Registry, algorithm: str) -> None:
    digest = f"{algorithm}:{hashlib.new(algorithm, LAYER).hexdigest()}"
    answer = await registry.ask("PUT", f"{await registry.begin()}&digest={digest}", LAYER, **OCTETS)
    assert answer.status == 201
    for name in (digest, digest_of(LAYER)):
        answer = await registry.ask("GET", f"/v2/app/blobs/{name}")
        assert (answer.body, answer.headers["Docker-Content-Digest"]) == (LAYER, digest_of(LAYER))


async def test_an_upload_is_cancelled(registry: Registry) -> None:
    place = await registry.begin()
    assert (await registry.ask("DELETE", place)).status == 204
    answer = await registry.ask("GET", place)
    assert (answer.status, answer.codes) == (404, ["BLOB_UPLOAD_UNKNOWN"])


async def test_a_blob_is_mounted_from_another_repository(registry: Registry) -> None:
    digest = await registry.push_blob(LAYER, "one")
    answer = await registry.ask("POST", f"/v2/other/blobs/uploads/?mount={digest}&from=one")
    assert (answer.status, answer.headers["Docker-Content-Digest"]) == (201, digest)
    assert (await registry.ask("GET", f"/v2/other/blobs/{digest}")).body == LAYER


@pytest.mark.parametrize("source", ["nowhere", "../../etc", "", "%00"])
async def test_a_mount_of_what_is_not_there_opens_an_upload(registry: Registry, source: str) -> None:
    answer = await registry.ask("POST", f"/v2/other/blobs/uploads/?mount={NOWHERE}&from={source}")
    assert answer.status == 202
    assert "Docker-Upload-Uuid" in answer.headers


# --- what is refused -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["3-24", "1-22", "7-3", "nonsense", "-1-5", "bytes 5-26/*", "99999999999999999999-5"])
async def test_a_chunk_out_of_order_is_416_and_says_where_to_carry_on(registry: Registry, said: str) -> None:
    place = (await registry.ask("PATCH", await registry.begin(), b"12345678", **OCTETS)).place
    answer = await registry.ask("PATCH", place, LAYER, Content_Range=said, **OCTETS)
    assert (answer.status, answer.codes) == (416, ["RANGE_INVALID"])
    assert answer.headers["Range"] == "0-7"
    assert (await registry.ask("PATCH", answer.place, LAYER, Content_Range="8-29", **OCTETS)).status == 202


async def test_a_chunk_that_is_sent_twice_is_416(registry: Registry) -> None:
    place = await registry.begin()
    assert (await registry.ask("PATCH", place, LAYER, **OCTETS)).status == 202
    assert (await registry.ask("PATCH", place, LAYER, **OCTETS)).codes == ["RANGE_INVALID"]
    answer = await registry.ask("GET", place)
    answer = await registry.ask("PUT", f"{answer.place}&digest={digest_of(LAYER)}")
    assert answer.status == 201


@pytest.mark.parametrize("said", ["0-7", "0-99"])
async def test_a_chunk_that_is_not_as_long_as_its_range_is_taken_away_again(registry: Registry, said: str) -> None:
    place = await registry.begin()
    for body in (LAYER, _pieces(LAYER)):
        answer = await registry.ask("PATCH", place, body, Content_Range=said, **OCTETS)
        assert (answer.status, answer.codes) == (400, ["SIZE_INVALID"])
    answer = await registry.ask("PUT", f"{place}&digest={digest_of(LAYER)}", LAYER, **OCTETS)
    assert answer.status == 201


async def _pieces(content: bytes):
    yield content


async def test_content_that_is_not_what_was_said_is_refused_and_forgotten(registry: Registry) -> None:
    place = await registry.begin()
    answer = await registry.ask("PUT", f"{place}&digest={NOWHERE}", LAYER, **OCTETS)
    assert (answer.status, answer.codes) == (400, ["DIGEST_INVALID"])
    assert (await registry.ask("GET", place)).codes == ["BLOB_UPLOAD_UNKNOWN"]
    assert (await registry.ask("HEAD", f"/v2/app/blobs/{NOWHERE}")).status == 404
    assert registry.files() == set()


@pytest.mark.parametrize("digest", ["", "sha256:ff", "md5:" + "a" * 32, "sha256:" + "A" * 64, "../../x"])
async def test_a_digest_that_is_none_leaves_the_upload_for_another_try(registry: Registry, digest: str) -> None:
    place = await registry.begin()
    answer = await registry.ask("PUT", f"{place}&digest={digest}", LAYER, **OCTETS)
    assert (answer.status, answer.codes) == (400, ["DIGEST_INVALID"])
    assert (await registry.ask("PUT", f"{place}&digest={digest_of(LAYER)}", LAYER, **OCTETS)).status == 201


async def test_a_chunk_of_another_content_type_is_refused(registry: Registry) -> None:
    answer = await registry.ask("PATCH", await registry.begin(), LAYER, Content_Type="text/plain")
    assert (answer.codes, answer.json["errors"][0]["detail"]) == (["UNKNOWN"], "bad Content-Type")


async def test_an_upload_is_carried_on_only_with_the_token_that_came_with_it(registry: Registry) -> None:
    place, other = await registry.begin(), await registry.begin()
    bare, token = place.partition("?")[0], urlsplit(other).query
    wrong = ("", "?_state=", "?_state=AAAA", "?_state=%F0%9F%90%8B", f"?{token}", f"?_state={'A' * 4000}")
    for query in wrong:
        for method in ("PATCH", "PUT", "DELETE"):
            answer = await registry.ask(method, bare + query, b"")
            assert (answer.status, answer.codes) == (404, ["BLOB_UPLOAD_INVALID"])
    assert (await registry.ask("DELETE", place)).status == 204


async def test_an_upload_belongs_to_its_repository(registry: Registry) -> None:
    place = (await registry.begin("one")).replace("/v2/one/", "/v2/other/")
    assert (await registry.ask("PATCH", place, LAYER, **OCTETS)).codes == ["BLOB_UPLOAD_UNKNOWN"]


async def test_two_writers_of_one_upload_do_not_mix(registry: Registry) -> None:
    place = await registry.begin()
    large = b"first" * 400_000
    gate = asyncio.Event()

    async def slow():
        yield large
        await gate.wait()
        yield b"writer"

    first = asyncio.create_task(registry.ask("PATCH", place, slow(), **OCTETS))
    while (status := await registry.ask("GET", place)).headers["Range"] == "0-0":
        await asyncio.sleep(0)
    second = await registry.ask("PATCH", status.place, b"second", **OCTETS)
    gate.set()
    assert second.codes == ["RANGE_INVALID"]
    assert (await first).status == 202
    place = (await registry.ask("GET", place)).place
    assert (await registry.ask("PUT", f"{place}&digest={digest_of(large + b'writer')}")).status == 201
