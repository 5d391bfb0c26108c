"""What the papers name is there: files and folders, `make` targets, commands of `branchline`, settings."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import setting_defaults
import toolchain
from branchline.__main__ import COMMANDS

ROOT = toolchain.ROOT
ROOTS = (ROOT, ROOT / "sidecar" / "branchline", toolchain.EXTENSION / "src", toolchain.EXTENSION)
"""What paths in the papers are told from."""
PAPERS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
FOLDERS = {folder.name for root in ROOTS for folder in root.iterdir() if folder.is_dir()}
MADE = ("extension/node_modules", "artifacts", "extension/dist")
"""What is not in a fresh checkout."""


def spans(text: str) -> list[str]:
    """What stands between backticks, also over the end of a line; blocks of code are lines of their own."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [re.sub(r"\s+", " ", span) for span in re.findall(r"`([^`]+)`", prose)]


def paths(text: str) -> list[str]:
    """Words that can only be a path of ours: they begin with one of our folders."""
    words = [word.rstrip(".,:") for span in spans(text) for word in span.split()]
    return [word for word in words if is_path(word) and not word.startswith(MADE)]


def is_path(word: str) -> bool:
    if not re.fullmatch(r"[\w.<>*-]+(?:/[\w.<>*-]*)+", word):
        return False
    return word.split("/")[0] in FOLDERS and (word.endswith("/") or "." in word or "<" in word or word.count("/") > 1)


def found(path: str) -> bool:
    """`<anything>` stands for any name."""
    pattern = re.sub(r"<\w+>", "*", path.rstrip("/"))
    return any(next(iter(root.glob(pattern)), None) for root in ROOTS)


def named(paper: Path) -> str:
    return str(paper.relative_to(ROOT))


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_every_path_that_is_named_is_there(paper: Path) -> None:
    assert [path for path in paths(paper.read_text()) if not found(path)] == []


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_every_link_leads_somewhere(paper: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", paper.read_text())
    assert [link for link in links if not (paper.parent / link).exists()] == []


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_every_target_of_make_is_one(paper: Path) -> None:
    text = paper.read_text()
    lines = re.findall(r"^ {4}make ([a-z-]+)", text, re.MULTILINE)
    spoken = [span.split()[1] for span in spans(text) if re.match(r"make [a-z-]+", span)]
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(lines + spoken) - targets == set()


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_every_command_of_branchline_is_one(paper: Path) -> None:
    calls = [re.match(r"(?:branchline|python3 .*launch\.py) ([a-z-]+)", span) for span in spans(paper.read_text())]
    assert {call[1] for call in calls if call} - set(COMMANDS) == set()


@pytest.mark.parametrize("paper", PAPERS, ids=named)
def test_every_setting_is_one(paper: Path) -> None:
    manifest = json.loads((toolchain.EXTENSION / "package.json").read_text())
    settings = setting_defaults.declared(manifest)
    told = {span for span in spans(paper.read_text()) if re.fullmatch(r"branchline\.[a-z]\w*(?:\.\w+)*", span)}
    assert told - set(settings) == set()


def test_what_is_not_there_is_found() -> None:
    text = "`core/gone.py` and `tests/<folder>/test_<module>.py`, `sidecar/branchline\nis` two; `docs/nowhere/`."
    assert paths(text) == ["core/gone.py", "tests/<folder>/test_<module>.py", "docs/nowhere/"]
    assert [found(path) for path in paths(text)] == [False, True, False]


def test_the_papers_name_many_paths() -> None:
    assert len({path for paper in PAPERS for path in paths(paper.read_text())}) > 60
