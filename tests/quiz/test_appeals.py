"""What waits for a teacher, the teacher's word, and marking everything again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lab.content.questions import Quiz
from lab.grading.keys import FillKey
from lab.quiz.appeal import Case, cases, settlement
from lab.quiz.attempt import attempts
from lab.quiz.marking import marker
from lab.quiz.regrading import Looked, MarkChanged, regrade
from tests.quiz.quiz_builders import QUIZ, WEBHOOK, FakeBook, FakeClock, give, sit


@pytest.fixture
def book() -> FakeBook:
    return FakeBook()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def accepting(*more: str) -> Quiz:
    """The quiz with more accepted answers to `webhook`."""
    assert isinstance(WEBHOOK.key, FillKey)
    blank = WEBHOOK.key.blanks[0]
    changed = replace(WEBHOOK, key=FillKey((replace(blank, accept=(*blank.accept, *more)),)))
    return replace(QUIZ, questions=(changed, *QUIZ.questions[1:]))


def regraded(book: FakeBook, quiz: Quiz) -> list[MarkChanged]:
    """Mark everything again, and write down what changes."""
    found = [each for each in regrade(quiz, book.rows, marker(quiz, {}), "tests 2") if isinstance(each, MarkChanged)]
    for each in found:
        book.append(each.record)
    return found


def appeal(book: FakeBook, clock: FakeClock, answer: str = "trigger", learner: str = "kim") -> Case:
    sitting = sit(book, clock, learner=learner, run=f"run-of-{learner}")
    give(sitting, "webhook", answer)
    sitting.appeal("webhook", "it is called that here")
    return cases(book.rows)[-1]


def test_an_appeal_is_a_case_with_the_answer_and_the_learners_words(book: FakeBook, clock: FakeClock) -> None:
    case = appeal(book, clock)
    assert (case.number, case.kind, case.quiz, case.question, case.learner) == (1, "appeal", "basics", "webhook", "kim")
    assert (case.given.answer, case.given.mark.status) == ({"hook": "trigger"}, "incorrect")
    assert (case.why, case.settled) == ("it is called that here", None)


def test_the_same_answer_is_one_case_however_often_it_is_appealed(book: FakeBook, clock: FakeClock) -> None:
    appeal(book, clock)
    sit(book, clock).appeal("webhook")
    assert len(cases(book.rows)) == 1


def test_what_an_exam_left_in_review_waits_too_once_it_is_handed_in(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock, "exam")
    give(sitting, "https", "іnsecure")
    assert cases(book.rows) == ()
    sitting.submit()
    assert [(case.kind, case.question) for case in cases(book.rows)] == [("review", "https")]


def test_numbers_never_change(book: FakeBook, clock: FakeClock) -> None:
    exam = sit(book, clock, "exam", learner="lee", run="exam")
    give(exam, "https", "іnsecure")
    first = appeal(book, clock)
    exam.submit()
    assert [(case.number, case.learner) for case in cases(book.rows)] == [(1, "kim"), (2, "lee")]
    book.append(settlement(first, "", "teacher", accepted=False))
    assert [case.number for case in cases(book.rows)] == [1, 2]


def test_an_accepted_answer_is_right_for_that_learner(book: FakeBook, clock: FakeClock) -> None:
    book.append(settlement(appeal(book, clock), "fair enough", "teacher", accepted=True))
    mark = attempts(book.rows)["run-of-kim"].item("webhook").mark
    assert mark is not None
    assert (mark.status, mark.score, mark.source) == ("correct", 1, "teacher")
    assert cases(book.rows)[0].settled == "accepted"


def test_a_rejected_appeal_leaves_the_mark_as_it_is(book: FakeBook, clock: FakeClock) -> None:
    book.append(settlement(appeal(book, clock), "no", "teacher", accepted=False))
    mark = attempts(book.rows)["run-of-kim"].item("webhook").mark
    assert mark is not None
    assert (mark.status, mark.score, mark.source) == ("incorrect", 0, "teacher")
    assert cases(book.rows)[0].settled == "rejected"


def test_a_rejected_review_is_wrong(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock, "exam")
    give(sitting, "https", "іnsecure")
    sitting.submit()
    book.append(settlement(cases(book.rows)[0], "", "teacher", accepted=False))
    result = sitting.submit().result
    assert (result.pending, result.most) == (0, 20)
    assert next(item.status for item in result.items if item.question == "https") == "incorrect"


def test_with_one_more_accepted_answer_everybody_who_gave_it_is_right(book: FakeBook, clock: FakeClock) -> None:
    for learner, answer in (("kim", "trigger"), ("lee", "Trigger"), ("park", "cron"), ("choi", "webhook")):
        give(sit(book, clock, learner=learner, run=learner), "webhook", answer)
    changed = regraded(book, accepting("trigger"))
    assert [(each.learner, each.before.status, each.after.status) for each in changed] == [
        ("kim", "incorrect", "correct"),
        ("lee", "incorrect", "correct"),
    ]
    marks = {run: attempt.item("webhook").mark for run, attempt in attempts(book.rows).items()}
    assert {run: mark.status for run, mark in marks.items() if mark} == {
        "kim": "correct",
        "lee": "correct",
        "park": "incorrect",
        "choi": "correct",
    }


def test_regrading_appends_and_changes_no_record(book: FakeBook, clock: FakeClock) -> None:
    appeal(book, clock)
    before = list(book.rows)
    regraded(book, accepting("trigger"))
    assert book.rows[: len(before)] == before
    assert [row.what for row in book.rows[len(before) :]] == ["regraded"]
    assert dict(book.rows[-1].data or {})["was"] == {"status": "incorrect", "score": 0.0}


def test_regrading_again_at_once_changes_nothing(book: FakeBook, clock: FakeClock) -> None:
    appeal(book, clock)
    assert len(regraded(book, accepting("trigger"))) == 1
    assert regraded(book, accepting("trigger")) == []


def test_regrading_settles_the_appeal_that_it_grants(book: FakeBook, clock: FakeClock) -> None:
    appeal(book, clock)
    regraded(book, accepting("trigger"))
    assert cases(book.rows)[0].settled == "accepted"


def test_a_teachers_word_is_not_overturned_by_a_grader(book: FakeBook, clock: FakeClock) -> None:
    book.append(settlement(appeal(book, clock), "", "teacher", accepted=True))
    assert regraded(book, QUIZ) == []


def test_a_learners_own_mark_stays_while_the_grader_still_does_not_understand(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    give(sitting, "https", "іnsecure")
    sitting.mark_self("https", "correct")
    assert regraded(book, QUIZ) == []


def test_regrading_tells_how_far_it_is(book: FakeBook, clock: FakeClock) -> None:
    for learner in ("kim", "lee", "park"):
        give(sit(book, clock, learner=learner, run=learner), "webhook", "webhook")
    looked = [each for each in regrade(QUIZ, book.rows, marker(QUIZ, {}), "tests 2") if isinstance(each, Looked)]
    assert looked == [Looked(1, 3), Looked(2, 3), Looked(3, 3)]


def test_equal_answers_are_marked_once(book: FakeBook, clock: FakeClock) -> None:
    for number in range(20):
        give(sit(book, clock, learner=f"learner-{number}", run=f"run-{number}"), "webhook", "trigger")
    asked: list[object] = []
    mark = marker(QUIZ, {})

    def counting(question, answer):  # type: ignore[no-untyped-def]
        asked.append(answer)
        return mark(question, answer)

    list(regrade(QUIZ, book.rows, counting, "tests 2"))
    assert len(asked) == 1


def test_an_answer_that_its_question_can_no_longer_have_keeps_its_mark(book: FakeBook, clock: FakeClock) -> None:
    give(sit(book, clock), "one", 3)
    question = QUIZ.question("one")
    assert question is not None
    fewer = replace(question, key=replace(question.key, options=question.key.options[:2]))  # type: ignore[call-arg,union-attr]
    changed = replace(QUIZ, questions=tuple(fewer if each is question else each for each in QUIZ.questions))
    assert regraded(book, changed) == []
