"""Whatever a registry or an archive calls a manifest or a configuration: an ApiError, or an image that can be shown."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lab.practice.errors import ApiError
from lab.practice.images import image_json
from lab.practice.images.image import read_image
from lab.practice.images.index import Held
from lab.practice.images.listing import select
from lab.practice.images.manifest import Document, media_type_of, read_manifest, read_object
from lab.practice.images.wire import refusal

DIGEST = "sha256:" + "0" * 64
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | st.just(DIGEST)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner), max_leaves=4
)
CONFIGS = st.fixed_dictionaries(
    {},
    optional={
        "architecture": VALUES,
        "created": VALUES | st.sampled_from(["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.123456789+09:00"]),
        "config": VALUES | st.fixed_dictionaries({"Labels": VALUES, "Cmd": VALUES}),
        "history": VALUES | st.lists(st.dictionaries(st.sampled_from(["created", "comment", "empty_layer"]), VALUES)),
        "rootfs": VALUES | st.fixed_dictionaries({"diff_ids": VALUES | st.lists(st.just(DIGEST), max_size=3)}),
    },
)
DESCRIPTORS = VALUES | st.fixed_dictionaries({"digest": st.just(DIGEST) | VALUES, "size": VALUES, "mediaType": VALUES})


@settings(max_examples=25, deadline=None)
@given(CONFIGS)
def test_a_configuration_is_refused_or_can_be_shown(config: dict[str, Any]) -> None:
    try:
        image = read_image(DIGEST, json.dumps(config).encode(), Held(DIGEST, (1, 2)), ())
    except ApiError:
        return
    for version in ((1, 41), (1, 44)):
        json.dumps([image_json.row(image, version), image_json.inspect(image, version), image_json.history(image)])
    assert select([image], {"label": ["x=1"]}, {}) in ((), (image,))


@settings(max_examples=25, deadline=None)
@given(st.fixed_dictionaries({}, optional={"config": DESCRIPTORS, "layers": VALUES | st.lists(DESCRIPTORS)}))
def test_a_manifest_is_refused_or_read(manifest: dict[str, Any]) -> None:
    content = json.dumps(manifest).encode()
    try:
        found = read_manifest(Document(media_type_of(read_object(content)), content))
    except ApiError:
        return
    assert {blob.digest for blob in found.blobs()} == {DIGEST}
    assert all(blob.size >= 0 for blob in found.blobs())


@settings(max_examples=25, deadline=None)
@given(st.integers(300, 599), st.binary(max_size=40) | VALUES.map(lambda value: json.dumps({"errors": value}).encode()))
def test_every_refusal_of_a_registry_has_words(status: int, body: bytes) -> None:
    assert refusal(status, "Reason", body).message
