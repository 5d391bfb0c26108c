"""Names that are not everybody's: files that hold secrets, and files that make a program run something later.

Compared without regard to case, at any depth: a file system may not tell `.ENV` from `.env`.
"""

from __future__ import annotations

import fnmatch
import functools
import re
from collections.abc import Iterable

import attrs

from branchline.core.regexes import regex
from branchline.core.words import words

_SECRET_FOLDERS = words(
    ".ssh .gnupg .aws .azure .kube .docker .gcloud .secrets secrets .password-store .oci .terraform.d .chef"
)
_SECRET_NAMES = regex(
    # variables with keys and passwords
    r"\.env.*|.*\.env|env\.local|\.dev\.vars.*|\.flaskenv|\.secret\.local"
    # keys and stores of keys, by their ending
    r"|.*\.(?:pem|key|der|p8|p12|pk8|pkcs8|pkcs12|pfx|pvk|ppk|snk|jwk|jks|jceks|bks|bcfks|keystore|keytab|kdb|kdbx|psafe3)"
    r"|.*\.(?:gpg|asc|pgp|age|agekey|nk|priv|privkey|keychain|keychain-db|wallet|creds|secret|secrets|token|ovpn)"
    r"|.*\.(?:tfstate|tfvars)(?:\..*)?|.*\.key\.(?:json|txt|xml|bak|old|enc)"
    # keys by their name
    r"|id_(?:rsa|dsa|ecdsa|ed25519).*|.*_(?:rsa|dsa|ecdsa|ed25519)(?:\..*)?|ssh_host_.*_key|master\.key|wg\d+\.conf"
    r"|.*(?:private|deploy|signing|host|api|access|encryption)[-_]?key(?:\.(?:txt|json|xml|bin|bak|enc))?"
    r"|(?:key|keystore|signing)\.properties"
    # what is called a secret
    r"|\.?(?:credentials?|secrets?|passwords?|passwd|shadow|tokens?)"
    r"(?:\.(?:json|ya?ml|toml|ini|cfg|conf|xml|csv|txt|properties|env|enc|bak|db|sqlite))?"
    r"|.*[-_.](?:credentials|secrets)\.(?:json|ya?ml)|\.?vault[-_]pass(?:word)?(?:\.txt)?"
    r"|(?:service[-_]?account|client[-_]secret|gcp[-_]?key|firebase-adminsdk|gha-creds).*\.json"
    # where programs keep a login
    r"|\.?_?netrc|\.npmrc|\.pypirc|\.git-credentials|\.gitcookies|\.?pgpass(?:\.conf)?|\.my\.cnf|\.mylogin\.cnf|\.htpasswd"
    r"|\.htdigest|\.dockercfg|\.vault-token|\.terraformrc|.*\.tfrc(?:\.json)?|\.?authorized_keys|known_hosts|\.boto|\.s3cfg"
    r"|\.?rclone\.conf|\.databrickscfg|auth\.json|kubeconfig(?:\.ya?ml)?|.*\.kubeconfig|\.sentryclirc|\.clasprc\.json|kaggle\.json"
    # what was typed
    r"|\.bash_history|\.zsh_history|.*_history",
    re.I | re.S,
)
_PROTECTED_FOLDERS = words(
    ".git .vscode .vscode-server .idea .terminals .zed .devcontainer .husky .githooks .git-hooks .circleci .buildkite"
    " .woodpecker .teamcity .branchline .yarn .cargo .mvn .direnv .mise .devbox git~1"
)
"""These, and the names below, by their own name; every other one that begins with a dot is asked about in `dotted`."""
_PROTECTED_NAMES = regex(
    r"head|\.gitmodules|\.gitattributes|\.gitconfig|.*\.code-workspace|(?!\.?golangci)\.?\w*-?ci\.ya?ml|\.travis\.ya?ml|\.drone\.ya?ml"
    r"|jenkinsfile(?:\..*)?|azure-pipelines.*\.ya?ml|bitbucket-pipelines\.ya?ml|\.?appveyor\.ya?ml|\.woodpecker\.ya?ml|cloudbuild\.(?:ya?ml|json)"
    r"|buildspec.*\.ya?ml|codemagic\.ya?ml|(?:bitrise|wercker|shippable|circle|screwdriver|codeship-\w+|codefresh|buddy|zuul|amplify|heroku|render)\.ya?ml"
    r"|netlify\.toml|vercel\.json|\.pre-commit-config\.ya?ml|\.?lefthook(?:-local)?\.(?:ya?ml|toml|json)|\.lintstagedrc.*"
    r"|\.?(?:lint-staged|commitlint|simple-git-hooks|husky)(?:\.config)?\.(?:[cm]?[jt]s|json|ya?ml)|captainhook\.json|grumphp\.ya?ml(?:\.dist)?|prek\.toml|hk\.pkl"
    r"|\.pnpmfile\.c?js|\.yarnrc.*|\.?mise(?:\..*)?\.toml|\.tool-versions|pip\.conf|sitecustomize\.py|usercustomize\.py"
    r"|devcontainer\.json|devbox\.json|devenv\.(?:nix|yaml)|devfile\.ya?ml"
    r"|\.(?:bash|zsh|k?sh)(?:rc|env|_?profile|_login|_logout)|\.profile|\.zprofile|\.zlogin|\.inputrc|\.vimrc|\.exrc|\.nvimrc|\.gdbinit|\.lldbinit"
    r"|\.emacs|\.dir-locals\.el|\.lesskey|\.screenrc|\.tmux\.conf",
    re.I | re.S,
)
_PROTECTED_PLACES = regex(
    r"(?:^|/)(?:\.(?:github|gitea|forgejo|gitlab)/(?:workflows|actions|ci)|\.?v?env/(?:bin|scripts)"
    r"|node_modules/\.bin|git-?hooks|mise/conf(?:ig\.toml|\.d)|zuul\.d|gradle/wrapper)(?:/|$)",
    re.I,
)


