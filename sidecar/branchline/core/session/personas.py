"""Which personas there are: those that come along, and those that the user's settings define or alter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.persona import Persona
from branchline.core.policy.auto_yes_settings import AutoYesSettings, preset_named
from branchline.core.policy.policy import Preset
from branchline.core.session import own_limits
from branchline.core.session.built_in_personas import BUILT_IN
from branchline.core.session.placeholders import filled, gaps

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
MOST_PERSONAS, MOST_WORDS, LONGEST_INSTRUCTION = 100, 64, 10_000
_GAP = "instruction"


@attrs.frozen
class Personas:
    """`broken` has a sentence for each that cannot be used, also of those that come along."""

    usable: Mapping[str, Persona] = attrs.field(factory=lambda: BUILT_IN)
    broken: Mapping[str, str] = attrs.field(factory=dict)


def read_personas(raw: Mapping[str, Any]) -> Personas:
    """From `{name: {title?, icon?, description?, agent?, arguments?, instruction?, autoYes?, autoYesLimits?, readOnly?,
    limits?}}`. What is left out of one that comes along stays as it is there. One that cannot be used is none at all:
    what it should hold back would pass else."""
    usable, broken = dict(BUILT_IN), dict[str, str]()
    for place, (name, definition) in enumerate(raw.items()):
        usable.pop(name, None)
        try:
            if place >= MOST_PERSONAS:
                raise _BadPersonaError(f"there are more than {MOST_PERSONAS} personas")
            usable[name] = _defined(name, definition)
        except _BadPersonaError as error:
            broken[name] = f"The setting branchline.personas, persona “{name[:80]}”: {error}."
    return Personas(usable, broken)


def all_personas(defined: Personas, auto_yes: AutoYesSettings) -> list[Persona]:
    """Each with the preset that its sessions begin with. What has a preset of its own in `autoYes.personas` has that; a
    name that only stands there is a persona without a role."""
    only_there = [name for name in auto_yes.personas if name not in defined.usable and name not in defined.broken]
    named = [Persona(name, name) for name in only_there if NAME.fullmatch(name)]
    return [attrs.evolve(each, auto_yes=_preset(each, auto_yes).value) for each in [*defined.usable.values(), *named]]


def find(name: str, defined: Personas, auto_yes: AutoYesSettings) -> Persona:
    """As `all_personas` has it. Raises PERSONA_UNKNOWN, or BAD_PERSONA where its definition cannot be used."""
    if name in defined.broken:
        raise BranchlineError(ErrorCode.BAD_PERSONA, defined.broken[name])
    known = all_personas(defined, auto_yes)
    found = next((each for each in known if each.name == name), None)
    if found is None:
        names = ", ".join(each.name for each in known)
        raise BranchlineError(
            ErrorCode.PERSONA_UNKNOWN,
            f"There is no persona “{name[:80]}”. There are: {names}. Choose one of them, or define it in the setting"
            " branchline.personas.",
            name=name,
        )
    return found


def instructed(persona: Persona | None, instruction: str) -> str:
    """What its agent is told first; nothing where nothing is to be done."""
    if persona is None or not persona.instruction or not instruction:
        return instruction
    return filled(persona.instruction, {_GAP: instruction})


def arguments_for(persona: Persona | None, agent: str) -> tuple[str, ...]:
    """Another program would not know them."""
    return persona.arguments if persona is not None and persona.agent == agent else ()


def _preset(persona: Persona, auto_yes: AutoYesSettings) -> Preset:
    return auto_yes.preset_for(persona.name, preset_named(persona.auto_yes))


class _BadPersonaError(ValueError):
    """The message says which key, and what should stand there."""


def _defined(name: str, definition: Any) -> Persona:
    if not NAME.fullmatch(name):
        raise _BadPersonaError("a name is made of a-z, 0-9 and dashes, at most 40")
    if not isinstance(definition, Mapping):
        raise _BadPersonaError('it should be an object such as {"title": "Tester"}')
    for key, value in definition.items():
        if key not in _KEYS:
            raise _BadPersonaError(f"there is no key “{str(key)[:40]}”; there are {', '.join(_KEYS)}")
        _field, takes, want = _KEYS[key]
        if not takes(value):
            raise _BadPersonaError(f"“{key}” should be {want}")
    given: dict[str, Any] = {
        _KEYS[key][0]: _KEPT.get(key, lambda same: same)(value) for key, value in definition.items()
    }
    before = BUILT_IN.get(name, Persona(name, name))
    said: dict[str, Any] = {key: value for key, value in given.items() if value != "" or key in _MAY_BE_EMPTY}
    persona = attrs.evolve(before, **said)
    if persona.arguments and persona.agent is None:
        raise _BadPersonaError("“arguments” are those of an agent: “agent” should name it")
    if persona.instruction and _GAP not in {gap for gap, _ in gaps(persona.instruction)}:
        return attrs.evolve(persona, instruction=f"{{{{{_GAP}}}}}\n\n{persona.instruction}")
    return persona


def _is_line(value: object, most: int) -> bool:
    return isinstance(value, str) and len(value) <= most and all(unicodedata.category(each)[0] != "C" for each in value)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and NAME.fullmatch(value) is not None


def _are_words(value: object) -> bool:
    if not isinstance(value, list) or len(value) > MOST_WORDS:
        return False
    return all(isinstance(each, str) and each and "\0" not in each and len(each) <= 4096 for each in value)


def _is_instruction(value: object) -> bool:
    if not isinstance(value, str) or len(value) > LONGEST_INSTRUCTION:
        return False
    plain = all(each in "\n\t" or unicodedata.category(each) not in {"Cc", "Cs"} for each in value)
    return plain and {gap for gap, _ in gaps(value)} <= {_GAP}


def _are_limits(value: object) -> bool:
    if not isinstance(value, Mapping) or not all(type(number) is int for number in value.values()):
        return False
    try:
        _limits(value)
    except BranchlineError:
        return False
    return True


def _limits(value: Mapping[Any, Any]) -> tuple[str, ...]:
    """Raises BAD_LIMITS."""
    return own_limits.read([f"{name}={number}" for name, number in value.items()])


_KEPT: Mapping[str, Callable[[Any], Any]] = {"arguments": tuple, "autoYesLimits": _limits}
_MAY_BE_EMPTY = {"description", "instruction"}
_KEYS: Mapping[str, tuple[str, Callable[[Any], bool], str]] = {
    "title": ("title", lambda value: _is_line(value, 60), "a line of at most 60 characters"),
    "icon": ("icon", _is_name, "the name of an icon of VS Code’s, such as beaker"),
    "description": ("description", lambda value: _is_line(value, 300), "a line of at most 300 characters"),
    "agent": ("agent", _is_name, "the name of an agent, such as claude"),
    "arguments": ("arguments", _are_words, f"a list of at most {MOST_WORDS} texts that are not empty"),
    "instruction": (
        "instruction",
        _is_instruction,
        f"a text of at most {LONGEST_INSTRUCTION:,} characters, with {{{{instruction}}}} as its only gap",
    ),
    "autoYes": (
        "auto_yes",
        lambda value: preset_named(value) is not None,
        f"one of {', '.join(each.value for each in Preset)}",
    ),
    "autoYesLimits": (
        "auto_yes_limits",
        _are_limits,
        f"an object of numbers from 1 to {own_limits.MOST:,} by {', '.join(own_limits.NAMES)}",
    ),
    "readOnly": ("read_only", lambda value: isinstance(value, bool), "true or false"),
    "limits": ("limits", _is_name, "the name of limits, made of a-z, 0-9 and dashes"),
}
