"""What verbs of instructions are done to: patterns for how a clause goes on after its verb, in English words."""

from __future__ import annotations

DEFECT = (
    r"\b(?:bugs?|crash(?:es|ed|ing)?|errors?|fail(?:s|ed|ing|ures?)?|broken|breaks|broke|exceptions?|regressions?|flaky"
    r"|hangs?|hanging|freez\w*|leak(?:s|ing)?|deadlock|segfaults?|panic|slow|slower|race condition|outage|incident"
    r"|time ?outs?|stuck|wrong|incorrect(?:ly)?|unexpected(?:ly)?|missing|bottleneck|root cause|defect|infinite loop"
    r"|corrupt\w*|memory|cpu|latency|stack ?trace|not work\w*|doesnt work|dont work|red|misbehav\w*)\b"
)
NO_DEFECT = rf"(?!.*{DEFECT})"
WHY = (
    r"(?:\S+ ){0,3}?(?:why|what (?:causes|is causing|caused|goes wrong|went wrong)|whats \w+ing"
    r"|the (?:\w+ )?(?:cause|reason|source|culprit))\b"
)
AGAIN = r"(?:\S+ ){1,7}?(?:pass|passing|green|work|compile|run)(?: again| in| on|$)"
"""It shall be as it was."""
COSMETIC = (
    r"(?:\S+ ){0,4}?(?:typos?|spelling|grammar|wording|indentation|formatting|whitespace|style|docs|documentation"
    r"|readme|comments?|changelog|todos?|naming)\b"
)
"""It is mended without being broken."""

CHANGED = (
    r"(?:pr-\d+|mr-\d+|prs?|pulls?|pull requests?|merge requests?|diffs?|patch(?:es)?|commits?|changes|changeset|merge"
    r"|branch(?:es)?|staged|smells|vulnerabilities|implementation|refactoring|code quality|code review)\b"
)
_ABOUT = r"(?:over|at|through|into|out|for|if|whether|that|carefully|thoroughly)"
_ONES = r"(?:my|this|his|her|their|our|these)"
REVIEWED = rf"(?:{_ABOUT} )?(?:\S+ ){{0,3}}?{CHANGED}"
OWN = rf"(?:{_ABOUT} )?(?:{_ONES}|the|generated|new) (?:\S+ )?(?:code|patch|work|solution)\b"
MINE = rf".*\b{_ONES} (?:\w+ )?(?:fix|implementation|change|solution|approach|refactoring)\b"
FAULTS = (
    r"(?:\S+ ){0,4}?(?:bugs|problems|issues|mistakes|errors|weaknesses|flaws|vulnerabilities|smells|holes) (?:\w+ )?"
    rf"(?:in|with) (?:the|{_ONES}) (?:\S+ ){{0,2}}?"
    r"(?:code|diff|changes|branch|patch|commits?|pr|implementation|files?|modules?)\b"
)
JUDGED = (
    r".*\b(?:code|logic|implementation|security|vulnerabilities|accessibility|quality|readability|maintainability|robustness"
    r"|style)\b"
)
REVIEW = (
    r"(?:an? |the )*(?:\w+ )?(?:review|audit|critique)\b"
    r"(?! (?:form|page|feature|system|component|widget|section|model|table|api|endpoint)s?\b)"
)
FEEDBACK = r"(?:me |us )?(?:\w+ ){0,2}(?:feedback|verdict|critique|review|opinion)\b"
THROUGH = r"(?:over|through|an(?:other)? (?:\w+ )?look (?:at|over|through)|a (?:\w+ )?look (?:at|over|through))\b"

CHOICE = r".*\b(?:options?|alternatives?|whether|how|approach(?:es)?|ways?|possib\w+|feasib\w+|librar\w+|costs?)\b"
TOLD = r"(?:me|us)\b|(?:an?|the) (?:overview|summary|list|comparison|estimate)\b"
TASKS = r".*\binto (?:\S+ ){0,2}(?:tasks|issues|tickets|stories|steps|milestones|work packages)\b"
THOUGHTS = (
    r"(?:(?!(?:from|for|of|to|in|with|that|which|using|by|on|like|based|into)\b)\S+ ){0,4}?"
    r"(?:plans?|roadmap|proposals?|rfc|adr|specs?|specification|concept|strategy|architecture|requirements|stories"
    r"|overview|summary|estimates?|trade-?offs|pros|outline|analysis|timeline|backlog|options|breakdown|suggestions?"
    r"|ideas|recommendations?|design|criteria|rollout|spike|list|milestones|comparison|report)"
    r"(?= (?:the|for|of|to|that|on|how|which|with|docs?|documents?|record|and|or|about|covering|why|where|from|first"
    r"|including|so|,)\b| ,|$)"
)
"""What is written is thought, not code: it ends there, or goes on with what it is for."""
