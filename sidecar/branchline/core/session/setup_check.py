"""What a fresh worktree would lack of the main checkout: which ignored files look needed, which folders are
dependencies, which ports are fixed. By names and contents alone."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

import attrs

from branchline.core.session.regenerable import BESIDE


class SetupKind(str, enum.Enum):
    """What kind of thing a fresh worktree lacks."""

    FILE = "file"
    """An ignored file that looks needed, such as `.env`."""
    DEPENDENCIES = "dependencies"
    """A folder that a package manager fills."""
    HOOKS = "hooks"
    """The folder of git's hooks, which is not among the files."""
    SUBMODULE = "submodule"
    """The main checkout has not got it, either."""
    LFS = "lfs"
    """Files of Git LFS that are but pointers; `detail` is "program" where git-lfs is missing."""
    OUTDATED = "outdated"
    """A lock file is newer than what was installed by it, which `detail` names."""
    PORT = "port"
    """A file says which port is used, `detail`: every session would use it."""


@attrs.frozen
class Finding:
    """`path` from the top; `pattern` is the line of `.worktreeinclude` that brings it along, "" where none does."""

    kind: SetupKind
    path: str
    detail: str = ""
    pattern: str = ""


_NEEDED = (
    ".env", ".env.*", "*.env", ".envrc", ".dev.vars", "*.local", "*.local.*", "local.*", "local_settings.py",
    "settings_local.py", "secrets.*", "credentials.*", "credentials", "master.key", "*.pem", "*.key", "*.crt", "*.cer",
    "*.p12", "*.pfx", "*.jks", "*.keystore", ".npmrc", ".yarnrc", ".pypirc", ".netrc", "auth.json", "*.tfvars",
    "docker-compose.override.y*ml", "compose.override.y*ml", "google-services.json", "googleservice-info.plist",
    "service-account*.json", "wp-config.php", "appsettings.*.json", ".tool-versions", ".mise.toml", ".nvmrc",
)  # fmt: skip
_NOT_NEEDED = ("*.example", "*.sample", "*.template", "*.dist", "*.log", "*.pyc", "*.lock", "*.swp", "*.tmp", "*.bak")
_DEPENDENCIES = {
    "node_modules": True, "bower_components": True, "vendor": True, "pods": True, "target": True, "elm-stuff": True,
    "deps": True, ".bundle": True, ".venv": False, "venv": False, "virtualenv": False,
}  # fmt: skip
"""And whether a copy of one works elsewhere: some have their own path written in them."""
_MANIFESTS = {**{name: BESIDE[name] for name in ("target", "deps")}, "vendor": (*BESIDE["vendor"], "Gemfile")}
"""What has to stand beside a folder with a common name."""
_CACHES = frozenset({
    "__pycache__", ".cache", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".tox", ".nox", ".gradle",
    ".next", ".nuxt", ".turbo", ".parcel-cache", ".nyc_output", ".svelte-kit", ".angular", ".terraform", ".eggs",
    "build", "dist", "out", "bin", "obj", "coverage", "htmlcov", "logs", "log", "tmp", "temp", ".idea", ".vs", ".git",
    "deriveddata", "_build", "artifacts",
})  # fmt: skip
INSTALLED = (
    ("package-lock.json", "node_modules/.package-lock.json"),
    ("yarn.lock", "node_modules/.yarn-integrity"),
    ("yarn.lock", "node_modules/.yarn-state.yml"),
    ("pnpm-lock.yaml", "node_modules/.modules.yaml"),
    ("composer.lock", "vendor/composer/installed.json"),
)
"""Lock files, and what their package manager writes last when it has installed what they say."""
WITH_PORTS = (
    ".env", ".env.local", ".env.development", "docker-compose.yml", "docker-compose.yaml", "compose.yml",
    "compose.yaml", "package.json", "vite.config.js", "vite.config.ts", "Procfile", "Procfile.dev",
)  # fmt: skip
_PORTS = re.compile(
    r"""^\s*(?:export\s+)?(?:\w*_)?PORT\s*=\s*["']?(\d{2,5})\b"""  # .env
    r"""|^\s*-\s*["']?(?:[\d.]+:)?(\d{2,5}):\d{2,5}\b"""  # compose
    r"""|(?:--port[ =]|-p |\bport\s*:\s*)(\d{2,5})\b""",  # scripts, vite
    re.MULTILINE,
)
_MOST_PORTS = 5


def is_needed(path: str) -> bool:
    """Whether an ignored file looks like one that a project does not run without."""
    *above, name = path.lower().split("/")
    if any(is_cache(part) or part in _DEPENDENCIES for part in above):
        return False
    fits = any(fnmatchcase(name, pattern) for pattern in _NEEDED)
    return fits and not any(fnmatchcase(name, pattern) for pattern in _NOT_NEEDED)


def is_cache(name: str) -> bool:
    return name.lower() in _CACHES or name.lower().endswith((".egg-info", "cache"))


def is_dependencies(path: str, beside: Iterable[str]) -> bool:
    """`beside` are the names in the folder that it is in."""
    name = path.rsplit("/", 1)[-1].lower()
    wanted = _MANIFESTS.get(name)
    return name in _DEPENDENCIES and (wanted is None or any(each in wanted for each in beside))


def folder_pattern(path: str) -> str:
    """ "" for one of which a copy does not work."""
    works = _DEPENDENCIES.get(path.rsplit("/", 1)[-1].lower(), True)
    return f"{pattern_of(path)}/" if works and pattern_of(path) else ""


def pattern_of(path: str) -> str:
    """The line of a gitignore file that stands for this very path; "" where none can."""
    if any(character in path for character in "\n\r\0"):
        return ""
    escaped = re.sub(r"([*?\[\]\\])", r"\\\1", path)
    return "/" + (f"{escaped[:-1]}\\ " if escaped.endswith(" ") else escaped)


def ports_in(content: str) -> list[str]:
    """The first that a configuration names."""
    found = [next(filter(None, each)) for each in _PORTS.findall(content)]
    return [each for each in dict.fromkeys(found) if 0 < int(each) < 65536][:_MOST_PORTS]
