"""What is packaged, and what is not."""

from __future__ import annotations

import re

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


def test_a_list_of_files_is_judged() -> None:
    good = ["package.json", "LICENSE.txt", "NOTICES.txt", "dist/extension.js", "python/launch.py"]
    names = [f"extension/{name}" for name in good]
    assert verify_package.problems_of_list(names) == []
    assert verify_package.problems_of_list(names[1:]) == ["missing: package.json"]
    bad = "python/branchline/__pycache__/cli.pyc"
    assert verify_package.problems_of_list([*names, f"extension/{bad}"]) == [f"should not be in it: {bad}"]
