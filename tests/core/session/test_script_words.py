from __future__ import annotations

import pytest

from branchline.core.model.setup import Setup, SetupStatus
from branchline.core.session.project_scripts import ScriptKind
from branchline.core.session.script_words import what_became

S = SetupStatus


@pytest.mark.parametrize(
    ("became", "seconds", "said"),
    [
        (Setup(S.FAILED, "x", 0, 1), 600, "The set-up script failed with exit code 1."),
        (Setup(S.FAILED, "x", 0, -15), 600, "The set-up script was ended by signal 15."),
        (Setup(S.FAILED, "x", 0, None, "It is odd."), 600, "The set-up script could not be run: It is odd."),
        (Setup(S.TIMED_OUT, "x", 0), 600, "The set-up script took longer than 10 minutes, and was ended."),
        (Setup(S.TIMED_OUT, "x", 0), 60, "The set-up script took longer than 1 minute, and was ended."),
        (Setup(S.TIMED_OUT, "x", 0), 1, "The set-up script took longer than 1 second, and was ended."),
        (Setup(S.CANCELLED, "x", 0), 600, "The set-up script was cancelled."),
        (Setup(S.CUT_OFF, "x", 0), 600, "The set-up script was cut off."),
        (Setup(S.RUNNING, "x", 0), 600, "The set-up script runs."),
        (Setup(S.DONE, "x", 0, 0), 600, "The set-up script ran to its end."),
    ],
)
def test_what_became_of_it(became: Setup, seconds: float, said: str) -> None:
    assert what_became(ScriptKind.SETUP, became, seconds) == said


def test_each_script_by_its_own_name() -> None:
    failed = Setup(S.FAILED, "x", 0, 2)
    assert what_became(ScriptKind.TEARDOWN, failed, 20) == "The teardown script failed with exit code 2."
