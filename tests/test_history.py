"""What is next: what was begun, what would be forgotten, the quiz of what was done, what is new."""

from __future__ import annotations

from lab.history import ExerciseHistory, Next, QuizHistory, Score, StepHistory, what_next


def exercise(identity: str, passed: int, tried: int | None = None) -> ExerciseHistory:
    tried = passed if tried is None else tried
    steps = (StepHistory(f"{identity}-{n}", n < passed, int(n < tried), None) for n in range(3))
    return ExerciseHistory(identity, tuple(steps))


def quiz(identity: str, percent: float | None = None, due: int = 0) -> QuizHistory:
    return QuizHistory(identity, 70, () if percent is None else (Score(1.0, percent),), due)


CLOSING = {"quiz-a": "a", "quiz-b": "b", "free": None}


def test_what_was_begun_is_gone_on_with_before_anything_else() -> None:
    assert what_next([exercise("a", 0), exercise("b", 1)], [quiz("quiz-a", due=3)]) == Next("step", "b", "b-1")
    assert what_next([exercise("a", 0, tried=1)], []) == Next("step", "a", "a-0")


def test_what_is_due_comes_before_what_is_new() -> None:
    assert what_next([exercise("a", 0)], [quiz("quiz-a"), quiz("quiz-b", 90, due=1)]) == Next("review", "quiz-b")


def test_the_quiz_of_a_finished_exercise_comes_before_the_next_exercise() -> None:
    both = [exercise("a", 3), exercise("b", 0)]
    assert what_next(both, [quiz("quiz-b"), quiz("quiz-a")], CLOSING) == Next("quiz", "quiz-a")
    assert what_next(both, [quiz("quiz-b"), quiz("quiz-a", 80)], CLOSING) == Next("begin", "b")


def test_what_cannot_be_done_here_is_next_only_when_nothing_else_is_left() -> None:
    some = [exercise("a", 0), exercise("b", 1), exercise("c", 0)]
    assert what_next(some, [], closed={"a", "b"}) == Next("begin", "c")
    assert what_next(some[:2], [quiz("free")], CLOSING, {"a", "b"}) == Next("quiz", "free")
    assert what_next(some[:2], [], closed={"a", "b"}) == Next("elsewhere", "a")


def test_quizzes_that_close_nothing_come_last_and_then_nothing_is_left() -> None:
    done = [exercise("a", 3)]
    assert what_next(done, [quiz("quiz-a", 80), quiz("free", 30)], CLOSING) == Next("quiz", "free")
    assert what_next(done, [quiz("quiz-a", 80), quiz("free", 70)], CLOSING) == Next("nothing")
