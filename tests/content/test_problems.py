"""Every way for an exercise to be wrong is told with its line, what is wrong and what is allowed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lab.content.parser import parse
from lab.content.problem import Problem
from lab.content.props import PROPS
from lab.language.words import words

Ask = Callable[[Callable[[], object]], tuple[Problem, ...]]

CHECK = 'kind = "image-present"\nreference = "hello-world"'
HINT = "> [!TIP]\n> Only `docker image pull`."
LAST_STEP = 'id = "pull-image"'

CASES: dict[str, tuple[str, str, str, int]] = {
    # name of the problem: text of the example, its replacement, the problem's key, its line
    "no title": ("# Run a private registry\n", "\n", "no-title", 1),
    "words before the title": ("# Run", "Hello\n\n# Run", "before-title", 1),
    "a second title": ("## Pull an image", "# Pull an image", "second-title", 50),
    "a heading without words": ("## Pull an image", "##", "no-heading", 50),
    "lists in lists in lists": ("What you will do", "- " * 20 + "What you will do", "too-deep", 12),
    "machine fence in a list": ("```toml step\n" + LAST_STEP, "- ```toml step\n" + LAST_STEP, "nested", 59),
    "commands in a quote": ("It answers at once.", "> ```console\n> $ docker ps\n> ```", "nested", 22),
    "a fence never closed": (HINT, "```text\n" + HINT, "fence-open", 66),
    "a misspelt fence": ("What you", "```toml exrcise\n```\n\nWhat you", "fence", 12),
    "a fence in the wrong place": ("What you", "```toml step\n```\n\nWhat you", "fence-place", 12),
    "a fence of three words": ("```toml step\n" + LAST_STEP, "```toml step x\n" + LAST_STEP, "fence", 59),
    "no step fence": ("```toml step\n" + LAST_STEP, "```toml\n" + LAST_STEP, "no-fence", 50),
    "no exercise fence": ("```toml exercise", "```toml", "no-fence", 1),
    "a second step fence": (HINT, HINT + "\n\n```toml step\n```", "second-fence", 69),
    "no value": ("minutes = 20", "minutes =", "toml", 5),
    "a broken table": ('name = "registry"\n```', 'name = "registry"\n[x\n```', "toml", 10),
    "a text that never ends": ('name = "registry"\n```', 'name = """registry\n```', "toml", 9),
    "a key twice": ("minutes = 20", "minutes = 20\nminutes = 21", "toml", 6),
    "no such day": ("minutes = 20", "minutes = 2026-02-31", "toml", 5),
    "brackets without end": ("minutes = 20", "minutes = " + "[\n" * 2000, "toml-deep", 4),
    "a long line": ("minutes = 20", "minutes = " + "1" * 5000, "toml-line", 5),
    "an unknown key of the exercise": ("minutes = 20", "minutes = 20\nminuts = 1", "unknown-key", 6),
    "an unknown key of a step": (LAST_STEP, LAST_STEP + "\nx.y = 1", "unknown-key", 61),
    "an unknown key of a check": (CHECK, CHECK + "\nref = 1", "unknown-key", 64),
    "an unknown key of a mistake": ('says = "port"', 'says = "port"\n"say s" = "x"', "unknown-key", 39),
    "no id": (LAST_STEP, "", "missing-key", 59),
    "no minutes": ("minutes = 20\n", "", "missing-key", 3),
    "no images": ('images = ["registry", "hello-world"]\n', "", "missing-key", 3),
    "no kind": ('kind = "image-present"\n', "", "missing-key", 61),
    "no reference": ('reference = "hello-world"\n', "", "missing-key", 61),
    "no check": ("[[check]]\n" + CHECK, "", "missing-key", 59),
    "an empty list of checks": ("[[check]]\n" + CHECK, "check = []", "missing-key", 59),
    "an id in capitals": ('id = "private-registry"', 'id = "Private"', "wrong-value", 4),
    "an id that is a number": (LAST_STEP, "id = 5", "wrong-value", 60),
    "minutes in words": ("minutes = 20", 'minutes = "20"', "wrong-value", 5),
    "no time at all": ("minutes = 20", "minutes = 0", "wrong-value", 5),
    "minutes that are true": ("minutes = 20", "minutes = true", "wrong-value", 5),
    "images in one text": ('["registry", "hello-world"]', '"registry"', "wrong-value", 6),
    "variables in a list": ('[vars]\nport = 5000\nname = "registry"', "vars = []", "wrong-value", 7),
    "a variable with a fraction": ("port = 5000", "port = 5000.5", "wrong-value", 8),
    "a variable of a variable": ('name = "registry"\n```', 'name = "r{port}"\n```', "wrong-value", 9),
    "a variable in capitals": ("port = 5000", "port = 5000\nPort = 1", "wrong-value", 9),
    "a check that is a table": ("[[check]]\n" + CHECK, "[check]\n" + CHECK, "wrong-value", 61),
    "a reference that is a list": ('reference = "hello-world"', "reference = []", "wrong-value", 63),
    "a reference that is empty": ('reference = "hello-world"', 'reference = " "', "wrong-value", 63),
    "a mistake that does nothing": ('["docker container run -d --name {name} registry"]', "[]", "wrong-value", 36),
    "a mistake in one text": ('["docker container run -d --name {name} registry"]', '"docker"', "wrong-value", 36),
    "a mistake failing elsewhere": ('fails = "registry-answers"', 'fails = "image-present"', "wrong-value", 37),
    "an error that is no word": (LAST_STEP, LAST_STEP + '\nexpect = "No!"', "wrong-value", 61),
    "a check that there is not": ('kind = "image-present"', 'kind = "image-presnt"', "check-kind", 62),
    "a prompt without a space": ("$ docker image ls", "$docker image ls", "prompt", 56),
    "a prompt alone": ("$ docker image ls", "$ ", "prompt", 56),
    "a backslash at the end": ("$ docker image ls", "$ docker image \\", "unfinished", 56),
    "a backslash before a prompt": ("    hello-world\nUsing default tag: latest\n", "", "unfinished", 53),
    "a step without hints": (HINT, "", "no-hint", 50),
    "a command in the introduction": ("What you", "```console\n$ docker ps\n```\n\nWhat you", "command-place", 13),
    "an unknown variable in prose": ("port {port}.", "port {prt}.", "unknown-var", 16),
    "an unknown variable in a command": ("$ docker image ls", "$ docker image ls {nme}", "unknown-var", 56),
    "an unknown variable in a check": ('reference = "hello-world"', 'reference = "{x}"', "unknown-var", 63),
    "an unknown alert": ("[!NOTE]\n> It", "[!WARNING]\n> It", "alert-kind", 47),
    "an alert with its text": ("[!NOTE]\n> It", "[!NOTE] It", "alert-line", 47),
    "an alert without text": ("[!NOTE]\n> It runs.", "[!NOTE]", "alert-empty", 47),
    "two alerts in one quote": ("hint.\n\n> [!NOTE]", "hint.\n> [!NOTE]", "alert-joined", 46),
    "an alert in the introduction": ("What you", "> [!NOTE]\n> What you", "alert-place", 12),
    "an id used twice": (LAST_STEP, 'id = "start-registry"', "id-twin", 50),
    "an alias that is no id": (LAST_STEP, LAST_STEP + '\naliases = ["Old"]', "wrong-value", 61),
    "an alias in one text": (LAST_STEP, LAST_STEP + '\naliases = "old"', "wrong-value", 61),
    "an alias that is the own id": (LAST_STEP, LAST_STEP + '\naliases = ["pull-image"]', "wrong-value", 61),
    "an alias twice": (LAST_STEP, LAST_STEP + '\naliases = ["old", "old"]', "wrong-value", 61),
    "an alias that is another step's id": (LAST_STEP, LAST_STEP + '\naliases = ["start-registry"]', "id-twin", 50),
    "an exercise's alias that is a step's id": (
        "minutes = 20",
        'minutes = 20\naliases = ["pull-image"]',
        "id-twin",
        51,
    ),
    "a need that nobody has": ("minutes = 20", 'minutes = 20\nneeds = ["gpu"]', "wrong-value", 6),
    "a need in one text": ("minutes = 20", 'minutes = 20\nneeds = "git"', "wrong-value", 6),
    "a need twice": ("minutes = 20", 'minutes = 20\nneeds = ["git", "git"]', "wrong-value", 6),
    "the practice engine and a Swarm": (
        "minutes = 20",
        'minutes = 20\nneeds = ["practice", "swarm"]',
        "wrong-value",
        6,
    ),
    "a host that is an address": ("minutes = 20", 'minutes = 20\nhosts = ["169.254.169.254"]', "wrong-value", 6),
    "a host that is this machine": ("minutes = 20", 'minutes = 20\nhosts = ["localhost:5001"]', "wrong-value", 6),
    "a host with a path": ("minutes = 20", 'minutes = 20\nhosts = ["quay.io/app"]', "wrong-value", 6),
    "Docker Hub as a host": ("minutes = 20", 'minutes = 20\nhosts = ["docker.io"]', "wrong-value", 6),
    "the exercise's own id": (LAST_STEP, 'id = "private-registry"', "id-twin", 50),
    "a character that is a command": ("It answers", "It \x1b[2J answers", "control", 22),
    "a zero byte": ("It answers", "It\0answers", "control", 22),
}


@pytest.mark.parametrize("name", CASES)
def test_a_problem_is_told_on_its_line(name: str, example: str, problems_of: Ask) -> None:
    old, new, key, line = CASES[name]
    assert old in example
    problems = problems_of(lambda: parse(example.replace(old, new, 1).encode(), "x.md"))
    assert (line, f"content.problem.{key}") in [(problem.line, problem.message.key) for problem in problems]


def test_most_slips_are_one_problem_and_not_a_flood(example: str, problems_of: Ask) -> None:
    for name, (old, new, _, _) in CASES.items():
        problems = problems_of(lambda: parse(example.replace(old, new, 1).encode(), "x.md"))  # noqa: B023
        assert len(problems) <= 4, (name, [str(problem.said()) for problem in problems])


def test_a_step_without_commands_is_told_at_its_heading(example: str, problems_of: Ask) -> None:
    text = example.replace("$ docker image pull \\\n", "").replace("$ docker image ls\n", "")
    assert [(problem.line, problem.message.key) for problem in problems_of(lambda: parse(text.encode(), "x.md"))] == [
        (50, "content.problem.no-command")
    ]


def test_an_exercise_without_steps_says_so(example: str, problems_of: Ask) -> None:
    text = example[: example.index("## Start")]
    (problem,) = problems_of(lambda: parse(text.encode(), "x.md"))
    assert (problem.line, problem.message.key) == (1, "content.problem.no-step")


def test_all_problems_of_a_file_are_told_at_once_from_top_to_bottom(example: str, problems_of: Ask) -> None:
    text = example.replace("minutes = 20", "minutes = -1").replace("[!NOTE]", "[!NTE]").replace('as = "', "")
    text = text.replace('kind = "image-present"', 'kind = "image"').replace(HINT, "")
    problems = problems_of(lambda: parse(text.encode(), "x.md"))
    assert [(problem.line, problem.message.key.rpartition(".")[2]) for problem in problems] == [
        (5, "wrong-value"),
        (47, "alert-kind"),
        (50, "no-hint"),
        (62, "check-kind"),
    ]


def test_a_problem_reads_path_line_what_is_wrong_and_what_is_allowed(example: str, problems_of: Ask) -> None:
    text = example.replace("minutes = 20", "minutes = 20\nminuts = 1")
    (problem,) = problems_of(lambda: parse(text.encode(), "exercises/x.md"))
    keys = ("id", "minutes", "images", "vars", "aliases", "needs", "hosts", "source", *PROPS)
    expected = f"exercises/x.md:6: unknown key `minuts`; allowed are: {', '.join(keys)}"
    assert words("en").say(problem.said()) == expected
    assert words("ko").say(problem.said()).startswith("exercises/x.md:6: ")


def test_an_unknown_key_of_a_check_names_the_keys_of_its_kind(example: str, problems_of: Ask) -> None:
    text = example.replace('kind = "image-present"', 'kind = "same-image"\nas_ = "x"')
    said = [words("en").say(problem.said()) for problem in problems_of(lambda: parse(text.encode(), "x.md"))]
    assert "x.md:63: unknown key `as_`; allowed are: kind, reference, as" in said
    assert any(line.startswith("x.md:61: `as` is missing") for line in said)


def test_a_message_repeats_nothing_that_a_terminal_would_obey(example: str, problems_of: Ask) -> None:
    text = example.replace("minutes = 20", 'minutes = 20\n"a\\u001b[2J' + "b" * 200 + '" = 1')
    (problem,) = problems_of(lambda: parse(text.encode(), "x.md"))
    said = words("en").say(problem.said())
    assert said.isprintable()
    assert len(said) < 260
