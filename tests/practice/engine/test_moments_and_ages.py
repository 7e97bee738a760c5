from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.practice.engine import clock
from lab.practice.errors import ApiError


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4, "Less than a second"),
        (1, "1 second"),
        (59, "59 seconds"),
        (60, "About a minute"),
        (3 * 60, "3 minutes"),
        (60 * 60, "About an hour"),
        (5 * 3600, "5 hours"),
        (49 * 3600, "2 days"),
        (15 * 86400, "2 weeks"),
        (70 * 86400, "2 months"),
        (800 * 86400, "2 years"),
    ],
)
def test_an_age_is_said_as_docker_ps_says_it(seconds: float, words: str) -> None:
    assert clock.age(seconds) == words


def test_a_moment_has_no_zeros_at_its_end() -> None:
    assert clock.rfc3339(1_795_485_618_747_657_600) == "2026-11-24T02:00:18.7476576Z"
    assert clock.rfc3339(1_795_485_618_000_000_000) == "2026-11-24T02:00:18Z"


@given(st.integers(min_value=0, max_value=4_000_000_000_000_000_000))
def test_a_moment_is_read_back_to_the_nanosecond(moment: int) -> None:
    assert clock.nanoseconds(clock.rfc3339(moment)) == moment


def test_a_time_in_a_query_may_have_a_fraction() -> None:
    assert clock.from_query("12.5") == 12_500_000_000
    assert clock.from_query("12") == 12_000_000_000


@pytest.mark.parametrize("text", ["abc", "1e9", "12.", "", "١٢", "1" * 40])
def test_a_time_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ApiError) as refused:
        clock.from_query(text)
    assert refused.value.status == 400
