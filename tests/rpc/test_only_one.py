"""How a sidecar loads what makes it one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import branchline

SCRIPT = (
    "import gc, sys; sys.path.insert(0, sys.argv[1]); from branchline.rpc import only_one\n"
    "assert 'branchline.rpc.daemon' not in sys.modules\n"
    "print(only_one._loaded().__name__, gc.isenabled(), gc.get_freeze_count() > 50_000)"
)


def test_what_it_loads_is_never_looked_through_for_garbage_and_what_comes_later_is() -> None:
    folder = str(Path(branchline.__file__).parents[1])
    done = subprocess.run([sys.executable, "-c", SCRIPT, folder], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["branchline.rpc.daemon", "True", "True"]
