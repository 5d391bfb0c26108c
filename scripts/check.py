"""`make check`, `make test` and `make test-all`: the gate in three sizes, every stage even when an earlier one failed.

check   lint, types and the tests of what runs in one process: a minute, before every commit
test    everything that CI runs; proofs by repetition are short and seeded, and of what starts whole programs a commit
        runs a share of the files
all     the same with every proof in its full length, on every Python of this machine

Groups of stages run in several lanes at once. Each stage writes artifacts/logs/NAME.log; the log of a stage that
fails is printed. Names of stages run these alone.
"""

from __future__ import annotations

import argparse
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import editor
import projects
import pythons
import suites
import toolchain

LOGS = toolchain.ROOT / "artifacts" / "logs"
LANES = {"check": 4, "test": 3, "all": 3}
"""Most groups wait for programs or timers, so that fewer leave a machine of two cores idle; more starve the programs
that `test` starts, and a terminal program that gets no time looks hung."""
COUNTED = "proof: "
"""What a line of a log begins with that is printed though its stage passed."""


@dataclass(frozen=True)
class Stage:
    """`argv` is asked for when the stage starts, so that its own set-up counts as the stage's; a stage that has a
    `share` gets the names of its files there."""

    name: str
    argv: Callable[[], list[str | Path]]
    cwd: Path = toolchain.ROOT
    share: suites.Share | None = None


@dataclass(frozen=True)
class Group:
    """Stages that run one after the other, and what has to be there first."""

    needs: tuple[Callable[[], object], ...]
    stages: tuple[Stage, ...]


def python(*arguments: str) -> Callable[[], list[str | Path]]:
    return lambda: [toolchain.python(), *arguments]


def pytest(*arguments: str, on: Callable[[], Path] = toolchain.python) -> Callable[[], list[str | Path]]:
    return lambda: [on(), "-m", "pytest", "-q", "--durations=10", *arguments]


def node(program: str, *arguments: str, modules: Path = toolchain.EXTENSION) -> Callable[[], list[str | Path]]:
    """A program of the extension's or the browser tests' node modules."""
    return lambda: [modules / "node_modules" / ".bin" / program, *arguments]


def script(name: str, *arguments: str) -> Callable[[], list[str | Path]]:
    return lambda: [sys.executable, toolchain.ROOT / "scripts" / f"{name}.py", *arguments]


def npm(name: str) -> Callable[[], list[str | Path]]:
    return lambda: ["npm", "run", "--silent", name]


def agents() -> None:
    toolchain.run([sys.executable, toolchain.ROOT / "scripts" / "install-agents"])


E2E_ONLY = {"modules": toolchain.E2E}
STYLE = Group(
    needs=(toolchain.python,),
    stages=(
        Stage("ruff", lambda: [toolchain.packages() / "bin" / "ruff", "check"]),
        Stage("format", lambda: [toolchain.packages() / "bin" / "ruff", "format", "--check"]),
        Stage("imports", python("-c", "from importlinter.cli import lint_imports_command as run; run()")),
    ),
)


def in_process(on: Callable[[], Path], parts: dict[str, tuple[str, ...]]) -> tuple[Group, ...]:
    needs = (on, toolchain.programs)
    return tuple(Group(needs, (Stage(name, pytest(*arguments, on=on)),)) for name, arguments in parts.items())


TYPES = Group(needs=(toolchain.python,), stages=(Stage("mypy", python("-m", "mypy")),))
EXTENSION = Group(
    needs=(toolchain.extension_modules,),
    stages=(
        Stage("tsc", npm("typecheck"), toolchain.EXTENSION),
        Stage("biome", npm("lint"), toolchain.EXTENSION),
        Stage("unit", npm("test"), toolchain.EXTENSION),
    ),
)
EDITOR = Group(
    needs=(
        toolchain.python,
        toolchain.extension_modules,
        toolchain.e2e_modules,
        toolchain.code_server,
        toolchain.browser,
    ),
    stages=(
        Stage("package", script("package", toolchain.target())),
        Stage("vsix", script("verify_package")),
        Stage("e2e-tsc", node("tsc", "--noEmit", **E2E_ONLY), toolchain.E2E),
        Stage("bundle", script("bundle")),
        Stage("dist-test", npm("build:tests"), toolchain.EXTENSION),
        Stage("mocha", node("playwright", "test", "--project=mocha", **E2E_ONLY), toolchain.E2E),
        Stage(
            "browser", node("playwright", "test", "--project=browser*", **E2E_ONLY), toolchain.E2E, share=suites.SPECS
        ),
    ),
)
AGENTS = Group(needs=(toolchain.python, agents), stages=(Stage("agents", pytest(), share=suites.REAL_AGENTS),))
STORIES = Group(needs=(toolchain.python,), stages=(Stage("stories", pytest(), share=suites.STORIES),))
PROGRAMS = Group(
    needs=(toolchain.python, toolchain.programs, projects.folder),
    stages=(
        Stage("programs", pytest(*suites.PROGRAMS)),
        Stage("projects", pytest(suites.PROJECTS)),
        Stage("crash", pytest(suites.CRASH)),
        Stage("eval", lambda: ["make", "eval"]),
    ),
)
EVERY = Group(needs=(toolchain.python, toolchain.programs), stages=(Stage("pythons", script("pythons")),))