_HOOKS = regex(
    r"(?:applypatch|commit|prepare-commit)-msg|(?:pre|post)-(?:applypatch|commit|merge-commit|rebase|checkout|merge|push|receive|update"
    r"|auto-gc|rewrite|index-change)|update|proc-receive|reference-transaction|push-to-checkout|sendemail-validate"
    r"|fsmonitor-watchman|p4-.*",
)


@attrs.frozen
class Guarded:
    """What an agent reads by itself, settings or instructions: names of `folders`, and of `files`, in which `*` stands
    for anything."""

    folders: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @classmethod
    def of(cls, parts: Iterable[Guarded]) -> Guarded:
        """All of them together: one agent may not write what another one will follow."""
        each = tuple(parts)
        return cls(sum((one.folders for one in each), ()), sum((one.files for one in each), ()))

    def holds(self, path: str) -> bool:
        parts = path.lower().split("/")
        return any(part in self._folders for part in parts) or bool(self._files.fullmatch(parts[-1]))

    @functools.cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self.folders)

    @functools.cached_property
    def _files(self) -> re.Pattern[str]:
        return re.compile("|".join(map(fnmatch.translate, self.files)) or r"(?!)", re.I)


def is_secret(path: str) -> bool:
    """A path within the worktree names a file that may hold a secret, or a folder of such."""
    parts = path.lower().split("/")
    if any(part in _SECRET_FOLDERS or part.startswith(".env") for part in parts):
        return True
    return bool(_SECRET_NAMES.fullmatch(parts[-1]))


def is_protected(path: str, agents: Guarded) -> bool:
    """A path within the worktree names what may run later, by itself: git's own files, hooks, CI, settings of editors
    and of the agents."""
    parts = path.lower().split("/")
    if any(part in _PROTECTED_FOLDERS for part in parts) or _PROTECTED_PLACES.search(path):
        return True
    return bool(_PROTECTED_NAMES.fullmatch(parts[-1])) or agents.holds(path)


def is_hook(path: str) -> bool:
    """A path, in small letters, is the name of a hook that git runs."""
    return bool(_HOOKS.fullmatch(path))
