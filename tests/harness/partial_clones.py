"""Clones that leave objects at their origin, and sparse worktrees of them."""

from __future__ import annotations

import os
from pathlib import Path

import attrs

from harness.repositories import MakeRepo, Repo

FOLDERS = ("in", "out", "far/in", "far/out")


@attrs.frozen
class PartialClone:
    """`origin` is where it comes from, `work` a linked worktree of `clone` on the branch `topic`."""

    origin: Repo
    clone: Repo
    work: Repo

    def go_offline(self) -> None:
        os.rename(self.origin.path, f"{self.origin.path}-away")

    def here(self) -> set[str]:
        """The packs of the clone: a fetch makes one."""
        return {*os.listdir(self.clone.path / ".git" / "objects" / "pack")}


def partial_clone(make_repo: MakeRepo, folder: Path, kind: str) -> PartialClone:
    """`kind` is a filter (“blob:none”, “tree:0”, “none”), maybe with “sparse” and “sparse index” after commas."""
    filtered, *wanted = kind.split(", ")
    origin = make_repo("origin")
    for name in FOLDERS:
        origin.write(f"{name}/one.txt", "".join(f"{name} {line}\n" for line in range(20)))
        origin.write(f"{name}/two.txt", f"{name}\n")
        origin.write(f"{name}/.gitignore", f"# of {name}\n*.tmp\n")
    origin.commit("folders")
    for name in FOLDERS:
        origin.write(f"{name}/one.txt", "".join(f"{name} {line}\n" for line in range(30)))
    origin("mv", "in/two.txt", "in/moved.txt")
    origin.commit("later")
    origin("config", "uploadpack.allowFilter", "true")
    origin("config", "uploadpack.allowAnySHA1InWant", "true")
    options = [] if filtered == "none" else [f"--filter={filtered}"]
    clone = Repo(folder / "clone")
    origin("clone", "--quiet", *options, *(["--sparse"] if wanted else []), f"file://{origin.path}", str(clone.path))
    if wanted:
        index = ["--sparse-index"] if "sparse index" in wanted else []
        clone("sparse-checkout", "set", *index, "in", "far/in")
    work = Repo(folder / "worktrees" / "w")
    clone("worktree", "add", "--quiet", "-b", "topic", str(work.path))
    return PartialClone(origin, clone, work)
