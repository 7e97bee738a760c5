"""The multiplexed stream of attach, logs and exec: which of the two outputs each piece belongs to.

A frame is one byte for the stream (1 output, 2 errors), three of nothing, four for the length, and so many bytes
(Engine API, ContainerAttach). With a terminal there are no frames, only bytes.
"""

from __future__ import annotations

from typing import Literal

Stream = Literal["stdout", "stderr"]
"""Where a program writes to."""


def frame(stream: Stream, data: bytes) -> bytes:
    """Return one frame."""
    return bytes((1 if stream == "stdout" else 2, 0, 0, 0)) + len(data).to_bytes(4, "big") + data


def content_type(version: tuple[int, int], *, tty: bool) -> str:
    """Return the media type of such a stream; API 1.42 and later tell one with frames from one without."""
    multiplexed = not tty and version >= (1, 42)
    return f"application/vnd.docker.{'multiplexed' if multiplexed else 'raw'}-stream"
