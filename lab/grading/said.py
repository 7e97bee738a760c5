"""A sentence that a question's author wrote, in every language it was written in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """An author's sentence; `en` is always there, another language may be missing."""

    en: str
    ko: str | None = None

    def in_language(self, lang: str) -> str:
        """Return the sentence in a language, in English where it has not been translated."""
        return self.ko if lang == "ko" and self.ko else self.en
