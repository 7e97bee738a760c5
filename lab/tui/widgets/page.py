"""The text of a step: what to know, what to do, hints as they are opened, notes once it has passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from textual import on
from textual.containers import VerticalScroll
from textual.widgets import Markdown

from lab.language.message import say
from lab.language.words import Words
from lab.tui.course import Course
from lab.tui.plain import plain

Kind = Literal["notice", "introduction", "warning", "undone", "prose", "hint", "note", "finished"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a step's text."""

    kind: Kind
    text: str
    """Markdown."""
    title: str = ""


class PassageView(Markdown):
    """Draws a passage."""

    def __init__(self, passage: Passage) -> None:
        super().__init__(plain(passage.text), classes=f"-{passage.kind}", open_links=False)
        self.passage = passage
        self.border_title = passage.title


class Page(VerticalScroll):
    """Draws the passages of the step on the screen."""

    def __init__(self) -> None:
        super().__init__(id="page")
        self._step = ""
        self._shown: tuple[Passage, ...] = ()
        self._unread: set[Markdown] = set()
        self._sought: PassageView | None = None
        self._left_at = 0.0

    def show(self, course: Course, words: Words) -> None:
        """Draw a step; what is there already stays where it is, so that the learner keeps their place."""
        passages = tuple(passages_of(course, words))
        kept = self._shown if passages[: len(self._shown)] == self._shown else ()
        if not kept:
            self.remove_children()
            self._unread.clear()
        added = [PassageView(passage) for passage in passages[len(kept) :]]
        if added:
            self._unread.update(added)
            self.mount_all(added)
        self._shown = passages
        if course.step.id != self._step:
            self._step = course.step.id
            self._sought = None
            self.scroll_home(animate=False)
        elif added and (kept or added[-1].passage.kind in ("hint", "note", "finished")):
            self._sought = added[0] if kept else added[-1]
            self._left_at = self.scroll_y

    @on(Markdown.TableOfContentsUpdated)
    def _read(self, message: Markdown.TableOfContentsUpdated) -> None:
        """Bring what is new into view once everything on the page is read and has its height.

        Markdown is parsed in a thread and mounted afterwards; before that there is nowhere to scroll to.
        """
        message.stop()
        self._unread.discard(message.markdown)
        if not self._unread:
            self.call_after_refresh(self._reveal)

    def on_resize(self) -> None:
        """Keep what is new in view when the panel below grows, unless the learner has scrolled since."""
        if self.scroll_y == self._left_at and not self._unread:
            self.call_after_refresh(self._reveal)

    def _reveal(self) -> None:
        if self._sought is not None and self._sought.is_attached:
            self.scroll_to_widget(self._sought, top=True, animate=False, immediate=True)
            self._left_at = self.scroll_y


def passages_of(course: Course, words: Words) -> Iterator[Passage]:
    """Return what belongs on the page, from its top."""
    step = course.step
    if course.at == 0:
        for notice in course.notices:
            yield Passage("notice", words.say(notice), words.say(say("tui.page.notice")))
        yield Passage("introduction", course.exercise.introduction)
    undone_by = course.undone_by(step)
    if undone_by is not None:
        yield Passage("undone", words.say(say("tui.page.undone-by", step=undone_by.title)))
    elif course.lost(step):
        yield Passage("undone", words.say(say("tui.page.undone-elsewhere")))
    for text in step.warnings:
        yield Passage("warning", text, words.say(say("tui.page.warning")))
    yield Passage("prose", step.prose)
    for number, text in enumerate(course.open_hints, start=1):
        title = words.say(say("tui.page.hint", number=number, hints=len(step.hints)))
        yield Passage("hint", text, title)
    if course.complete and course.last:
        yield Passage("finished", words.say(say("tui.page.finished")), words.say(say("tui.page.finished-title")))
    if course.passed(step):
        for text in step.notes:
            yield Passage("note", text, words.say(say("tui.page.note")))
