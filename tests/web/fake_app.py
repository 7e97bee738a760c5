"""An app that says who it is and repeats what it hears, in the protocol of Textual's web driver; run as a script.

Arguments: `stubborn` does not end when asked; `parent` has a child; `crash` ends at once with words on stderr. The rest is said.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys


def say(kind: bytes, content: object) -> None:
    payload = json.dumps(content).encode()
    os.write(1, kind + len(payload).to_bytes(4, "big") + payload)


def main() -> None:
    if "stubborn" in sys.argv:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child = subprocess.Popen(["sleep", "1000"]).pid if "parent" in sys.argv else None
    if "crash" in sys.argv:
        sys.exit("the app fell over")
    os.write(1, b"__GANGLION__\n")
    names = ("REGISTRY_LAB_HOME", "REGISTRY_LAB_LEARNER", "COLUMNS", "ROWS", "TEXTUAL_DRIVER")
    environment = {name: os.environ.get(name) for name in names}
    say(b"D", {"pid": os.getpid(), "child": child, "arguments": sys.argv[1:], **environment})
    while kind := sys.stdin.buffer.read(1):
        size = int.from_bytes(sys.stdin.buffer.read(4), "big")
        heard = sys.stdin.buffer.read(size).decode()
        if kind == b"D" and heard == "q":
            say(b"M", {"type": "exit"})
            return
        say(b"D", [kind.decode(), heard])


main()
