"""The files that say what is to be run, Branchline's own and other programs', as a worktree and its main checkout have
them. One that is in the main checkout alone counts too: not everybody commits it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

import attrs

from branchline.core.session.foreign_scripts import FOREIGN, DamagedError, Said, read_foreign
from branchline.core.session.project_scripts import ScriptKind
from branchline.core.session.script_choice import Offer, choose
from branchline.service.scripts.repository_files import RepositoryFiles, UnusableError
from branchline.service.scripts.shown_scripts import Ask, first_with

OWN = {kind: f".branchline/{kind.value}" for kind in ScriptKind}


@attrs.frozen
class Found:
    """By kind what is to be run, and sentences about what is not."""

    asks: Mapping[ScriptKind, Ask]
    complaints: tuple[str, ...]


def find(files: Sequence[RepositoryFiles], set_: Mapping[ScriptKind, str]) -> Found:
    """The worktree is the first of `files`. `set_` are the kinds for which the user's settings say something: they are
    left out here."""
    complaints: list[str] = []
    own = {kind: path for kind, path in OWN.items() if kind not in set_ and first_with(files, path) is not None}
    said = _foreign(files, complaints)
    offers = [Offer(path, kinds) for path, each in said.items() if (kinds := _kinds(each))]
    chosen, passed_over = choose({**own, **set_}, offers)
    asks = {}
    for kind, path in chosen.items():
        if kind in own:
            asks[kind] = _call(files, path, kind, path)
        elif kind not in set_:
            asks[kind] = _ask(files, kind, path, said[path])
    return Found(asks, (*complaints, *passed_over))


def _foreign(files: Sequence[RepositoryFiles], complaints: list[str]) -> dict[str, Said]:
    found = {}
    for path in FOREIGN:
        place = first_with(files, path)
        if place is None or (path == "conductor.json" and ".conductor/settings.toml" in found):
            continue  # Its program does not look at that any more, either.
        try:
            found[path] = read_foreign(path, place.text(path) or "")
        except (DamagedError, UnusableError) as error:
            complaints.append(f"{path} is not used: {error}.")
    return found


def _kinds(said: Said) -> frozenset[ScriptKind]:
    texts = {
        ScriptKind.SETUP: said.setup or said.setup_file,
        ScriptKind.RUN: said.run,
        ScriptKind.TEARDOWN: said.teardown,
    }
    return frozenset(kind for kind, text in texts.items() if text)


def _ask(files: Sequence[RepositoryFiles], kind: ScriptKind, path: str, said: Said) -> Ask:
    """With what its program would have set; in the shell that most of these are written for, where there is one."""
    exports = [f'export {name}="${ours}"' for name, ours in said.variables.items()]
    if kind is ScriptKind.SETUP and said.setup_file:
        call = _call(files, said.setup_file, kind, path)
        return attrs.evolve(
            call,
            command="\n".join([*exports, call.command]),
            readable="\n".join([*exports, call.readable]),
        )
    text = {ScriptKind.SETUP: said.setup, ScriptKind.RUN: said.run, ScriptKind.TEARDOWN: said.teardown}[kind]
    shell = f'exec "$(command -v bash || echo sh)" -c {shlex.quote(text)}'
    alone = said.one_at_a_time and kind is ScriptKind.RUN
    return Ask(kind, "\n".join([*exports, shell]), path, alone, readable="\n".join([*exports, text]))


def _call(files: Sequence[RepositoryFiles], script: str, kind: ScriptKind, source: str) -> Ask:
    """Of a script that is a file: a program runs itself, anything else is a shell's. The same text is the same wherever
    it is found: an approval in the main checkout is for its worktrees, too."""
    place = first_with(files, script)
    # What is wrong with the file is said when it is shown.
    shell = "" if place and place.is_executable(script) else "sh "
    path = f'f={shlex.quote(script)}; [ -e "$f" ] || f="$BRANCHLINE_MAIN/$f"'
    return Ask(kind, f'{path}; exec {shell}"$f"', source, readable=f"{shell}./{script}", file=script)
