from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from branchline.core.session.setup_offer import offered_script


def body(*names: str, carried: tuple[str, ...] = (), **examples: str) -> str:
    """Without its head."""
    script = offered_script(names, carried, {f".env.{name}": text for name, text in examples.items()}, {})
    return script.partition("set -e\n")[2].strip()


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        (("package.json", "package-lock.json"), "npm ci"),
        (("package.json",), "npm install"),
        (("package.json", "pnpm-lock.yaml"), "pnpm install --frozen-lockfile"),
        (("package.json", "yarn.lock"), "yarn install --frozen-lockfile"),
        (("package.json", "yarn.lock", ".yarnrc.yml"), "yarn install --immutable"),
        (("package.json", "bun.lock", "package-lock.json"), "bun install --frozen-lockfile"),
        (("pyproject.toml", "uv.lock"), "uv sync --frozen"),
        (("pyproject.toml", "poetry.lock"), "poetry install --no-interaction"),
        (("requirements.txt",), "python3 -m venv .venv\n.venv/bin/pip install -r requirements.txt"),
        (("Cargo.toml", "Cargo.lock"), "cargo fetch --locked"),
        (("Gemfile",), "bundle install"),
        (("composer.json",), "composer install --no-interaction"),
        (("go.mod", "package-lock.json"), "npm ci\ngo mod download"),
        (("README.md",), ""),
    ],
)
def test_by_what_stands_at_the_top(names: tuple[str, ...], lines: str) -> None:
    assert body(*names) == lines


def test_what_comes_along_is_not_written_through() -> None:
    assert body("package-lock.json", carried=("node_modules",)) == ""
    assert body("package-lock.json", carried=("node_modules/a",)) == ""
    assert body("package-lock.json", "uv.lock", carried=("node_modules",)) == "uv sync --frozen"


def test_a_port_is_the_session_s() -> None:
    assert body(example="A=1\n") == "[ -e .env ] || cp .env.example .env"
    assert "APP_PORT=$BRANCHLINE_PORT" in body(example="APP_PORT=3000\n")
    assert "cp" not in body(carried=(".env",), example="PORT=1\n")
    ports = offered_script(("go.mod",), (), {}, {"compose.yml": ["3000", "5432"], "package.json": []})
    assert "# compose.yml fixes port 3000, 5432: " in ports
    assert "package.json" not in ports


def test_what_is_offered_runs_again_and_again(tmp_path: Path) -> None:
    (tmp_path / ".env.example").write_text("A=1\nPORT=3000\n")
    script = offered_script((), (), {".env.example": "PORT=3000\n"}, {})
    for _ in range(2):
        environment = {"BRANCHLINE_PORT": "41010", "PATH": "/usr/bin:/bin"}
        subprocess.run(["/bin/sh", "-c", script], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / ".env").read_text() == "A=1\nPORT=3000\nPORT=41010\n"
