"""Which images a list with filters shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lab.practice.errors import ApiError
from lab.practice.images.image import Image

_BOOLEANS = {"1": True, "t": True, "true": True, "0": False, "f": False, "false": False}


def select(
    images: Iterable[Image], filters: Mapping[str, Sequence[str]], bounds: Mapping[str, Image]
) -> tuple[Image, ...]:
    """Return the images that fit, newest first; a filter that is not known, or makes no sense, is ApiError 400.

    `bounds` has the image that each value of `before` and `since` means.
    """
    for name in filters:
        if name not in ("dangling", "label", "before", "since", "reference"):
            raise ApiError(400, f"Invalid filter '{name}'")
    found = list(images)
    for value in filters.get("dangling", ()):
        if value.lower() not in _BOOLEANS:
            raise ApiError(400, f"Invalid filter 'dangling=[{value}]'")
        found = [image for image in found if _is_dangling(image) is _BOOLEANS[value.lower()]]
    for value in filters.get("label", ()):
        found = [image for image in found if _has_label(image, value)]
    for value in filters.get("before", ()):
        found = [image for image in found if image.created_unix < bounds[value].created_unix]
    for value in filters.get("since", ()):
        found = [image for image in found if image.created_unix > bounds[value].created_unix]
    if patterns := filters.get("reference", ()):
        found = [narrowed for image in found if (narrowed := _narrow(image, patterns))]
    return tuple(sorted(found, key=lambda image: (-image.created_unix, image.id)))


def _is_dangling(image: Image) -> bool:
    return not image.repo_tags and not image.repo_digests


def _has_label(image: Image, wanted: str) -> bool:
    key, equals, value = wanted.partition("=")
    return key in image.labels and (not equals or image.labels[key] == value)


def _narrow(image: Image, patterns: Sequence[str]) -> Image | None:
    """Return the image with only those of its names that fit, as dockerd does, or None when none does."""
    expressions = [_expression(pattern) for pattern in patterns]

    def fits(name: str) -> bool:
        repository = re.sub(r"(?::[\w.-]+)?(?:@sha256:[a-f0-9]+)?$", "", name)
        return any(each.fullmatch(name) or each.fullmatch(repository) for each in expressions)

    tags = tuple(tag for tag in image.repo_tags if fits(tag))
    digests = tuple(digest for digest in image.repo_digests if fits(digest))
    return replace(image, repo_tags=tags, repo_digests=digests) if tags or digests else None


def _expression(pattern: str) -> re.Pattern[str]:
    """Translate a pattern of Go's `path.Match`: `*` and `?` stop at a slash."""
    parts = {"*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(parts.get(character, re.escape(character)) for character in pattern))
