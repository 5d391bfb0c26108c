"""What aider used: it writes it below each answer, in round numbers. Measured with 0.86.2.

`Tokens: 12k sent, 3.4k cache hit, 1.2k received. Cost: $0.01 message, $0.02 session.` The cost is missing where it
knows no price.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from branchline.agents.shared.usage import FromScreen, tokens
from branchline.core.model.usage import Tokens
from branchline.core.regexes import regex
from branchline.core.screen.detection import is_rule

_PROMPT = regex(r"(?:[a-z]+ ?){0,2}> ")
_COUNT = r"\d[\d,]{0,15}(?:\.\d{1,9})?[kM]?"
_SAID = regex(
    rf"Tokens: (?P<sent>{_COUNT}) sent(?:, {_COUNT} cache write)?(?:, (?P<hit>{_COUNT}) cache hit)?"
    rf", (?P<received>{_COUNT}) received\."
    r"(?: Cost: \$(?P<cost>\d[\d,]{0,9}(?:\.\d{1,9})?) message)?"
)
_UNITS = {"k": 1_000, "M": 1_000_000}
_REACH = 2_000
"""Lines of one turn."""


def last_turn(lines: Sequence[str]) -> Tokens | None:
    """Below the last instruction, which stands below a rule; the input's own, which comes after it, is empty."""
    start = max(len(lines) - _REACH, 0)
    told = [at for at in range(start + 1, len(lines)) if _instructed(lines, at)]
    if not told:
        return None
    text = " ".join(line.strip() for line in lines[told[-1] + 1 :])
    found = [each for each in map(_tokens, _SAID.finditer(text)) if each is not None]
    if not found:
        return None
    costs = [each.cost for each in found if each.cost is not None]
    return Tokens(
        sum(each.input for each in found),
        sum(each.output for each in found),
        sum(each.cached for each in found),
        sum(costs) if len(costs) == len(found) else None,
    )


def _instructed(lines: Sequence[str], at: int) -> bool:
    prompt = _PROMPT.match(lines[at].rstrip() + " ")
    return prompt is not None and lines[at][prompt.end() :].strip() != "" and is_rule(lines[at - 1], "─")


def _tokens(said: re.Match[str]) -> Tokens | None:
    cost = float(said["cost"].replace(",", "")) if said["cost"] else None
    sent, hit = _count(said["sent"]), _count(said["hit"])
    return tokens(sent, _count(said["received"]), hit, cost)


def _count(text: str | None) -> int:
    if not text:
        return 0
    unit = _UNITS.get(text[-1], 1)
    return round(float(text.rstrip("kM").replace(",", "")) * unit)


USAGE = FromScreen(last_turn)
