"""What a client can ask of the ptyhost: one method `_op_NAME` for each `op` of a REQUEST.

A request is {"n": int, "op": NAME, …}, its reply {"n", "ok": {…}} or {"n", "error": {"code", "message"}}. Fields are
only ever added. Beside what a method names, BAD_REQUEST is raised for fields that do not fit, NO_SESSION for a
session that is not held.
"""

from __future__ import annotations

import signal
from collections.abc import Callable

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.screen.logged import outline
from branchline.machine.memory import own_bytes
from branchline.ptyhost.children import Child
from branchline.ptyhost.fields import (
    MOST,
    Fields,
    environment_of,
    session_of,
    size_of,
    text_of,
    texts_of,
    whole_of,
)
from branchline.ptyhost.guard import Guard
from branchline.ptyhost.holder import Holder
from branchline.ptyhost.log import log
from branchline.ptyhost.sizes import Size
from branchline.ptyhost.streams import Connection, View

MIN_RING, MAX_RING = 4096, 1024 * 1024 * 1024


class Operations:
    """`moved` is called for a child whose streams have something new to send, `replaced` for a session whose ended
    agent was replaced before its end was collected, `end` when the ptyhost shall end."""

    def __init__(
        self,
        holder: Holder,
        guard: Guard,
        moved: Callable[[Child], None],
        replaced: Callable[[str], None],
        end: Callable[[], None],
    ) -> None:
        self._holder = holder
        self._guard = guard
        self._moved = moved
        self._replaced = replaced
        self._end = end

    def answer(self, connection: Connection, request: Fields) -> Fields:
        """The reply's fields."""
        name = request.get("op")
        operation = getattr(self, f"_op_{name}", None) if isinstance(name, str) else None
        try:
            if connection.refusal is not None:
                raise BranchlineError(ErrorCode.NOT_ALLOWED, connection.refusal)
            if operation is None:
                raise BranchlineError(
                    ErrorCode.UNKNOWN_OP, f"This terminal host knows no operation {str(name)[:40]!r}."
                )
            reply = {"n": request.get("n"), "ok": operation(connection, request)}
            _told(request)
            return reply
        except BranchlineError as error:
            _told(request, f" refused: {error.code.value}")
            return {"n": request.get("n"), "error": {"code": error.code.value, "message": error.message}}

    # ------------------------------------------------------------ agents

    def _op_spawn(self, connection: Connection, fields: Fields) -> Fields:
        """{session, argv, cwd, env, cols, rows, ring: path, ringSize: bytes} -> {pid, startTime}.

        Raises ALREADY_RUNNING, NO_SCROLLBACK, SPAWN_FAILED.
        """
        session = session_of(fields)
        child, replaced = self._holder.spawn(
            session,
            texts_of(fields, "argv"),
            text_of(fields, "cwd"),
            environment_of(fields),
            size_of(fields),
            text_of(fields, "ring"),
            whole_of(fields, "ringSize", MIN_RING, MAX_RING),
        )
        if replaced:
            self._replaced(session)
        return {"pid": child.pid, "startTime": child.start_time}

    def _op_list(self, connection: Connection, fields: Fields) -> Fields:
        """-> {sessions: [{session, pid, startTime, alive, exitCode, start, end, cols, rows, mark, lost}]}.

        `lost` counts bytes of output that the disk did not take; nothing before such a gap can be streamed.
        """
        return {"sessions": [child.entry() for child in self._holder.all]}

    def _op_memory(self, connection: Connection, fields: Fields) -> Fields:
        """-> {bytes: of memory that the ptyhost takes; null where the system does not tell}."""
        return {"bytes": own_bytes()}

    def _op_typeAt(self, connection: Connection, fields: Fields) -> Fields:  # noqa: N802  the name of an `op`
        """{session, text, at: offset} -> {typed: false when something was printed after that offset}."""
        child, offset = self._child(fields), whole_of(fields, "at", 0, MOST)
        return {"typed": self._holder.type_at(child, text_of(fields, "text").encode(), offset)}

    def _op_signal(self, connection: Connection, fields: Fields) -> Fields:
        """{session, signal} to the agent's process group -> {sent: false when that is gone}."""
        child, number = self._child(fields), whole_of(fields, "signal", 0, signal.NSIG - 1)
        try:
            return {"sent": child.signal(number)}
        except OSError as error:
            raise BranchlineError(ErrorCode.BAD_REQUEST, f"Signal {number} could not be sent: {error}.") from error

    def _op_kill(self, connection: Connection, fields: Fields) -> Fields:
        """{session}: HUP, TERM, KILL with pauses, until nothing of the process group is left. Replies at once."""
        self._holder.kill(self._child(fields))
        return {}

    def _op_collect(self, connection: Connection, fields: Fields) -> Fields:
        """{session} of an ended agent, which is then forgotten -> {exitCode, end}. Raises STILL_RUNNING."""
        child = self._child(fields)
        self._holder.collect(child)
        return {"exitCode": child.exit_code, "end": child.ring.end}

    # ------------------------------------------------------------ looking on

    def _op_stream(self, connection: Connection, fields: Fields) -> Fields:
        """{session, from: offset} -> {start, end, mark}; then OUTPUT, and EVENTs resized, lagged, bell, exit.

        Raises BAD_OFFSET.
        """
        child, offset = self._child(fields), whole_of(fields, "from", 0, MOST)
        if offset > child.ring.end:
            raise BranchlineError(ErrorCode.BAD_OFFSET, f"There is no output at {offset}; the end is {child.ring.end}.")
        connection.open_stream(child, offset)
        return {"start": child.ring.start, "end": child.ring.end, "mark": child.mark}

    def _op_unstream(self, connection: Connection, fields: Fields) -> Fields:
        """{session}."""
        connection.close_stream(session_of(fields))
        return {}

    def _op_attach(self, connection: Connection, fields: Fields) -> Fields:
        """{session, cols, rows}: a viewer from now on, whose size rules -> {end, cols, rows, alive}."""
        child, size = self._child(fields), size_of(fields)
        connection.viewing.setdefault(child.session, View(child.bells))
        child.claims.attached(connection, size)
        self._fit(child)
        cols, rows = child.sizes.current
        return {"end": child.ring.end, "cols": cols, "rows": rows, "alive": not child.ended}

    def _op_detach(self, connection: Connection, fields: Fields) -> Fields:
        """{session}: no viewer any more, and no stream."""
        child = self._child(fields)
        connection.viewing.pop(child.session, None)
        connection.close_stream(child.session)
        child.claims.left(connection)
        self._fit(child)
        return {}

    def _op_bell(self, connection: Connection, fields: Fields) -> Fields:
        """{session}: an EVENT bell to those who view it."""
        child = self._child(fields)
        child.bells += 1
        self._moved(child)
        return {}

    def _op_resize(self, connection: Connection, fields: Fields) -> Fields:
        """{session, cols, rows} -> {cols, rows} in force: a viewer's own new size, which counts while that viewer
        rules, or anybody's while there is no viewer."""
        child, size = self._child(fields), size_of(fields)
        child.claims.resized(connection, size)
        self._fit(child, size)
        cols, rows = child.sizes.current
        return {"cols": cols, "rows": rows}

    # ------------------------------------------------------------ the sidecar

    def _op_guard(self, connection: Connection, fields: Fields) -> Fields:
        """{command, env, cwd, kept?}: starts the sidecar, when this connection breaks without a goodbye while agents
        live. {kept}: what a sidecar left last."""
        before = self._guard.kept
        kept = text_of(fields, "kept") if "kept" in fields else before
        self._guard.came(connection, texts_of(fields, "command"), environment_of(fields), text_of(fields, "cwd"))
        self._guard.kept = kept
        return {"kept": before}

    def _op_goodbye(self, connection: Connection, fields: Fields) -> Fields:
        self._guard.said_goodbye(connection)
        return {}

    def _op_shutdown(self, connection: Connection, fields: Fields) -> Fields:
        """Kill every agent, and end. Replies at once; the connection closes when it is done."""
        self._end()
        return {}

    def _op_setLogLevel(self, connection: Connection, fields: Fields) -> Fields:  # noqa: N802  the name of an `op`
        """{level: trace, debug, info, warning, error or off}. Raises BAD_LEVEL."""
        log.set_level(text_of(fields, "level"))
        return {}

    # ------------------------------------------------------------

    def _child(self, fields: Fields) -> Child:
        return self._holder.get(session_of(fields))

    def _fit(self, child: Child, size: Size | None = None) -> None:
        if child.fit(size):
            self._moved(child)


def _told(request: Fields, outcome: str = "") -> None:
    if log.lets("debug"):
        log.debug("%s%s", outline(request), outcome)
