"""Answers to common questions: what the user said once, in the settings, is answered so from now on.

Only questions and choices. What lets something pass is auto-yes' to decide; trust, a login and a password are the
user's alone, whatever a rule says. What is not clear is asked.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from branchline.core.model.prompt import Meaning, Option, Prompt, WaitReason
from branchline.core.policy.verdicts import Ask, Reply
from branchline.core.regexes import regex

MOST_RULES, MOST_WORDS, LONGEST = 200, 20, 2000
"""Rules, words of one, and characters of each of its texts."""


class AnswerKind(str, enum.Enum):
    """What a rule of the common answers is about."""

    QUESTION = "question"
    """A text is asked for."""
    CHOICE = "choice"
    """One of several options is."""


@attrs.frozen
class AnswerRule:
    """`words` stand in the title or in an option's label, each of them, whatever letters' case. Exactly one of `option`
    (a label), `meaning` and `text` is the answer."""

    words: tuple[str, ...]
    agent: str | None = None
    """None: any."""
    kind: AnswerKind | None = None
    """None: either."""
    option: str | None = None
    meaning: Meaning | None = None
    text: str | None = None


class BadAnswerRule(ValueError):  # noqa: N818  it is the rule that is bad
    """The message says what is wrong with it."""


# ------------------------------------------------------------ deciding

_SECRET = regex(
    r"\bpass(?:word|phrase|code|wd)s?\b|\bpin\b|\b(?:api|access|secret|private|ssh|license)[ -]?keys?\b|\bsecrets?\b"
    r"|\btokens?\b|\bcredentials?\b|\botp\b|\b2fa\b|\bone[- ]time\b|\b(?:verification|device|auth\w*) code\b"
    r"|\blog(?:ged|ging)?[ -]?(?:in|on|out)\b|\bsign(?:ed|ing)?[ -]?(?:in|on|up)\b|\bauthenticat|\bauthoriz|\boauth\b"
    r"|\buser ?name\b|\btrust|\bfingerprint\b|\bauthenticity\b|\bcertificate\b|\bprovider\b",
    re.IGNORECASE,
)
_PERMISSION = regex(
    r"\bpermi(?:t|ssion)|\bapprov(?:e|al|ed)\b|\ballow(?:ed|s)?\b|\bproceed\b|\bdangerous\b|\bwants to\b|\bgrant\b"
    r"|\bdon['’]t ask|\bdo not ask|\bwithout asking\b|\bbypass\b|\byolo\b|\bauto-?(?:accept|approve)|\bsandbox\b"
    r"|\b(?:run|execute|edit|create|write|delete|overwrite|fetch)\b[^?\n]*\b(?:command|file|url|this|these)\b[^?\n]*\?"
    r"|\bkeep planning\b|\bready to code\b|\bplan mode\b|\b(?:this|the) plan\b",
    re.IGNORECASE,
)
_ONLY_YOURS = regex(r"plan|mode")
"""In the names of tools that ask something, but no common question."""


def decide(prompt: Prompt, agent: str, rules: Sequence[AnswerRule]) -> Reply | Ask | None:
    """None: no rule is about this. Never raises, whatever the texts hold."""
    if prompt.kind is not WaitReason.QUESTION or prompt.command or prompt.paths or prompt.url:
        return None
    fitting = [(number, rule) for number, rule in enumerate(rules, 1) if fits(rule, prompt, agent)]
    if not fitting:
        return None
    if is_only_yours(prompt):
        return Ask("answer-never", "No common answer is given to what is about access, trust, permission or a plan.")
    if not prompt.complete:
        return Ask("answer-unclear", "Not all of what is asked can be seen.")
    numbers = " and ".join(str(number) for number, _ in fitting)
    found = {choice(rule, prompt) for _, rule in fitting}
    if None in found:
        return Ask("answer-not-there", f"What your common answer {numbers} says cannot be answered here.")
    if len(found) > 1:
        return Ask("answers-differ", f"Your common answers {numbers} differ.")
    number, rule = fitting[0]
    words = ", ".join(rule.words)
    return Reply(f"answers {number}", f"Your common answer {number} says so: {words}", found.pop() or "")


def is_only_yours(prompt: Prompt) -> bool:
    """It is about access, trust, permission or a plan, whatever kind it was taken for."""
    said = "\n".join([prompt.title, prompt.text, *(each.label for each in prompt.options)])
    if any(each.meaning is Meaning.ACCEPT_ALWAYS for each in prompt.options):
        return True
    return bool(_SECRET.search(said) or _PERMISSION.search(said) or _ONLY_YOURS.search((prompt.tool or "").lower()))


def fits(rule: AnswerRule, prompt: Prompt, agent: str) -> bool:
    if rule.agent not in {None, agent} or rule.kind not in {None, kind_of(prompt)}:
        return False
    texts = [_plain(each) for each in (prompt.title, *(option.label for option in prompt.options))]
    return all(any(_plain(word) in text for text in texts) for word in rule.words)


def kind_of(prompt: Prompt) -> AnswerKind:
    return AnswerKind.CHOICE if prompt.options else AnswerKind.QUESTION


def choice(rule: AnswerRule, prompt: Prompt) -> str | None:
    """The id of the one option that the rule means, or its text; None where that cannot be answered."""
    if rule.text is not None:
        is_an_id = any(each.id == rule.text for each in prompt.options)
        return rule.text if prompt.takes_text and not is_an_id else None
    found = [each for each in prompt.options if _is_meant(rule, each)]
    return found[0].id if len(found) == 1 and found[0].key else None


def _is_meant(rule: AnswerRule, option: Option) -> bool:
    if rule.option is not None:
        return _plain(option.label) == _plain(rule.option)
    return option.meaning is rule.meaning


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


# ------------------------------------------------------------ proposing


def propose(prompt: Prompt, agent: str, chosen: str) -> list[AnswerRule]:
    """Rules that would give this answer to the prompt, an option's id or a text; the narrowest first. None where no
    rule may."""
    option = next((each for each in prompt.options if each.id == chosen), None)
    title = " ".join(prompt.title.split())[:LONGEST]
    label, text = (option.label, None) if option else (None, chosen)
    found = [
        AnswerRule((title,), agent, kind_of(prompt), option=label, text=text),
        AnswerRule((title,), None, kind_of(prompt), option=label, text=text),
    ]
    wanted = option.id if option else chosen
    texts = [title, label or text]
    return [rule for rule in found if all(map(_is_text, texts)) and _gives(rule, prompt, agent, wanted)]


def _gives(rule: AnswerRule, prompt: Prompt, agent: str, wanted: str) -> bool:
    decision = decide(prompt, agent, [rule])
    return isinstance(decision, Reply) and decision.choice == wanted


# ------------------------------------------------------------ the setting


def read_answers(raw: Sequence[Mapping[str, Any]]) -> tuple[AnswerRule, ...]:
    """The setting, as a client sends it. Raises BadAnswerRule."""
    if len(raw) > MOST_RULES:
        raise BadAnswerRule(f"there are more than {MOST_RULES}")
    return tuple(_read(each) for each in raw)


def are_answers(raw: object) -> bool:
    try:
        return isinstance(raw, list) and read_answers(raw) is not None
    except BadAnswerRule:
        return False


def _read(raw: object) -> AnswerRule:
    """{agent?, kind?, words, answer: {option}, {meaning} or {text}}; `words` is a text or a list."""
    if not isinstance(raw, Mapping) or not raw.keys() <= {"agent", "kind", "words", "answer"}:
        raise BadAnswerRule("a rule has agent, kind, words and answer")
    answer, words = raw.get("answer"), raw.get("words")
    if not isinstance(answer, Mapping) or not answer.keys() <= {"option", "meaning", "text"}:
        raise BadAnswerRule("an answer is an option, a meaning or a text")
    return checked(
        [words] if isinstance(words, str) else words,
        agent=raw.get("agent"),
        kind=raw.get("kind"),
        option=answer.get("option"),
        meaning=answer.get("meaning"),
        text=answer.get("text"),
    )


def checked(words: object, *, agent: object, kind: object, option: object, meaning: object, text: object) -> AnswerRule:
    """Raises BadAnswerRule."""
    if not isinstance(words, list) or not 0 < len(words) <= MOST_WORDS or not all(map(_is_text, words)):
        raise BadAnswerRule(f"its words are 1 to {MOST_WORDS} texts")
    if sum(each is not None for each in (option, meaning, text)) != 1:
        raise BadAnswerRule("its answer is one option, one meaning or one text")
    if not all(each is None or _is_text(each) for each in (agent, option, text)):
        raise BadAnswerRule(f"its texts have 1 to {LONGEST} characters, none of them hidden")
    kinds = {each.value: each for each in AnswerKind}
    meanings = {each.value: each for each in (Meaning.ACCEPT, Meaning.REJECT)}
    if kind is not None and (not isinstance(kind, str) or kind not in kinds):
        raise BadAnswerRule(f"its kind is {' or '.join(kinds)}")
    if meaning is not None and (not isinstance(meaning, str) or meaning not in meanings):
        raise BadAnswerRule(f"its meaning is {' or '.join(meanings)}")
    return AnswerRule(
        tuple(words),
        agent if isinstance(agent, str) else None,
        kinds[kind] if isinstance(kind, str) else None,
        option if isinstance(option, str) else None,
        meanings[meaning] if isinstance(meaning, str) else None,
        text if isinstance(text, str) else None,
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= LONGEST and value.isprintable()
