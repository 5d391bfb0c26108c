"""The folder that the demo agent works in: it reads, writes and runs there, and nowhere else."""

from __future__ import annotations

import difflib
import os
import subprocess
from pathlib import Path

from branchline.demo.steps import Approve, RefusedError, Result, Steps, Think

COMMAND_TIMEOUT = 20.0


class Workshop:
    """The folder that the agent works in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def path(self, name: str) -> Path:
        """Raises OSError for a name that leads out of the folder, through a link for instance."""
        path = (self.folder / name).resolve()
        if self.folder not in path.parents:
            raise PermissionError(f"{name} leads out of this folder")
        return path

    def read(self, name: str) -> str | None:
        """None when there is no such file."""
        try:
            with self.path(name).open(encoding="utf-8", errors="surrogateescape", newline="") as file:
                return file.read(1_000_000)
        except FileNotFoundError:
            return None

    def free_name(self, name: str) -> str:
        """`name`, or with a number before its ending when there is such a file."""
        stem, ending = os.path.splitext(name)
        number, candidate = 1, name
        while self.path(candidate).exists():
            number += 1
            candidate = f"{stem}_{number}{ending}"
        return candidate

    def write(self, name: str, text: str) -> Steps:
        """Create or change a file after showing the difference. Raises RefusedError."""
        before = self.read(name)
        if before == text:
            return
        verb = "Create" if before is None else "Edit"
        question = f"Do you want to create {name}?" if before is None else f"Do you want to make this edit to {name}?"
        yield Think(0.6)
        agreed = yield Approve(
            f"{verb} {name}", tuple(_difference(before or "", text)), question, "for edits in this session", "edit"
        )
        if not agreed:
            raise RefusedError
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(text)
        yield Result(f"{verb}({name})", f"Wrote {lines_of(text)}")

    def run(self, argv: tuple[str, ...], why: str) -> Steps:
        """Run one of the few commands that the demo knows. Raises RefusedError."""
        command = " ".join(argv)
        yield Think(0.6)
        agreed = yield Approve(
            f"Run a command: {why}",
            (command,),
            "Do you want to run this command?",
            f"for `{' '.join(argv[:2])}` commands",
            f"run {' '.join(argv[:2])}",
        )
        if not agreed:
            raise RefusedError
        yield Result(f"Run({command})", self.output(argv))

    def output(self, argv: tuple[str, ...]) -> str:
        try:
            done = subprocess.run(
                argv,
                cwd=self.folder,
                env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=COMMAND_TIMEOUT,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"Failed: {error}"
        return done.stdout.decode("utf-8", "replace").strip() or "(no output)"


def _difference(before: str, after: str) -> list[str]:
    rows = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=1, lineterm=""))[2:]
    return [f"{row[:1]} {row[1:]}" for row in rows if not row.startswith("@@")]


def lines_of(text: str) -> str:
    """How many there are, in words."""
    count = len(text.splitlines())
    return f"{count} line{'' if count == 1 else 's'}"
