"""Starts VS Code as a server on loopback, with settings, extensions and state in a folder of its own.

As a program it becomes that server: its process id is the server's.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import cache
import toolchain

SETTINGS = {
    "chat.disableAIFeatures": True,
    "git.openRepositoryInParentFolders": "never",
    "security.workspace.trust.enabled": False,
    "telemetry.telemetryLevel": "off",
    "update.mode": "none",
    "window.confirmBeforeClose": "never",
    "workbench.colorTheme": "Default Dark Modern",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
    "workbench.welcomePage.walkthroughs.openOnInstall": False,
}


def command(home: Path, port: int, *, smoke_test_driver: bool = False) -> list[str]:
    """The argv of a server for everything under `home`."""
    options = ["--vscode-option", "enable-smoke-test-driver"] if smoke_test_driver else []
    return [
        *_program(home),
        *("--bind-addr", f"127.0.0.1:{port}", "--auth", "none"),
        *("--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"),
        *("--disable-getting-started-override", "--ignore-last-opened", "--reconnection-grace-time", "2"),
        *options,
    ]


def environment(extra: dict[str, str]) -> dict[str, str]:
    """Ours without what another VS Code put there: it would take over the server's extension host and git."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("VSCODE_")}
    ours.pop("NODE_OPTIONS", None)
    # The gallery is switched off: nothing here asks the network for anything.
    return {**ours, "EXTENSIONS_GALLERY": '{"serviceUrl":""}', **extra}


def seed(home: Path, settings: dict[str, object]) -> None:
    """Write the first start's settings into a new `home`; those that are there stay."""
    # A window on a server takes the machine's settings from a file of their own.
    machine = {name: value for name, value in settings.items() if name.startswith("branchline.")}
    for folder, these in {"User": {**SETTINGS, **settings}, "Machine": machine}.items():
        file = home / "data" / folder / "settings.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.write_text(json.dumps(these, indent=2))
    (home / "code-server.yaml").touch()


def install(home: Path, vsix: Path) -> None:
    """Install an extension from its package. Raises CalledProcessError when VS Code refuses it."""
    subprocess.run(
        [*_program(home), "--install-extension", str(vsix), "--force"],
        check=True,
        env=environment({}),
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
    )


def install_copy(home: Path, vsix: Path) -> None:
    """As `install` into a new `home`. VS Code does it once for a package, and the others get what it made."""
    made = toolchain.ROOT / "artifacts" / "installed"
    cache.fill(made, made / ".complete", cache.key(vsix, toolchain.CODE_SERVER), lambda _: install(made, vsix))
    extensions = home / "extensions"
    shutil.copytree(made / "extensions", extensions)
    # VS Code keeps a list of what is installed, by absolute paths.
    listed = extensions / "extensions.json"
    listed.write_text(listed.read_text().replace(str(made / "extensions"), str(extensions)))


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _program(home: Path) -> list[str]:
    return [
        *(str(toolchain.node() / "bin" / "node"), str(toolchain.code_server())),
        *("--config", str(home / "code-server.yaml")),
        *("--user-data-dir", str(home / "data"), "--extensions-dir", str(home / "extensions")),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path, help="folder for settings, extensions and state")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--install", type=Path, metavar="VSIX")
    parser.add_argument("--settings", type=json.loads, default={}, metavar="JSON", help="beside those of this file")
    parser.add_argument("--smoke-test-driver", action="store_true", help="let a page's address name an extension")
    options = parser.parse_args()
    home = options.home.absolute()
    seed(home, options.settings)
    if options.install:
        install_copy(home, options.install)
    port = options.port or free_port()
    print(f"http://127.0.0.1:{port}/", flush=True)
    argv = command(home, port, smoke_test_driver=options.smoke_test_driver)
    os.execve(argv[0], argv, environment({}))  # noqa: S606, the server takes this process over


if __name__ == "__main__":
    main()
