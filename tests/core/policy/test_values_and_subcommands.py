"""What a tool may take for a file or for a command of its own, where an option's word or a path should stand."""

from __future__ import annotations

import pytest

from branchline.core.policy.deciding import decide
from branchline.core.policy.policy import Policy, Preset
from harness.memory_disk import ROOT, ground
from harness.policy_rules import request_for

TREE = {
    f"{ROOT}/.env": "file",
    f"{ROOT}/src/a.py": "file",
    f"{ROOT}/test/a.js": "file",
    f"{ROOT}/tests/a.js": "file",
    f"{ROOT}/plugin/x": "file",
    f"{ROOT}/installGitPreCommitHook": "file",
    f"{ROOT}/report": "-> /w/outside/notes.txt",
    f"{ROOT}/pub": "-> /w/outside",
    f"{ROOT}/linked.txt": "shared",
    f"{ROOT}/docs/report.txt": "file",
    "/w/outside/notes.txt": "file",
}


def said(command: str) -> str:
    found = decide(request_for("Bash", ROOT, command), Policy(Preset.WORKTREE), ground(TREE))
    return f"{type(found).__name__.lower()} {found.rule}"


@pytest.mark.parametrize(
    "command",
    [
        "pytest --cov --cov-report=xml:.env",
        "pytest --cov --cov-report xml:.env",
        "pytest --cov --cov-report=xml:.git",
        "pytest --cov --cov-report=html:.vscode",
        "pytest --cov --cov-report=json:report",
        "pytest --cov --cov-report=html:pub",
        "pytest --cov --cov-report=xml:linked.txt",
        "pytest --cov --cov-report=lcov:Jenkinsfile",
        "python -m pytest --cov-report=annotate:pub",
        "poetry run pytest --cov-report=xml:.env",
        "pytest --cov=pub",
        "markdownlint-cli2 --fix :report",
        "pytest -k @args.txt",
        "pytest --rootdir @args.txt",
        "mypy --exclude @args.txt src",
        "pylint --output-format=json:.env src",
        "pylint --output-format=text,json:report src",
        "pylint -f json:.env src",
        "flake8 --format=report src",
        "golangci-lint run --out-format=json:.env",
        "golangci-lint run --out-format colored-line-number,json:report",
        "rollup -c --dir pub",
        "rollup -c --dir=pub",
        "dart format --output=report lib",
        "dart format --output report lib",
        "mocha --reporter report",
        "mocha --reporter=pub",
        "mocha -R report tests",
        "cypress run --project pub",
        "cypress run --project=pub",
        "playwright test --reporter=report",
        "vitest run --reporter=report",
        "vitest run --project pub",
        "jest -w report",
        "rspec --format report",
        "rubocop --format report",
        "eslint --format=report src",
        "stylelint --format report src",
        "phpstan analyse --level=report",
        "next lint --dir pub",
        "mvn -pl pub test",
        "mvn -pl core,pub test",
        "npm test -- --reporter=report",
        "npm test -- --reporter pub",
        "yarn test --project=pub",
        "npm -w pub test",
        "pnpm --filter pub test",
        "cargo test --target report",
        "cargo test --profile=pub",
        "go test -vet=report ./...",
    ],
)
def test_a_value_or_a_piece_of_it_may_be_a_file(command: str) -> None:
    assert said(command).startswith("ask ")


