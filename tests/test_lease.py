"""A port and a name that nobody else uses."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from lab.content.model import Exercise
from lab.errors import UsageError
from lab.language.message import Message, say
from lab.lease import PORTS, Probe, lease, port_user
from lab.world import Port, World
from tests.builders import container, world

EXERCISE = Exercise("private-registry", "", "", (), 20, (), (("port", 5000), ("name", "registry")))
SERVER = say("engine.port-user.server")
IDLE = World()


def taken(ports: Iterable[int] = ()) -> Probe:
    """A machine where something listens on these ports."""
    return lambda port: SERVER if port in set(ports) else None


def keys(notices: tuple[Message, ...]) -> list[str]:
    return [notice.key for notice in notices]


def test_on_an_idle_machine_the_lectures_values_are_taken() -> None:
    assert lease(EXERCISE, IDLE, taken(), {}) == ({"port": 5000, "name": "registry"}, ())


def test_a_default_port_that_is_taken_is_replaced_and_told() -> None:
    values, notices = lease(EXERCISE, IDLE, taken([5000]), {})
    assert values["port"] == 5001
    assert notices == (say("session.other-port", port=5000, user=SERVER, other=5001),)


def test_a_port_that_a_container_publishes_is_taken_by_that_container() -> None:
    values, notices = lease(EXERCISE, world(container("web")), taken(), {})
    assert values == {"port": 5001, "name": "registry"}
    assert dict(notices[0].args)["user"] == say("session.port-of-container", name="web")


def test_ports_are_tried_in_order_until_one_is_free() -> None:
    assert lease(EXERCISE, IDLE, taken([5000, 5001, 5050]), {})[0]["port"] == 5055
    assert lease(EXERCISE, IDLE, taken(PORTS[:-1]), {})[0]["port"] == PORTS[-1]


def test_where_every_port_is_taken_it_is_said() -> None:
    with pytest.raises(UsageError) as caught:
        lease(EXERCISE, IDLE, taken(PORTS), {})
    assert caught.value.message.key == "session.port-taken.message"


def test_a_port_that_was_asked_for_is_taken_when_it_is_free() -> None:
    assert lease(EXERCISE, IDLE, taken([5000]), {"port": 6000}) == ({"port": 6000, "name": "registry"}, ())


@pytest.mark.parametrize("seen", [IDLE, world(container("web", ports=(Port(80, 6000, ""),)))])
def test_a_port_that_was_asked_for_is_never_replaced(seen: World) -> None:
    with pytest.raises(UsageError):
        lease(EXERCISE, seen, taken([6000]), {"port": 6000})


def test_a_default_name_that_is_taken_is_replaced_and_told() -> None:
    values, notices = lease(EXERCISE, world(container(ports=())), taken(), {})
    assert values["name"] == "registry-lab"
    assert notices == (say("session.other-name", name="registry", other="registry-lab"),)


def test_names_are_tried_in_order_until_one_is_free() -> None:
    seen = world(*(container(name, ports=()) for name in ("registry", "registry-lab", "registry-lab-2")))
    assert lease(EXERCISE, seen, taken(), {})[0]["name"] == "registry-lab-3"


def test_a_stopped_container_keeps_its_name() -> None:
    assert lease(EXERCISE, world(container(state="exited", ports=())), taken(), {})[0]["name"] == "registry-lab"


def test_a_name_that_was_asked_for_is_never_replaced() -> None:
    seen = world(container("mine", ports=()))
    with pytest.raises(UsageError) as caught:
        lease(EXERCISE, seen, taken(), {"name": "mine"})
    assert caught.value.message.key == "session.name-taken.message"
    assert lease(EXERCISE, seen, taken(), {"name": "other"})[0]["name"] == "other"


def test_both_may_be_replaced_at_once() -> None:
    values, notices = lease(EXERCISE, world(container()), taken(), {})
    assert values == {"port": 5001, "name": "registry-lab"}
    assert keys(notices) == ["session.other-port", "session.other-name"]


def test_where_every_name_is_taken_it_is_said() -> None:
    names = ["registry", "registry-lab", *(f"registry-lab-{number}" for number in range(2, 100))]
    with pytest.raises(UsageError):
        lease(EXERCISE, world(*(container(name, ports=()) for name in names)), taken(), {})


def test_an_exercise_without_port_and_name_needs_neither() -> None:
    plain = Exercise("plain", "", "", (), 5, (), (("colour", "blue"),))
    assert lease(plain, world(container()), taken([5000]), {}) == ({"colour": "blue"}, ())


def test_the_user_of_a_free_port_is_nobody() -> None:
    assert port_user(5000, IDLE, taken()) is None
    assert port_user(5000, IDLE, taken([5000])) == SERVER


def test_a_container_on_another_port_uses_no_port_of_ours() -> None:
    assert port_user(5000, world(container(ports=(Port(5000, 5001, ""),))), taken()) is None


def test_a_half_made_container_is_named_as_what_it_is_and_left_alone() -> None:
    seen = world(container(state="created", ports=()))
    values, notices = lease(EXERCISE, seen, taken(), {})
    assert values["name"] == "registry-lab"
    assert notices == (say("session.other-half-made", name="registry", other="registry-lab"),)


def test_a_half_made_container_of_a_name_that_was_asked_for_comes_with_its_remedy() -> None:
    with pytest.raises(UsageError) as caught:
        lease(EXERCISE, world(container("mine", state="created", ports=())), taken(), {"name": "mine"})
    assert caught.value.message == say("session.name-taken.half", name="mine")
    assert caught.value.hint == say("session.name-taken.half-hint", name="mine")


TWO = Exercise(
    "third-party-registries",
    "",
    "",
    (),
    20,
    (),
    (("port", 5000), ("cache_port", 5001), ("name", "registry"), ("cache_name", "cache"), ("team", "registry")),
)


def test_every_port_and_every_name_of_an_exercise_is_leased() -> None:
    values, notices = lease(TWO, world(container("cache", ports=())), taken([5001]), {})
    assert values == {
        "port": 5000,
        "cache_port": 5050,
        "name": "registry",
        "cache_name": "cache-lab",
        "team": "registry",
    }
    assert keys(notices) == ["session.other-port", "session.other-name"]


def test_the_second_choice_of_one_is_never_the_first_of_another() -> None:
    values, _ = lease(TWO, IDLE, taken([5000]), {})
    assert (values["port"], values["cache_port"]) == (5050, 5001)


def test_a_port_that_was_asked_for_is_not_given_to_another_variable() -> None:
    values, notices = lease(TWO, IDLE, taken(), {"port": 5001})
    assert (values["port"], values["cache_port"]) == (5001, 5000)
    assert dict(notices[0].args)["user"] == say("session.port-of-exercise")


def test_a_name_that_was_asked_for_is_not_given_to_another_variable() -> None:
    values, notices = lease(TWO, IDLE, taken(), {"name": "cache"})
    assert (values["name"], values["cache_name"]) == ("cache", "cache-lab")
    assert keys(notices) == ["session.other-name-of-two"]


def test_a_network_and_a_volume_are_called_otherwise_where_their_names_are_taken() -> None:
    values = (("name", "registry"), ("network_name", "net"), ("volume_name", "data"))
    exercise = Exercise("x", "", "", (), 20, (), values)
    here = world(networks=("bridge", "net"), volumes=("data", "data-lab", "net-lab"))
    leased, notices = lease(exercise, here, taken(), {})
    assert leased == {"name": "registry", "network_name": "net-lab", "volume_name": "data-lab-2"}
    assert keys(notices) == ["session.other-name-of-thing"] * 2


def test_a_container_whose_volume_would_be_somebodys_is_called_otherwise() -> None:
    leased, notices = lease(EXERCISE, world(volumes=("registry-volume",)), taken(), {})
    assert leased["name"] == "registry-lab"
    assert keys(notices) == ["session.other-name-of-thing"]
    assert lease(EXERCISE, world(volumes=("registry",)), taken(), {})[1] == ()
