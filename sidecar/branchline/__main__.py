"""`branchline COMMAND`: from arguments to the part that serves them.

Imports are lazy on purpose: an agent waits for its hook and a user for a terminal, so neither may load pygls. This
file itself imports only what Python has loaded before it.
"""

import os
import sys


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
    import socket

    from branchline.machine.paths import Paths
    from branchline.relay import relay
    from branchline.viewer import attach

    def connect_sidecar() -> socket.socket | None:
        try:
            return relay.connect(Paths.from_environment(os.environ), "viewer")
        except relay.SidecarError:
            return None

    return attach.main(arguments, connect_sidecar)


def _sessions(arguments: list[str]) -> int:
    from branchline.cli import sessions as cli

    return cli.main(["sessions", *arguments])


def _log(arguments: list[str]) -> int:
    from branchline.cli import history

    return history.main(arguments)


def _land(arguments: list[str]) -> int:
    from branchline.cli import land

    return land.main(arguments)


def _compare(arguments: list[str]) -> int:
    from branchline.cli import compare

    return compare.main(arguments)


def _check(arguments: list[str]) -> int:
    from branchline.cli import check

    return check.main(arguments)


def _answer(arguments: list[str]) -> int:
    from branchline.cli import answer

    return answer.main(arguments)


def _check_setup(arguments: list[str]) -> int:
    from branchline.cli import check_setup

    return check_setup.main(arguments)


def _setup(arguments: list[str]) -> int:
    from branchline.cli import setup

    return setup.main(arguments)


def _replay(arguments: list[str]) -> int:
    from branchline.cli import replay as replaying

    return replaying.main(arguments)


def _policy(arguments: list[str]) -> int:
    from branchline.cli import policy as policing

    return policing.main(arguments)


def _names(arguments: list[str]) -> int:
    from branchline.cli import names as naming

    return naming.main(arguments)


def _usage(arguments: list[str]) -> int:
    from branchline.cli import usage

    return usage.main(arguments)


def _diagnostics(arguments: list[str]) -> int:
    from branchline.cli import diagnostics

    return diagnostics.main(arguments)


def _shutdown(arguments: list[str]) -> int:
    from branchline.cli import sessions as cli

    return cli.main(["shutdown", *arguments])


def _demo_agent(arguments: list[str]) -> int:
    from branchline.demo import program

    return program.main(arguments)


def _demo_sample(arguments: list[str]) -> int:
    from branchline.demo import sample

    return sample.main(arguments)


def _stdio(arguments: list[str]) -> int:
    from branchline.relay import stdio

    return stdio.run(arguments)


def _serve(_: list[str]) -> int:
    from branchline.rpc import only_one

    return only_one.run()


def _ptyhost(arguments: list[str]) -> int:
    from branchline.ptyhost import main as ptyhost

    return ptyhost.main(arguments)


def _hook(arguments: list[str]) -> int:
    from branchline import hook

    return hook.main(arguments)


def _start_run(arguments: list[str]) -> int:
    from branchline.cli import run

    return run.main(arguments)


def _end_run(arguments: list[str]) -> int:
    from branchline.cli import run

    return run.end(arguments)


def _set_up(arguments: list[str], what: str = "run") -> int:
    from branchline.cli import set_up

    return set_up.log(arguments) if what == "log" else set_up.run(arguments)


COMMANDS = {
    "attach": ("ID", "this terminal on a session", _attach),
    "sessions": ("", "list the sessions", _sessions),
    "log": ("NAME", "what happened in a session", _log),
    "land": ("NAME", "bring a session's work into its parent branch", _land),
    "compare": ("NAME NAME…", "what several sessions did to which file, side by side", _compare),
    "check": ("NAME…", "check sessions' work together, and say whose breaks it", _check),
    "check-setup": ("[REPO]", "what a fresh session would lack of the main checkout", _check_setup),
    "run": ("NAME", "start the project's run command in a session's worktree", _start_run),
    "end-run": ("NAME", "end what runs there", _end_run),
    "run-setup": ("NAME", "run the set-up script in a session's worktree again", _set_up),
    "setup-log": (
        "NAME",
        "what the set-up script of a session printed last",
        lambda words: _set_up(words, "log"),
    ),
    "setup": ("[REPO]", "which scripts a project has, and whether you approved them", _setup),
    "answer": ("CHOICE", "answer what a session asks, by a one-time token", _answer),
    "replay": ("FILE", "what Branchline sees in a recording of an agent's terminal", _replay),
    "policy": ("FILE", "what auto-yes would do with each case in a file", _policy),
    "names": ("FILE", "what sessions with the instructions in a file would be called", _names),
    "usage": ("[--json]", "what sessions used of their models, and what each day", _usage),
    "diagnostics": ("", "a report on what runs here, for an issue: nothing of your work is in it", _diagnostics),
    "shutdown": ("", "stop every agent, the sidecar and the terminal host", _shutdown),
    "demo-agent": ("", "the scripted agent, in this terminal", _demo_agent),
    "demo-sample": ("DIR", "make a small sample repository", _demo_sample),
    "stdio": ("", "join stdin and stdout to the sidecar", _stdio),
    "serve": ("", "the sidecar", _serve),
    "ptyhost": ("", "the process that holds the agents' terminals", _ptyhost),
    "hook": ("", "tells the sidecar what an agent's hook was told", _hook),
}
"""By name: what it takes, what it is for, what runs it. The usage and the check of the package go by this table."""
STARTED_BY_BRANCHLINE = ["stdio", "serve", "ptyhost", "hook"]


if __name__ == "__main__":
    sys.exit(main())
