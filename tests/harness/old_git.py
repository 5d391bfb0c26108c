"""A git as it was in 2.34: what came later it does not know."""

from __future__ import annotations

import shutil
from pathlib import Path

NEWER = (
    "--write-tree", "--merge-base=*", "--batch-command*", "--object-only", "--object-id", "--update-refs", "-Z",
    "--remerge-diff", "--orphan", "--show-ref-format", "--ref-format*", "--attr-source*", "--bundle-uri*",
    "--exclude-hidden*", "--include-root-refs",
)  # fmt: skip
"""Options of whatever command."""
TOGETHER = (("worktree list", " -z"), ("ls-tree", "--format="), ("ls-files", "--format="))
"""Options of one command alone."""
COMMANDS = ("hook", "replay", "refs", "backfill", "repo", "history")


def old_git(folder: Path) -> Path:
    """For PATH. What it had to refuse is in `refused` there."""
    place = folder / "old-git"
    place.mkdir()
    options, commands = " | ".join(NEWER), " | ".join(COMMANDS)
    together = " | ".join(f'*"{command}"*"{option}"*' for command, option in TOGETHER)
    refuse = f"""echo "$*" >> '{place}/refused'; echo "error: unknown to 2.34: $*" >&2; exit 129;;"""
    (place / "git").write_text(
        f"""#!/bin/sh
command=
for word in "$@"; do
  case "$word" in
    {options}) {refuse}
    -*) ;;
    *) [ -n "$command" ] || command="$word";;
  esac
done
case "$command" in
  version) echo "git version 2.34.1"; exit 0;;
  {commands}) {refuse}
esac
case "$*" in {together}) {refuse} esac
exec {shutil.which("git")} "$@"
"""
    )
    (place / "git").chmod(0o755)
    return place


def refused(place: Path) -> str:
    """Each command line that was."""
    log = place / "refused"
    return log.read_text() if log.exists() else ""
