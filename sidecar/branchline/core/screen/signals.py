"""What programs tell their terminal about themselves, beyond the screen.

- The program status protocol: `OSC 7501 ; state=working : kind=… : msg=BASE64 …`, one record per `id`. Specified by
  M. Hashimoto (superlogical.com/rex/docs/build/program-status); Codex and Claude Code send it.
- Where a shell is: `OSC 7 ; file://HOST/PATH`, with what is odd in it as %XX.
- What the session manager Orca reads: `OSC 9999 ; {"state": "working", "prompt": …}`, with the states working, blocked,
  waiting and done.

Whatever is printed can forge it: a hint for the status, never enough to answer anything.
"""

from __future__ import annotations

import base64
import binascii
import json
import posixpath
import re
from urllib.parse import unquote_to_bytes

import attrs

from branchline.core.model.prompt import WaitReason
from branchline.core.model.screen import Claim, Observation
from branchline.core.model.status import Status
from branchline.core.reasons import TurnReason
from branchline.core.regexes import regex

_STATES = {
    "idle": Status.READY,
    "done": Status.READY,
    "error": Status.READY,
    "working": Status.WORKING,
    "blocked": Status.WAITING,
}
_IN_JSON = {
    "working": ("working", ""),
    "blocked": ("blocked", "permission"),
    "waiting": ("blocked", "question"),
    "done": ("done", ""),
    "idle": ("idle", ""),
}
_KINDS = {"permission": WaitReason.APPROVAL, "question": WaitReason.QUESTION, "auth": WaitReason.LOGIN}
_MAX_MESSAGE = 2048
_MAX_FOLDER = 4096
_FOLDER = regex(rb"(?:(?:file|kitty-shell-cwd)://(?P<host>[^/]*))?(?P<path>/.*)", re.DOTALL)


@attrs.frozen
class ProgramStatus:
    """One report. `state` is idle, working, blocked, done, error or clear."""

    state: str
    id: str = ""
    kind: str = ""
    message: str = ""


def program_status(raw: bytes) -> ProgramStatus | None:
    """A report as it came, `7501;state=…` or `9999;{…}`; None when it is not one."""
    text = raw.decode("utf-8", "replace")
    number, _, rest = text.partition(";")
    if number == "9999":
        return _from_json(rest)
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


def told_folder(raw: bytes, machine: str) -> str | None:
    """The absolute path of an OSC 7, or as others tell it, without what leads to and fro; None where it is no path, or
    one of another machine than this one, such as a shell by ssh tells it."""
    found = _FOLDER.fullmatch(raw)
    if found is None or len(raw) > _MAX_FOLDER:
        return None
    host, path = found["host"], found["path"]
    if host is not None:
        name = host.decode("utf-8", "replace").lower()
        if name not in {"", "localhost", machine.lower(), machine.lower().partition(".")[0]}:
            return None
        path = unquote_to_bytes(path)
    if any(each < 0x20 or each == 0x7F for each in path):
        return None
    # Two slashes in front would stay: they mean something to some systems.
    return posixpath.normpath("/" + path.decode("utf-8", "surrogateescape").lstrip("/"))


def _from_json(text: str) -> ProgramStatus | None:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    state = said.get("state") if isinstance(said, dict) else None
    found = _IN_JSON.get(state) if isinstance(state, str) else None
    return ProgramStatus(found[0], kind=found[1]) if found else None


def _decoded(message: str) -> str:
    try:
        return base64.b64decode(message, validate=True)[:_MAX_MESSAGE].decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
