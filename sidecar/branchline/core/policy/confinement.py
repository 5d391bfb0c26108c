"""Where a path leads, told as the kernel would go there, and whether that is the session's own.

Nothing here touches the disk: what is there comes from a `Disk`, so that the rules can be tried on any tree.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterator, Sequence
from typing import Protocol

import attrs

from branchline.core.policy.dotted import is_unknown_dotted
from branchline.core.policy.guarded import Guarded, is_hook, is_protected, is_secret
from branchline.core.policy.repository import at_home, settings
from branchline.core.shell.characters import suspicious

MOST_LINKS = 40
MOST_ENTRIES = 20_000
"""What a search may meet before nobody can say any more what it reads."""


class Kind(enum.Enum):
    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    OTHER = "other"
    """A device, a pipe, a socket."""


class Disk(Protocol):
    """What is on the disk now. Whatever cannot be found out is None."""

    def kind(self, path: str) -> Kind | None: ...

    def target(self, path: str) -> str | None:
        """What a symbolic link says."""
        ...

    def entries(self, folder: str) -> Sequence[tuple[str, Kind]] | None: ...

    def is_shared(self, path: str) -> bool:
        """The file has another name somewhere: to write it may write outside."""
        ...

    def text(self, path: str) -> str | None:
        """What an ordinary file holds, links followed."""
        ...


@attrs.frozen
class Trouble:
    """Why something is not approved without asking. `rule` is short and stable, `why` a sentence for the user."""

    rule: str
    why: str
    hazard: bool = True
    """Not only unknown: a rule with a wildcard does not reach this far either."""


class Use(enum.Enum):
    READ = "read"
    WRITE = "write"
    DELETE = "delete"


@attrs.frozen
class Ground:
    """The one place where a session may act, and the disk to look it up on."""

    worktree: str
    disk: Disk
    home: str = ""
    main: str = ""
    """The main checkout, only to name it: it is outside."""
    guarded: Guarded = attrs.field(kw_only=True)
    """What the agents read by themselves."""
    touched: list[tuple[str, Use]] = attrs.field(factory=list, eq=False, repr=False)
    """Each path that was asked about, resolved: rules about files hold for what commands name, too."""

    def resolve(self, path: str, folder: str, *, any_case: bool = False) -> str | Trouble:
        """The absolute path without links, `.` and `..`. What is missing leads where it would if it were a folder, with
        `any_case` to what is there under the name in other letters: a file system may not tell them apart."""
        ahead = _parts(path if path.startswith("/") else f"{folder}/{path}")[::-1]
        done: list[str] = []
        links = 0
        while ahead:
            part = ahead.pop()
            if part == "..":
                del done[-1:]
                continue
            here = "/" + "/".join([*done, part])
            kind = self.disk.kind(here)
            if kind is None and any_case and (found := self._alike(done, part)) is not None:
                part, here = found, "/" + "/".join([*done, found])
                kind = self.disk.kind(here)
            if kind is not Kind.LINK:
                done.append(part)
                continue
            links += 1
            target = self.disk.target(here)
            if not target or links > MOST_LINKS:
                return Trouble("path", f"{path} is a link that leads nowhere.")
            if target.startswith("/"):
                done = []
            ahead.extend(_parts(target)[::-1])
        return "/" + "/".join(done)

    def _alike(self, folder: list[str], name: str) -> str | None:
        entries = self.disk.entries("/" + "/".join(folder)) or ()
        return next((each for each, _ in entries if each.casefold() == name.casefold()), None)

    @functools.cached_property
    def root(self) -> str:
        """The worktree's own path, resolved."""
        root = self.resolve(self.worktree, "/")
        return root if isinstance(root, str) and root != "/" else "\0"

    def inside(self, path: str) -> str | None:
        """The path within the worktree of a resolved one, empty for the worktree itself; None outside."""
        return self.inside_of(path, self.root)

    @staticmethod
    def inside_of(path: str, root: str) -> str | None:
        if path == root:
            return ""
        return path[len(root) + 1 :] if path.startswith(root + "/") else None

    def protects(self, within: str) -> bool:
        """A path within the worktree names what may make something run later, by itself."""
        return is_protected(within, self.guarded) or is_unknown_dotted(within) or self._is_hook(within.lower())

    def _is_hook(self, within: str) -> bool:
        return any(
            within == folder or within.startswith(f"{folder}/") if folder else is_hook(within) for folder in self._hooks
        )

    @functools.cached_property
    def _hooks(self) -> frozenset[str]:
        """Folders of the worktree in which git looks for hooks, as they are named and where they are."""
        found: set[str] = set()
        for value in filter(None, settings("core.hooksPath", self.root, self.home, self.disk.text)):
            path = at_home(value, self.home, self.root)
            parent = self.resolve(_parent(path), "/")
            for each in (self.resolve(path, "/"), f"{parent}/{_name(path)}"):
                within = self.inside(each) if isinstance(each, str) else None
                if within is not None:
                    found.add(within.lower())
        return frozenset(found)

    def trouble(self, path: str, folder: str, use: Use) -> Trouble | None:
        """What keeps `path`, as it is written, from being used so; None: nothing."""
        if path == "/dev/null" and use is not Use.DELETE:
            return None
        unclear = (
            "it is empty" if not path else "it begins or ends in a blank" if path != path.strip() else suspicious(path)
        )
        if unclear is not None or "\n" in path:
            return Trouble("path", f"The path {path!r} is not clear: {unclear or 'it holds a line break'}.")
        resolved = self.resolve(path, folder)
        alike = self.resolve(path, folder, any_case=True)
        if isinstance(resolved, Trouble) or isinstance(alike, Trouble):
            return resolved if isinstance(resolved, Trouble) else Trouble("path", f"{path} is not certain.")
        self.touched.append((resolved, use))
        for each in (resolved, alike):
            if self.inside(each) is None:
                main = self.main and self.inside_of(each, self.main) is not None
                return Trouble("outside", f"{path} is {'in the main checkout' if main else 'outside the worktree'}.")
        parent = self.resolve(_parent(path), folder)
        named = None if isinstance(parent, Trouble) else self.inside(f"{parent}/{_name(path)}")
        if named is None:
            return Trouble("outside", f"{path} is named by a way outside the worktree.")
        within = self.inside(resolved) or ""
        for each in (within, self.inside(alike) or "", named):
            if is_secret(each):
                return Trouble("secret", f"{path} may hold a secret.")
            if (use is not Use.READ or ".git" in each.lower().split("/")) and self.protects(each):
                return Trouble("protected", f"{path} is protected.")
        kind = self.disk.kind(resolved)
        if kind in {Kind.OTHER, Kind.LINK}:
            return Trouble("path", f"{path} is no ordinary file.")
        if use is Use.READ:
            return None
        if not within and use is Use.DELETE:
            return Trouble("outside", f"{path} is the worktree itself.")
        if kind is Kind.FILE and use is Use.WRITE and self.disk.is_shared(resolved):
            return Trouble("outside", f"{path} has another name, which may be outside the worktree.")
        return None

    def walk(
        self, path: str, folder: str, skip: frozenset[str] = frozenset(), most: int | None = None
    ) -> Iterator[Entry]:
        """Everything below a folder, links not followed; only the path itself when it is none. `skip` are names of
        folders that are not entered, `most` is how much may be there. Raises TooMany."""
        start = self.resolve(path, folder)
        if isinstance(start, Trouble):
            return
        count, ahead = 0, [("", start)]
        while ahead:
            below, here = ahead.pop()
            entries = self.disk.entries(here)
            if entries is None and (below or self.disk.kind(here) is Kind.FOLDER):
                raise TooMany
            for name, kind in entries or ():
                count += 1
                if count > (most or MOST_ENTRIES):
                    raise TooMany
                entry = Entry(f"{below}{name}", self.inside(f"{here}/{name}") or "", kind)
                yield entry
                if kind is Kind.FOLDER and name not in skip:
                    ahead.append((entry.below + "/", f"{here}/{name}"))


@attrs.frozen
class Entry:
    """Something found below a folder: its path below it, and within the worktree."""

    below: str
    within: str
    kind: Kind

    @property
    def name(self) -> str:
        return _name(self.within)


class TooMany(Exception):  # noqa: N818  not a mistake: the folder is only too large to look through
    """There is too much to look at, or a folder cannot be read."""


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part not in ("", ".")]


def _parent(path: str) -> str:
    head, slash, _ = path.rstrip("/").rpartition("/")
    return head or ("/" if slash else ".")


def _name(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]
