"""The environment that agents start in, and where their programs are."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping

from branchline.machine.git_settings import NO_BARE_REPOSITORIES, handed_on, is_git_setting
from branchline.machine.git_variables import is_of_one_command

_OURS_OR_THE_EDITORS = ("BRANCHLINE_", "VSCODE_", "ELECTRON_")
_EDITOR_ONLY = frozenset({"NODE_OPTIONS", "NODE_PATH", "CHROME_DESKTOP", "GIT_ASKPASS"})
_OTHER_TERMINALS = frozenset({"TERM_PROGRAM", "TERM_PROGRAM_VERSION", "TMUX", "TMUX_PANE", "STY", "COLUMNS", "LINES"})
_OTHER_FOLDERS = frozenset({"CDPATH", "PWD", "OLDPWD", "BASHOPTS", "SHELLOPTS"})
"""With them `cd src` may lead elsewhere than into `src`: by a search, by where the shell believes to be, by options."""
_OTHER_CD = re.compile(r"(?:BASH_FUNC_|__BASH_FUNC<)(?:cd|command|builtin)(?:%%|>?\(\))")
"""A function that a shell was told to hand on."""
AGENT_OF = "BRANCHLINE_AGENT_OF"
"""In the environment of each agent: the runtime folder of its Branchline. A process can drop it, so that it proves
nothing where it is not; where it is, its Branchline refuses."""


AGENT_SESSION = "BRANCHLINE_AGENT_SESSION"
"""The same for the id of its session, by which what the agent left behind is found."""


def agent_environment(
    user: Mapping[str, str],
    extra: Mapping[str, str],
    *,
    bare_repositories: bool = False,
    git_local: Collection[str] = (),
) -> dict[str, str]:
    """The user's own environment without what the editor or Branchline put there, and `extra`.

    What describes another terminal goes too: the agent's terminal is ours. What git tells one command, such as in which
    repository and as whom (`git_variables`, and `git_local`, which the installed git names), or would lead a shell's
    `cd` to another folder, goes as well, and so do settings of git's. Ours is that git uses no bare repository that it
    only comes upon, unless `bare_repositories` is true.
    """
    environment = {
        name: value
        for name, value in user.items()
        if not name.startswith(_OURS_OR_THE_EDITORS)
        and name not in _EDITOR_ONLY
        and name not in git_local
        and not is_of_one_command(name)
        and name not in _OTHER_TERMINALS
        and name not in _OTHER_FOLDERS
        and not _OTHER_CD.fullmatch(name)
        and not is_git_setting(name)
    }
    environment["TERM"] = "xterm-256color"
    environment["COLORTERM"] = "truecolor"
    environment.setdefault("LANG", "C.UTF-8")
    found = {**environment, **extra}
    return found if bare_repositories else handed_on(found, NO_BARE_REPOSITORIES)


def is_reserved(name: str) -> bool:
    """Whether a variable is not one session's to set: it is Branchline's, the editor's, git's or the terminal's, leads
    a shell elsewhere, or is the home that auto-yes goes by."""
    return (
        name.startswith((*_OURS_OR_THE_EDITORS, "GIT_", "BASH_FUNC_"))
        or name in _EDITOR_ONLY | _OTHER_TERMINALS | _OTHER_FOLDERS
        or name in {"HOME", "TERM", "COLORTERM", "BASH_ENV", "ENV"}
    )


def find_program(program: str, path: str | None) -> str | None:
    """The absolute path of an executable, by name on `path` (a PATH value) or as given; None if there is none."""
    wanted = os.path.expanduser(program)
    places = os.environ.get("PATH", os.defpath) if path is None else path
    folders = [""] if os.path.dirname(wanted) else places.split(os.pathsep) if places else []
    # As shutil.which; that module takes all of Python's compression with it.
    for found in (os.path.join(folder, wanted) for folder in folders):
        if os.path.isfile(found) and os.access(found, os.X_OK):
            return os.path.abspath(found)
    return None
