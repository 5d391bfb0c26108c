"""Templates: how one is read, what of it is taken where a repository wrote it, and how its gaps are filled."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from branchline.core.model.persona import Persona
from branchline.core.model.template import Filled, Template, Variable
from branchline.core.policy.auto_yes_settings import preset_named
from branchline.core.policy.policy import Preset
from branchline.core.session.front_matter import BadTemplateError, Entry, split
from branchline.core.session.placeholders import NAME, filled, gaps

GIVEN = ("selection", "file", "branch", "repository", "date")
"""Variables that are not asked for: the window and the sidecar know them."""
MOST_BYTES = 64 * 1024
"""Of one file."""
MOST_VARIABLES, LONGEST_VALUE = 20, 100_000
LONGEST_NAME = 60

_LONGEST = {"title": 60, "agent": 40, "persona": 40, "kind": 40, "task": 60, "base": 200, "autoYes": 20}
_FIELDS = {"autoYes": "auto_yes"}


def is_name(name: str) -> bool:
    """Letters, digits, spaces and `._-`, beginning with a letter or digit."""
    fits = 0 < len(name) <= LONGEST_NAME and name[0].isalnum()
    return fits and all(each.isalnum() or each in " ._-" for each in name)


def read_file(name: str, text: str) -> Template:
    """From the text of a file. Raises BadTemplateError."""
    head, body, first = split(text)
    return _template(name, head, body, first)


def read_setting(name: str, definition: Any) -> Template:
    """From `{body, title?, agent?, persona?, kind?, task?, base?, autoYes?, variables?: {name: question | {question,
    default?}}}`; `body` may be a list of lines. Raises BadTemplateError, whose line says nothing here."""
    if not is_name(name):
        raise BadTemplateError(0, f"its name should be at most {LONGEST_NAME} letters, digits, spaces and ._-")
    if not isinstance(definition, Mapping):
        raise BadTemplateError(0, 'it should be an object such as {"body": "Fix {{what}}"}')
    body = definition.get("body")
    if isinstance(body, list) and all(isinstance(line, str) for line in body):
        body = "\n".join(body)
    if not isinstance(body, str) or len(body) > MOST_BYTES:
        raise BadTemplateError(0, f"“body” should be a text of at most {MOST_BYTES:,} characters, or a list of lines")
    head = {str(key): _as_entry(str(key), value) for key, value in definition.items() if key != "body"}
    return _template(name, head, body, 0)


def harmless(template: Template, agents: frozenset[str], personas: Mapping[str, Persona], default: Preset) -> Template:
    """What is taken of one that a repository wrote: nothing by which an agent may do more than without it. `personas`
    have the preset that their sessions begin with, `default` is that of sessions without one."""
    ignored = list(template.ignored)

    def without(key: str, why: str) -> None:
        ignored.append(f"“{key}” is ignored: {why}.")

    agent, name, wanted = template.agent, template.persona, preset_named(template.auto_yes)
    persona = personas.get(name or "")
    if agent is not None and agent not in agents:
        without("agent", f"there is no agent “{agent}” here")
        agent = None
    if name is not None and persona is None:
        without("persona", f"there is no persona “{name}” here")
    elif persona is not None and persona.arguments:
        without("persona", f"“{name}” starts the agent with arguments of yours, which only you may choose")
        persona = None
    own = wanted or preset_named(persona.auto_yes if persona else None) or default
    if wanted is not None and wanted.level > default.level:
        without("autoYes", f"a repository’s template cannot have more than your default, {default.value}")
    return attrs.evolve(
        template,
        agent=agent,
        persona=persona.name if persona else None,
        auto_yes=min(own, default, key=lambda each: each.level).value,
        ignored=tuple(ignored),
    )


def fill(template: Template, given: Mapping[str, str]) -> Filled:
    """Each gap has the value that is given for it, else the variable's default. Raises BadTemplateError for a value
    that no variable has, or that is too long."""
    asked = {each.name: each.default for each in template.variables}
    for name, value in given.items():
        if name not in asked and name not in GIVEN:
            raise BadTemplateError(0, f"it has no variable “{name[:40]}”")
        if len(value) > LONGEST_VALUE:
            raise BadTemplateError(0, f"the value of “{name}” has more than {LONGEST_VALUE:,} characters")
    values = {**dict.fromkeys(GIVEN, ""), **asked, **given}
    task = _line(filled(template.task, values))[: _LONGEST["task"]] if template.task else None
    return Filled(
        instruction=filled(template.body, values).strip(),
        agent=template.agent,
        persona=template.persona,
        kind=template.kind,
        task=task or None,
        base=template.base,
        auto_yes=template.auto_yes,
    )


def _template(name: str, head: Mapping[str, Entry], body: str, first: int) -> Template:
    """`first` is the line at which the body begins."""
    found: dict[str, str] = {}
    ignored = list[str]()
    variables: tuple[Variable, ...] = ()
    for key, entry in head.items():
        if key == "variables":
            variables = _variables(entry)
        elif key not in _LONGEST:
            ignored.append(f"“{key}” is ignored: a template has no such key.")
        elif entry.inside or not entry.value or len(entry.value) > _LONGEST[key] or not _is_shown(entry.value):
            raise BadTemplateError(entry.line, f"“{key}” should be a line of 1 to {_LONGEST[key]} characters")
        else:
            found[_FIELDS.get(key, key)] = entry.value
    _check("autoYes", head, lambda value: preset_named(value) is not None, _PRESETS)
    _check("base", head, lambda value: not value.startswith("-"), "a branch or commit")
    known = {*GIVEN, *(each.name for each in variables)}
    if not body.strip():
        raise BadTemplateError(first, "it has no text to tell an agent")
    for text, line in ((body, first), (found.get("task", ""), head["task"].line if "task" in head else first)):
        for gap, below in gaps(text):
            if gap not in known:
                why = f"there is no variable “{gap}”; name it in “variables”"
                raise BadTemplateError(line + below if line else 0, why)
    for place, character in enumerate(body):
        if character not in "\n\t" and unicodedata.category(character) in {"Cc", "Cs"}:
            line = first + body.count("\n", 0, place) if first else 0
            raise BadTemplateError(line, f"it holds the control character U+{ord(character):04X}")
    title = found.pop("title", name)
    return Template(name, title, body.strip("\n"), variables, ignored=tuple(ignored), **found)


def _variables(entry: Entry) -> tuple[Variable, ...]:
    if entry.value:
        raise BadTemplateError(entry.line, "“variables” should have a line for each, indented: “what: What is wrong?”")
    if len(entry.inside) > MOST_VARIABLES:
        raise BadTemplateError(entry.line, f"there are more than {MOST_VARIABLES} variables")
    return tuple(_variable(name, each) for name, each in entry.inside.items())


def _variable(name: str, entry: Entry) -> Variable:
    if name in GIVEN or not NAME.fullmatch(name):
        raise BadTemplateError(entry.line, f"a variable cannot be called “{name[:40]}”")
    for key, each in entry.inside.items():
        if key not in {"question", "default"}:
            raise BadTemplateError(each.line, f"a variable has “question” and “default”, not “{key}”")
        if each.inside or len(each.value) > 1000 or not _is_shown(each.value):
            raise BadTemplateError(each.line, f"“{key}” should be a line of at most 1,000 characters")
    question = entry.inside["question"].value if "question" in entry.inside else entry.value
    if len(question) > 200 or not _is_shown(question):
        raise BadTemplateError(entry.line, f"the question for “{name}” should be a line of at most 200 characters")
    default = entry.inside["default"].value if "default" in entry.inside else ""
    return Variable(name, question or name, default)


def _check(key: str, head: Mapping[str, Entry], takes: Callable[[str], bool], want: str) -> None:
    if key in head and not takes(head[key].value):
        raise BadTemplateError(head[key].line, f"“{key}” should be {want}")


def _as_entry(key: str, value: object, depth: int = 0) -> Entry:
    if isinstance(value, str):
        return Entry(0, value)
    if isinstance(value, Mapping) and depth < 2:
        return Entry(0, "", {str(name): _as_entry(str(name), each, depth + 1) for name, each in value.items()})
    raise BadTemplateError(0, f"“{key[:40]}” should be a text")


def _is_shown(text: str) -> bool:
    return not any(unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"} for each in text)


def _line(text: str) -> str:
    return " ".join("".join(each if _is_shown(each) else " " for each in text).split())


_PRESETS = f"one of {', '.join(each.value for each in Preset)}"
