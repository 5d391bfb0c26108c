"""The few messages of the language server protocol that Branchline's clients send: begin, settings, cancel, end.

Read by hand, of each what is used: lsprotocol's converter makes all of its 554 classes ready first, which takes longer
than everything else that the sidecar does until it answers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lsprotocol import types
from pygls.protocol.json_rpc import JsonRPCNotification, JsonRPCRequestMessage, JsonRPCResponseMessage

from branchline.rpc.params import BadParamsError


def read(data: dict[str, Any]) -> JsonRPCRequestMessage | JsonRPCNotification | JsonRPCResponseMessage:
    """A message that is none of Branchline's own. Raises BadParamsError."""
    if "method" not in data:
        return JsonRPCResponseMessage(data.get("id", ""), "2.0", data.get("result"))
    method, raw = data["method"], data.get("params")
    params = _PARAMS[method](raw) if method in _PARAMS else raw
    if "id" in data:
        return JsonRPCRequestMessage(data["id"], method, "2.0", params)
    return JsonRPCNotification(method, "2.0", params)


def _initialize(raw: Any) -> types.InitializeParams:
    params = _object("params", raw)
    process_id = params.get("processId")
    if process_id is not None and (isinstance(process_id, bool) or not isinstance(process_id, int)):
        raise BadParamsError("The parameter 'processId' must be a whole number or null.")
    folders = params.get("workspaceFolders") or []
    if not isinstance(folders, list):
        raise BadParamsError("The parameter 'workspaceFolders' must be a list or null.")
    return types.InitializeParams(
        capabilities=types.ClientCapabilities(),
        process_id=process_id,
        workspace_folders=[_folder(each) for each in folders],
        initialization_options=params.get("initializationOptions"),
    )


def _folder(raw: Any) -> types.WorkspaceFolder:
    folder = _object("workspaceFolders", raw)
    uri, name = folder.get("uri"), folder.get("name")
    if not isinstance(uri, str) or not isinstance(name, str):
        raise BadParamsError("A folder in 'workspaceFolders' must have a 'uri' and a 'name', which are strings.")
    return types.WorkspaceFolder(uri, name)


def _configuration(raw: Any) -> types.DidChangeConfigurationParams:
    return types.DidChangeConfigurationParams(_object("params", raw).get("settings"))


def _cancel(raw: Any) -> types.CancelParams:
    request = _object("params", raw).get("id")
    if isinstance(request, bool) or not isinstance(request, (int, str)):
        raise BadParamsError("The parameter 'id' must be a number or a string.")
    return types.CancelParams(request)


def _nothing(_raw: Any) -> None:
    """Whatever they say with it."""


def _object(name: str, raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise BadParamsError(f"{name!r} must be an object.")
    return raw


_PARAMS: dict[str, Callable[[Any], Any]] = {
    types.INITIALIZE: _initialize,
    types.INITIALIZED: _nothing,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: _configuration,
    types.CANCEL_REQUEST: _cancel,
    types.SHUTDOWN: _nothing,
    types.EXIT: _nothing,
}
KNOWN = frozenset(_PARAMS)
"""Methods; pygls' answers to others (documents, notebooks, commands) are not given."""
