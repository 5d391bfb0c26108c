"""The real agent programs that some tests start, at fixed versions, in the cache.

Each is the program built for this platform, fetched without its wrapper: with an older Node, npm would silently pick an
older version of some of them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import cache
import toolchain

CLAUDE, CODEX, OPENCODE = "2.1.329", "0.169.0", "1.18.33"

PROGRAMS = {
    "claude": "node_modules/@anthropic-ai/claude-code-{platform}/claude",
    "codex": "node_modules/codex-{platform}/vendor/*/bin/codex",
    "opencode": "node_modules/opencode-{opencode}/bin/opencode",
}
"""Where each one is after the install."""


def programs() -> Path:
    """The folder with a link to each program, by its name on PATH; fetched when it is not there yet."""
    platform = toolchain.target()
    # Builds for every x64 machine; the plain ones need AVX2.
    opencode = f"{platform}-baseline" if platform.endswith("x64") else platform
    packages = (
        f"@anthropic-ai/claude-code-{platform}@{CLAUDE}",
        f"codex-{platform}@npm:@openai/codex@{CODEX}-{platform}",
        f"opencode-{opencode}@{OPENCODE}",
    )

    def build(folder: Path) -> None:
        toolchain.npm(folder, "install", "--ignore-scripts", "--no-save", "--prefix", folder, *packages)
        (folder / "bin").mkdir()
        for name, pattern in PROGRAMS.items():
            place = pattern.format(platform=platform, opencode=opencode)
            found = next(iter(folder.glob(place)), None)
            if found is None:
                raise toolchain.SetUpError(f"There is no {place} in what npm installed for {name}.")
            found.chmod(0o755)
            (folder / "bin" / name).symlink_to(found)

    return cache.entry("agents", cache.key(*packages), build) / "bin"


def main() -> int:
    """Prints the folder."""
    try:
        print(programs())
    except toolchain.SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    return 0
