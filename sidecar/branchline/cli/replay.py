"""`branchline replay`: arguments in, JSON lines or sentences out."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from branchline.cli.printing import to_reader
from branchline.service.terminals.replay import agent_named, as_json, load, replay


def main(arguments: list[str]) -> int:
    """Returns the exit code. Raises what `load` and `agent_named` do."""
    parser = argparse.ArgumentParser(prog="branchline replay", description="What Branchline sees in a recording.")
    parser.add_argument("file", type=Path, metavar="FILE.jsonl[.gz]")
    parser.add_argument("--agent", metavar="NAME", help="whose rules to use; else the recording says")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, also on a terminal")
    options = parser.parse_args(arguments)
    recording = load(options.file)
    as_lines = options.json or not sys.stdout.isatty()
    with to_reader():
        for time, seen in replay(recording, agent_named(options.agent or recording.agent)):
            change = as_json(time, seen)
            print(json.dumps(change, ensure_ascii=False) if as_lines else _sentence(change))
    return 0


def _sentence(change: dict[str, object]) -> str:
    prompt = change["prompt"]
    asked = prompt.get("command") or prompt.get("title") if isinstance(prompt, dict) else ""
    return (
        f"{change['t']:>9}  {change['status']:<9} {change['reason'] or '':<14} {asked or '':<40} [{change['evidence']}]"
    )
