"""What the server does without while it is loaded."""

from __future__ import annotations

import gc
import os

import pytest

from lab.practice.engine.loading import loading


@pytest.mark.parametrize("named", [None, "/etc/ours.pem"])
def test_what_loading_leaves_out_is_there_again_afterwards(named: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    if named is not None:
        monkeypatch.setenv("SSL_CERT_FILE", named)
    before = gc.get_threshold()
    with loading():
        assert os.environ["SSL_CERT_FILE"] == os.devnull
        assert gc.get_threshold()[0] > before[0]
    assert os.environ.get("SSL_CERT_FILE") == named
    assert gc.get_threshold() == before
