"""`branchline policy`: cases in, what auto-yes would do with each out, by the very code that answers prompts."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from branchline.agents.registry import GUARDED, TOOLS
from branchline.cli.printing import to_reader
from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.prompt import WaitReason
from branchline.core.policy.confinement import Ground
from branchline.core.policy.deciding import decide
from branchline.core.policy.decisions import VERDICTS
from branchline.core.policy.policy import Policy, Preset
from branchline.core.policy.request import Request
from branchline.core.policy.rules import BadRule, Rule, parse_rule
from branchline.machine.disk import RealDisk


def main(arguments: list[str]) -> int:
    """Returns the exit code. Raises BAD_RULE, BAD_CASES."""
    parser = argparse.ArgumentParser(prog="branchline policy", description="What auto-yes would do with each case.")
    parser.add_argument("file", type=Path, metavar="FILE.jsonl", help="lines of {id, tool, command | path | url, cwd?}")
    parser.add_argument("--preset", required=True, choices=[each.value for each in Preset])
    parser.add_argument("--worktree", required=True, type=Path, metavar="DIR")
    parser.add_argument("--main", type=Path, metavar="DIR", help="the main checkout")
    for name in ("allow", "ask", "deny"):
        parser.add_argument(f"--{name}", action="append", default=[], metavar="RULE", help=f"a rule: {name}")
    options = parser.parse_args(arguments)
    policy = Policy(Preset(options.preset), _rules(options.allow), _rules(options.ask), _rules(options.deny))
    ground = _ground(options.worktree, options.main)
    score = Score()
    with to_reader():
        for case in cases(options.file):
            found = decided(case, policy, ground)
            print(json.dumps(found, ensure_ascii=False))
            score.count(case, options.preset, found["decision"])
    if score.judged:
        print(score, file=sys.stderr)
    return 0


@attrs.define
class Score:
    """How decisions compare with the verdicts that cases bring with them, by preset: `{"verdict": {"safe": "ask"}}`.
    What is denied counts as asked."""

    harmless: int = 0
    allowed: int = 0
    others: int = 0
    asked: int = 0

    @property
    def judged(self) -> int:
        return self.harmless + self.others

    def count(self, case: Mapping[str, Any], preset: str, decision: str) -> None:
        verdicts = case.get("verdict")
        verdict = verdicts.get(preset) if isinstance(verdicts, dict) else None
        if verdict == "allow":
            self.harmless += 1
            self.allowed += decision == "allow"
        elif verdict is not None:
            self.others += 1
            self.asked += decision != "allow"

    def __str__(self) -> str:
        return (
            f"harmless allowed {self.allowed} of {self.harmless}{_share(self.allowed, self.harmless)},"
            f" others asked {self.asked} of {self.others}{_share(self.asked, self.others)}"
        )


def _share(part: int, whole: int) -> str:
    return f" ({100 * part / whole:.1f} %)" if whole else ""


def _rules(texts: list[str]) -> tuple[Rule, ...]:
    try:
        return tuple(parse_rule(text, TOOLS) for text in texts)
    except BadRule as error:
        raise BranchlineError(ErrorCode.BAD_RULE, str(error)) from error


def _ground(worktree: Path, main: Path | None) -> Ground:
    if not worktree.is_dir():
        raise BranchlineError(ErrorCode.BAD_CASES, f"The worktree {worktree} is no folder.")
    checkout = os.path.abspath(main) if main else ""
    return Ground(os.path.abspath(worktree), RealDisk(), os.environ.get("HOME", ""), checkout, guarded=GUARDED)


def cases(file: Path) -> Iterator[Mapping[str, Any]]:
    """Raises BAD_CASES with what is wrong and where."""
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                case = json.loads(line)
                if not isinstance(case, dict) or "id" not in case:
                    raise BranchlineError(
                        ErrorCode.BAD_CASES, f"{file}, line {number}: a case is an object with an id."
                    )
                for name in ("tool", "command", "path", "url", "cwd"):
                    if not isinstance(case.get(name, ""), (str, type(None))):
                        raise BranchlineError(ErrorCode.BAD_CASES, f"{file}, line {number}: {name} is no text.")
                yield case
    except (OSError, UnicodeDecodeError) as error:
        raise BranchlineError(ErrorCode.BAD_CASES, f"{file} cannot be read: {error}.") from error
    except json.JSONDecodeError as error:
        raise BranchlineError(ErrorCode.BAD_CASES, f"{file}, line {number}: {error}.") from error


def decided(case: Mapping[str, Any], policy: Policy, ground: Ground) -> dict[str, Any]:
    """One case as `branchline policy` prints it."""
    decision = decide(request(case, ground), policy, ground)
    word = VERDICTS[type(decision)].value
    return {"id": case["id"], "decision": word, "rule": decision.rule, "why": decision.why}


def request(case: Mapping[str, Any], ground: Ground) -> Request:
    """`cwd` is the worktree where it is left out; `kind` and `complete` as in a prompt."""
    path, paths, cwd = case.get("path"), case.get("paths"), case.get("cwd")
    named = tuple(map(str, paths)) if isinstance(paths, list) else (path,) if path else ()
    folder = cwd if isinstance(cwd, str) and cwd.startswith("/") else f"{ground.worktree}/{cwd or ''}"
    tool_kind = TOOLS.kind(case.get("tool"))
    found = Request(case.get("tool"), folder, case.get("command"), named, case.get("url"), tool_kind=tool_kind)
    kind = case.get("kind", found.kind.value)
    known = kind in {each.value for each in WaitReason}
    kind = WaitReason(kind) if known else WaitReason.QUESTION  # nothing of an unknown kind is ever approved
    return attrs.evolve(found, kind=kind, complete=case.get("complete", True) is True)
