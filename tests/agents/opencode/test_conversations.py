from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from branchline.agents.opencode.conversations import STORE, latest
from branchline.agents.shared.agent import ConversationRequest


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A user's, with conversations of two folders."""
    (tmp_path / "data" / STORE).parent.mkdir(parents=True)
    rows = [
        ("old", "/w/one", None, 1_000, 9_000),
        ("first", "/w/one", None, 5_000, 6_000),
        ("latest", "/w/one", None, 5_500, 7_000),
        ("part", "/w/one", "latest", 5_600, 8_000),
        ("other", "/w/two", None, 6_000, 9_500),
    ]
    with closing(sqlite3.connect(tmp_path / "data" / STORE)) as database:
        database.execute("create table session (id text, directory text, parent_id text, time_created, time_updated)")
        database.executemany("insert into session values (?, ?, ?, ?, ?)", rows)
        database.commit()
    return {"XDG_DATA_HOME": str(tmp_path / "data")}


@pytest.mark.parametrize(
    ("folder", "since", "found"),
    [("/w/one", 2.0, "latest"), ("/w/one", 0.0, "old"), ("/w/two", 2.0, "other"), ("/w/three", 0.0, None)],
)
def test_the_one_of_the_folder_that_was_used_last(
    environment: dict[str, str], folder: str, since: float, found: str | None
) -> None:
    assert latest(ConversationRequest(environment, folder, since)) == found


def test_what_is_not_there_or_is_something_else(environment: dict[str, str], tmp_path: Path) -> None:
    assert latest(ConversationRequest({"HOME": str(tmp_path)}, "/w/one", 0.0)) is None
    (tmp_path / "data" / STORE).write_text("no database " * 200)
    assert latest(ConversationRequest(environment, "/w/one", 0.0)) is None
    (tmp_path / "data" / STORE).unlink()
    with closing(sqlite3.connect(tmp_path / "data" / STORE)) as database:
        database.execute("create table session (name text)")
    assert latest(ConversationRequest(environment, "/w/one", 0.0)) is None
