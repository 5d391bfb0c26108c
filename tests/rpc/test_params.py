from __future__ import annotations

import inspect
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.rpc.handlers.session import HANDLERS
from branchline.rpc.messages.methods import METHODS
from branchline.rpc.messages.params import CreateParams, OutputParams, SendParams, UpdateParams, WatchParams
from branchline.rpc.params import MOST, BadParamsError, parse

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_what_fits_is_taken_over() -> None:
    params = parse(CreateParams, {"repo": "/r", "agent": "demo", "autoYes": "safe", "instruction": "a\nb"})
    assert params == CreateParams("/r", "demo", instruction="a\nb", auto_yes="safe")
    assert parse(UpdateParams, {"id": "x", "pinned": False, "read": None}) == UpdateParams("x", pinned=False)
    assert parse(WatchParams, {"ids": ["a", "b"]}) == WatchParams(["a", "b"])


@pytest.mark.parametrize(
    ("params_type", "raw", "complaint"),
    [
        (CreateParams, None, "must be an object"),
        (CreateParams, [], "must be an object"),
        (CreateParams, {"repo": "/r"}, "'agent' is missing"),
        (CreateParams, {"repo": "/r", "agent": "demo", "sudo": True}, "no parameter 'sudo'"),
        (CreateParams, {"repo": 3, "agent": "demo"}, "'repo' must be a string"),
        (CreateParams, {"repo": None, "agent": "demo"}, "'repo' must be a string"),
        (CreateParams, {"repo": "/r\0", "agent": "demo"}, "U[+]0000"),
        (CreateParams, {"repo": "/r", "agent": "demo", "name": "a\nb"}, "U[+]000A"),
        (CreateParams, {"repo": "/r", "agent": "demo", "name": "a\u2028b"}, "U[+]2028"),
        (CreateParams, {"repo": "/r", "agent": "demo", "name": "x" * 1_000_000}, "1,000,000 characters"),
        (SendParams, {"id": "x", "text": "t", "submit": 1}, "'submit' must be true or false"),
        (SendParams, {"id": "x", "text": ["t"], "submit": True}, "'text' must be a string"),
        (OutputParams, {"id": "x", "lines": True}, "'lines' must be a whole number"),
        (OutputParams, {"id": "x", "lines": -1}, "'lines' must be a whole number"),
        (OutputParams, {"id": "x", "lines": 1.0}, "'lines' must be a whole number"),
        (WatchParams, {"ids": "abc"}, "'ids' must be a list"),
        (WatchParams, {"ids": [1]}, "'ids' must be a string"),
        (WatchParams, {"ids": ["x"] * 1001}, "'ids' must be a list of at most"),
    ],
)
def test_what_does_not_fit_is_named(params_type: type, raw: Any, complaint: str) -> None:
    with pytest.raises(BadParamsError, match=complaint):
        parse(params_type, raw)


@pytest.mark.parametrize("method", METHODS)
def test_no_parameter_is_taken_and_ignored(method: str) -> None:
    """Each is read by the handler of its method."""
    code = inspect.getsource(HANDLERS[method])
    assert [each.name for each in attrs.fields(METHODS[method][0]) if f"params.{each.name}" not in code] == []


@pytest.mark.parametrize("params_type", [params for params, _ in METHODS.values()], ids=lambda t: t.__name__)
@given(raw=JSON)
def test_nothing_but_a_complaint_comes_of_anything(params_type: type, raw: Any) -> None:
    try:
        parse(params_type, raw)
    except BadParamsError as error:
        complaint = str(error)
    else:
        return
    assert len(complaint) < 2 * MOST
