"""What the user set for auto-yes: the default preset, rules, limits, and what runs when somebody has to answer.

What reads rules is loaded once there are some: it takes with it all that is known of commands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from branchline.core.policy.limits import Limits
from branchline.core.policy.policy import Policy, Preset
from branchline.core.policy.tools import Tools

if TYPE_CHECKING:
    from branchline.core.policy.rules import Rule

Complain = Callable[[str, str], None]
REPOSITORY_FILE = ".branchline/auto-yes.json"
"""In a repository's main checkout, which a session cannot write to."""


@attrs.frozen
class AutoYesSettings:
    default: Preset = Preset.OFF
    personas: Mapping[str, Preset] = attrs.field(factory=dict)
    allow: tuple[Rule, ...] = ()
    ask: tuple[Rule, ...] = ()
    deny: tuple[Rule, ...] = ()
    trusted_repositories: frozenset[str] = frozenset()
    hooks: bool = True
    """Agents are answered at their own hooks, where these take answers; else by keys alone."""
    limits: Limits = attrs.field(factory=Limits)
    broken: str | None = None
    """Why nothing is answered: a rule that should hold something back cannot be read."""

    def preset_for(self, persona: str | None, own: Preset | None = None) -> Preset:
        """What a new session gets that was not given a preset; `own` is that of the persona's definition."""
        return self.personas.get(persona or "", own or self.default)

    def policy(self, preset: str, repository: str) -> Policy:
        """The policy of a session."""
        trusts = repository in self.trusted_repositories
        return Policy(preset_of(preset), self.allow, self.ask, self.deny, self.broken, trusts)


class BadPolicyFile(ValueError):  # noqa: N818  it is the file that is bad
    """The message says what is wrong with it."""


def preset_named(name: object) -> Preset | None:
    return next((each for each in Preset if each.value == name), None)


def preset_of(session: str) -> Preset:
    """What stands in a session's record. A preset that is not known is off."""
    return preset_named(session) or Preset.OFF


def read_auto_yes(raw: object, tools: Tools, complain: Complain) -> AutoYesSettings:
    """The settings below `autoYes`. With a rule of deny or ask that cannot be read everything is asked."""
    if not isinstance(raw, Mapping):
        complain("autoYes", "an object")
        return AutoYesSettings()
    usual = auto_yes_defaults()
    default = preset_named(raw.get("default", usual["default"]))
    if default is None:
        complain("autoYes.default", _PRESETS)
    lists = {key: _rules(raw, key, tools, complain) for key in ("allow", "ask", "deny")}
    broken = next((key for key in ("ask", "deny") if not lists[key][1]), None)
    return AutoYesSettings(
        default or Preset.OFF,
        _personas(raw.get("personas", {}), complain),
        lists["allow"][0],
        lists["ask"][0],
        lists["deny"][0],
        _paths(raw.get("trustedRepositories", []), complain),
        _flag(raw, "hooks", usual["hooks"], complain),
        _limits(raw, complain),
        f"Your setting branchline.autoYes.{broken} holds a rule that cannot be read." if broken else None,
    )


def auto_yes_defaults() -> dict[str, Any]:
    """What holds where nothing is set, by key, as a client would send it."""
    usual = AutoYesSettings()
    return {
        "default": usual.default.value,
        "personas": {},
        "allow": [],
        "ask": [],
        "deny": [],
        "trustedRepositories": [],
        "hooks": usual.hooks,
        "sameAnswers": usual.limits.same,
        "sameAnswersMinutes": usual.limits.same_window / 60,
        "answersPerMinute": usual.limits.often,
        "answersWithoutLook": usual.limits.in_a_row,
    }


def read_policy_file(text: str, tools: Tools) -> Policy:
    """What a repository's own file asks for: `preset` at most, more of `ask` and `deny`. Raises BadPolicyFile."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadPolicyFile(f"it is no JSON ({error})") from error
    if not isinstance(raw, dict):
        raise BadPolicyFile("it is no object")
    for key in raw:
        if key not in {"preset", "ask", "deny"}:
            raise BadPolicyFile(f"it knows preset, ask and deny, not {key!r:.40}")
    preset = preset_named(raw.get("preset", "worktree"))
    if preset is None:
        raise BadPolicyFile(f"its preset should be {_PRESETS}")
    from branchline.core.policy.rules import BadRule, parse_rule

    for key in ("ask", "deny"):
        if not _are_texts(raw.get(key, [])):
            raise BadPolicyFile(f"“{key}” should be a list of rules")
    try:
        ask, deny = (tuple(parse_rule(each, tools) for each in raw.get(key, [])) for key in ("ask", "deny"))
    except BadRule as error:
        raise BadPolicyFile(str(error)) from error
    return Policy(preset, (), ask, deny)


_PRESETS = "one of " + ", ".join(each.value for each in Preset)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _rules(raw: Mapping[str, Any], key: str, tools: Tools, complain: Complain) -> tuple[tuple[Rule, ...], bool]:
    """The rules, and whether all of them could be read."""
    texts = raw.get(key, [])
    if not _are_texts(texts):
        complain(f"autoYes.{key}", "a list of rules")
        return (), False
    if not texts:
        return (), True
    from branchline.core.policy.rules import BadRule, parse_rule

    rules: list[Rule] = []
    for text in texts:
        try:
            rules.append(parse_rule(text, tools))
        except BadRule as error:
            complain(f"autoYes.{key}", f"rules; “{text:.80}” is none ({error})")
    return tuple(rules), len(rules) == len(texts)


def _personas(raw: object, complain: Complain) -> dict[str, Preset]:
    given = raw if isinstance(raw, Mapping) else {None: None}
    found = {name: preset_named(value) for name, value in given.items()}
    if any(preset is None for preset in found.values()):
        complain("autoYes.personas", f"an object of personas, each with {_PRESETS}")
    return {name: preset or Preset.OFF for name, preset in found.items() if isinstance(name, str)}


def _paths(raw: object, complain: Complain) -> frozenset[str]:
    if isinstance(raw, list) and all(isinstance(each, str) and each.startswith("/") for each in raw):
        return frozenset(each.rstrip("/") for each in raw)
    complain("autoYes.trustedRepositories", "a list of absolute paths")
    return frozenset()


def _flag(raw: Mapping[str, Any], key: str, default: bool, complain: Complain) -> bool:
    value = raw.get(key, default)
    if isinstance(value, bool):
        return value
    complain(f"autoYes.{key}", "true or false")
    return default


def _limits(raw: Mapping[str, Any], complain: Complain) -> Limits:
    usual = auto_yes_defaults()

    def number(key: str, most: float) -> float:
        value = raw.get(key, usual[key])
        if isinstance(value, (int, float)) and not isinstance(value, bool) and 1 <= value <= most:
            return value
        complain(f"autoYes.{key}", f"a number from 1 to {most:g}")
        default: float = usual[key]
        return default

    return Limits(
        same=int(number("sameAnswers", 1000)),
        same_window=60 * number("sameAnswersMinutes", 1440),
        often=int(number("answersPerMinute", 1000)),
        in_a_row=int(number("answersWithoutLook", 100_000)),
    )
