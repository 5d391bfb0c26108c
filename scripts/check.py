"""`make test`: everything that CI runs, in two lanes at once, every stage even when an earlier one failed.

Two, because more of them starve the programs that they start: a terminal program that gets no time looks hung.

Each stage writes artifacts/logs/NAME.log; the log of a stage that fails is printed. Names as arguments
run these stages alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import editor
import toolchain

LOGS = toolchain.ROOT / "artifacts" / "logs"


@dataclass(frozen=True)
class Stage:
    """`argv` is asked for when the stage starts, so that its own set-up counts as the stage's."""

    name: str
    argv: Callable[[], list[str | Path]]
    cwd: Path = toolchain.ROOT


def python(*arguments: str) -> Callable[[], list[str | Path]]:
    return lambda: [toolchain.python(), *arguments]


def node(program: str, *arguments: str, modules: Path = toolchain.EXTENSION) -> Callable[[], list[str | Path]]:
    """A program of the extension's or the browser tests' node modules."""
    return lambda: [modules / "node_modules" / ".bin" / program, *arguments]


def script(name: str, *arguments: str) -> Callable[[], list[str | Path]]:
    return lambda: [sys.executable, toolchain.ROOT / "scripts" / f"{name}.py", *arguments]


def npm(name: str) -> Callable[[], list[str | Path]]:
    return lambda: ["npm", "run", "--silent", name]


def agents() -> None:
    toolchain.run([sys.executable, toolchain.ROOT / "scripts" / "install-agents"])


@dataclass(frozen=True)
class Lane:
    """Stages that run one after the other, and what has to be there first."""

    needs: tuple[Callable[[], object], ...]
    stages: tuple[Stage, ...]


E2E_ONLY = {"modules": toolchain.E2E}
PYTHON_LANE = Lane(
    needs=(toolchain.python,),
    stages=(
        Stage("ruff", lambda: [toolchain.packages() / "bin" / "ruff", "check"]),
        Stage("format", lambda: [toolchain.packages() / "bin" / "ruff", "format", "--check"]),
        Stage("imports", python("-c", "from importlinter.cli import lint_imports_command as run; run()")),
        Stage("mypy", python("-m", "mypy")),
        Stage("eval", lambda: ["make", "eval"]),
        Stage(
            "pytest",
            python("-m", "pytest", "-q", "--durations=10", "--ignore=tests/real_agents", "--ignore=tests/crash"),
        ),
        Stage("pythons", script("pythons")),
    ),
)
PROGRAMS_LANE = Lane(
    needs=(
        toolchain.python,
        agents,
        toolchain.extension_modules,
        toolchain.e2e_modules,
        toolchain.code_server,
        toolchain.browser,
    ),
    stages=(
        Stage("tsc", npm("typecheck"), toolchain.EXTENSION),
        Stage("biome", npm("lint"), toolchain.EXTENSION),
        Stage("unit", npm("test"), toolchain.EXTENSION),
        Stage("package", script("package", toolchain.target())),
        Stage("vsix", script("verify_package")),
        Stage("e2e-tsc", node("tsc", "--noEmit", **E2E_ONLY), toolchain.E2E),
        Stage("bundle", script("bundle")),
        Stage("dist-test", npm("build:tests"), toolchain.EXTENSION),
        Stage("mocha", node("playwright", "test", "--project=mocha", **E2E_ONLY), toolchain.E2E),
        Stage("browser", node("playwright", "test", "--project=browser", **E2E_ONLY), toolchain.E2E),
        Stage("agents", python("-m", "pytest", "-q", "--durations=10", "tests/real_agents")),
        Stage("crash", python("-m", "pytest", "-q", "-s", "tests/crash")),
    ),
)


def set_up(lanes: list[Lane]) -> dict[str, str]:
    """What the lanes need; returns the environment that their stages run in."""
    toolchain.together(*dict.fromkeys(need for lane in lanes for need in lane.needs))
    browser = str(toolchain.browser()) if PROGRAMS_LANE in lanes else ""
    return editor.environment(
        {
            "PATH": f"{toolchain.node() / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "BRANCHLINE_BROWSER": browser,
        }
    )


def run(stage: Stage, environment: dict[str, str]) -> tuple[bool, float]:
    """Whether the stage passed, and its seconds."""
    log = LOGS / f"{stage.name}.log"
    started = time.monotonic()
    with log.open("wb") as output:
        done = subprocess.run(
            stage.argv(),
            cwd=stage.cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    seconds = time.monotonic() - started
    passed = done.returncode == 0
    text = "" if passed else log.read_text(errors="replace")
    print(f"{text}{'ok    ' if passed else 'FAILED'} {stage.name:10} {seconds:6.1f} s", flush=True)
    return passed, seconds


def main(names: list[str]) -> int:
    every = (PYTHON_LANE, PROGRAMS_LANE)
    known = [stage.name for lane in every for stage in lane.stages]
    if unknown := set(names) - set(known):
        print(f"no such stage: {', '.join(sorted(unknown))}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    LOGS.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    lanes = [lane for lane in every if not names or any(stage.name in names for stage in lane.stages)]
    environment = set_up(lanes)
    print(f"set up in {time.monotonic() - started:.1f} s", flush=True)
    results: dict[str, tuple[bool, float]] = {}

    def work(lane: Lane) -> None:
        for stage in lane.stages:
            if not names or stage.name in names:
                results[stage.name] = (False, 0.0)
                results[stage.name] = run(stage, environment)

    threads = [threading.Thread(target=work, args=(lane,)) for lane in lanes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    failed = [name for name in known if name in results and not results[name][0]]
    print(f"\n{len(results)} stages in {time.monotonic() - started:.0f} s: ", end="")
    print(f"{', '.join(failed)} FAILED (logs in {LOGS})" if failed else "all passed")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (toolchain.SetUpError, subprocess.CalledProcessError) as error:
        sys.exit(str(error))
