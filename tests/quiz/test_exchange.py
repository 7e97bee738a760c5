"""Quizzes for Moodle and Anki, marks for gradebooks: read back by other readers than their writers."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from lab.content.questions import Quiz
from lab.content.quiz_library import load_quiz, quizzes_folder
from lab.errors import LabError
from lab.quiz.exchange.anki import write_anki
from lab.quiz.exchange.cells import cell, table
from lab.quiz.exchange.gradebook import canvas, long, moodle
from lab.quiz.exchange.moodle import write_moodle_xml
from lab.quiz.exchange.solution import solution
from lab.quiz.exchange.weights import FRACTIONS
from lab.quiz.marking import marker
from tests.quiz.quiz_builders import QUIZ, REF, RIGHT, SMALL, WEBHOOK, FakeBook, FakeClock, give, sit


@pytest.fixture
def book() -> FakeBook:
    return FakeBook()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


# --- Moodle's XML --------------------------------------------------------------------------------------------------------


def bank(quiz: Quiz = QUIZ) -> dict[str, ElementTree.Element]:
    """The questions of an export, by their id numbers."""
    root = ElementTree.fromstring(write_moodle_xml(quiz)[0])
    found = {each.findtext("idnumber", ""): each for each in root.iter("question")}
    assert found.pop("").get("type") == "category"
    return found


def answers(question: ElementTree.Element) -> dict[str, float]:
    return {each.findtext("text", ""): float(each.get("fraction", "")) for each in question.findall("answer")}


def test_every_question_but_the_engines_is_in_the_bank() -> None:
    assert {name: each.get("type") for name, each in bank().items()} == {
        "webhook": "shortanswer",
        "ports": "cloze",
        "https": "essay",
        "loopback": "truefalse",
        "one": "multichoice",
        "many": "multichoice",
        "order": "matching",
        "ref": "shortanswer",
        "tag": "shortanswer",
    }


def test_texts_hints_feedback_and_points_are_carried() -> None:
    question = bank()["webhook"]
    assert question.findtext("questiontext/text") == "Docker Hub calls a _____ when a repository changes."
    assert [each.findtext("text") for each in question.iter("hint")] == list(WEBHOOK.hints)
    assert question.findtext("generalfeedback/text") == WEBHOOK.explanation
    assert question.findtext("defaultgrade") == "1"
    assert answers(question) == {"webhook": 100, "웹훅": 100, "cron": 0}
    assert question.find("answer[@fraction='0']/feedback/text") is not None


def test_feedback_is_in_the_language_that_the_bank_is_written_in() -> None:
    root = ElementTree.fromstring(write_moodle_xml(QUIZ, "ko")[0])
    assert "크론은 확인만 합니다." in [each.text for each in root.iter("text")]


def test_two_blanks_are_embedded_in_their_sentence() -> None:
    assert bank()["ports"].findtext("questiontext/text") == (
        "A registry listens on {1:SHORTANSWER:=5000}, HTTPS on {1:SHORTANSWER:=443}."
    )


def test_keys_are_carried() -> None:
    found = bank()
    assert answers(found["loopback"]) == {"true": 0, "false": 100}
    assert answers(found["one"]) == {"a request": 100, "a layer": 0, "a log": 0}
    assert answers(found["many"]) == {"tag": 50, "push": 50, "commit": -50, "export": -50}
    pairs = {each.findtext("text"): each.findtext("answer/text") for each in found["order"].iter("subquestion")}
    assert pairs == {"pull": "1", "tag": "2", "push": "3", "export": "-"}
    assert answers(found["ref"])[REF.key.want] == 100  # type: ignore[union-attr]
    assert found["https"].findtext("graderinfo/text") == "registries without HTTPS"


def test_what_the_xml_loses_is_less_than_what_gift_loses() -> None:
    lost = {(loss.question, loss.what.key.removeprefix("quiz.loss.")) for loss in write_moodle_xml(QUIZ)[1]}
    assert lost == {
        ("https", "rubric"),
        ("loopback", "reason"),
        ("order", "orders"),
        ("ref", "parts"),
        ("tag", "spellings"),
        ("digest", "engine"),
    }


def test_no_text_breaks_the_xml() -> None:
    prose = 'a < b & "c" ]]> \x00\x0b\ufffe <script>'
    found = bank(replace(QUIZ, questions=(replace(WEBHOOK, prose=prose),)))
    assert found["webhook"].findtext("questiontext/text") == 'a < b & "c" ]]> ��� <script>'


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_shipped_quiz_has_only_weights_that_moodle_knows(lang: str) -> None:
    quiz = load_quiz(quizzes_folder(), "private-registry", lang)
    weights = {abs(weight) for question in bank(quiz).values() for weight in answers(question).values()}
    assert weights <= {*FRACTIONS, 0}
    assert len(bank(quiz)) == sum(each.type != "state" for each in quiz.questions)


# --- Anki ----------------------------------------------------------------------------------------------------------------


def notes(quiz: Quiz, folder: Path) -> dict[str, list[str]]:
    """The notes of a deck, by their identity: their fields."""
    package, _ = write_anki(quiz)
    package.write_to_file(str(folder / "quiz.apkg"))
    with zipfile.ZipFile(folder / "quiz.apkg") as archive:
        archive.extract("collection.anki2", folder)
    with sqlite3.connect(folder / "collection.anki2") as database:
        return {guid: fields.split("\x1f") for guid, fields in database.execute("select guid, flds from notes")}


def test_every_question_but_the_engines_is_a_note_with_its_answer(tmp_path: Path) -> None:
    found = notes(QUIZ, tmp_path)
    assert len(found) == 9
    fronts = {fields[0]: fields for fields in found.values()}
    assert fronts["Docker Hub calls a _____ when a repository changes."][1:] == ["webhook", WEBHOOK.explanation]


def test_a_note_keeps_its_identity_from_export_to_export(tmp_path: Path) -> None:
    reworded = replace(QUIZ, questions=(replace(WEBHOOK, prose="Other [[hook]] words."),))
    assert notes(reworded, tmp_path).keys() <= notes(QUIZ, tmp_path).keys()


def test_without_genanki_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "genanki", None)
    with pytest.raises(LabError) as missing:
        write_anki(QUIZ)
    assert missing.value.message.key == "quiz.anki.missing"


def test_every_question_that_needs_no_engine_has_a_solution() -> None:
    assert [each.id for each in QUIZ.questions if not solution(each)] == ["digest"]
    shipped = load_quiz(quizzes_folder(), "private-registry", "ko")
    assert {each.type for each in shipped.questions if not solution(each)} == {"state"}


# --- gradebooks ----------------------------------------------------------------------------------------------------------


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def examined(book: FakeBook, clock: FakeClock, learner: str, *answers: object) -> None:
    """Let a learner hand in an exam of two questions of one point each."""
    sitting = sit(book, clock, "exam", quiz=SMALL, learner=learner, run=f"run-{len(book.rows)}")
    for identity, answer in zip(("webhook", "one"), answers, strict=False):
        give(sitting, identity, answer)
    sitting.submit()


def test_canvas_finds_learners_by_login_and_reads_percent(book: FakeBook, clock: FakeClock) -> None:
    examined(book, clock, "lee", "webhook", 1)
    examined(book, clock, "kim", "cron", 1)
    text, _ = canvas(SMALL, book.rows, marker(SMALL, {}))
    assert rows(text) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Two questions"],
        ["    Points Possible", "", "", "", "", "100"],
        ["kim", "", "", "kim", "", "50"],
        ["lee", "", "", "lee", "", "100"],
    ]


def test_moodle_finds_learners_by_address_or_number(book: FakeBook, clock: FakeClock) -> None:
    examined(book, clock, "kim@school.example", "webhook", 1)
    examined(book, clock, "20260001", "webhook")
    text, _ = moodle(SMALL, book.rows, marker(SMALL, {}))
    assert rows(text) == [
        ["useremail", "useridnumber", "Two questions"],
        ["", "20260001", "50"],
        ["kim@school.example", "", "100"],
    ]


def test_the_last_exam_counts_and_practice_does_not(book: FakeBook, clock: FakeClock) -> None:
    examined(book, clock, "kim", "cron", 3)
    examined(book, clock, "kim", "webhook", 3)
    give(sit(book, clock, quiz=SMALL, run="practice"), "one", 1)
    give(sit(book, clock, quiz=SMALL, learner="lee", run="practice-2"), "one", 1)
    assert rows(canvas(SMALL, book.rows, marker(SMALL, {}))[0])[2:] == [["kim", "", "", "kim", "", "50"]]


def test_what_waits_for_judgement_is_left_empty_and_said(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock, "exam")
    give(sitting, "https", "іnsecure")
    sitting.submit()
    text, losses = canvas(QUIZ, book.rows, marker(QUIZ, {}))
    assert rows(text)[2] == ["kim", "", "", "kim", "", ""]
    assert losses[0].what.arguments() == {"learners": 1}


def test_every_try_has_a_row_of_its_own(book: FakeBook, clock: FakeClock) -> None:
    sitting = sit(book, clock)
    give(sitting, "webhook", "cron", ms=2500)
    give(sitting, "webhook", "=HYPERLINK(1)")
    give(sitting, "order", RIGHT["order"])
    head, *found = rows(long(QUIZ, book.rows)[0])
    first, second, third = (dict(zip(head, row, strict=True)) for row in found)
    assert (first["learner"], first["question"], first["try"], first["status"]) == ("kim", "webhook", "1", "incorrect")
    assert (first["seconds"], first["begun"]) == ("2.5", "2027-01-15T08:00:00+00:00")
    assert json.loads(first["answer"]) == {"hook": "cron"}
    assert second["normal"].startswith("'=")
    assert (third["answer"], third["score"]) == ("[1, 2, 3]", "1")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\n=1"])
def test_a_cell_that_a_spreadsheet_would_compute_is_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "shown"), [(-1, "-1"), (0.5, "0.5"), (66.666, "66.666"), (1234567, "1234567"), (None, ""), ("a=b", "a=b")]
)
def test_a_number_stays_a_number_and_a_text_stays_as_it_is(value: object, shown: str) -> None:
    assert cell(value) == shown


@settings(max_examples=60)
@given_any(st.lists(st.lists(st.text(st.characters(exclude_categories=("Cs",))), min_size=1), min_size=1))
def test_every_table_is_read_back_cell_by_cell(cells: list[list[str]]) -> None:
    assert rows(table(cells)) == [[cell(text) for text in row] for row in cells]
