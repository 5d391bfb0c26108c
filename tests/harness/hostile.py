"""A repository whose settings name a program wherever git would run one; each notes that it was run."""

from __future__ import annotations

import subprocess
from pathlib import Path

HOOKS = (
    "applypatch-msg", "commit-msg", "fsmonitor-watchman", "post-checkout", "post-commit", "post-index-change",
    "post-merge", "post-rewrite", "pre-auto-gc", "pre-commit", "pre-push", "prepare-commit-msg",
    "reference-transaction",
)  # fmt: skip
_SETTINGS = {
    "core.fsmonitor": "fsmonitor",
    "core.pager": "pager",
    "core.editor": "editor",
    "core.sshCommand": "ssh",
    "core.askPass": "askpass",
    "core.gitProxy": "proxy",
    "core.alternateRefsCommand": "alternates",
    "credential.helper": "credentials",
    "diff.external": "external-diff",
    "diff.evil.textconv": "textconv",
    "diff.evil.command": "diff-command",
    "filter.evil.clean": "clean",
    "filter.evil.smudge": "smudge",
    "merge.evil.driver": "merge-driver",
    "gpg.program": "gpg",
    "gpg.ssh.defaultKeyCommand": "gpg-key",
    "sequence.editor": "sequence-editor",
    "interactive.diffFilter": "diff-filter",
    "remote.promised.uploadpack": "uploadpack",
    "uploadpack.packObjectsHook": "pack-objects",
    "filter.proc.process": "process",
    "diff.guitool": "guitool",
    "difftool.evil.cmd": "difftool",
    "mergetool.evil.cmd": "mergetool",
    "gpg.ssh.program": "gpg-ssh",
    "gpg.x509.program": "gpg-x509",
    "gpg.openpgp.program": "gpg-openpgp",
    "credential.https://example.com.helper": "credentials-of-a-place",
    "remote.promised.receivepack": "receivepack",
    "trailer.evil.command": "trailer",
    "trailer.evil.cmd": "trailer-cmd",
    "sendemail.smtpServer": "mail",
    "web.browser": "web-browser",
    "browser.evil.cmd": "browser",
    "man.evil.cmd": "man",
    "guitool.evil.cmd": "guitool-cmd",
    "instaweb.httpd": "httpd",
    "imap.tunnel": "imap",
    **{f"pager.{command}": "pager-of-a-command" for command in ("branch", "config", "diff", "log", "status")},
}
_SHELL = {
    "submodule.gitlink.update": "submodule-update",
    **{f"alias.{command}": "alias" for command in ("status", "branch", "checkout", "update-ref", "worktree")},
}
"""Behind `!`."""
CONFIGURED = ("plain", "reference-transaction", "post-checkout", "with.dots and=signs", "Ünïcode")
"""Names of hooks that settings name: git from 2.54 on knows them."""
_FLAGS = {
    "commit.gpgSign": "true",
    "tag.gpgSign": "true",
    "log.showSignature": "true",
    "submodule.recurse": "true",
    "status.submoduleSummary": "true",
    "core.splitIndex": "true",
    "remote.promised.url": "file:///nonexistent/promised",
    "remote.promised.promisor": "true",
    "remote.promised.partialclonefilter": "blob:none",
    "protocol.file.allow": "always",
    "protocol.allow": "always",
}


class Hostile:
    def __init__(self, folder: Path) -> None:
        self._programs = folder / "programs"
        self._ran = folder / "ran"
        for each in (self._programs, self._ran):
            each.mkdir(parents=True)

    def program(self, name: str) -> str:
        """It passes on what it is given, as a filter does."""
        path = self._programs / name
        path.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{self._ran}/{name}'\ncat 2>/dev/null\nexit 0\n")
        path.chmod(0o755)
        return str(path)

    @property
    def ran(self) -> set[str]:
        return {path.name for path in self._ran.iterdir()}

    def forget(self) -> None:
        for path in self._ran.iterdir():
            path.unlink()

    def arm(self, git_dir: Path, prefix: str = "") -> None:
        """Its settings and its hooks."""
        self.write_settings(git_dir / "config", prefix)
        hooks = git_dir / "hooks"
        hooks.mkdir(exist_ok=True)
        for name in HOOKS:
            hook = hooks / name
            hook.unlink(missing_ok=True)
            hook.symlink_to(self.program(prefix + name))

    def write_settings(self, file: Path, prefix: str = "") -> None:
        lines = {key: self.program(prefix + name) for key, name in _SETTINGS.items()} | _FLAGS
        lines |= {key: f"!{self.program(prefix + name)}" for key, name in _SHELL.items()}
        for key, value in lines.items():
            subprocess.run(["git", "config", "--file", str(file), key, value], check=True)
        configured = self.program(prefix + "configured")
        hooks = [f'[hook "{name}"]\n\tcommand = {configured}\n\tenabled = true\n' for name in CONFIGURED]
        events = "".join(f"\tevent = {event}\n" for event in HOOKS)
        with file.open("a") as settings:
            settings.write("".join(hook + events for hook in hooks))

    def nest(self, path: Path) -> None:
        """A repository inside, armed."""
        path.mkdir(parents=True)
        for line in (
            "git init -q",
            "echo '*.evil filter=evil diff=evil' > .gitattributes",
            "echo 1 > x.evil",
            "git add .",
            "git -c user.name=a -c user.email=a@b commit -qm inner",
        ):
            subprocess.run(line, shell=True, check=True, cwd=path)  # noqa: S602  a fixed line
        self.arm(path / ".git", "nested-")
        (path / "x.evil").write_text("another\n")
