"""Commands: every spelling of the right Action is right, what is nearly right is told where, and nothing is run."""

from __future__ import annotations

import unicodedata
from dataclasses import MISSING, fields, is_dataclass
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.docker_cli.actions import Action, ContainerSpec, VolumeCreate
from lab.docker_cli.lookup import find_command
from lab.docker_cli.parse import Place, parse
from lab.docker_cli.shell_words import read_line
from lab.docker_cli.spelling import _SPELLINGS, spell
from lab.grading import command
from lab.grading.answers import TextAnswer
from lab.grading.broken_line import separate_lines
from lab.grading.grade import Grade
from lab.grading.keys import CommandKey, WrongAnswer
from lab.grading.part_names import part_name
from lab.grading.place import NOWHERE, place_for
from lab.grading.said import Said
from lab.grading.typed import LONGEST
from lab.language.message import Message
from lab.language.words import LANGUAGES, words

LAB = Place("/home/kim/lab", ("127.0.0.1:5000",))
OWN = "127.0.0.1:5000/hello-world"
MOUNT = "type=bind,src=$(pwd)/registry-data,dst=/var/lib/registry"
WORDS = "docker image tag push run -d -p --name 5000:5000 hello-world registry ; ' \" $(pwd)/a:/b"
KEYS = {
    "tag": CommandKey((f"docker tag hello-world {OWN}",)),
    "team": CommandKey(("docker tag web registry.lab.example:5000/team/web:1.2",)),
    "push": CommandKey(
        ("docker push registry.lab.example:5000/team/web:1.2",),
        (
            WrongAnswer(("docker push team/web:1.2", "docker push web"), Said("that goes to Docker Hub", "허브")),
            WrongAnswer(("docker upload registry.lab.example:5000/team/web:1.2",), Said("it is called push")),
        ),
    ),
    "hub": CommandKey(("docker push kim/web",)),
    "run": CommandKey(("docker container run -d -p 5000:5000 --name registry registry",)),
    "mount": CommandKey(
        ("docker run -d -p 5000:5000 --name registry -v $(pwd)/registry-data:/var/lib/registry registry",)
    ),
    "remove": CommandKey((f"docker image remove hello-world {OWN}",)),
    "stop": CommandKey(("docker container kill registry", "docker container stop registry")),
    "list": CommandKey(("docker image ls",)),
    "catalog": CommandKey(("curl http://127.0.0.1:5000/v2/_catalog",)),
    "logs": CommandKey(("docker logs --tail 20 registry",)),
}

RIGHT = [
    ("tag", f"docker tag hello-world {OWN}"),
    ("tag", f"docker image tag hello-world {OWN}"),
    ("tag", f"$ docker tag hello-world {OWN}"),
    ("tag", f"# docker tag hello-world {OWN}"),
    ("tag", f"sudo docker tag hello-world {OWN}"),
    ("tag", f"  $ sudo  docker  tag  hello-world  {OWN}  "),
    ("tag", f"docker tag hello-world:latest {OWN}:latest"),
    ("tag", f"docker tag library/hello-world {OWN}"),
    ("tag", f"docker tag docker.io/library/hello-world:latest {OWN}"),
    ("tag", "docker tag hello-world localhost:5000/hello-world"),
    ("tag", f"docker tag 'hello-world' \"{OWN}\""),
    ("tag", f"docker tag hello-world \\\n  {OWN}"),
    ("team", "docker image tag web:latest registry.lab.example:5000/team/web:1.2"),
    ("team", "docker tag web Registry.lab.example:5000/team/web:1.2"),
    ("push", "docker push registry.lab.example:5000/team/web:1.2"),
    ("push", "docker image push -q registry.lab.example:5000/team/web:1.2"),
    ("hub", "docker push kim/web"),
    ("hub", "docker image push docker.io/kim/web:latest"),
    ("run", "docker run -d -p 5000:5000 --name registry registry"),
    ("run", "docker run --name registry -dp 5000:5000 registry"),
    ("run", "docker run --detach --publish=5000:5000 --name=registry registry:latest"),
    ("run", "docker run -itd --name registry -p 5000:5000/tcp docker.io/library/registry"),
    ("mount", "docker run -d --name registry -v ./registry-data:/var/lib/registry/ -p 5000:5000 registry"),
    ("mount", 'docker run -d -p 5000:5000 --name registry -v "$PWD/registry-data":/var/lib/registry registry'),
    ("mount", f"docker run -d -p 5000:5000 --mount {MOUNT} --name registry registry"),
    ("remove", f"docker rmi {OWN} hello-world"),
    ("remove", "docker image rm hello-world:latest localhost:5000/hello-world"),
    ("stop", "docker kill registry"),
    ("stop", "docker stop registry"),
    ("list", "docker images"),
    ("list", "docker image list"),
    ("catalog", "curl 127.0.0.1:5000/v2/_catalog"),
    ("catalog", "curl -s localhost:5000/v2/_catalog"),
    ("logs", "docker container logs -n 20 registry"),
]

