"""`python -m lab` is `registry-lab`."""

import sys

from lab.cli import main

sys.exit(main())
