"""Commands whose output is read by another program, which may stop reading."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from branchline.machine.paths import self_command


def test_a_reader_that_has_seen_enough_is_no_failure(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text("".join(json.dumps({"id": number, "command": "ls"}) + "\n" for number in range(5000)))
    command = self_command("policy", str(file), "--preset", "safe", "--worktree", str(tmp_path))
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        assert json.loads(process.stdout.readline())["id"] == 0
        process.stdout.close()
        assert process.wait(30) == 0
        assert process.stderr.read() == b""
