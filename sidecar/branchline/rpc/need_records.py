"""What a session needs the user for as it is on the wire."""

from __future__ import annotations

from branchline.core.session.needs import Need
from branchline.rpc.messages.window import WireNeed
from branchline.rpc.times import iso


def need_record(need: Need) -> WireNeed:
    return WireNeed(need.id, need.session_id, need.kind, need.prompt, iso(need.at))
