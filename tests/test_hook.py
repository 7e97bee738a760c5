"""The lab's own hook is told from every other by its bytes."""

from __future__ import annotations

import shlex
import sys

import pytest

from lab.hook import NAME, hook, is_ours

ARGUMENTS = ("/home/kim/it's here", "0a1b2c3d", "/home/kim/source.git", "main", "127.0.0.1:5000/acme/site", "b.jsonl")
OURS = hook(ARGUMENTS)


def test_a_hook_starts_this_python_with_its_arguments_and_nothing_else() -> None:
    command = OURS.decode().splitlines()[-1].removeprefix("exec ")
    assert shlex.split(command) == [sys.executable, "-P", "-m", "lab.cli.autobuild", *ARGUMENTS]
    assert is_ours(NAME, OURS)


@pytest.mark.parametrize(
    "other",
    [
        b"",
        b"#!/bin/sh\ntrue\n",
        OURS + b"true\n",
        OURS.replace(b"#!/bin/sh", b"#!/bin/bash"),
        OURS.replace(b"lab.cli.autobuild", b"http.server"),
        OURS.replace(sys.executable.encode(), b"/tmp/python"),
        OURS.replace(b" main ", b" main; true "),
        OURS.replace(b" main ", b" $(true) "),
        OURS.replace(b"exec", b"\xff\xfe"),
        OURS.replace(b" main ", b" 'main "),
    ],
)
def test_any_other_hook_is_somebody_elses(other: bytes) -> None:
    assert not is_ours(NAME, other)


def test_it_is_run_at_no_other_moment() -> None:
    assert not is_ours("pre-receive", OURS)
