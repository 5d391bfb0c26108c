"""How a sidecar loads what makes it one: no more before its list than the list needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import branchline

FOR_THE_LIST = (
    "import gc, sys; sys.path.insert(0, sys.argv[1]); from branchline.rpc import only_one\n"
    "assert 'branchline.rpc.daemon' not in sys.modules\n"
    "daemon = only_one._loaded()\n"
    "assert not gc.isenabled()\n"
)
WHOLE = FOR_THE_LIST + "daemon._rest(); assert gc.isenabled(); assert gc.get_freeze_count() > 50_000\n"
LOADED = "print('\\n'.join(sys.modules))"


def loaded(script: str) -> set[str]:
    folder = str(Path(branchline.__file__).parents[1])
    done = subprocess.run([sys.executable, "-c", script + LOADED, folder], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_list_needs_little() -> None:
    """Its time is that of what it imports. Who needs something here for the list splits it from the rest."""
    names = loaded(FOR_THE_LIST)
    assert "branchline.rpc.everything" in names
    packages = {"pygls", "lsprotocol", "git", "pyghostty", "ctypes", "sqlite3", "tempfile", "shutil", "uuid"}
    parts = {
        "service.service",
        "service.terminals.terminals",
        "service.timeline.timeline",
        "rpc.server",
        "rpc.protocol",
    }
    rules = {"core.session.lifecycle", "core.session.events", "core.naming.keywords", "core.policy.rules"}
    assert names & {*packages, *(f"branchline.{each}" for each in (*parts, *rules))} == set()
    assert {each for each in names if each.startswith("branchline.rpc.handlers")} == set()
    messages = {each.rpartition(".")[2] for each in names if each.startswith("branchline.rpc.messages.")}
    told = {each for each in messages if each.endswith(("_records", "_news"))}
    assert messages == told, "what requests take and give is loaded with the first of their noun"


def test_no_request_is_prepared_for_before_it_comes() -> None:
    """What it loads is never looked through for garbage, and what comes later is."""
    names = loaded(WHOLE)
    assert "branchline.service.service" in names
    known = {"core.naming.keywords", "core.policy.rules", "core.policy.deciding", "rpc.handlers.session"}
    assert names & {f"branchline.{each}" for each in known} == set()
