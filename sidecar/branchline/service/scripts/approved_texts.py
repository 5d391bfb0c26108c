"""What the user said of repositories' scripts, and the texts that were approved last: to show what changed since.

None of it lets anything run: that is what the seal is for. So it need not be signed.
"""

from __future__ import annotations

import contextlib
import json
import logging
from pathlib import Path
from typing import Any

import attrs

from branchline.core.session.project_scripts import Script, ScriptKind
from branchline.machine.paths import Paths
from branchline.service.base.saving import Saving
from branchline.store.atomic_file import write_atomically
from branchline.store.store import Store

log = logging.getLogger(__name__)

_KEY = "scripts"


@attrs.frozen
class _Said:
    declined: bool = False
    last: tuple[tuple[str, str], ...] = ()
    """Kinds, and the digests of what was approved last of each."""


class ApprovedTexts:
    """By common git folder."""

    def __init__(self, paths: Paths, store: Store, saving: Saving) -> None:
        self._paths = paths
        self._store = store
        self._saving = saving
        self._said = _read(store.meta(_KEY))

    def is_declined(self, common_dir: str) -> bool:
        return self._of(common_dir).declined

    def decline(self, common_dir: str) -> None:
        self._put(common_dir, attrs.evolve(self._of(common_dir), declined=True))

    def approved(self, common_dir: str, script: Script) -> None:
        """Raises OSError."""
        said = self._of(common_dir)
        last = {**dict(said.last), script.kind.value: script.digest}
        content = {"kind": script.kind.value, "command": script.command, "text": script.text}
        write_atomically(self._file(script.digest), json.dumps(content).encode())
        self._put(common_dir, _Said(last=tuple(last.items())))
        kept = {digest for each in self._said.values() for _, digest in each.last}
        for _, digest in said.last:
            if digest not in kept:
                self._file(digest).unlink(missing_ok=True)

    def before(self, common_dir: str, script: Script) -> str | None:
        """The text that was approved last of its kind, where that was another one."""
        digest = dict(self._of(common_dir).last).get(script.kind.value)
        if digest is None or digest == script.digest:
            return None
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            content = json.loads(self._file(digest).read_bytes())
            found = Script(ScriptKind(content["kind"]), content["command"], "", content["text"])
            if found.digest == digest:
                return found.text
        log.warning("the script that was approved last is not to be had, so that all of the new one is shown")
        return None

    def _of(self, common_dir: str) -> _Said:
        return self._said.get(common_dir, _Said())

    def _put(self, common_dir: str, said: _Said) -> None:
        self._said[common_dir] = said
        self._store.set_meta(_KEY, {each: attrs.asdict(one) for each, one in self._said.items()})
        self._saving.soon()

    def _file(self, digest: str) -> Path:
        return self._paths.scripts / f"{digest}.json"


def _read(stored: Any) -> dict[str, _Said]:
    """Whoever edits the store by hand may have left something else there."""
    found = {}
    for common_dir, said in stored.items() if isinstance(stored, dict) else ():
        try:
            last = tuple((ScriptKind(kind).value, _digest(digest)) for kind, digest in said["last"])
            found[common_dir] = _Said(said["declined"] is True, last)
        except (KeyError, TypeError, ValueError):
            continue
    return found


def _digest(text: Any) -> str:
    """Never another file's name. Raises ValueError."""
    if not isinstance(text, str) or len(text) != 64 or {*text} - {*"0123456789abcdef"}:
        raise ValueError(text)
    return text
