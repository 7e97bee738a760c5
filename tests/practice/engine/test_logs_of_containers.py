from __future__ import annotations

from pathlib import Path

from lab.practice.engine import clock
from lab.practice.engine.frames import content_type, frame
from lab.practice.engine.logs import Log


def test_lines_are_kept_with_their_stream_and_time(tmp_path: Path) -> None:
    log = Log(tmp_path / "log")
    log.append("stdout", "one")
    log.append("stderr", "two\n")
    assert [(line.stream, line.text) for line in Log(tmp_path / "log").lines()] == [
        ("stdout", "one\n"),
        ("stderr", "two\n"),
    ]
    first, second = log.lines()
    assert log.lines(since=clock.nanoseconds(second.at)) == [second]
    assert log.lines(until=clock.nanoseconds(first.at)) == [first]
    assert log.lines(tail=1) == [second]
    assert log.lines(tail=0) == []


def test_a_line_that_was_cut_off_by_a_kill_is_left_out(tmp_path: Path) -> None:
    log = Log(tmp_path / "log")
    log.append("stdout", "whole")
    log.end()
    with (tmp_path / "log").open("a") as file:
        file.write('{"log":"ha')
    assert [line.text for line in log.lines()] == ["whole\n"]


async def test_listeners_get_what_is_printed_and_then_the_end(tmp_path: Path) -> None:
    log = Log(tmp_path / "log")
    queue = log.listen()
    log.append("stdout", "one")
    log.end()
    line = queue.get_nowait()
    assert line is not None
    assert line.bytes(timestamps=False) == b"one\n"
    assert line.bytes(timestamps=True) == f"{line.at} one\n".encode()
    assert queue.get_nowait() is None


def test_a_frame_names_its_stream_and_length() -> None:
    assert frame("stderr", b"ab") == b"\x02\x00\x00\x00\x00\x00\x00\x02ab"
    assert content_type((1, 41), tty=False) == "application/vnd.docker.raw-stream"
    assert content_type((1, 44), tty=False) == "application/vnd.docker.multiplexed-stream"
    assert content_type((1, 44), tty=True) == "application/vnd.docker.raw-stream"
