#!/usr/bin/env python3
"""Stands in for Claude Code where what it used is shown: it notes answers in its conversation's file, as Claude Code
does, and tells its hooks that a turn began and is over."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

ANSWERS = 3
USAGE = {"input_tokens": 4_000, "cache_read_input_tokens": 40_000, "output_tokens": 1_500}


def main() -> None:
    conversation = sys.argv[sys.argv.index("--session-id") + 1]
    hooks = json.loads(sys.argv[sys.argv.index("--settings") + 1])["hooks"]
    tell(hooks, "UserPromptSubmit", conversation)
    folder = Path.home() / ".claude" / "projects" / re.sub(r"[^A-Za-z0-9]", "-", os.path.realpath("."))
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{conversation}.jsonl").open("a") as file:
        for number in range(ANSWERS):
            at = datetime.now(timezone.utc).isoformat()
            message = {"id": f"msg_{number}", "model": "claude-opus-5-5", "usage": USAGE}
            file.write(json.dumps({"type": "assistant", "timestamp": at, "message": message}) + "\n")
    tell(hooks, "Stop", conversation)
    print("Done.", flush=True)
    sys.stdin.read()


def tell(hooks: dict[str, list[dict[str, list[dict[str, str]]]]], event: str, conversation: str) -> None:
    command = hooks[event][0]["hooks"][0]["command"]
    told = {"hook_event_name": event, "session_id": conversation, "prompt": "Count what I use", "cwd": os.getcwd()}
    subprocess.run(command, shell=True, input=json.dumps(told), text=True, check=True)  # noqa: S602, as Claude Code does


if __name__ == "__main__":
    main()
