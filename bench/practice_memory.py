"""How much memory a process has, as Linux tells it, in MiB."""

from __future__ import annotations

from pathlib import Path


def memory(process: int, what: str) -> float:
    """Return what a process has in memory: `VmRSS` now, `VmHWM` at most so far (proc_pid_status(5))."""
    return _figure(Path(f"/proc/{process}/status"), what)


def shared_out(process: int) -> float:
    """Return a process's memory, each page divided among those that share it (`Pss`, proc_pid_smaps(5))."""
    return _figure(Path(f"/proc/{process}/smaps_rollup"), "Pss")


def _figure(path: Path, what: str) -> float:
    rows = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return next(int(row[1]) for row in rows if row[0] == f"{what}:") / 1024
