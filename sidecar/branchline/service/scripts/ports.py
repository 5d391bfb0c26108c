"""Ten ports for each session, reserved among Branchline's own sessions; that nothing else listens there is seen once,
when they are chosen."""

from __future__ import annotations

import errno
import logging
import socket

from branchline.core.model.session import Session
from branchline.core.session.ports import COUNT, free_ports, overlaps
from branchline.core.session.script_events import PortsReserved
from branchline.service.base.sessions import Sessions
from branchline.service.base.settings import LiveSettings

log = logging.getLogger(__name__)

_HERE = ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::"))  # noqa: S104  nothing listens: it is only tried


class Ports:
    def __init__(self, sessions: Sessions, settings: LiveSettings) -> None:
        self._sessions = sessions
        self._settings = settings

    def of(self, session_id: str) -> int:
        """The first of the session's ports, which are reserved now where it has none; 0 where none are free. One that
        was restored has its own again unless they are another's by now. Raises NO_SESSION."""
        session = self._sessions.get(session_id)
        others = [each.port for each in self._sessions.all() if each.id != session_id]
        if session.port and not any(overlaps(session.port, other) for other in others):
            return session.port
        port = free_ports(self._settings.now.port_range, others, is_free)
        if not port:
            log.warning("%s: no ten ports in a row are free in branchline.portRange", session_id[:8])
        if port != session.port:
            self._sessions.happened(session_id, PortsReserved(port))
        return port

    def again(self, session: Session) -> int:
        """Those that a removed session had, where they are free; else 0."""
        taken = [each.port for each in self._sessions.all()]
        is_own = session.port and not any(overlaps(session.port, each) for each in taken)
        return session.port if is_own and all(map(is_free, range(session.port, session.port + COUNT))) else 0


def is_free(port: int) -> bool:
    """Nothing listens there, at no address of this machine."""
    for family, address in _HERE:
        try:
            with socket.socket(family, socket.SOCK_STREAM) as tried:
                if family == socket.AF_INET6:
                    tried.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                tried.bind((address, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False  # Else there is no such protocol here.
    return True
