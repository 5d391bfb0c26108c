"""What `branchline check-setup` prints."""

from __future__ import annotations

import pytest

from branchline.cli.check_setup import as_text
from branchline.core.session.setup_check import SetupKind


@pytest.mark.parametrize("kind", SetupKind)
def test_each_kind_has_its_sentence(kind: SetupKind) -> None:
    (line,) = as_text({"findings": [{"kind": kind.value, "path": "a\x1b", "detail": "3000", "pattern": ""}]})
    assert line.startswith("a�: ")
    assert line.endswith(".")


def test_what_can_be_copied_is_listed_as_lines() -> None:
    finding = {"kind": "file", "path": ".env", "detail": "", "pattern": "/.env"}
    assert as_text({"findings": [finding]})[-1] == "  /.env"


def test_nothing_and_what_a_newer_sidecar_finds() -> None:
    assert as_text({"findings": []}) == ["A fresh session would lack nothing that is known here."]
    assert as_text({"findings": [{"kind": "later", "path": "x", "detail": "", "pattern": ""}]}) == ["x"]
