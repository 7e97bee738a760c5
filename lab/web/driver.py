"""Textual's driver for web pages, for an app that must not outlive its server."""

from __future__ import annotations

from textual.drivers.web_driver import WebDriver


class PageDriver(WebDriver):
    """Ends the app when nobody is left to give it input."""

    def run_input_thread(self) -> None:
        """Read input until it ends: for an app that is not ending itself, the server has gone."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.call_from_thread(self._app.exit)
