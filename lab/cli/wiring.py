"""The real parts, put together: an engine, records on disk, the exercises that come with the lab."""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from lab.cli.engines import find_engine
from lab.cli.learner import learner
from lab.content.library import find_exercise, find_exercises
from lab.content.model import Exercise
from lab.doctor import Finding, examine, examine_machine, examine_others, silence
from lab.engine.contract import Engine, EngineError, EngineFacts
from lab.hold import Holds
from lab.home import Home, find_home
from lab.language.message import Message, say
from lab.language.words import Words
from lab.ledger import Baseline
from lab.needs import image_folder
from lab.record import Record
from lab.records_file import read_records
from lab.session.cleaning import clean_up
from lab.session.events import Event
from lab.session.opening import Lab, open_session
from lab.session.session import Session
from lab.settings import Settings, write_settings
from lab.standing import Standing, standing
from lab.surroundings import Surroundings, look_around

if TYPE_CHECKING:
    from lab.content.questions import Quiz
    from lab.history import History
    from lab.listener.sharing import Listeners
    from lab.progress import Progress
    from lab.quiz.attempt import Mode
    from lab.quiz.deck import Card
    from lab.quiz.sitting import Sitting
    from lab.session.workplace import QuizStanding

FIRST = "private-registry"
"""The exercise that the lab begins with, where there is nothing to choose one in."""


class LateRecords:
    """Records that are opened when they are first needed, or ahead of that in the background."""

    def __init__(self, database: str | Path) -> None:
        self._database = database

    def open_ahead(self) -> None:
        """Begin to open them: it takes about as long as an engine takes to start a container."""
        _ = self._opening

    def append(self, record: Record) -> None:
        """Write one record."""
        self._opening.result().append(record)

    def add(self, records: Iterable[Record]) -> int:
        """Write those records that are not there yet, all or none of them; return how many those were."""
        return self._opening.result().add(records)

    def records(self, exercise: str | None = None, run: str | None = None) -> tuple[Record, ...]:
        """Return records in the order they were written; where nothing is written yet, by only looking at the file."""
        if "_opening" not in self.__dict__ and isinstance(self._database, Path):
            found = read_records(self._database)
            if found is not None:
                return tuple(each for each in found if exercise in (None, each.exercise) and run in (None, each.run))
        return self._opening.result().records(exercise, run)

    @cached_property
    def _opening(self) -> Future[Progress]:
        return ThreadPoolExecutor(max_workers=1).submit(_open_records, self._database)


def _open_records(database: str | Path) -> Progress:
    from lab.progress import Progress

    return Progress(database)


def tell_notices(machine: Machine, speech: Words) -> None:
    """Say on stderr what a learner should hear before anything else."""
    for notice in machine.notices:
        print(speech.say(notice), file=sys.stderr)


