"""Puts together how the user is reached beside the window, and what comes back from there."""

from __future__ import annotations

from branchline.service.base.base import Base
from branchline.service.prompts.afar import Afar
from branchline.service.prompts.bell import Bell
from branchline.service.prompts.on_waiting import OnWaiting
from branchline.service.prompts.prompts import Prompts
from branchline.service.prompts.telling import Telling
from branchline.service.prompts.tokens import Tokens
from branchline.service.terminals.host import Host


class Reaching:
    def __init__(self, base: Base, prompts: Prompts, telling: Telling, host: Host) -> None:
        tokens = Tokens(sessions=base.sessions)
        self.afar = Afar(sessions=base.sessions, prompts=prompts, tokens=tokens)
        self.on_waiting = OnWaiting(
            sessions=base.sessions,
            settings=base.settings,
            telling=telling,
            tokens=tokens,
            background=base.background,
        )
        Bell(settings=base.settings, telling=telling, host=host, background=base.background)
