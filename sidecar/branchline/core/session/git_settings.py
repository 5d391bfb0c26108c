"""VS Code's own settings for the worktrees that it makes."""

from __future__ import annotations

from collections.abc import Callable

import attrs


@attrs.frozen
class GitSettings:
    """Globs of ignored files to be copied, of folders to be linked."""

    include: tuple[str, ...] = ()
    symlink: tuple[str, ...] = ()


def read_git_settings(raw: object, is_pattern: Callable[[object], bool]) -> GitSettings:
    """They are another extension's: whatever else stands there is left out."""

    def patterns(key: str) -> tuple[str, ...]:
        value = raw.get(key) if isinstance(raw, dict) else None
        return tuple(each for each in value if is_pattern(each)) if isinstance(value, list) else ()

    return GitSettings(patterns("worktreeIncludeFiles"), patterns("worktreeSymlinkFolders"))