@pytest.mark.parametrize(
    "command",
    [
        "pytest --cov=src --cov-report=term-missing",
        "pytest --cov-report=term-missing:skip-covered",
        "pytest --cov-report=xml",
        "pytest --cov-report xml:coverage.xml",
        "pytest --cov-report=html:htmlcov --cov-report=json:cov.json",
        "pytest -k 'a and not b' -n auto --tb=short",
        "pylint --output-format=colorized src",
        "pylint --output-format=json:lint.json,text src",
        "golangci-lint run --out-format=colored-line-number",
        "rollup -c --dir dist",
        "dart format --output=none lib",
        "mocha --reporter dot tests",
        "mocha -R spec",
        "cypress run --project docs",
        "playwright test --reporter=list",
        "vitest run --reporter=verbose",
        "jest --maxWorkers=2",
        "rspec --format documentation",
        "cargo test --target x86_64-unknown-linux-gnu",
        "mvn -pl core,web/api test",
        "npm -w packages/core test",
        "npm -w @scope/core run build",
        "tsc --lib es2020,dom --target es2022",
        "eslint --format stylish src",
        "go build -C src ./...",
        "go build -C src -o app .",
    ],
)
def test_plain_words_and_files_inside_pass(command: str) -> None:
    assert said(command).startswith("answer "), said(command)


def test_where_a_tool_goes_first_its_files_are_looked_up() -> None:
    assert said("go build -C docs -o ../report .") == "ask outside"
    assert said("go build -C docs -o report .") == "answer preset worktree"
    assert said("go build -C pub -o x .") == "ask outside"


@pytest.mark.parametrize(
    "command",
    [
        "ktlint installGitPreCommitHook",
        "ktlint installGitPrePushHook",
        "ktlint --format generateEditorConfig",
        "ktlint -R src/a.py installGitPrePushHook",
        "ktlint src installGitPreCommitHook",
        "tap plugin add x",
        "tap plugin",
        "tap build",
        "tap repl",
        "tap -t 30 plugin add x",
        "tap test plugin add",
        "webpack serve",
        "webpack --mode production serve",
        "webpack init",
        "webpack plugin x",
        "webpack configtest",
        "vitest init",
        "vitest init browser",
        "vitest -r src init",
        "vitest -- init",
        "vitest list",
        "mocha init docs",
        "mocha inspect",
        "ava reset-cache",
        "ava debug",
        "jasmine init",
        "jasmine examples",
        "swiftlint docs",
        "swiftlint generate-docs",
        "selene update-roblox-std",
        "hlint grep x",
        "mix credo gen.config",
        "mix dialyzer explain",
        "stack build PKG",
        "stack test lens",
        "stack build --fast acme-missiles",
        "cabal build acme-missiles",
        "buf lint buf.build/acme/weather",
        "buf build acme",
        "npm test -- init",
        "npm test -- plugin add x",
        "npm test plugin",
        "yarn test serve",
        "pnpm test -- init",
        "yarn vitest init",
        "pnpm vitest list",
        "yarn mocha init docs",
        "yarn stylelint --config x src",
    ],
)
def test_a_word_may_be_a_command_of_the_tools_own(command: str) -> None:
    assert said(command).startswith("ask ")


@pytest.mark.parametrize(
    "command",
    [
        "ktlint",
        "ktlint src",
        "ktlint 'src/**/*.kt'",
        "ktlint src/a.py",
        "tap",
        "tap test",
        "tap test/a.js",
        "tap ./plugin",
        "webpack",
        "webpack --mode production",
        "webpack build",
        "webpack ./src/a.py",
        "vitest",
        "vitest run",
        "vitest run cart",
        "vitest related src/a.py",
        "vitest tests",
        "vitest tests/a.js",
        "mocha tests",
        "mocha 'tests/*.js'",
        "ava tests/a.js",
        "jasmine",
        "swiftlint",
        "swiftlint lint src",
        "hlint .",
        "mix credo --strict",
        "mix credo src/",
        "stack build",
        "stack test --fast",
        "cabal build all",
        "cabal test",
        "buf lint",
        "buf lint src",
        "jest cart",
        "npm test -- cart",
        "npm test -- tests/a.js",
        "yarn vitest run",
        "yarn jest --coverage",
        "yarn tsc --noEmit",
        "yarn eslint src --ext .ts",
    ],
)
def test_folders_files_and_what_is_usual_pass(command: str) -> None:
    assert said(command).startswith("answer "), said(command)
