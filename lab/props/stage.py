"""Setting up an exercise's props, each kind by its own function, and striking what lives as long as the session."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from typing import Any

from lab.content.props import Accounts, Authority, Builder, Certificate, File, Image, Listener, Prop
from lab.engine.contract import EngineFacts
from lab.ledger import Run
from lab.listener.sharing import Listeners
from lab.props.accounts import lay_accounts
from lab.props.builders import lay_builder
from lab.props.files import lay_file
from lab.props.ground import Ground, React
from lab.props.images import lay_image
from lab.props.listeners import lay_listener

Strike = Callable[[], object]
"""Ends what a prop keeps going: a server's thread, for one."""


def _lay_authority(prop: Authority, ground: Ground) -> None:
    from lab.props.certificates import lay_authority  # what makes certificates takes a while to load, and few need it

    lay_authority(prop, ground)


def _lay_certificate(prop: Certificate, ground: Ground) -> None:
    from lab.props.certificates import lay_certificate

    lay_certificate(prop, ground)


LAYERS: Mapping[type[Prop], Callable[[Any, Ground], Strike | None]] = {
    Authority: _lay_authority,
    Certificate: _lay_certificate,
    File: lay_file,
    Image: lay_image,
    Accounts: lay_accounts,
    Listener: lay_listener,
    Builder: lay_builder,
}
"""How each kind of prop is laid; what it leaves lying is made anew only where it is missing."""


def set_up(
    props: Iterable[Prop],
    run: Run,
    engine: EngineFacts,
    react: React | None = None,
    listeners: Listeners | None = None,
) -> Strike:
    """Lay props into a run's workspace; return what ends those that keep going. Raise LabError where one cannot be laid.

    `listeners` are those of this process, for one in which a run may be opened while it is open.
    """
    ground = Ground(run, engine, listeners or Listeners(), react)
    with ExitStack() as stack:
        for prop in props:
            strike = LAYERS[type(prop)](prop, ground)
            if strike is not None:
                stack.callback(strike)
        return stack.pop_all().close
