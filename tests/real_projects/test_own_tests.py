"""Real projects run their own tests in a new session, by nothing but what Branchline set up there: the script that it
offers itself, once that is approved, and a run command. Nothing is fetched: package managers have it in a cache."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest

from harness.sidecar import Client, Connect, git
from harness.updates import NAMED
from harness.waiting import until

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import projects

pytestmark = [pytest.mark.timeout(240)]


@attrs.frozen
class Project:
    """`added` are files that its archive has not; `offered` is the line that Branchline has for it."""

    name: str
    offered: str
    tests: str
    passed: str
    added: Mapping[str, str] = attrs.Factory(dict)


NODE = Project("node", "npm ci", "npm test", "# pass", {".gitignore": "node_modules\n"})
PYTHON = Project(
    "python",
    ".venv/bin/pip install -r requirements.txt",
    ".venv/bin/python -m pytest -q -p no:cacheprovider test_six.py",
    "198 passed",
    {"requirements.txt": "pytest\n", ".gitignore": ".venv\n__pycache__\n*.egg-info\n"},
)
RUST = Project("rust", "cargo fetch", "cargo test --quiet", "test result: ok", {".gitignore": "target\nCargo.lock\n"})


PROJECTS = [NODE, PYTHON, *([RUST] if shutil.which("cargo") else [])]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Of none yet."""
    return tmp_path / "project"


def committed(project: Project, checkout: Path) -> None:
    source = projects.folder() / project.name
    shutil.copytree(source, checkout, ignore=shutil.ignore_patterns("node_modules"))
    for name, text in project.added.items():
        (checkout / name).write_text(text)
    git(checkout, "init", "-q")
    git(checkout, "add", "-A")
    git(checkout, *NAMED, "commit", "-qm", project.name)


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.name)
async def test_they_pass_in_a_session_that_was_set_up_by_what_is_offered(
    project: Project, connect: Connect, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed(project, checkout)
    client = await connect(
        settings={"agents": {"cat": {"command": ["/bin/cat"]}}, "runCommand": project.tests}, env=projects.environment()
    )
    offered = (await client.ask("project/offerSetup", path=str(checkout)))["text"]
    assert project.offered in offered.splitlines()
    await client.ask("project/writeSetup", path=str(checkout), text=offered)
    scripts = (await client.ask("project/scripts", path=str(checkout)))["scripts"]
    digest = next(each["digest"] for each in scripts if each["kind"] == "setup")
    await client.ask("project/approveScript", path=str(checkout), digest=digest)

    made = await client.ask("session/create", repo=str(checkout), agent="cat", name="tests")
    record = await stands(client, made["id"], "setup")
    log = (await client.ask("setup/log", id=made["id"]))["lines"]
    assert record["setup"]["status"] == "done", log

    await client.ask("session/run", id=made["id"])
    record = await stands(client, made["id"], "run")
    printed = (await client.ask("session/runOutput", id=made["id"]))["lines"]
    assert record["run"]["exitCode"] == 0, printed
    assert any(project.passed in line for line in printed), printed
    assert git(Path(made["worktree"]), "status", "--porcelain", "--", ":!.branchline") == ""


async def stands(client: Client, session_id: str, what: str) -> dict[str, Any]:
    """The session's record once its set-up or its run has ended."""

    def has_ended() -> bool:
        told = (client.session(session_id) or {}).get(what)
        return told is not None and told["status"] not in {"waiting", "running"}

    await until(has_ended)
    return client.record(session_id)
