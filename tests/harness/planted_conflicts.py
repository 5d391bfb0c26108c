"""Sets of sessions that did this and that to one repository, with conflicts planted between some of them, and much
beside it that looks like one and is none."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import attrs

from harness.sidecar import git

SESSIONS = 5
TEXTS = ("src/app.py", "src/deep/er/model.py", "docs/read me.md", "ümlaut.txt", "Makefile")
PLACES = range(5, 95, 10)
"""Lines, far enough from each other that git merges changes of two of them."""
_MAIN = "main"


def create(folder: Path) -> Path:
    """The repository that all begin with."""
    repo = folder / "repo"
    repo.mkdir(parents=True)
    git(repo, "init", "--quiet", "--initial-branch", _MAIN)
    for name in TEXTS:
        _put(repo, name, _lines(name))
    for number in range(40):
        _put(repo, f"own/{number % 4}/file{number}.txt", _lines(f"own {number}"))
        _put(repo, f"images/{number}.png", b"\0" + bytes([number]) * 64)
    git(repo, "add", "--all")
    git(repo, "commit", "--quiet", "--message", "all")
    return repo


@attrs.define
class Planted:
    """`expected` are (one, other, path), the other "" for the parent branch."""

    chance: random.Random
    names: list[str]
    does: dict[str, list[Callable[[Path], object]]] = attrs.field(factory=dict)
    expected: set[tuple[str, str, str]] = attrs.field(factory=set)
    _free: list[tuple[str, int]] = attrs.field(factory=list)
    _files: list[int] = attrs.field(factory=list)
    _images: list[int] = attrs.field(factory=list)
    _new: int = 0

    @classmethod
    def by(cls, seed: int) -> Planted:
        planted = cls(random.Random(seed), [f"s{seed}-{number}" for number in range(SESSIONS)])  # noqa: S311
        planted.does = {name: [] for name in (*planted.names, _MAIN)}
        planted._free = [(name, place) for name in TEXTS for place in PLACES]
        planted._files, planted._images = [*range(40)], [*range(40)]
        for left in (planted._free, planted._files, planted._images):
            planted.chance.shuffle(left)
        for _ in range(planted.chance.randrange(2, 6)):
            planted.chance.choice(_CONFLICTS)(planted, *planted.chance.sample(planted.names, 2))
        for _ in range(planted.chance.randrange(4, 12)):
            planted.chance.choice(_NONE)(planted, *planted.chance.sample(planted.names, 2))
        for name in planted.chance.sample(planted.names, planted.chance.randrange(0, 3)):
            planted.lines(name, "")
        return planted

    def carry_out(self, repo: Path, worktrees: dict[str, str]) -> None:
        """Each in its worktree, some committed, some staged, some neither; then the parent branch goes on."""
        for name in self.names:
            for act in self.does[name]:
                act(Path(worktrees[name]))
                if self.chance.random() < 0.3:
                    git(worktrees[name], "add", "--all")
                if self.chance.random() < 0.2:
                    git(worktrees[name], "commit", "--quiet", "--all", "--allow-empty", "--message", "some")
        for act in self.does[_MAIN]:
            act(repo)
        git(repo, "add", "--all")
        git(repo, "commit", "--quiet", "--allow-empty", "--message", "on")

    def said(self, one: str, other: str, path: str) -> None:
        first, second = (one, other) if not other else sorted([one, other])
        self.expected.add((first, second, path))

    # ------------------------------------------------------------ conflicts

    def lines(self, one: str, other: str) -> None:
        name, place = self._free.pop()
        self._edit(one, name, place, one)
        self._edit(other or _MAIN, name, place, other or "the parent")
        self.said(one, other, name)

    def both_add(self, one: str, other: str) -> None:
        name = self._fresh()
        self.does[one].append(lambda at: _put(at, name, _lines(one)))
        self.does[other].append(lambda at: _put(at, name, _lines(other)))
        self.said(one, other, name)

    def delete_and_change(self, one: str, other: str) -> None:
        name = self._own()
        self.does[one].append(lambda at: (at / name).unlink())
        self._edit(other, name, 5, other)
        self.said(one, other, name)

    def rename_both(self, one: str, other: str) -> None:
        name = self._own()
        self.does[one].append(lambda at: (at / name).rename(at / f"{name}.one"))
        self.does[other].append(lambda at: (at / name).rename(at / f"{name}.other"))
        self.said(one, other, name)

    def rename_and_same_lines(self, one: str, other: str) -> None:
        name = self._own()
        self.does[one].append(lambda at: (at / name).rename(at / f"{name}.new"))
        self._edit(one, f"{name}.new", 15, one)
        self._edit(other, name, 15, other)
        self.said(one, other, f"{name}.new")

    def binary(self, one: str, other: str) -> None:
        name = f"images/{self._images.pop()}.png"
        self.does[one].append(lambda at: _put(at, name, b"\0one"))
        self.does[other].append(lambda at: _put(at, name, b"\0other"))
        self.said(one, other, name)

    def file_and_folder(self, one: str, other: str) -> None:
        name = self._fresh()
        self.does[one].append(lambda at: _put(at, name, "a file\n"))
        self.does[other].append(lambda at: _put(at, f"{name}/inner", "in a folder\n"))
        self.said(one, other, name)

    # ------------------------------------------------------------ none

    def other_lines(self, one: str, other: str) -> None:
        for each in (one, other):
            self._edit(each, *self._free.pop(), each)

    def same_lines(self, one: str, other: str) -> None:
        name, place = self._free.pop()
        for each in (one, other):
            self._edit(each, name, place, "what both want")

    def same_file(self, one: str, other: str) -> None:
        name = self._fresh()
        for each in (one, other):
            self.does[each].append(lambda at: _put(at, name, "the same\n"))

    def both_delete(self, one: str, other: str) -> None:
        name = self._own()
        for each in (one, other):
            self.does[each].append(lambda at: (at / name).unlink())

    def rename_and_change(self, one: str, other: str) -> None:
        name = self._own()
        self.does[one].append(lambda at: (at / name).rename(at / f"{name}.new"))
        self._edit(other, name, 25, other)

    def mode_and_change(self, one: str, other: str) -> None:
        name = self._own()
        self.does[one].append(lambda at: (at / name).chmod(0o755))
        self._edit(other, name, 35, other)

    def parent_goes_on(self, one: str, _other: str) -> None:
        name, place = self._free.pop()
        self._edit(_MAIN, name, place, "the parent, where nobody else is")

    # ------------------------------------------------------------

    def _edit(self, who: str, name: str, place: int, text: str) -> None:
        def edit(at: Path) -> None:
            lines = (at / name).read_text().splitlines(keepends=True)
            lines[place] = f"{text} was here, at {place}\n"
            _put(at, name, "".join(lines))

        self.does[who].append(edit)

    def _own(self) -> str:
        number = self._files.pop()
        return f"own/{number % 4}/file{number}.txt"

    def _fresh(self) -> str:
        self._new += 1
        return f"new/thing {self._new}"


_CONFLICTS = (
    Planted.lines, Planted.lines, Planted.both_add, Planted.delete_and_change, Planted.rename_both,
    Planted.rename_and_same_lines, Planted.binary, Planted.file_and_folder,
)  # fmt: skip
_NONE = (
    Planted.other_lines, Planted.other_lines, Planted.same_lines, Planted.same_file, Planted.both_delete,
    Planted.rename_and_change, Planted.mode_and_change, Planted.parent_goes_on,
)  # fmt: skip


def _lines(what: str) -> str:
    """Files of two things are not alike to git, which goes by the last characters of lines."""
    return "".join(f"line {number} of a hundred, {what}-{number}\n" for number in range(100))


def _put(at: Path, name: str, content: str | bytes) -> None:
    path = at / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
