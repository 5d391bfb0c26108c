"""Where a new session starts from that was told nothing of it, when the user wants what the upstream has by now."""

from __future__ import annotations

import logging

from branchline.core.errors import BranchlineError
from branchline.git.repository import inspect
from branchline.git.upstream import fetch_upstream
from branchline.machine import user_environment
from branchline.machine.user_environment import Environment
from branchline.service.base.settings import LiveSettings
from branchline.service.sessions.create_request import CreateRequest

log = logging.getLogger(__name__)


class Upstreams:
    def __init__(self, settings: LiveSettings) -> None:
        self._settings = settings

    async def start_of(self, request: CreateRequest, environment: Environment | None) -> tuple[str | None, str | None]:
        """What it starts from, None for HEAD; and why that is not the upstream though it was to be. Raises the errors
        of `inspect`."""
        if not self._settings.now.from_upstream or request.base or request.branch:
            return request.base, None
        repository = await inspect(request.repo)
        try:
            with user_environment.of(environment or user_environment.last()):
                return await fetch_upstream(repository, request.repo), None
        except BranchlineError as error:
            log.warning("the upstream was not fetched: %s", error.message)
            return None, error.message
