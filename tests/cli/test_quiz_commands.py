"""The commands about quizzes: taking one at a plain terminal, marking papers, and the teacher's side."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lab.content.lint import lint
from lab.engine import connect, ports
from lab.progress import Progress
from lab.record import Record
from lab.reference import Reference
from lab.world import Scope
from tests.builders import ADDRESS, OWN
from tests.cli.conftest import without_engine
from tests.fakes import FakeEngine

Command = Callable[..., Any]
Take = Callable[..., Any]

QUIZ = """# Basics

```toml quiz
id = "basics"
pass = 60
```

Four questions.

## A call

```toml question
id = "webhook"
type = "fill"
points = 1

[blank.hook]
accept = ["webhook", "웹훅"]   # one word

[[blank.hook.wrong]]
match = ["cron"]
say.en = "A timer polls."
say.ko = "크론은 스스로 확인합니다."
```

Docker Hub calls a [[hook]] when a repository changes.

> [!TIP]
> It is an HTTP request.

> [!NOTE]
> The hub sends a POST request.

## A start

```toml question
id = "one"
type = "choice"
points = 1
```

What starts the build?

- [x] A request
- [ ] A layer
  > Layers travel when you push.

> [!TIP]
> It is small.

## A way

```toml question
id = "way"
type = "order"
points = 2
```

In which order?

1. Pull
2. Tag
3. Push

> [!TIP]
> The name comes before the journey.

## Refused

```toml question
id = "https"
type = "short"
points = 2

[[concept]]
id = "no-tls"
any = ["without https"]
```

What is refused?

> [!TIP]
> What does the connection lack?

> [!IMPORTANT]
> Registries without HTTPS
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "basics.md"
    path.write_text(QUIZ, encoding="utf-8")
    return path


@pytest.fixture
def take(registry_lab: Command, monkeypatch: pytest.MonkeyPatch) -> Take:
    """Call a command with lines typed into it."""

    def run(*arguments: str, typed: tuple[str, ...] = (), **environment: str) -> Any:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        return registry_lab(*arguments, **{"REGISTRY_LAB_LEARNER": "kim", **environment})

    return run


