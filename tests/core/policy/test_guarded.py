"""Names of files that no agent may write to without asking."""

from __future__ import annotations

import pytest

from branchline.core.policy.guarded import Guarded, is_protected, is_secret

SOME = Guarded(folders=(".robot",), files=("ROBOT.md", ".robot-*"))
OTHERS = Guarded(folders=(".Droid",), files=("droid.json",))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (".robot/settings.json", True),
        ("packages/web/.ROBOT/x/y", True),
        (".robot", True),
        (".robots/x", False),
        ("ROBOT.md", True),
        ("docs/robot.MD", True),
        ("ROBOT.md.txt", False),
        ("robotXmd", False),
        ("ROBOT.md/x", False),
        (".robot-cache.v4", True),
        (".robot-a\nb", True),
        (".droid/x", False),
        ("", False),
    ],
)
def test_names_hold_in_any_case_and_at_any_depth(path: str, expected: bool) -> None:
    assert SOME.holds(path) is is_protected(path, SOME) is expected
    assert not is_protected(path, Guarded())


def test_letters_that_count_as_others_in_some_file_systems_do_so_here() -> None:
    assert Guarded(files=("kite.s",)).holds("\u212aite.\u017f")


def test_what_one_agent_reads_no_other_one_may_write() -> None:
    both = Guarded.of([SOME, Guarded(), OTHERS])
    for path in (".robot/x", "ROBOT.md", ".droid/x", "DROID.json"):
        assert both.holds(path), path
    assert not Guarded.of([]).holds("")


NAMES = """
    .git/config .github/workflows/ci.yml .vscode/tasks.json .branchline/x mise.toml mise.local.toml .mise.prod.toml
    mise/config.toml mise/conf.d/x.toml lefthook-local.yml lint-staged.config.mjs commitlint.config.ts husky.config.js
    simple-git-hooks.cjs captainhook.json grumphp.yml.dist hk.pkl prek.toml git-hooks/pre-commit githooks/x
    devcontainer.json devbox.json devenv.nix bitrise.yml wercker.yml codefresh.yml buddy.yml codeship-steps.yml
    screwdriver.yaml zuul.d/x.yaml cloudbuild.json netlify.toml amplify.yml gitlab-ci.yml
    gradle/wrapper/gradle-wrapper.properties packages/web/mise.local.toml
"""


@pytest.mark.parametrize("path", NAMES.split())
def test_some_is_protected_whatever_agents_there_are(path: str) -> None:
    assert is_protected(path, Guarded())


@pytest.mark.parametrize("path", [".golangci.yml", "mise.md", "circle.py", "buddy.ts", "render.js", "hooks/useCart.ts"])
def test_what_only_looks_like_it_is_not(path: str) -> None:
    assert not is_protected(path, Guarded())


@pytest.mark.parametrize(
    "path",
    [
        "certs/AuthKey_7X9.p8",
        "certs/app.PK8",
        "server.pkcs12",
        "store.jceks",
        "krb5.keytab",
        "me.agekey",
        "user.creds",
        "root.der",
        ".dev.vars",
        "workers/.dev.vars.staging",
        ".flaskenv",
        "prod.tfvars.json",
        "deploy_key",
        "private-key.json",
        "ssh_host_ed25519_key",
        "android/key.properties",
        ".vault_pass",
        ".sentryclirc",
        "gha-creds-1.json",
        "dev.kubeconfig",
        ".oci/config",
    ],
)
def test_names_of_secrets(path: str) -> None:
    assert is_secret(path)


@pytest.mark.parametrize(
    "path",
    [
        "src/keyboard.ts",
        "src/api_key.py",
        "src/private_key.ts",
        "src/tokens.py",
        "src/secrets.go",
        "docs/keys.md",
        "app.p8.md",
        "gradle.properties",
        "src/monkey",
        "vars.dev",
        "wallet.py",
    ],
)
def test_names_that_only_sound_like_secrets(path: str) -> None:
    assert not is_secret(path)
