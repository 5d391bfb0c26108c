"""`grep`, `rg` and `find`: what they look through may hold secrets, and some of their options run programs."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from branchline.core.policy.commands.ignoring import LetThrough, type_patterns
from branchline.core.policy.commands.model import (
    Argument,
    Call,
    Fine,
    Handler,
    Judgement,
    Level,
    too_much,
    unknown_option,
)
from branchline.core.policy.commands.options import Parsed, grammar
from branchline.core.policy.confinement import Entry, Kind, TooMany, Trouble, Use
from branchline.core.policy.guarded import is_secret
from branchline.core.words import words

DEPENDENCIES = words("node_modules .venv venv __pycache__ .tox .mypy_cache .ruff_cache .pytest_cache target")
"""Folders that others fill: what is called a key there is nobody's secret, and no search of text enters them."""


def recursion(
    call: Call,
    path: str,
    *,
    hidden: Callable[[Entry], bool] | None = None,
    only: Sequence[str] = (),
    skip: frozenset[str] = frozenset(),
    links: bool = False,
) -> Trouble | None:
    """What a look through everything below `path` would meet: a secret, a repository's own files, with `links` a
    symbolic link. `only` are patterns of the file names that are opened, `hidden` says whether one is that has a dot
    before it or its folder; without it, all of them are."""
    try:
        for entry in call.ground.walk(path, call.folder, skip):
            if links and entry.kind is Kind.LINK:
                return Trouble("path", f"{entry.within} is a link, which may lead elsewhere.")
            secret = _is_opened(entry, only) and is_secret(entry.within)
            git = entry.name.lower() == ".git" and entry.kind is Kind.FOLDER and not only
            if not (secret or git) or (hidden is not None and not hidden(entry)):
                continue
            if secret:
                return Trouble("secret", f"{entry.within} would be read, and may hold a secret.")
            return Trouble("protected", f"{entry.within} would be read.")
    except TooMany:
        return too_much(call.name, path)
    return None


def _is_opened(entry: Entry, only: Sequence[str]) -> bool:
    if entry.kind is Kind.FOLDER:
        return False
    return not only or any(_fits(entry.name.lower(), pattern.lower().rpartition("/")[2]) for pattern in only)


def _fits(name: str, pattern: str) -> bool:
    """Brackets, braces and backslashes mean different things to different programs: they may fit anything."""
    return bool(set(pattern) & set("[]{}\\")) or fnmatch.fnmatch(name, pattern)


_GREP = grammar(
    "-aEFGPHIbchilLnoqsTUvVwxyzZrA#B#C#m#e=f< -# --extended-regexp --fixed-strings --basic-regexp --perl-regexp"
    " --regexp="
    " --file< --ignore-case --no-ignore-case --invert-match --word-regexp --line-regexp --count --color? --colour?"
    " --files-with-matches"
    " --files-without-match --max-count# --only-matching --quiet --silent --no-messages --byte-offset --with-filename"
    " --no-filename --label= --line-number --initial-tab --null --after-context# --before-context# --context# --text"
    " --binary-files~ --include= --exclude= --exclude-dir= --recursive --line-buffered --null-data"
)
_RG = grammar(
    "-acFhHiIlLnNoPqsSUvwxVzA#B#C#m#e=f<g=t~T~r=j#E~M#d# -u. --after-context# --before-context# --context# --text"
    " --case-sensitive"
    " --color~ --colors= --column --count --count-matches --encoding~ --files --files-with-matches"
    " --files-without-match"
    " --fixed-strings --glob= --iglob= --heading --no-heading --hidden --ignore-case --invert-match --json"
    " --line-number"
    " --no-line-number --line-regexp --max-columns# --max-count# --max-depth# --multiline --multiline-dotall"
    " --no-config"
    " --no-filename --no-ignore --no-ignore-vcs --no-messages --null --only-matching --passthru --pcre2 --pretty"
    " --quiet"
    " --regexp= --file< --replace= --smart-case --sort~ --sortr~ --stats --threads# --trim --type~ --type-not~"
    " --type-list --unrestricted --vimgrep --with-filename --word-regexp --no-unicode --version --no-require-git"
)


def _pattern_and_paths(parsed: Parsed, *given: str) -> tuple[str, ...]:
    operands = [each.text for each in parsed.operands]
    return tuple(operands if parsed.has(*given) else operands[1:])


