"""Loading the server in less time: without what Python and aiohttp do meanwhile and nobody needs."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager

_CERTIFICATES = "SSL_CERT_FILE"
"""Where OpenSSL looks for the machine's certificates, if it is told."""
_MANY = 100_000
"""Objects made between two searches for garbage: importing makes many, and next to no garbage."""


@contextmanager
def loading() -> Iterator[None]:
    """Import within this: half a second becomes 0.4.

    aiohttp reads all certificates of the machine when it is imported, for contexts that nothing here uses: whoever
    speaks HTTPS makes a context of their own.
    """
    thresholds, named = gc.get_threshold(), os.environ.get(_CERTIFICATES)
    gc.set_threshold(_MANY)
    os.environ[_CERTIFICATES] = os.devnull
    try:
        yield
    finally:
        if named is None:
            del os.environ[_CERTIFICATES]
        else:
            os.environ[_CERTIFICATES] = named
        gc.freeze()  # what was loaded stays: it need not be looked at again
        gc.set_threshold(*thresholds)
