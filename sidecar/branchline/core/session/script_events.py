"""What became of a session's scripts and ports: events as those of `events`."""

from __future__ import annotations

import attrs

from branchline.core.model.session import Session
from branchline.core.model.setup import Setup


@attrs.frozen
class PortsReserved:
    """Ten consecutive ports, of which this is the first, are the session's; 0: none could be had."""

    port: int


@attrs.frozen
class SetupSaid:
    """None: the project has no set-up script. `due`: it is to run before the agent starts next all the same."""

    setup: Setup | None
    due: bool = False


ScriptSaid = PortsReserved | SetupSaid


def script_said(session: Session, said: ScriptSaid) -> Session:
    match said:
        case PortsReserved(port):
            return attrs.evolve(session, port=port)
        case SetupSaid(setup, due):
            return attrs.evolve(session, setup=setup, setup_due=due, preparing=None)
