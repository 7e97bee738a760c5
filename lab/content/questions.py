"""What a quiz is, once read: questions with keys, hints, explanations and sample answers."""

from __future__ import annotations

from dataclasses import dataclass

from lab.grading.answers import Answer
from lab.grading.grade import Status
from lab.grading.keys import Key


@dataclass(frozen=True, slots=True)
class Sample:
    """An answer with the mark that a human gives it: the rubric's own test."""

    answer: Answer
    expect: Status
    line: int = 0
    """Of its `[[test]]` in the main file, from 1."""
    said: str = ""
    """Words, in English, that the feedback must contain; empty for any."""
    truth: str | None = None
    """Of a `state` question: what an engine would say; None where there is none to ask."""


@dataclass(frozen=True, slots=True)
class Question:
    """One item of a quiz."""

    id: str
    title: str
    """For teachers and lists; it must not give the answer away."""
    type: str
    """One of `lab.grading.keys.KINDS`."""
    points: int
    prose: str
    """Markdown that the learner sees, without options; blanks stand in it as `[[name]]`."""
    key: Key
    options: tuple[str, ...] = ()
    """Text of each option of a `choice` or an `order`, in this language; `options[n - 1]` is the option of id n."""
    option_feedback: tuple[str, ...] = ()
    """In this language, by option; empty where there is none."""
    hints: tuple[str, ...] = ()
    """`[!TIP]`, in order."""
    explanation: str = ""
    """`[!NOTE]`, shown after the attempt."""
    model_answer: str = ""
    """`[!IMPORTANT]`, shown where the grader wants the learner's own judgement."""
    samples: tuple[Sample, ...] = ()
    tags: tuple[str, ...] = ()
    hash: str = ""
    """Of the prose, the options and the alerts in the main language: a translation that names another one is stale."""
    line: int = 0
    """Of the question's heading in its file, from 1."""


@dataclass(frozen=True, slots=True)
class Quiz:
    """A list of questions."""

    id: str
    title: str
    introduction: str
    questions: tuple[Question, ...]
    passing: int = 70
    """Percent of the points that are enough."""
    exercise: str | None = None
    """Id of the exercise that the quiz closes."""
    hash: str = ""
    line: int = 0

    def question(self, identity: str) -> Question | None:
        """Find a question by its id."""
        return next((question for question in self.questions if question.id == identity), None)
