"""What a page says to its app: the envelopes of textual.js, JSON arrays of a kind and its contents."""

from __future__ import annotations

import json

from aiohttp import WSMsgType, web

from lab.web.app_process import AppProcess

LARGEST = 16 * 1024 * 1024
"""Bytes of one message: a paste comes as one."""
_MOST_CELLS = 1000


def cells(width: object, height: object) -> tuple[int, int]:
    """Return a terminal's size in cells, as a page states it; 80×24 for what is no size."""
    return _bounded(width, 80), _bounded(height, 24)


async def converse(socket: web.WebSocketResponse, app: AppProcess) -> None:
    """Pass on what a page says until it goes; what is no envelope is passed over."""
    async for message in socket:
        if message.type is WSMsgType.TEXT:
            await _pass_on(_decoded(message.data), socket, app)


async def _pass_on(envelope: object, socket: web.WebSocketResponse, app: AppProcess) -> None:
    match envelope:
        case ["stdin", str(text)]:
            await app.send_bytes(text.encode("utf-8", "replace"))
        case ["resize", {"width": width, "height": height}]:
            await app.set_terminal_size(*cells(width, height))
        case ["ping", str(sent)]:
            await socket.send_json(["pong", sent])
        case ["focus"]:
            await app.focus()
        case ["blur"]:
            await app.blur()


def _decoded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _bounded(value: object, otherwise: int) -> int:
    text = str(value)
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    return min(number, _MOST_CELLS) or otherwise
