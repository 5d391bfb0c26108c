"""A set-up script for a project, from what stands at its top: package managers by their lock files, examples of `.env`,
ports. For the user to look at: nothing of it runs by itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import attrs

LONGEST = 100_000
ENV = ".env"
_HEAD = """#!/bin/sh
# Sets up a new worktree: Branchline runs this in it, once, before the agent starts.
# $BRANCHLINE_MAIN is the main checkout, $BRANCHLINE_PORT the first of ten ports
# that are this session's alone.
set -e
"""
_EXAMPLES = (".env.example", ".env.sample", ".env.template", ".env.dist", ".env.local.example")
"""Each stands for the file without its last part; `.env.dist` and the like for `.env`."""
_PORT = re.compile(r"^(?:export\s+)?([A-Z_]*PORT)\s*=", re.MULTILINE)


@attrs.frozen
class _Manager:
    """`names` are those at the top of which one has to be there; `fills` is the folder that it fills, and `line` what
    makes it do so."""

    names: tuple[str, ...]
    line: str
    fills: str


_MANAGERS: tuple[tuple[_Manager, ...], ...] = (
    (
        _Manager(("pnpm-lock.yaml",), "pnpm install --frozen-lockfile", "node_modules"),
        _Manager(("bun.lock", "bun.lockb"), "bun install --frozen-lockfile", "node_modules"),
        _Manager(("yarn.lock",), "yarn install --frozen-lockfile", "node_modules"),
        _Manager(("package-lock.json", "npm-shrinkwrap.json"), "npm ci", "node_modules"),
        _Manager(("package.json",), "npm install", "node_modules"),
    ),
    (
        _Manager(("uv.lock",), "uv sync --frozen", ".venv"),
        _Manager(("poetry.lock",), "poetry install --no-interaction", ".venv"),
        _Manager(("pdm.lock",), "pdm sync", ".venv"),
        _Manager(("Pipfile.lock",), "pipenv sync --dev", ".venv"),
        _Manager(("requirements.txt",), "python3 -m venv .venv\n.venv/bin/pip install -r requirements.txt", ".venv"),
    ),
    (
        _Manager(("Cargo.lock",), "cargo fetch --locked", ""),
        _Manager(("Cargo.toml",), "cargo fetch", ""),
    ),
    (_Manager(("Gemfile.lock", "Gemfile"), "bundle install", ".bundle"),),
    (_Manager(("composer.lock", "composer.json"), "composer install --no-interaction", "vendor"),),
    (_Manager(("go.mod",), "go mod download", ""),),
)
"""Of each group the first that fits."""


def offered_script(
    names: Collection[str], carried: Collection[str], examples: Mapping[str, str], ports: Mapping[str, list[str]]
) -> str:
    """ "" where nothing is known to be done. `names` are those at the top; `carried` the files and folders that a new
    worktree is given anyway, which no package manager must write through; `examples` what is in those of `.env`, by
    name; `ports` those that other files fix, by name."""
    parts = []
    for group in _MANAGERS:
        manager = next((each for each in group if any(name in names for name in each.names)), None)
        if manager is not None and not _comes_along(manager.fills, carried):
            parts.append(_yarn(names) if manager.names == ("yarn.lock",) else manager.line)
    example = next((each for each in _EXAMPLES if each in examples), None)
    if example is not None:
        parts.append(_env(example, examples[example], carried))
    parts += [
        f"# {name} fixes port {', '.join(found)}: only one session at a time has it, unless $BRANCHLINE_PORT is read."
        for name, found in ports.items()
        if found
    ]
    runs = [each for each in parts if each and not each.startswith("# ")]
    return "\n".join([_HEAD, *filter(None, parts), ""]) if runs else ""


def _yarn(names: Collection[str]) -> str:
    return "yarn install --immutable" if ".yarnrc.yml" in names else "yarn install --frozen-lockfile"


def _env(example: str, content: str, carried: Collection[str]) -> str:
    """The copy, where none comes along, and the session's own port in it: readers of such files take the last line."""
    target = ".env.local" if example.startswith(".env.local") else ENV
    lines = [] if target in carried else [f"[ -e {target} ] || cp {example} {target}"]
    if port := _PORT.search(content):
        line = f'"{port[1]}=$BRANCHLINE_PORT"'
        lines.append(f"grep -qxF {line} {target} || echo {line} >> {target}")
    return "\n".join(lines)


def _comes_along(folder: str, carried: Collection[str]) -> bool:
    return bool(folder) and any(each == folder or each.startswith(f"{folder}/") for each in carried)
