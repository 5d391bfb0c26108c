"""pygls' protocol with what Branchline needs otherwise. Each override says which behaviour it replaces."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Generator
from concurrent.futures import Future
from typing import Any

import attrs
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.json_rpc import JsonRPCNotification, JsonRPCRequestMessage
from pygls.protocol.language_server import lsp_method

from branchline.core.errors import ErrorCode
from branchline.core.screen.logged import outline
from branchline.core.system_errors import known
from branchline.machine.python_logging import TRACE
from branchline.rpc import handshake
from branchline.rpc.handlers.asked import Asked, asked
from branchline.rpc.messages.table import Method
from branchline.rpc.params import BadParamsError
from branchline.rpc.records import camel, to_wire

log = logging.getLogger(__name__)

REQUEST_FAILED = types.LSPErrorCodes.RequestFailed.value
INVALID_REQUEST = types.ErrorCodes.InvalidRequest.value
INVALID_PARAMS = types.ErrorCodes.InvalidParams.value
INTERNAL_ERROR = types.ErrorCodes.InternalError.value
PARSE_ERROR = types.ErrorCodes.ParseError.value
_ID = re.compile(rb'"id"\s*:\s*(\d{1,15}|"[^"\\]{1,100}")')


class BranchlineProtocol(LanguageServerProtocol):
    answering: Callable[[str, Asked], Callable[[Any], Awaitable[Any]]]
    """What carries out a method of Branchline's own, by its name."""

    answered: int | str | None = None
    """The request that had its answer before pygls came to it."""

    def __init__(self, server: LanguageServer, converter: Any) -> None:
        super().__init__(server, converter)
        for method in {*self.fm.builtin_features} - handshake.KNOWN:
            del self.fm.builtin_features[method]

    def receive(self, data: Any) -> None:
        """One decoded message from the client. A request is always answered, whatever is wrong with it."""
        if not isinstance(data, dict):
            self.refuse(None, INVALID_REQUEST, "A message must be an object.")
            return
        request_id = data.get("id") if "method" in data else None
        _log_received(data)
        if self._shutdown and request_id is not None:
            # pygls leaves it unanswered.
            self.refuse(request_id, INVALID_REQUEST, "This connection is shutting down.")
            return
        try:
            if not isinstance(data.get("method", ""), str) or not isinstance(data.get("id", 0), (int, str)):
                raise BadParamsError("A message's method must be a string, its id a number or a string.")
            self.handle_message(self.structure_message({"jsonrpc": "2.0", **data}))
        except (BadParamsError, JsonRpcInvalidParams) as error:
            # pygls logs these and leaves the request unanswered.
            self.refuse(request_id, INVALID_PARAMS, str(error) or "The params do not fit this method.")
        except JsonRpcException as error:
            self.refuse(request_id, INTERNAL_ERROR, str(error))

    def refuse_unread(self, head: bytes, code: int, message: str) -> None:
        """Answer a message that was not decoded, by the id found in its first bytes."""
        found = _ID.search(head)
        text = found.group(1).decode() if found else None
        self.refuse(int(text) if text and text.isdigit() else text and text.strip('"'), code, message)

    def refuse(self, request_id: Any, code: int, message: str) -> None:
        if isinstance(request_id, (int, str)):
            self._send_response(request_id, error=types.ResponseError(code, message))
        else:
            log.warning("a message was dropped: %s", message)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Our own methods keep their params as they came: `params.parse` checks them, not cattrs."""
        method = data.get("method", "")
        own = asked(method) if method and method not in handshake.KNOWN else None
        if own and isinstance(own.says, Method) and "id" in data:
            return JsonRPCRequestMessage(data["id"], method, "2.0", data.get("params", {}))
        if own and not isinstance(own.says, Method):
            if "id" in data:
                raise BadParamsError(f"{method} is a notification; it has no id and no answer.")
            return JsonRPCNotification(method, "2.0", data.get("params", {}))
        return handshake.read(data)

    def _get_handler(self, feature_name: str) -> Any:
        """pygls has all of them from the beginning; ours are there once one of them is asked for."""
        own = asked(feature_name) if feature_name not in handshake.KNOWN else None
        return self.answering(feature_name, own) if own else super()._get_handler(feature_name)

    def _serialize_message(self, data: Any) -> Any:
        """One level of a message or of what LSP says with it, whose names are camelCase and whose nothing is left out;
        json asks again for what is in it. pygls' converter makes every class of LSP ready for that."""
        if not attrs.has(type(data)):
            return super()._serialize_message(data)
        fields = {each.name: getattr(data, each.name) for each in attrs.fields(type(data))}
        if type(data).__module__ != types.__name__:
            return fields
        return {camel(name): value for name, value in fields.items() if value is not None}

    def _send_handler_result(self, future: Future[Any], *, msg_id: int | str) -> None:
        """Our errors keep their code in `data`; a result goes out whole, without pygls dropping defaults."""
        if future.cancelled() or (error := future.exception()) is None:
            log.debug("request %s answered", msg_id)
            super()._send_handler_result(future, msg_id=msg_id)
            return
        told = known(error)
        if told is not None:
            self._request_futures.pop(msg_id, None)
            cause = None if told is error else error
            log.info("request %s refused: %s %s", msg_id, told.code, told.message, exc_info=cause)
            data = {"code": told.code.value, **told.data}
            response = types.ResponseError(REQUEST_FAILED, told.message, to_wire(data))
        elif isinstance(error, BadParamsError):
            self._request_futures.pop(msg_id, None)
            response = types.ResponseError(INVALID_PARAMS, str(error))
        elif isinstance(error, JsonRpcException):
            super()._send_handler_result(future, msg_id=msg_id)
            return
        else:
            self._request_futures.pop(msg_id, None)
            log.error("request %s failed", msg_id, exc_info=error)
            response = types.ResponseError(
                INTERNAL_ERROR,
                "Something went wrong inside Branchline; the log has the cause.",
                {"code": ErrorCode.INTERNAL.value},
            )
        self._send_response(msg_id, error=response)

    def _send_response(self, msg_id: int | str, result: Any = None, error: types.ResponseError | None = None) -> None:
        """pygls answers each request."""
        if self.answered is not None and msg_id == self.answered:
            self.answered = None
            return
        super()._send_response(msg_id, result, error)

    def notify(self, method: str, params: Any = None) -> None:
        log.log(TRACE, "told %s", method)
        super().notify(method, params)

    @lsp_method(types.EXIT)
    def lsp_exit(self, *args: Any) -> Generator[Any, Any, None]:
        """pygls ends the process here; one client's exit ends only its own connection."""
        if self.writer is not None:
            self.writer.close()
        yield from ()


def _log_received(data: dict[str, Any]) -> None:
    if log.isEnabledFor(logging.DEBUG) and isinstance(data.get("method"), str):
        params = data.get("params")
        told = outline(params) if isinstance(params, dict) else ""
        log.debug("request %s: %s %s", data.get("id", "without an answer"), data["method"][:100], told[:1000])
