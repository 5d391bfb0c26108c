"""Why auto-yes pauses, as a sentence: for logs and for the user's own programs. Windows word it themselves."""

from __future__ import annotations

from branchline.core.reasons import AutoYesPause, AutoYesPauseCode

_SENTENCES = {
    AutoYesPauseCode.STOPPED_ALL: "You stopped auto-yes everywhere.",
    AutoYesPauseCode.SAME_ANSWERS: "The same was answered {count} times within {time}.",
    AutoYesPauseCode.ANSWERS_PER_MINUTE: "{count} answers were given within {time}.",
    AutoYesPauseCode.ANSWERS_WITHOUT_LOOK: "{count} answers were given without anybody looking.",
    AutoYesPauseCode.HOOK_NOT_FOLLOWED: "Its hook was answered, but the agent still asks the same.",
    AutoYesPauseCode.SCREEN_MOVES: "The agent's screen does not rest. Answer in its terminal.",
    AutoYesPauseCode.UNCONFIRMED: "It may have been altered by another program than Branchline.",
    AutoYesPauseCode.NOT_ANSWERED: "{detail}",
}


def sentence(pause: AutoYesPause) -> str:
    known = next((words for code, words in _SENTENCES.items() if code.value == pause.code), "{code}")
    return known.format(code=pause.code, count=pause.count, time=_time(pause.seconds), detail=pause.detail)


def _time(seconds: int) -> str:
    minutes = seconds / 60
    return "a minute" if minutes == 1 else f"{minutes:g} minutes"
