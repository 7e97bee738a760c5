"""The lab's own colours: a quiet dark background, one accent, and signs that never depend on them."""

from __future__ import annotations

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
