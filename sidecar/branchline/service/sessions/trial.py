"""What a newcomer tries Branchline with: two sessions beside each other, of the demo agent, in a repository of their
own."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import tempfile
from pathlib import Path

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.core.model.session import Session
from branchline.core.system_errors import tells_system_errors
from branchline.demo import sample
from branchline.machine.paths import Paths, private_folder
from branchline.machine.user_environment import Environment
from branchline.service.sessions.create_request import CreateRequest
from branchline.service.sessions.creation import Creation

AGENT = "demo"
INSTRUCTIONS = ("Add a greeting", "Fix the wrong average")
_FOLDER = "try"
_REPOSITORY = "weather"


class Trial:
    def __init__(self, paths: Paths, creation: Creation) -> None:
        self._paths = paths
        self._creation = creation
        self._making = asyncio.Lock()

    @tells_system_errors
    async def begin(self, environment: Environment | None) -> list[Session]:
        """Two more sessions, in the sample repository, which is made where it is not there. Nothing of the user's is
        touched. Raises GIT_MISSING, GIT_FAILED and the errors of `Creation.create`."""
        async with self._making:
            repo = await asyncio.to_thread(self._repository)
        requests = (CreateRequest(repo=str(repo), agent=AGENT, instruction=text) for text in INSTRUCTIONS)
        return [await self._creation.create(request, environment=environment) for request in requests]

    def _repository(self) -> Path:
        folder = private_folder(self._paths.data / _FOLDER)
        repo = folder / _REPOSITORY
        if not repo.exists():
            # Beside it, so that one whose making was cut off is never taken for it.
            making = Path(tempfile.mkdtemp(dir=folder))
            try:
                sample.create(making / _REPOSITORY).rename(repo)
            except FileNotFoundError as error:
                raise BranchlineError(ErrorCode.GIT_MISSING, "git was not found. Install it first.") from error
            except subprocess.CalledProcessError as error:
                raise BranchlineError(
                    ErrorCode.GIT_FAILED, f"The sample repository was not made: {error.stderr.strip()}"
                ) from error
            finally:
                shutil.rmtree(making, ignore_errors=True)
        return repo
