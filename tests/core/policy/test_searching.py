"""ripgrep leaves out hidden files, but for those that a line of an ignore file or a type lets through."""

from __future__ import annotations

import pytest

from branchline.core.policy.deciding import decide
from branchline.core.policy.policy import Policy, Preset
from harness.memory_disk import ROOT, ground
from harness.policy_rules import request_for


def said(command: str, tree: dict[str, str], preset: Preset = Preset.READ_ONLY) -> str:
    places = {path if path.startswith("/") else f"{ROOT}/{path}": what for path, what in tree.items()}
    found = decide(request_for("Bash", ROOT, command), Policy(preset), ground(places))
    return f"{type(found).__name__.lower()} {found.rule}"


SECRET = {".git": "file", "svc/.env": "file", "svc/main.py": "file", "src/a.py": "file"}


@pytest.mark.parametrize("name", [".ignore", ".rgignore", ".gitignore"])
@pytest.mark.parametrize(
    "line",
    [
        "!.env",
        "!.env*",
        "!*",
        "!**",
        "!/.env",
        "!**/.env",
        "!.e[n]v",
        "!.{env,x}",
        "x\n!.env  ",
        "\ufeff!.env",
        "!.ENV",
    ],
)
def test_a_line_lets_a_secret_through(name: str, line: str) -> None:
    assert said("rg KEY svc", SECRET | {f"svc/{name}": f"= {line}\n"}) == "ask secret"
    assert said("cd svc && rg KEY", SECRET | {f"svc/{name}": f"= {line}\n"}) == "ask secret"
    assert said("rg KEY", SECRET | {f"svc/{name}": f"= {line}\n"}) == "ask secret"
    assert said("rg KEY src", SECRET | {f"svc/{name}": f"= {line}\n"}) == "answer preset read-only"


@pytest.mark.parametrize(
    "line", ["", ".env", "#!.env", "\\!.env", "!main.py", "!src/.env", "!.env/x", "!.environment", " ", "!.envx"]
)
def test_other_lines_do_not(line: str) -> None:
    assert said("rg KEY svc", SECRET | {"svc/.ignore": f"= {line}\n"}) == "answer preset read-only"


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (".ignore", "!.env"),
        (".gitignore", "!svc/.env"),
        (".gitignore", "!/svc/.env"),
        (".gitignore", "!svc/*"),
        (".gitignore", "!svc/**"),
        ("/w/.ignore", "!.env"),
        ("/w/.rgignore", "!wt/svc/.env"),
        ("/.ignore", "!.env"),
        ("/home/me/.config/git/ignore", "!.env"),
        (".git/info/exclude", "!.env"),
    ],
)
def test_a_line_counts_wherever_it_stands_above(place: str, line: str) -> None:
    assert said("rg KEY svc", SECRET | {place: f"= {line}\n"}) == "ask secret"


def test_the_users_own_list_counts() -> None:
    tree = {"/home/me/.gitconfig": "= [core]\nexcludesFile = ~/mine", "/home/me/mine": "= !.env"}
    assert said("rg KEY svc", SECRET | tree) == "ask secret"


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"svc/.ignore": "= !.ssh"}, "ask secret"),
        ({"svc/.ignore": "= !config"}, "answer preset read-only"),
        ({"svc/.ignore": "= !.ssh/config"}, "answer preset read-only"),
        ({"svc/.ignore": "= !.ssh/**"}, "answer preset read-only"),
        ({"svc/.ignore": "= !.*"}, "ask secret"),
        ({"svc/.ignore": "folder"}, "ask secret"),
        ({"svc/.ignore": "-> /etc/nothing"}, "ask secret"),
        ({"svc/.ignore": "= !.ssh", "svc/.ssh/.more": "file"}, "ask secret"),
    ],
)
def test_a_hidden_folder_needs_its_own_line_and_what_cannot_be_read_may_be_one(
    tree: dict[str, str], expected: str
) -> None:
    assert said("rg KEY svc", {"svc/.ssh/config": "file", "svc/a.py": "file"} | tree) == expected


def test_a_repository_below_is_let_through_as_well() -> None:
    tree = {"svc/.git/config": "file", "svc/a.py": "file"}
    assert said("rg KEY svc", tree) == "answer preset read-only"
    assert said("rg KEY svc", tree | {"svc/.rgignore": "= !.git"}) == "ask protected"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("rg -t sh KEY svc", "ask secret"),
        ("rg -tsh KEY", "ask secret"),
        ("rg --type=all KEY svc", "ask secret"),
        ("rg --type sh -t py KEY svc", "ask secret"),
        ("rg -t new-type KEY svc", "ask secret"),
        ("rg -t py KEY svc", "answer preset read-only"),
        ("rg -tjson KEY svc", "answer preset read-only"),
        ("rg -T sh KEY svc", "answer preset read-only"),
        ("rg -t sh KEY src", "answer preset read-only"),
        ("rg -t sh --files svc", "answer preset read-only"),
    ],
)
def test_a_type_lets_hidden_files_through(command: str, expected: str) -> None:
    assert said(command, SECRET) == expected


@pytest.mark.parametrize(
    ("name", "of", "expected"),
    [
        (".credentials.json", "json", "ask secret"),
        (".secrets.yaml", "yaml", "ask secret"),
        (".secrets.yaml", "json", "answer preset read-only"),
        (".env.ts", "ts", "ask secret"),
        (".env.local", "ts", "answer preset read-only"),
        (".ssh/config.json", "json", "answer preset read-only"),
    ],
)
def test_a_type_lets_through_what_is_named_so(name: str, of: str, expected: str) -> None:
    assert said(f"rg -t {of} KEY svc", {f"svc/{name}": "file"}) == expected


@pytest.mark.parametrize(
    "before",
    [
        "echo '!.env' > svc/.ignore",
        "echo '!.env' >> svc/.GITIGNORE",
        "echo '!.env' | tee svc/.ignore",
        "cp src/a.py svc/.rgignore",
        "cp tpl/.gitignore svc",
        "cp -r tpl/. svc",
        "mv src/a.py svc/.ignore",
        "sed -i 's/x/!.env/' svc/.gitignore",
        "bash -c \"echo '!.env' > svc/.ignore\"",
    ],
)
def test_a_line_may_be_written_before_in_the_same_line(before: str) -> None:
    tree = SECRET | {"tpl/.gitignore": "= x", "svc/.gitignore": "= x"}
    for search in ("rg KEY svc", "rg KEY", "bash -c 'rg KEY svc'"):
        assert said(f"{before} && {search}", tree, Preset.WORKTREE).startswith("ask ")
    assert said(f"{before} && rg KEY src", tree, Preset.WORKTREE) == "answer preset worktree"


@pytest.mark.parametrize(
    "before",
    ["npm test", "rg x src > out.txt", "git add -A", "pytest -q --tb=short", "cut -f 2 svc/main.py", "cp -r src/. svc"],
)
def test_who_writes_no_such_file_changes_nothing(before: str) -> None:
    assert said(f"{before} && rg KEY svc", SECRET, Preset.SAFE) == "answer preset safe"
