"""What ripgrep reads although its name begins with a dot: a line of an ignore file, or a type, lets it through."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from branchline.core.policy.confinement import Entry, Ground, Use
from branchline.core.policy.repository import at_home, git_folders, settings

_FILES = (".gitignore", ".ignore", ".rgignore")
_ENDS = """
py python: py pyi
js jsx: js jsx cjs mjs vue
ts tsx typescript: ts tsx cts mts
rust: rs
go: go
c cpp h: c h in cc hh cpp hpp cxx hxx inl cats
cs csharp: cs
java kotlin scala: java jsp jspx properties kt kts scala sbt
ruby: rb rbw rake gemspec irbrc
php: php phtml pht php3 php4 php5 php7 php8
swift dart zig lua elm less: swift dart zig lua elm less
elixir erlang: ex exs eex heex leex livemd erl hrl
haskell: hs lhs hsc c2hs cpphs
html css sass: html htm ejs css scss sass
vue svelte: vue svelte ts
md markdown: md mdx markdown mdown mdwn mkd mkdn
sql: sql psql
json: json sarif
yaml: yaml yml
toml: toml
xml: xml dist dtd rng sch xhtml xjb xsd xsl xslt
csv: csv
txt: txt
"""
"""Of ripgrep's usual types, how the names end; what is not here may fit anything: `sh` fits `.env`."""
_TYPES: Mapping[str, Sequence[str]] = {
    name: [f"*.{end}" for end in ends.split()]
    for line in _ENDS.strip().splitlines()
    for names, _, ends in [line.partition(":")]
    for name in names.split()
}


def writes_ignoring(touched: Iterable[tuple[str, Use]]) -> bool:
    return any(use is not Use.READ and path.lower().rpartition("/")[2] in _FILES for path, use in touched)


def type_patterns(types: Sequence[str]) -> list[str]:
    """Names of files that these types let through, with a dot before them, too."""
    return [pattern for name in types for pattern in _TYPES.get(name, ["*"])]


@attrs.frozen
class LetThrough:
    """What is read although it is hidden, of the search from one folder."""

    ground: Ground
    start: str
    """The folder, resolved."""
    patterns: Sequence[str] = ()
    """Names that are chosen by their type."""
    certain: bool = True
    """False: a command before may have written one of the files."""
    _lines: dict[str, tuple[str, ...]] = attrs.field(factory=dict)

    def __call__(self, entry: Entry) -> bool:
        """A type chooses files, so what is in a hidden folder needs a line for that folder as well."""
        if not self.certain:
            return True
        parts = entry.below.split("/")
        return all(
            self._by_line(f"{self.start}/{'/'.join(parts[: at + 1])}")
            or (at == len(parts) - 1 and any(fnmatch.fnmatch(part.lower(), pattern) for pattern in self.patterns))
            for at, part in enumerate(parts)
            if part.startswith(".")
        )

    def _by_line(self, path: str) -> bool:
        """In any of the ignore files above it, or of the repository and the user; which of them wins is left open."""
        names = path.split("/")[1:]
        for depth in range(len(names)):
            folder, below = "/" + "/".join(names[:depth]), "/".join(names[depth:])
            for file in _FILES:
                if any(_fits(line, below) for line in self._of(f"{folder.rstrip('/')}/{file}")):
                    return True
        within = self.ground.inside(path) or path
        return any(_fits(line, within) for file in self._excluding() for line in self._of(file))

    def _excluding(self) -> Iterator[str]:
        ground = self.ground
        yield f"{git_folders(ground.root, ground.disk.text)[1]}/info/exclude"
        if ground.home:
            yield f"{ground.home}/.config/git/ignore"
        for value in settings("core.excludesFile", ground.root, ground.home, ground.disk.text):
            yield at_home(value, ground.home, ground.root)

    def _of(self, file: str) -> tuple[str, ...]:
        """The patterns that let something through, all of them when the file is there and cannot be read."""
        if file not in self._lines:
            text = self.ground.disk.text(file)
            if text is None:
                self._lines[file] = ("*",) if self.ground.disk.kind(file) is not None else ()
            else:
                lines = (line.strip().lstrip("\ufeff") for line in text.splitlines())
                self._lines[file] = tuple(line[1:] for line in lines if line.startswith("!"))
        return self._lines[file]


def _fits(pattern: str, below: str) -> bool:
    """As in a .gitignore, rather too often than not: brackets, braces and backslashes may fit anything."""
    if set(pattern) & set("[]{}\\"):
        return True
    pattern = pattern.rstrip("/ ")
    anchored = "/" in pattern
    regex = "" if anchored else "(?:.*/)?"
    for piece in re.split(r"(\*\*/?|\*|\?)", pattern.removeprefix("/")):
        regex += {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(piece) or re.escape(piece)
    return bool(re.fullmatch(regex, below, re.I | re.S))
