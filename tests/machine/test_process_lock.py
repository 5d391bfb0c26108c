"""One process of a kind: who comes second leaves, or waits for one that is just ending."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

from branchline.machine.process_lock import take_lock


def test_who_comes_second_leaves_when_the_first_has_its_socket(tmp_path: Path) -> None:
    lock, socket = tmp_path / "x.lock", tmp_path / "x.sock"
    first = take_lock(lock, socket, 0)
    assert first is not None
    socket.touch()
    assert take_lock(lock, socket, 1000) is None
    os.close(first)
    again = take_lock(lock, socket, 0)
    assert again is not None, "a socket that was left behind holds nobody off"
    os.close(again)


def test_one_that_has_no_socket_is_waited_for(tmp_path: Path) -> None:
    lock, socket = tmp_path / "x.lock", tmp_path / "x.sock"
    first = take_lock(lock, socket, 0)
    assert first is not None
    assert take_lock(lock, socket, 0) is None
    ended: list[float] = []

    def end() -> None:
        time.sleep(0.1)
        ended.append(time.monotonic())
        os.close(first)

    ending = threading.Thread(target=end)
    ending.start()
    second = take_lock(lock, socket, 30)
    assert second is not None
    assert ended
    ending.join()
    os.close(second)
