"""One command, as the small functions that know programs get it, and what they answer."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable

import attrs

from branchline.core.policy.confinement import Ground, Trouble, Use


class Level(enum.IntEnum):
    """The narrowest preset that lets something pass."""

    READ = 1
    SAFE = 2
    WORKTREE = 3


@attrs.frozen
class Fine:
    """Nothing speaks against it from `level` on. `rule` names what was recognised."""

    level: Level
    rule: str
    unsettles: bool = False
    """Links or folders may be elsewhere afterwards: no later path of the same line can be told."""
    makes: tuple[str, ...] = ()
    """Folders, resolved, that are there afterwards if it succeeds."""
    removes: tuple[str, ...] = ()
    """Files and folders, resolved, that may be gone afterwards with all that is below."""


Judgement = Fine | Trouble


@attrs.frozen
class Argument:
    text: str
    quoted: bool = False


@attrs.frozen
class Call:
    """A program by its exact name, its arguments after all expansion, and where it runs."""

    name: str
    arguments: tuple[Argument, ...]
    ground: Ground
    folder: str
    after_ignoring: bool = False
    """A command before it in the same line may have written a file that says what a search leaves out."""

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.arguments]

    def first_trouble(self, paths: Iterable[str], use: Use) -> Trouble | None:
        """`-` is standard input or output."""
        for path in paths:
            if path != "-" and (trouble := self.ground.trouble(path, self.folder, use)):
                return trouble
        return None

    def shifted(self, name: str, arguments: Iterable[Argument]) -> Call:
        return attrs.evolve(self, name=name, arguments=tuple(arguments))


Handler = Callable[[Call], Judgement]


def unknown_option(name: str, option: str) -> Trouble:
    return Trouble("option", f"Whether {name} {option} is harmless is not known.")


def too_much(name: str, path: str) -> Trouble:
    return Trouble("path", f"{path} holds too much to tell what {name} would touch.")
