"""What a stream of messages says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from lab.practice.errors import ApiError
from lab.practice.images.images import Images

Message = dict[str, Any]


async def heard(stream: AsyncIterator[Message]) -> list[Message]:
    return [message async for message in stream]


async def statuses(stream: AsyncIterator[Message]) -> list[str]:
    """The stream's sentences, with what each is about, and none about how far something is."""
    moving = ("Downloading", "Extracting", "Pushing")
    told = await heard(stream)
    assert not [message for message in told if "error" in message]
    return [
        f"{message['id']}: {message['status']}" if "id" in message else message["status"]
        for message in told
        if "status" in message and message["status"] not in moving
    ]


async def error_in(stream: AsyncIterator[Message]) -> str:
    """The error a stream ends with."""
    last = (await heard(stream))[-1]
    assert last["error"] == last["errorDetail"]["message"]
    return str(last["error"])


async def refusal_of(stream: AsyncIterator[Message]) -> tuple[int, str]:
    """What a stream that does not even begin is refused with."""
    with pytest.raises(ApiError) as caught:
        await heard(stream)
    return caught.value.status, caught.value.message


async def pulled(images: Images, *references: str) -> None:
    for reference in references:
        repository, _, tag = reference.rpartition(":")
        await statuses(images.pull(repository, tag, "linux/amd64", None))


def nobody(identity: str) -> None:
    """No container uses the image."""
