"""Tools that go through folders by themselves and write what they find: links below may lead them outside.

What the usual ones follow was tried with the tools themselves; of the others it is believed that they follow links to
folders where such files are. `black` and `prettier` are not here: they leave links alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from branchline.core.policy.commands.model import Call, too_much
from branchline.core.policy.commands.options import Parsed
from branchline.core.policy.confinement import Ground, Kind, TooMany, Trouble, Use
from branchline.core.regexes import regex
from branchline.core.words import words

MOST_ENTRIES = 100_000
"""More than a search may meet: a formatter goes through a project's dependencies as well, and prints none of it."""


@attrs.frozen
class Walk:
    on: frozenset[str]
    """Options of which one makes the tool write; none: it always does."""
    off: frozenset[str]
    """Options of which one keeps it from writing."""
    ends: tuple[str, ...]
    """How the names of the files end that it writes; none: any file."""
    ways: frozenset[str]
    """What it follows besides links to files: links to `folders`, or such as are `holding` a file of its kind or
    another link. `beside`: a file names others that lie beside and below it. `top`: without an operand it goes through
    all of the project, wherever in it it runs. `modules`: it never enters folders of that name."""

    @property
    def skip(self) -> frozenset[str]:
        return frozenset({"node_modules"} if "modules" in self.ways else ())


_WEB = ".js .jsx .cjs .mjs .ts .tsx .cts .mts .vue .svelte .astro .json .json5 .jsonc .css .scss .sass .less .html .htm"
_TABLE = rf"""
    ruff check | --fix --add-noqa | --diff | .py .pyi .ipynb | files
    ruff format | | --check --diff | .py .pyi .ipynb | files
    isort | | -c --check --check-only -d --diff --version --show-files | .py .pyi .pyx .pxd | folders
    autopep8,yapf,docformatter,autoflake,pyupgrade | -i --in-place | | .py .pyi | files
    sqlfluff format | | | .sql | holding
    shfmt | -w --write | | | files
    clang-format | -i | --dry-run | | folders
    djlint,yamllint,hadolint,actionlint,shellcheck,codespell,typos | --fix | | | folders
    markdownlint,markdownlint-cli2 | --fix -f | | .md .markdown .mdx .mdown .mkd | folders
    eslint,xo | --fix | | {_WEB} .md .mdx .yml .yaml | holding modules
    stylelint,standard | --fix | | {_WEB} .md .mdx .yml .yaml | folders modules
    oxlint | --fix | | {_WEB} | folders
    tslint,htmlhint,svelte-check,astro check,next lint,ng lint | --fix | | {_WEB} | holding
    knip | --fix | | | folders
    biome check,biome lint,biome format,biome ci | --write --fix | | {_WEB} .md .graphql .gql .grit | folders modules
    dprint fmt | | --check | | folders top
    deno fmt | | --check | {_WEB} .md .yml .yaml .sql .ipynb | holding top
    deno lint | --fix | | {_WEB} | holding top
    gofmt,goimports,gofumpt | -w | | .go | files
    go fmt | | -n | .go | files
    golangci-lint run | --fix | | .go | files
    golangci-lint fmt | | | .go | files
    cargo fmt,rustfmt | | --check | .rs | holding beside top
    cargo clippy,cargo check | --fix | | .rs | holding beside top
    dotnet format | | --verify-no-changes | .cs .vb .fs .csproj .vbproj .fsproj | holding
    mix format | | --check-formatted | .ex .exs .heex .eex | files
    rubocop,standardrb,erb_lint | -a -A --autocorrect --auto-correct --autocorrect-all --fix | | | files
    phpcbf | | | .php .inc .module .js .css | holding
    pint | | --test | .php | holding
    dart format | | | .dart | files
    gleam format | | --check | .gleam | holding top
    zig fmt | | --check | .zig .zon | holding
    scalafmt | | --check --test | .scala .sbt .sc | holding
    stylua | | --check | .lua .luau | holding
    nixfmt,alejandra | | --check | .nix | holding
    ktlint | -F --format --fix | | .kt .kts | holding
    swiftlint,swiftlint lint,swift-format lint | --fix --format -F --in-place | | .swift | holding
    detekt,hlint,luacheck,selene | --fix --format -F --in-place | | | folders
    ormolu,fourmolu | --mode --in-place --fix | | .hs .hsig .hs-boot | holding
    buf format | -w | | .proto | holding
    gradle | | | .java .kt .kts .groovy .gradle .scala .xml .json .md .yml .yaml .sql | holding top
"""
"""Names, options that make it write, options that keep it from that, ends, ways."""


