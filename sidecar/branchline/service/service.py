"""Puts the parts together, from the bottom up. What Branchline does is in the parts."""

from __future__ import annotations

from branchline.core.notices import Notice
from branchline.machine.paths import Paths
from branchline.ptyhost.connecting import LocalPtyhost
from branchline.service.auto_yes.answering_by_rule import AnsweringByRule
from branchline.service.auto_yes.rule_advice import RuleAdvice
from branchline.service.auto_yes.sealing import Sealing
from branchline.service.base.base import Base
from branchline.service.carrying.checking import Checking
from branchline.service.checks.checks import Checks
from branchline.service.history.history import History
from branchline.service.landing.both_ways import BothWays
from branchline.service.limits.slots import Slots
from branchline.service.prompts.prompts import Prompts
from branchline.service.prompts.reaching import Reaching
from branchline.service.prompts.telling import Telling
from branchline.service.review.change_tracker import ChangeTracker
from branchline.service.review.forecasts import Forecasts
from branchline.service.review.jobs import Jobs
from branchline.service.review.review import Review
from branchline.service.review.user_review import UserReview
from branchline.service.scripts.scripts import Scripts
from branchline.service.sessions.better_names import BetterNames
from branchline.service.sessions.creation import Creation
from branchline.service.sessions.editing import Editing
from branchline.service.sessions.ending import Ending
from branchline.service.sessions.foreign import ForeignWorktrees
from branchline.service.sessions.forking import Forking
from branchline.service.sessions.given_files import GivenFiles
from branchline.service.sessions.keeping import KeepingOne
from branchline.service.sessions.locating import Locating
from branchline.service.sessions.orphans import Orphans
from branchline.service.sessions.pausing import Pausing
from branchline.service.sessions.recovery import Recovery
from branchline.service.sessions.removal import Removal
from branchline.service.sessions.removed_sessions import RemovedSessions
from branchline.service.sessions.revival import Revival
from branchline.service.sessions.running import Running
from branchline.service.sessions.second_opinions import SecondOpinions
from branchline.service.sessions.starts import Starts
from branchline.service.sessions.templates import Templates
from branchline.service.sessions.trial import Trial
from branchline.service.sessions.unlinked import Unlinked
from branchline.service.sessions.upstreams import Upstreams
from branchline.service.sessions.with_changes import WithChanges
from branchline.service.terminals.answerer import Answerer
from branchline.service.terminals.ending_work import EndingWork
from branchline.service.terminals.host import Ptyhost
from branchline.service.terminals.instructions import Instructions
from branchline.service.terminals.left_behind import LeftBehind
from branchline.service.terminals.quiet_watch import QuietWatch
from branchline.service.terminals.terminals import Terminals
from branchline.service.terminals.viewing import Viewing
from branchline.service.terminals.work_watch import WorkWatch
from branchline.service.timeline.timeline import Timeline
from branchline.service.undoing.undoing import Undoing
from branchline.service.usage.usage_tracker import UsageTracker
from branchline.service.worktrees.kept_spares import KeptSpares
from branchline.service.worktrees.spares import Spares
from branchline.store.store import Store


