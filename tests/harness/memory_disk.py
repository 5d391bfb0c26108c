"""A disk that is only told of: what the policy believes to be there, on any file system."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from branchline.agents.registry import GUARDED
from branchline.core.policy.confinement import Ground, Kind

ROOT = "/w/wt"


class MemoryDisk:
    """From absolute paths and what is there: "file", "shared" (a file with another name), "folder", "closed" (a folder
    that cannot be read), "other", "-> target" for a link, or "= text" for a file that holds it. The folders above are
    there by themselves."""

    def __init__(self, tree: Mapping[str, str]) -> None:
        self._tree = {path: what for path, what in tree.items() if path != "/"}
        for path in tree:
            parts = path.split("/")
            for end in range(2, len(parts)):
                self._tree.setdefault("/".join(parts[:end]), "folder")

    def kind(self, path: str) -> Kind | None:
        what = "folder" if path == "/" else self._tree.get(path)
        if what is None:
            return None
        if what.startswith("-> "):
            return Kind.LINK
        if what.startswith("= "):
            return Kind.FILE
        return {"shared": Kind.FILE, "closed": Kind.FOLDER}.get(what) or Kind(what)

    def target(self, path: str) -> str | None:
        what = self._tree.get(path, "")
        return what[3:] if what.startswith("-> ") else None

    def entries(self, folder: str) -> Sequence[tuple[str, Kind]] | None:
        if self.kind(folder) is not Kind.FOLDER or self._tree.get(folder) == "closed":
            return None
        names = [path for path in self._tree if path.rpartition("/")[0] == folder.rstrip("/")]
        return [(path.rpartition("/")[2], kind) for path in names if (kind := self.kind(path)) is not None]

    def is_shared(self, path: str) -> bool:
        return self._tree.get(path) == "shared"

    def text(self, path: str) -> str | None:
        what = self._tree.get(path, "")
        return what[2:] if what.startswith("= ") else None


def ground(tree: Mapping[str, str] | None = None) -> Ground:
    """A session's ground: by default a small worktree with links out and in, a secret, and what lies around it."""
    return Ground(ROOT, MemoryDisk(USUAL if tree is None else tree), "/home/me", "/w/main", guarded=GUARDED)


USUAL = {
    f"{ROOT}/.env": "file",
    f"{ROOT}/.git": "file",
    f"{ROOT}/README.md": "file",
    f"{ROOT}/package.json": "file",
    f"{ROOT}/src/a.py": "file",
    f"{ROOT}/src/b.py": "file",
    f"{ROOT}/src/sub/c.py": "file",
    f"{ROOT}/src/linked.txt": "shared",
    f"{ROOT}/src/pipe": "other",
    f"{ROOT}/tests/test_a.py": "file",
    f"{ROOT}/link-out": "-> /w/outside",
    f"{ROOT}/link-in": "-> src",
    f"{ROOT}/link-back": "-> /w/outside/back",
    f"{ROOT}/loop": "-> loop",
    f"{ROOT}/dangling": "-> nowhere",
    "/w/outside/notes.txt": "file",
    "/w/outside/back": "-> /w/wt/src",
    "/w/main/src/a.py": "file",
    "/home/me/.ssh/id_rsa": "file",
    "/etc/passwd": "file",
}
