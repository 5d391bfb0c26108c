"""Comments on a session's changes: they follow their lines, and go to the agent as one instruction."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from branchline.core.model.comment import Comment, Side
from branchline.core.model.note import Note
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.session.comment_events import MOST_COMMENTS, CommentAdded
from branchline.core.session.role_events import NoteTaken
from harness.service import InProcess, refused

LINES = [f"line {number}" for number in range(1, 31)]


@attrs.define
class Commented:
    """A session of a scripted agent, with a new file of thirty lines."""

    service: InProcess
    id: str
    worktree: Path

    @property
    def session(self) -> Session:
        return self.service.sessions.get(self.id)

    @property
    def only(self) -> Comment:
        (only,) = self.session.comments
        return only

    def add(self, line: int, end: int | None = None, *, side: Side = Side.NOW, text: str = "Why?") -> Comment:
        quote = "\n".join(LINES[line - 1 : end or line])
        return self.service.user_review.commenting.add(
            self.id, path="new.txt", side=side, lines=(line, end or line), quote=quote, text=text
        )

    async def write(self, lines: list[str], name: str = "new.txt") -> None:
        (self.worktree / name).write_text("".join(f"{line}\n" for line in lines))
        await self.counted()

    async def counted(self) -> None:
        """All comments are where the state that was counted has them."""
        tree = (await self.service.change_tracker.read(self.id)).tree
        await self.service.until(
            self.id, lambda session: all(each.tree == tree for each in session.comments if each.side is Side.NOW)
        )


@pytest.fixture
async def commented(service: InProcess, repo: Path) -> Commented:
    made = await service.create(repo, "demo")
    await service.until_status(made.id, Status.READY)
    found = Commented(service, made.id, Path(made.worktree))
    await found.write(LINES)
    return found


async def test_one_follows_its_line_when_lines_come_and_go_above(commented: Commented) -> None:
    commented.add(10, 12)
    await commented.write(["a", "b", *LINES])
    assert (commented.only.line, commented.only.end, commented.only.outdated) == (12, 14, False)
    await commented.write(LINES[5:])
    assert (commented.only.line, commented.only.end, commented.only.outdated) == (5, 7, False)


async def test_one_whose_lines_altered_is_outdated_and_stays_so(commented: Commented) -> None:
    commented.add(10)
    await commented.write([*LINES[:9], "other", *LINES[10:]])
    assert (commented.only.line, commented.only.outdated) == (10, True)
    await commented.write(LINES)
    assert commented.only.outdated
    assert commented.only.quote == "line 10"


async def test_one_follows_its_file_to_another_name(commented: Commented) -> None:
    commented.add(10)
    (commented.worktree / "new.txt").rename(commented.worktree / "other.txt")
    await commented.counted()
    assert (commented.only.path, commented.only.line, commented.only.outdated) == ("other.txt", 10, False)


async def test_one_on_a_file_that_is_gone_is_outdated(commented: Commented) -> None:
    commented.add(10)
    (commented.worktree / "new.txt").unlink()
    await commented.counted()
    assert (commented.only.path, commented.only.outdated) == ("new.txt", True)


async def test_one_on_the_base_stays_where_it_is(commented: Commented) -> None:
    commented.add(10, side=Side.BASE)
    await commented.write(["a", *LINES])
    assert (commented.only.line, commented.only.outdated) == (10, False)


async def test_where_the_state_before_is_gone_it_is_outdated(commented: Commented) -> None:
    gone = attrs.evolve(commented.add(10), id="gone", tree="1" * 40)
    commented.service.sessions.happened(commented.id, CommentAdded(gone))
    await commented.write(["a", *LINES])
    outdated = {each.id: each.outdated for each in commented.session.comments}
    assert outdated.pop("gone") is True
    assert [*outdated.values()] == [False], "the other one is where it was"


async def test_those_that_wait_go_as_one_instruction_and_only_once(commented: Commented) -> None:
    commented.add(10, text="Why ten?")
    done = commented.add(12, text="Nothing.")
    commented.add(11, text="Why eleven?")
    commented.service.user_review.commenting.resolve(commented.id, done.id, True)
    await commented.service.user_review.commenting.send(commented.id)
    told = (await commented.service.until(commented.id, lambda session: session.instruction is not None)).instruction
    assert told is not None
    assert told.index("Why ten?") < told.index("Why eleven?")
    assert "Nothing." not in told
    assert [each.sent for each in commented.session.comments] == [True, False, True]
    await refused("NO_COMMENT", commented.service.user_review.commenting.send(commented.id))


async def test_one_that_is_edited_waits_again_and_one_that_is_deleted_does_not(commented: Commented) -> None:
    first, second = commented.add(1), commented.add(2)
    await commented.service.user_review.commenting.send(commented.id)
    commented.service.user_review.commenting.edit(commented.id, first.id, "Better words.")
    commented.service.user_review.commenting.delete(commented.id, second.id)
    assert (commented.only.text, commented.only.is_pending) == ("Better words.", True)


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "a/../b", "a\0b", "x" * 5000])
async def test_a_path_that_is_none_of_the_worktree_is_refused(commented: Commented, path: str) -> None:
    async def add() -> None:
        commented.service.user_review.commenting.add(
            commented.id, path=path, side=Side.NOW, lines=(1, 1), quote="", text="x"
        )

    await refused("BAD_PATH", add())
    assert commented.session.comments == ()


@pytest.mark.parametrize(("lines", "text"), [((0, 1), "x"), ((2, 1), "x"), ((1, 1), " \n")])
async def test_one_without_words_or_lines_is_refused(commented: Commented, lines: tuple[int, int], text: str) -> None:
    async def add() -> None:
        commented.service.user_review.commenting.add(
            commented.id, path="a", side=Side.NOW, lines=lines, quote="", text=text
        )

    await refused("BAD_COMMENT", add())
    assert commented.session.comments == ()


async def test_there_are_not_more_than_can_be_kept_and_each_is_short(commented: Commented) -> None:
    commented.add(1, text="x" * 100_000)
    assert len(commented.only.text) < 10_000
    for _ in range(MOST_COMMENTS - 1):
        commented.add(1)

    async def add() -> None:
        commented.add(1)

    await refused("TOO_MANY_COMMENTS", add())


async def test_what_is_not_there_is_said(commented: Commented) -> None:
    async def edit() -> None:
        commented.service.user_review.commenting.edit(commented.id, "gone", "x")

    await refused("NO_COMMENT", edit())


async def test_findings_of_a_second_opinion_are_comments(commented: Commented) -> None:
    note = Note(1.0, "r", "review-login", "new.txt:3: no check\n\nThe rest is fine.")
    commented.service.sessions.happened(commented.id, NoteTaken(note))
    await commented.service.until(commented.id, lambda session: len(session.comments) == 1)
    assert (commented.only.line, commented.only.text, commented.only.author) == (3, "no check", "review-login")
    better = attrs.evolve(note, text="new.txt:3-4: no check\nnew.txt:9: a typo\n../x:1: no file of it")
    commented.service.sessions.happened(commented.id, NoteTaken(better, instead=note))
    await commented.service.until(commented.id, lambda session: len(session.comments) == 2)
    assert [(each.line, each.end) for each in commented.session.comments] == [(3, 4), (9, 9)]


async def test_comments_outlive_the_sidecar_and_find_their_lines_then(commented: Commented) -> None:
    commented.add(10)
    (commented.worktree / "new.txt").write_text("".join(f"{line}\n" for line in ["a", *LINES]))
    after = await commented.service.next()
    again = Commented(after, commented.id, commented.worktree)
    await again.counted()
    assert again.only.line == 11
