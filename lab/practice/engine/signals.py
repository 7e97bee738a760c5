"""Signals by name, and how the registry, a Go program without handlers of its own, ends by each."""

from __future__ import annotations

import re

from lab.practice.errors import ApiError

_NUMBERS = {
    name: number
    for number, name in enumerate(
        (
            *("HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE"),
            *("ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ"),
            *("VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS"),
        ),
        1,
    )
}
"""Linux's numbers: a container is Linux, whatever this machine is."""
KILL, TERM = _NUMBERS["KILL"], _NUMBERS["TERM"]
EXIT_OF = {KILL: 137, **{_NUMBERS[name]: 2 for name in ("HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "TERM", "SYS")}}
"""Exit codes of the signals that end a Go program (os/signal); measured with registry 2.8: TERM and HUP give 2."""


def number(text: str) -> int:
    """Return the number of `KILL`, `SIGKILL` or `9`, KILL for nothing; ApiError 400 where there is none."""
    if not text:
        return KILL
    if re.fullmatch(r"\d{1,2}", text, re.ASCII) and 0 < int(text) <= 64:
        return int(text)
    found = _NUMBERS.get(text.upper().removeprefix("SIG"))
    if found is None:
        raise ApiError(400, f"Invalid signal: {text}")
    return found
