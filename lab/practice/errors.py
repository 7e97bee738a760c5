"""What the practice engine answers when it cannot do what was asked."""

from __future__ import annotations


class ApiError(Exception):
    """An HTTP status and a sentence, in dockerd's words where dockerd has some."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
