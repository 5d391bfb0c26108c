"""The templates that a session can be made of: the user's own, and those of a repository."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import attrs

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.template import Filled, Template
from branchline.core.session.front_matter import BadTemplateError
from branchline.core.session.templates import fill, harmless, read_setting
from branchline.git.repository import Repository, inspect
from branchline.service.base.agents import Agents
from branchline.service.base.personas import Personas
from branchline.service.base.settings import LiveSettings
from branchline.service.sessions import template_files
from branchline.service.sessions.template_files import BadTemplate

MOST = 100
"""Templates of the setting."""
_SETTING = "branchline.templates"


@attrs.frozen
class Found:
    """`is_own`: the user's, from the setting; else the repository's."""

    template: Template
    is_own: bool


class Templates:
    def __init__(self, settings: LiveSettings, agents: Agents, personas: Personas) -> None:
        self._settings = settings
        self._agents = agents
        self._personas = personas

    async def all(self, folder: str) -> tuple[list[Found], list[BadTemplate]]:
        """The user's first; and what cannot be used. Of a name that both have the user's holds. Raises the errors of
        `inspect`."""
        return await self._all(await inspect(folder))

    async def fill(self, folder: str, name: str, values: Mapping[str, str]) -> Filled:
        """What a session is made of then. Raises TEMPLATE_UNKNOWN, BAD_TEMPLATE and the errors of `inspect`."""
        repository = await inspect(folder)
        found, bad = await self._all(repository)
        template = next((each.template for each in found if each.template.name == name), None)
        if template is None:
            why = next((f" {in_words(each)}" for each in bad if Path(each.where).stem == name), "")
            raise BranchlineError(
                ErrorCode.TEMPLATE_UNKNOWN, f"There is no template “{name[:80]}” here.{why}", name=name
            )
        known = {"repository": Path(repository.root).name, "date": date.today().isoformat()}
        try:
            return fill(template, {"branch": _branch(repository), **known, **values})
        except BadTemplateError as error:
            raise BranchlineError(ErrorCode.BAD_TEMPLATE, f"The template “{name[:80]}”: {error}.") from error

    async def _all(self, repository: Repository) -> tuple[list[Found], list[BadTemplate]]:
        own, theirs = list(self._own()), await asyncio.to_thread(lambda: list(template_files.read(repository.root)))
        found = {each.name: Found(each, is_own=True) for each in own if isinstance(each, Template)}
        agents = frozenset(agent.name for agent, _ in self._agents.all())
        personas = {each.name: each for each in self._personas.all()}
        for each in theirs:
            if isinstance(each, Template):
                taken = harmless(each, agents, personas, self._settings.now.auto_yes.default)
                found.setdefault(each.name, Found(taken, is_own=False))
        return list(found.values()), [each for each in [*own, *theirs] if isinstance(each, BadTemplate)]

    def _own(self) -> Iterator[Template | BadTemplate]:
        for name, definition in list(self._settings.now.templates.items())[:MOST]:
            try:
                yield read_setting(name, definition)
            except BadTemplateError as error:
                yield BadTemplate(f"{_SETTING}/{name[:80]}", 0, str(error))


def in_words(bad: BadTemplate) -> str:
    return f"{bad.where}{f', line {bad.line}' if bad.line else ''}: {bad.why}."


def _branch(repository: Repository) -> str:
    """That of the main checkout; "" where none is checked out."""
    checkout = next((each for each in repository.checkouts if each.path == repository.root), None)
    return checkout.branch.removeprefix("refs/heads/") if checkout and checkout.branch else ""
