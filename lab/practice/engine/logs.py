"""What containers' programs print: kept line by line as dockerd's json-file does, and handed to who listens."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from lab.practice.engine.clock import nanoseconds, now
from lab.practice.engine.frames import Stream


@dataclass(frozen=True, slots=True)
class Line:
    """One line that a program printed, its line end included."""

    at: str
    stream: Stream
    text: str

    def bytes(self, *, timestamps: bool) -> bytes:
        """Return the line as it is sent."""
        return (f"{self.at} {self.text}" if timestamps else self.text).encode()


class Log:
    """The output of one container, through all its starts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: TextIO | None = None
        self._listeners: set[asyncio.Queue[Line | None]] = set()

    def append(self, stream: Stream, text: str) -> None:
        """Keep a line and hand it on."""
        line = Line(now(), stream, text.rstrip("\n") + "\n")
        if self._file is None:
            self._file = self.path.open("a", encoding="utf-8")
        self._file.write(json.dumps({"log": line.text, "stream": line.stream, "time": line.at}) + "\n")
        self._file.flush()
        for queue in self._listeners:
            queue.put_nowait(line)

    def end(self) -> None:
        """Tell listeners that the program has ended; a later start goes on in the same log."""
        if self._file is not None:
            self._file.close()
            self._file = None
        for queue in self._listeners:
            queue.put_nowait(None)

    def listen(self) -> asyncio.Queue[Line | None]:
        """Return a queue of what is printed from now on; None in it is the program's end."""
        queue: asyncio.Queue[Line | None] = asyncio.Queue()
        self._listeners.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[Line | None]) -> None:
        """Stop handing lines to a queue."""
        self._listeners.discard(queue)

    def lines(self, *, since: int = 0, until: int | None = None, tail: int | None = None) -> list[Line]:
        """Return the lines of a time, in nanoseconds since 1970; only the last `tail` of them where that is given."""
        chosen = (
            line
            for line in self._read()
            if nanoseconds(line.at) >= since and (until is None or nanoseconds(line.at) <= until)
        )
        return list(deque(chosen, tail) if tail is not None else chosen)

    def _read(self) -> Iterator[Line]:
        try:
            file = self.path.open(encoding="utf-8")
        except FileNotFoundError:
            return
        with file:
            for text in file:
                try:
                    row = json.loads(text)
                    yield Line(row["time"], row["stream"], row["log"])
                except ValueError:
                    continue  # cut off when the engine was killed while it wrote
