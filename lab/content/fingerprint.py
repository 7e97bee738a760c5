"""A short hash of prose, by which a translation knows which wording it translates."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

LENGTH = 12
"""Hexadecimal digits; a translation may keep as few as 8 of them."""


def fingerprint(title: str, prose: str, *alerts: Sequence[str]) -> str:
    """Return the hash of a section's text; breaking its lines elsewhere does not change it."""
    texts = ["\n".join(group) for group in ([title], [prose], *alerts)]
    plain = "\x1f".join(" ".join(text.split()) for text in texts)
    return hashlib.sha256(plain.encode()).hexdigest()[:LENGTH]
