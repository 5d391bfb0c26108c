"""Links that a repository brings along: no tool that goes through folders writes where they lead."""

from __future__ import annotations

import pytest

from branchline.core.policy.commands import walking
from branchline.core.policy.deciding import decide
from branchline.core.policy.policy import Policy, Preset
from harness.memory_disk import ROOT, ground
from harness.policy_rules import request_for, rule_of

OUT = "/w/outside"


def said(command: str, tree: dict[str, str], preset: Preset = Preset.SAFE) -> str:
    places = {f"{ROOT}/{path}": what for path, what in tree.items() if not path.startswith("/")}
    places |= {path: what for path, what in tree.items() if path.startswith("/")}
    found = decide(request_for("Bash", ROOT, command), Policy(preset), ground(places))
    return f"{type(found).__name__.lower()} {found.rule}"


COPIED = {"tpl/a.txt": "file", "tpl/node_modules/index.js": "file", "tpl/venv/rc": "file"}


@pytest.mark.parametrize(
    ("command", "tree", "expected"),
    [
        ("cp -r tpl/. pkg", {"pkg/node_modules/index.js": f"-> {OUT}/x"}, "ask path"),
        ("cp -r tpl/. pkg/", {"pkg/venv/rc": "-> /home/me/.bashrc"}, "ask path"),
        ("cp -a tpl/. pkg", {"pkg/venv": f"-> {OUT}"}, "ask path"),
        ("cp -R tpl pkg", {"pkg/tpl/node_modules/index.js": f"-> {OUT}/x"}, "ask path"),
        ("cp -rT tpl pkg", {"pkg/a.txt": f"-> {OUT}/x"}, "ask path"),
        ("cp -r -t pkg tpl", {"pkg/tpl/venv/rc": "-> nowhere"}, "ask path"),
        ("cp -r tpl/. pkg", {"pkg/node_modules/index.js": "shared"}, "ask path"),
        ("cp -r tpl/. pkg", {"pkg/a.txt": "other"}, "ask path"),
        ("cp -r tpl/. .", {"venv/rc": f"-> {OUT}/x"}, "ask path"),
        ("cp -r tpl/. .", {"node_modules": f"-> {OUT}"}, "ask path"),
        ("cp -r tpl/. pkg", {}, "answer preset safe"),
        ("cp -r tpl/. pkg", {"pkg/node_modules/index.js": "file"}, "answer preset safe"),
        ("cp -r tpl/. pkg", {"pkg/node_modules/.bin/tool": "-> ../tool/x"}, "answer preset safe"),
        ("cp -r tpl/. pkg", {"pkg/other": f"-> {OUT}"}, "answer preset safe"),
    ],
)
def test_a_copy_is_not_laid_over_links_in_whatever_folder_they_are(
    command: str, tree: dict[str, str], expected: str
) -> None:
    assert said(command, COPIED | tree) == expected


FILE = {"src/own.x": "file"}
FILE |= {f"src/f.{end}": f"-> {OUT}/f.{end}" for end in ("py", "js", "css", "md", "java")}
FILE |= {f"{OUT}/f.{end}": "file" for end in ("py", "js", "css", "md", "java")}
GO = {"src/own.go": "file", "src/f.go": f"-> {OUT}/f.go", f"{OUT}/f.go": "file"}
RUST = {"src/main.rs": "file", "src/f.rs": f"-> {OUT}/f.rs", f"{OUT}/f.rs": "file"}
FOLDER = {"src/own.x": "file", "src/sub": f"-> {OUT}"}
FOLDER |= {f"{OUT}/deep/f.{end}": "file" for end in ("py", "js", "css", "md", "cs", "zig", "kt", "swift", "lua")}
FOLDER |= {f"{OUT}/deep/f.{end}": "file" for end in ("scala", "proto", "php")}
TEXTS = {"src/own.x": "file", "src/sub": f"-> {OUT}", f"{OUT}/notes.txt": "file"}


