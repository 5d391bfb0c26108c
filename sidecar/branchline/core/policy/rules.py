"""The user's own rules, as Claude Code's are written: `Bash(npm run test:*)`, `Edit(src/**)`, `WebFetch(domain:…)`."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import attrs

from branchline.core.policy.commands.model import Fine
from branchline.core.policy.confinement import Ground, Trouble
from branchline.core.policy.guarded import is_protected, is_secret
from branchline.core.policy.lines import Part
from branchline.core.policy.tools import ToolKind, Tools
from branchline.core.regexes import regex
from branchline.core.shell.shell import CannotTell, parse

_FORM = regex(r"(?P<tool>mcp__[\w*.-]+|[A-Za-z_][\w -]*?)\s*(?:\((?P<body>.*)\))?", re.S)


class BadRule(ValueError):  # noqa: N818  it is the rule that is bad
    """The text is no rule; the message says what is wrong with it."""


@attrs.frozen
class Rule:
    """`text` is the rule as the user wrote it."""

    text: str
    tool: str
    kind: ToolKind
    body: str = ""
    """What stands in the parentheses; empty for all that the tool does."""

    def matches_tool(self, name: str | None) -> bool:
        """A rule without a body, for a tool that has no rules of its own form."""
        if self.kind is ToolKind.MCP:
            server = self.tool.removesuffix("__*")
            return name is not None and (
                name == self.tool or (server.count("__") == 1 and name.startswith(server + "__"))
            )
        return not self.body and name is not None and name.lower() == self.tool.lower()

    def matches_command(self, part: Part) -> bool:
        return self.kind is ToolKind.COMMAND and any(self._fits(text) for text in part.texts)

    def _fits(self, text: str) -> bool:
        if self.body in {"", "*"}:
            return True
        if self.body.endswith((":*", " *")):
            start = re.escape(self.body[:-2].rstrip()).replace(r"\*", ".*")
            return bool(re.fullmatch(rf"{start}(?: .*)?", text, re.S))
        if "*" in self.body:
            return bool(re.fullmatch(re.escape(self.body).replace(r"\*", ".*"), text, re.S))
        return text == _plain(self.body)

    def lets_pass(self, part: Part) -> bool:
        """An allow rule and a command that matches. With a wildcard it does not reach what the user did not write:
        other places, secrets, options that run programs."""
        if part.around is not None or not self.matches_command(part):
            return False
        exact = bool(self.body) and "*" not in self.body
        if isinstance(part.judgement, Fine):
            return True
        if part.judgement.hazard:
            return exact and part.texts[0] == _plain(self.body)
        return exact or not _goes_out(part)

    def matches_path(self, path: str, ground: Ground) -> bool:
        """A resolved path, compared as in a .gitignore; `//` begins at the root, `~/` at home, `/` at the worktree."""
        if not self.body:
            return True
        base, pattern, anchored = self._anchor(ground)
        within = Ground.inside_of(path, base)
        return within is not None and bool(re.fullmatch(_as_regex(pattern, anchored), within))

    def means(self, path: str, trouble: Trouble, ground: Ground) -> bool:
        """An allow rule that matches was written for exactly what speaks against the path."""
        if not self.body or ".git" in path.lower().split("/"):
            return False
        base, pattern, _ = self._anchor(ground)
        plain = pattern.split("*")[0].rpartition("/")[0] if "*" in pattern else pattern
        if trouble.rule == "outside":
            return base != ground.root and bool(plain or "*" not in pattern)
        if trouble.rule in {"secret", "protected"}:
            by_name = is_protected(ground.inside(path) or "", ground.guarded)
            return is_secret(plain) or (is_protected(plain, ground.guarded) if by_name else ground.protects(plain))
        return False

    def _anchor(self, ground: Ground) -> tuple[str, str, bool]:
        """Where the pattern begins, what is left of it, and whether it begins exactly there."""
        body = self.body
        if body.startswith("//"):
            return "", body[2:], True
        if body.startswith("~/"):
            return ground.home.rstrip("/") or "\0", body[2:], True
        pattern = body.removeprefix("./").removeprefix("/")
        return ground.root, pattern, body.startswith("/") or "/" in pattern.rstrip("/")

    def matches_url(self, url: str) -> bool:
        if self.kind is not ToolKind.FETCH:
            return False
        if not self.body:
            return True
        host, wanted = host_of(url), self.body.removeprefix("domain:").lower()
        if host is None:
            return False
        return host.endswith(wanted[1:]) if wanted.startswith("*.") else host == wanted


def parse_rule(text: str, tools: Tools) -> Rule:
    """Raises BadRule."""
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise BadRule(f"{text!r} is no rule: a rule is Tool or Tool(what).")
    tool, body = match["tool"].strip(), (match["body"] or "").strip()
    kind = tools.kind(tool)
    if kind is ToolKind.UNKNOWN and body:
        raise BadRule(f"{text!r}: what {tool} is asked for cannot be compared; write {tool} alone.")
    if kind is ToolKind.FETCH and body and not re.fullmatch(r"domain:(?:\*\.)?[\w-]+(?:\.[\w-]+)*", body, re.ASCII):
        raise BadRule(f"{text!r}: write WebFetch(domain:example.com).")
    if kind is ToolKind.MCP and (body or not re.fullmatch(r"mcp__[\w.-]+?(?:__(?:\*|[\w.-]+))?", tool)):
        raise BadRule(f"{text!r}: write mcp__server or mcp__server__tool.")
    words = parse(re.sub(r":?\*", "", body)) if kind is ToolKind.COMMAND else ()
    if isinstance(words, CannotTell) or len(words) > 1 or any(len(each.commands) > 1 for each in words):
        raise BadRule(f"{text!r}: a rule is about one command without substitutions.")
    return Rule(text.strip(), tool, kind, "" if body == "**" or body == "*" else body)


def host_of(url: str) -> str | None:
    """The host of a plain http(s) address; None for one with a name, odd characters, or none at all."""
    if not re.fullmatch(r"https?://[A-Za-z0-9._-]+(?::\d+)?(?:[/?#][!-~]*)?", url) or "\\" in url:
        return None
    try:
        return (urlsplit(url).hostname or "").lower().rstrip(".") or None
    except ValueError:
        return None


def _plain(body: str) -> str:
    """A rule's command with its quotes as a part's text has them."""
    parsed = parse(body)
    if isinstance(parsed, CannotTell) or len(parsed) != 1 or len(parsed[0].commands) != 1:
        return body
    return parsed[0].commands[0].text


def _goes_out(part: Part) -> bool:
    """A word of a command that is not known looks like a path to elsewhere, or to a secret."""
    return any(
        word.startswith(("/", "~", "../")) or "/../" in f"{word}/" or is_secret(word)
        for text in part.texts[:1]
        for raw in text.split()[1:]
        for word in (raw.strip("'\""), raw.strip("'\"").partition("=")[2])
    )


def _as_regex(pattern: str, anchored: bool) -> str:
    """Of a .gitignore pattern: a folder stands for all that is in it."""
    out = "" if anchored else "(?:.*/)?"
    for piece in re.split(r"(/?\*\*/?|\*|\?)", pattern.rstrip("/")):
        if piece in {"/**/", "**/"}:
            out += ("/" if piece[0] == "/" else "") + "(?:.*/)?"
        elif piece in {"/**", "**"}:
            out += ("/" if piece[0] == "/" else "") + ".*"
        else:
            out += {"*": "[^/]*", "?": "[^/]"}.get(piece) or re.escape(piece)
    return out + "(?:/.*)?"
