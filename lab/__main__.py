"""`python -m lab` is `registry-lab`."""

import sys

from lab.cli import entry

sys.exit(entry())
