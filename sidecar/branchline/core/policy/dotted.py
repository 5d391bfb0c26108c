"""Names that begin with a dot: what they make run is rarely known, so only those written down here are everybody's.

Agents, editors, CI services, hook managers and shells keep what they run by themselves in files and folders with a dot,
and new ones come every month: a list of the dangerous ones is always too short. A name stands here because nothing runs
of its own accord when such a file is written. At any depth: a project in a folder of the worktree is a project, too.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping

from branchline.core.regexes import regex

HARMLESS: Mapping[str, str] = {
    "git takes them as data: what it leaves out, keeps a folder for, calls people by": """
        .gitignore .gitkeep .keep .mailmap .git-blame-ignore-revs""",
    "tells editors how text is laid out": ".editorconfig",
    "what a tool leaves out": """
        .dockerignore .containerignore .npmignore .eslintignore .prettierignore .stylelintignore .markdownlintignore
        .jshintignore .helmignore .gcloudignore .vercelignore .slugignore .vscodeignore .easignore .funcignore .hgignore
        .ignore .rgignore .fdignore .agignore .semgrepignore .trivyignore .lycheeignore .gitleaksignore""",
    "how a linter or formatter judges the code, when somebody runs it": """
        .eslintrc* .oxlintrc.json .prettierrc* .stylelintrc* .markdownlint* .jshintrc .jscsrc .jsbeautifyrc .htmlhintrc
        .csslintrc .remarkrc* .textlintrc* .yamllint* .flake8 .pylintrc .pycodestyle .pydocstyle .isort.cfg .mypy.ini
        .style.yapf .bandit .ruff.toml .sqlfluff .djlintrc .codespellrc .cspell* .typos.toml .vale.ini .rubocop*
        .reek.yml .erb-lint.yml .standard.yml .haml-lint.yml .scss-lint.yml .clang-format .clang-tidy .cmake-format*
        .swiftlint.yml .swiftformat .swift-format .scalafmt.conf .scalafix.conf .rustfmt.toml .clippy.toml .golangci*
        .credo.exs .formatter.exs .ocamlformat .hlint.yaml .luacheckrc .stylua.toml .php-cs-fixer* .phpcs* .hadolint*
        .shellcheckrc .solhint*""",
    "how a compiler or bundler treats the code, when somebody runs it": """
        .babelrc* .swcrc .postcssrc* .browserslistrc .terserrc* .flowconfig .tsbuildinfo""",
    "how tests are run and counted, when somebody runs them": """
        .mocharc* .nycrc* .c8rc* .jestrc* .taprc .coveragerc .rspec .simplecov .phpunit*""",
    "documentation and examples in code, which is started like the rest of the code": ".storybook .vitepress .vuepress",
    "which version of a language is meant": """
        .nvmrc .node-version .python-version .ruby-version .ruby-gemset .java-version .go-version .swift-version
        .php-version .crystal-version .terraform-version""",
    "texts for people": ".all-contributorsrc .changeset .changelog .changes .well-known .nojekyll",
    "tools fill them, and make them again when they are gone": """
        .*cache .next .nuxt .output .turbo .svelte-kit .vite .astro .docusaurus .angular .tox .nox .venv .coverage
        .coverage.* .nyc_output .hypothesis .eggs .ipynb_checkpoints .build .stack-work .shadow-cljs .expo .tmp .temp
        .ds_store .package-lock.json""",
}
"""Why nothing runs → names, in small letters; `*` stands for anything. A secret's name stays one."""
_HARMLESS = regex("|".join(fnmatch.translate(name) for names in HARMLESS.values() for name in names.split()))

_FORGES = frozenset({".github", ".gitlab", ".gitea", ".forgejo"})
_TEMPLATES = regex(
    r"(?:(?:issue|pull_request|merge_request)_templates?(?:/[^./][^/]*)*|(?:issue|pull_request|merge_request)_template\.\w+)"
)
"""What people find filled in when they open an issue or a pull request: of a forge's folder, only that runs nothing."""


def is_unknown_dotted(path: str) -> bool:
    """A path within the worktree has a name with a dot before it of which it is not known that it runs nothing."""
    parts = path.lower().split("/")
    for at, part in enumerate(parts):
        if part in _FORGES:
            return not _TEMPLATES.fullmatch("/".join(parts[at + 1 :]))
        if part.startswith(".") and part.strip(".") and not _HARMLESS.fullmatch(part):
            return True
    return False
