"""What a session is after it was named anew, and whether what it is told may name it better: parts of `lifecycle`."""

from __future__ import annotations

import attrs

from branchline.core.model.session import Session
from branchline.core.session.effects import Effect
from branchline.core.session.name_events import BetterNamed, NameSaid, ReconsiderName, Renamed, Retitled
from branchline.core.session.own_instructions import is_own


def called(session: Session, event: NameSaid) -> Session:
    """As it is called from then on."""
    match event:
        case Renamed(name):
            return attrs.evolve(session, name=name, naming=None)
        case Retitled(title):
            return attrs.evolve(session, title=title, naming=None)
        case BetterNamed(name, title):
            return session if session.naming is None else attrs.evolve(session, name=name, title=title)


def heard(session: Session, text: str | None) -> tuple[Session, list[Effect]]:
    """The first three instructions may make a better name. One that was typed and is told by a hook too counts once."""
    if session.naming is None or not text or is_own(text):
        return session, []
    from branchline.core.naming.better import MOST_MESSAGES, message

    if len(session.naming) >= MOST_MESSAGES:
        return session, []
    said = message(text)
    if said in session.naming:
        return session, []
    return attrs.evolve(session, naming=(*session.naming, said)), [ReconsiderName()]
