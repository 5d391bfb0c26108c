"""Unpacks this machine's package and runs what is in it as a user's machine would: with nothing of ours around.

Each Python that is served and found runs the launcher isolated, with an empty environment and, where the
system allows it, in a namespace without a network.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import package
import pythons
import toolchain

_MUST = ("package.json", "LICENSE", "NOTICES.txt", "dist/extension.js", "python/launch.py")
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
_IMPORTS = (
    "import branchline.rpc.daemon, branchline.rpc.server, branchline.terminal.screen, branchline.ptyhost.main;"
    "from branchline.terminal.screen import Screen"
)


def problems_of_list(names: list[str]) -> list[str]:
    """What is missing from the package, and what should not be in it."""
    inside = [name.removeprefix("extension/") for name in names if name.startswith("extension/")]
    lower = {name.lower().removesuffix(".txt").removesuffix(".md") for name in inside}
    missing = [name for name in _MUST if name.lower().removesuffix(".txt") not in lower]
    extra = [name for name in inside if name.startswith(_MUST_NOT) or name.endswith(_MUST_NOT)]
    return [f"missing: {name}" for name in missing] + [f"should not be in it: {name}" for name in extra]


def problems_of_run(folder: Path, interpreter: Path) -> list[str]:
    """What goes wrong when a Python runs the unpacked package."""
    launch = folder / "extension" / "python" / "launch.py"
    libraries = f"import sys; sys.path[:0] = [{str(launch.parent)!r}, {str(launch.parent / 'libs')!r}];"
    isolated = ["env", "-i", "PATH=/usr/bin:/bin", str(interpreter), "-I", "-S", "-B"]
    commands = ([*isolated, str(launch), "--version"], [*isolated, "-c", libraries + _IMPORTS])
    failed = []
    for command in commands:
        done = subprocess.run([*_no_network(), *command], capture_output=True, text=True, timeout=60, check=False)
        if done.returncode != 0:
            failed.append(f"{interpreter}: {done.stdout}{done.stderr}")
    return failed


def _no_network() -> list[str]:
    """The prefix of a command that is to have no network; empty where that is not to be had."""
    prefix = ["unshare", "--net", "--map-root-user"]
    try:
        allowed = subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return []
    return prefix if allowed else []


def main() -> int:
    target = toolchain.target()
    vsix = package.PACKAGES / f"branchline-{target}.vsix"
    if not vsix.exists():
        print(f"there is no {vsix}: run `make package` first")
        return 2
    interpreters = [toolchain.base_python(), Path("/usr/bin/python3"), *pythons.interpreters().values()]
    with tempfile.TemporaryDirectory(prefix="branchline-verify-") as temporary:
        with zipfile.ZipFile(vsix) as archive:
            names = archive.namelist()
            archive.extractall(temporary)
        problems = problems_of_list(names)
        served = [python for python in dict.fromkeys(interpreters) if _is_served(python)]
        for interpreter in served:
            problems += problems_of_run(Path(temporary), interpreter)
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
