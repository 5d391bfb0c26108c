"""The commits of the sample repository, with all their files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from branchline.demo.script import MONEY, OLD_SCRIPT, WRONG

MAIN, SECOND = "main", "feature/currency"


@dataclass(frozen=True)
class Commit:
    """Files as they are after it; None removes one."""

    branch: str
    message: str
    files: Mapping[str, str | None]


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
