"""Variables that the engine decides: where its bridge is, whom it trusts, and where."""

from __future__ import annotations

from lab.variables import of_engine

DEFAULTS = {"port": 5000, "bridge_port": 5001, "bridge": "10.0.0.1", "certs_d": "x", "trusted": "y"}


def test_on_an_engine_of_the_labs_the_registry_is_trusted_on_the_bridge() -> None:
    found = of_engine(DEFAULTS, "172.17.0.1", "/own/certs.d")
    assert found == {"bridge": "172.17.0.1", "certs_d": "/own/certs.d", "trusted": "172.17.0.1:5001"}


def test_on_a_learners_own_engine_it_is_trusted_on_loopback_and_the_usual_folder_is_shown() -> None:
    found = of_engine(DEFAULTS, "172.17.0.1", "")
    assert found == {"bridge": "172.17.0.1", "certs_d": "/etc/docker/certs.d", "trusted": "127.0.0.1:5000"}


def test_an_exercise_that_does_not_ask_is_told_nothing() -> None:
    assert of_engine({"port": 5000}, "172.17.0.1", "") == {}