UNITS = {"pytest": suites.UNITS, "service": suites.QUICK, "terminals": (suites.TERMINALS,)}
CHECK = (*in_process(toolchain.python, UNITS), STYLE, TYPES, EXTENSION)
# The longest first, so that the lanes end at about the same time. What runs in one process runs once at every push: on
# the oldest Python, which has the least. `check` has it on that of this machine.
LONG = (EDITOR, AGENTS, STORIES, PROGRAMS)
WITH_GIT = in_process(toolchain.python, suites.WITH_GIT)
TEST = (*LONG, *WITH_GIT, *in_process(pythons.oldest, UNITS), STYLE, TYPES, EXTENSION)
ALL = (EVERY, *LONG, *WITH_GIT, *CHECK)
SIZES = {"check": CHECK, "test": TEST, "all": ALL}


def set_up(groups: Sequence[Group]) -> dict[str, str]:
    """What the groups need; returns the environment that their stages run in."""
    needs = dict.fromkeys(need for group in groups for need in group.needs)
    toolchain.together(*needs)
    browser = str(toolchain.browser()) if toolchain.browser in needs else ""
    ours = editor.environment(
        {
            "PATH": f"{toolchain.node() / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "BRANCHLINE_BROWSER": browser,
        }
    )
    # Common where programs run in containers: each stage would compile every module, and rewrite every test, anew.
    ours.pop("PYTHONDONTWRITEBYTECODE", None)
    return ours


def run(stage: Stage, environment: dict[str, str]) -> tuple[bool, float]:
    """Whether the stage passed, and its seconds."""
    log = LOGS / f"{stage.name}.log"
    started = time.monotonic()
    names, told = stage.share.chosen(environment.get(suites.FULL) == "1") if stage.share else ([], "")
    with log.open("wb") as output:
        output.write(f"{COUNTED}{told}\n".encode() if told else b"")
        output.flush()
        done = subprocess.run(
            [*stage.argv(), *names],
            cwd=stage.cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    seconds = time.monotonic() - started
    passed = done.returncode == 0
    text = log.read_text(errors="replace")
    proofs = [f"       {line}\n" for line in text.splitlines() if line.startswith(COUNTED)]
    print(f"{'' if passed else text}{'ok    ' if passed else 'FAILED'} {stage.name:10} {seconds:6.1f} s", flush=True)
    print("".join(proofs), end="", flush=True)
    return passed, seconds


def run_all(groups: Sequence[Group], environment: dict[str, str], lanes: int) -> dict[str, bool]:
    """Which stages passed."""
    results: dict[str, bool] = {}
    waiting: queue.SimpleQueue[Group] = queue.SimpleQueue()
    for group in groups:
        waiting.put(group)

    def work() -> None:
        while True:
            try:
                group = waiting.get_nowait()
            except queue.Empty:
                return
            for stage in group.stages:
                results[stage.name] = False
                results[stage.name], _ = run(stage, environment)

    threads = [threading.Thread(target=work) for _ in range(lanes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def chosen(size: str, names: Sequence[str]) -> list[Group]:
    """The groups of that size with the stages of these names; with all when there are none."""
    groups = [Group(group.needs, tuple(each for each in group.stages if each.name in names)) for group in SIZES[size]]
    return [group for group in groups if group.stages] if names else list(SIZES[size])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("stages", nargs="*", metavar="STAGE")
    options = parser.parse_args()
    known = [stage.name for group in SIZES[options.size] for stage in group.stages]
    if unknown := set(options.stages) - set(known):
        parser.error(f"no such stage: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    LOGS.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    groups = chosen(options.size, options.stages)
    environment = set_up(groups) | ({suites.FULL: "1"} if options.size == "all" else {})
    print(f"set up in {time.monotonic() - started:.1f} s", flush=True)
    results = run_all(groups, environment, LANES[options.size])
    failed = [name for name in known if not results.get(name, True)]
    print(f"\n{len(results)} stages in {time.monotonic() - started:.0f} s: ", end="")
    print(f"{', '.join(failed)} FAILED (logs in {LOGS})" if failed else "all passed")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (toolchain.SetUpError, subprocess.CalledProcessError) as error:
        sys.exit(str(error))
