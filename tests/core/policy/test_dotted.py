"""Names with a dot before them: what is not known to run nothing is asked about."""

from __future__ import annotations

import pytest

from branchline.core.policy.confinement import Trouble, Use
from branchline.core.policy.dotted import HARMLESS, is_unknown_dotted
from branchline.core.policy.guarded import is_secret
from harness.memory_disk import ROOT, ground
from harness.policy_rules import rule_of


@pytest.mark.parametrize(
    "path",
    [
        ".github/hooks/x.json",
        ".github/agents/reviewer.md",
        ".github/instructions/a.instructions.md",
        ".github/prompts/a.prompt.md",
        ".github/skills/x/SKILL.md",
        ".github/copilot-setup-steps.yml",
        ".github/dependabot.yml",
        ".github/CODEOWNERS",
        ".github/scripts/release.sh",
        ".github",
        ".github/ISSUE_TEMPLATE/.hidden",
        ".github/ISSUE_TEMPLATE/../hooks/x",
        ".github/ISSUE_TEMPLATES.d/x",
        ".gitlab/duo/chat-rules.md",
        ".gitea/workflows/x.yml",
        ".crush.json",
        ".opencode.json",
        ".agents/skills/x/SKILL.md",
        ".cirrus.yml",
        ".cirrus.star",
        ".semaphore/semaphore.yml",
        ".builds/alpine.yml",
        ".build.yml",
        ".tekton/pull.yaml",
        ".drone.jsonnet",
        ".vsts-ci.yml",
        ".readthedocs.yaml",
        ".gitpod.yml",
        ".codesandbox/tasks.json",
        ".devcontainer.json",
        ".theia/tasks.json",
        ".fleet/run.json",
        ".run/all.run.xml",
        ".vs/launch.vs.json",
        ".settings/x.prefs",
        ".project",
        ".helix/languages.toml",
        ".vim/vimrc",
        ".overcommit.yml",
        ".simple-git-hooks.json",
        ".huskyrc.js",
        ".lintstagedrc",
        ".pre-commit-hooks.yaml",
        ".commitlintrc.js",
        ".config/mise/config.toml",
        ".envrc.private",
        ".bazelrc",
        ".bazelversion",
        ".bundle/config",
        ".irbrc",
        ".pryrc",
        ".pnp.cjs",
        ".terraform/providers/x",
        ".gitlab-ci/build.sh",
        ".lfsconfig",
        ".sdkmanrc",
        ".new-agent-of-next-month/settings.json",
        "packages/web/.CRUSH.json",
        "packages/web/.simple-git-hooks.json",
        "src/.x/y",
        ".gitignore/.x",
    ],
)
def test_whatever_is_not_known_to_be_harmless_is_asked_about(path: str) -> None:
    assert is_unknown_dotted(path)
    for use in (Use.WRITE, Use.DELETE):
        found = ground({f"{ROOT}/src/a.py": "file"}).trouble(path, ROOT, use)
        assert found is not None
        assert found.rule in {"protected", "secret"}
    assert is_secret(path) or ground({}).trouble(path, ROOT, Use.READ) is None, "it may be read"


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "./...",
        "src/a.py",
        "a.b/c.d",
        ".gitignore",
        "docs/.gitkeep",
        ".editorconfig",
        ".dockerignore",
        ".eslintrc",
        ".eslintrc.cjs",
        ".prettierrc.json",
        ".Prettierrc",
        ".babelrc.js",
        ".rubocop_todo.yml",
        ".golangci.yml",
        ".clang-format",
        ".nvmrc",
        ".python-version",
        ".coveragerc",
        ".mocharc.json",
        ".rspec",
        ".storybook/main.ts",
        ".changeset/brave-cats.md",
        ".next/server/x.js",
        ".mypy_cache/3.11/x.json",
        ".eslintcache",
        ".venv/lib/x.py",
        "node_modules/.cache/babel/x.json",
        "node_modules/.package-lock.json",
        ".github/ISSUE_TEMPLATE/bug.yml",
        ".github/issue_template.md",
        ".github/PULL_REQUEST_TEMPLATE.md",
        ".github/PULL_REQUEST_TEMPLATE/fix.md",
        ".gitlab/issue_templates/bug.md",
        ".gitlab/merge_request_templates/fix.md",
        ".gitea/issue_template/bug.yaml",
        ".forgejo/pull_request_template.md",
    ],
)
def test_what_everybody_writes_passes(path: str) -> None:
    assert not is_unknown_dotted(path)
    assert not path.strip("./") or ground({}).trouble(path, ROOT, Use.WRITE) is None


def test_each_name_that_is_listed_has_a_reason_and_is_in_no_other_list() -> None:
    names = [name for each in HARMLESS.values() for name in each.split()]
    assert len(names) == len(set(names))
    assert all(reason.strip() for reason in HARMLESS)
    for name in names:
        assert name == name.lower()
        assert name.startswith(".")
        assert ground({}).trouble(name.replace("*", "x"), ROOT, Use.WRITE) is None, name


def test_a_rule_for_files_reaches_them_when_it_names_them() -> None:
    trouble = Trouble("protected", "x")
    assert rule_of("Edit(.crush.json)").means(f"{ROOT}/.crush.json", trouble, ground())
    assert rule_of("Edit(.semaphore/**)").means(f"{ROOT}/.semaphore/x.yml", trouble, ground())
    assert not rule_of("Edit(src/**)").means(f"{ROOT}/src/.crush.json", trouble, ground())
    assert rule_of("Edit(.github/**)").means(f"{ROOT}/.github/CODEOWNERS", trouble, ground())
    assert not rule_of("Edit(.github/**)").means(f"{ROOT}/.github/workflows/ci.yml", trouble, ground()), "its own name"
    assert rule_of("Edit(.github/workflows/*)").means(f"{ROOT}/.github/workflows/ci.yml", trouble, ground())
