"""Gathers the Python side for one platform: all of sidecar/, and libs/ beside it, as they lie in the extension.

Nothing is compiled and everything is pinned by hash, so that the same checkout gives the same files. One
folder serves every Python from 3.10 on: the only binary is libghostty-vt, which is loaded by ctypes.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

import cache
import toolchain

WHEELS = {
    "linux-x64": "manylinux_2_28_x86_64",
    "linux-arm64": "manylinux_2_28_aarch64",
    "darwin-x64": "macosx_13_0_x86_64",
    "darwin-arm64": "macosx_13_0_arm64",
}
TARGETS = tuple(WHEELS)
SIDECAR = toolchain.ROOT / "sidecar"
_LOCK = toolchain.ROOT / "requirements.lock"
_LEFT_OUT = ("cffi", "pycparser")
"""What pyghostty's own binding needs. Ours needs its library alone."""
_USELESS = ("bin", "**/__pycache__", "**/test", "**/tests", "**/RECORD", "**/INSTALLER", "**/REQUESTED", "**/doc")


def libraries(target: str) -> Path:
    """A folder with the dependencies for a platform."""
    return cache.entry("libs", cache.key(target, _LOCK, Path(__file__)), lambda folder: _install(folder, target))


def assemble(folder: Path, target: str) -> None:
    """Make `folder` hold the whole Python side; what was in it goes."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(libraries(target), folder / "libs", ignore=shutil.ignore_patterns(".complete"))
    for name in sources():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SIDECAR / name, folder / name)


def sources() -> list[str]:
    """Every file of the sidecar, by its path there: all of them ship."""
    names = (file.relative_to(SIDECAR) for file in SIDECAR.rglob("*") if file.is_file())
    return sorted(str(name) for name in names if not any(re.match(r"\.|__pycache__$", part) for part in name.parts))


def notices(target: str) -> str:
    """The licences of everything bundled, for people to read."""
    parts = ["Branchline ships these packages, unchanged but for tests left out, under their own licences.\n"]
    for metadata in sorted(libraries(target).glob("*.dist-info")):
        name, _, version = metadata.name.removesuffix(".dist-info").partition("-")
        found = (file for file in metadata.rglob("*") if re.match(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", file.name))
        texts = [file.read_text(errors="replace").strip() for file in sorted(found) if file.is_file()]
        parts.append(f"\n{'=' * 80}\n{name} {version}\n{'=' * 80}\n" + "\n\n".join(texts) + "\n")
    return "".join(parts)


def _install(folder: Path, target: str) -> None:
    pins = folder / "pins.txt"
    pins.write_text(without(_LOCK.read_text(), _LEFT_OUT))
    # The oldest Python that is served decides what is bundled: it needs the most.
    choice = ["--only-binary=:all:", "--platform", WHEELS[target], "--python-version", "3.10", "--implementation", "cp"]
    pip: list[str | Path] = [
        toolchain.packages() / "bin" / "python",
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--require-hashes",
        "--no-compile",
    ]
    toolchain.run([*pip, *choice, "--target", folder, "-r", pins])
    pins.unlink()
    for pattern in _USELESS:
        for found in sorted(folder.glob(pattern)):
            shutil.rmtree(found) if found.is_dir() else found.unlink(missing_ok=True)
    for file in folder.glob("pyghostty/*"):
        if file.name != "_lib":
            shutil.rmtree(file) if file.is_dir() else file.unlink()


def without(lock: str, names: tuple[str, ...]) -> str:
    """The lock file's text less some packages: each starts a line, its hashes follow on indented ones."""
    entries = re.split(r"(?m)^(?=\S)", lock)
    return "".join(entry for entry in entries if entry.split("==")[0] not in names)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=toolchain.EXTENSION / "python")
    parser.add_argument("--target", choices=TARGETS, default=toolchain.target())
    options = parser.parse_args()
    try:
        assemble(options.folder, options.target)
    except (toolchain.SetUpError, subprocess.CalledProcessError) as error:
        sys.exit(str(error))
