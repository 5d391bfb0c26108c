"""Sets of sessions whose works merge without a conflict, and some of which break a check: by themselves, or only two of
them together."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import attrs

from harness.sidecar import git

SCRIPT = """awk 'FILENAME ~ /^lib/ { known[$1] = 1; next }
!($1 in known) { print FILENAME ": " $1 " is not there"; bad = 1 } END { exit bad }' lib/* uses/* || exit 1
[ "$(ls entries | wc -l)" -le "$(cat most)" ] || { echo "too many entries"; exit 1; }
"""
"""What is used is there, under the name that it has; and there are at most so many entries."""
NAMES = 24
_MAIN = "main"


def create(folder: Path) -> Path:
    """The repository that all begin with."""
    repo = folder / "repo"
    git(folder.parent, "init", "--quiet", "--initial-branch", _MAIN, str(repo))
    for number in range(NAMES):
        _put(repo, f"lib/{number}.txt", f"name{number}\n")
        _put(repo, f"uses/{number}.txt", f"name{number}\n")
        _put(repo, f"notes/{number}.txt", "".join(f"line {line}\n" for line in range(50)))
    for number in range(3):
        _put(repo, f"entries/{number}.txt", "entry\n")
    _put(repo, "most", "4\n")
    git(repo, "add", "--all")
    git(repo, "commit", "--quiet", "--message", "all")
    return repo


@attrs.define
class PlantedBreaks:
    """`expected` are the sets of sessions that fail while no fewer of them do; {frozenset()}: the base fails."""

    chance: random.Random
    names: list[str]
    does: dict[str, list[Callable[[Path], object]]] = attrs.field(factory=dict)
    expected: set[frozenset[str]] = attrs.field(factory=set)
    _free: list[int] = attrs.field(factory=lambda: [*range(NAMES)])
    _counted: bool = False

    @classmethod
    def by(cls, seed: int) -> PlantedBreaks:
        chance = random.Random(seed)  # noqa: S311
        planted = cls(chance, [f"s{number}" for number in range(chance.randrange(2, 9))])
        planted.does = {name: [] for name in (*planted.names, _MAIN)}
        chance.shuffle(planted._free)
        for name in planted.names:
            for _ in range(chance.randrange(1, 3)):
                planted.harmless(name)
        if seed % 10 == 9:
            planted.missing(_MAIN)
            planted.expected = {frozenset()}
        elif seed % 10:  # The tenth has nothing that breaks it.
            for _ in range(1 if seed % 3 else 2):
                chance.choice([planted.alone, planted.renamed, planted.renamed, planted.too_many])()
        return planted

    def carry_out(self, repo: Path, worktrees: dict[str, str]) -> None:
        """Each in its worktree, some committed, some staged, some neither; then the parent branch goes on."""
        for name in self.names:
            for act in self.does[name]:
                act(Path(worktrees[name]))
                if self.chance.random() < 0.3:
                    git(worktrees[name], "add", "--all")
                if self.chance.random() < 0.2:
                    git(worktrees[name], "add", "--all")
                    git(worktrees[name], "commit", "--quiet", "--allow-empty", "--message", "some")
        for act in self.does[_MAIN]:
            act(repo)
        git(repo, "add", "--all")
        git(repo, "commit", "--quiet", "--allow-empty", "--message", "on")

    def harmless(self, name: str) -> None:
        number = self._free.pop()
        self.does[name].append(lambda place: _put(place, f"notes/{number}.txt", f"of {name}\n"))
        self.does[name].append(lambda place: _put(place, f"uses/{number}-{name}.txt", f"name{number}\n"))

    def missing(self, name: str) -> None:
        """It uses what is not there."""
        self.does[name].append(lambda place: _put(place, f"uses/missing-{name}.txt", "nobody\n"))

    def alone(self) -> None:
        name = self.chance.choice(self.names)
        self.missing(name)
        self.expected.add(frozenset({name}))

    def renamed(self) -> None:
        """One gives another name to what the other begins to use."""
        number, (one, other) = self._free.pop(), self.chance.sample(self.names, 2)
        for file in (f"lib/{number}.txt", f"uses/{number}.txt"):
            self.does[one].append(lambda place, file=file: _put(place, file, f"other{number}\n"))  # type: ignore[misc]
        self.does[other].append(lambda place: _put(place, f"uses/more-{number}.txt", f"name{number}\n"))
        self.expected.add(frozenset({one, other}))

    def too_many(self) -> None:
        """There is room for one more entry: two add one each, or the other leaves no room for it."""
        if self._counted:
            self.renamed()
            return
        self._counted = True
        one, other = self.chance.sample(self.names, 2)
        self.does[one].append(lambda place: _put(place, f"entries/{one}.txt", "entry\n"))
        if self.chance.random() < 0.5:
            self.does[other].append(lambda place: _put(place, f"entries/{other}.txt", "entry\n"))
        else:
            self.does[other].append(lambda place: _put(place, "most", "3\n"))
        self.expected.add(frozenset({one, other}))

    @property
    def least(self) -> set[frozenset[str]]:
        """Those of `expected` in which no other one is."""
        return {each for each in self.expected if not any(other < each for other in self.expected)}


def _put(place: Path, name: str, text: str) -> None:
    path = place / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
