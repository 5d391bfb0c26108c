"""`branchline COMMAND`: from arguments to the part that serves them.

Imports are lazy on purpose: an agent waits for its hook and a user for a terminal, so neither may load pygls. This
file itself imports only what Python has loaded before it.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[[list[str]], int]


def main(argv: list[str] | None = None) -> int:
    """Returns the exit code."""
    name, *rest = (sys.argv[1:] if argv is None else argv) or ["--help"]
    if name in COMMANDS:
        return _run(name, rest)
    if name == "--version":
        from branchline import __version__

        print(f"branchline {__version__}")
        return 0
    if name in {"--help", "-h", "help"}:
        print(_help())
        return 0
    print(f"branchline: there is no command {name!r}\n\n{_help()}", file=sys.stderr)
    return 2


def _run(name: str, arguments: list[str]) -> int:
    _, _, command = COMMANDS[name]
    try:
        return command(arguments)
    except Exception as error:
        from branchline.core.errors import BranchlineError

        if not isinstance(error, BranchlineError):
            raise
        print(f"branchline: {error.message}", file=sys.stderr)
        return 1


def _help() -> str:
    def rows(commands: list[str]) -> str:
        return "\n".join(f"  {f'{name} {COMMANDS[name][0]}':<15}  {COMMANDS[name][1]}" for name in commands)

    theirs = [name for name in COMMANDS if name not in STARTED_BY_BRANCHLINE]
    return f"""usage: branchline COMMAND

{rows(theirs)}

Started by Branchline itself:
{rows(STARTED_BY_BRANCHLINE)}

  --version, --help"""


# ------------------------------------------------------------ the commands


def _attach(arguments: list[str]) -> int:
    import gc

    gc.disable()  # What is loaded now stays, and somebody waits for it.
    import socket

    from branchline.machine.paths import Paths
    from branchline.relay import relay
    from branchline.viewer import attach

    gc.freeze()
    gc.enable()

    def connect_sidecar() -> socket.socket | None:
        try:
            return relay.connect(Paths.from_environment(os.environ), "viewer")
        except relay.SidecarError:
            return None

    return attach.main(arguments, connect_sidecar)


def _of(module: str, function: str = "main", *first: str) -> "Command":
    """The one of that module of ours, called with `first` before what the user gives."""

    def command(arguments: list[str]) -> int:
        found = getattr(__import__(f"branchline.{module}", fromlist=[function]), function)
        return int(found([*first, *arguments]))

    return command


COMMANDS: "dict[str, tuple[str, str, Command]]" = {
    "attach": ("ID", "this terminal on a session", _attach),
    "sessions": ("", "list the sessions", _of("cli.sessions", "main", "sessions")),
    "log": ("NAME", "what happened in a session", _of("cli.history")),
    "land": ("NAME", "bring a session's work into its parent branch", _of("cli.land")),
    "compare": ("NAME NAME…", "what several sessions did to which file, side by side", _of("cli.compare")),
    "check": ("NAME…", "check sessions' work together, and say whose breaks it", _of("cli.check")),
    "check-setup": ("[REPO]", "what a fresh session would lack of the main checkout", _of("cli.check_setup")),
    "run": ("NAME", "start the project's run command in a session's worktree", _of("cli.run")),
    "end-run": ("NAME", "end what runs there", _of("cli.run", "end")),
    "run-setup": ("NAME", "run the set-up script in a session's worktree again", _of("cli.set_up", "run")),
    "setup-log": ("NAME", "what the set-up script of a session printed last", _of("cli.set_up", "log")),
    "setup": ("[REPO]", "which scripts a project has, and whether you approved them", _of("cli.setup")),
    "answer": ("CHOICE", "answer what a session asks, by a one-time token", _of("cli.answer")),
    "replay": ("FILE", "what Branchline sees in a recording of an agent's terminal", _of("cli.replay")),
    "policy": ("FILE", "what auto-yes would do with each case in a file", _of("cli.policy")),
    "names": ("FILE", "what sessions with the instructions in a file would be called", _of("cli.names")),
    "usage": ("[--json]", "what sessions used of their models, and what each day", _of("cli.usage")),
    "disk": ("[--json]", "what sessions take on the disk", _of("cli.disk")),
    "clean-up": ("--merged|--caches", "remove sessions that have landed, or caches of quiet ones", _of("cli.clean_up")),
    "doctor": ("[--drop-spares]", "how spare worktrees are, and what is free", _of("cli.doctor")),
    "diagnostics": (
        "",
        "a report on what runs here, for an issue: nothing of your work is in it",
        _of("cli.diagnostics"),
    ),
    "shutdown": ("", "stop every agent, the sidecar and the terminal host", _of("cli.sessions", "main", "shutdown")),
    "demo-agent": ("", "the scripted agent, in this terminal", _of("demo.program")),
    "demo-sample": ("DIR", "make a small sample repository", _of("demo.sample")),
    "stdio": ("", "join stdin and stdout to the sidecar", _of("relay.stdio", "run")),
    "serve": ("", "the sidecar", _of("rpc.only_one", "run")),
    "ptyhost": ("", "the process that holds the agents' terminals", _of("ptyhost.main")),
    "hook": ("", "tells the sidecar what an agent's hook was told", _of("hook")),
}
"""By name: what it takes, what it is for, what runs it. The usage and the check of the package go by this table."""
STARTED_BY_BRANCHLINE = ["stdio", "serve", "ptyhost", "hook"]


if __name__ == "__main__":
    sys.exit(main())