def _grep(call: Call) -> Judgement:
    parsed = _GREP.parse(call)
    if isinstance(parsed, Trouble):
        return parsed
    paths = _pattern_and_paths(parsed, "-e", "-f", "--regexp", "--file")
    trouble = call.first_trouble([*parsed.reads, *paths], Use.READ)
    if trouble:
        return trouble
    if parsed.has("-r", "--recursive") or call.name == "rgrep":
        only, skip = parsed.values("--include"), frozenset(parsed.values("--exclude-dir"))
        for path in paths or (".",):
            if trouble := recursion(call, path, only=only, skip=skip):
                return trouble
    return Fine(Level.READ, call.name)


def _rg(call: Call) -> Judgement:
    """Without `-u`, ripgrep leaves out hidden files and what git ignores; only the first is counted on, where nothing
    lets one through."""
    parsed = _RG.parse(call)
    if isinstance(parsed, Trouble):
        return parsed
    if parsed.has("-z", "-L"):
        return unknown_option(call.name, "-z" if parsed.has("-z") else "-L")
    paths = _pattern_and_paths(parsed, "-e", "-f", "--regexp", "--file", "--files", "--type-list")
    trouble = call.first_trouble([*parsed.reads, *paths], Use.READ)
    if trouble or parsed.has("--files", "--type-list", "--version", "-V"):
        return trouble or Fine(Level.READ, "rg")
    globs = [glob for glob in parsed.values("-g", "--glob", "--iglob") if not glob.startswith("!")]
    shows_hidden = parsed.has("--hidden", "-.", "-u", "--unrestricted") or bool(globs)
    patterns = type_patterns(parsed.values("-t", "--type"))
    skip = frozenset() if parsed.has("-u", "--unrestricted", "--no-ignore", "--no-ignore-vcs") else DEPENDENCIES
    for path in paths or (".",):
        start = call.ground.resolve(path, call.folder)
        if isinstance(start, Trouble):
            return start
        hidden = None if shows_hidden else LetThrough(call.ground, start, patterns, certain=not call.after_ignoring)
        if trouble := recursion(call, path, hidden=hidden, only=globs, skip=skip):
            return trouble
    return Fine(Level.READ, "rg")


_FIND_FLAGS = words(
    "! ( ) -not -a -and -o -or , -print -print0 -ls -prune -depth -d -empty -readable -writable -executable -mount"
    " -xdev -noleaf -true -false -quit -daystart -nouser -nogroup -warn -nowarn"
)
_FIND_VALUES = words(
    "-name -iname -path -ipath -wholename -iwholename -regex -iregex -regextype -type -xtype -maxdepth -mindepth -size"
    " -mtime -mmin -atime -amin -ctime -cmin -perm -user -group -links -printf -newermt -inum"
)
_FIND_FILES = words("-newer -anewer -cnewer -samefile")


def _find(call: Call) -> Judgement:
    texts = call.texts
    ahead = [text for text in texts if text not in {"-P", "-O1", "-O2", "-O3"}][::-1]
    starts: list[str] = []
    while ahead and not re.match(r"-.|[!(),]", ahead[-1]):
        starts.append(ahead.pop())
    files: list[str] = []
    while ahead:
        word = ahead.pop()
        if word in _FIND_FLAGS:
            continue
        if word not in _FIND_VALUES | _FIND_FILES or not ahead:
            return unknown_option("find", word)
        value = ahead.pop()
        if word in _FIND_FILES:
            files.append(value)
    return call.first_trouble([*starts, *files], Use.READ) or Fine(Level.READ, "find")


_FD = grammar(
    "-HIasiFplu0t~e~E=d#g --hidden --no-ignore --absolute-path --case-sensitive --ignore-case --fixed-strings"
    " --full-path"
    " --glob --list-details --type~ --extension~ --exclude= --max-depth# --min-depth# --exact-depth# --color~ --print0"
    " --size= --changed-within= --changed-before= --version --strip-cwd-prefix"
)


def _fd(call: Call) -> Judgement:
    parsed = _FD.parse(call)
    if isinstance(parsed, Trouble):
        return parsed
    return call.first_trouble(_words(parsed.operands[1:]), Use.READ) or Fine(Level.READ, "fd")


def _words(arguments: Iterable[Argument]) -> list[str]:
    return [each.text for each in arguments]


SEARCHERS: Mapping[str, Handler] = {
    "grep": _grep,
    "egrep": _grep,
    "fgrep": _grep,
    "rgrep": _grep,
    "rg": _rg,
    "find": _find,
    "fd": _fd,
    "fdfind": _fd,
}
