"""What is compiled late is as what is compiled at once, and none of it is wrong."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

import pytest

import branchline.agents
import branchline.core
from branchline.core.regexes import Later, regex


def test_it_is_compiled_once_it_is_used_and_then_answers_by_itself() -> None:
    later: Any = regex(r"(\w)b", re.IGNORECASE)
    assert isinstance(later, Later)
    assert "fullmatch" not in vars(later)
    assert later.fullmatch("AB")[1] == "A"
    assert "fullmatch" in vars(later)
    assert [each[0] for each in regex(rb"\d").finditer(b"a1b2")] == [b"1", b"2"]
    assert (later.pattern, later.flags & re.IGNORECASE, later.groups) == (r"(\w)b", re.IGNORECASE, 1)
    with pytest.raises(AttributeError):
        _ = later.nonsense


def late() -> Iterator[tuple[str, Later[Any]]]:
    for package in (branchline.core, branchline.agents):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            yield from ((found.name, each) for value in vars(import_module(found.name)).values() for each in in_(value))


def in_(value: object) -> Iterator[Later[Any]]:
    if isinstance(value, Later):
        yield value
    elif isinstance(value, (tuple, list, dict)):
        items: Iterable[object] = [*value, *value.values()] if isinstance(value, dict) else value
        for each in items:
            yield from in_(each)


def test_each_of_them_is_a_regular_expression() -> None:
    """A wrong one would be found out by who meets it first."""
    found = list(late())
    assert len(found) > 200
    for module, each in found:
        try:
            each.compiled()
        except re.error as error:
            pytest.fail(f"{module}: {error}")
