"""What the wire says of set-up scripts."""

from __future__ import annotations

from branchline.core.model.setup import Setup
from branchline.rpc.messages.project_records import WireSetup
from branchline.rpc.messages.setup import DidFail
from branchline.service.scripts.setup import ScriptFailed


def setup_record(setup: Setup | None) -> WireSetup | None:
    return None if setup is None else WireSetup(setup.status, setup.source, setup.exit_code, setup.detail)


def failed_record(failed: ScriptFailed) -> DidFail:
    return DidFail(failed.session.id, failed.session.name, failed.kind, failed.why)
