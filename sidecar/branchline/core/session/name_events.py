"""What becomes of a session's name and title: events as those of `events`, and what the session is after them."""

from __future__ import annotations

import attrs

from branchline.core.model.session import Session


@attrs.frozen
class Renamed:
    """By the user: the name stays as it is from now on."""

    name: str


@attrs.frozen
class Retitled:
    """By the user; "" takes the title away."""

    title: str


NameSaid = Renamed | Retitled


def called(session: Session, event: NameSaid) -> Session:
    """As it is called from then on."""
    match event:
        case Renamed(name):
            return attrs.evolve(session, name=name, naming=None)
        case Retitled(title):
            return attrs.evolve(session, title=title, naming=None)
