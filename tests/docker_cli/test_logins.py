"""docker login: the lab's own registries alone, a password from a pipe or an option, and never one that others see."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lab.docker_cli.actions import Action, Login, Logout
from lab.docker_cli.feeding import concealed
from lab.docker_cli.parse import CommandError
from lab.docker_cli.spelling import spell
from lab.language.words import words

CONFIG = "/home/kim/lab/docker-config"
FILE = "/home/kim/lab/password.txt"
HOST = "127.0.0.1:5000"


@pytest.mark.parametrize(
    "text",
    [
        f"docker login -u alice -p wonderland {HOST}",
        f"docker login --username=alice --password wonderland {HOST}",
        f"docker login -ualice -pwonderland http://{HOST}/v2/",
        f"$ sudo docker login {HOST} -u alice -p 'wonderland'",
        f"echo wonderland | docker login -u alice --password-stdin {HOST}",
        f"echo -n 'wonderland' | sudo docker login -u alice --password-stdin {HOST}",
    ],
)
def test_a_password_that_is_typed_is_read(read: Callable[[str], Action], text: str) -> None:
    action = read(text)
    assert isinstance(action, Login)
    assert (action.registry, action.username, action.password, action.password_file) == (
        HOST,
        "alice",
        "wonderland",
        None,
    )
    assert action.config == CONFIG


@pytest.mark.parametrize("file", ["password.txt", "./password.txt", '"$(pwd)/password.txt"'])
def test_a_password_is_read_from_a_file_of_the_workspace(read: Callable[[str], Action], file: str) -> None:
    action = read(f"cat {file} | docker login -u alice --password-stdin {HOST}")
    assert action == Login(HOST, "alice", CONFIG, password_file=FILE)


def test_a_login_is_kept_under_the_name_it_was_made_at(read: Callable[[str], Action]) -> None:
    assert read("docker login -u a -p b localhost:5000") == Login("localhost:5000", "a", CONFIG)
    assert read("docker logout localhost:5000") == Logout("localhost:5000", CONFIG)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("docker login -u kim -p x ghcr.io", "refused-login"),
        ("docker login -u kim -p x docker.io", "refused-login"),
        ("docker login", "missing-argument"),
        (f"docker login {HOST}", "missing-value"),
        (f"docker login -u alice {HOST}", "missing-value"),
        (f"docker login -u alice --password-stdin {HOST}", "missing-value"),
        (f"docker login -u alice -p '' {HOST}", "missing-value"),
        (f"echo '' | docker login -u alice --password-stdin {HOST}", "missing-value"),
        (f"echo a | docker login -u alice -p b --password-stdin {HOST}", "bad-value"),
        (f"cat ../password.txt | docker login -u alice --password-stdin {HOST}", "refused-file"),
        (f"cat a b | docker login -u alice --password-stdin {HOST}", "shell-syntax"),
        (f"echo $PASSWORD | docker login -u alice --password-stdin {HOST}", "shell-syntax"),
        (f"cat password.txt | docker push {HOST}/a", "shell-syntax"),
        (f"cat password.txt | docker login -u alice --password-stdin {HOST} | cat", "shell-syntax"),
        ("docker ps | cat", "shell-syntax"),
    ],
)
def test_what_is_no_login_here_is_answered(error: Callable[[str], CommandError], text: str, kind: str) -> None:
    assert error(text).kind == kind


def test_a_login_has_words_for_a_person_and_none_of_them_is_the_password(read: Callable[[str], Action]) -> None:
    action = read(f"docker login -u alice -p wonderland {HOST}")
    assert spell(action) == f"docker login -u alice -p '…' {HOST}"
    assert "wonderland" not in repr(action)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("docker login -u a -p s3cr3t r:5", "docker login -u a -p … r:5"),
        ("docker login -u a -ps3cr3t r:5", "docker login -u a -p… r:5"),
        ("docker login -u a -pwonderland r:5", "docker login -u a -p… r:5"),
        ("docker login -u a -p=wonderland r:5", "docker login -u a -p=… r:5"),
        ("docker login -u a --password=s3cr3t r:5", "docker login -u a --password=… r:5"),
        ("docker login -u a --pasword s3cr3t r:5", "docker login -u a --pasword … r:5"),
        ("docker login -u a -password s3cr3t r:5", "docker login -u a -password … r:5"),
        ("dokcer lgoin -u a -p 's3 cr3t' r:5", "dokcer lgoin -u a -p … r:5"),
        ("sudo docker login -p s3cr3t -u a r:5", "sudo docker login -p … -u a r:5"),
        ("echo s3cr3t | docker login --password-stdin r:5", "echo … | docker login --password-stdin r:5"),
        ("echo -n 's3|cr3t' | dokcer login --password-stdin", "echo -n … | dokcer login --password-stdin"),
        (
            "cat password.txt | docker login -u a --password-stdin r",
            "cat password.txt | docker login -u a --password-stdin r",
        ),
        ("docker run -p 5000:5000 registry", "docker run -p 5000:5000 registry"),
        ("docker login -u a --password-stdin r:5", "docker login -u a --password-stdin r:5"),
        ("", ""),
    ],
)
def test_a_line_is_shown_without_its_password(text: str, shown: str) -> None:
    assert concealed(text) == shown


def test_a_misspelt_line_is_put_right_with_its_pipe_and_told_without_the_password(
    error: Callable[[str], CommandError],
) -> None:
    refused = error(f"echo s3cr3t | docker lgoin -u alice --password-stdin {HOST}")
    assert refused.correction == f"echo s3cr3t | docker login -u alice --password-stdin {HOST}"
    told = words("en").say(refused.hint)
    assert f"echo … | docker login -u alice --password-stdin {HOST}" in told
    assert "s3cr3t" not in told
