"""The store is whole after every crash, and never costs more than what cannot be read."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branchline.core.model.changes import Changes
from branchline.core.model.kind import WorkKind
from branchline.core.model.preparing import Phase, Preparing
from branchline.core.model.prompt import Meaning, Option, Prompt, WaitReason
from branchline.core.model.session import Ownership, Process
from branchline.store import atomic_file, migrations
from branchline.store.atomic_file import write_atomically
from branchline.store.store import Store
from branchline.store.store_file import previous
from harness.proofs import times
from harness.stores import flush, saved, session

FULL = session(
    kind=WorkKind.DEBUG,
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
KILLS = times("kills of a store's writer", some=25, full=100)


# ---------------------------------------------------------------- records


def test_an_empty_store_writes_nothing(path: Path) -> None:
    store, notices = Store.open(path)
    assert (store.sessions(), notices, store.pending()) == ([], [], None)
    assert os.listdir(path.parent) == []


def test_how_far_a_start_has_come_is_not_kept(path: Path) -> None:
    store, _ = Store.open(path)
    store.save(session(preparing=Preparing(Phase.FILES, 1, 2)))
    flush(store)
    assert [each.preparing for each in Store.open(path)[0].sessions()] == [None]


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


# ---------------------------------------------------------------- crashes


def test_a_writer_killed_at_any_instant_leaves_the_last_state_or_the_next(path: Path) -> None:
    """In a process of their own: one that forks should have no threads."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])}
    command = f"from pathlib import Path; import test_store; test_store.kill_writers(Path({str(path)!r}), {KILLS})"
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


def test_what_damages_the_file_does_not_damage_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sidecar may be killed at any time: the two are one file between two renames, not while one is written."""
    path, before, written = tmp_path / "file", tmp_path / "file.previous", atomic_file._write
    shared: list[bool] = []

    def watched(aside: Path, data: bytes) -> None:
        shared.append(before.exists() and path.samefile(before))
        written(aside, data)
        shared.append(before.exists() and path.samefile(before))

    monkeypatch.setattr(atomic_file, "_write", watched)
    for text in (b"one", b"two", b"three"):
        write_atomically(path, text, before)
    assert (path.read_bytes(), before.read_bytes()) == (b"three", b"two")
    assert shared == [False] * 6
    assert not path.samefile(before)