class Service:
    """`ptyhost` is where agents' terminals are held: the user's own one, unless another is given."""

    def __init__(self, paths: Paths, ptyhost: Ptyhost | None = None) -> None:
        self.paths = paths
        store, self._store_notices = Store.open(paths.store)

        # base
        self.base = base = Base(paths=paths, store=store)
        self.background = background = base.background
        self.settings = settings = base.settings
        self.sessions = sessions = base.sessions
        self.agents = agents = base.agents
        self.personas = personas = base.personas
        self.whereabouts = whereabouts = base.whereabouts
        self.environments, self.saving = base.environments, base.saving
        locks, saving = base.locks, base.saving

        # history, terminals
        history = History(base=base, store=store)
        self.decisions, self.search = history.decisions, history.search
        self.histories, self.exports = history.histories, history.exports
        left_behind = LeftBehind(paths=paths, sessions=sessions, settings=settings, background=background)
        self.terminals = terminals = Terminals(
            paths=paths,
            sessions=sessions,
            agents=agents,
            left_behind=left_behind,
            ptyhost=ptyhost or LocalPtyhost(paths),
            background=background,
        )
        answerer = Answerer(terminals=terminals)
        self.instructions = Instructions(sessions=sessions, terminals=terminals, background=background)
        self._quiet_watch = QuietWatch(sessions=sessions, settings=settings, terminals=terminals)
        self._work_watch = work = WorkWatch(paths=paths, sessions=sessions, terminals=terminals, background=background)
        self.ending_work = EndingWork(sessions=sessions, watch=work)
        self.viewing = Viewing(paths=paths, sessions=sessions, terminals=terminals)

        # timeline, review, limits, undoing, auto-yes, prompts
        self.timeline = timeline = Timeline(
            paths=paths,
            sessions=sessions,
            whereabouts=whereabouts,
            settings=settings,
            recorder=history.recorder,
            background=background,
        )
        self.change_tracker = tracker = ChangeTracker(
            paths=paths, sessions=sessions, whereabouts=whereabouts, settings=settings, jobs=Jobs(background=background)
        )
        self.user_review = UserReview(base=base, change_tracker=tracker, instructions=self.instructions)
        self.forecasts = Forecasts(sessions=sessions, tracker=tracker, background=background)
        self.checks = Checks(base=base, forecasts=self.forecasts)
        self.slots = slots = Slots(sessions=sessions, settings=settings)
        self.undoing = Undoing(
            sessions=sessions, timeline=timeline, tracker=tracker, decisions=history.decisions, locks=locks
        )
        self.sealing = sealing = Sealing(
            store=store, saving=saving, sessions=sessions, settings=settings, host=terminals.host, background=background
        )
        self.scripts = scripts = Scripts(base=base, store=store, sealing=sealing, terminals=terminals)
        by_rule = AnsweringByRule(base=base, decisions=history.decisions, timeline=timeline, answerer=answerer)
        self.auto_yes, self.common_answers, hooks = by_rule.auto_yes, by_rule.common, by_rule.hooks
        self.rule_advice = RuleAdvice(sessions=sessions, decisions=history.decisions, settings=settings)
        self.prompts = prompts = Prompts(
            sessions=sessions,
            terminals=terminals,
            answerer=answerer,
            hooks=hooks,
            decisions=history.decisions,
            work=work,
        )
        self.telling = telling = Telling(sessions=sessions, settings=settings, is_answered=by_rule.common.is_given)
        reaching = Reaching(base=base, prompts=prompts, telling=telling, host=terminals.host)
        self.afar, self.on_waiting = reaching.afar, reaching.on_waiting
        self.usage = UsageTracker(
            sessions=sessions,
            agents=agents,
            terminals=terminals,
            store=store,
            background=background,
            seen=telling.has_windows,
        )
        seen = telling.has_windows
        self.review = Review(
            sessions=sessions, changes=tracker, timeline=timeline, terminals=terminals, work=work, seen=seen
        )

        # landing, sessions
        revival = Revival(sessions=sessions, whereabouts=whereabouts, timeline=timeline)
        both_ways = BothWays(
            base=base,
            timeline=timeline,
            change_tracker=tracker,
            instructions=self.instructions,
            bring_back=revival.bring_back,
            seen=seen,
        )
        kept = KeptSpares(store=store, saving=saving)
        self.spares = spares = Spares(kept=kept, settings=settings, background=background)
        self.keeping_going, self._both_ways = both_ways.keeping_going, both_ways
        history.decisions.listeners.add(both_ways.keeping_going.decided)
        self.landings, self.drifts = both_ways.landings, both_ways.drifts
        self.updates, self.pull_requests = both_ways.updates, both_ways.pull_requests
        ending = Ending(sessions=sessions, left_behind=left_behind, locks=locks, scripts=scripts)
        self.removed = removed = RemovedSessions(
            paths=paths, store=store, saving=saving, sessions=sessions, whereabouts=whereabouts, sealing=sealing
        )
        self.removal = removal = Removal(
            sessions=sessions, removed=removed, timeline=timeline, revival=revival, ending=ending, background=background
        )
        self.keeping = KeepingOne(sessions=sessions, timeline=timeline, landings=self.landings, removal=removal)
        self.unlinked = Unlinked(paths=paths, sessions=sessions, removed=removed, timeline=timeline, locks=locks)
        self.pausing = Pausing(
            sessions=sessions, terminals=terminals, timeline=timeline, ending=ending, background=background
        )
        starts = Starts(base, terminals=terminals, scripts=scripts, sealing=sealing, revival=revival, spares=spares)
        self.creation = creation = Creation(
            sessions=sessions, agents=agents, personas=personas, slots=slots, starting=starts.starting, removed=removed
        )
        self.with_changes = WithChanges(settings=settings, creation=creation)
        self.checking = Checking(settings=settings)
        self.upstreams = Upstreams(settings=settings)
        self.trial = Trial(paths=paths, creation=creation)
        self.forking = Forking(sessions=sessions, timeline=timeline, creation=creation)
        self.editing = Editing(sessions=sessions, personas=personas, removed=removed)
        self.better_names = BetterNames(sessions=sessions, removed=removed)
        self.given_files = GivenFiles(paths=paths, sessions=sessions, agents=agents, instructions=self.instructions)
        self.templates = Templates(settings=settings, agents=agents, personas=personas)
        self.second_opinions = SecondOpinions(
            sessions=sessions,
            personas=personas,
            terminals=terminals,
            timeline=timeline,
            prompts=self.prompts,
            creation=creation,
        )
        self.running = Running(sessions=sessions, agents=agents, personas=personas, terminals=terminals, ending=ending)
        self._recovery = Recovery(
            sessions=sessions, whereabouts=whereabouts, removal=removal, both_ways=both_ways, background=background
        )
        self.orphans = orphans = Orphans(
            store=store, saving=saving, sessions=sessions, agents=agents, removed=removed, removal=removal
        )
        self.foreign = ForeignWorktrees(sessions=sessions, agents=agents, removed=removed)
        self.locating = Locating(
            sessions=sessions, whereabouts=whereabouts, removed=removed, orphans=orphans, background=background
        )

    @property
    def notices(self) -> list[Notice]:
        return [*self._store_notices, *self.personas.notices, *self.locating.notices, *self.orphans.notices]

    async def start(self) -> None:
        """Take over what an earlier sidecar left: agents that still run go on, lost ones are said so."""
        self.saving.start()
        await self.sealing.start()
        await self.terminals.recover()
        await self.scripts.recover()
        await self.locating.look()
        await self.undoing.recover()
        await self._recovery.finish_steps()
        await self.orphans.look()
        self._recovery.sweep()
        self.checks.recover()
        self.instructions.recover()
        self.keeping_going.recover()
        await self.auto_yes.start()
        self._quiet_watch.start()
        self._work_watch.start()
        self.slots.grant()
        self.spares.start()
        self.background.start(self.keeping.recover(), "removing what was not kept")
        self.background.start(self.removed.delete_old(), "deleting what was removed long ago")

    async def close(self) -> None:
        self.telling.close()
        self.on_waiting.close()
        self._quiet_watch.close()
        self._work_watch.close()
        self._both_ways.close()
        self.spares.close()
        await self.background.close()  # A start that is taken back needs the terminal host.
        await self.terminals.close()
        await self.saving.close()