@pytest.mark.parametrize(
    ("command", "tree"),
    [
        ("isort .", FOLDER),
        ("isort ./", FILE),
        ("isort -q .", FOLDER),
        ("isort src", FOLDER),
        ("isort src tests", FILE),
        ("python -m isort .", FOLDER),
        ("poetry run isort .", FOLDER),
        ("autopep8 -ri .", FILE),
        ("autopep8 --in-place --recursive src", FILE),
        ("yapf -ir src", FILE),
        ("docformatter -ir .", FILE),
        ("autoflake -i -r --remove-all-unused-imports .", FILE),
        ("ruff check --fix .", FILE),
        ("ruff check --fix", FILE),
        ("ruff check --add-noqa src", FILE),
        ("ruff format", FILE),
        ("ruff format src", FILE),
        ("gofmt -w src", GO),
        ("gofmt -l -w .", GO),
        ("goimports -w .", GO),
        ("go fmt ./...", GO),
        ("go fmt ./src/...", GO),
        ("go fmt ./sr...", GO),
        ("golangci-lint run --fix", GO),
        ("golangci-lint run --fix ./...", GO),
        ("golangci-lint fmt", GO),
        ("cargo fmt", RUST),
        ("cargo fmt --all", RUST),
        ("cargo clippy --fix --allow-dirty", RUST),
        ("rustfmt src/main.rs", RUST),
        ("cargo fmt", {"src/m": f"-> {OUT}", f"{OUT}/mod.rs": "file"}),
        ("shfmt -w src", FILE),
        ("markdownlint --fix .", FOLDER),
        ("markdownlint -f src", FOLDER),
        ("markdownlint-cli2 --fix '**/*.md'", FOLDER),
        ("markdownlint-cli2 --fix 'src/*.md' '#node_modules'", FILE),
        ("stylelint --fix 'src/**/*.css'", FOLDER),
        ("stylelint --fix src", FILE),
        ("yarn stylelint --fix src", FOLDER),
        ("pnpm eslint --fix .", FOLDER),
        ("yarn run eslint --fix .", FOLDER),
        ("eslint --fix .", FOLDER),
        ("eslint --fix src", FILE),
        ("standard --fix", FOLDER),
        ("xo --fix", FOLDER),
        ("oxlint --fix", FOLDER),
        ("biome check --write src", FOLDER),
        ("biome format --write", FILE),
        ("deno fmt", FOLDER),
        ("dprint fmt", FILE),
        ("next lint --fix", FOLDER),
        ("rubocop -a", FILE),
        ("rubocop -A src", FILE),
        ("bundle exec rubocop --autocorrect", FILE),
        ("phpcbf src", FOLDER),
        ("pint", FOLDER),
        ("dotnet format", FOLDER),
        ("zig fmt .", FOLDER),
        ("ktlint -F src", FOLDER),
        ("ktlint -F 'src/**/*.kt'", FOLDER),
        ("markdownlint-cli2 --fix 'src/**/*'", FILE),
        ("stylelint --fix 'src/*.py'", FILE),
        ("swiftlint --fix", FOLDER),
        ("stylua .", FOLDER),
        ("scalafmt", FOLDER),
        ("buf format -w", FOLDER),
        ("gradle ktlintFormat", FOLDER),
        ("gradle :app:spotlessApply", FILE),
        ("mix format", {"lib/a.ex": f"-> {OUT}/a.ex"}),
        ("dart format .", {"lib/a.dart": f"-> {OUT}/a.dart"}),
        ("cd src && isort .", FOLDER),
        ("isort .", TEXTS),
        ("eslint --fix .", TEXTS | {f"{OUT}/more": "-> /w/else"}),
        ("dprint fmt", TEXTS),
        ("isort src", {"src/in": "-> ../other", "other/x.py": f"-> {OUT}/x.py"}),
        ("isort node_modules", {"node_modules/x": f"-> {OUT}", f"{OUT}/f.py": "file"}),
        ("isort .", {"venv/x": f"-> {OUT}", f"{OUT}/f.py": "file"}),
        ("isort .", {"venv/x.py": f"-> {OUT}/f.py"}),
        ("isort .", {"src/f.py": "-> ../.github/workflows/x.py"}),
        ("isort .", {"docs/f.py": "-> ../CLAUDE.md"}),
        ("isort .", {"f.py": "-> nowhere/../../../x.py"}),
        ("coverage html -d pages", {"pages/index.html": f"-> {OUT}/x"}),
        ("tsc --outDir pages", {"pages/deep/index.js": f"-> {OUT}/x"}),
        ("go build -o pages/ ./...", {"pages/app": f"-> {OUT}/x"}),
        ("go test -outputdir=pages -coverprofile=c.out ./...", {"pages/c.out": f"-> {OUT}/x"}),
        ("go build -C docs -o report .", {"docs/report": f"-> {OUT}/x"}),
        ("cmake -S . -B pages", {"pages/CMakeCache.txt": f"-> {OUT}/x"}),
    ],
)
def test_what_goes_through_links_asks_before_it_writes(command: str, tree: dict[str, str]) -> None:
    for preset in (Preset.SAFE, Preset.WORKTREE):
        assert said(command, tree, preset).split()[0] == "ask"
    inside = {path: what for path, what in tree.items() if not what.startswith("->")} | {"src/own.py": "file"}
    assert said(command, inside | {"docs/x": "file"}) == "answer preset safe", "only for the link"


