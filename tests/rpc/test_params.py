from __future__ import annotations

import inspect
import re
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branchline.core.policy.policy import Preset
from branchline.core.session.snapshot import Against
from branchline.rpc.handlers.asked import asked
from branchline.rpc.messages.methods import METHODS
from branchline.rpc.messages.session import CreateParams, SendParams, UpdateParams
from branchline.rpc.messages.snapshot import CompareParams
from branchline.rpc.messages.terminal import OutputParams, WatchParams
from branchline.rpc.params import MOST, BadParamsError, parse
from harness.proofs import times

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
BOUNDED = settings(
    max_examples=times("values that are given as a method's params", some=20, full=100),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # On a busy machine everything is.
)


def test_what_fits_is_taken_over() -> None:
    params = parse(CreateParams, {"repo": "/r", "agent": "demo", "autoYes": "safe", "instruction": "a\nb"})
    assert params == CreateParams("/r", "demo", instruction="a\nb", auto_yes=Preset.SAFE)
    assert parse(UpdateParams, {"id": "x", "pinned": False, "read": None}) == UpdateParams("x", pinned=False)
    assert parse(UpdateParams, {"id": "x", "autoYes": None}) == UpdateParams("x")
    assert parse(CompareParams, {"id": "x", "number": 1, "against": "now"}) == CompareParams("x", 1, Against.NOW)
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
        (CreateParams, {"repo": "/r", "agent": "demo", "autoYes": "all"}, "one of off, read-only, safe, worktree[.]"),
        (CreateParams, {"repo": "/r", "agent": "demo", "autoYes": ["safe"]}, "'autoYes' must be one of"),
        (UpdateParams, {"id": "x", "autoYes": ""}, "'autoYes' must be one of"),
        (CompareParams, {"id": "x", "number": 1, "against": "then"}, "'against' must be one of previous, base, now[.]"),
        (CompareParams, {"id": "x", "number": 1, "against": None}, "'against' must be one of"),
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
    """Each is read by the handler of its method, or all go on together."""
    found = asked(method)
    assert found
    code = inspect.getsource(found.handle)
    if re.search(r"\(params[,)]", code):
        return
    assert [each.name for each in attrs.fields(METHODS[method].params) if f"params.{each.name}" not in code] == []


@pytest.mark.parametrize("params_type", [method.params for method in METHODS.values()], ids=lambda t: t.__name__)
@BOUNDED
@given(raw=JSON)
def test_nothing_but_a_complaint_comes_of_anything(params_type: type, raw: Any) -> None:
    try:
        parse(params_type, raw)
    except BadParamsError as error:
        complaint = str(error)
    else:
        return
    assert len(complaint) < 2 * MOST