PARTLY = [
    ("tag", f"docker tag {OWN} hello-world", 0.25, "swapped"),
    ("tag", "docker tag hello-world hello-world", 0.5, "same-name"),
    ("tag", "docker tag hello-world 127.0.0.1/hello-world", 0.7, "no-port"),
    ("tag", "docker tag hello-world 127.0.0.1:5001/hello-world", 0.7, "other-port"),
    ("tag", "docker tag hello-world localhost/hello-world", 0.7, "no-port"),
    ("tag", f"docker tag hello-world {OWN}:v1", 0.85, "other-tag"),
    ("tag", "docker tag hello-world kim/hello-world", 0.5, "unmarked-registry"),
    ("tag", f"docker tag nginx {OWN}", 0.75, "source"),
    ("tag", f"docker tag hello-world:linux {OWN}", 0.75, "source"),
    ("team", "docker tag web registry.lab.example/team/web:1.2", 0.7, "no-port"),
    ("team", "docker tag web registry.lab.example:5000/team/web", 0.85, "no-tag"),
    ("team", "docker tag web registry.lab.example:5000/web:1.2", 0.8, "other-path"),
    ("team", "docker tag web team/web:1.2", 0.5, "unmarked-registry"),
    ("team", "docker tag web:1.2 registry.lab.example:5000/team/web:1.2", 0.75, "source"),
    ("push", "docker push registry.lab.example/team/web:1.2", 0.55, "no-port"),
    ("push", "docker push 127.0.0.1:5000/team/web:1.2", 0.55, "other-registry"),
    ("push", "docker push registry.lab.example:5000/team/web", 0.775, "no-tag"),
    ("run", "docker run -d -p 5000:5000 registry", 0.8125, "missing"),
    ("run", "docker run -p 5000:5000 --name registry registry", 0.8125, "missing"),
    ("run", "docker run -d -p 80:5000 --name registry registry", 0.8125, "differs"),
    ("run", "docker run -d -p 5000:5000 --name registry --rm registry", 0.85, "extra"),
    ("run", "docker run -d -p 5000:5000 --name registry registry:2", 0.8875, "other-tag"),
    ("mount", "docker run -d -p 5000:5000 --name registry -v $(pwd)/data:/var/lib/registry registry", 0.85, "differs"),
    ("mount", "docker run -d -p 5000:5000 --name registry registry", 0.85, "missing"),
    ("remove", "docker rmi hello-world", 0.625, "differs"),
    ("stop", "docker stop -t 5 registry", 0.625, "extra"),
    ("list", "docker image ls -q", 0.25, "extra"),
    ("catalog", "curl -i 127.0.0.1:5000/v2/_catalog", 0.625, "extra"),
    ("logs", "docker logs registry", 0.625, "missing"),
    ("logs", "docker logs -n 20 web", 0.625, "differs"),
    ("tag", f"docker tga hello-world {OWN}", 0.75, "misspelt"),
    ("tag", f"dokcer iamge tag hello-world {OWN}", 0.75, "misspelt"),
    ("run", "docker conatiner run -d -p 5000:5000 --name registry registry", 0.75, "misspelt"),
    ("run", "docker run -d -p 5000:5000 -name registry registry", 0.75, "one-hyphen"),
    ("run", "docker run -d -p 5000:5000 --nmae registry registry", 0.75, "misspelt"),
    ("run", "docker run -d -p 5000:5000 –name registry registry", 0.75, "look-alike"),
    ("push", "docker psuh registry.lab.example/team/web:1.2", 0.4125, "misspelt"),
]

