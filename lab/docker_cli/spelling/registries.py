"""Requests to the lab's own registries and logins there, spelt."""

from __future__ import annotations

from collections.abc import Iterator

from lab.docker_cli import actions as act
from lab.docker_cli.feeding import HIDDEN
from lab.docker_cli.spelling.words import Rows, option, repeat, switches


def _request(action: act.RegistryRequest) -> Iterator[str]:
    if action.method == "HEAD":
        yield from ["-I"] if action.show_headers else ["-X", "HEAD"]
    else:
        yield from switches(("-i", action.show_headers))
    yield from repeat("-H", map(": ".join, action.headers))
    yield from option("--cacert", action.authority)
    yield action.url


def _download(action: act.RegistryDownload) -> Iterator[str]:
    yield from switches(("-i", action.with_headers))
    yield from repeat("-H", map(": ".join, action.headers))
    yield from ("-o", action.file, action.url)


def _deletion(action: act.ManifestDelete) -> Iterator[str]:
    yield from switches(("-i", action.show_headers))
    yield from ("-X", "DELETE", action.url)


def _login(action: act.Login) -> Iterator[str]:
    yield from ("-u", action.username)
    yield from ("--password-stdin",) if action.password_file is not None else ("-p", HIDDEN)
    yield action.registry


SPELLINGS: Rows = {
    act.RegistryRequest: ("curl", _request),
    act.RegistryDownload: ("curl", _download),
    act.ManifestDelete: ("curl", _deletion),
    act.Login: ("docker login", _login),
    act.Logout: ("docker logout", lambda action: [action.registry]),
}
