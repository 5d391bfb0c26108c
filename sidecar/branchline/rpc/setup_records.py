"""What the wire says of set-up scripts, and of what the user runs."""

from __future__ import annotations

from branchline.core.model.run import Run
from branchline.core.model.setup import Setup
from branchline.rpc.messages.project_records import WireSetup
from branchline.rpc.messages.run_records import WireRun
from branchline.rpc.messages.setup import DidFail
from branchline.service.scripts.setup import ScriptFailed


def setup_record(setup: Setup | None) -> WireSetup | None:
    return None if setup is None else WireSetup(setup.status, setup.source, setup.exit_code, setup.detail)


def failed_record(failed: ScriptFailed) -> DidFail:
    return DidFail(failed.session.id, failed.session.name, failed.kind, failed.why)


def run_record(run: Run | None) -> WireRun | None:
    return WireRun(run.status, run.exit_code, run.port, run.url, run.one_at_a_time) if run else None