NOT_QUITE_A_LINE = [
    ("tag", f"docker tag hello-world {OWN} extra", 0.75, "too-many"),
    ("tag", f"tag hello-world {OWN}", 0.75, "unknown-program"),
    ("tag", f"docker tag hello-world http://{OWN}", 0.75, "url"),
    ("team", "docker tag web https://registry.lab.example/team/web:1.2", 0, "url"),
    ("run", "docker run -d -p 5000:5000 --name registry", 0.609375, "missing-argument"),
    ("run", "docker run registry -d -p 5000:5000 --name registry", 0.75, "option-after-image"),
    ("run", "docker run -d registry --name registry -p 5000:5000", 0.75, "option-after-image"),
    ("run", "docker run -d -p 5000:99999 --name registry registry", 0.609375, "port-number"),
    ("run", "run -d -p 5000:5000 registry", 0.609375, "unknown-program"),
]
"""Lines that Docker would refuse for one thing."""

MANY = [
    ("tag", f"docker tag hello-world {OWN} && docker push {OWN}"),
    ("tag", f"docker tag hello-world {OWN}; docker image ls"),
    ("tag", f"docker pull hello-world\ndocker tag hello-world {OWN}\ndocker push {OWN}"),
    ("tag", f"```\n$ docker tag hello-world {OWN}\n$ docker push {OWN}\n```"),
]

WRAPPED = [
    ("tag", f"`docker tag hello-world {OWN}`"),
    ("tag", f"'docker tag hello-world {OWN}'"),
    ("tag", f"```console\n$ docker tag hello-world {OWN}\n```"),
    ("tag", f"docker tag hello-world {OWN};"),
    ("tag", f"docker tag hello-world {OWN}."),
    ("tag", f"docker tag hello-world {OWN}   # 이름 붙이기"),
    ("tag", f"정답: docker tag hello-world {OWN}"),
    ("tag", f"docker tag hello-world {OWN} 입니다."),
    ("tag", f"docker tag hello-world {OWN} 라고 입력하면 됩니다."),
    ("tag", f"명령어는 `docker tag hello-world {OWN}`"),
    ("run", "docker run -d -p 5000:5000 --name registry registry   # in the background"),
]

