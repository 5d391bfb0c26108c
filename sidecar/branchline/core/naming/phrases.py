"""Turns of phrase that speak for a kind of work, whatever is asked for."""

from __future__ import annotations

import re

from branchline.core.model.kind import WorkKind
from branchline.core.naming.objects import DEFECT
from branchline.core.regexes import regex

CONVENTIONAL = regex(
    r"(fix|bugfix|hotfix|feat|feature|refactor|perf|tests?|docs?|chore|ci|build|style|revert)(?:\([^)\n]{0,40}\))?!?:\s",
    re.IGNORECASE,
)
"""How the message of a commit begins."""

_CHANGE = r"(?:diff|patch|pr|mr|pull request|merge request|commit)"
_FAULTS = r"(?:bugs|problems|issues|vulnerabilities|mistakes)"
_IS_NOT = r"(?:do|does|did|is|are|was|were|has|have|had|ca|wo|could|would)nt"
_DEALT_WITH = (
    r"(?! (?:handling|handler|messages?|pages?|codes?|reports?|reporting|logs?|boundar\w+|track\w+|state|types?|class"
    r"|template)\b)"
)
"""It is no defect, but what is done about one."""
_KNOWLEDGE = (
    r"\b(?:overview|plan|proposal|understand|know|decision|explanation|estimate|advice|ideas?|summary|strategy)\b"
)
_WORK = r"(?:implementation|code|approach|solution|changes|patch|function)"
_ASKS = r"(?:what|how|which|where|who|when|should|is|are|does|do|can|could|would|whats)"

_WORDS: dict[WorkKind, tuple[tuple[float, str], ...]] = {
    WorkKind.CODE_REVIEW: (
        (3.0, r"\b(?:code|peer|security|design) review\b|\breview(?:ed)? (?:of|by)\b"),
        (3.0, r"\bsecond opinion\b|\blgtm\b|\bfeedback on\b|\bnitpick\b|\baudit\b|\bcode quality\b"),
        (1.4, r"\b(?:pr|mr)-\d+\b|\b(?:pull|merge) requests?\b"),
        (1.6, rf"\b(?:this|the|my) {_CHANGE}\b|\bmy (?:code|changes|implementation)\b"),
        (1.6, rf"\b{_FAULTS} (?:\w+ )?(?:in|with) (?:this|the|my) "),
        (2.0, r"\breviews?\b|\bsmells\b"),
        (2.0, r"\bapprove\b|\bcritical look\b"),
        (3.5, rf"\bthink of (?:this|my|the|our|these) (?:\w+ )?{_WORK}\b"),
    ),
    WorkKind.DEBUG: (
        (1.5, f"{DEFECT}{_DEALT_WITH}"),
        (2.5, rf"\bwhy\b.*{DEFECT}"),
        (1.2, r"\bwhy\b.*\b(?:is|are|does|do|did|am|was)\b|^why\b"),
        (1.5, r"\bexception\b(?! handl)|\bsegfault\b|\bpanic\b|\btraceback\b|\bunable to\b|\berror ,"),
        (1.5, r"\bnull (?:reference|pointer)\b|\bout of memory\b|\boom\b|\bassert (?:\S+ )?\S+ \S+"),
        (3.5, r"\bwhat (?:is causing|causes|caused|broke)\b|\bhow (?:this|that|it) (?:can|could) happen\b"),
        (1.0, r"\b(?:401|403|404|500|502|503|504)(?: |$)"),
        (2.0, r"\bbug ,|^bug\b|\bhotfix\b|\broot cause\b"),
        (0.7, rf"\b(?:does|do|did|is|are|was|were|has|have|can) not\b|\b(?:{_IS_NOT}|cannot|no longer|any ?more)\b"),
        (0.8, r"\bfix(?:ed)?\b"),
    ),
    WorkKind.PLANNING: (
        (3.0, rf"^(?!do (?:an?|the) ){_ASKS}\b"),
        (1.0, r"^why\b"),
        (2.5, r"\b(?:no|without) (?:any )?(?:code|coding)\b|\bchange nothing\b"),
        (2.5, r"\b(?:not|dont) (?:yet )?(?:change|touch|modify|write|implement|edit)\b"),
        (2.5, r"\bbefore (?:we|anybody|you|i) (?:start|starts|write|writes|code)\b"),
        (1.8, r"\b(?:pros and cons|trade-?offs|roadmap|rfc|adr|proposal|strategy|risks|effort|feasib\w+)\b"),
        (1.8, r"\b(?:implementation plan|migration plan|design doc\w*)\b"),
        (0.9, r"\b(?:architecture|overview|approach|requirements|concept)\b"),
        (0.9, r"\b(?:our|which|different|possible) options\b|\boptions (?:for|to)\b"),
        (1.2, r"\bhow (?:do|does|to|we|can|could|should|would|much|hard)\b|\bwhat (?:would|are|is|does)\b"),
        (1.0, r"\b(?:understand|decide)\b"),
        (2.0, r"\bthinking (?:about|of)\b|\bgood idea\b|\bworth it\b|\bideas?\b.*\bonly\b|\bonly ideas\b"),
        (3.0, rf"^(?:we|i) (?:want|need|like|try|have)\b.*{_KNOWLEDGE}"),
    ),
    WorkKind.DEVELOPMENT: (
        (3.0, rf"^as an? .*\bi want\b|^(?:we|i) (?:want|need)\b(?!.*{_KNOWLEDGE})"),
        (
            1.5,
            r"^(?!(?:what|how|which|where|who|when|why|should|if)\b).*\b(?:should|must|shall|needs? (?:to|an?|more))\b",
        ),
        (1.5, r"^(?:new|support for)\b|\b(?:todo app|from scratch)\b"),
    ),
}
SIGNS = tuple((regex(words), kind, weight) for kind, rows in _WORDS.items() for weight, words in rows)
"""In a sentence of English words, with commas as words: what it speaks for, and how much."""

