"""In which environment agents start: that of the window which asked for the session."""

from __future__ import annotations

import logging
import os

from branchline.machine import user_environment
from branchline.machine.git_variables import is_of_one_command
from branchline.machine.paths import PLACES
from branchline.machine.user_environment import Environment
from branchline.service.base.listeners import Listeners
from branchline.service.base.sessions import Dropped, News, Sessions

log = logging.getLogger(__name__)


class Environments:
    """In memory alone: they hold tokens. A sidecar that comes after a crash has the last one by the terminal host."""

    def __init__(self, sessions: Sessions) -> None:
        self._of: dict[str, Environment] = {}
        self.listeners: Listeners[Environment] = Listeners()
        """Told another one that is the last known."""
        sessions.listeners.add(self._told)

    @property
    def last(self) -> Environment:
        return user_environment.last()

    def take(self, environment: Environment) -> Environment:
        """A window's, as it came; how it is used from now on."""
        # One home for all: auto-yes judges `~` by it. What git told one command is over for whatever runs later.
        taken = {name: value for name, value in environment.items() if name != "HOME" and not is_of_one_command(name)}
        taken |= {"HOME": os.environ["HOME"]} if "HOME" in os.environ else {}
        self._remember(taken)
        return taken

    def asked(self, session_id: str, environment: Environment | None) -> None:
        """Whoever has this environment asks for the session; None: nobody knows whose it is."""
        if environment is None:
            self._of.pop(session_id, None)
        else:
            self._of[session_id] = environment
            self._remember(environment)

    def of(self, session_id: str) -> Environment:
        return self._of.get(session_id, self.last)

    def for_sidecar(self) -> dict[str, str]:
        """For one that comes after this one: the last known, with which it finds what this one has."""
        kept = {name: value for name, value in self.last.items() if name not in PLACES}
        return kept | {name: value for name, value in os.environ.items() if name in PLACES}

    def _remember(self, environment: Environment) -> None:
        if environment != self.last:
            user_environment.remember(environment)
            self.listeners.tell(environment)

    def _told(self, news: News) -> None:
        if isinstance(news, Dropped):
            self._of.pop(news.session_id, None)
