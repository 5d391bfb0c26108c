"""Runs the tests that do not need an editor on all other Pythons that Branchline serves and this machine has."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import suites
import toolchain

SERVED = ("3.10", "3.11", "3.12", "3.13", "3.14")


def interpreters() -> dict[str, Path]:
    """One for each served version but the one that runs this, the oldest first."""
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = {version: _find(version) for version in SERVED if version != ours}
    return {version: path for version, path in found.items() if path}


def _find(version: str) -> Path | None:
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    candidates = [path / "bin" / "python3" for path in sorted(pyenv.glob(f"{version}.*"))]
    if on_path := shutil.which(f"python{version}"):
        candidates.insert(0, Path(on_path))
    return next((path for path in candidates if _runs(path, version)), None)


def _runs(interpreter: Path, version: str) -> bool:
    """A shim of pyenv is on the PATH for versions that it does not run; a Debian Python may lack venv."""
    question = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    try:
        asked = subprocess.run([interpreter, "-c", question], capture_output=True, text=True, timeout=20, check=False)
    except OSError:
        return False
    return asked.stdout.strip() == version


@functools.cache
def oldest() -> Path:
    """Of our set-up for the oldest served version that this machine has."""
    interpreter = next(iter(interpreters().values()), None)
    return toolchain.python(interpreter) if interpreter else toolchain.python()


def _passes(interpreter: Path, folders: Sequence[str]) -> bool:
    pytest: list[str | Path] = [toolchain.python(interpreter), "-m", "pytest", "-q", "-p", "no:cacheprovider", *folders]
    return subprocess.run(pytest, cwd=toolchain.ROOT, stdin=subprocess.DEVNULL, check=False).returncode == 0


def main() -> int:
    found = interpreters()
    if not found:
        print("There is no other Python on this machine.")
    failed = []
    for version, interpreter in found.items():
        print(f"Python {version}: {interpreter}", flush=True)
        if not _passes(interpreter, suites.OTHER_PYTHONS):
            failed.append(version)
    if failed:
        print(f"failed on Python {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
