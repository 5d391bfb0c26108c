"""Build, test, format, lint and type-check tools by their exact names, with options that neither load code nor settings
from elsewhere. What they run is the worktree's own code: that is what `safe` means."""

from __future__ import annotations

import re
from collections.abc import Mapping

from branchline.core.policy.commands.model import Argument, Call, Fine, Handler, Judgement, Level, unknown_option
from branchline.core.policy.commands.options import Grammar, grammar
from branchline.core.policy.commands.programs import paths_of, table
from branchline.core.policy.confinement import Trouble
from branchline.core.words import words

_PYTEST = (
    "-qvsxlk=m=n~r~c<h --quiet --verbose --exitfirst --capture~ --keyword= --lf --last-failed --ff --failed-first"
    " --nf --new-first --sw"
    " --stepwise --maxfail# --tb~ --showlocals --no-showlocals --no-header --no-summary --disable-warnings"
    " --durations# --durations-min#"
    " --collect-only --co --numprocesses~ --dist~ --cov? --no-cov --cov-append --cov-branch --cov-report~"
    " --cov-fail-under# --junitxml>"
    " --junit-xml> --color~ --timeout# --asyncio-mode~ --ignore< --deselect< --doctest-modules --import-mode~"
    " --strict-markers"
    " --strict-config --setup-show --fixtures --markers --cache-clear --cache-show? --snapshot-update --benchmark-only"
    " --benchmark-skip --hypothesis-seed# --randomly-seed# --rootdir< --reruns# --version --help --runslow --slow"
    " --full-trace"
)

TOOLS: Mapping[str, Handler] = {
    **table(
        rf"""
        pytest,py.test | {_PYTEST} | target
        ruff check | -qvnw --fix --no-fix --unsafe-fixes --no-unsafe-fixes --show-fixes --diff --watch --select= \
            --ignore= --extend-select= --extend-ignore= --fixable= --unfixable= --output-format~ --output-file> \
            --no-cache --config< --statistics --show-files --show-settings --add-noqa --target-version~ \
            --line-length# --exclude= --extend-exclude= --quiet --verbose --preview --no-preview --exit-zero \
            --exit-non-zero-on-fix --force-exclude --respect-gitignore | target
        ruff format | -qvn --check --diff --quiet --verbose --no-cache --config< --line-length# --target-version~ \
            --exclude= --preview --no-preview --force-exclude --range= | target
        ruff rule,ruff linter,ruff version | --all --output-format~ | word
        mypy | -vp~m~ --strict --no-strict-optional --ignore-missing-imports --follow-imports~ --show-error-codes \
            --show-error-context --show-column-numbers --pretty --no-pretty --no-incremental --no-error-summary \
            --python-version~ --platform~ --package~ --module~ --config-file< --cache-dir> --explicit-package-bases \
            --namespace-packages --check-untyped-defs --disallow-untyped-defs --disallow-any-generics \
            --warn-unused-ignores --warn-return-any --warn-unreachable --warn-redundant-casts --no-color-output \
            --disable-error-code~ --enable-error-code~ --verbose --version --exclude= --skip-cache-mtime-checks \
            --sqlite-cache --hide-error-context | target
        pyright,basedpyright | -vp< --project< --level~ --warnings --stats --outputjson --verbose --version \
            --pythonversion~ --pythonplatform~ --skipunannotated --threads# | target
        black | -qvl#t~S --check --diff --color --no-color --quiet --verbose --line-length# --target-version~ \
            --config< --fast --safe --skip-string-normalization --skip-magic-trailing-comma --include= --exclude= \
            --extend-exclude= --preview --version | target
        isort | -qvcdl# --check --check-only --diff --quiet --verbose --profile~ --settings-file< --line-length# \
            --atomic --filter-files --skip= --version --show-files | target
        flake8 | -qvj~ --max-line-length# --max-complexity# --select= --ignore= --extend-ignore= --extend-select= \
            --exclude= --config< --statistics --count --show-source --format~ --color~ --per-file-ignores= --version \
            --exit-zero | target
        pylint | -r~j#f~E --errors-only --disable= --enable= --rcfile< --output-format~ --score~ --reports~ --jobs# \
            --fail-under# --fail-on= --recursive~ --max-line-length# --version | target
        pyflakes,pycodestyle,pydocstyle,vulture,radon cc,radon mi | --version --max-line-length# --ignore= --select= \
            --count --show-source --min-confidence# | target
        autopep8,yapf,docformatter,pyupgrade,autoflake | -idra --in-place --diff --recursive --aggressive --check \
            --check-only --remove-all-unused-imports --remove-unused-variables --max-line-length# --py38-plus \
            --py39-plus --py310-plus --py311-plus --py312-plus --version | target
        bandit | -rqvlif~ --recursive --quiet --severity-level~ --confidence-level~ --exclude= --configfile< \
            --version | target
        coverage report,coverage html,coverage xml,coverage json,coverage lcov | -mid>o> --show-missing \
            --skip-covered --skip-empty --include= --omit= --fail-under# --ignore-errors --precision# --pretty-print \
            --quiet --format~ | target
        coverage combine,coverage erase | -aq --keep --append --quiet | target
        unittest | -vqfbck= --verbose --quiet --failfast --buffer --catch --locals --durations# | target
        unittest discover | -vqfbcs<p=t<k= --verbose --quiet --failfast --buffer --catch --locals --start-directory< \
            --pattern= --top-level-directory< | target
        compileall,py_compile | -qfl | target
        json.tool | --indent# --sort-keys --compact --no-ensure-ascii --json-lines --tab --no-indent | write
        lint-imports,import-linter | --verbose --no-cache --show-timings --config< | none
        ty check,pyre check,pytype,pyrefly check | --verbose --quiet --output-format~ --error-on-warning | target
        markdownlint | -fqd --fix --quiet --dot --version | target
        markdownlint-cli2 | --fix --no-globs --version | target
        djlint,sqlfluff lint,sqlfluff format,yamllint,hadolint,actionlint,shellcheck,codespell,typos | -sqf~S~e~ \
            --check --lint --quiet --strict --format~ --severity~ --shell~ --exclude= \
            --dialect~ --fix --version | target
        shfmt | -dlwsi#cnbsr --diff --list --write --simplify --indent# | target
        clang-format | -in --dry-run --Werror --style~ --version | target
        """,
        Level.SAFE,
    ),
}