WRONG = [
    ("push", "docker image push docker.io/library/web", "that goes to Docker Hub"),
    ("push", "docker push team/web:1.2", "that goes to Docker Hub"),
    ("tag", "docker tag a b", "source"),
    ("catalog", "curl 127.0.0.1:5000/v2/", "differs"),
    ("hub", "docker push 127.0.0.1:5000/kim/web", "other-registry"),
    ("run", "docker run hello-world", "other-repository"),
    ("run", "docker run 127.0.0.1:5000/registry", "other-registry"),
    ("remove", "docker rmi nginx", "differs"),
    ("stop", "docker stop registry2", "differs"),
    ("run", "run -d registry", "unknown-program"),
    ("run", "docker run -d -p 5000:5000", "missing-argument"),
    ("run", "docker run -d -p 5000:5000 --name $(whoami) registry", "substitution"),
    ("run", "docker run -d -p 5000：5000 --name registry registry", "port-form"),
    ("run", "docker run -d --privileged -p 5000:5000 --name registry registry", "privileged"),
    ("tag", f"docker tag hello-world {OWN} && docker push {OWN} && reboot", "sequence"),
    ("tag", f"docker ps; docker tag hello-world {OWN}; docker push {OWN}; docker ps", "sequence"),
    ("tag", f"docker pull hello-world && docker push {OWN}", "other"),
    ("tag", f"docker push {OWN}", "other"),
    ("tag", "docker pull hello-world", "other"),
    ("tag", f"docker rmi {OWN}", "other"),
    ("tag", "docker rename hello-world web", "not-in-lab"),
    ("tag", "docker tag hello-world", "missing-argument"),
    ("tag", "docker tag", "missing-argument"),
    ("tag", "docker", "incomplete"),
    ("tag", f"podman tag hello-world {OWN}", "unknown-program"),
    ("tag", f"hello-world {OWN}", "unknown-program"),
    ("tag", f"도커 tag hello-world {OWN}", "hangul"),
    ("tag", "이미지에 태그를 붙인다", "hangul"),
    ("tag", f"docker tag hello-world {OWN}; rm -rf /", "sequence"),
    ("tag", "docker tag hello-world $(reboot)", "substitution"),
    ("tag", "docker tag hello-world `reboot`", "substitution"),
    ("tag", "docker tag hello-world $REGISTRY/hello-world", "variable"),
    ("tag", f"docker tag hello-world {OWN} | cat", "pipe"),
    ("tag", f"docker tag hello-world {OWN} > file", "redirection"),
    ("tag", f"docker tag hello-world\n{OWN}", "newline"),
    ("tag", f"docker tag 'hello-world {OWN}", "unfinished"),
    ("tag", "docker tag hello-world 127.0.0.1:5000/", "no-name"),
    ("tag", "docker tag hello-world 127.0.0.1:5000/Hello-World", "capitals"),
    ("tag", "docker tag hello-world １27.0.0.1:5000/hello-world", "character"),
    ("tag", f"ｄocker tag hello-world {OWN}", "misspelt"),
    ("tag", f"docker tаg hello-world {OWN}", "misspelt"),  # a Cyrillic letter
    ("tag", f"docker tag hello\u200b-world {OWN}", "invisible"),
    ("tag", "docker tag --help", "image-tag"),
    ("push", "docker upload  registry.lab.example:5000/team/web:1.2", "it is called push"),
    ("run", "docker create -p 5000:5000 --name registry registry", "other"),
    ("remove", "docker rmi -f hello-world", "force-image"),
    ("list", "docker ps", "other"),
    ("list", "docker image prune", "prune"),
    ("stop", "docker rm -f registry", "other"),
    ("catalog", "curl -X DELETE 127.0.0.1:5000/v2/_catalog", "curl-deletes"),
    ("catalog", "curl -X POST 127.0.0.1:5000/v2/_catalog", "curl-writes"),
    ("catalog", "curl https://127.0.0.1:5000/v2/_catalog", "curl-https"),
]

REVIEWED = [
    ("tag", f"docker tag fce289e99eb9 {OWN}", "image-by-id"),
    ("remove", "docker rmi fce289e99eb9", "remove-by-id"),
    ("run", "docker run -d -P --name registry registry", "flag-not-in-lab"),
    ("mount", "docker run -d -v /home/me/registry-data:/var/lib/registry registry", "outside-workspace"),
]

NO_ATTEMPT = ["", "  ", "$ ", "\u3164", "\u200b\u200d", "...", "docker " * 100, "가" * 5_000]

texts = st.text(max_size=60) | st.lists(st.sampled_from(WORDS.split()), max_size=8).map(" ".join)
lines = st.sampled_from(
    [text for _, text in RIGHT] + [row[1] for row in PARTLY + NOT_QUITE_A_LINE + MANY + WRAPPED + WRONG + REVIEWED]
)


def graded(key: str, text: str) -> Grade:
    return command.grade(KEYS[key], TextAnswer(text), LAB)


def reasons(grade: Grade) -> list[str]:
    """Keys of what is said, without their file and section, or an author's own words; all in every language."""
    found = []
    for reason in grade.feedback:
        if isinstance(reason, Message):
            assert all(reason.key not in words(lang).say(reason) for lang in LANGUAGES)
            found.append(reason.key.rpartition(".")[2])
        else:
            found.append(reason.en)
    return found