def _walks() -> Iterator[tuple[str, Walk]]:
    for line in _TABLE.strip().splitlines():
        names, on, off, ends, ways = (part.strip() for part in line.split("|"))
        walk = Walk(words(on), words(off), tuple(ends.split()), words(ways))
        for name in names.split(","):
            yield name.strip(), walk


_WALKS: Mapping[str, Walk] = dict(_walks())


def written_through(call: Call, parsed: Parsed, operands: Sequence[str] | None = None) -> Trouble | None:
    """A link below what the tool goes through that leads where nothing may be written; None: nothing speaks against
    it. `operands` are given where the tool has others than those of its line."""
    walk = _WALKS.get(call.name)
    if walk is None or (walk.on and not parsed.has(*walk.on)) or parsed.has(*walk.off):
        return None
    given = [each.text for each in parsed.operands] if operands is None else operands
    starts = [begin for text in given if (begin := _begin(text)) is not None]
    if any(_MAGIC.search(text) and not text.lower().endswith(walk.ends) for text in given):
        walk = attrs.evolve(walk, ends=())
    if "beside" in walk.ways:
        starts = [f"{start}/.." if start.endswith(walk.ends) else start for start in starts]
    return _through_links(call, starts or [call.ground.root if "top" in walk.ways else "."], walk)


def written_below(call: Call, folder: str) -> Trouble | None:
    """The same of a folder into which a tool puts files, whatever their names are."""
    return _through_links(call, [folder], _INTO)


_INTO = Walk(frozenset(), frozenset(), (), frozenset({"folders"}))
_MAGIC = regex(r"[*?\[{(]")


def _begin(text: str) -> str | None:
    """Where the tool begins to match a pattern; None for one that only leaves out."""
    if text.startswith(("!", "#")):
        return None
    parts = text.split("/")
    at = next((at for at, part in enumerate(parts) if _MAGIC.search(part) or "..." in part), len(parts))
    return "/".join(parts[:at]) or ("/" if text.startswith("/") else ".")


def _through_links(call: Call, starts: Sequence[str], walk: Walk) -> Trouble | None:
    ground, seen = call.ground, set[str]()
    ahead = list(starts)
    while ahead:
        path = ahead.pop()
        resolved = ground.resolve(path, call.folder)
        if not isinstance(resolved, str) or resolved in seen:
            continue
        seen.add(resolved)
        try:
            for entry in ground.walk(path, call.folder, walk.skip, MOST_ENTRIES):
                if entry.kind is not Kind.LINK:
                    continue
                link = f"{resolved}/{entry.below}"
                goal = ground.resolve(link, "/")
                is_folder = isinstance(goal, str) and ground.disk.kind(goal) is Kind.FOLDER
                if not (_goes_into(ground, link, walk) if is_folder else _is_written(entry.name, walk)):
                    continue
                if trouble := ground.trouble(entry.within, ground.root, Use.WRITE):
                    return Trouble(
                        trouble.rule, f"{call.name} may write through the link {entry.within}: {trouble.why}"
                    )
                if is_folder:
                    ahead.append(link)
        except TooMany:
            return too_much(call.name, path)
    return None


def _goes_into(ground: Ground, folder: str, walk: Walk) -> bool:
    if "holding" not in walk.ways or not walk.ends:
        return bool(walk.ways & {"folders", "holding"})
    try:
        below = list(ground.walk(folder, "/"))
    except TooMany:
        return True
    return any(each.kind is Kind.LINK or _is_written(each.below, walk) for each in below)


def _is_written(name: str, walk: Walk) -> bool:
    return not walk.ends or name.lower().endswith(walk.ends)
