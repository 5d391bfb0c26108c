"""What is answered, asked and refused: the order of rules, the options by their meaning, the kinds of prompts."""

from __future__ import annotations

import attrs
import pytest

from branchline.agents.registry import TOOLS
from branchline.core.model.prompt import Meaning, Option, WaitReason
from branchline.core.policy.deciding import decide
from branchline.core.policy.policy import Policy, Preset
from branchline.core.policy.request import request_of
from branchline.core.policy.verdicts import Answer, Ask, Deny
from branchline.core.screen.prompts import asking, stepped
from harness.memory_disk import ROOT, USUAL, ground
from harness.policy_rules import request_for, rule_of
from harness.policy_verdicts import ALWAYS, NO, YES, command, policy, said

NO_BUT = Option("no-but", "No, do something else", Meaning.REJECT)
OTHER = Option("other", "Explain", Meaning.OTHER)


EVERY = ("Bash(ls:*)",)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (policy("read-only"), "allow preset read-only"),
        (policy("read-only", allow=EVERY), "allow Bash(ls:*)"),
        (policy("read-only", ask=["Bash(ls)"]), "ask Bash(ls)"),
        (policy("read-only", allow=EVERY, ask=["Bash(ls)"]), "ask Bash(ls)"),
        (policy("read-only", deny=["Bash(l*)"]), "deny Bash(l*)"),
        (policy("read-only", allow=EVERY, deny=["Bash(l*)"]), "deny Bash(l*)"),
        (policy("read-only", allow=EVERY, ask=EVERY, deny=EVERY), "deny Bash(ls:*)"),
        (policy("read-only", ask=["Bash(rm:*)"], deny=["Bash(git:*)"]), "allow preset read-only"),
        (policy("read-only", deny=["Read(src/**)"]), "allow preset read-only"),
        (policy("off"), "ask preset"),
        (policy("off", deny=EVERY), "deny Bash(ls:*)"),
    ],
)
def test_deny_goes_before_ask_before_allow_before_the_preset(by: Policy, expected: str) -> None:
    assert said(command("ls"), by) == expected


@pytest.mark.parametrize(
    ("text", "by", "expected"),
    [
        ("ls && git status", policy(), "allow preset safe"),
        ("ls && mytool", policy(), "ask program"),
        ("ls && mytool", policy(allow=["Bash(mytool)"]), "allow preset safe, Bash(mytool)"),
        ("ls && mytool && rm src/a.py", policy(allow=["Bash(mytool)"]), "ask path"),
        ("ls && git push", policy(deny=["Bash(git push:*)"]), "deny Bash(git push:*)"),
        ("timeout 5 git push", policy(deny=["Bash(git push:*)"]), "deny Bash(git push:*)"),
        ("bash -c 'ls; git push'", policy(deny=["Bash(git push:*)"]), "deny Bash(git push:*)"),
        ("git push $(id)", policy(deny=["Bash(git push:*)"]), "deny Bash(git push:*)"),
        ("ls > src/a.py", policy(), "allow preset safe"),
        ("ls > src/a.py", policy("read-only"), "ask preset"),
        ("ls > src/a.py", policy("read-only", allow=EVERY), "ask preset"),
        ("ls > src/a.py", policy("read-only", allow=[*EVERY, "Edit(src/**)"]), "allow Bash(ls:*), Edit(src/**)"),
        ("ls > src/a.py", policy(ask=["Edit(src/**)"]), "ask Edit(src/**)"),
        ("cat src/a.py", policy(deny=["Read(src/a.py)"]), "deny Read(src/a.py)"),
        ("cat src/a.py", policy(deny=["Edit(src/a.py)"]), "allow preset safe"),
        ("touch src/a.py", policy(deny=["Edit(src/a.py)"]), "deny Edit(src/a.py)"),
        ("rm -r src", policy(), "ask preset"),
        ("rm -r src/sub", policy("worktree"), "allow preset worktree"),
        ("A=1 ls", policy(), "allow preset safe"),
        ("PATH=. ls", policy(allow=EVERY), "ask environment"),
        ("cat /etc/passwd", policy("worktree"), "ask outside"),
        ("cat /w/main/src/a.py", policy("worktree"), "ask outside"),
        ("cat .env", policy("worktree"), "ask secret"),
        ("grep '/etc/passwd' src/a.py", policy(), "allow preset safe"),
        ("grep /etc/passwd src/a.py", policy(), "ask outside"),
        ("pytest -k=/etc/passwd src", policy(), "ask outside"),
        ("touch .git/x", policy("worktree"), "ask protected"),
        ("ls $x", policy("worktree", allow=["Bash"]), "ask cannot-tell"),
        ("", policy("worktree", allow=["Bash"]), "ask cannot-tell"),
        (None, policy("worktree", allow=["Bash"]), "ask cannot-tell"),
        ("# nothing", policy("worktree", allow=["Bash"]), "ask unknown"),
    ],
)
def test_every_part_of_a_line_has_to_pass(text: str | None, by: Policy, expected: str) -> None:
    assert said(command(text), by) == expected