def said(grade: Grade, lang: str = "en") -> str:
    return " ".join(words(lang).say(each) if isinstance(each, Message) else each.en for each in grade.feedback)


@pytest.mark.parametrize(("key", "text"), RIGHT)
def test_every_spelling_of_the_command_is_right(key: str, text: str) -> None:
    grade = graded(key, text)
    assert (grade.status, grade.score, grade.feedback) == ("correct", 1, ())


@pytest.mark.parametrize(("key", "text", "score", "reason"), PARTLY)
def test_the_right_command_with_something_wrong_is_worth_a_part(key: str, text: str, score: float, reason: str) -> None:
    grade = graded(key, text)
    assert (grade.status, grade.score) == ("partial", pytest.approx(score, abs=1e-6))
    assert reasons(grade)[0] == reason


@pytest.mark.parametrize(("key", "text", "score", "reason"), NOT_QUITE_A_LINE)
def test_a_line_that_docker_refuses_for_one_thing_keeps_three_quarters_of_the_rest(
    key: str, text: str, score: float, reason: str
) -> None:
    grade = graded(key, text)
    assert (grade.score, reasons(grade)[0]) == (pytest.approx(score, abs=1e-6), reason)
    assert ("broken" in reasons(grade)) == (score > 0)


@pytest.mark.parametrize(("key", "text"), MANY)
def test_the_right_command_among_others_is_worth_three_quarters(key: str, text: str) -> None:
    grade = graded(key, text)
    assert (grade.score, reasons(grade)) == (0.75, ["many"])


@pytest.mark.parametrize(("key", "text"), WRAPPED)
def test_what_stands_around_a_right_command_is_left_off_and_told(key: str, text: str) -> None:
    grade = graded(key, text)
    assert (grade.score, reasons(grade)) == (1, ["around"])


@pytest.mark.parametrize("besides", ["--restart=always", "-v registry-data:/var/lib/registry", "--label course=lab"])
def test_what_only_adds_to_a_container_costs_nothing_and_is_told(besides: str) -> None:
    grade = graded("run", f"docker run -d -p 5000:5000 --name registry {besides} registry")
    assert (grade.score, reasons(grade)) == (1, ["harmless"])


def test_a_line_in_quotes_is_not_cut_into_several() -> None:
    assert separate_lines("docker run -e 'A=1;2' x && curl \\\n y") == ("docker run -e 'A=1;2' x", "curl \\\n y")


@pytest.mark.parametrize(("key", "text", "reason"), WRONG)
def test_what_does_something_else_or_nothing_is_wrong_and_told_why(key: str, text: str, reason: str) -> None:
    grade = graded(key, text)
    assert (grade.status, grade.score) == ("incorrect", 0)
    assert reasons(grade)[0] == reason


@pytest.mark.parametrize(("key", "text", "reason"), REVIEWED)
def test_what_may_be_right_on_the_learners_own_machine_is_for_review(key: str, text: str, reason: str) -> None:
    grade = graded(key, text)
    assert (grade.status, reasons(grade)) == ("review", [reason, "review"])


def test_a_review_is_only_for_the_command_that_was_asked_for() -> None:
    assert graded("list", f"docker tag fce289e99eb9 {OWN}").status == "incorrect"
    assert graded("stop", "docker run -d -P registry").status == "incorrect"


@pytest.mark.parametrize("text", NO_ATTEMPT)
def test_nothing_and_too_much_cost_no_attempt(text: str) -> None:
    assert graded("tag", text).status == "not-graded"
    assert len("docker " * 100) > LONGEST


def test_a_misspelt_line_is_shown_as_it_should_be() -> None:
    grade = graded("tag", f"dokcer tga hello-world {OWN}")
    assert said(grade) == f"dokcer: did you mean docker? Type: docker tag hello-world {OWN}"


def test_no_reason_gives_the_key_away() -> None:
    for key, text, *_ in PARTLY + NOT_QUITE_A_LINE + WRONG:
        if key in ("tag", "team") and not text.startswith(("docker tga", "dokcer", "tag")):
            target = KEYS[key].want[0].split()[-1]
            assert target in text or all(target not in said(graded(key, text), lang) for lang in LANGUAGES), text