class Machine:
    """The lab on this machine; each part is made when it is first needed."""

    def __init__(self, engine: str | None) -> None:
        """Take an engine's address, `auto`, `practice`, or None where nothing was said."""
        self._wanted = engine
        self._engine: Engine | None = None
        self._holds = Holds()

    @cached_property
    def _listeners(self) -> Listeners:
        """What listens in this process for exercises: one that is opened twice has one listener."""
        from lab.listener.sharing import Listeners

        return Listeners()

    @cached_property
    def home(self) -> Home:
        """Where the learner's data is."""
        return find_home()

    @cached_property
    def records(self) -> LateRecords:
        """The learner's records, new ones where those there were are damaged; `notices` tells of that."""
        _ = self.notices
        return LateRecords(self.home.progress)

    @cached_property
    def notices(self) -> tuple[Message, ...]:
        """What to tell the learner: damaged records of the lab's own are set aside, a school's database is the school's."""
        from lab.damage import set_aside

        database = self.home.progress
        aside = set_aside(database) if isinstance(database, Path) else None
        return () if aside is None else (say("session.progress-damaged", path=str(aside)),)

    @property
    def engine(self) -> Engine:
        """The engine, connected; raise EngineError where none answers."""
        if self._engine is None:
            self._engine = find_engine(self._wanted, self.home.practice)
        return self._engine

    @property
    def lab(self) -> Lab:
        """The parts a session needs."""
        from lab.cli.reacting import reacting
        from lab.engine.ports import port_in_use
        from lab.props.stage import set_up

        stage = partial(set_up, react=reacting(self.engine, self.home), listeners=self._listeners)
        return Lab(self.home, self.engine, self.records, port_in_use, self._holds, self.notices, self._around, stage)

    @property
    def _around(self) -> Surroundings:
        """This machine, as it is now, and the disk of an engine that runs on it."""
        return look_around(self.home.path, os.environ, image_folder(self.engine.facts))

    def exercise(self, identity: str, lang: str) -> Exercise:
        """Return one exercise, its variables not yet filled in."""
        return find_exercise(identity, lang)

    def exercises(self, lang: str) -> tuple[Exercise, ...]:
        """Return every exercise, with default values filled in."""
        return tuple(exercise.filled({}) for exercise in find_exercises(lang))

    def standings(self) -> tuple[Standing, ...]:
        """Return where the learner stands in each exercise."""
        records = self.records.records()
        return tuple(standing(exercise, records) for exercise in self.exercises("en"))

    def findings(self, exercise: str) -> Iterator[Finding]:
        """Look at this machine, then at its engine, for an exercise; raise EngineError where no engine answers."""
        from lab.engine.hub import pulls_left
        from lab.engine.ports import port_in_use

        yield from examine_machine(look_around(self.home.path, os.environ))
        around = self._around
        yield from examine(self.engine, self.exercise(exercise, "en"), port_in_use, around, pulls_left)
        others = (each for each in self.exercises("en") if each.id != exercise)
        yield from examine_others(self.engine, others, around)

    def silence(self, error: EngineError) -> Finding:
        """Tell of an engine that does not answer, as it has to be started on this machine."""
        return silence(error, look_around(self.home.path, os.environ))

    def connect(self) -> EngineFacts:
        """Return which engine is used; one that was lost is looked for again."""
        self._engine = None
        return self.engine.facts

    def open(self, exercise: str, lang: str, before: Baseline | None = None) -> Session:
        """Go on with an exercise, or begin it."""
        return open_session(self.lab, self.exercise(exercise, lang), {}, before)

    def clean_up(self, session: Session) -> Iterator[Event]:
        """Bring the engine back to what it was before a session."""
        session.strike()  # a listener of the exercise's must not make anything while it is being removed
        if session.books is not None:
            yield from clean_up(session.engine, session.books.ledger)

    def quizzes(self, lang: str) -> tuple[Quiz, ...]:
        """Return every quiz."""
        from lab.content.quiz_library import find_quizzes

        return find_quizzes(lang)

    def quiz_standings(self) -> tuple[QuizStanding, ...]:
        """Return where the learner stands in each quiz."""
        from lab.cli.quiz_standing import standings

        return standings(self.quizzes("en"), self.records.records(), learner(), time.time())

    def begin_quiz(self, quiz: str, lang: str, mode: Mode, minutes: int | None) -> Sitting:
        """Go on with the learner's open attempt, or begin one."""
        from lab.cli.desk import desk, find_quiz, new_run, truths_of
        from lab.cli.quiz_standing import due_questions
        from lab.quiz.marking import askable
        from lab.quiz.opening import open_sitting

        found = find_quiz(quiz, lang)
        truths = truths_of(found, self, needed=False)
        questions = askable(found.questions, truths)
        if mode == "review":
            questions = due_questions(found, questions, self.records.records(), learner(), time.time())
        seed, seconds = secrets.randbelow(2**31), minutes * 60 if minutes else None
        place = desk(self, found, truths, lang)
        return open_sitting(place, found, questions, mode, run=new_run(), seed=seed, seconds=seconds)

    def card(self, quiz: str, question: str) -> Card | None:
        """Return when a question comes back for review."""
        from lab.quiz.deck import cards

        mine = cards(self.records.records(), learner())
        return next((card for card in mine if (card.quiz, card.question) == (quiz, question)), None)

    def examine(self) -> Iterator[Finding]:
        """Look at this machine, then at its engine; one that does not answer is looked for anew the next time."""
        try:
            yield from self.findings(FIRST)
        except EngineError:
            self._engine = None
            raise

    def history(self) -> History:
        """Return what the learner's records add up to over time, in this machine's days."""
        from lab.history import Learner, history
        from lab.ledger import beginnings

        whose = Learner(learner(), time.time(), date.fromtimestamp)
        begun = beginnings(self.home.runs())
        return history(self.exercises("en"), self.quizzes("en"), self.records.records(), begun, whose)

    def keep(self, settings: Settings) -> None:
        """Let settings last."""
        write_settings(self.home, settings)
