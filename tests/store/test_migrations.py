"""A store of each earlier schema is read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.core.model.session import SnapshotName
from branchline.core.reasons import AutoYesPause
from branchline.store import migrations, store_file
from branchline.store.migrations import Tables, migrated
from branchline.store.store import Store
from branchline.store.store_file import previous
from harness.stores import saved, session

STORES = Path(__file__).parents[1] / "data" / "stores"


def test_migrations_run_in_order() -> None:
    def step(number: int) -> Callable[[Tables], Tables]:
        return lambda tables: {**tables, "log": [*tables["log"], number]}

    steps = {number: step(number) for number in (3, 1, 2)}
    assert migrated({"log": []}, 1, 4, steps) == {"log": [1, 2, 3]}
    assert migrated({"log": []}, 3, 3, steps) == {"log": []}


def test_a_migration_that_fails_leaves_the_file_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(path, session(1))
    before = path.read_bytes()
    monkeypatch.setattr(store_file, "SCHEMA", migrations.SCHEMA + 1)
    monkeypatch.setattr(store_file, "migrated", lambda tables, schema: tables["no such table"])
    with pytest.raises(BranchlineError) as caught:
        Store.open(path)
    assert caught.value.code == "STORE_NOT_MIGRATED"
    assert (os.listdir(path.parent), path.read_bytes()) == (["store.json"], before)


def test_every_step_to_the_present_schema_is_there() -> None:
    assert sorted(migrations.MIGRATIONS) == list(range(1, migrations.SCHEMA))


@pytest.mark.parametrize("schema", range(1, migrations.SCHEMA))
def test_a_store_of_each_earlier_schema_is_read(path: Path, schema: int) -> None:
    """Files that those versions wrote, with a session in each status."""
    written = (STORES / f"schema-{schema}.json").read_bytes()
    path.write_bytes(written)
    store, notices = Store.open(path)
    assert notices == []
    sessions = {session.name: session for session in store.sessions()}
    told = {name: (each.status.value, each.reason, each.stopping) for name, each in sessions.items()}
    assert told == {
        "session-1": ("waiting", "approval", None),
        "session-2": ("paused", "interrupted", None),
        "session-3": ("ready", None, "stopped"),
        "session-4": ("paused", "stopped", None),
        "session-5": ("queued", None, None),
        "session-6": ("failed", "exit code 1", None),
    }
    first = sessions["session-1"]
    assert (first.auto_yes, first.agent_session, first.pending, first.freed) == ("safe", "abc", ("next",), False)
    names = {name: each.snapshot_names for name, each in sessions.items() if each.snapshot_names}
    removed = {each.session.name: (each.session.snapshot_names, each.snapshot) for each in store.removed()}
    pauses = (first.auto_yes_paused, [each.session.auto_yes_paused for each in store.removed()])
    if schema >= 3:
        said = "The same was answered 5 times within 2 minutes."
        assert pauses == (AutoYesPause(said), [AutoYesPause("You stopped auto-yes everywhere.")])
    else:
        assert pauses[0] is None
    if schema == 1:
        assert (names, removed) == ({}, {})
    else:
        assert names == {"session-4": (SnapshotName(2, "before the big change"),)}
        assert removed == {"session-7": ((SnapshotName(1, "good"),), 3)}
    titles = {each.title for each in (*sessions.values(), *(each.session for each in store.removed()))}
    assert titles == {f"Session {number}" for number in range(1, 8 if schema > 1 else 7)}, "what a name was before"
    assert store.meta("settings") == {"maxSessions": 3}
    assert path.read_bytes() == written, "nothing is written before something changes"
    store.save(first)
    content = store.pending()
    assert content is not None
    store.write(content)
    assert json.loads(path.read_bytes())["schema"] == migrations.SCHEMA
    assert previous(path).read_bytes() == written, "the old file is kept"
    again, _ = Store.open(path)
    assert sorted(again.sessions(), key=lambda each: each.id) == sorted(sessions.values(), key=lambda each: each.id)


def test_there_is_a_file_of_each_earlier_schema() -> None:
    assert sorted(each.name for each in STORES.iterdir()) == [f"schema-{n}.json" for n in range(1, migrations.SCHEMA)]


def test_a_name_of_before_is_a_title_and_kinds_are_four(path: Path) -> None:
    """Schema 4 had any text as a name, and seven kinds or none."""
    labels = ["Fix the login", "login-fix", "Login fix", "fix the LOGIN", "日本語", "x" * 70]
    records = {str(n): {"name": label, "kind": "question", "branch": f"b/{n}"} for n, label in enumerate(labels)}
    gone = {"1": {"id": "r", "removed": {"session": {"name": "Login-Fix", "kind": "chore"}}}}
    tables = migrated({"sessions": records, "removed": gone}, 4)
    told = [(each["name"], each["title"], each["branch"]) for each in tables["sessions"].values()]
    assert told == [
        ("fix-the-login", "Fix the login", "b/0"),
        ("login-fix", "", "b/1"),
        ("login-fix-2", "Login fix", "b/2"),
        ("fix-the-login-2", "fix the LOGIN", "b/3"),
        ("session", "日本語", "b/4"),
        ("x" * 20, "x" * 60, "b/5"),
    ]
    assert tables["removed"]["1"]["removed"]["session"] == {"name": "Login-Fix-3", "title": "", "kind": "development"}


@pytest.mark.parametrize(
    ("kind", "instruction", "expected"),
    [
        ("fix", None, "debug"),
        ("question", "Where is the cache?", "planning"),
        ("question", "Review the branch", "code-review"),
        *(
            (kind, "Review it", "development")
            for kind in ("feature", "refactor", "test", "docs", "chore", "", "odd", None)
        ),
    ],
)
def test_a_kind_of_before(kind: str | None, instruction: str | None, expected: str) -> None:
    tables = migrated({"sessions": {"1": {"name": "a", "kind": kind, "instruction": instruction}}}, 4)
    assert tables["sessions"]["1"]["kind"] == expected


@pytest.mark.parametrize("record", [{}, {"name": None}, {"name": 7, "kind": []}, "no record", None])
def test_a_record_that_cannot_be_read_costs_no_other(record: object) -> None:
    tables = migrated({"sessions": {"1": record, "2": {"name": "a"}}, "removed": {"1": record}}, 4)
    assert tables["sessions"]["2"] == {"name": "a", "title": "", "kind": "development"}
