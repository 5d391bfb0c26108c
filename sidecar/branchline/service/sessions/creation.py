"""Makes sessions: from what a client wants to a record, queued or with its agent started."""

from __future__ import annotations

import time
import uuid

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Session
from branchline.core.model.status import Evidence, Status
from branchline.core.naming.better import message
from branchline.core.naming.naming import Named, named, named_by_user
from branchline.core.naming.titles import line
from branchline.core.screen.typing_plan import check_text
from branchline.core.session import own_limits
from branchline.core.session.events import SlotGranted
from branchline.core.session.personas import instructed
from branchline.git.repository import Repository, inspect, inspect_known
from branchline.git.whereabouts import Home
from branchline.machine.user_environment import Environment
from branchline.service.base.agents import Agents
from branchline.service.base.personas import Personas
from branchline.service.base.sessions import Sessions
from branchline.service.limits.slots import Slots
from branchline.service.sessions.create_request import CreateRequest
from branchline.service.sessions.extras import arguments_of, environment_of, subfolder_of
from branchline.service.sessions.removed_sessions import RemovedSessions
from branchline.service.sessions.starting import Starting


@attrs.frozen
class Beginning:
    """A snapshot that a session begins with: its ref, the id that the session shall have where the snapshot is its own,
    and sentences about what is not in it."""

    snapshot: str
    session_id: str | None = None
    not_carried: tuple[str, ...] = ()


class Creation:
    def __init__(
        self,
        sessions: Sessions,
        agents: Agents,
        personas: Personas,
        slots: Slots,
        starting: Starting,
        removed: RemovedSessions,
    ) -> None:
        self._sessions = sessions
        self._agents = agents
        self._personas = personas
        self._slots = slots
        self._starting = starting
        self._removed = removed

    async def create(
        self,
        request: CreateRequest,
        beginning: Beginning | None = None,
        environment: Environment | None = None,
        reviews: str | None = None,
        not_fetched: str | None = None,
    ) -> Session:
        """A new session, queued or with its agent started; `beginning` is whose files it begins with,
        `environment` that of the window which asks, `reviews` the id of the session whose work is looked at,
        `not_fetched` why it does not start from the upstream.

        Raises AGENT_UNKNOWN, AGENT_NOT_FOUND, PERSONA_UNKNOWN, BAD_PERSONA, BAD_PATH (of the subfolder), BAD_ARGUMENTS,
        BAD_VARIABLE, BAD_LIMITS, BAD_ID, NOT_A_REPO and the other errors of worktrees; nothing is left then.
        """
        session, repository = await self._record(request, beginning, environment, reviews)
        session = attrs.evolve(session, not_fetched=not_fetched)
        self._agents.environments.asked(session.id, environment)
        self._sessions.add(session)
        try:
            if self._slots.free() > 0:
                self._starting.looked_at(session.id, repository)
                self._sessions.happened(session.id, SlotGranted())
                await self._starting.started(session.id)
            else:
                self._slots.number_queue()
                await self._sessions.saved()  # Whoever is told of it may count on it.
        except BaseException:
            await self._removed.discard(session)
            raise
        return self._sessions.get(session.id)

    def chosen(self, wanted: str | None) -> str:
        """Raises BAD_ID: what is kept of a session that was removed, or is just being deleted, is known by its id."""
        if wanted is None:
            return str(uuid.uuid4())
        try:
            is_one = str(uuid.UUID(wanted)) == wanted
        except ValueError:
            is_one = False
        if not is_one or self._sessions.has(wanted) or self._removed.knows(wanted):
            raise BranchlineError(ErrorCode.BAD_ID, "The id of a new session is a new UUID, in lower case.")
        return wanted

    async def _record(
        self, request: CreateRequest, beginning: Beginning | None, environment: Environment | None, reviews: str | None
    ) -> tuple[Session, Repository]:
        chosen = self.chosen(request.id)
        instruction = check_text(request.instruction).strip() if request.instruction else ""
        self._agents.program(self._agents.find(request.agent), environment)
        persona = self._personas.find(request.persona)
        # What a session has already needs no checkout, and no commit but the one that it begins at.
        repository = await (inspect_known(request.repo) if beginning else inspect(request.repo))
        called = self._called(request, instruction)
        pending = (check_text(instructed(persona, instruction)),) if instruction else ()
        now = time.time()
        session = Session(
            id=(beginning and beginning.session_id) or chosen,
            name=called.name,
            title=called.title,
            kind=called.kind,
            task=request.task,
            persona=persona.name if persona else None,
            agent=request.agent,
            repo=repository.root,
            common_dir=repository.common_dir,
            common_inode=Home.at(repository.common_dir).inode,
            worktree="",
            branch="",
            base="",
            status=Status.QUEUED,
            evidence=Evidence("created", now),
            auto_yes=(request.auto_yes or self._personas.preset(persona)).value,
            created_at=now,
            updated_at=now,
            pending=pending,
            # What a persona adds to each of them would count as the user's words.
            naming=None if request.name or request.title or persona else tuple(map(message, pending)),
            start_base=request.base or repository.head,
            start_branch=request.branch,
            start_snapshot=beginning.snapshot if beginning else None,
            not_carried=beginning.not_carried if beginning else (),
            subfolder=subfolder_of(request.subfolder),
            arguments=arguments_of(request.arguments),
            environment=environment_of(request.environment),
            limits=own_limits.beside(own_limits.read(request.limits), persona.auto_yes_limits if persona else ()),
            reviews=reviews,
        )
        return session, repository

    def _called(self, request: CreateRequest, instruction: str) -> Named:
        """What the user says goes before what the instruction says."""
        taken = self._removed.names()
        found = named(instruction, taken)
        name, title = named_by_user(request.name, taken) if request.name and request.name.strip() else (found.name, "")
        return Named(name, line(request.title or "") or title or found.title, request.kind or found.kind)
