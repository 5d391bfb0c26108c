"""A home folder in which a real agent program starts without an account, against the stub model.

Measured with the versions that `programs/` names.
"""

from __future__ import annotations

import functools
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NAMES = ("claude", "codex", "opencode")
ALL_NAMES = (*NAMES, "gemini", "copilot", "qwen", "aider")
LIGHT_FIRST = tuple(sorted(ALL_NAMES, key="opencode".__eq__))
"""opencode draws without a pause: what it does takes several times the processor time of what the others do. At each
push it takes part in the test of approvals."""
_KEY = "stub-" + "0" * 40


@functools.cache
def programs() -> Path:
    """The folder with the programs; fetched on first use."""
    done = subprocess.run([ROOT / "scripts" / "install-agents"], check=True, stdout=subprocess.PIPE, text=True)
    return Path(done.stdout.strip())


def real_agent_environment(name: str, home: Path, stub_url: str, trusted: Sequence[Path]) -> dict[str, str]:
    """Write the agent's configuration into `home`; -> the whole environment to start it in.

    `trusted` are the repositories that it may work in without asking first. For Claude Code and Codex a repository
    covers its linked worktrees, wherever they are, while a folder does not cover what is below it. Copilot is given the
    folders around them, which cover all below; Gemini and Qwen Code are told not to ask; opencode and aider never do.
    """
    home.mkdir(parents=True, exist_ok=True)
    temporary = home / "tmp"
    temporary.mkdir(exist_ok=True)
    environment = {
        "PATH": f"{programs()}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "SHELL": "/bin/sh",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "TMPDIR": str(temporary),
        # Refused at once, where there is no network namespace.
        "HTTP_PROXY": "http://127.0.0.1:9",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "NO_PROXY": "127.0.0.1,localhost",
    }
    return environment | _WRITERS[name](home, stub_url, [str(path) for path in trusted])


def _claude(home: Path, stub_url: str, trusted: list[str]) -> dict[str, str]:
    accepted = {"hasTrustDialogAccepted": True, "hasCompletedProjectOnboarding": True, "allowedTools": []}
    _write_json(
        home / ".claude.json",
        {
            "hasCompletedOnboarding": True,
            "lastOnboardingVersion": "2.1.329",
            "theme": "dark",
            "customApiKeyResponses": {"approved": [_KEY[-20:]], "rejected": []},
            "projects": dict.fromkeys(trusted, accepted),
        },
    )
    return {
        "ANTHROPIC_BASE_URL": stub_url,
        "ANTHROPIC_API_KEY": _KEY,
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        "CLAUDE_CODE_MAX_RETRIES": "1",
        "DISABLE_AUTOUPDATER": "1",
        "DISABLE_ERROR_REPORTING": "1",
        "DISABLE_TELEMETRY": "1",
    }


def _codex(home: Path, stub_url: str, trusted: list[str]) -> dict[str, str]:
    folders = "".join(f'[projects.{json.dumps(folder)}]\ntrust_level = "trusted"\n' for folder in trusted)
    config = home / ".codex" / "config.toml"
    config.parent.mkdir(exist_ok=True)
    config.write_text(
        f"""\
model = "gpt-5"
model_provider = "stub"
approval_policy = "on-request"
sandbox_mode = "read-only"
check_for_update_on_startup = false

[model_providers.stub]
name = "stub"
base_url = "{stub_url}/v1"
wire_api = "responses"
env_key = "STUB_KEY"
requires_openai_auth = false
supports_websockets = false
request_max_retries = 1
stream_max_retries = 1

[analytics]
enabled = false

[feedback]
enabled = false

{folders}"""
    )
    return {"CODEX_HOME": str(config.parent), "STUB_KEY": _KEY}


