"""GitHub's API as `gh` asks for it, on a unix socket: a repository with one branch's pull request, its checks, their
logs and its threads. What was asked is kept."""

from __future__ import annotations

import json
import os
import shutil
import socketserver
import tempfile
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

TOKEN = "made-up"  # noqa: S105  of nobody
OWNER, NAME = "octo", "tools"
ADDRESS = f"https://github.com/{OWNER}/{NAME}.git"
URL = f"https://github.com/{OWNER}/{NAME}/pull/7"
_REPOSITORY = {
    "id": "R1",
    "name": NAME,
    "nameWithOwner": f"{OWNER}/{NAME}",
    "owner": {"login": OWNER, "id": "O1"},
    "hasIssuesEnabled": True,
    "viewerPermission": "WRITE",
    "defaultBranchRef": {"name": "main"},
    "parent": None,
    "isPrivate": False,
    "mergeCommitAllowed": True,
    "rebaseMergeAllowed": True,
    "squashMergeAllowed": True,
}


def check(name: str, conclusion: str | None = None, job: int | None = None) -> dict[str, Any]:
    """One that goes on where it has no conclusion."""
    status = "COMPLETED" if conclusion else "IN_PROGRESS"
    return {"__typename": "CheckRun", "databaseId": job, "name": name, "status": status, "conclusion": conclusion}


def thread(path: str, line: int | None, *said: tuple[str, str], resolved: bool = False) -> dict[str, Any]:
    comments = {"nodes": [{"author": {"login": author}, "body": text} for author, text in said]}
    return {"isResolved": resolved, "path": path, "line": line, "comments": comments}


class GitHub:
    """`pull_request` is None until one is made; `checks`, `threads` and `logs` (by job) are what a test says."""

    def __init__(self, pull_request: bool = True) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="gh-", dir="/tmp"))
        self.state = "OPEN" if pull_request else None
        self.head = "0" * 40
        self.checks: list[dict[str, Any]] = []
        self.threads: list[dict[str, Any]] = []
        self.logs: dict[int, str] = {}
        self.asked: list[str] = []
        """`METHOD path` of each request, with the operation of a query."""
        self.made: dict[str, Any] = {}
        """What a pull request was asked for with."""
        self._server = _Server(str(self.folder / "api"), self)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        (self.folder / "config.yml").write_text(f"http_unix_socket: {self.folder / 'api'}\ngit_protocol: https\n")

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        shutil.rmtree(self.folder)

    @property
    def environment(self) -> dict[str, str]:
        """Of a user whose `gh` asks here."""
        return {**os.environ, "GH_CONFIG_DIR": str(self.folder), "GH_TOKEN": TOKEN}

    def graphql(self, query: str, given: dict[str, Any]) -> dict[str, Any]:
        if "createPullRequest" in query:
            self.made, self.state = given["input"], "OPEN"
            return {"createPullRequest": {"pullRequest": {"id": "PR1", "url": URL}}}
        if "reviewThreads" in query:
            return {"repository": {"pullRequests": {"nodes": [self._node()] if self.state else []}}}
        if "pullRequests" in query:
            return {"repository": {**_REPOSITORY, "pullRequests": {"totalCount": 0, "nodes": []}}}
        if "UserCurrent" in query or "viewer{" in query:
            return {"viewer": {"login": "ada", "organizations": {"nodes": [], "pageInfo": {"hasNextPage": False}}}}
        return {"repository": _REPOSITORY, "repo_000": _REPOSITORY}

    def _node(self) -> dict[str, Any]:
        rollup = {"contexts": {"nodes": self.checks}} if self.checks else None
        commits = {"nodes": [{"commit": {"oid": self.head, "statusCheckRollup": rollup}}]}
        about = {"number": 7, "url": URL, "state": self.state, "isDraft": False, "headRefOid": self.head}
        return {**about, "commits": commits, "reviewThreads": {"nodes": self.threads}}


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True

    def __init__(self, place: str, github: GitHub) -> None:
        super().__init__(place, _Handler)
        self.github = github


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def address_string(self) -> str:
        return "unix"

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        github = self.server.github
        github.asked.append(f"GET {self.path}")
        jobs = f"/repos/{OWNER}/{NAME}/actions/jobs/"
        if self.path.startswith(jobs):
            # As GitHub does: the log is elsewhere.
            self._answer(302, b"", Location=f"http://logs.example/{self.path.removeprefix(jobs).partition('/')[0]}")
        elif self.headers["Host"] == "logs.example":
            log = github.logs.get(int(self.path[1:]))
            self._answer(404 if log is None else 200, (log or "").encode())
        else:
            self._answer(200, json.dumps({"login": "ada"}).encode())

    def do_POST(self) -> None:
        github = self.server.github
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said = self.headers.get("Authorization")
        query = body["query"]
        github.asked.append(f"POST {self.path} {query.split('(')[0].split('{')[0].strip()}")
        if said != f"token {TOKEN}":
            self._answer(401, b'{"message": "Bad credentials"}')
            return
        self._answer(200, json.dumps({"data": github.graphql(query, body.get("variables") or {})}).encode())

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Oauth-Scopes", "repo, read:org")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
