"""The sample repository: a small Python and TypeScript project with a history, to try Branchline on.

Every commit has a fixed author and date, so that ids are the same everywhere. It holds one defect (see
`script.fix_bug`) and one script that nothing uses.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from branchline.demo.script import MONEY, OLD_SCRIPT, WRONG

MAIN, SECOND = "main", "feature/currency"
_AUTHOR = "Robin Sample"
_EMAIL = "robin@example.com"
_FIRST_COMMIT_AT = 1_767_258_000  # 2026-01-01 09:00 UTC
_BETWEEN_COMMITS = 26 * 3600 + 900


@dataclass(frozen=True)
class Commit:
    """Files as they are after it; None removes one."""

    branch: str
    message: str
    files: Mapping[str, str | None]


def create(path: Path) -> Path:
    """Make the repository at `path`, which must not exist or be an empty folder, and check out `main`. -> `path`.

    Raises FileExistsError when something is there, and CalledProcessError with git's words in `stderr`.
    """
    if path.exists() and any(path.iterdir()):
        raise FileExistsError(f"{path} exists and is not empty")
    path.mkdir(parents=True, exist_ok=True)
    _git(path, "init", "--quiet", f"--initial-branch={MAIN}", "--template=")
    for key, value in (("user.name", _AUTHOR), ("user.email", _EMAIL), ("commit.gpgsign", "false")):
        _git(path, "config", key, value)
    branch = MAIN
    for number, commit in enumerate(COMMITS):
        if commit.branch != branch:
            branch = commit.branch
            _git(path, "checkout", "--quiet", "-b", branch)
        for name, text in commit.files.items():
            _put(path / name, text)
        _git(path, "add", "--all")
        _git(path, "commit", "--quiet", "-m", commit.message, at=_FIRST_COMMIT_AT + number * _BETWEEN_COMMITS)
    _git(path, "checkout", "--quiet", MAIN)
    return path


def main(arguments: list[str]) -> int:
    """`demo-sample PATH`. -> the exit code."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print("usage: demo-sample PATH", file=sys.stderr)
        return 2
    try:
        create(Path(arguments[0]).absolute())
    except OSError as error:
        print(f"The sample repository was not made: {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"The sample repository was not made: {error.stderr.strip()}", file=sys.stderr)
        return 1
    return 0


def _put(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _git(path: Path, *arguments: str, at: int = _FIRST_COMMIT_AT) -> None:
    """With nothing of the user's configuration: hooks, signing and line ends would change the ids."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_DATE": f"{at} +0000",
        "GIT_COMMITTER_DATE": f"{at} +0000",
        "GIT_TERMINAL_PROMPT": "0",
    }
    subprocess.run(
        ["git", *arguments],
        cwd=path,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


_README = """\
# Tally

Adds up what you spend. A small library, a command, and a page that shows the result.

## Use

    python -m tally receipts.txt

Each line of the file is an amount and a shop: `12.50 Baker`.
"""

_MONEY = f'''\
"""Amounts of money, in cents."""


def parse_amount(text: str) -> int:
    """Cents from an amount such as "12.50" or "7"."""
    whole, _, cents = text.strip().partition(".")
    return int(whole) * 100 + {WRONG}


def format_amount(cents: int) -> str:
    return f"{{cents // 100}}.{{cents % 100:02d}}"
'''

_REPORT = '''\
"""Sums by shop."""

from collections import defaultdict
from collections.abc import Iterable

from tally.money import parse_amount


def totals(lines: Iterable[str]) -> dict[str, int]:
    """Cents by shop, from lines such as "12.50 Baker". Empty lines are skipped."""
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        if line.strip():
            amount, shop = line.split(maxsplit=1)
            sums[shop.strip()] += parse_amount(amount)
    return dict(sums)
'''

_COMMAND = '''\
"""`python -m tally FILE`"""

import sys

from tally.money import format_amount
from tally.report import totals


def main(path: str) -> None:
    with open(path, encoding="utf-8") as file:
        for shop, cents in sorted(totals(file).items()):
            print(f"{format_amount(cents):>10}  {shop}")


if __name__ == "__main__":
    main(sys.argv[1])
'''

_TEST_MONEY = """\
from tally.money import format_amount, parse_amount


def test_cents_are_read() -> None:
    assert parse_amount("12.50") == 1250
    assert parse_amount("7") == 700


def test_amounts_are_shown() -> None:
    assert format_amount(1205) == "12.05"
"""

_TEST_REPORT = """\
from tally.report import totals


def test_shops_are_summed() -> None:
    assert totals(["12.50 Baker", "", "3.25 Baker", "7 Book shop"]) == {"Baker": 1575, "Book shop": 700}
"""

_OLD = """\
# The first version of the report. Nothing uses it any more.
import sys

print(sum(float(line.split()[0]) for line in open(sys.argv[1])))
"""

_FORMAT = """\
/** Shows cents as an amount: 1250 is "12.50". */
export function formatAmount(cents: number): string {
  return (cents / 100).toFixed(2);
}
"""

_PAGE = """\
import { formatAmount } from "./format";

export interface Total {
  shop: string;
  cents: number;
}

export function rows(totals: Total[]): string[] {
  return [...totals].sort((a, b) => b.cents - a.cents).map((t) => `${formatAmount(t.cents)}  ${t.shop}`);
}
"""

_PACKAGE = """\
{
  "name": "tally-web",
  "private": true,
  "type": "module",
  "scripts": { "build": "tsc -p ." }
}
"""

_TSCONFIG = """\
{
  "compilerOptions": { "target": "es2022", "module": "es2022", "strict": true, "outDir": "dist" },
  "include": ["src"]
}
"""

_CURRENCY = '''\
"""Other currencies, by fixed rates."""

RATES = {"EUR": 1.0, "USD": 1.1, "CHF": 0.95}


def convert(cents: int, currency: str) -> int:
    return round(cents * RATES[currency])
'''

_PYPROJECT = """\
[project]
name = "tally"
version = "0.3.0"
requires-python = ">=3.10"

[tool.pytest.ini_options]
pythonpath = ["src"]
"""

COMMITS = (
    Commit(MAIN, "Read amounts of money", {
        ".gitignore": "__pycache__/\nnode_modules/\ndist/\n",
        "README.md": "# Tally\n\nAdds up what you spend.\n",
        "pyproject.toml": _PYPROJECT,
        "src/tally/__init__.py": "",
        MONEY: _MONEY,
        OLD_SCRIPT: _OLD,
    }),
    Commit(MAIN, "Test how amounts are read and shown", {"tests/test_money.py": _TEST_MONEY}),
    Commit(MAIN, "Sum by shop, and a command for it", {
        "src/tally/report.py": _REPORT,
        "src/tally/__main__.py": _COMMAND,
        "tests/test_report.py": _TEST_REPORT,
        "receipts.txt": "12.50 Baker\n3.25 Baker\n7 Book shop\n",
    }),
    Commit(MAIN, "A page that shows the totals", {
        "web/package.json": _PACKAGE,
        "web/tsconfig.json": _TSCONFIG,
        "web/src/format.ts": _FORMAT,
        "web/src/main.ts": _PAGE,
    }),
    Commit(MAIN, "Say in the README how to use it", {"README.md": _README}),
    Commit(SECOND, "Convert to other currencies", {"src/tally/currency.py": _CURRENCY}),
)  # fmt: skip
