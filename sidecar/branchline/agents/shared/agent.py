"""What one agent's room provides: data and pure functions. Only `conversation` reads a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs

from branchline.agents.shared import mentions
from branchline.agents.shared.usage import Source
from branchline.core.model.agent import HookEvent, Launch
from branchline.core.model.screen import Claim, Observation, ScreenView
from branchline.core.model.work_told import WorkTold
from branchline.core.policy.guarded import Guarded
from branchline.core.policy.tools import ToolKind


@attrs.frozen
class LaunchRequest:
    """`session_id` is Branchline's UUID4; agents that let us choose theirs are given the same one."""

    program: str
    """Absolute path of the agent's executable."""
    session_id: str
    worktree: str
    resume: str | None = None
    """The agent's own conversation id to go on with, or None for a new conversation."""
    hook: tuple[str, ...] = ()
    """The command that its hooks shall run; () when they shall run none."""
    read_only: bool = False
    """It shall change no file."""
    folder: str = ""
    """The session's own folder, where the files of the launch will lie."""


@attrs.frozen
class Typing:
    """How the agent takes text as typing.

    Text goes in as one bracketed paste when `paste` is true or its terminal has that switched on, else in small pieces
    `pace` seconds apart. Enter follows `settle` seconds later: sent at once, several agents take it for part of the
    paste.
    """

    paste: bool = True
    pace: float = 0.01
    settle: float = 0.3
    drawn_within: float = 15.0
    """Seconds in which it must have drawn the text, on a busy machine; Enter follows then in any case."""


@attrs.frozen
class ConversationRequest:
    """`since` is when the session was made, in seconds since the epoch."""

    environment: Mapping[str, str]
    """What the agent is started with."""
    worktree: str
    since: float


@attrs.frozen
class Conversation:
    """`at` is when it was used last, in seconds since the epoch; `words` are the user's first ones, or its title."""

    id: str
    at: float
    words: str = ""


@attrs.frozen
class HookNames:
    """Where the calls of an agent's hooks say what the user told it, and in which conversation."""

    instructed: str = "UserPromptSubmit"
    """The event of an instruction."""
    instruction: str = "prompt"
    """The field of that event with its text."""
    conversation: str = "session_id"
    """The field of every event with the conversation's id."""
    said: str = "last_assistant_message"
    """The field with the last words of a turn, of the event that ends it."""


@attrs.frozen
class Agent:
    name: str
    """The key: `claude`, `codex`, …"""
    title: str
    """For people: `Claude Code`."""
    program: str
    """What is looked up on PATH."""
    install: str
    """The command that installs it, shown when it is missing."""
    launch: Callable[[LaunchRequest], Launch]
    observe: Callable[[ScreenView], Observation | None]
    """None: no rule knows this screen."""
    is_adapted: bool = True
    """Its rules know its screens. Of one that they do not, kinds of screens tell whether it works or is ready."""
    tools: Mapping[str, ToolKind] = attrs.field(factory=dict)
    """What its tools do, by the names that its dialogs and hooks give them. What is not named is asked about."""
    guarded: Guarded = attrs.field(factory=Guarded)
    """What it reads by itself, settings and instructions: no agent may write there without asking."""
    typing: Typing = Typing()
    interrupt: bytes = b"\x1b"
    """The key that stops its turn; Ctrl-C would end some agents."""
    start_quiet: float = 10.0
    """Seconds of silence after which it counts as started though no rule knows its screen: with a screen that has
    changed, or none at all. Real agents are silent for up to 3 s while they load."""
    has_read_only: bool = False
    """`launch` knows arguments with which it changes no file; of the others the user is asked before each change."""
    can_resume: bool = False
    conversation: Callable[[ConversationRequest], str | None] | None = None
    """Finds the id of the conversation to go on with, for an agent that does not tell it; blocks. None: it tells."""
    past: Callable[[ConversationRequest], Conversation | None] | None = None
    """The conversation in a folder that was used last, whoever began it: for worktrees that were made without us.
    Blocks. None: nobody knows where it keeps them."""
    usage: Source | None = None
    """By what it tells what it used; None: it tells nothing."""
    takes_instructions: bool = True
    """Whatever is typed on its ready screen is read as an instruction, and not as a command to be carried out."""
    hook: Callable[[HookEvent, float], Claim | None] | None = None
    """What a call of one of its hooks, at a time, says of the session. None: it has no hooks that we install."""
    hook_names: HookNames = HookNames()
    work: Callable[[HookEvent], Sequence[WorkTold]] | None = None
    """What a call of one of its hooks says of what it runs. None: they say nothing of it."""
    reply: Callable[[bool, str], str] | None = None
    """What a hook prints so that the agent takes yes or no, with a reason, for the answer to what it just asked. None:
    no hook can answer."""
    refuse: Callable[[str], str] | None = None
    """What a hook prints so that a tool that is about to begin is refused, with a reason; where no hook can answer."""
    reads_titles: bool = False
    """Where its rules know nothing, its title says what it does: for programs that nobody knows."""
    shows_folder: bool = True
    """A command's dialog says where it would run, if that is not where the agent is."""
    answer_settle: float = 0.0
    """Seconds that a dialog must have been on the screen: keys that come sooner are lost."""
    hooks_yield_to: tuple[str, ...] = ()
    """Files and variables: where one is there already, hooks are not installed, which would take its place."""
    hooks_need_safe_folder: bool = False
    """Hooks are not installed where others can write to a folder above the session's."""
    env: Mapping[str, str] = attrs.field(factory=dict)
    mention: Callable[[Sequence[str]], Sequence[str]] = mentions.paths
    """From absolute paths of files that the user gives it to what is pasted into its input, paste by paste."""