def _opencode(home: Path, stub_url: str, trusted: list[str]) -> dict[str, str]:
    model = {"name": "Stub Model", "tool_call": True, "limit": {"context": 128000, "output": 8000}}
    provider = {
        "npm": "@ai-sdk/openai-compatible",
        "options": {"baseURL": f"{stub_url}/v1", "apiKey": _KEY},
        "models": {"stub-model": model},
    }
    _write_json(
        home / ".config" / "opencode" / "opencode.json",
        {
            "provider": {"stub": provider},
            "model": "stub/stub-model",
            "small_model": "stub/stub-model",
            "enabled_providers": ["stub"],
            "autoupdate": False,
            "share": "disabled",
        },
    )
    return {
        "OPENCODE_DISABLE_AUTOUPDATE": "1",
        "OPENCODE_DISABLE_DEFAULT_PLUGINS": "1",
        "OPENCODE_DISABLE_LSP_DOWNLOAD": "1",
        "OPENCODE_DISABLE_MODELS_FETCH": "1",
    }


def _gemini(home: Path, stub_url: str, trusted: list[str]) -> dict[str, str]:
    _write_json(
        home / ".gemini" / "settings.json",
        {
            "general": {"enableAutoUpdate": False, "enableAutoUpdateNotification": False},
            "privacy": {"usageStatisticsEnabled": False},
            "telemetry": {"enabled": False},
            "security": {"auth": {"selectedType": "gemini-api-key"}, "folderTrust": {"enabled": False}},
            "ide": {"hasSeenNudge": True, "enabled": False},
            "model": {"name": "gemini-2.5-pro"},
        },
    )
    return {"GEMINI_API_KEY": _KEY, "GOOGLE_GEMINI_BASE_URL": stub_url}


def _qwen(home: Path, stub_url: str, trusted: list[str]) -> dict[str, str]:
    _write_json(
        home / ".qwen" / "settings.json",
        {
            "general": {"enableAutoUpdate": False},
            "privacy": {"usageStatisticsEnabled": False},
            "telemetry": {"enabled": False},
            "security": {"auth": {"selectedType": "openai"}, "folderTrust": {"enabled": False}},
            "ide": {"hasSeenNudge": True, "enabled": False},
        },
    )
    return {"OPENAI_API_KEY": _KEY, "OPENAI_BASE_URL": f"{stub_url}/v1", "OPENAI_MODEL": "stub-model"}


def _copilot(home: Path, stub_url: str, trusted: list[str]) -> dict[str, str]:
    folders = [str(Path(repository).parent) for repository in trusted]
    _write_json(home / ".copilot" / "config.json", {"trusted_folders": folders, "banner": "never"})
    return {
        "COPILOT_AUTO_UPDATE": "false",
        "COPILOT_MODEL": "stub-model",
        "COPILOT_OFFLINE": "true",
        "COPILOT_PROVIDER_API_KEY": _KEY,
        "COPILOT_PROVIDER_BASE_URL": f"{stub_url}/v1",
        "COPILOT_PROVIDER_TYPE": "openai",
    }


def _aider(home: Path, stub_url: str, trusted: list[str]) -> dict[str, str]:
    # It fetches this unless it has it, and complains at each start when it cannot.
    _write_json(home / ".aider" / "caches" / "model_prices_and_context_window.json", {"stub-model": {}})
    return {
        "AIDER_ANALYTICS": "false",
        "AIDER_CHECK_UPDATE": "false",
        "AIDER_EDIT_FORMAT": "diff",
        "AIDER_MODEL": "openai/stub-model",
        "AIDER_SHOW_MODEL_WARNINGS": "false",
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        "OPENAI_API_BASE": f"{stub_url}/v1",
        "OPENAI_API_KEY": _KEY,
    }


def _cn(home: Path, stub_url: str, trusted: list[str]) -> dict[str, str]:
    model = {
        "name": "Stub",
        "provider": "openai",
        "model": "stub-model",
        "apiBase": f"{stub_url}/v1",
        "apiKey": _KEY,
        "roles": ["chat"],
        "capabilities": ["tool_use"],
    }
    # YAML, of which JSON is a part.
    _write_json(home / "cn.yaml", {"name": "local", "version": "1.0.0", "schema": "v1", "models": [model]})
    return {"CONTINUE_TELEMETRY_ENABLED": "0"}


def _write_json(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2))


_WRITERS = {
    "aider": _aider,
    "claude": _claude,
    "cn": _cn,
    "codex": _codex,
    "copilot": _copilot,
    "gemini": _gemini,
    "opencode": _opencode,
    "qwen": _qwen,
}
