"""Why auto-yes pauses, in a sentence for each reason."""

from __future__ import annotations

import pytest

from branchline.core.reasons import AutoYesPause, AutoYesPauseCode
from branchline.service.auto_yes.pause_words import sentence


@pytest.mark.parametrize(
    ("pause", "words"),
    [
        (AutoYesPause("stoppedAll"), "You stopped auto-yes everywhere."),
        (AutoYesPause("sameAnswers", 5, 120), "The same was answered 5 times within 2 minutes."),
        (AutoYesPause("sameAnswers", 5, 150), "The same was answered 5 times within 2.5 minutes."),
        (AutoYesPause("answersPerMinute", 30, 60), "30 answers were given within a minute."),
        (AutoYesPause("answersWithoutLook", 200), "200 answers were given without anybody looking."),
        (AutoYesPause("unconfirmed"), "It may have been altered by another program than Branchline."),
        (AutoYesPause("notAnswered", detail="The key was sent {0}."), "The key was sent {0}."),
        (AutoYesPause("The {same} was answered."), "The {same} was answered."),
    ],
)
def test_a_pause_in_words(pause: AutoYesPause, words: str) -> None:
    assert sentence(pause) == words


@pytest.mark.parametrize("code", AutoYesPauseCode)
def test_each_reason_has_a_sentence(code: AutoYesPauseCode) -> None:
    said = sentence(AutoYesPause(code.value, 5, 60, "Its sentence."))
    assert said.endswith(".")
    assert code.value not in said
