"""What is packaged, and what is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bundle
import toolchain
import verify_package


def test_every_platform_that_the_tools_run_on_is_packaged() -> None:
    assert set(bundle.TARGETS) == set(toolchain.NODE)


def test_both_locks_pin_the_same_versions() -> None:
    """What users run is what the tests ran, but for packages whose newest version differs by Python."""
    pins = [
        set(re.findall(r"^([\w.-]+==[\w.]+)", toolchain.ROOT.joinpath(name).read_text(), re.M))
        for name in ("requirements.lock", "requirements-dev.lock")
    ]
    assert pins[0] <= pins[1]


def test_left_out_packages_take_their_hashes_along() -> None:
    lock = "# made by\na==1 \\\n    --hash=sha256:1\ncffi==2 \\\n    --hash=sha256:2 \\\n    --hash=sha256:3\nz==1\n"
    assert bundle.without(lock, ("cffi",)) == "# made by\na==1 \\\n    --hash=sha256:1\nz==1\n"


def test_the_sidecars_folder_holds_the_package_and_what_starts_it() -> None:
    """What lay beside them was forgotten by one tool or another."""
    tops = {name.partition("/")[0] for name in bundle.sources()}
    assert tops == {"branchline", "launch.py"}


def test_the_whole_sidecar_is_bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    libraries = tmp_path / "fetched"
    (libraries / "pygls").mkdir(parents=True)
    monkeypatch.setattr(bundle, "libraries", lambda _: libraries)
    bundle.assemble(tmp_path / "python", toolchain.target())
    ours = {name for name in files_of(tmp_path / "python") if not name.startswith("libs/")}
    assert ours == {name for name in files_of(bundle.SIDECAR) if not name.endswith(".pyc")}
    assert (tmp_path / "python" / "libs" / "pygls").is_dir()


def files_of(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


NAMES = [
    "package.json",
    "readme.md",
    "changelog.md",
    "LICENSE.txt",
    "NOTICES.txt",
    "dist/extension.js",
    *(f"python/{name}" for name in bundle.sources()),
]
"""As vsce writes them."""


def test_a_whole_list_of_files_is_in_order() -> None:
    assert verify_package.problems_of_list([f"extension/{name}" for name in NAMES]) == []


@pytest.mark.parametrize("name", ["package.json", "LICENSE", "NOTICES.txt", "README.md", "python/branchline/hook.py"])
def test_what_is_not_there_is_missed(name: str) -> None:
    left = [
        f"extension/{each}" for each in NAMES if each.lower().removesuffix(".txt") != name.lower().removesuffix(".txt")
    ]
    assert len(left) == len(NAMES) - 1
    assert verify_package.problems_of_list(left) == [f"missing: {name}"]


@pytest.mark.parametrize(
    "name",
    [
        "python/branchline/__pycache__/cli.pyc",
        "python/beside.py",
        "python/libs/cffi/api.py",
        "src/extension.ts",
        "dist/extension.js.map",
        "node_modules/x/index.js",
    ],
)
def test_what_should_not_be_there_is_named(name: str) -> None:
    names = [f"extension/{each}" for each in [*NAMES, name]]
    assert verify_package.problems_of_list(names) == [f"should not be in it: {name}"]
