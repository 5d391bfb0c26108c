"""What `branchline setup` prints."""

from __future__ import annotations

from typing import Any

import pytest

from branchline.cli.setup import _whole, as_text
from branchline.core.session.project_scripts import Approval

DIGEST = "ab" * 32


def script(**fields: Any) -> dict[str, Any]:
    said = {"kind": "setup", "source": "a\x1b", "approval": "waiting", "digest": DIGEST, "text": "one\n\x1b[2Ktwo\tx\n"}
    return {**said, **fields}


def test_all_of_the_text_is_shown_and_nothing_of_it_is_hidden() -> None:
    assert as_text({"scripts": [script()], "complaints": ["b\x1b is not used."]}) == [
        "setup (a�): waits for your approval",
        f"  digest {DIGEST}",
        "",
        "    one",
        "    �[2Ktwo\tx",
        "",
        "b� is not used.",
    ]


@pytest.mark.parametrize("approval", Approval)
def test_each_state_has_its_words(approval: Approval) -> None:
    line = as_text({"scripts": [script(approval=approval.value)], "complaints": []})[0]
    assert line.removeprefix("setup (a�): ") not in {"", "waiting", "declined"}


def test_nothing_at_all() -> None:
    assert as_text({"scripts": [], "complaints": []}) == ["This project has no scripts that are known here."]


@pytest.mark.parametrize(
    ("given", "whole"),
    [(DIGEST, DIGEST), (DIGEST[:12].upper(), DIGEST), (DIGEST[:11], DIGEST[:11]), ("cd" * 6, "cd" * 6)],
)
def test_a_digest_that_is_cut_short_stands_for_its_script(given: str, whole: str) -> None:
    assert _whole(given, [script(), script(digest="ef" * 32)]) == whole
