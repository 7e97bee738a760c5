"""The lab's own colours, by night and by day: a quiet background, one accent, and signs that never depend on them."""

from __future__ import annotations

from collections.abc import Iterable

from textual.theme import Theme

HARBOUR = Theme(
    name="harbour",
    primary="#5aa9e6",
    secondary="#b79ced",
    accent="#7fd1c7",
    success="#8ccf7e",
    warning="#e5c07b",
    error="#ef7e7e",
    foreground="#d9e0ea",
    background="#12171f",
    surface="#171d27",
    panel="#1f2733",
    dark=True,
    variables={
        "footer-background": "#171d27",
        "footer-key-foreground": "#7fd1c7",
        "footer-description-foreground": "#a9b4c4",
        "block-cursor-background": "#274058",
        "block-cursor-foreground": "#eef3f9",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#1f2f40",
        "border": "#5aa9e6",
        "border-blurred": "#303b4b",
    },
)

DAYLIGHT = Theme(
    name="harbour-light",
    primary="#1f6fb2",
    secondary="#6b4fb3",
    accent="#0f766e",
    success="#2f7d32",
    warning="#8a5a00",
    error="#b3261e",
    foreground="#1c2530",
    background="#f6f8fa",
    surface="#ebeff3",
    panel="#dde4eb",
    dark=False,
    variables={
        "footer-background": "#ebeff3",
        "footer-key-foreground": "#0f766e",
        "footer-description-foreground": "#44505f",
        "block-cursor-background": "#c5dcef",
        "block-cursor-foreground": "#12202e",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#d9e5ef",
        "border": "#1f6fb2",
        "border-blurred": "#b3bfcc",
    },
)

OURS = (HARBOUR, DAYLIGHT)


def to_choose(available: Iterable[str]) -> tuple[str, ...]:
    """Return the names of themes, the lab's own first; those of a terminal's 16 colours cannot mix the lab's shades."""
    own = tuple(theme.name for theme in OURS)
    return (*own, *sorted(name for name in available if name not in own and "ansi" not in name))
