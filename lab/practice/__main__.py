"""`python -m lab.practice --home DIR`: a practice engine in the foreground."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lab.practice.engine.loading import loading


def main() -> int:
    """Read the command line and run the engine; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m lab.practice", description="Run a practice engine.")
    parser.add_argument("--home", type=Path, required=True, help="the directory that keeps its state")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--socket", type=Path, help="the unix socket to listen on; in the home unless given")
    where.add_argument("--tcp", action="store_true", help="listen on 127.0.0.1 with a secret path instead")
    options = parser.parse_args()
    with loading():
        from lab.practice.engine.home import Home
        from lab.practice.engine.server import ServeError, serve

    socket = options.socket.absolute() if options.socket else None
    try:
        serve(Home(options.home.absolute()), socket=socket, tcp=options.tcp or sys.platform == "win32")
    except ServeError as error:
        print(error, file=sys.stderr)
        return error.code
    return 0


if __name__ == "__main__":
    sys.exit(main())
