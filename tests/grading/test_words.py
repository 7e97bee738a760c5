"""A text as words, in English and Korean."""

from __future__ import annotations

import pytest

from lab.grading.normal import normal_form
from lab.grading.particles import forms, singular
from lab.grading.words import words_of


def texts(text: str) -> list[str]:
    return [word.text for word in words_of(normal_form(text).text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Any registry, without HTTPS!", ["any", "registry", "without", "https"]),
        ("HTTPS를 쓰지 않는 레지스트리", ["https", "쓰지", "않는", "레지스트리"]),
        ("HTTPS없는", ["https", "없는"]),
        ("막지않는다", ["막지", "않는다"]),
        ("쓰지는않고", ["쓰지는", "않고"]),
        ("허용안함", ["허용", "안함"]),
        ("로컬호스트제외", ["로컬호스트", "제외"]),
        ("localhost외에는", ["localhost", "외에는"]),
        ("127.0.0.0/8", ["127.0.0.0/8"]),
        ("127.0.0.1:5000/hello-world.", ["127.0.0.1:5000/hello-world"]),
        ("registry.lab.example:5000/team/web:1.2", ["registry.lab.example:5000/team/web:1.2"]),
        ("ghcr.io/team/web", ["ghcr.io/team/web"]),
        ("::1", ["::1"]),
        ("https/tls", ["https", "tls"]),
        ("http://localhost:5000", ["http", "localhost:5000"]),
        ("non-https web_hook", ["non", "https", "web", "hook"]),
        ("it doesn't, can't and won't", ["it", "does", "not", "can", "not", "and", "will", "not"]),
        ("dont isnt cannot", ["do", "not", "is", "not", "can", "not"]),
        ("Docker's", ["docker"]),
        ("w/o HTTPS", ["without", "https"]),
        ("registry:2 v1.2", ["registry", "2", "v1", "2"]),
        ("", []),
        ("... --- !!!", []),
    ],
)
def test_a_text_is_cut_where_words_end_and_where_scripts_meet(text: str, words: list[str]) -> None:
    assert texts(text) == words


def test_a_particle_behind_a_latin_word_is_that_words() -> None:
    (word,) = words_of("https만")
    assert (word.text, word.particle) == ("https", "만")


def test_an_address_may_be_listed_without_its_path_and_port() -> None:
    (word,) = words_of("127.0.0.1:5000/hello-world")
    assert word.forms == ("127.0.0.1:5000/hello-world", "127.0.0.1:5000", "127.0.0.1")


def test_sentences_and_pauses_end_behind_words_and_names_with_dots_do_not() -> None:
    assert [word.stop for word in words_of("막는다.단 로컬호스트는 예외. ok")] == [".", "", "", ".", ""]
    assert [word.stop for word in words_of("docker.io, localhost (ok)")] == ["", ",", "(", "("]


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("레지스트리를", "레지스트리"),
        ("레지스트리에서는", "레지스트리"),
        ("로컬호스트입니다", "로컬호스트"),
        ("웹훅이라고", "웹훅"),
        ("저장소들을", "저장소"),
        ("registries", "registry"),
        ("hosts", "host"),
        ("pushes", "push"),
    ],
)
def test_what_stands_behind_a_word_is_stripped_and_the_word_stays(word: str, stem: str) -> None:
    assert forms(word)[0] == word
    assert stem in forms(word)


@pytest.mark.parametrize("word", ["https", "tls", "nohttps", "alias", "dns", "access", "is", "은", "를", "에서", "가"])
def test_some_endings_belong_to_the_word(word: str) -> None:
    assert singular(word) == word
    assert all(forms(word))


def test_laughter_and_tears_are_no_part_of_a_word() -> None:
    assert [word.text for word in words_of(normal_form("막음ㅋㅋ ㅠㅠ 허용ㅎㅎ").text)] == ["막음", "허용"]


def test_the_last_numbers_of_an_address_may_be_left_open() -> None:
    assert [word.text for word in words_of("127.x.x.x is ok")] == ["127.x.x.x", "is", "ok"]


def test_a_negation_without_its_verb_is_one_all_the_same() -> None:
    assert [word.text for word in words_of("n't")] == ["not"]
