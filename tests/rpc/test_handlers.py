"""Each request of the protocol has one handler, for the params and the result that the table says."""

from __future__ import annotations

import typing

import pytest

from branchline.rpc import server
from branchline.rpc.handlers import HANDLERS
from branchline.rpc.handlers.handles import handles
from branchline.rpc.messages.methods import METHODS, NOTIFICATIONS, NOUNS


def test_every_request_is_handled() -> None:
    assert set(HANDLERS) == set(METHODS)


@pytest.mark.parametrize("method", METHODS)
def test_a_handler_takes_and_gives_what_the_table_says(method: str) -> None:
    names = {"BranchlineServer": server.BranchlineServer}
    hints = typing.get_type_hints(HANDLERS[method], localns=names)
    assert (hints["params"], hints["return"]) == (METHODS[method].params, METHODS[method].result)


@pytest.mark.parametrize("method", METHODS)
def test_a_handler_stands_with_its_noun(method: str) -> None:
    noun = next(noun for noun in NOUNS if method in noun.METHODS)
    assert HANDLERS[method].__module__.rpartition(".")[2] == noun.__name__.rpartition(".")[2]


@pytest.mark.parametrize("method", ["session/create", "session/fly"])
def test_a_second_handler_and_one_of_nothing_are_refused(method: str) -> None:
    with pytest.raises(ValueError, match=method):
        handles(method)


def test_no_noun_says_what_another_does() -> None:
    assert len(METHODS) == sum(len(noun.METHODS) for noun in NOUNS)
    assert len(NOTIFICATIONS) == sum(len(noun.NOTIFICATIONS) for noun in NOUNS)
