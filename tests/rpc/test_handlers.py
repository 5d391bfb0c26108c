"""All that a client sends has one handler, for the params and the result that the protocol's tables say."""

from __future__ import annotations

import typing

import pytest

from branchline.rpc import server
from branchline.rpc.handlers.asked import asked
from branchline.rpc.handlers.handles import HANDLERS, handles
from branchline.rpc.messages import landing
from branchline.rpc.messages.methods import CLIENT_NOTIFICATIONS, METHODS, NOTIFICATIONS, NOUNS
from branchline.rpc.messages.table import Query

SENT = {**METHODS, **CLIENT_NOTIFICATIONS}


@pytest.fixture(autouse=True, scope="module")
def every_noun() -> None:
    for method in SENT:
        assert asked(method), method


def test_all_that_a_client_sends_is_handled() -> None:
    assert set(HANDLERS) == {*SENT}
    assert all((found := asked(method)) and found.says is says for method, says in SENT.items())
    assert asked("session/didSync") is None
    assert asked("session/fly") is None


@pytest.mark.parametrize("method", METHODS)
def test_a_handler_takes_and_gives_what_the_table_says(method: str) -> None:
    names = {"BranchlineServer": server.BranchlineServer}
    hints = typing.get_type_hints(HANDLERS[method], localns=names)
    assert (hints["params"], hints["return"]) == (METHODS[method].params, METHODS[method].result)


@pytest.mark.parametrize("method", CLIENT_NOTIFICATIONS)
def test_a_handler_of_a_notification_gives_nothing(method: str) -> None:
    hints = typing.get_type_hints(HANDLERS[method], localns={"BranchlineServer": server.BranchlineServer})
    assert (hints["params"], hints["return"]) == (CLIENT_NOTIFICATIONS[method].params, type(None))


@pytest.mark.parametrize("method", SENT)
def test_a_handler_stands_with_its_noun(method: str) -> None:
    noun = next(noun for noun in NOUNS if method in {*noun.METHODS, *getattr(noun, "CLIENT_NOTIFICATIONS", ())})
    assert HANDLERS[method].__module__.rpartition(".")[2] == noun.__name__.rpartition(".")[2]


@pytest.mark.parametrize("method", ["session/create", "session/didEdit"])
def test_a_second_handler_is_refused(method: str) -> None:
    with pytest.raises(ValueError, match=method):
        handles(method)


def test_no_noun_says_what_another_does() -> None:
    assert len(METHODS) == sum(len(noun.METHODS) for noun in NOUNS)
    assert len(NOTIFICATIONS) == sum(len(noun.NOTIFICATIONS) for noun in NOUNS)
    assert len(CLIENT_NOTIFICATIONS) == sum(len(getattr(noun, "CLIENT_NOTIFICATIONS", ())) for noun in NOUNS)
    assert len({*METHODS, *NOTIFICATIONS, *CLIENT_NOTIFICATIONS}) == len(METHODS) + len(NOTIFICATIONS) + len(
        CLIENT_NOTIFICATIONS
    )


def test_what_changes_a_branch_or_a_checkout_looks_anew_who_asks() -> None:
    """Whoever descends from an agent is refused then."""
    assert [name for name, method in landing.METHODS.items() if isinstance(method, Query)] == []