def test_swapped_names_are_explained() -> None:
    assert "changed places" in said(graded("tag", "docker tag localhost:5000/hello-world hello-world"))
    assert "자리가 바뀌었습니다" in said(graded("tag", f"docker tag {OWN} hello-world"), "ko")


def test_another_command_is_told_what_it_does() -> None:
    assert "Send an image to the registry that its name carries." in said(graded("tag", f"docker push {OWN}"))


def test_several_commands_may_be_right_and_the_nearest_one_counts() -> None:
    assert reasons(graded("stop", "docker container kill -s TERM registry")) == ["extra"]


def test_a_quiz_may_ask_about_registries_that_are_not_the_labs() -> None:
    key = KEYS["push"]
    assert command.grade(key, TextAnswer(key.want[0])).status == "correct"
    assert command.grade(key, TextAnswer("docker push ghcr.io/team/web:1.2")).status == "partial"


def test_the_place_of_a_quiz_knows_every_registry_that_is_named_in_it() -> None:
    place = place_for(LAB, ["docker push localhost:5001/a 'x", "curl http://Host.example/v2/", "docker run -v a:/b c"])
    assert place == Place(LAB.workspace, ("127.0.0.1:5000", "127.0.0.1:5001", "host.example", "docker.io"))


def test_a_folder_is_right_wherever_the_exercise_is() -> None:
    for place in (LAB, NOWHERE, Place("C:\\Users\\Kim Lab", ())):
        for key, text in RIGHT:
            assert command.grade(KEYS[key], TextAnswer(text), place).status == "correct"


def flags_of(action: type) -> set[str]:
    """Return every flag of the command that means this Action, as typed."""
    options = find_command(read_line(_SPELLINGS[action][0], "/w"))[0].options
    names = {f"--{name}" for each in options for name in (each.name, each.also)}
    return names | {f"-{each.short}" for each in options if each.short}


@pytest.mark.parametrize("action", [each for each in get_args(Action) if each is not VolumeCreate])  # nobody types it
def test_every_field_of_an_action_is_named_as_it_is_typed(action: type) -> None:
    """A field that fails here has a flag of another name: `lab/grading/part_names.py` lists those."""
    assert is_dataclass(action)
    parts = [each for each in fields(action) if each.name != "spec"]
    parts += fields(ContainerSpec) if len(parts) < len(fields(action)) else ()
    names = {each.name: part_name(action, each.name, optional=each.default is not MISSING) for each in parts}
    assert {name: flag for name, flag in names.items() if isinstance(flag, str) and flag not in flags_of(action)} == {}


@given(st.sampled_from(sorted(KEYS)), texts | lines)
@settings(max_examples=120, deadline=None)
def test_a_grade_is_bounded_and_whole_only_for_the_same_action_beside_what_does_no_harm(key: str, text: str) -> None:
    grade = graded(key, text)
    assert 0 <= grade.score <= 1
    assert (grade.status == "correct") == (grade.score == 1)
    assert grade.feedback or grade.status == "correct"
    if grade.status == "correct" and "harmless" not in reasons(grade):
        place = place_for(LAB, KEYS[key].want)
        wanted = [sorted(spell(parse(want, place)).split()) for want in KEYS[key].want]
        assert sorted(grade.normal.split()) in wanted


@given(st.sampled_from(sorted(KEYS)), texts | lines | st.sampled_from(["docker run -v $(pwd)/데이터:/한글 registry"]))
@settings(deadline=None)
def test_composed_and_decomposed_letters_are_graded_alike(key: str, text: str) -> None:
    composed, decomposed = (graded(key, unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))
    assert composed == decomposed


@pytest.mark.parametrize("key", sorted(KEYS))
def test_the_keys_own_lines_are_right(key: str) -> None:
    for want in KEYS[key].want:
        assert graded(key, want).score == 1
        assert graded(key, spell(parse(want, place_for(LAB, [want])))).score == 1