DEEP = {
    **USUAL,
    f"{ROOT}/deep": "-> a/b/c",
    f"{ROOT}/a/b/c/x": "file",
    f"{ROOT}/a/up": "-> ../src/sub",
    f"{ROOT}/dist/x": "file",
}


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("cat deep/../../../README.md", True),
        ("rm deep && mkdir deep && cat deep/../../../README.md", False),
        ("unlink deep; mkdir deep; ls > deep/../../../x", False),
        ("rm -r a && cat deep/../../../README.md", False),
        ("git rm deep && mkdir deep && cd deep && cat ../../../README.md", False),
        ("git stash && cat deep/../../../README.md", False),
        ("rm deep", True),
        ("rm -rf dist && npm run build && ls dist", True),
        ("rm src/b.py && git add src && git commit -m x", True),
        ("cd a/b && cat ../../README.md", True),
        ("cd a/b && mv ../b ../../z && cat ../../README.md", False),
        ("cd a/b && bash -c 'cd .. && mv b ../z' && cat ../../README.md", False),
        ("cd a/b && git -C .. mv b ../z && cat ../../README.md", False),
        ("mv src/a.py src/c.py && cat src/c.py", True),
    ],
)
def test_paths_are_not_told_where_links_or_folders_went_before(text: str, passes: bool) -> None:
    found = decide(command(text), policy("worktree"), ground(DEEP))
    assert isinstance(found, Answer) is passes, found


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((YES, NO), "yes"),
        ((NO, YES), "yes"),
        ((ALWAYS, YES, NO, OTHER), "yes"),
        ((ALWAYS, NO), "no-single-yes"),
        ((YES, attrs.evolve(YES, id="again"), NO), "no-single-yes"),
        ((NO,), "no-single-yes"),
        ((OTHER,), "no-single-yes"),
        ((), "no-single-yes"),
        (None, None),
    ],
)
def test_yes_is_the_one_option_that_means_just_this(options: tuple[Option, ...] | None, expected: str | None) -> None:
    found = decide(command("ls", options=options), policy(), ground())
    if isinstance(found, Answer):
        assert found.option == expected
    else:
        assert found.rule == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((YES, NO), "no"),
        ((YES, ALWAYS, NO, OTHER), "no"),
        ((YES, NO, NO_BUT), Ask),
        ((YES, OTHER), Ask),
        (None, None),
    ],
)
def test_deny_picks_the_one_option_that_says_no(
    options: tuple[Option, ...] | None, expected: str | type[Ask] | None
) -> None:
    found = decide(command("ls", options=options), policy(deny=EVERY), ground())
    if expected is Ask:
        assert isinstance(found, Ask)
    else:
        assert isinstance(found, Deny)
        assert found.option == expected
    assert found.rule == "Bash(ls:*)"


@pytest.mark.parametrize("kind", [each for each in WaitReason if each is not WaitReason.APPROVAL])
@pytest.mark.parametrize("options", [(YES, NO), None])
def test_other_kinds_are_never_answered(kind: WaitReason, options: tuple[Option, ...] | None) -> None:
    for by in (policy("worktree", allow=["Bash"]), policy("worktree", deny=["Bash"])):
        assert said(command("ls", kind=kind, options=options), by) == "ask never"


