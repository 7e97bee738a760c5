"""The app can be painted before the SDK and the database are imported."""

from __future__ import annotations

import subprocess
import sys


def test_importing_the_app_brings_neither_the_sdk_nor_the_database() -> None:
    program = (
        "import sys, lab.tui.app;"
        "print([name for name in ('docker', 'requests', 'sqlalchemy', 'lab.progress', 'lab.session.session')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
