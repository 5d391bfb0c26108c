"""A session's ports are its own, as long as it is there, and again where it comes back."""

from __future__ import annotations

import socket
from pathlib import Path

from branchline.core.model.status import Status
from branchline.service.scripts.ports import is_free
from harness.service import InProcess


def free_range(blocks: int) -> tuple[str, int]:
    """Ports that nobody listens at, for so many sessions, and the first of them."""
    for first in range(20000, 40000, 100):
        if all(map(is_free, range(first, first + 10 * blocks))):
            return f"{first}-{first + 10 * blocks - 1}", first
    raise AssertionError("no ports are free")


async def test_no_two_sessions_have_the_same(service: InProcess, repo: Path) -> None:
    within, first = free_range(2)
    service.configure(portRange=within)
    one, two, three = [await service.create(repo) for _ in range(3)]
    ports = [service.sessions.get(each.id).port for each in (one, two, three)]
    assert ports == [first, first + 10, 0]
    assert "BRANCHLINE_PORT" not in service.program(three).env
    await service.removal.remove(one.id, force=True, keep_branch=False)
    assert service.scripts.ports.of(three.id) == first


async def test_one_at_which_something_listens_is_passed_over(service: InProcess, repo: Path) -> None:
    within, first = free_range(2)
    service.configure(portRange=within)
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family) as listening:
            listening.bind((address, first + 3))
            listening.listen()
            made = await service.create(repo)
            assert service.sessions.get(made.id).port == first + 10
        await service.removal.remove(made.id, force=True, keep_branch=False)


async def test_they_stay_with_the_session_and_its_next_sidecar(service: InProcess, repo: Path) -> None:
    within, first = free_range(1)
    service.configure(portRange=within)
    made = await service.create(repo)
    service.program(made).exits(0)
    await service.until_status(made.id, Status.COMPLETED)
    after = await service.next()
    try:
        assert after.scripts.ports.of(made.id) == first
    finally:
        await after.close()


async def test_a_session_that_is_restored_has_its_own_again_where_they_are_free(service: InProcess, repo: Path) -> None:
    within, first = free_range(2)
    service.configure(portRange=within)
    made = await service.create(repo)
    await service.removal.remove(made.id, force=True, keep_branch=False)
    assert (await service.removal.restore(made.id)).port == first
    await service.removal.remove(made.id, force=True, keep_branch=False)
    other = await service.create(repo)
    assert service.sessions.get(other.id).port == first
    back = await service.removal.restore(made.id)
    assert (back.port, service.scripts.ports.of(made.id)) == (0, first + 10)
    assert service.sessions.get(other.id).port == first
    await service.removal.remove(made.id, force=True, keep_branch=False)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", first + 12))
        listening.listen()
        assert (await service.removal.restore(made.id)).port == 0
