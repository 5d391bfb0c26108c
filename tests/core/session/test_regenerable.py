"""Which folders tools make anew: by name, and by what stands beside them."""

from __future__ import annotations

import pytest

from branchline.core.session.regenerable import BESIDE, is_regenerable, may_be_regenerable


@pytest.mark.parametrize("path", ["node_modules", "web/app/node_modules", ".venv", "a/__pycache__", ".next"])
def test_a_name_that_nothing_else_has_is_enough(path: str) -> None:
    assert is_regenerable(path, ())


@pytest.mark.parametrize(("name", "manifests"), BESIDE.items())
def test_a_common_name_needs_its_manifest_beside_it(name: str, manifests: tuple[str, ...]) -> None:
    assert may_be_regenerable(f"sub/{name}")
    assert not is_regenerable(f"sub/{name}", ())
    assert not is_regenerable(f"sub/{name}", ("README.md", "Makefile"))
    for each in manifests:
        assert is_regenerable(f"sub/{name}", ("README.md", each))


@pytest.mark.parametrize("path", ["data", ".env", "uploads", "logs", "tmp", ".hypothesis", "node_modules.bak", "src"])
def test_whatever_else_git_ignores_is_none(path: str) -> None:
    assert not may_be_regenerable(path)
    assert not is_regenerable(path, ("package.json", "Cargo.toml", "pyproject.toml"))
