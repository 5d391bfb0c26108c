"""Which option somebody means who answers by a word."""

from __future__ import annotations

import pytest

from branchline.core.model.prompt import Meaning, Option, Prompt, WaitReason
from branchline.core.session.answer_words import option_meant

YES = Option("1", "Yes", Meaning.ACCEPT)
ALWAYS = Option("2", "Yes, and don't ask again", Meaning.ACCEPT_ALWAYS)
NO = Option("3", "No (esc)", Meaning.REJECT)
RED, BLUE = Option("a", "Red", Meaning.OTHER), Option("b", "no", Meaning.OTHER)
BOTH = Option("4", "Yes, in this folder", Meaning.ACCEPT)


@pytest.mark.parametrize(
    ("options", "word", "meant"),
    [
        ([YES, ALWAYS, NO], "1", "1"),
        ([YES, ALWAYS, NO], " YES ", "1"),
        ([YES, ALWAYS, NO], "y", "1"),
        ([YES, ALWAYS, NO], "always", "2"),
        ([YES, ALWAYS, NO], "yes, and DON'T ask again", "2"),
        ([YES, ALWAYS, NO], "no", "3"),
        ([YES, ALWAYS, NO], "perhaps", None),
        ([YES, ALWAYS, NO], "", None),
        ([RED, BLUE], "red", "a"),
        ([RED, BLUE, NO], "no", "b"),
        ([RED, BLUE], "yes", None),
        ([BOTH, YES, NO], "y", None),
        ([BOTH, YES, NO], "yes", "1"),
        ([], "yes", None),
    ],
)
def test_an_option_is_meant_by_id_by_label_or_by_meaning(options: list[Option], word: str, meant: str | None) -> None:
    prompt = Prompt("p", WaitReason.APPROVAL, "title", "text", options=tuple(options))
    found = option_meant(prompt, word)
    assert (found and found.id) == meant
