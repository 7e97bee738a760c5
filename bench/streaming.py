"""The app at its busiest: a push of 200 MB tells of its layers a thousand times a second, and the engine of as many events."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from typing import Any

from lab.content.library import exercises_folder, load
from lab.docker_cli.actions import ImagePush
from lab.docker_cli.place import Place
from lab.engine.contract import EngineFacts
from lab.engine.watching import nudges
from lab.reference import Reference
from lab.session import events as ev
from lab.tui.app import RegistryLabApp
from lab.world import Image, World

RATE = 1000
"""Events a second."""
LAYERS, SIZE = 8, 25_000_000

EXERCISE = load(exercises_folder(), "private-registry", "en").filled({})
FACTS = EngineFacts("practice", "0", "1.41", "unix:///nowhere", "bench", "none", "BENCH")
IMAGES = tuple(Image(f"docker.io/library/image-{n}:latest", f"sha256:{n:064x}") for n in range(20))


class Client:
    """Tells of one event after the other."""

    def events(self, **asked: object) -> Iterator[None]:
        while True:
            time.sleep(1 / RATE)
            yield


class Engine:
    def cut_short(self) -> None:
        """Nobody waits for it."""

    def nudges(self, stop: threading.Event) -> Iterator[None]:
        return nudges(Client, FACTS, stop)


class Session:
    """Does nothing but tell, as fast as it is asked to."""

    exercise = EXERCISE
    engine = Engine()
    place = Place("/nowhere", ())
    world = World(IMAGES)
    looks = 0
    asks = None
    """It begins nothing that a learner would have to agree to."""

    def opened(self) -> ev.ExerciseOpened:
        return ev.ExerciseOpened(EXERCISE.id, "run", (), FACTS)

    def check_all(self) -> Iterator[ev.Event]:
        yield ev.WorldSeen(self.world, ())
        yield from (ev.StepJudged(step.id, "not_yet", ()) for step in EXERCISE.steps)

    def glance(self, step: object) -> Iterator[ev.Event]:
        yield ev.WorldSeen(self.world, ())

    def perform(self, step: Any, commands: object, expected: object) -> Iterator[ev.Event]:
        yield ev.CommandStarted("docker push big", ImagePush(Reference.parse("127.0.0.1:5000/big")))
        begun = time.monotonic()
        for number in range(10**9):
            layer, done = number % LAYERS, number // LAYERS * 4096 % SIZE
            yield ev.LayerMoved(f"{layer:012x}", "Pushing", done, SIZE)
            time.sleep(max(0.0, begun + number / RATE - time.monotonic()))


class Workplace:
    """A workplace with one exercise and no engine."""

    def __getattr__(self, name: str) -> Any:
        return lambda *given: ()

    def exercises(self, lang: str) -> tuple[object, ...]:
        return (EXERCISE,)

    def connect(self) -> EngineFacts:
        return FACTS

    def open(self, exercise: str, lang: str) -> Session:
        return Session()


if __name__ == "__main__":
    gc.set_threshold(100_000)  # as the command does: see lab.cli.entry
    RegistryLabApp(Workplace(), "en", True).run()  # type: ignore[arg-type]
