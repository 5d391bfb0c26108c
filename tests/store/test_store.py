"""The store is whole after every crash, and never costs more than what cannot be read."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branchline.core.errors import BranchlineError
from branchline.core.model.changes import Changes
from branchline.core.model.prompt import Meaning, Option, Prompt, WaitReason
from branchline.core.model.session import Ownership, Process, Session, SnapshotName
from branchline.core.model.status import Evidence, Status
from branchline.core.reasons import AutoYesPause
from branchline.store import migrations, store_file
from branchline.store.atomic_file import write_atomically
from branchline.store.migrations import Tables, migrated
from branchline.store.store import Store
from branchline.store.store_file import previous

STORES = Path(__file__).parents[1] / "data" / "stores"


def session(number: int = 1, **fields: Any) -> Session:
    plain = Session(
        id=f"00000000-0000-4000-8000-{number:012}",
        name=f"session {number}",
        agent="demo",
        repo="/repo",
        worktree="/repo.worktrees/x",
        branch="branchline/x",
        base="0" * 40,
        status=Status.READY,
        evidence=Evidence("rule", 1.5),
        created_at=1.0,
        updated_at=2.0,
    )
    return attrs.evolve(plain, **fields)


FULL = session(
    kind="fix",
    task="web-12.3",
    reason="approval",
    prompt=Prompt(
        id="p1",
        kind=WaitReason.APPROVAL,
        title="Run?",
        text="run it\n\0\ud800",
        command="ls",
        paths=("a", "b"),
        options=(Option("1", "Yes", Meaning.ACCEPT, "\r"), Option("2", "No", Meaning.REJECT)),
    ),
    changes=Changes(1, 2, 3, "a" * 40, "b"),
    exit_code=-9,
    process=Process(12, 34.5),
    owns=Ownership(worktree=True, branch=True),
    pending=("first", "second"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.json"


def flush(store: Store) -> None:
    data = store.pending()
    assert data is not None
    store.write(data)


def saved(path: Path, *sessions: Session) -> None:
    store, _ = Store.open(path)
    for each in sessions:
        store.save(each)
    flush(store)


def codes(path: Path) -> list[str]:
    return [notice.code for notice in Store.open(path)[1]]


# ---------------------------------------------------------------- records


def test_an_empty_store_writes_nothing(path: Path) -> None:
    store, notices = Store.open(path)
    assert (store.sessions(), notices, store.pending()) == ([], [], None)
    assert os.listdir(path.parent) == []


def test_a_record_comes_back_equal(path: Path) -> None:
    saved(path, FULL, session(2))
    store, notices = Store.open(path)
    assert notices == []
    assert store.sessions() == [FULL, session(2)]
    assert path.stat().st_mode & 0o777 == 0o600


def test_saving_replaces_and_deleting_removes(path: Path) -> None:
    saved(path, session(1), session(2))
    store, _ = Store.open(path)
    store.save(session(1, name="renamed"))
    store.delete(session(2).id)
    store.delete("nobody")
    flush(store)
    assert [each.name for each in Store.open(path)[0].sessions()] == ["renamed"]


def test_changes_are_written_once(path: Path) -> None:
    store, _ = Store.open(path)
    store.save(session())
    flush(store)
    assert store.pending() is None


def test_a_failed_write_is_pending_again(path: Path, tmp_path: Path) -> None:
    saved(path, session(1))
    before = path.read_bytes()
    store, _ = Store.open(path)
    store.save(session(2))
    data = store.pending()
    assert data is not None
    path.with_name("store.json.new").mkdir()
    with pytest.raises(OSError, match="directory"):
        store.write(data)
    assert path.read_bytes() == before
    path.with_name("store.json.new").rmdir()
    flush(store)
    assert len(Store.open(path)[0].sessions()) == 2


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    )
)
def test_other_values_come_back_equal(tmp_path: Path, value: object) -> None:
    path = tmp_path / "meta.json"
    store, _ = Store.open(path)
    assert store.meta("nothing") is None
    store.set_meta("key", "before")
    store.set_meta("key", value)
    flush(store)
    assert Store.open(path)[0].meta("key") == value


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(), st.lists(st.text(), max_size=3), st.floats(min_value=0, max_value=1e11), st.none() | st.text())
def test_any_text_comes_back_equal(
    tmp_path: Path, name: str, pending: list[str], at: float, reason: str | None
) -> None:
    path = tmp_path / "any.json"
    one = session(name=name, pending=tuple(pending), created_at=at, reason=reason)
    saved(path, one)
    assert Store.open(path)[0].sessions() == [one]


# ---------------------------------------------------------------- records that cannot be read


def edit(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    content = json.loads(path.read_bytes())
    change(content["tables"]["sessions"])
    path.write_text(json.dumps(content))


def bad_status(table: dict[str, Any]) -> None:
    table["1"]["status"] = "dancing"


def no_id(table: dict[str, Any]) -> None:
    del table["1"]["id"]


def null_name(table: dict[str, Any]) -> None:
    table["1"]["name"] = None


def number_for_text(table: dict[str, Any]) -> None:
    table["1"]["branch"] = 5


def text_for_number(table: dict[str, Any]) -> None:
    table["1"]["created_at"] = "yesterday"


def text_for_flag(table: dict[str, Any]) -> None:
    table["1"]["pinned"] = "no"


def odd_evidence(table: dict[str, Any]) -> None:
    table["1"]["evidence"] = []


def no_object(table: dict[str, Any]) -> None:
    table["1"] = "gone"


def no_number(table: dict[str, Any]) -> None:
    table["one"] = table.pop("1")


@pytest.mark.parametrize(
    "change",
    [
        bad_status,
        no_id,
        null_name,
        number_for_text,
        text_for_number,
        text_for_flag,
        odd_evidence,
        no_object,
        no_number,
    ],
)
def test_one_unreadable_record_is_set_aside_and_said(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    saved(path, session(1), session(2))
    edit(path, change)
    store, notices = Store.open(path)
    assert store.sessions() == [session(2)]
    assert [notice.code for notice in notices] == ["SESSION_UNREADABLE"]
    store.save(session(3))
    flush(store)
    store, notices = Store.open(path)
    assert (store.sessions(), notices) == ([session(2), session(3)], [])
    assert len(json.loads(path.read_bytes())["tables"]["unreadable"]) == 1


def test_fields_of_another_version_do_no_harm(path: Path) -> None:
    saved(path, session(1))
    edit(path, lambda table: table["1"].update(colour="blue", owns={"worktree": True, "moon": True}))
    store, notices = Store.open(path)
    assert (store.sessions(), notices) == ([session(1, owns=Ownership(worktree=True))], [])


def test_fields_with_a_default_may_be_missing(path: Path) -> None:
    saved(path, session(1))

    def without(table: dict[str, Any]) -> None:
        for name in ("pinned", "owns", "pending", "prompt"):
            del table["1"][name]
        for name in ("tree", "untracked"):
            del table["1"]["changes"][name]

    edit(path, without)
    assert Store.open(path)[0].sessions() == [session(1)]


# ---------------------------------------------------------------- damaged files

DAMAGED = [
    b"",
    b"{",
    b"\0" * 500,
    b"\xff\xfe",
    b"[]",
    b"null",
    b'{"schema": 1}',
    b'{"schema": 1, "tables": []}',
    b'{"schema": 1, "tables": {"sessions": 5}}',
    b'{"schema": "1", "tables": {}}',
    b'{"schema": true, "tables": {}}',
    b'{"schema": 0, "tables": {}}',
    b"[" * 200_000,
    b"1" * 10_000,
]


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_file_is_kept_and_the_version_before_is_used(path: Path, content: bytes) -> None:
    saved(path, session(1))
    saved(path, session(2))
    path.write_bytes(content)
    store, notices = Store.open(path)
    assert store.sessions() == [session(1)]
    assert [notice.code for notice in notices] == ["STORE_DAMAGED", "STORE_RESTORED"]
    (aside,) = path.parent.glob("store.json.damaged-*")
    assert aside.read_bytes() == content
    assert [(each.file, each.kept) for each in notices] == [("store.json", aside.name), ("", "")]
    store.save(session(3))
    flush(store)
    assert Store.open(path)[0].sessions() == [session(1), session(3)]
    assert aside.read_bytes() == content


def test_every_damaged_file_is_kept(path: Path) -> None:
    for number in range(3):
        path.write_text(f"damage {number}")
        previous(path).write_text(f"older damage {number}")
        store, notices = Store.open(path)
        assert store.sessions() == []
        assert [notice.code for notice in notices] == ["STORE_DAMAGED", "STORE_DAMAGED"]
    assert sorted(file.read_text() for file in path.parent.glob("*damaged-*")) == [
        *(f"damage {number}" for number in range(3)),
        *(f"older damage {number}" for number in range(3)),
    ]


def test_a_lost_file_is_replaced_by_the_version_before(path: Path) -> None:
    saved(path, session(1))
    saved(path, session(2))
    path.unlink()
    assert codes(path) == ["STORE_RESTORED"]


def test_the_file_of_a_newer_version_is_left_alone(path: Path) -> None:
    content = json.dumps({"schema": migrations.SCHEMA + 1, "tables": {"sessions": {}}}).encode()
    path.write_bytes(content)
    with pytest.raises(BranchlineError) as caught:
        Store.open(path)
    assert caught.value.code == "STORE_TOO_NEW"
    assert (os.listdir(path.parent), path.read_bytes()) == (["store.json"], content)


def test_a_file_that_may_not_be_read_is_no_empty_store(path: Path) -> None:
    path.mkdir()
    with pytest.raises(BranchlineError) as caught:
        Store.open(path)
    assert caught.value.code == "STORE_UNREADABLE"


# ---------------------------------------------------------------- migrations


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
        "Session 1": ("waiting", "approval", None),
        "Session 2": ("paused", "interrupted", None),
        "Session 3": ("ready", None, "stopped"),
        "Session 4": ("paused", "stopped", None),
        "Session 5": ("queued", None, None),
        "Session 6": ("failed", "exit code 1", None),
    }
    first = sessions["Session 1"]
    assert (first.auto_yes, first.agent_session, first.pending, first.freed) == ("safe", "abc", ("next",), False)
    names = {name: each.snapshot_names for name, each in sessions.items() if each.snapshot_names}
    removed = {each.session.name: (each.session.snapshot_names, each.snapshot) for each in store.removed()}
    pauses = (first.auto_yes_paused, [each.session.auto_yes_paused for each in store.removed()])
    if schema == 3:
        said = "The same was answered 5 times within 2 minutes."
        assert pauses == (AutoYesPause(said), [AutoYesPause("You stopped auto-yes everywhere.")])
    else:
        assert pauses[0] is None
    if schema == 1:
        assert (names, removed) == ({}, {})
    else:
        assert names == {"Session 4": (SnapshotName(2, "before the big change"),)}
        assert removed == {"Session 7": ((SnapshotName(1, "good"),), 3)}
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


# ---------------------------------------------------------------- crashes


def test_a_writer_killed_at_any_instant_leaves_the_last_state_or_the_next(path: Path) -> None:
    """A hundred kills, in a process of their own: one that forks should have no threads."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])}
    command = f"from pathlib import Path; import test_store; test_store.kill_writers(Path({str(path)!r}), 100)"
    done = subprocess.run([sys.executable, "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def kill_writers(path: Path, times: int) -> None:
    """What a writer said is flushed must be there; what it was just writing may be."""
    chance = random.Random(7)  # noqa: S311
    for _ in range(times):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            _write_until_killed(path, writer)
        os.close(writer)
        said = os.read(reader, 1)  # It has opened the store, and writes.
        time.sleep(chance.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reader, "rb") as pipe:
            said += pipe.read()
        flushed = said.split(b"\n")[:-1]
        store, notices = Store.open(path)
        assert notices == [], notices
        names = {each.name for each in store.sessions()}
        assert len(names) == 1, f"sessions of different flushes: {names}"
        assert 0 <= int(names.pop()) - int(flushed[-1]) <= 1
        if previous(path).exists():
            assert json.loads(previous(path).read_bytes())["schema"] == migrations.SCHEMA


def _write_until_killed(path: Path, said: int) -> None:
    try:
        store, notices = Store.open(path)
        assert not notices
        number = max((int(each.name) for each in store.sessions()), default=0)
        while True:
            number += 1
            for which in (1, 2):
                store.save(session(which, name=str(number), reason="x" * 20_000))
            data = store.pending()
            assert data is not None
            store.write(data)
            os.write(said, f"{number}\n".encode())
    finally:
        os._exit(1)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"old")
    path.chmod(0o644)
    write_atomically(path, b"new" * 1_000_000)
    assert path.read_bytes() == b"new" * 1_000_000
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["file"]
