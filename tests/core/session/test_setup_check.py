"""What looks needed, what is a dependency, and which ports are fixed: by names and contents."""

from __future__ import annotations

import pytest

from branchline.core.session.setup_check import (
    folder_pattern,
    is_cache,
    is_dependencies,
    is_needed,
    pattern_of,
    ports_in,
)


@pytest.mark.parametrize(
    "path",
    [
        ".env", "sub/.env.production", ".envrc", "config/master.key", "certs/dev.pem", "local.settings.json",
        ".claude/settings.local.json", "secrets.yml", "terraform.tfvars", "docker-compose.override.yml",
        "app/google-services.json", "GoogleService-Info.plist", "app/local_settings.py", ".npmrc", "prod.ENV",
    ],
)  # fmt: skip
def test_what_looks_needed(path: str) -> None:
    assert is_needed(path)


@pytest.mark.parametrize(
    "path",
    [
        ".env.example", "x.pyc", "debug.log", "node_modules/x/.env", ".venv/lib/cacert.pem", "build/app.key", "a.txt",
        "target/debug/.env", "__pycache__/secrets.py", ".next/cache/.env", "environment.ts", "secrets/readme.md",
    ],
)  # fmt: skip
def test_what_does_not(path: str) -> None:
    assert not is_needed(path)


@pytest.mark.parametrize(
    ("path", "beside", "is_one", "pattern"),
    [
        ("node_modules", (), True, "/node_modules/"),
        ("web/node_modules", (), True, "/web/node_modules/"),
        (".venv", (), True, ""),
        ("target", ("Cargo.toml",), True, "/target/"),
        ("target", ("README.md",), False, "/target/"),
        ("vendor", ("composer.json",), True, "/vendor/"),
        ("vendor", (), False, "/vendor/"),
        ("ios/Pods", (), True, "/ios/Pods/"),
        ("src", ("Cargo.toml",), False, "/src/"),
    ],
)
def test_folders_of_package_managers(path: str, beside: tuple[str, ...], is_one: bool, pattern: str) -> None:
    assert (is_dependencies(path, beside), folder_pattern(path)) == (is_one, pattern)


@pytest.mark.parametrize(("name", "cache"), [("dist", True), ("My.egg-info", True), ("jscache", True), ("src", False)])
def test_caches_are_left_alone(name: str, cache: bool) -> None:
    assert is_cache(name) is cache


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        (".env", "/.env"),
        ("#a", "/#a"),
        ("!b", "/!b"),
        ("a*[x]?\\", "/a\\*\\[x\\]\\?\\\\"),
        ("ends ", "/ends\\ "),
        ("a\nb", ""),
    ],
)
def test_a_pattern_stands_for_one_path(path: str, pattern: str) -> None:
    assert pattern_of(path) == pattern


@pytest.mark.parametrize(
    ("content", "ports"),
    [
        ("PORT=3000\nexport DB_PORT='5432'\n", ["3000", "5432"]),
        ('services:\n  web:\n    ports:\n      - "8080:80"\n      - 127.0.0.1:5433:5432\n', ["8080", "5433"]),
        ('{"scripts": {"dev": "next dev -p 3001", "x": "vite --port=5174"}}', ["3001", "5174"]),
        ("server: { port: 5173 }", ["5173"]),
        ("PORT=99999\nSUPPORT=12\nversion: 3000", []),
        ("PORT=1000\nPORT=1000\n", ["1000"]),
    ],
)
def test_ports_that_a_configuration_names(content: str, ports: list[str]) -> None:
    assert ports_in(content) == ports
