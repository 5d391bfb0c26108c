"""Auto-yes goes on after a start only where it is known that the user turned it on: see `core/session/seal.py`.

Windows hand over the keys, the terminal host keeps them for a sidecar that it brings back; they are on no disk of ours.
"""

from __future__ import annotations

import json
import logging

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Session
from branchline.core.reasons import AutoYesPause, AutoYesPauseCode
from branchline.core.session.auto_yes_events import AnswersPaused, AutoYesConfirmed, AutoYesPaused
from branchline.core.session.role_events import NextPresetDropped
from branchline.core.session.seal import (
    Seal,
    Vouched,
    are_off,
    digest,
    is_key,
    is_unconfirmed,
    launch_of,
    opened,
    signed,
    vouched,
    vouches,
)
from branchline.core.session.transitions import WITH_PROCESS
from branchline.service.auto_yes.verdicts import is_on
from branchline.service.base.background import Background
from branchline.service.base.listeners import Listeners
from branchline.service.base.saving import Saving
from branchline.service.base.sessions import Sessions
from branchline.service.base.settings import LiveSettings
from branchline.service.terminals.host import Host
from branchline.store.store import Store

log = logging.getLogger(__name__)

MOST_KEYS = 8
"""Each installation of an editor has one of its own."""
MOST_SCRIPTS = 2000
MOST = 2**53
"""A seal's number beyond which a client could not count."""
_KEY = "seal"
_UNCONFIRMED = AutoYesPause(AutoYesPauseCode.UNCONFIRMED.value)


