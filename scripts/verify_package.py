"""Unpacks this machine's package, looks at what is in it, and has this Python and the oldest that is served and found
run it; in `make test-all`, every one of them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import bundle
import package
import pythons
import run_package
import suites
import toolchain

_MUST_NOT = (
    "node_modules/",
    "src/",
    "test/",
    "dist-test/",
    "python/libs/cffi",
    ".map",
    ".ts",
    ".pyc",
    ".lock",
    ".vscode/",
)


def problems_of_list(names: list[str]) -> list[str]:
    """What is missing from the package, and what should not be in it."""
    inside = [name.removeprefix("extension/") for name in names if name.startswith("extension/")]
    ours = [f"python/{name}" for name in bundle.sources()]
    must = ["package.json", *(name for name in package.shipped() if "*" not in name), *ours]
    # vsce renames some: LICENSE.txt, readme.md.
    there = {_plain(name) for name in inside}
    missing = [name for name in must if _plain(name) not in there]
    unknown = {name for name in inside if name.startswith("python/") and not name.startswith("python/libs/")} - {*ours}
    extra = [name for name in inside if name in unknown or name.startswith(_MUST_NOT) or name.endswith(_MUST_NOT)]
    return [f"missing: {name}" for name in missing] + [f"should not be in it: {name}" for name in extra]


def _plain(name: str) -> str:
    return name.lower().removesuffix(".txt")


def main() -> int:
    target = toolchain.target()
    vsix = package.PACKAGES / f"branchline-{target}.vsix"
    if not vsix.exists():
        print(f"there is no {vsix}: run `make package` first")
        return 2
    others = list(pythons.interpreters().values())
    interpreters = [toolchain.base_python(), *([Path("/usr/bin/python3"), *others] if suites.IS_FULL else others[:1])]
    with tempfile.TemporaryDirectory(prefix="branchline-verify-") as temporary:
        with zipfile.ZipFile(vsix) as archive:
            names = archive.namelist()
            archive.extractall(temporary)
        problems = problems_of_list(names)
        served = [python for python in dict.fromkeys(interpreters) if _is_served(python)]
        for interpreter in served:
            problems += run_package.problems(Path(temporary), interpreter)
    print(f"{vsix.name}: {len(names)} files, {vsix.stat().st_size / 1e6:.1f} MB; ran on {', '.join(map(str, served))}")
    print("\n".join(problems))
    return 1 if problems else 0


def _is_served(interpreter: Path) -> bool:
    if not interpreter.exists():
        return False
    asked = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([interpreter, "-I", "-S", "-c", asked], capture_output=True, text=True, check=False)
    return done.stdout.strip() in pythons.SERVED


if __name__ == "__main__":
    try:
        sys.exit(main())
    except toolchain.SetUpError as error:
        sys.exit(str(error))