def rows(done: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def recorded(home: Path) -> list[Record]:
    book = Progress(home / "progress.db")
    try:
        return list(book.records())
    finally:
        book.close()


def shown(done: Any, *texts: str) -> list[str]:
    """The numbers on the screen of options, in the order of `texts`."""
    found = {text: number for number, text in re.findall(r"^ +(\d)\. (.+)$", done.stdout, re.MULTILINE)}
    return [found[text] for text in texts]


def paper(tmp_path: Path, answers: object) -> str:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    return str(path)


# --- the list ------------------------------------------------------------------------------------------------------------


def test_quizzes_are_listed_for_people_and_as_objects(registry_lab: Command) -> None:
    said, listed = registry_lab("quizzes"), registry_lab("quizzes", "--json")
    assert said.returncode == listed.returncode == 0
    assert "private-registry" in [line.split("\t")[0] for line in said.stdout.splitlines()]
    (row,) = [row for row in rows(listed) if row["id"] == "private-registry"]
    assert row["questions"] >= 12
    assert row["due"] == 0


# --- a paper marked ------------------------------------------------------------------------------------------------------

RIGHT = {"webhook": "webhook", "one": 1, "way": [1, 2, 3], "https": "Registries without HTTPS"}


def test_a_right_paper_has_every_point_and_exits_with_nought(registry_lab: Command, file: Path, tmp_path: Path) -> None:
    done = registry_lab("grade", str(file), "--answers", paper(tmp_path, RIGHT), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    (row,) = rows(done)
    assert (row["quiz"], row["score"], row["max"]) == ("basics", 6, 6)
    assert [(item["id"], item["status"], item["score"], item["max"]) for item in row["items"]] == [
        ("webhook", "correct", 1, 1),
        ("one", "correct", 1, 1),
        ("way", "correct", 2, 2),
        ("https", "correct", 2, 2),
    ]
    assert all(isinstance(item["feedback"], list) for item in row["items"])


def test_a_wrong_answer_exits_with_one_and_says_why(registry_lab: Command, file: Path, tmp_path: Path) -> None:
    answers = paper(tmp_path, {**RIGHT, "webhook": "cron"})
    done = registry_lab("grade", str(file), "--answers", answers, "--json")
    assert done.returncode == 1
    item = rows(done)[0]["items"][0]
    assert (item["status"], item["score"], item["max"]) == ("incorrect", 0, 1)
    assert "A timer polls." in item["feedback"]


def test_feedback_is_in_the_learners_language(registry_lab: Command, file: Path, tmp_path: Path) -> None:
    done = registry_lab("--lang", "ko", "grade", str(file), "--answers", paper(tmp_path, {"webhook": "cron"}), "--json")
    assert "크론은 스스로 확인합니다." in rows(done)[0]["items"][0]["feedback"]


def test_the_shipped_quiz_marks_the_forms_that_the_issue_names(registry_lab: Command, tmp_path: Path) -> None:
    answers = {
        "webhook": "web hook",
        "https-default": "any registry without HTTPS, except localhost",
        "other-registry": {"verdict": False, "reason": "the registry's host in front of the image name is enough"},
        "tag-command": "docker image tag hello-world:latest 127.0.0.1:5000/hello-world",
        "full-reference": "registry.lab.example:5000/team/web:1.2",
    }
    done = registry_lab("grade", "private-registry", "--answers", paper(tmp_path, answers), "--json")
    statuses = {item["id"]: item["status"] for item in rows(done)[0]["items"]}
    assert {name: statuses[name] for name in answers} == dict.fromkeys(answers, "correct")
    assert {statuses[name] for name in statuses if name not in answers} == {"not-graded"}
    assert len(statuses) >= 12
    assert done.returncode == 0


def test_marking_needs_no_engine_and_records_nothing(registry_lab: Command, home: Path, tmp_path: Path) -> None:
    answers = paper(tmp_path, {"webhook": "webhook"})
    assert registry_lab("grade", "private-registry", "--answers", answers).returncode == 0
    assert not home.exists()


def test_a_paper_may_come_from_the_standard_input(process: Command, file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lab", "grade", str(file), "--answers", "-", "--json"],
        input=json.dumps(RIGHT).encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, json.loads(done.stdout)["score"]) == (0, 6)


def test_a_result_for_people_says_every_marks_reason(registry_lab: Command, file: Path, tmp_path: Path) -> None:
    done = registry_lab("grade", str(file), "--answers", paper(tmp_path, {"webhook": "cron", "one": 1}))
    assert "✗ webhook: 0 of 1 points\n    A timer polls." in done.stdout
    assert "✓ one: 1 of 1 points" in done.stdout
    assert "1 of 6 points (17 %; 60 % are enough)." in done.stdout


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[1, 2]",
        '"webhook"',
        '{"no-such": "x"}',
        '{"one": "first"}',
        '{"one": 3}',
        '{"way": [1, 2, 9]}',
        '{"webhook": {"other": "x"}}',
        '{"https": 5}',
        '{"https": null}',
        '{"webhook": "a", "webhook": "b"}',
        "[" * 100_000,
        '{"https": "\\ud800"}',
    ],
    ids=lambda content: content[:30],
)
def test_a_paper_that_cannot_be_used_is_refused(
    registry_lab: Command, file: Path, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "answers.json"
    path.write_text(content, encoding="utf-8")
    done = registry_lab("grade", str(file), "--answers", str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 2
    assert "Traceback" not in done.stderr


def test_bytes_that_are_no_text_are_refused(registry_lab: Command, file: Path, tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_bytes(b'{"https": "\xff"}')
    assert registry_lab("grade", str(file), "--answers", str(tmp_path / "answers.json")).returncode == 2


@pytest.mark.parametrize("name", ["no-such-quiz", "no/such/quiz.md"])
def test_an_unknown_quiz_is_refused(registry_lab: Command, tmp_path: Path, name: str) -> None:
    assert registry_lab("grade", name, "--answers", paper(tmp_path, {})).returncode == 2


def test_a_paper_that_is_not_there_is_refused(registry_lab: Command, file: Path) -> None:
    assert registry_lab("grade", str(file), "--answers", "no-such.json").returncode == 2


# --- taking one ----------------------------------------------------------------------------------------------------------


def test_practice_tells_at_once_and_offers_what_was_wrong_again(take: Take, file: Path, home: Path) -> None:
    first = take("quiz", str(file), "--seed", "1", typed=("?", "cron"))
    assert first.returncode == 1
    one, *way = shown(take("quiz", str(file), typed=("",) * 2), "A request", "Pull", "Tag", "Push")
    typed = (one, " ".join(way), "registries without HTTPS", "y", "webhook")
    done = take("quiz", str(file), typed=typed)
    assert done.returncode == 0
    assert "A timer polls." in first.stdout
    assert "(1/1) It is an HTTP request." in first.stdout
    assert "registry-lab quiz" in first.stderr
    assert "The hub sends a POST request." in done.stdout
    assert "6 of 6 points" in done.stdout
    whats = [record.what for record in recorded(home)]
    assert whats == ["quiz-begun", "hinted", *["answered"] * 5, "submitted"]


def test_an_exam_tells_nothing_until_it_is_handed_in(take: Take, file: Path) -> None:
    done = take("quiz", str(file), "--exam", "--minutes", "5", "--seed", "1", typed=("", "", "", "", "n"))
    assert done.returncode == 1
    assert "Exam." in done.stdout
    assert re.search(r"Time left: [45]:\d\d", done.stdout)
    assert "Left out: 4." in done.stdout
    assert "0 of 6 points" in done.stdout


def test_after_an_exam_a_wrong_answer_can_be_appealed_by_its_name(take: Take, file: Path, home: Path) -> None:
    take("quiz", str(file), "--exam", typed=("1", "1", "1", "1", "1", "1", "webhook", "no-such", ""))
    assert [record.what for record in recorded(home)].count("submitted") == 1
    assert [(record.what, record.step) for record in recorded(home) if record.what == "appealed"] == [
        ("appealed", "webhook")
    ]


def test_the_same_seed_asks_in_the_same_order(take: Take, file: Path, tmp_path: Path) -> None:
    asked = []
    for number, seed in enumerate(("5", "5", "6", "7", "8")):
        done = take(
            "quiz", str(file), "--exam", "--seed", seed, typed=("",) * 4, REGISTRY_LAB_HOME=str(tmp_path / str(number))
        )
        asked.append(re.findall(r"\d/4  (.*)\n", done.stdout))
    assert asked[0] == asked[1]
    assert any(asked[0] != other for other in asked[2:])


def test_an_exam_that_was_left_goes_on_where_it_was(take: Take, file: Path, home: Path) -> None:
    take("quiz", str(file), "--exam", "--seed", "1", typed=("",))
    done = take("quiz", str(file), "--exam", "--seed", "2", typed=("", "", "", "", "n"))
    assert "Going on where you were" in done.stdout
    assert [record.what for record in recorded(home)] == ["quiz-begun", "submitted"]


def test_ctrl_c_leaves_cleanly(take: Take, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.StringIO):
        def readline(self, size: int | None = -1, /) -> str:
            raise KeyboardInterrupt

    monkeypatch.setattr(io, "StringIO", Interrupted)
    done = take("quiz", str(file))
    assert done.returncode == 130
    assert f"registry-lab quiz {file}" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_result_is_an_object_where_json_is_asked_for(take: Take, file: Path) -> None:
    done = take("quiz", str(file), "--exam", "--json", typed=("", "", "", "", "n"))
    assert rows(done)[0]["max"] == 6
    assert "Exam." in done.stderr


def test_answers_of_no_shape_are_asked_for_again(take: Take, file: Path) -> None:
    done = take("quiz", str(file), typed=("webhook", "first", "9", "1"))
    assert done.stdout.count("Number: ") == 3


def test_minutes_are_for_exams(take: Take, file: Path) -> None:
    assert take("quiz", str(file), "--minutes", "5").returncode == 2


def test_nothing_is_due_before_anything_was_learnt(take: Take, file: Path, home: Path) -> None:
    done = take("quiz", str(file), "--review")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr


def test_what_is_due_is_reviewed(take: Take, file: Path, home: Path) -> None:
    take("quiz", str(file), typed=("webhook",))
    with sqlite3.connect(home / "progress.db") as database:  # a month goes by
        database.execute("update records set at = at - 2592000")
    done = take("quiz", str(file), "--review", typed=("webhook", "e"))
    assert done.returncode == 0
    assert "1/1  Docker Hub calls" in done.stdout
    assert [record.what for record in recorded(home)][-3:] == ["answered", "found-easy", "submitted"]


def test_quizzes_do_not_disturb_the_progress_of_exercises(take: Take, file: Path) -> None:
    before = take("progress", "--json")
    take("quiz", str(file), typed=("cron", "!"))
    after = take("progress", "--json")
    assert (after.returncode, after.stdout) == (0, before.stdout)


# --- the teacher ---------------------------------------------------------------------------------------------------------


def appeal(take: Take, file: Path, answer: str = "an event call", learner: str = "kim") -> None:
    take("quiz", str(file), typed=(answer, "!"), REGISTRY_LAB_LEARNER=learner)


def test_appeals_are_listed_with_answer_and_learner(take: Take, file: Path) -> None:
    assert take("appeals").stdout == ""
    appeal(take, file)
    done = take("appeals")
    assert done.stdout.splitlines() == ["1\tappeal\tbasics/webhook\tkim", '    ✗ {"hook": "an event call"}']
    (row,) = rows(take("appeals", "list", "--json"))
    assert (row["number"], row["answer"], row["settled"]) == (1, {"hook": "an event call"}, None)


def test_an_accepted_answer_goes_into_the_file_and_everybody_is_marked_again(take: Take, file: Path) -> None:
    for learner in ("kim", "lee"):
        appeal(take, file, learner=learner)
    appeal(take, file, "cron", "park")
    done = take("appeals", "accept", "1", "--into", str(file))
    assert done.returncode == 0
    changed = [line.split("\t")[:2] for line in done.stdout.splitlines() if "→" in line]
    assert changed == [["kim", "webhook"], ["lee", "webhook"]]
    text = file.read_text(encoding="utf-8")
    assert 'accept = ["webhook", "웹훅", "an event call"]   # one word' in text
    assert [problem for problem in lint([file]) if problem.level == "error"] == []
    assert [row["learner"] for row in rows(take("appeals", "--json")) if row["settled"] is None] == ["park"]
    assert take("regrade", str(file)).stdout == ""


def test_without_a_file_only_this_mark_changes(take: Take, file: Path) -> None:
    appeal(take, file)
    before = file.read_bytes()
    assert take("appeals", "accept", "1").returncode == 0
    assert file.read_bytes() == before
    assert take("appeals").stdout == ""


def test_a_rejected_appeal_is_settled(take: Take, file: Path, home: Path) -> None:
    appeal(take, file)
    assert take("appeals", "reject", "1", "--why", "too vague").returncode == 0
    last = recorded(home)[-1]
    assert (last.what, last.outcome, dict(last.data or {})["why"]) == ("appeal-settled", "rejected", "too vague")
    assert take("appeals", "reject", "1").returncode == 2


@pytest.mark.parametrize("arguments", [["accept"], ["accept", "7"], ["reject", "0"], ["frobnicate"]])
def test_a_number_that_is_not_there_is_refused(take: Take, file: Path, arguments: list[str]) -> None:
    appeal(take, file)
    assert take("appeals", *arguments).returncode == 2


def test_another_quizzes_file_is_refused_and_left_alone(take: Take, file: Path, tmp_path: Path) -> None:
    appeal(take, file)
    other = tmp_path / "other.md"
    other.write_text(QUIZ.replace('id = "basics"', 'id = "other"'), encoding="utf-8")
    assert take("appeals", "accept", "1", "--into", str(other)).returncode == 2
    assert "event call" not in other.read_text(encoding="utf-8")
    assert rows(take("appeals", "--json"))[0]["settled"] is None


def test_figures_are_hidden_below_ten_learners(take: Take, file: Path) -> None:
    appeal(take, file)
    done = take("quiz-stats", str(file))
    assert done.returncode == 0
    assert "webhook: fewer than 10 learners" in done.stdout
    assert "event call" not in done.stdout
    assert "event call" not in take("quiz-stats", str(file), "--json").stdout


def test_a_class_in_several_databases_is_counted_together(take: Take, file: Path, tmp_path: Path) -> None:
    for number in range(10):
        take("quiz", str(file), typed=("cron",), REGISTRY_LAB_HOME=str(tmp_path / str(number)))
    books = [option for number in range(10) for option in ("--from", str(tmp_path / str(number) / "progress.db"))]
    found = {row["question"]: row for row in rows(take("quiz-stats", str(file), *books, "--json"))}
    assert (found["webhook"]["learners"], found["webhook"]["mean"]) == (10, 0)
    assert found["webhook"]["answers"] == [{"answer": "cron", "share": 1, "right": False}]
    said = take("quiz-stats", str(file), *books).stdout
    assert "almost nobody is right" in said
    assert "one wrong answer dominates (100 %)" in said


def test_records_that_are_not_there_are_not_made(take: Take, file: Path, tmp_path: Path) -> None:
    done = take("quiz-stats", str(file), "--from", str(tmp_path / "none.db"))
    assert done.returncode == 2
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("gift", "$CATEGORY: Basics"),
        ("moodle-xml", "<?xml"),
        ("csv-canvas", "Student,ID,"),
        ("csv-moodle", "useremail,"),
        ("csv-long", "learner,quiz,"),
    ],
)
def test_exports_are_written_to_a_file_or_printed(
    take: Take, file: Path, tmp_path: Path, form: str, begins: str
) -> None:
    done = take("quiz-export", str(file), "-", "--to", form)
    assert done.returncode == 0
    assert done.stdout.startswith(begins)
    assert take("quiz-export", str(file), str(tmp_path / "out"), "--to", form).stdout == ""
    assert (tmp_path / "out").read_bytes().decode("utf-8").replace("\r\n", "\n") == done.stdout.replace("\r\n", "\n")


def test_an_export_says_on_the_side_which_items_lose_what(take: Take, file: Path) -> None:
    done = take("quiz-export", str(file), "-", "--to", "gift")
    assert "https: the rubric" in done.stderr
    assert "way: other right orders" in done.stderr


def test_a_deck_for_anki_is_written(take: Take, file: Path, tmp_path: Path) -> None:
    done = take("quiz-export", str(file), str(tmp_path / "quiz.apkg"), "--to", "anki")
    assert done.returncode == 0
    assert (tmp_path / "quiz.apkg").read_bytes().startswith(b"PK")


def test_a_place_that_cannot_be_written_is_said(take: Take, file: Path, tmp_path: Path) -> None:
    for form in ("gift", "anki"):
        done = take("quiz-export", str(file), str(tmp_path / "no" / "such" / "folder"), "--to", form)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


def test_gift_becomes_a_quiz_that_lints(take: Take, file: Path, tmp_path: Path) -> None:
    gift, made = tmp_path / "bank.gift", tmp_path / "made.md"
    take("quiz-export", str(file), str(gift), "--to", "gift")
    done = take("quiz-import", str(gift), str(made))
    assert done.returncode == 1  # the essay was left out, and that was said
    assert "https: an essay has no key" in done.stderr
    assert [problem for problem in lint([made]) if problem.level == "error"] == []
    answers = {"webhook": "웹훅", "one": 1, "way": [1, 2, 3]}
    assert take("grade", str(made), "--answers", paper(tmp_path, answers)).returncode == 0


def test_an_import_overwrites_nothing(take: Take, file: Path, tmp_path: Path) -> None:
    (tmp_path / "bank.gift").write_text("Q {=a ~b}", encoding="utf-8")
    before = file.read_bytes()
    assert take("quiz-import", str(tmp_path / "bank.gift"), str(file)).returncode == 2
    assert file.read_bytes() == before


@pytest.mark.parametrize("content", ["", "Only a text.", "Write. {}"])
def test_a_bank_of_which_nothing_can_be_taken_over_makes_no_file(take: Take, tmp_path: Path, content: str) -> None:
    (tmp_path / "bank.gift").write_text(content, encoding="utf-8")
    assert take("quiz-import", str(tmp_path / "bank.gift"), str(tmp_path / "made.md")).returncode == 2
    assert not (tmp_path / "made.md").exists()


# --- with an engine, and without mercy -----------------------------------------------------------------------------------


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    engine = FakeEngine()
    monkeypatch.setattr(connect, "connect", lambda url: engine)
    monkeypatch.setattr(ports, "port_in_use", lambda port: None)
    return engine


def pushed(take: Take, engine: FakeEngine) -> str:
    """Push as the exercise does, and return the digest that the registry serves."""
    assert take("run", "private-registry", "--until", "push-image", "--keep").returncode == 0
    own = Reference.parse(OWN)
    found = engine.observe(Scope((own,), (ADDRESS,))).published(OWN)
    assert found is not None
    return found.digest


def test_questions_about_the_engine_are_marked_by_what_it_holds(take: Take, engine: FakeEngine, tmp_path: Path) -> None:
    digest = pushed(take, engine)
    right = paper(tmp_path, {"pushed-digest": digest})
    asked = take("grade", "private-registry", "--answers", right, "--engine", "unix:///an-engine", "--json")
    assert {item["id"]: item["status"] for item in rows(asked)[0]["items"]}["pushed-digest"] == "correct"
    wrong = paper(tmp_path, {"pushed-digest": "sha256:" + "0" * 64})
    assert take("grade", "private-registry", "--answers", wrong, "--engine", "unix:///an-engine").returncode == 1


def test_marking_asks_no_engine_unless_it_is_told_to(take: Take, engine: FakeEngine, tmp_path: Path) -> None:
    digest = pushed(take, engine)
    looks = engine.looks
    done = take("grade", "private-registry", "--answers", paper(tmp_path, {"pushed-digest": digest}), "--json")
    assert {item["id"]: item["status"] for item in rows(done)[0]["items"]}["pushed-digest"] == "not-graded"
    assert engine.looks == looks


def test_an_engine_that_was_named_and_does_not_answer_cannot_tell(take: Take, tmp_path: Path) -> None:
    done = take("grade", "private-registry", "--answers", paper(tmp_path, {}), "--engine", "unix:///nonexistent/x.sock")
    assert done.returncode == 3


def test_an_exam_survives_a_kill_between_any_two_answers(file: Path, home: Path) -> None:
    environment = without_engine(home, REGISTRY_LAB_LEARNER="kim")
    command = [sys.executable, "-m", "lab", "quiz", str(file), "--exam", "--seed", "3"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(b"1\n")  # whichever question is first: every kind takes a number or a text
        running.stdin.flush()
        while b"Noted" not in (line := running.stdout.readline()):
            assert line, "it ended before it was killed"
        running.kill()
    rest = "\n\n\nn\n"
    for again in range(2):
        done = subprocess.run(
            command, input=rest.encode(), capture_output=True, timeout=60, check=False, env=environment
        )
        assert (b"1 of 4 answered" in done.stdout) is (again == 0)
    whats = [(record.what, record.run) for record in recorded(home)]
    (first, second) = dict.fromkeys(run for _, run in whats)
    assert [what for what, run in whats if run == first] == ["quiz-begun", "answered", "submitted"]
    assert next(what for what, run in whats if run == second) == "quiz-begun"
