"""An app with one label and nothing else: what Textual itself takes."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Label


class BareApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Label("Registry Lab")


if __name__ == "__main__":
    BareApp().run()
