"""The app for one web page, as a process of its own: `python -m lab.cli.served`, started by `registry-lab serve`."""

from __future__ import annotations

import sys

from lab.cli.arguments import parse_arguments
from lab.cli.wiring import Machine


def main() -> None:
    """Open the app without asking for a terminal: Textual's driver speaks with the page over the standard streams."""
    from lab.tui.app import RegistryLabApp

    options = parse_arguments(sys.argv[1:], "en")
    RegistryLabApp(Machine(options.engine), options.lang, consent=False).run()


if __name__ == "__main__":
    main()
