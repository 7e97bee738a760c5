"""What to review and when: cards of spaced repetition, folded out of the records; there is no second store.

The schedule is FSRS's (the `fsrs` package), in UTC and without its random spread, so that the same records give the same
days. Its steps of minutes are left out: the retry within a sitting is that step, and a home screen counts days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fsrs import Card as Memory
from fsrs import Rating, Scheduler

from lab.grading.grade import Status
from lab.quiz.attempt import Attempt, Item, Try, attempts
from lab.record import Record


@dataclass(frozen=True, slots=True)
class Card:
    """One question in a learner's deck."""

    quiz: str
    question: str
    due: datetime
    """UTC."""
    interval: timedelta
    """From the last review to the next."""
    reviews: int


@dataclass(frozen=True, slots=True)
class Review:
    """One time that a learner was asked and answered."""

    quiz: str
    question: str
    at: datetime
    rating: Rating


def cards(records: Iterable[Record], learner: str) -> tuple[Card, ...]:
    """Return a learner's deck, what is due first in front."""
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    memories: dict[tuple[str, str], Memory] = {}
    counts: dict[tuple[str, str], int] = {}
    for review in reviews(records, learner):
        key = (review.quiz, review.question)
        # An id of our own: left to itself, a card takes a millisecond to make up one from the clock.
        memory = memories.get(key) or Memory(card_id=len(memories), due=review.at)
        memories[key], _ = scheduler.review_card(memory, review.rating, review.at)
        counts[key] = counts.get(key, 0) + 1
    found = (
        Card(*key, memory.due, memory.due - (memory.last_review or memory.due), counts[key])
        for key, memory in memories.items()
    )
    return tuple(sorted(found, key=lambda card: (card.due, card.quiz, card.question)))


def due(records: Iterable[Record], learner: str, now: float) -> tuple[Card, ...]:
    """Return the cards that are due by a moment in seconds since 1970."""
    moment = datetime.fromtimestamp(now, UTC)
    return tuple(card for card in cards(records, learner) if card.due <= moment)


def reviews(records: Iterable[Record], learner: str) -> tuple[Review, ...]:
    """Return a learner's reviews of every quiz in the order of time; an exam's count once it is submitted."""
    found = (
        review
        for attempt in attempts(records).values()
        if attempt.learner == learner and attempt.counts
        for question, item in attempt.items.items()
        for review in _of_item(attempt, question, item)
    )
    return tuple(sorted(found, key=lambda review: review.at))


def rating(status: Status, *, helped: bool, easy: bool) -> Rating | None:
    """Return how well a question was remembered; None where nobody knows.

    `helped` is a hint or an earlier try; only the learner's own word makes a question easy.
    """
    match status:
        case "incorrect":
            return Rating.Again
        case "partial":
            return Rating.Hard
        case "correct":
            return Rating.Hard if helped else Rating.Easy if easy else Rating.Good
        case _:
            return None


def _of_item(attempt: Attempt, question: str, item: Item) -> Iterator[Review]:
    for given in item.tries:
        found = rating(given.mark.status, helped=_helped(given), easy=item.easy)
        if found is not None:
            yield Review(attempt.quiz, question, datetime.fromtimestamp(given.at, UTC), found)


def _helped(given: Try) -> bool:
    return given.number > 1 or given.hints > 0