@pytest.mark.parametrize("tool", ["ExitPlanMode", "AskUserQuestion", "exit_plan_mode", "Question"])
def test_a_plan_and_a_question_are_only_the_users(tool: str) -> None:
    assert said(request_for(tool, ROOT), policy("worktree", allow=[tool])) == "ask never"


def test_what_is_cut_off_is_refused_but_never_allowed() -> None:
    cut = command("ls", complete=False)
    assert said(cut, policy("worktree", allow=["Bash"])) == "ask truncated"
    assert said(cut, policy("worktree", ask=["Bash"])) == "ask truncated"
    assert said(cut, policy("worktree", deny=["Bash(ls:*)"])) == "deny Bash(ls:*)"


def test_a_command_in_a_folder_that_is_not_known_or_outside_is_asked() -> None:
    assert said(command("ls", folder_is_known=False), policy()) == "ask folder"
    assert said(command("ls", folder="/w/outside"), policy()) == "ask cannot-tell"
    assert said(command("ls", folder=f"{ROOT}/link-out"), policy()) == "ask cannot-tell"
    assert said(command("ls", folder=f"{ROOT}/link-in"), policy()) == "allow preset safe"


TRUSTING = Policy(Preset.SAFE, trusts_folder=True)


@pytest.mark.parametrize(
    ("title", "text", "labels", "allowed"),
    [
        ("Do you trust the files in this folder?", "/w/wt", ["Yes, proceed", "No, exit"], "1"),
        ("Do you trust the contents of this directory?", "/w/wt", ["No, exit", "Yes, I trust this folder"], "2"),
        ("Trust this folder?", "", ["Trust folder (wt)", "Trust parent folder (me)", "Don't trust"], "1"),
        ("Do you trust the files in this folder?", "/w/other", ["Yes, proceed", "No, exit"], None),
        ("Do you trust this folder?", "/w/wt", ["Trust parent folder (me)", "Don't trust"], None),
        ("Hooks need review", "/w/wt/.codex/hooks.json", ["Trust all and continue", "Quit"], None),
        ("Do you trust the MCP servers of this project?", "/w/wt", ["Yes", "No"], None),
        ("Do you trust this host?", "wt", ["Yes", "No"], None),
        ("Do you trust the files in this folder?", "/w/wt", ["Yes", "Yes, I trust it", "No"], None),
    ],
)
def test_only_the_worktree_itself_is_trusted(title: str, text: str, labels: list[str], allowed: str | None) -> None:
    prompt = asking(WaitReason.TRUST, title, stepped(labels, 0), text=text)
    found = decide(request_of(prompt, ROOT, TOOLS), TRUSTING, ground())
    assert (found.option if isinstance(found, Answer) else None) == allowed
    for each in (Policy(Preset.WORKTREE), Policy(Preset.OFF, trusts_folder=True)):
        assert isinstance(decide(request_of(prompt, ROOT, TOOLS), each, ground()), Ask)


def test_nothing_is_decided_by_a_policy_that_cannot_be_read() -> None:
    found = decide(request_for("Bash", ROOT, "ls"), Policy(Preset.WORKTREE, broken="It is broken."), ground())
    assert found == Ask("settings", "It is broken.")


def test_a_command_of_unknown_folder_is_asked_even_with_a_rule() -> None:
    policy = Policy(Preset.WORKTREE, (rule_of("Bash"),))
    prompt = asking(WaitReason.APPROVAL, "Run it?", stepped(["Yes", "No"], 0), tool="shell", command="ls")
    known = decide(request_of(prompt, ROOT, TOOLS), policy, ground())
    hidden = decide(request_of(prompt, ROOT, TOOLS, shows_folder=False), policy, ground())
    assert isinstance(known, Answer)
    assert isinstance(hidden, Ask)
    assert hidden.rule == "folder"
    edit = asking(WaitReason.APPROVAL, "Edit?", stepped(["Yes", "No"], 0), tool="Edit", paths=[f"{ROOT}/src/new.py"])
    assert isinstance(decide(request_of(edit, ROOT, TOOLS, shows_folder=False), policy, ground()), Answer)
