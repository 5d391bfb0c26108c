"""`make test-busy`: passes `make test` some times while four busy loops run beside it. What passes then is not luck.

Each run is told in a line; the logs of one that failed are kept beside the others, in artifacts/logs-busy-NUMBER.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import check
import suites
import toolchain

LOOPS = 4
_LOOP = "import os, sys\nwhile os.getppid() == int(sys.argv[1]):\n    for _ in range(10**6): pass"
"""It ends with the one that started it, too, whatever ends that one."""


@contextlib.contextmanager
def busy() -> Iterator[list[subprocess.Popen[bytes]]]:
    loop = [sys.executable, "-c", _LOOP, str(os.getpid())]
    loops = [subprocess.Popen(loop, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) for _ in range(LOOPS)]
    try:
        yield loops
    finally:
        for each in loops:
            each.kill()
            each.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("stages", nargs="*", metavar="STAGE")
    options = parser.parse_args()
    command: list[str | Path] = [sys.executable, toolchain.ROOT / "scripts" / "check.py", "test", *options.stages]
    told = []
    for number in range(1, options.runs + 1):
        started = time.monotonic()
        # Another share of the files than the run before.
        environment = {**os.environ, "BRANCHLINE_SEED": f"{suites.seed()}-{number}"}
        with busy():
            passed = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False).returncode == 0
        told.append(f"run {number}: {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.0f} s")
        print(told[-1], flush=True)
        if not passed:
            shutil.copytree(check.LOGS, check.LOGS.with_name(f"logs-busy-{number}"), dirs_exist_ok=True)
    failed = sum("FAILED" in each for each in told)
    print("\n".join(["", *told, f"{options.runs} runs beside {LOOPS} busy loops: {failed or 'none'} failed"]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
