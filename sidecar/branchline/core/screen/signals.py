"""What programs tell their terminal about themselves, beyond the screen: the program status protocol.

`OSC 7501 ; state=working : kind=… : msg=BASE64 …`, one record per `id`. Specified by M. Hashimoto
(superlogical.com/rex/docs/build/program-status); Codex and Claude Code send it. Whatever is printed can
forge it: a hint for the status, never enough to answer anything.
"""

from __future__ import annotations

import base64
import binascii

import attrs

from branchline.core.model.prompt import WaitReason
from branchline.core.model.screen import Claim, Observation
from branchline.core.model.status import Status
from branchline.core.reasons import TurnReason

_STATES = {
    "idle": Status.READY,
    "done": Status.READY,
    "error": Status.READY,
    "working": Status.WORKING,
    "blocked": Status.WAITING,
}
_KINDS = {"permission": WaitReason.APPROVAL, "question": WaitReason.QUESTION, "auth": WaitReason.LOGIN}
_MAX_MESSAGE = 2048


@attrs.frozen
class ProgramStatus:
    """One report. `state` is idle, working, blocked, done, error or clear."""

    state: str
    id: str = ""
    kind: str = ""
    message: str = ""


def program_status(raw: bytes) -> ProgramStatus | None:
    """A report as it came, `7501;state=…`; None when it is not one."""
    text = raw.decode("utf-8", "replace")
    number, _, rest = text.partition(";")
    fields = dict(pair.partition("=")[::2] for pair in rest.split(":"))
    state = fields.get("state", "")
    if number != "7501" or state not in {*_STATES, "clear"}:
        return None
    return ProgramStatus(state, fields.get("id", ""), fields.get("kind", ""), _decoded(fields.get("msg", "")))


def claim_of(report: ProgramStatus, now: float) -> Claim | None:
    """What the report says of the session. Reports of parts of a program (with an id) say nothing of the whole."""
    status = _STATES.get(report.state)
    if status is None or report.id:
        return None
    reason = None
    if status is Status.WAITING:
        reason = _KINDS.get(report.kind, WaitReason.QUESTION).value
    elif report.state == "error":
        reason = TurnReason.API_ERROR.value
    return Claim(
        Observation(status, f"program status: {report.state}", reason=reason), now, is_end=report.state == "done"
    )


def _decoded(message: str) -> str:
    try:
        return base64.b64decode(message, validate=True)[:_MAX_MESSAGE].decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
