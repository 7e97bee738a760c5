"""Who is let in, and who a browser is."""

from __future__ import annotations

import pytest

from lab.web.admission import Admission, is_loopback, open_admission
from lab.web.server import address

ROOM = Admission("token", b"key")


def test_with_the_token_a_browser_becomes_a_visitor_whom_its_cookie_proves() -> None:
    visitor = ROOM.admit("token", None)
    assert visitor is not None
    assert ROOM.visitor(ROOM.cookie(visitor)) == visitor


@pytest.mark.parametrize("token", [None, "", "toke", "token ", "tökén"])
def test_without_the_right_token_nobody_comes_in(token: str | None) -> None:
    assert ROOM.admit(token, None) is None


def test_two_browsers_are_two_visitors() -> None:
    assert ROOM.admit("token", None) != ROOM.admit("token", None)


@pytest.mark.parametrize(
    "cookie", [None, "", ".", "0" * 32, f"{'0' * 32}.", f"{'0' * 32}.{'0' * 64}", "../../etc.passwd"]
)
def test_a_cookie_that_this_run_did_not_sign_proves_nothing(cookie: str | None) -> None:
    assert ROOM.visitor(cookie) is None


def test_a_browser_of_an_earlier_run_needs_the_new_token_and_stays_the_same_visitor() -> None:
    earlier = Admission("old token", b"old key")
    visitor = earlier.admit("old token", None)
    assert visitor is not None
    cookie = earlier.cookie(visitor)
    assert ROOM.visitor(cookie) is None
    assert ROOM.admit("old token", cookie) is None
    assert ROOM.admit("token", cookie) == visitor


def test_a_cookie_never_names_a_folder_elsewhere() -> None:
    visitor = ROOM.admit("token", "../../../etc.x")
    assert visitor is not None
    assert "/" not in visitor


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_on_this_machine_alone_no_token_is_asked(host: str) -> None:
    admission = open_admission(host)
    assert admission.token is None
    assert admission.admit(None, None) is not None
    assert "token" not in address(host, 8000, admission)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "classroom", "localhost.example", ""])
def test_bound_wider_the_address_carries_a_token_made_anew(host: str) -> None:
    admission = open_admission(host)
    assert admission.token is not None
    assert len(admission.token) >= 20
    assert admission.token != open_admission(host).token
    assert address(host, 8000, admission).endswith(f":8000/?token={admission.token}")
    assert not is_loopback(host)


def test_the_address_of_every_network_names_one_that_others_can_type() -> None:
    assert "0.0.0.0" not in address("0.0.0.0", 8000, ROOM)
    assert address("::1", 8000, Admission(None, b"key")) == "http://[::1]:8000/"
