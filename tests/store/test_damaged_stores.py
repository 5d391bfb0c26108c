"""A damaged file is kept, and the version before is used."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.store import migrations
from branchline.store.store import Store
from branchline.store.store_file import previous
from harness.stores import flush, saved, session


def codes(path: Path) -> list[str]:
    return [notice.code for notice in Store.open(path)[1]]


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
