"""What is loaded while nobody asks for anything."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from branchline.machine.paths import Paths
from branchline.rpc import serving
from branchline.rpc.admission import Admission
from branchline.rpc.handlers import asked as nouns
from branchline.rpc.handlers.asked import asked, later
from branchline.rpc.messages.nouns import NOUNS
from branchline.service.base.base import Base


async def test_in_the_end_all_of_it_is_there_whatever_is_asked_for_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nouns, "_LATER", list(NOUNS))
    paths = Paths(tmp_path / "data", tmp_path / "run", tmp_path / "logs")
    base = Base.open(paths)
    whole = serving.Serving(paths, base, Admission(paths, base.sessions))
    loading = asyncio.create_task(whole.load_rest())
    while left := later():
        nouns.load(left[0])
        await asyncio.sleep(0.01)
    await loading
    assert set(serving.SOON) <= set(sys.modules)
    assert asked("session/create")
