"""Whatever is wrong with a quiz is told on its line, with what would be right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lab.content.problem import Problem
from lab.content.quiz_parser import parse_quiz
from lab.language.words import words
from tests.content.quiz_example import QUIZ

Ask = Callable[[Callable[[], object]], tuple[Problem, ...]]

WHO = 'id = "which-part"\ntype = "choice"\npoints = 1'

CASES: dict[str, tuple[str, str, str, str]] = {
    # what is wrong: text, what stands there instead, the problem, a text on the line where it is told
    "no head": ("```toml quiz", "```toml", "no-fence", "# Registry basics"),
    "an exercise's fence": ("```toml quiz", "```toml exercise", "fence", "```toml exercise"),
    "a question's fence in the introduction": ("```toml quiz", "```toml question", "fence-place", "```toml question"),
    "an unknown key of the quiz": ("pass = 60", "passing = 60", "unknown-key", "passing"),
    "more than all": ("pass = 60", "pass = 101", "wrong-value", "pass = 101"),
    "an alert in the introduction": ("Eight questions", "> [!TIP]\n> Eight", "alert-place", "> [!TIP]"),
    "no type": ('type = "fill"\n', "", "missing-key", "```toml question"),
    "an unknown type": ('type = "fill"', 'type = "match"', "wrong-value", 'type = "match"'),
    "a key of another type": (WHO, WHO + '\nwant = "x"', "unknown-key", 'want = "x"'),
    "no points": ("points = 4\n", "", "missing-key", "```toml question"),
    "too many points": ("points = 4", "points = 21", "wrong-value", "points = 21"),
    "tags in one text": ('["automation"]', '"automation"', "wrong-value", "tags ="),
    "an id used twice": ('"which-part"', '"hub-call"', "id-twin", "## Who is called"),
    "the quiz's own id": ('"which-part"', '"registry-basics"', "id-twin", "## Who is called"),
    "nothing asked": ("Which registries are refused?", "", "no-question", "## Without protection"),
    "two explanations": ("> [!NOTE]", "> [!NOTE]\n> One.\n\n> [!NOTE]", "second-alert", "> [!NOTE]\n> It"),
    # fill
    "no blanks": ("[blank.", "[blak.", "missing-key", "```toml question"),
    "a blank in capitals": ("[blank.second]", "[blank.Second]", "wrong-value", "[blank.Second]"),
    "a blank that accepts nothing": ('["webhook", "웹훅"]', "[]", "wrong-value", "accept = []"),
    "a wrong answer without a sentence": ("say.en = \"A timer", "says.en = \"A timer", "unknown-key", "says.en"),
    "a sentence in Korean only": ('say.en = "A timer polls. Here the service calls you."\n', "", "missing-key", "say.ko"),
    "a sentence in a third language": ('say.ko = "크론', 'say.fr = "크론', "unknown-key", "say.en"),
    "a group of an unknown blank": ('[["first", "second"]]', '[["first", "third"]]', "wrong-value", "groups"),
    "a blank in two groups": ('[["first", "second"]]', '[["first", "second"], ["first", "hook"]]', "wrong-value", "groups"),
    "a group of one": ('[["first", "second"]]', '[["first"]]', "wrong-value", "groups"),
    "a blank without a gap": ("calls a [[hook]],", "calls a hook,", "no-blank", "## Automatic builds"),
    "a gap without a blank": ("or a [[second]]", "or a [[third]]", "unknown-blank", "[[third]]"),
    "a gap twice": ("or a [[second]]", "or a [[second]] [[second]]", "second-blank", "[[second]] [[second]]"),
    "a gap in another type": ("Choose one.", "Choose [[one]].", "unknown-blank", "Choose [[one]]."),
    # choice
    "nothing right": ("- [x] A request", "- [ ] A request", "no-right", "- [ ] A request"),
    "two right for one": (WHO + "\n", WHO + "\nmany = false\n", "wrong-value", "many"),
    "one option": ("- [ ] An image\n  layer\n  > Layers travel when\n  > you push.\n- [ ] A log\n  > Logs stay.\n", "", "option-count", "## Who is called"),
    "an option without a mark": ("- [ ] A log", "- A log", "task-mark", "- A log"),
    "an option without words": ("- [ ] A log", "- [ ]", "option-empty", "- [ ]\n"),
    "an option twice": ("- [ ] A log", "- [ ] A request", "option-twin", "- [ ] A request"),
    "a second list of options": ("Choose one.", "Choose one.\n\n- [ ] B", "second-list", "- [ ] B"),
    "a quote at the edge": ("  > Logs stay.", "> Logs stay.\n\n- [ ] B", "second-list", "- [ ] B"),
    "two quotes in an option": ("  > Logs stay.", "  > Logs stay.\n\n  > Yes.", "second-feedback", "  > Yes."),
    "a hint in an option": ("  > Logs stay.", "  > [!TIP]\n  > Logs.", "feedback", "  > [!TIP]"),
    "options in another type": ("What comes before the push?", "What?\n\n- [ ] A", "task-place", "- [ ] A"),
    # short and truefalse
    "no concept": ("[[concept]]\nid = \"plain\"", "[[decoy]]\nid = \"plain\"", "missing-key", "```toml question"),
    "a concept without patterns": ('any = ["localhost", "loopback", "루프백"]', "any = []", "wrong-value", "any = []"),
    "a pattern without a letter": ('any = ["docker hub"]', 'any = ["docker *"]', "pattern", 'any = ["docker *"]'),
    "a weight of nothing": ("weight = 0.5", "weight = 0", "wrong-value", "weight = 0"),
    "a weight that is no number": ("weight = 0.5", "weight = nan", "wrong-value", "weight = nan"),
    "a third stance": ('stance = "deny"', 'stance = "maybe"', "wrong-value", 'stance = "maybe"'),
    "ideas of the same id": ('id = "blocked"', 'id = "plain"', "id-twin", "[[decoy]]"),
    "a verdict in words": ("truth = false", 'truth = "no"', "wrong-value", "truth ="),
    "a verdict worth too much": ("verdict_weight = 1", "verdict_weight = 2", "wrong-value", "verdict_weight = 2"),
    "an answer of no words": ("max_words = 20", "max_words = 0", "wrong-value", "max_words"),
    # order
    "an edge against the order": ("[2, 3]]", "[3, 2]]", "edge", "edges"),
    "a cycle": ("[2, 3]]", "[2, 3], [3, 1]]", "edge", "edges"),
    "an edge to a distractor": ("[2, 3]]", "[2, 4]]", "edge", "edges"),
    "an edge of three": ("[2, 3]]", "[1, 2, 3]]", "edge", "edges"),
    "an edge of words": ("[2, 3]]", '["1", "2"]]', "edge", "edges"),
    "edges that are a number": ("edges = [[1, 2], [2, 3]]", "edges = 3", "wrong-value", "edges"),
    "one step": ("2. Name it\n3. Push it\n", "", "no-steps", "```toml question"),
    "steps in two lists": ("3. Push it", "3. Push it\n\nThen:\n\n1. Rest", "second-list", "- Export"),
    # ref, command, state
    "no reference": ("team/web:1.2\"", 'Team/web:1.2"', "reference", "want ="),
    "no command": ('["docker tag web', '["docker tga web', "command", "want ="),
    "an unknown state": ('"pushed-digest"', '"pulled-digest"', "wrong-value", "asks"),
    "too few digits": ("digits = 12", "digits = 3", "wrong-value", "digits"),
    # samples
    "a sample of the wrong shape": ("say = [1, 2, 3]", 'say = "1, 2, 3"', "answer", 'say = "1, 2, 3"'),
    "a sample of an unknown option": ("say = 2", "say = 9", "answer", "say = 9"),
    "a sample of a date": ('say = "http"', "say = 2026-01-01", "answer", "say = 2026"),
    "a sample that says nothing": ('say = "http"\n', "", "missing-key", "[[test]]\nexpect"),
    "a mark that there is not": ('say = "http"\nexpect = "correct"', 'say = "http"\nexpect = "right"', "wrong-value", "right"),
    "a truth for no engine": ('say = "http"', 'say = "http"\ntruth = "x"', "unknown-key", "truth ="),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_problem_of_a_quiz_is_told_on_its_line(name: str, problems_of: Ask) -> None:
    old, new, key, where = CASES[name]
    assert old in QUIZ
    text = QUIZ.replace(old, new, 1)
    if name == "two right for one":
        text = text.replace("- [ ] A log", "- [x] A log")
    if name == "no blanks":
        text = QUIZ.replace(old, new)
    problems = problems_of(lambda: parse_quiz(text.encode(), "x.md"))
    found = [(text.split("\n")[problem.line - 1 :], problem.message.key) for problem in problems]
    assert any(
        "\n".join(lines).startswith(where) or where in lines[0]
        for lines, said in found
        if said == f"content.problem.{key}"
    ), [(problem.line, str(problem.said())) for problem in problems]
    assert len(problems) <= 6


def test_all_problems_of_a_quiz_are_told_at_once_from_top_to_bottom(problems_of: Ask) -> None:
    text = (
        QUIZ.replace("pass = 60", "pass = -1").replace('type = "choice"', 'type = "chioce"').replace("2, 3]]", "2, 9]]")
    )
    problems = problems_of(lambda: parse_quiz(text.encode(), "x.md"))
    assert [problem.message.key.rpartition(".")[2] for problem in problems] == ["wrong-value", "wrong-value", "edge"]
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_a_quiz_without_questions_says_so(problems_of: Ask) -> None:
    text = QUIZ[: QUIZ.index("## Automatic")]
    (problem,) = problems_of(lambda: parse_quiz(text.encode(), "x.md"))
    assert (problem.line, problem.message.key) == (1, "content.problem.no-questions")


def test_a_problem_says_what_is_wrong_and_what_is_allowed(problems_of: Ask) -> None:
    text = QUIZ.replace('type = "fill"', 'type = "match"')
    said = [words("en").say(problem.said()) for problem in problems_of(lambda: parse_quiz(text.encode(), "q/x.md"))]
    (line,) = said
    assert line.startswith("q/x.md:15: `type` has a value it cannot have; one of: fill, choice, truefalse, short,")


def test_a_sample_of_the_wrong_shape_is_explained_in_the_reader_s_language(problems_of: Ask) -> None:
    text = QUIZ.replace("say = [1, 2, 3]", "say = [1, 2, 30]")
    (problem,) = problems_of(lambda: parse_quiz(text.encode(), "x.md"))
    assert "30" in words("en").say(problem.said())
    assert words("ko").say(problem.said()) != words("en").say(problem.said())
