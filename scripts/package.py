"""Builds the extension's packages, one for each platform, and prints what they weigh.

Each is packed from a folder of its own, so that a checkout in use is never touched.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import bundle
import toolchain

PACKAGES = toolchain.ROOT / "artifacts" / "packages"


def build() -> None:
    """Compile the extension's TypeScript into extension/dist."""
    toolchain.extension_modules()
    toolchain.npm(toolchain.EXTENSION, "run", "--silent", "build")


def shipped() -> list[str]:
    """Globs of what a package holds beside its manifest, which says so: vsce packs nothing else, and fails where one of
    them finds nothing."""
    patterns: list[str] = json.loads((toolchain.EXTENSION / "package.json").read_text())["files"]
    return patterns


def package(target: str, folder: Path = PACKAGES) -> Path:
    """The VSIX for a platform, made from extension/dist as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    vsix = folder / f"branchline-{target}.vsix"
    with tempfile.TemporaryDirectory(prefix="branchline-package-") as temporary:
        stage = Path(temporary, "extension")
        _copy_shipped(stage)
        bundle.assemble(stage / "python", target)
        shutil.copy(toolchain.ROOT / "LICENSE", stage / "LICENSE")
        shutil.copy(toolchain.ROOT / "CHANGELOG.md", stage / "CHANGELOG.md")
        stage.joinpath("NOTICES.txt").write_text(bundle.notices(target))
        _strip_manifest(stage / "package.json")
        vsce = toolchain.EXTENSION / "node_modules" / "@vscode" / "vsce" / "vsce"
        node = toolchain.node() / "bin" / "node"
        _quietly(
            [node, vsce, "package", "--no-dependencies", "--allow-missing-repository", "--target", target, "-o", vsix],
            stage,
        )
    return vsix


def install(vsix: Path) -> None:
    """Put a package into the desktop VS Code, or say how to."""
    if (code := shutil.which("code")) is None:
        print(
            f"No `code` command was found, so nothing was installed. In VS Code: Extensions view, … menu, "
            f"“Install from VSIX…”, and choose {vsix}"
        )
        return
    subprocess.run([code, "--install-extension", vsix, "--force"], check=True, stdin=subprocess.DEVNULL)
    print("Reload the VS Code windows that are open.")


def _copy_shipped(stage: Path) -> None:
    """Of what ships, that which lies in the extension's folder; the rest is gathered or made."""
    for pattern in ("package.json", *shipped()):
        for file in toolchain.EXTENSION.glob(pattern):
            copy = stage / file.relative_to(toolchain.EXTENSION)
            if file.is_file():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, copy)


def _quietly(command: list[str | Path], cwd: Path) -> None:
    """vsce lists every file that it packs, which is worth reading only when it fails."""
    done = subprocess.run(
        command,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise toolchain.SetUpError(f"vsce could not pack the extension:\n{done.stdout}")


def _strip_manifest(file: Path) -> None:
    """Without what only a checkout can run: vsce would try to build again."""
    manifest = json.loads(file.read_text())
    for name in ("scripts", "devDependencies", "dependencies"):
        manifest.pop(name, None)
    file.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="PLATFORM", help=f"of {', '.join(bundle.TARGETS)}; default: all")
    parser.add_argument("--install", action="store_true", help="build for this machine and install it into VS Code")
    options = parser.parse_args()
    if unknown := set(options.targets) - set(bundle.TARGETS):
        parser.error(f"no such platform: {', '.join(sorted(unknown))}")
    targets = [toolchain.target()] if options.install else options.targets or list(bundle.TARGETS)
    build()
    for target in targets:
        vsix = package(target)
        print(f"{vsix.stat().st_size / 1e6:5.1f} MB  {os.path.relpath(vsix)}", flush=True)
        if options.install:
            install(vsix)


if __name__ == "__main__":
    try:
        main()
    except (toolchain.SetUpError, subprocess.CalledProcessError) as error:
        sys.exit(str(error))
