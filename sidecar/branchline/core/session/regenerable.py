"""Which folders of a worktree their tools make anew when they are gone: by name, and by what stands beside them. That
git ignores one of them is for others to see to."""

from __future__ import annotations

from collections.abc import Iterable

_DISTINCT = frozenset({
    "node_modules", "bower_components", "elm-stuff", ".venv", "__pycache__", ".pytest_cache", ".mypy_cache",
    ".ruff_cache", ".tox", ".nox", ".next", ".nuxt", ".turbo", ".parcel-cache", ".svelte-kit", ".angular", ".gradle",
    ".nyc_output", ".dart_tool",
})  # fmt: skip
"""Names that nothing else has."""
_PYTHON = ("pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "Pipfile")
_GRADLE = ("build.gradle", "build.gradle.kts")
BESIDE = {
    "target": ("Cargo.toml", "pom.xml", "build.sbt"),
    "vendor": ("composer.json", "go.mod"),
    "pods": ("Podfile",),
    "deps": ("mix.exs",),
    "_build": ("mix.exs", "rebar.config", "dune-project"),
    ".build": ("Package.swift",),
    "venv": _PYTHON,
    "dist": ("package.json", *_PYTHON[:2]),
    "build": ("package.json", "CMakeLists.txt", "meson.build", *_GRADLE, *_PYTHON[:3]),
    "coverage": ("package.json",),
    "htmlcov": _PYTHON,
}
"""What has to stand beside a folder with a common name: the manifest that it is made from."""


def may_be_regenerable(path: str) -> bool:
    """Whether it depends on what stands beside it at most. `path` is that of a folder, with `/` between names."""
    name = _name(path)
    return name in _DISTINCT or name in BESIDE


def is_regenerable(path: str, beside: Iterable[str]) -> bool:
    """`beside` are the names in the folder that it is in."""
    name = _name(path)
    return name in _DISTINCT or any(each in BESIDE.get(name, ()) for each in beside)


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1].lower()
