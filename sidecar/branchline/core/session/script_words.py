"""What became of a script, as a sentence for people."""

from __future__ import annotations

from branchline.core.model.setup import Setup, SetupStatus
from branchline.core.session.project_scripts import ScriptKind

_CALLED = {ScriptKind.SETUP: "set-up script", ScriptKind.RUN: "run command", ScriptKind.TEARDOWN: "teardown script"}


def what_became(kind: ScriptKind, setup: Setup, seconds: float) -> str:
    """`seconds`: its time limit."""
    called = _CALLED[kind]
    match setup.status:
        case SetupStatus.FAILED if setup.detail:
            return f"The {called} could not be run: {setup.detail}"
        case SetupStatus.FAILED if setup.exit_code is not None and setup.exit_code < 0:
            return f"The {called} was ended by signal {-setup.exit_code}."
        case SetupStatus.FAILED:
            return f"The {called} failed with exit code {setup.exit_code}."
        case SetupStatus.TIMED_OUT:
            return f"The {called} took longer than {_time(seconds)}, and was ended."
        case SetupStatus.CANCELLED:
            return f"The {called} was cancelled."
        case SetupStatus.CUT_OFF:
            return f"The {called} was cut off."
        case SetupStatus.RUNNING:
            return f"The {called} runs."
        case SetupStatus.DONE:
            return f"The {called} ran to its end."


def _time(seconds: float) -> str:
    number, unit = (seconds, "second") if seconds < 60 else (seconds / 60, "minute")
    return f"{number:g} {unit}{'' if number == 1 else 's'}"
