"""`sed` and `awk`: their scripts are programs, so only those made of harmless parts pass."""

from __future__ import annotations

import re
from collections.abc import Mapping

from branchline.core.policy.commands.model import Call, Fine, Handler, Judgement, Level
from branchline.core.policy.commands.options import grammar
from branchline.core.policy.confinement import Trouble, Use
from branchline.core.regexes import regex

_SED = grammar(
    "-nErsuzi?e=l# --quiet --silent --regexp-extended --expression= --in-place? --separate --null-data --unbuffered"
    " --posix"
    " --sandbox --debug --line-length# --version"
)
_CLASS = r"\[\^?\]?(?:\[:[a-z]+:\]|\\[A-Za-z.]|[^\]\[\\\n%s])*\]"
_REGEX = rf"(?:[^\\/\n\[]|\\[^\n]|{_CLASS % '/'})"
_ADDRESS = rf"(?:\d+(?:~\d+)?|\$|/{_REGEX}*/I?M?)"
_ADDRESSES = regex(rf"[ \t]*(?:{_ADDRESS}(?:[ \t]*,[ \t]*(?:{_ADDRESS}|[+~]\d+))?)?[ \t]*!?[ \t]*")
_SIMPLE = regex(r"[pPdDgGhHxnN=lz]|[qQ]\d*")
_TEXT = regex(r"[aic]\\?[^\n]*")
_FLAGS = regex(r"[gpiIM0-9]*")


def is_harmless_sed(script: str) -> bool:
    """Only addresses and commands that print, delete, replace and keep lines: nothing that reads, writes or runs."""
    at, depth = 0, 0
    while True:
        at = _skip(script, at, " \t\n;")
        if at == len(script):
            return depth == 0
        address = _ADDRESSES.match(script, at)
        at = address.end() if address else at
        here = script[at : at + 1]
        if here == "#":
            return False
        if here in {"{", "}"} and here:
            depth += 1 if here == "{" else -1
            at += 1
            if depth < 0:
                return False
            continue
        end = _replacement(script, at) if here in {"s", "y"} and here else _command(script, at)
        if end is None:
            return False
        at = _skip(script, end, " \t")
        if at < len(script) and script[at] not in ";\n}":
            return False


def _skip(script: str, at: int, blanks: str) -> int:
    while at < len(script) and script[at] in blanks:
        at += 1
    return at


def _command(script: str, at: int) -> int | None:
    """Where a command of one letter ends; what `a`, `i` and `c` print goes on to the end of the line."""
    match = _SIMPLE.match(script, at) or _TEXT.match(script, at)
    if match is None or (match[0][0] in "aic" and match[0].endswith("\\")):
        return None
    return match.end()


def _replacement(script: str, at: int) -> int | None:
    """Where `s/…/…/flags` or `y/…/…/` ends, None when its flags do more than replace and print."""
    delimiter = script[at + 1 : at + 2]
    if not delimiter or delimiter in "\\\n \t;{}#" or delimiter.isalnum():
        return None
    # Whether a delimiter in brackets ends the pattern differs between versions: none may be there.
    bracket = re.compile(_CLASS % re.escape(delimiter))
    end = at + 2
    for part in ("pattern", "text"):
        while end < len(script) and script[end] != delimiter:
            if part == "pattern" and script[end] == "\n":
                return None
            if part == "pattern" and script[end] == "[":
                match = bracket.match(script, end)
                if match is None:
                    return None
                end = match.end()
            else:
                end += 2 if script[end] == "\\" else 1
        if end >= len(script):
            return None
        end += 1
    if script[at] == "y":
        return end
    flags = _FLAGS.match(script, end)
    return flags.end() if flags else end


def _sed(call: Call) -> Judgement:
    parsed = _SED.parse(call)
    if isinstance(parsed, Trouble):
        return parsed
    suffixes = [value for name, value in parsed.options if name in {"-i", "--in-place"}]
    operands = [each.text for each in parsed.operands]
    if suffixes and operands[:1] == [""]:
        operands = operands[1:]  # BSD's `-i ''`; where it is the script, the next word is a file that is not there.
    given = parsed.values("-e", "--expression")
    scripts, files = (given, operands) if given else (operands[:1], operands[1:])
    if not scripts and not parsed.has("--version"):
        return Trouble("option", "What sed does is not known.")
    if any(suffix and not re.fullmatch(r"[.~_\w-]+", suffix) for suffix in suffixes):
        return Trouble("option", "Where sed -i would put its copy is not known.")
    if not all(is_harmless_sed(script) for script in scripts):
        return Trouble("option", "The script of sed may read, write or run something.")
    if suffixes and any(re.search(r"[;{}\s]|^[^A-Za-z]*[wWrRe]\s*[/.]", file) for file in files):
        # BSD's -i takes the next word as its suffix, and so a file as the script.
        return Trouble("option", "Which file sed -i changes depends on its version.")
    trouble = call.first_trouble(files, Use.WRITE if suffixes else Use.READ)
    for suffix in suffixes if trouble is None else []:
        trouble = trouble or call.first_trouble([file + (suffix or "") for file in files], Use.WRITE)
    return trouble or Fine(Level.WORKTREE if suffixes else Level.READ, "sed -i" if suffixes else "sed")


_AWK = grammar("-F=v=")
_AWK_MORE = regex(
    r"system|getline|close|[|@`]|>(?!=)|ENVIRON|ARGV|ARGC|ARGIND|PROCINFO|SYMTAB|FUNCTAB|FILENAME\s*=|extension|\\\n",
    re.I,
)


def _awk(call: Call) -> Judgement:
    """The program may only look at its input and print."""
    parsed = _AWK.parse(call)
    if isinstance(parsed, Trouble):
        return parsed
    operands = [each.text for each in parsed.operands]
    if not operands or _AWK_MORE.search(operands[0].replace("||", " ")):
        return Trouble("option", "The program of awk may read, write or run something.")
    files = [text for text in operands[1:] if not re.fullmatch(r"(?:FS|OFS|RS|ORS)=[^/~.]*", text)]
    if any("=" in text for text in files):
        return Trouble("option", "What awk reads is not known.")
    return call.first_trouble(files, Use.READ) or Fine(Level.READ, "awk")


SCRIPTS: Mapping[str, Handler] = {"sed": _sed, "gsed": _sed, "awk": _awk, "gawk": _awk, "mawk": _awk, "nawk": _awk}