REPORT = regex(
    r"\b(?:not|cannot|never|twice|nothing|blank|ignores?|overlaps?|disappears?|vanish\w*|jumps?|stays?|loses?|lost"
    r"|instead of|under load|no (?:results|output|response|effect)|too (?:long|often|late|much)|only in"
    r"|since (?:we|the|yesterday|last)|after (?:we|the|i) (?:upgrad\w+|updat\w+|merg\w+|deploy\w*)|although"
    r"|even though|but|despite|appears? (?:behind|above|below|under|twice|empty)|hidden|cut off|misaligned|rotated"
    r"|gr[ea]yed|flicker\w*|garbled|invisible|unreadable|unrespons\w*|silently|forever|random\w*|intermittent\w*"
    r"|sporadic\w*|unreachable|killed|disconnects?|spikes?|charged|glitch\w*|denied|refused|loops?|duplicated?"
    rf"|{_IS_NOT}|no longer|any ?more|off|swallow\w*|overwrit\w+|truncat\w+|previous|other customers)\b|{DEFECT}"
)
"""In a sentence that asks for nothing: something is not as it should be."""

_HAPPENS = r"(?:exits|returns|prints|shows|throws|hangs|stops|says|gives|takes|loops|ends|dies|logs|closes|blocks)"
STATEMENT = regex(
    rf"^(?:\S+ ){{1,3}}{_HAPPENS}\b"
    r"|^(?:(?:sometimes|since|after|when|whenever|on|in|if) .*|(?:the|our|my|this|these|all|some|there|it|users?"
    r"|customers?|prod|production|staging|clicking|opening|saving)\b.*)"
    r"\b(?:is|are|was|were|has|have|gets?|does|\w{3,}s) "
    r"|^\w+ (?:is|are|was|were|has|gets) "
)
"""A sentence that asks for nothing tells what happens: mostly what should not."""
