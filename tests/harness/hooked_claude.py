#!/usr/bin/env python3
"""Stands in for Claude Code where its hooks are tried: asks for a command at once, then for each that is typed.

It asks only by the hook that its settings name, run as Claude Code runs it, and prints what the hook answers. It draws
no dialog, so that all that is known of it was told by the hook.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

FIRST = "make install"


def main() -> None:
    settings = json.loads(sys.argv[sys.argv.index("--settings") + 1])
    (hook,) = settings["hooks"]["PermissionRequest"][0]["hooks"]
    ask(FIRST, hook["command"])
    for line in sys.stdin:
        ask(line.strip(), hook["command"])


def ask(command: str, hook: str) -> None:
    request = {
        "hook_event_name": "PermissionRequest",
        "cwd": os.getcwd(),
        "tool_name": "Bash",
        "tool_input": {"command": command, "description": f"Runs {command}"},
    }
    done = subprocess.run(  # noqa: S602, in a shell, as Claude Code does
        hook, shell=True, input=json.dumps(request), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    print(f"{command}: the hook ended with {done.returncode} and said {done.stdout or 'nothing'}", flush=True)


if __name__ == "__main__":
    main()