def judge_tool(call: Call, tools: Mapping[str, Handler]) -> Judgement | None:
    """The tool, or the tool with its subcommand, from one table; None when it is not there."""
    first = call.arguments[0].text if call.arguments else ""
    handler = tools.get(f"{call.name} {first}")
    if handler is not None:
        return handler(call.shifted(f"{call.name} {first}", call.arguments[1:]))
    handler = tools.get(call.name)
    return handler(call) if handler is not None else None


_MODULES = words(
    "pytest unittest mypy ruff black isort flake8 pylint pyflakes pycodestyle pydocstyle bandit compileall py_compile"
    " json.tool coverage autopep8 yapf"
)


def _python(call: Call) -> Judgement:
    """Only `-m` with a tool that is known; a program of any kind is asked about."""
    texts = call.texts
    if texts in (["--version"], ["-V"]):
        return Fine(Level.READ, f"{call.name} --version")
    at = 1 if texts[:1] in (["-B"], ["-u"], ["-bb"]) else 0
    if texts[at : at + 1] == ["-m"] and len(texts) > at + 1 and texts[at + 1] in _MODULES:
        name = texts[at + 1]
        if shadow := _shadow(call, name):
            return shadow
        inner = call.shifted(name, call.arguments[at + 2 :])
        judged = coverage(inner) if name == "coverage" else judge_tool(inner, TOOLS)
        if judged is not None:
            return judged
    return Trouble("program", f"What {call.name} would run is not known.", hazard=False)


def _shadow(call: Call, module: str) -> Trouble | None:
    """With `-m`, a module of that name in the folder goes before the installed one."""
    name = module.split(".")[0]
    for each in (name, f"{name}.py"):
        if call.ground.disk.kind(f"{call.folder}/{each}") is not None:
            return Trouble("program", f"{each} in the folder would run in place of the tool.")
    return None


def coverage(call: Call) -> Judgement:
    """`coverage run` runs what stands behind it."""
    texts = call.texts
    if texts[:1] == ["run"] and "-m" in texts:
        at = texts.index("-m")
        if all(
            re.fullmatch(r"--branch|-a|--append|-p|--parallel-mode|--source=\w[\w,.]*", text) for text in texts[1:at]
        ):
            return _python(call.shifted("coverage run", call.arguments[at:]))
    judged = judge_tool(call, TOOLS)
    return judged or Trouble("program", "What coverage would run is not known.", hazard=False)


_MAKE = grammar("-sknBwj?O? --silent --quiet --keep-going --always-make --no-print-directory --jobs? --output-sync?")
MAKE_TARGETS = words(
    "test tests check lint build format fmt typecheck type-check types unit unit-test unit-tests test-unit"
    " integration-test integration-tests test-integration coverage cov vet compile style fmt-check format-check"
    " lint-fix mypy ruff"
)


def _make(call: Call) -> Judgement:
    """Targets by their exact names: any other one may be made to do anything."""
    parsed = _MAKE.parse(call)
    if isinstance(parsed, Trouble):
        return parsed
    names = [each.text for each in parsed.operands]
    if parsed.has("-j") and names and re.fullmatch(r"\d+", names[0]):
        names = names[1:]
    if not names:
        return Trouble("program", f"What {call.name} would do is not known.", hazard=False)
    for name in names:
        if name not in MAKE_TARGETS:
            return Trouble("program", f"What {call.name} {name} would do is not known.", hazard="=" in name)
    return Fine(Level.SAFE, f"{call.name} {names[0]}")


PYTHON: Mapping[str, Handler] = {
    **dict.fromkeys(("python", "python3", *(f"python3.{minor}" for minor in range(8, 16))), _python),
    "coverage": coverage,
    "make": _make,
    "gmake": _make,
}


def arguments_after(call: Call, given: tuple[Argument, ...], known: Grammar) -> Trouble | None:
    """What is handed on to a script's own tool: options that are common and harmless, and paths inside."""
    inner = call.shifted(call.name, given)
    parsed = known.parse(inner)
    if isinstance(parsed, Trouble):
        return parsed
    if any(re.search(r"[`$;|&<>\n]", text) for text in inner.texts):
        return unknown_option(call.name, "--")
    return paths_of(inner, parsed, "target")