@pytest.mark.parametrize(
    ("command", "tree"),
    [
        ("isort --check-only .", FOLDER),
        ("isort --diff src", FILE),
        ("ruff check .", FILE),
        ("ruff format --check", FILE),
        ("ruff format --diff .", FILE),
        ("ruff format .", FOLDER),
        ("ruff check --fix .", GO),
        ("black .", FILE),
        ("black src", FOLDER),
        ("prettier --write .", FOLDER),
        ("prettier --write src", FILE),
        ("gofmt -l .", GO),
        ("gofmt -w src", FOLDER),
        ("go fmt ./...", FOLDER),
        ("go vet ./...", GO),
        ("golangci-lint run", GO),
        ("cargo fmt", FOLDER),
        ("cargo fmt -- --check", RUST),
        ("cargo fmt --all -- --check", RUST),
        ("cargo clippy", RUST),
        ("eslint .", FOLDER),
        ("eslint --fix-dry-run .", FOLDER),
        ("eslint --fix src/own.x", FILE),
        ("stylelint src", FOLDER),
        ("markdownlint-cli2 '**/*.md'", FOLDER),
        ("biome check .", FOLDER),
        ("rubocop", FILE),
        ("mix format --check-formatted", {"lib/a.ex": f"-> {OUT}/a.ex"}),
        ("mypy src", FOLDER),
        ("isort tests", FOLDER | {"tests/a.py": "file"}),
        ("isort .", {"src/in": "-> ../other", "other/x.py": "file"}),
        ("isort .", {"src/round": "-> .."}),
        ("isort src/own.x", FOLDER),
        ("eslint --fix .", {"node_modules/x": f"-> {OUT}"}),
        ("isort .", {".venv/bin/python": "-> /usr/bin/python3", ".venv/lib64": "-> lib", ".venv/lib/x.py": "file"}),
        ("eslint --fix .", {".venv/bin/python": "-> /usr/bin/python3"}),
        ("eslint --fix .", TEXTS),
        ("dotnet format", TEXTS),
        ("gradle spotlessApply", TEXTS),
        ("go fmt ./...", {"docs/f.py": f"-> {OUT}/f.py"}),
    ],
)
def test_what_does_not_write_or_does_not_follow_them_passes(command: str, tree: dict[str, str]) -> None:
    assert said(command, tree) == "answer preset safe"


def test_too_much_to_look_through_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "MOST_ENTRIES", 3)
    assert said("isort .", {f"src/{name}.py": "file" for name in "abcd"}) == "ask path"
    assert said("isort .", {"src/a.py": "file"}) == "answer preset safe"


def test_a_rule_for_files_holds_for_each_file_of_a_copy() -> None:
    tree = {f"{ROOT}/{path}": what for path, what in COPIED.items()}
    policy = Policy(Preset.SAFE, deny=(rule_of("Edit(pkg/venv/rc)"),))
    for command, expected in (("cp -r tpl/. pkg", "Edit(pkg/venv/rc)"), ("cp -r tpl/. other", "preset safe")):
        assert decide(request_for("Bash", ROOT, command), policy, ground(tree)).rule == expected
