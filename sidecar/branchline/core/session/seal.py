"""The seal of the store: what in it lets something pass, signed by keys that agents do not have.

An agent can edit the file while no sidecar runs. What the seal does not vouch for was not set by the user.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from branchline.core.model.session import Session
from branchline.core.policy.auto_yes_settings import preset_named, preset_of
from branchline.core.policy.policy import Preset
from branchline.core.reasons import AutoYesPauseCode

_PURPOSE = b"branchline seal 1\n"
_KEY = re.compile(r"[0-9a-f]{64}")


@attrs.frozen
class Vouched:
    """What auto-yes goes by in a session: with another worktree the same preset would reach elsewhere. And what its
    agent is started with, auto-yes or not: an argument can do more than a preset."""

    preset: str
    paused: bool
    agent: str
    repo: str
    worktree: str
    owns_worktree: bool
    launch: str = ""
    """The digest of the session's own arguments, variables and limits; "": it has none."""
    persona: str = ""
    """Whose arguments its agent is started with."""
    next_preset: str = Preset.OFF.value
    """The wider one that the next start brings."""
    answers_off: bool = False
    """Common answers are off or paused."""


@attrs.frozen
class Seal:
    number: int
    """Counts up: an older store is as little the user's last word as an altered one."""
    sessions: Mapping[str, Vouched]
    """By id, of those in which auto-yes is on or that have arguments, variables or limits of their own; removed ones
    too."""
    settings: str | None
    """The digest of those that a client set; None: by none that is known of."""
    scripts: tuple[str, ...] = ()
    """The digests of those of repositories that the user approved, the latest last."""


def is_key(text: object) -> bool:
    """64 hex digits."""
    return isinstance(text, str) and _KEY.fullmatch(text) is not None


def vouched(session: Session) -> Vouched | None:
    """What the session has now; None where auto-yes is off and stays so, common answers are on, as they are at first,
    and its agent starts as all do: which needs no word of anybody."""
    launch, answers_off = launch_of(session), are_off(session)
    if _stays_off(session) and not launch and not answers_off:
        return None
    return Vouched(
        preset=preset_of(session.auto_yes).value,
        paused=session.auto_yes_paused is not None,
        agent=session.agent,
        repo=session.repo,
        worktree=session.worktree,
        owns_worktree=session.owns.worktree,
        launch=launch,
        persona=session.persona or "",
        next_preset=preset_of(session.next_auto_yes or "").value,
        answers_off=answers_off,
    )


def are_off(session: Session) -> bool:
    """Common answers are, or pause."""
    return not session.answers or session.answers_paused is not None


def launch_of(session: Session) -> str:
    own = (session.arguments, session.environment, session.limits, session.next_limits or ())
    return digest({"own": [list(each) for each in own]}) if any(own) else ""


def _stays_off(session: Session) -> bool:
    return preset_of(session.auto_yes) is preset_of(session.next_auto_yes or "") is Preset.OFF


def vouches(known: Vouched | None, session: Session) -> bool:
    """Whether a session without a pause reaches no further than what is known to be set by the user."""
    now = vouched(session)
    if now is None or _stays_off(session):
        return True
    if known is None or known.paused:
        return False
    same = attrs.evolve(now, preset=known.preset, next_preset=known.next_preset, paused=known.paused)
    same = attrs.evolve(same, answers_off=known.answers_off)
    return same == known and _reaches(known.preset, now.preset) and _reaches(known.next_preset, now.next_preset)


def _reaches(known: str, preset: str) -> bool:
    most = preset_named(known)
    return most is not None and preset_of(preset).level <= most.level


def is_unconfirmed(session: Session) -> bool:
    pause = session.auto_yes_paused
    return pause is not None and pause.code == AutoYesPauseCode.UNCONFIRMED.value


def digest(settings: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical(settings)).hexdigest()


def signed(seal: Seal, keys: Iterable[str]) -> dict[str, Any]:
    """As JSON, with a signature by each key (64 hex digits)."""
    content = attrs.asdict(seal)
    return {**content, "signatures": [_signature(content, key) for key in keys]}


def opened(raw: object, keys: Iterable[str]) -> Seal | None:
    """What `signed` gave for any of the keys; None for everything else."""
    if not isinstance(raw, dict):
        return None
    content = {name: value for name, value in raw.items() if name != "signatures"}
    signatures = raw.get("signatures")
    given = [each for each in signatures if isinstance(each, str)] if isinstance(signatures, list) else []
    try:
        fits = any(
            hmac.compare_digest(_signature(content, key), each.encode("ascii", "replace").decode())
            for key in keys
            for each in given
        )
        if not fits:
            return None
        sessions = {name: Vouched(**each) for name, each in content["sessions"].items()}
        scripts = tuple(str(each) for each in content.get("scripts", ()))
        return Seal(int(content["number"]), sessions, content["settings"], scripts)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):  # Another version's, or no seal at all.
        return None


def _signature(content: Mapping[str, Any], key: str) -> str:
    return hmac.new(bytes.fromhex(key), _PURPOSE + _canonical(content), hashlib.sha256).hexdigest()


def _canonical(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
