"""From the words of an instruction to the kind of work it asks for.

What somebody is told to do is told by a verb where a verb stands: *build* in "why is the build slow" is a noun. Who is
told to find something out is asked a question, whatever the words after that are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from branchline.core.model.kind import WorkKind
from branchline.core.session.titles import LOOK, sentences
from branchline.core.words import words as word_set

SMALL = word_set(
    "a an and are as at be but by for from has have if in into is it its of on or so than that the their"
    " them then there these this those to was we when where which while with you your our my all any"
    " some please"
)


def _table(**rows: str) -> dict[str, str]:
    """Kind -> its words, turned round."""
    return {word: kind for kind, words in rows.items() for word in words.split()}


_CONVENTIONAL = _table(
    fix="fix bugfix hotfix",
    feature="feat feature",
    refactor="refactor perf",
    test="test tests",
    docs="doc docs",
    chore="chore ci build style",
)
_VERBS = _table(
    fix="fix fixes repair debug troubleshoot resolve correct mend solve",
    feature="implement add build create introduce support allow enable make write extend show",
    refactor="refactor rename extract simplify restructure reorganise reorganize rewrite split dedupe"
    " deduplicate inline clean cleanup tidy optimise optimize",
    test="test cover",
    docs="document describe",
    chore="bump upgrade downgrade pin lint format configure release delete remove",
)
_NOUNS_TOO = word_set(
    "fix fixes repair build support make write show extract rewrite split clean cleanup test cover document bump"
    " upgrade downgrade pin lint format release change update"
)
_OBJECTS = _table(
    test="test tests coverage testcase testcases",
    docs="doc docs documentation readme docstring docstrings comment comments changelog guide tutorial",
    chore="dependency dependencies ci pipeline linter lockfile gitignore",
)
_OBJECT_DECIDES = word_set(
    "add create write make extend improve update build implement change upgrade clean rewrite edit complete"
)
_DEFECT = word_set("bug bugs crash crashes broken error errors fails failing regression flaky hangs leak leaks")
_REACH = 3
"""How many telling words after a verb may still be its object."""

_QUESTION_WORDS = word_set(
    "what why how where when who which whose is are does do did should explain tell summarise summarize"
)
_INDIRECT = r"(?:why|how|what|where|when|which|who|whose|whether|if)"
_INQUIRY = re.compile(
    r"(?:investigat(?:e|ing|ion)|diagnos(?:e|ing|is)|triage|analy[sz](?:e|ing)|analysis|research|explore|examine"
    r"|inspect|study|understand|determine|identify|assess|evaluate|review|audit|profile|compare|bisect|root cause"
    r"|deep dive|get to the bottom|(?:have|take) an? (?:\w+ )?look|look (?:\w+ ){0,2}(?:into|at|for|through)"
    r"|(?:dig|delve) (?:\w+ )?into|find (?:out|all|every|and(?! replace)|the (?:\w+ )?(?:cause|reason|source))"
    r"|(?:figure|work) out|(?:track|hunt|narrow) down|go through|(?:walk|take) (?:me|us) through"
    r"|(?:give|show|tell) (?:me|us)|let (?:me|us) know|list (?:all|the|every)"
    rf"|(?:check|verify|confirm|measure) (?:the|this|these|our|that|{_INDIRECT})"
    rf"|(?:find|see|know|learn|debug|troubleshoot|ask|wonder|show|list) {_INDIRECT}"
    rf"|\w+ (?:down|for|out|through|up) {_INDIRECT}|(?!{'|'.join(_VERBS)})\w+ (?:why|whether))\b"
)
"""How somebody is told to find something out. `find and` is what the verb after it says."""
_MENDS = frozenset(verb for verb, kind in _VERBS.items() if kind == "fix")
_STEPS = word_set("build test lint format")
"""What somebody may do to find something out."""
_REPORTS = word_set("write show make document describe")
"""What is found out may be written down, which leaves it a question."""

_DETERMINERS = word_set("the a an this these those my our your its their each every any all some")
_OBJECT_BEGINS = _DETERMINERS | word_set("it them that")
_BEFORE_A_VERB = word_set("to please also then first we you i should must can could will would lets")
_BEFORE_AN_INQUIRY = word_set(", to please also then and first you")
_NOT = word_set("not dont never")
_AFTER_A_SUBJECT = word_set(
    "is are was were has have had does did will would should must can could fails fail failed breaks broke takes took"
    " keeps hangs runs crashes needs"
)


def kind_of(instruction: str) -> WorkKind:
    """By the words of an instruction; development where they do not say."""
    return kind_of_label(_asked(instruction), instruction)


def kind_of_label(label: str, text: str) -> WorkKind:
    """Of one of the seven kinds that there were before, for work that this text tells of."""
    if label == "question":
        is_review = re.search(r"\b(?:review|audit)", text[:LOOK], re.IGNORECASE)
        return WorkKind.CODE_REVIEW if is_review else WorkKind.PLANNING
    return WorkKind.DEBUG if label == "fix" else WorkKind.DEVELOPMENT


def _asked(instruction: str) -> str:
    """`fix`, `feature`, `refactor`, `test`, `docs`, `chore`, `question`, or "" when the words do not say."""
    conventional = re.match(r"\s*([a-z]+)(?:\([^)\n]{0,40}\))?!?:\s", instruction[:80].lower())
    if conventional and conventional[1] in _CONVENTIONAL:
        return _CONVENTIONAL[conventional[1]]
    told = [words for sentence in islice(sentences(instruction), 3) if (words := _words(sentence))]
    asks = instruction[:LOOK].rstrip().endswith("?")
    if not told:
        return "question" if asks else ""
    kinds = [_asked_for(words) for words in told]
    if kinds[0] == "question":
        return _done_then(told) or "question"
    if kinds[0]:
        return kinds[0]
    if "question" in kinds or (asks and "why" in told[0]):
        return "question"
    if any(word in _DEFECT for word in told[0]):
        return "fix"
    return next(filter(None, kinds), "question" if asks else "")


def _words(sentence: str) -> list[str]:
    """Its words and commas. A path is one word, so that no piece of it is a verb."""
    return re.findall(r"[a-z_./\\]*[a-z]|,", sentence.lower().replace("'", "").replace("’", ""))[:40]


def _asked_for(words: Sequence[str]) -> str:
    """The kind of what is asked for first; "" where nothing is."""
    if words[0] in _QUESTION_WORDS:
        return "question"
    for place, word in enumerate(words):
        if _is_inquiry(words, place):
            return "question"
        if not _is_verb(words, place):
            continue
        if word in _OBJECT_DECIDES:
            telling = [each for each in words[place + 1 :] if each not in SMALL and each != ","]
            pieces = re.findall("[a-z]+", " ".join(telling[:_REACH]))
            if thing := next((piece for piece in pieces if piece in _OBJECTS), ""):
                return _OBJECTS[thing]
        if word in _STEPS and any(_is_inquiry(words, later) for later in _after_joints(words, place)):
            return "question"
        if word in _VERBS:
            return _VERBS[word]
    return ""


def _after_joints(words: Sequence[str], place: int) -> Iterator[int]:
    return (later + 1 for later in range(place + 1, len(words) - 1) if words[later] in {"and", "then"})


def _done_then(told: Sequence[Sequence[str]]) -> str:
    """What is to be done with what was found out; "" where it is only to be told."""
    first, *others = told
    for place, (word, verb) in enumerate(pairwise(first)):
        at_once = place == 1 or word == "then" or (verb in _MENDS and "how" not in first[:place])
        if word in {"and", "then"} and at_once and verb in _VERBS and verb not in _REPORTS:
            return _VERBS[verb]
    if others and others[0][0] in _VERBS and others[0][0] not in _REPORTS and _is_verb(others[0], 0):
        return _asked_for(others[0])
    return ""


def _is_inquiry(words: Sequence[str], place: int) -> bool:
    before, after = _around(words, place)
    stands = not before or before in _BEFORE_AN_INQUIRY or before.endswith("ly")
    return stands and after not in _AFTER_A_SUBJECT and bool(_INQUIRY.match(" ".join(words[place : place + 6])))


def _is_verb(words: Sequence[str], place: int) -> bool:
    """Whether the word is one, if it can be: after an article, or as what a sentence speaks of, it is a noun."""
    before, after = _around(words, place)
    if before in _DETERMINERS or before in _NOT or (words[place] == "make" and after == "sure"):
        return False
    if words[place] not in _NOUNS_TOO or after in _OBJECT_BEGINS:
        return True
    return (not before or before in _BEFORE_A_VERB) and after not in _AFTER_A_SUBJECT


def _around(words: Sequence[str], place: int) -> tuple[str, str]:
    return words[place - 1] if place else "", words[place + 1] if place + 1 < len(words) else ""
