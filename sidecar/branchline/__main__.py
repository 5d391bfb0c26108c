"""`branchline COMMAND`: from arguments to the part that serves them.

Imports are lazy on purpose: the ptyhost, the relay, viewers and hooks must not load pygls.
"""

from __future__ import annotations

import os
import sys

from branchline.core.errors import BranchlineError

USAGE = """usage: branchline COMMAND

  attach ID        this terminal on a session
  sessions         list the sessions
  replay FILE      what Branchline sees in a recording of an agent's terminal
  policy FILE      what auto-yes would do with each case in a file
  shutdown         stop every agent, the sidecar and the terminal host
  demo-agent       the scripted agent, in this terminal
  demo-sample DIR  make a small sample repository

Started by Branchline itself:
  stdio            join stdin and stdout to the sidecar
  serve            the sidecar
  ptyhost          the process that holds the agents' terminals
  hook             tells the sidecar what an agent's hook was told

  --version, --help"""


def main(argv: list[str] | None = None) -> int:
    """Returns the exit code."""
    try:
        return _run(argv)
    except BranchlineError as error:
        print(f"branchline: {error.message}", file=sys.stderr)
        return 1


def _run(argv: list[str] | None) -> int:
    command, *rest = (sys.argv[1:] if argv is None else argv) or ["--help"]
    if command == "ptyhost":
        from branchline.ptyhost import main as ptyhost

        return ptyhost.main(rest)
    if command == "stdio":
        from branchline.relay import relay

        return relay.run(rest)
    if command == "attach":
        return _attach(rest)
    if command == "serve":
        from branchline.rpc import only_one

        return only_one.run()
    if command == "demo-agent":
        from branchline.demo import agent

        return agent.main(rest)
    if command == "demo-sample":
        from branchline.demo import sample

        return sample.main(rest)
    if command == "replay":
        from branchline.cli import replay as replaying

        return replaying.main(rest)
    if command == "policy":
        from branchline.cli import policy as policing

        return policing.main(rest)
    if command in {"sessions", "shutdown"}:
        from branchline.cli import sessions as cli

        return cli.main([command, *rest])
    if command == "--version":
        from branchline import __version__

        print(f"branchline {__version__}")
        return 0
    if command in {"--help", "-h", "help"}:
        print(USAGE)
        return 0
    print(f"branchline: there is no command {command!r}\n\n{USAGE}", file=sys.stderr)
    return 2


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


if __name__ == "__main__":
    sys.exit(main())
