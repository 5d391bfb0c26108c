"""Whatever the command line: one that names a path outside the worktree is never approved.

A path is *named* where the program would take the word for a path. Where it would take it for a text it may stand: the
pattern of `grep`, what `echo` prints, a filter of `jq`, the name of a test. So paths are put only where a word is a
path: an operand after the pattern, the value of an option that takes a file, a folder for `cd`, a redirection.
"""

from __future__ import annotations

import shlex

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from branchline.core.policy.commands.git import _RULES as GIT_RULES
from branchline.core.policy.commands.git_options import GRAMMARS
from branchline.core.policy.commands.options import Grammar
from branchline.core.policy.commands.programs import Program
from branchline.core.policy.commands.registry import _PROGRAMS, _TOOLS
from branchline.core.policy.deciding import decide
from branchline.core.policy.policy import Policy, Preset
from branchline.core.policy.verdicts import Answer
from harness.memory_disk import ROOT, ground
from harness.policy_rules import request_for, rule_of

QUICK = settings(
    max_examples=200, derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
WORKTREE = Policy(Preset.WORKTREE)
AND_ANY_COMMAND = Policy(Preset.WORKTREE, (rule_of("Bash"), rule_of("Bash(*)"), rule_of("Read")))

ABSOLUTE = (
    "/etc/passwd",
    "/",
    "/w",
    "/w/main/src/a.py",
    "/w/wt2/x",
    f"{ROOT}/../outside/x",
    f"{ROOT}/link-out/x",
    "//etc",
)
RELATIVE = (
    "..",
    "../outside/notes.txt",
    "./../x",
    "src/../../main",
    "src/./..//../x",
    "missing/../../x",
    "link-out",
    "link-out/",
    "link-out/notes.txt",
    "./link-out/.",
    "link-in/../../outside",
    "link-out/../main/x",
)
HOME = ("~", "~/x", "~/.ssh/id_rsa", "~/..")
TEXT = {"text", "word", "plus", "usual", "none"}
"""Operands that are no paths."""

LINES = (
    "sed -n 1p {}", "sed 's/a/b/' {}", "sed -i 's/a/b/' {}", "awk '{{print}}' {}", "jq . {}", "grep x {}",
    "grep -rn x {}", "grep -f {} x", "rg x {}", "rg -n x src {}", "rg --files {}", "fd x {}", "find {} -name x",
    "find . -newer {}", "cat {}", "cat - {}", "head -n 5 {}", "ls -la {}", "diff src/a.py {}", "sort -o {} src/a.py",
    "sort -o{} src/a.py", "uniq src/a.py {}", "xxd src/a.py {}", "test -f {}", "[ -d {} ]", "cp {} src/new",
    "cp src/a.py {}", "cp -t {} src/a.py", "cp --target-directory={} src/a.py", "mv {} x", "mv src/b.py {}", "rm {}",
    "rm -rf {}", "rmdir {}", "chmod 644 {}", "chmod -R u+w {}", "tar -czf {} src", "tar -czf x.tgz {}", "tar -tf {}",
    "tee {}", "tee -a src/a.py {}", "mkdir -p {}", "touch {}", "git -C {} status", "git diff {}",
    "git diff src/a.py {}", "git show HEAD -- {}", "git log -L 1,2:{}", "git add {}", "git mv src/a.py {}",
    "git rm {}", "git commit -F {}", "git commit -m x {}", "git grep x -- {}", "git blame {}", "npm test -- {}",
    "npm run lint -- --fix {}", "yarn test {}", "pnpm test {}", "cargo test --manifest-path {}",
    "cargo build --target-dir={}", "go test -o {} ./...", "go build -o={} ./...", "go vet {}", "go test -C {}",
    "pytest {}", "pytest {}::test_a", "pytest --junitxml={}", "pytest -c {}", "python -m pytest {}",
    "python3 -m json.tool {}", "coverage run -m pytest {}", "make -C {} test", "cmake -S . -B {}", "cmake --build {}",
    "node --test {}", "eslint -c {} src", "eslint --fix {}", "prettier --write {}", "tsc -p {}", "ruff check {}",
    "ruff check --config={} src", "mypy --config-file {} src", "black {}", "cd {}", "cd {} && ls", "cd src && cd {}",
    "cat < {}", "ls > {}", "ls >> {}", "ls 2> {}", "ls &> {}", "> {}", "ls >{}", "ls 2>&1 >| {}",
)  # fmt: skip
JOINED = (
    "{}", "{}", "ls && {}", "ls src; {}", "ls || {}", "{} && ls", "{} | head", "git status | {}", "ls\n{}",
    "{} # a remark", "A=1 {}", "{} || true", "{}; git status", "cd src && cd .. && {}",
)  # fmt: skip
WRAPPED = (
    "{}",
    "{}",
    "timeout 5 {}",
    "nice -n 3 {}",
    "env A=1 {}",
    "command {}",
    "nohup {}",
    "time {}",
    "stdbuf -oL {}",
)


def known() -> dict[str, tuple[Grammar, str]]:
    """The programs whose options are written down, and git's subcommands, with what stands before their paths."""
    found: dict[str, tuple[Grammar, str]] = {}
    for name, handler in {**_PROGRAMS, **_TOOLS}.items():
        if isinstance(handler, Program) and handler.operands not in TEXT:
            found[name] = (handler.grammar, "x" if handler.operands == "pattern" else "")
    for name in set(GRAMMARS) & set(GIT_RULES) - {"branch", "tag", "config", "symbolic-ref", "remote get-url"}:
        found[f"git {name}"] = (GRAMMARS[name], "x" if name == "grep" else "")
    return dict(sorted(found.items()))


KNOWN = known()


@st.composite
def spelled(draw: DrawFn, *, by_home: bool = True) -> str:
    """A path outside as a shell may be told of it. A `~` in quotes is only a name, so it stays out of them."""
    path: str = draw(st.sampled_from([*ABSOLUTE, *RELATIVE, *(HOME if by_home else ())]))
    start = 1 if path.startswith("~") else 0
    if path.startswith("~/"):
        start = 2
    head, tail = path[:start], path[start:]
    how = draw(st.sampled_from(["bare", "single", "double", "escaped", "mixed", "empty"]))
    at = draw(st.integers(0, max(len(tail) - 1, 0)))
    if not tail or how == "bare":
        return path
    if how in {"single", "double"}:
        return head + ("'" if how == "single" else '"') + tail + ("'" if how == "single" else '"')
    if how == "escaped":
        return head + tail[:at] + "\\" + tail[at:]
    if how == "mixed":
        return head + tail[:at] + '"' + tail[at] + '"' + tail[at + 1 :]
    return head + tail[:at] + ("''" if at or head else '""') + tail[at:]


@st.composite
def options(draw: DrawFn, grammar: Grammar) -> list[str]:
    """Flags alone: an option that takes a text might take the path for it."""
    flags = sorted(name for name, kind in grammar.kinds.items() if kind == "")
    return draw(st.lists(st.sampled_from(flags), max_size=3)) if flags else []


@st.composite
def commands(draw: DrawFn) -> str:
    if draw(st.booleans()):
        line = draw(st.sampled_from(LINES))
        # Behind `-o` or `=` a `~` is only a letter to some shells: that it cannot be told, other tests say.
        attached = line.partition("{}")[0][-1:] not in {" ", ">"}
        return line.format(draw(spelled(by_home=not attached)))
    name = draw(st.sampled_from(list(KNOWN)))
    grammar, before = KNOWN[name]
    words = [name, *draw(options(grammar)), *([before] if before else [])]
    files = sorted(each for each, kind in grammar.kinds.items() if kind in {"<", ">"})
    if bool(files) and draw(st.booleans()):
        option = draw(st.sampled_from(files))
        joined = draw(st.sampled_from(["=", " "])) if option.startswith("--") or grammar.single else " "
        words += [option + joined + draw(spelled(by_home=joined == " ")), "src"]
    else:
        words += draw(st.sampled_from(("", "src", "--"))).split()
        words.append(draw(spelled()))
    return " ".join(words)


@st.composite
def lines(draw: DrawFn) -> str:
    command = draw(commands())
    if not command.startswith(("cd", ">")):
        command = draw(st.sampled_from(WRAPPED)).format(command.replace("{", "{{").replace("}", "}}"))
    line = draw(st.sampled_from(JOINED)).replace("{}", command)
    return f"bash -c {shlex.quote(line)}" if draw(st.integers(0, 5)) == 0 else line


@pytest.mark.parametrize("policy", [WORKTREE, AND_ANY_COMMAND], ids=["preset", "preset and Bash"])
def test_no_line_that_names_a_path_outside_is_approved(policy: Policy) -> None:
    @QUICK
    @given(lines())
    def never(line: str) -> None:
        assert not isinstance(decide(request_for("Bash", ROOT, line), policy, ground()), Answer)

    never()


def approved(line: str) -> bool:
    return isinstance(decide(request_for("Bash", ROOT, line), WORKTREE, ground()), Answer)


def test_the_same_lines_with_a_path_inside_are_approved_often() -> None:
    """Without this, the other one would hold for a policy that only asks."""
    simple = [line.format("src/a.py") for line in LINES]
    assert sum(map(approved, simple)) >= len(simple) * 0.8, [line for line in simple if not approved(line)]
    plain = [" ".join([name, *([before] if before else []), "src/a.py"]) for name, (_, before) in KNOWN.items()]
    assert len(plain) > 150
    assert sum(map(approved, plain)) >= len(plain) * 0.8, [line for line in plain if not approved(line)]


TOOLS = ("Read", "Grep", "Glob", "Edit", "Write", "read_file", "apply_patch", "list_directory")


def raw_paths() -> SearchStrategy[str]:
    """As tools are told of them: no quotes."""
    tails = st.sampled_from(["", "/", "/*", "/**", "/*.txt"])
    return st.builds(lambda path, tail: path + tail, st.sampled_from([*ABSOLUTE, *RELATIVE, *HOME]), tails)


@QUICK
@given(st.sampled_from(TOOLS), raw_paths(), st.lists(st.just("src/a.py"), max_size=2))
def test_no_tool_that_names_a_path_outside_is_approved(tool: str, path: str, more: list[str]) -> None:
    request = request_for(tool, ROOT, paths=(*more, path))
    assert not isinstance(decide(request, AND_ANY_COMMAND, ground()), Answer)


@QUICK
@given(st.text(st.sampled_from("ls cat/.~$`'\"\\|&;<>(){}[]*?!#=-_\n\t\r\0é\u202eа0aB"), max_size=40))
def test_whatever_the_text_it_is_decided_and_never_raises(text: str) -> None:
    for tool in ("Bash", "Read", "Glob", "Edit"):
        decide(request_for(tool, ROOT, text, (text,), text), AND_ANY_COMMAND, ground())
