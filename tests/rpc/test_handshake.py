"""What a client says besides Branchline's own requests: read strictly, and of it what is used."""

from __future__ import annotations

from typing import Any

import pytest
from lsprotocol import types
from pygls.protocol.json_rpc import JsonRPCNotification, JsonRPCRequestMessage, JsonRPCResponseMessage

from branchline.rpc import handshake
from branchline.rpc.params import BadParamsError

FOLDER = {"uri": "file:///a", "name": "a"}


def test_a_client_says_who_it_is() -> None:
    params = {
        "processId": 7,
        "rootUri": "file:///elsewhere",
        "capabilities": {"textDocument": {"hover": {"contentFormat": ["of a later version"]}}},
        "workspaceFolders": [FOLDER],
        "initializationOptions": {"settings": {"a": [1]}},
    }
    message = handshake.read({"id": 1, "method": "initialize", "params": params})
    assert message == JsonRPCRequestMessage(
        1,
        "initialize",
        "2.0",
        types.InitializeParams(
            capabilities=types.ClientCapabilities(),
            process_id=7,
            workspace_folders=[types.WorkspaceFolder("file:///a", "a")],
            initialization_options={"settings": {"a": [1]}},
        ),
    )


@pytest.mark.parametrize("params", [{}, {"processId": None, "workspaceFolders": None, "capabilities": {}}])
def test_it_may_say_nothing(params: dict[str, Any]) -> None:
    message = handshake.read({"id": "x", "method": "initialize", "params": params})
    assert isinstance(message, JsonRPCRequestMessage)
    assert (message.params.process_id, message.params.workspace_folders) == (None, [])


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("initialize", None),
        ("initialize", []),
        ("initialize", {"processId": "7"}),
        ("initialize", {"processId": True}),
        ("initialize", {"workspaceFolders": {"uri": "file:///a"}}),
        ("initialize", {"workspaceFolders": ["file:///a"]}),
        ("initialize", {"workspaceFolders": [{"uri": "file:///a"}]}),
        ("initialize", {"workspaceFolders": [{"uri": 7, "name": "a"}]}),
        ("workspace/didChangeConfiguration", None),
        ("workspace/didChangeConfiguration", "settings"),
        ("$/cancelRequest", None),
        ("$/cancelRequest", {}),
        ("$/cancelRequest", {"id": True}),
        ("$/cancelRequest", {"id": [1]}),
    ],
)
def test_what_does_not_fit_is_refused(method: str, params: Any) -> None:
    with pytest.raises(BadParamsError):
        handshake.read({"id": 1, "method": method, "params": params})


@pytest.mark.parametrize("params", [None, {}, [], "x"])
@pytest.mark.parametrize("method", ["initialized", "exit", "shutdown"])
def test_what_needs_no_params_has_none(method: str, params: Any) -> None:
    assert handshake.read({"method": method, "params": params}) == JsonRPCNotification(method, "2.0", None)


def test_settings_and_cancelling_say_what_they_are_about() -> None:
    changed = handshake.read({"method": "workspace/didChangeConfiguration", "params": {"settings": {"settings": {}}}})
    assert changed.params == types.DidChangeConfigurationParams({"settings": {}})  # type: ignore[union-attr]  # one is
    cancelled = handshake.read({"method": "$/cancelRequest", "params": {"id": 7}})
    assert cancelled.params == types.CancelParams(7)  # type: ignore[union-attr]  # it is a notification


def test_what_it_does_not_know_stays_as_it_came() -> None:
    other = {"id": 2, "method": "textDocument/hover", "params": {"a": 1}}
    assert handshake.read(other) == JsonRPCRequestMessage(2, "textDocument/hover", "2.0", {"a": 1})
    assert handshake.read({"id": 3, "result": [1]}) == JsonRPCResponseMessage(3, "2.0", [1])
