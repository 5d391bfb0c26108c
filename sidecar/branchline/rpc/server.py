"""One pygls server per connection, all over the same service."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, TypeVar

import cattrs
from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from branchline import __version__
from branchline.core.errors import BranchlineError
from branchline.core.notices import Notice
from branchline.core.policy.decisions import Decided
from branchline.core.session.attention_events import Tell
from branchline.machine.user_environment import Environment
from branchline.rpc.client import Client
from branchline.rpc.everything import everything
from branchline.rpc.first_list import NAME
from branchline.rpc.handlers.asked import Asked
from branchline.rpc.log_levels import LogLevels
from branchline.rpc.messages.session_news import DidActivate, DidChange, DidRemove
from branchline.rpc.messages.table import Method, Query
from branchline.rpc.painting import Painting
from branchline.rpc.params import BadParamsError, parse
from branchline.rpc.protocol import BranchlineProtocol
from branchline.rpc.records import session_record, to_wire
from branchline.service.base.listeners import Listeners
from branchline.service.base.sessions import Activated, Changed, Dropped, News
from branchline.service.checks.search import Trying
from branchline.service.scripts.setup import ScriptFailed
from branchline.service.service import Service
from branchline.service.timeline.timeline import Listed, ThinnedOut

if TYPE_CHECKING:
    from branchline.rpc.messages.terminal import DidPaint

log = logging.getLogger(__name__)

T = TypeVar("T")


class BranchlineServer(LanguageServer):
    """A client's end. Tells it what changes, from `initialized` on."""

    protocol: BranchlineProtocol

    def __init__(
        self,
        service: Service,
        log_levels: LogLevels,
        check: Callable[[], None],
        environment: Environment | None = None,
    ) -> None:
        """`check` raises NOT_ALLOWED when the one who asks is not the user, now; `environment` is the window's."""
        super().__init__(
            NAME,
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.None_,
            protocol_cls=BranchlineProtocol,
            converter_factory=cattrs.Converter,
        )
        self._painting = Painting(service.terminals, self._painted)
        self.client = Client(service, log_levels, self._painting, environment)
        self.service = service
        self._check = check
        self._listening = ExitStack()
        self._folders: list[str] = []
        """Those of the window."""
        self.protocol.answering = self._answering
        self._answer_handshake()

    def report_server_error(self, error: Exception, source: Any) -> None:
        """pygls shows a message box here; nobody asked for one, so it is for the log."""
        log.error("%s: %s", getattr(source, "__name__", source), error)

    def detach(self) -> None:
        """The connection ended: tell it nothing more."""
        self._listening.close()
        self._painting.close()

    def _listen(self, listeners: Listeners[T], listener: Callable[[T], None]) -> None:
        listeners.add(listener)
        self._listening.callback(listeners.remove, listener)

    def _answering(self, method: str, asked: Asked) -> Callable[[Any], Awaitable[Any]]:
        async def answer(raw: Any) -> Any:
            if not isinstance(asked.says, Query):
                self._check()
            return to_wire(await asked.handle(self.client, parse(asked.says.params, raw)))

        async def hear(raw: Any) -> None:
            """Nobody waits for an answer, so what is wrong with it is for the log."""
            try:
                self._check()
                await asked.handle(self.client, parse(asked.says.params, raw))
            except (BadParamsError, BranchlineError) as error:
                log.warning("%s was dropped: %s", method, error)

        return answer if isinstance(asked.says, Method) else hear

    # ------------------------------------------------------------ the LSP handshake

    def _answer_handshake(self) -> None:
        """pygls marks what it is given, which methods of an object do not bear."""

        @self.feature(types.INITIALIZE)
        def initialize(params: types.InitializeParams) -> None:
            local = [each.uri for each in params.workspace_folders or () if each.uri.startswith("file:")]
            self._folders = [path for uri in local if (path := to_fs_path(uri))]
            if isinstance(params.initialization_options, dict):
                if (key := params.initialization_options.get("seal")) is not None:
                    self.service.sealing.hand_over(key, params.initialization_options.get("sealed"))
                self._apply(params.initialization_options)

        @self.feature(types.INITIALIZED)
        def initialized(params: types.InitializedParams) -> None:
            self._listen(self.service.sessions.listeners, self._session_news)
            self._listen(self.service.decisions.listeners, self._decided)
            self._listen(self.service.timeline.listeners, self._timeline_news)
            self._listen(self.service.orphans.listeners, self._noticed)
            self._listen(self.service.locating.listeners, self._noticed)
            self._listen(self.service.disk.low.listeners, self._noticed)
            self._listen(self.service.terminals.listeners, self._painting.altered)
            self._listen(self.service.sealing.listeners, self._sealed)
            self._listen(self.service.telling.listeners, self._needed)
            self._listen(self.service.checks.listeners, self._tried)
            self._listen(self.service.scripts.setup.failed, self._script_failed)
            self._listen(self.service.scripts.teardown.failed, self._script_failed)
            if self.client.window is None:
                self.client.window = window = self.service.telling.opened(self._folders)
                self._listening.callback(self.service.telling.closed, window)
            if self.service.sealing.written:
                self._sealed(self.service.sealing.written)
            self.synchronise()
            look = self.service.locating.look_through(self._folders)
            self.service.background.start(look, "looking for what was moved, and for worktrees without a session")

        @self.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
        def configure(params: types.DidChangeConfigurationParams) -> None:
            if isinstance(params.settings, dict):
                self._check()
                self._apply(params.settings)
                self.synchronise()

    def _apply(self, options: dict[str, Any]) -> None:
        settings = options.get("settings")
        if isinstance(settings, dict):
            for complaint in self.service.settings.configure(settings):
                log.warning("%s", complaint)

    def synchronise(self) -> None:
        self.protocol.notify(
            "session/didSync", to_wire(everything(self.service.base, self.service.notices, self.client.environment))
        )

    # ------------------------------------------------------------ what the service tells; what is seldom, loaded then

    def _session_news(self, news: News) -> None:
        match news:
            case Changed(revision, session):
                self.protocol.notify("session/didChange", to_wire(DidChange(revision, session_record(session))))
            case Dropped(revision, session_id):
                self._painting.forget(session_id)
                self.protocol.notify("session/didRemove", to_wire(DidRemove(revision, session_id)))
            case Activated(active):
                self.protocol.notify("session/didActivate", to_wire(DidActivate(active)))

    def _decided(self, entry: Decided) -> None:
        from branchline.rpc.decision_records import decision_record

        self.protocol.notify("autoYes/didDecide", to_wire(decision_record(entry)))

    def _timeline_news(self, news: Listed | ThinnedOut) -> None:
        from branchline.rpc.messages.snapshot import SnapshotsGone
        from branchline.rpc.snapshot_records import snapshot_record

        match news:
            case Listed(snapshot, name):
                self.protocol.notify("snapshot/didChange", to_wire(snapshot_record(snapshot, name)))
            case ThinnedOut(session_id, numbers):
                self.protocol.notify("snapshot/didRemove", to_wire(SnapshotsGone(session_id, numbers)))

    def _sealed(self, number: int) -> None:
        from branchline.rpc.messages.auto_yes import DidSeal

        self.protocol.notify("autoYes/didSeal", to_wire(DidSeal(number)))

    def _needed(self, tell: Tell) -> None:
        from branchline.rpc.messages.window import DidNeedAttention
        from branchline.rpc.need_records import need_record

        if tell.window == self.client.window:
            told = DidNeedAttention([need_record(need) for need in tell.needs])
            self.protocol.notify("session/didNeedAttention", to_wire(told))

    def _tried(self, told: Trying) -> None:
        from branchline.rpc.messages.check import DidTry

        self.protocol.notify("check/didTry", to_wire(DidTry(list(told.of), list(told.ids), told.run)))

    def _script_failed(self, failed: ScriptFailed) -> None:
        from branchline.rpc.messages.setup import DidFail

        session = failed.session
        if self.service.telling.window_for(session.repo, session.worktree) == self.client.window:
            self.protocol.notify("setup/didFail", to_wire(DidFail(session.id, session.name, failed.kind, failed.why)))

    def _noticed(self, _notices: list[Notice]) -> None:
        self.synchronise()

    def _painted(self, painted: DidPaint) -> None:
        self.protocol.notify("session/didPaint", to_wire(painted))