class Sealing:
    """Every key that was handed over signs, so that whichever of the user's editors comes next has the one that fits.
    An editor that was not there meanwhile finds its key outdated: then the user is asked, once."""

    def __init__(
        self,
        store: Store,
        saving: Saving,
        sessions: Sessions,
        settings: LiveSettings,
        host: Host,
        background: Background,
    ) -> None:
        self._store = store
        self._saving = saving
        self._sessions = sessions
        self._settings = settings
        self._host = host
        self._background = background
        self._found = store.meta(_KEY)
        self._read = {session.id: session for session in sessions.all()}
        """As they stood in the store: they may move on before a key comes."""
        self._has_started = self._is_verified = False
        self._keys: tuple[str, ...] = ()
        self._least = 0
        self._vouched: dict[str, Vouched] = {}
        self._unknown: set[str] = set()
        """Sessions that came from the disk with arguments, variables or limits that nobody vouches for."""
        self.approved: dict[str, None] = {}
        """The digests of repositories' scripts that the user approved, the latest last."""
        self._last: object = None
        self._number = 0
        self.written = 0
        """The number of the seal that is on the disk; 0: none of this sidecar's."""
        self.listeners: Listeners[int] = Listeners()
        """Told that number."""
        saving.writing.add(self._seal)
        saving.written.add(self._written)

    async def start(self) -> None:
        """Before anything can be answered: what nobody vouches for is paused until somebody does."""
        if any(session.status in WITH_PROCESS for session in self._sessions.all()):
            await self._host.connection()
            self._inherit()
        self._has_started = True
        self._unknown = {session.id for session in self._sessions.all() if launch_of(session)}
        self._verify()
        for session in self._sessions.all():
            if vouches(self._vouched.get(session.id), session):
                continue
            if session.next_auto_yes:
                self._sessions.happened(session.id, NextPresetDropped())
            if is_on(session):
                log.warning("%s: auto-yes is paused: no key vouches for its preset", session.id[:8])
                self._sessions.happened(session.id, AutoYesPaused(_UNCONFIRMED))

    def hand_over(self, key: object, least: object) -> None:
        """A window's key, and the number of the last seal that it was told of."""
        if not is_key(key):
            log.warning("a client's key for the seal is none and is not used")
            return
        if key not in self._keys:
            self._keys = (*self._keys, str(key))[-MOST_KEYS:]
        if isinstance(least, int) and 0 <= least < MOST:
            self._least = max(self._least, least)
        self._number = max(self._number, self._least)
        self._verify()
        self._saving.soon()

    def approve(self, digest: str) -> None:
        """The user did. What was approved before many others is asked about again."""
        self.approved.pop(digest, None)
        self.approved = dict.fromkeys([*self.approved, digest][-MOST_SCRIPTS:])
        self._saving.soon()

    def refuse_unknown(self, session: Session) -> None:
        """Raises NOT_CONFIRMED where nobody vouches for what the session's agent is to be started with."""
        if session.id in self._unknown:
            raise BranchlineError(
                ErrorCode.NOT_CONFIRMED,
                "It is not known yet whether you set this session's extra arguments and variables, or its limits. Open"
                " the editor in which you made it, and resume it there.",
            )

    def checked(self, session: Session) -> Session:
        """A session that was removed, as it may come back: with auto-yes paused if nobody vouches for it."""
        launch, known = launch_of(session), self._vouched.get(session.id)
        if launch and not (known and known.launch == launch):
            self._unknown.add(session.id)
        if known and known.answers_off and not are_off(session):
            session = attrs.evolve(session, answers_paused=_UNCONFIRMED)
        if vouches(known, session):
            return session
        paused = _UNCONFIRMED if is_on(session) else session.auto_yes_paused
        return attrs.evolve(session, auto_yes_paused=paused, next_auto_yes=None)

    def _verify(self) -> None:
        """What a key vouches for goes on by itself."""
        if not self._has_started or self._is_verified or not self._keys:
            return
        seal = opened(self._found, self._keys)
        if seal is None or seal.number < self._least:
            if self._found is not None:
                log.warning("the store is older than its last seal" if seal else "no key here fits the store's seal")
            return
        self._is_verified = True
        self._number = max(self._number, seal.number)
        self.approved = dict.fromkeys([*seal.scripts, *self.approved])
        self._vouched = {**seal.sessions, **self._vouched}
        known = {each: launch_of(self._read[each]) for each in self._unknown & self._read.keys() & seal.sessions.keys()}
        self._unknown -= {each for each, launch in known.items() if seal.sessions[each].launch == launch}
        if self._settings.given is None and seal.settings == digest(self._settings.stored):
            self._settings.confirm()
        for session in self._sessions.all():
            read, known_of = self._read.get(session.id), seal.sessions.get(session.id)
            if read and known_of and known_of.answers_off and not are_off(read) and not are_off(session):
                self._sessions.happened(session.id, AnswersPaused(_UNCONFIRMED))
            if is_unconfirmed(session) and read and vouches(known_of, read):
                self._sessions.happened(session.id, AutoYesConfirmed())

    def _seal(self, _: None) -> None:
        """The store is about to be written."""
        found: dict[str, Vouched] = {}
        for session in self._sessions.all():
            known = self._vouched.get(session.id)
            if not is_unconfirmed(session):
                launch = known.launch if known else ""
                known = vouched(session)
                if known is not None and session.id in self._unknown:
                    known = attrs.evolve(known, launch=launch)
            if known is not None:
                found[session.id] = known
        for session_id in self._store.removed_ids() & self._vouched.keys():
            found.setdefault(session_id, self._vouched[session_id])
        self._vouched = found
        given = self._settings.given
        content = (found, None if given is None else digest(given), tuple(self.approved), self._keys)
        if not self._keys or content == self._last:
            return
        self._last = content
        self._number += 1
        self._store.set_meta(_KEY, signed(Seal(self._number, *content[:3]), self._keys))

    def _written(self, _: None) -> None:
        """Only now: whoever knows of a seal takes no older one."""
        if self._keys and self._number != self.written:
            self.written = self._number
            self.listeners.tell(self._number)
            kept = json.dumps({"keys": self._keys, "number": self._number})
            if self._host.keep(kept):
                self._background.start(self._host.hand_on(), "handing on the keys")

    def _inherit(self) -> None:
        """What the sidecar before left with the terminal host."""
        if self._host.inherited is None:
            return
        try:
            kept = json.loads(self._host.inherited)
            for key in kept["keys"]:
                self.hand_over(key, kept["number"])
        except (KeyError, TypeError, ValueError) as error:  # It is of another version.
            log.warning("what the sidecar before left is not used: %s", type(error).__name__)
