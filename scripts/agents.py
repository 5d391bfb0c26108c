"""The real agent programs that some tests start, at fixed versions, in the cache.

`tests/real_agents/programs` names them, with a lock file for npm's and one for aider's Python packages: nothing that is
fetched is other than what was tried. Where a vendor publishes a program for each platform it is fetched without its
wrapper. To lock anew: `npm install --package-lock-only --ignore-scripts` there, and the command in aider.lock's head.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cache
import pythons
import toolchain

LOCKS = toolchain.ROOT / "tests" / "real_agents" / "programs"
_AIDER_LOCK = LOCKS / "aider.lock"
NPM = {
    "claude": ("@anthropic-ai/claude-code-{platform}", "claude"),
    "cn": ("@continuedev/cli", "dist/cn.js"),
    "codex": ("codex-{platform}", "vendor/*/bin/codex"),
    "copilot": ("@github/copilot-{platform}", "copilot"),
    "gemini": ("@google/gemini-cli", "bundle/gemini.js"),
    "opencode": ("opencode-{opencode}", "bin/opencode"),
    "qwen": ("@qwen-code/qwen-code", "cli-entry.js"),
}
"""By name: the npm package, and the program's place in it. `cn` has no room here: it is one that nobody adapted to."""
AIDER_PYTHONS = ("3.11", "3.12", "3.10")
"""aider installs on no later one; the first was tried most."""


def programs() -> Path:
    """The folder with a link to each program, by its name on PATH; fetched when it is not there yet.

    What is not to be had for this machine is left out: a program that npm has for other platforms only, or aider
    without a Python that it installs on.
    """
    packages = (LOCKS / "package.json", LOCKS / "package-lock.json")

    def build(folder: Path) -> None:
        (folder / "bin").mkdir()
        toolchain.together(lambda: _from_npm(folder, packages), lambda: _aider(folder))

    key = cache.key(*packages, _AIDER_LOCK, toolchain.NODE[toolchain.target()])
    return cache.entry("agents", key, build) / "bin"


def _from_npm(folder: Path, packages: tuple[Path, ...]) -> None:
    for path in packages:
        (folder / path.name).write_bytes(path.read_bytes())
    # Not `npm ci`: that wants every optional package for other machines in the lock, and some cannot be had.
    toolchain.npm(folder, "install", "--ignore-scripts")
    # Two of the programs are scripts for a Node newer than the one that the machine may have.
    (folder / "bin" / "node").symlink_to(toolchain.node() / "bin" / "node")
    locked = json.loads((folder / "package-lock.json").read_text())["packages"]
    platform = toolchain.target()
    # Builds for every x64 machine; the plain ones need AVX2.
    opencode = f"{platform}-baseline" if platform.endswith("x64") else platform
    for name, (pattern, place) in NPM.items():
        package = pattern.format(platform=platform, opencode=opencode)
        found = next(iter((folder / "node_modules" / package).glob(place)), None)
        if found is not None:
            found.chmod(0o755)
            (folder / "bin" / name).symlink_to(found)
        elif f"node_modules/{package}" in locked:
            raise toolchain.SetUpError(f"There is no {place} in {package}, which npm installed for {name}.")
        else:
            print(f"{name} is left out: its lock file has nothing for {platform}", file=sys.stderr)


def _aider(folder: Path) -> None:
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = {ours: toolchain.base_python(), **pythons.interpreters()}
    python = next((found[version] for version in AIDER_PYTHONS if version in found), None)
    if python is None:
        print(f"aider is left out: there is no Python of {', '.join(AIDER_PYTHONS)} here", file=sys.stderr)
        return
    place = folder / "aider"
    toolchain.run([python, "-m", "venv", place])
    pip: list[str | Path] = [place / "bin" / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    # Without dependencies: the lock names all, and there is nothing to work out.
    toolchain.run([*pip, "--no-deps", "--require-hashes", "-r", _AIDER_LOCK])
    (folder / "bin" / "aider").symlink_to(place / "bin" / "aider")


def main() -> int:
    """Prints the folder."""
    try:
        print(programs())
    except toolchain.SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    return 0
