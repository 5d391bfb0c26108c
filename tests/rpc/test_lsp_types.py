"""The module in pieces is the module: the same names, and each of them the same when it is asked for alone."""

from __future__ import annotations

import ast
import enum
import inspect
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest
from lsprotocol import types as whole

import branchline
from branchline.rpc import lsp_types

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(branchline.__file__).parents[1])}
SOURCE = inspect.getsource(whole)


@cache
def statements() -> dict[str, str]:
    """What gives something a name, by the name, as Python's own parser sees it."""
    found = {}
    for each in ast.parse(SOURCE).body:
        match each:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                found[name] = ast.dump(each)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                found[name] = ast.dump(each)
    return found


def fresh() -> lsp_types.Types:
    module = lsp_types.Types(whole.__name__, SOURCE)
    module.__package__ = whole.__package__
    module.begin()
    return module


def test_each_statement_is_cut_out_whole() -> None:
    places = lsp_types.places(SOURCE)
    assert len(places) > 700
    assert {name: ast.dump(ast.parse(SOURCE[slice(*place)]).body[0]) for name, place in places.items()} == statements()


def test_each_name_is_the_same_whatever_was_asked_for_before() -> None:
    names = [*statements()]
    backwards, few = fresh(), names[::40]
    for module, name in [(backwards, name) for name in reversed(names)] + [(fresh(), name) for name in few]:
        assert described(getattr(module, name)) == described(getattr(whole, name)), name


def described(value: Any) -> Any:
    """What can be told of it apart from which module made it."""
    if attrs.has(type(value)):
        return type(value).__name__, attrs.asdict(value)
    if inspect.isclass(value) and attrs.has(value):
        fields = [(each.name, str(each.type), str(each.default), each.kw_only) for each in attrs.fields(value)]
        return value.__name__, value.__qualname__, value.__doc__, fields, [each.__name__ for each in value.__mro__]
    if inspect.isclass(value) and issubclass(value, enum.Enum):
        return value.__name__, {each.name: each.value for each in value}
    if isinstance(value, (dict, lsp_types.Table)):
        return {key: described(each) for key, each in list(value.items())[::40]}, len(value)
    if isinstance(value, (list, tuple)):
        return [described(each) for each in value]
    return value.__name__ if callable(value) and hasattr(value, "__name__") else str(value)


def test_what_is_not_there_is_missing_as_in_any_module() -> None:
    module = fresh()
    assert {*statements()} <= {*dir(module)}
    with pytest.raises(AttributeError, match="has no attribute 'Nonsense'"):
        _ = module.Nonsense
    with pytest.raises(KeyError):
        _ = module.METHOD_TO_TYPES["nonsense"]


def test_the_sidecar_makes_a_tenth_of_it() -> None:
    script = (
        "from branchline.rpc import lsp_types; lsp_types.install(); import branchline.rpc.serving;"
        "from lsprotocol import types; print(type(types).__name__, len(vars(types)))"
    )
    asked = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=ENVIRONMENT)
    kind, made = asked.stdout.split()
    assert kind == "Types"
    assert int(made) < 200


def test_where_the_module_is_there_already_it_stays() -> None:
    assert sys.modules[lsp_types.NAME] is whole
    lsp_types.install()
    assert sys.modules[lsp_types.NAME] is whole
