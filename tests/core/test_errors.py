from __future__ import annotations

import re
from pathlib import Path

import pytest

import branchline
from branchline.core.errors import ErrorCode

SOURCES = [file.read_text() for file in Path(branchline.__file__).parent.rglob("*.py")]


@pytest.mark.parametrize("code", ErrorCode)
def test_a_code_is_read_as_it_was_sent(code: ErrorCode) -> None:
    assert ErrorCode.read(code.value) is code
    assert code.value == code.name == str(code) == f"{code}"


@pytest.mark.parametrize("sent", ["OF_TOMORROW", "", None, 3, ["DIRTY"]])
def test_what_is_not_known_is_a_fault_inside(sent: object) -> None:
    assert ErrorCode.read(sent) is ErrorCode.INTERNAL


def test_every_code_is_raised_somewhere() -> None:
    used = {name for text in SOURCES for name in re.findall(r"\bErrorCode\.([A-Z_]+)\b", text)}
    assert used == {code.name for code in ErrorCode}
