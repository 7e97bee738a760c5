"""Translations: `NAME.ko.md` brings prose, the main file keeps everything that runs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lab.content.markdown import cut
from lab.content.model import Exercise, Step
from lab.content.problem import Problem, Report
from lab.content.sections import Section, is_console
from lab.content.source import EXERCISE_LIMITS
from lab.content.translation import Main, Original, Part, read_parts, report_untranslated


@dataclass(frozen=True, slots=True)
class Translated:
    """An exercise in another language, as far as its overlay goes."""

    exercise: Exercise
    missing: tuple[str, ...]
    """Ids of the steps that are still in the main language; the exercise's own id stands for its introduction."""
    stale: tuple[str, ...]
    """Ids of what has been translated from another wording than the main file's of today; shown all the same."""
    problems: tuple[Problem, ...]
    """What is wrong with the overlay; once there are no errors, what is missing is among them, as is what is stale."""


def translate(exercise: Exercise, source: bytes, path: str) -> Translated:
    """Lay an overlay's bytes over an exercise; what the overlay lacks or has wrong stays in the main language."""
    report = Report(path)
    main = exercise_main(exercise)
    parts = read_parts(main, source, report)
    steps = tuple(_step(step, parts[step.id]) if step.id in parts else step for step in exercise.steps)
    result = replace(exercise, steps=steps)
    if exercise.id in parts:
        section = parts[exercise.id].section
        prose = with_consoles(section, exercise.introduction)
        result = replace(result, title=section.title, introduction=prose)
    missing, stale = report_untranslated(main, parts, report)
    return Translated(result, missing, stale, report.in_order())


def exercise_main(exercise: Exercise) -> Main:
    """Return what an exercise's overlay has to fit."""
    originals = {exercise.id: Original(exercise.hash, exercise.introduction)}
    for step in exercise.steps:
        originals[step.id] = Original(step.hash, step.prose, (len(step.hints), len(step.warnings), len(step.notes)))
    return Main(originals, ("exercise", "step"), EXERCISE_LIMITS, tuple(name for name, _ in exercise.vars))


def _step(step: Step, part: Part) -> Step:
    section = part.section
    return replace(
        step,
        title=section.title,
        prose=with_consoles(section, step.prose),
        hints=_completed(section.texts("TIP"), step.hints),
        warnings=_completed(section.texts("IMPORTANT"), step.warnings),
        notes=_completed(section.texts("NOTE"), step.notes),
    )


def _completed(translated: tuple[str, ...], main: tuple[str, ...]) -> tuple[str, ...]:
    """Return a stale section's alerts, those that came later in the main language."""
    return translated + main[len(translated) :]


def with_consoles(section: Section, main: str) -> str:
    """Return a section's prose with the main prose's consoles in place of its empty ones; any left over follow it."""
    if not section.consoles and "console" not in main:
        return section.prose
    consoles = console_sources(main)
    lines = section.prose.split("\n")
    kept: list[str] = []
    done = 1
    for block in cut(section.prose).blocks:
        if is_console(block):
            kept += lines[done - 1 : block.line - 1]
            kept += consoles[:1]
            consoles = consoles[1:]
            done = block.end
    kept += lines[done - 1 :]
    return "\n\n".join(text for text in ("\n".join(kept).strip("\n"), *consoles) if text)


def console_sources(prose: str) -> tuple[str, ...]:
    """Return the Markdown source of each console fence of a section's prose."""
    lines = prose.split("\n")
    return tuple(
        "\n".join(lines[block.line - 1 : block.end - 1]) for block in cut(prose).blocks if is_console(block)
    )  # fmt: skip
