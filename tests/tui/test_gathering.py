"""Many small events made few, and none of them lost."""

from __future__ import annotations

from lab.session import events as ev
from lab.tui.gathering import MOST_LINES, add, gathered


def clock(step: float):  # type: ignore[no-untyped-def]
    now = [0.0]

    def tick() -> float:
        now[0] += step
        return now[0]

    return tick


def test_a_thousand_steps_of_a_layer_in_a_second_are_twenty_tellings() -> None:
    moved = [ev.LayerMoved("a", "Pushing", n, 1000) for n in range(1000)]
    parcels = list(gathered(moved, clock(0.001)))
    assert len(parcels) <= 21
    assert parcels[-1][-1] == moved[-1]
    assert all(len(parcel) == 1 for parcel in parcels)


def test_what_does_not_stream_is_told_at_once_after_all_that_came_before_it() -> None:
    events = [ev.LayerMoved("a", "Pushing", 1, 2), ev.LayerMoved("b", "Pushing", 1, 2), ev.StepStarted("x")]
    assert list(gathered(events, clock(0.001))) == [(events[0],), (events[1], events[2])]


def test_lines_of_output_are_joined_in_their_order_and_the_newest_kept() -> None:
    told: list[ev.Event] = []
    for number in range(MOST_LINES + 10):
        add(told, ev.Printed(str(number)))
    (printed,) = told
    assert isinstance(printed, ev.Printed)
    assert printed.text.split("\n") == [str(number) for number in range(10, MOST_LINES + 10)]


def test_a_layer_that_moves_on_after_something_else_is_a_new_event() -> None:
    told: list[ev.Event] = []
    for event in (ev.LayerMoved("a", "x", 1, 2), ev.Printed("between"), ev.LayerMoved("a", "x", 2, 2)):
        add(told, event)
    assert len(told) == 3
