"""`branchline check-setup`: what a fresh session would lack of the main checkout."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping

from branchline.cli.asking import ask
from branchline.cli.printing import to_reader
from branchline.core.errors import shown
from branchline.core.session.setup_check import SetupKind
from branchline.machine.paths import Paths
from branchline.relay import relay


def main(arguments: list[str]) -> int:
    """Returns the exit code: 0, whatever is found. Raises SidecarError."""
    parser = argparse.ArgumentParser(
        prog="branchline check-setup",
        description="Says what a worktree that is made now would lack of the main checkout. Nothing is changed.",
    )
    parser.add_argument(
        "repo", metavar="REPO", nargs="?", default=".", help="a folder of the repository; else this one"
    )
    parser.add_argument("--json", action="store_true", help="for programs: the findings as the protocol has them")
    chosen = parser.parse_args(arguments)
    with to_reader(), relay.connect(Paths.from_environment(os.environ), "client") as link:
        told = ask(link, "worktree/checkSetup", {"repo": os.path.abspath(chosen.repo)})
        print(json.dumps(told, indent=2) if chosen.json else "\n".join(as_text(told)))
    return 0


def as_text(told: Mapping[str, list[dict[str, str]]]) -> list[str]:
    lines = [_sentence(each) for each in told["findings"]]
    patterns = [each["pattern"] for each in told["findings"] if each["pattern"]]
    if patterns:
        lines += ["", "These lines in .worktreeinclude bring along what can be copied:", ""]
        lines += [f"  {shown(each)}" for each in patterns]
    return lines or ["A fresh session would lack nothing that is known here."]


def _sentence(finding: Mapping[str, str]) -> str:
    path, detail = shown(finding["path"]), shown(finding["detail"])
    copied = bool(finding["pattern"])
    sentences = {
        SetupKind.FILE: f"{path}: git ignores this file, so that a fresh session has it not.",
        SetupKind.DEPENDENCIES: f"{path}: a fresh session has none of what is installed there."
        + ("" if copied else " A copy would not work elsewhere: have it installed anew."),
        SetupKind.HOOKS: f"{path}: git's hooks are looked for there, and none of them is tracked.",
        SetupKind.SUBMODULE: f"{path}: this submodule is not initialised. Run git submodule update --init.",
        SetupKind.LFS: f"{path}: this is but Git LFS's pointer. "
        + ("Install git-lfs, then run git lfs pull." if detail else "Run git lfs pull."),
        SetupKind.OUTDATED: f"{path}: it is newer than what is installed in {detail}. Install once more.",
        SetupKind.PORT: f"{path}: port {detail} stands there, so that only one session at a time can use it.",
    }
    kind = next((each for each in SetupKind if each.value == finding["kind"]), None)
    return sentences[kind] if kind else path
