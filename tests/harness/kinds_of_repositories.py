"""Repositories as they are found, other than a plain clone: each has a commit of a few files on `main`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from harness.repositories import Repo

Kind = Callable[[Path], str]
"""Makes one in a folder; where the user asks for a session."""
BASE = {"README.md": "one\ntwo\n", "src/app.py": "print(1)\n", "tool.sh": "#!/bin/sh\n"}


def made(path: str | Path, *options: str) -> Repo:
    os.makedirs(path)
    repo = Repo(Path(path))
    repo("init", "--quiet", "-b", "main", *options)
    for name, content in BASE.items():
        repo.write(name, content)
    (repo.path / "tool.sh").chmod(0o755)
    repo.commit("first")
    return repo


def plain(folder: Path) -> str:
    return str(made(folder / "plain").path)


def sha256(folder: Path) -> str:
    return str(made(folder / "sha", "--object-format=sha256").path)


def reftable(folder: Path) -> str:
    return str(made(folder / "reftable", "--ref-format=reftable").path)


def relative_links(folder: Path) -> str:
    """Worktrees can be moved together with their repository."""
    repo = made(folder / "relative")
    for name, value in {"core.repositoryFormatVersion": "1", "extensions.relativeWorktrees": "true"}.items():
        repo("config", name, value)
    repo("config", "worktree.useRelativePaths", "true")
    return str(repo.path)


def worktree_settings(folder: Path) -> str:
    repo = made(folder / "settings")
    repo("config", "extensions.worktreeConfig", "true")
    repo("config", "--worktree", "core.checkStat", "minimal")
    return str(repo.path)


def shallow(folder: Path) -> str:
    origin = made(folder / "origin")
    origin.commit("second", more__txt="more\n")
    origin("clone", "--quiet", "--depth=1", f"file://{origin.path}", "../shallow")
    origin.path.rename(folder / "away")
    return str(folder / "shallow")


def bare_with_worktrees(folder: Path) -> str:
    made(folder / "origin")("clone", "--quiet", "--bare", ".", "../bare.git")
    Repo(folder / "bare.git")("worktree", "add", "--quiet", "../of-bare", "main")
    return str(folder / "of-bare")


def bare_beside_its_checkouts(folder: Path) -> str:
    """`.bare`, and a file `.git` that leads to it."""
    made(folder / "origin")("clone", "--quiet", "--bare", ".", "../around/.bare")
    (folder / "around/.git").write_text("gitdir: ./.bare\n")
    Repo(folder / "around")("worktree", "add", "--quiet", "main", "main")
    return str(folder / "around/main")


def around_a_bare_one(folder: Path) -> str:
    """The folder that such checkouts are in."""
    return str(Path(bare_beside_its_checkouts(folder)).parent)


def submodule(folder: Path) -> str:
    source, around = made(folder / "source"), made(folder / "outer")
    around("submodule", "--quiet", "add", str(source.path), "lib")
    around.commit("with a module")
    return str(around.path / "lib")


def git_folder_elsewhere(folder: Path) -> str:
    repo = made(folder / "separate")
    repo("init", "--quiet", "--separate-git-dir", str(folder / "elsewhere.git"))
    return str(repo.path)


def linked(folder: Path) -> str:
    repo = made(folder / "main one")
    repo("worktree", "add", "--quiet", "-b", "users", str(folder / "linked"))
    return str(folder / "linked")


def files_elsewhere(folder: Path) -> str:
    """`core.worktree`, as for dotfiles: beside the git folder is none of them."""
    repo = made(folder / "dotfiles")
    repo("rm", "-r", "--quiet", "--cached", ".")
    repo("clean", "-fdxq")
    repo("config", "core.worktree", str(folder / "home"))
    (folder / "home").mkdir()
    repo("reset", "--quiet", "--hard")
    return str(repo.path)


def with_a_space(folder: Path) -> str:
    return str(made(folder / "with a space").path)


def with_a_line_break(folder: Path) -> str:
    return str(made(folder / "line\nbreak").path)


def with_quotes(folder: Path) -> str:
    return str(made(folder / "q\"uo'te$(x)`y`\\z").path)


def with_a_colon(folder: Path) -> str:
    """git takes lists of folders apart at it."""
    return str(made(folder / "a:b;c#d").path)


def with_a_dash(folder: Path) -> str:
    return str(made(folder / "-rf").path)


def with_no_utf8(folder: Path) -> str:
    return str(made(os.fsdecode(os.fsencode(folder) + b"/by\xfftes")).path)


def with_letters(folder: Path) -> str:
    return str(made(folder / "ünï 模块 \u202e").path)


def _version() -> tuple[int, ...]:
    said = subprocess.run(["git", "version"], capture_output=True, text=True, check=True).stdout.split()[2]
    return tuple(map(int, said.split(".")[:2]))


_NEWER: tuple[tuple[tuple[int, ...], Kind], ...] = (((2, 45), reftable), ((2, 48), relative_links))
"""What the installed git may not know yet."""
KINDS: tuple[Kind, ...] = (
    sha256, with_a_line_break, with_no_utf8, around_a_bare_one, with_a_colon, shallow, submodule, plain,
    bare_beside_its_checkouts, worktree_settings, bare_with_worktrees, git_folder_elsewhere, linked, files_elsewhere,
    with_a_space, with_quotes, with_a_dash, with_letters, *(kind for least, kind in _NEWER if _version() >= least),
)  # fmt: skip
"""What differs most comes first."""
