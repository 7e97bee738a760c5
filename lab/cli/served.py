"""The app for one web page, as a process of its own: `python -m lab.cli.served`, started by `registry-lab serve`."""

from __future__ import annotations

import sys

from lab.cli.arguments import parse_arguments
from lab.cli.wiring import Machine
from lab.settings import read_settings


def main() -> None:
    """Open the app without asking for a terminal: Textual's driver speaks with the page over the standard streams."""
    from lab.tui.app import RegistryLabApp

    options = parse_arguments(sys.argv[1:], "en")
    machine = Machine(options.engine)
    settings, trouble = read_settings(machine.home)
    RegistryLabApp(machine, options.lang, consent=False, settings=settings, trouble=trouble).run()


if __name__ == "__main__":
    main()
