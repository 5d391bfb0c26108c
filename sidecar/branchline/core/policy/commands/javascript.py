"""The tools of JavaScript and TypeScript projects, and the scripts of their package managers by name."""

from __future__ import annotations

from collections.abc import Mapping

from branchline.core.policy.commands.model import Argument, Call, Fine, Handler, Judgement, Level
from branchline.core.policy.commands.options import grammar
from branchline.core.policy.commands.programs import table, targets
from branchline.core.policy.commands.toolchain import arguments_after, judge_tool
from branchline.core.policy.confinement import Trouble, Use
from branchline.core.regexes import regex
from branchline.core.words import words

_TSC = (
    "-p< -b -w -v -h --project< --build --watch --noEmit --pretty --incremental --composite --declaration"
    " --declarationMap"
    " --emitDeclarationOnly --sourceMap --skipLibCheck --strict --noImplicitAny --strictNullChecks --allowJs"
    " --checkJs --esModuleInterop"
    " --isolatedModules --resolveJsonModule --listFiles --listFilesOnly --listEmittedFiles --showConfig"
    " --extendedDiagnostics --diagnostics"
    " --explainFiles --traceResolution --preserveWatchOutput --noUnusedLocals --noUnusedParameters --removeComments"
    " --force --dry"
    " --verbose --version --help --all --target~ --module~ --moduleResolution~ --jsx~ --lib~ --outDir> --outFile>"
    " --rootDir< --baseUrl< --declarationDir> --tsBuildInfoFile> --noErrorTruncation --noEmitOnError"
)

_VITEST = (
    "-ur<t=c< --run --watch? --coverage? --coverage.enabled? --silent? --update --config< --root< --dir< --reporter~"
    " --passWithNoTests --bail# --testNamePattern= --no-coverage --globals --no-color --threads? --no-threads"
    " --isolate? --no-isolate --changed? --retry# --typecheck --project~ --hideSkippedTests --version"
)

_BY_LINE: Mapping[str, Handler] = {
    **table(f"tsc,vue-tsc | {_TSC} | target", Level.SAFE, single=True),
    **table(
        rf"""
        eslint | -c<o>f~h --config< --ext= --fix --fix-dry-run --fix-type~ --quiet --max-warnings# --cache \
            --cache-location> --cache-strategy~ --format~ --output-file> --no-eslintrc \
            --no-error-on-unmatched-pattern --ignore-path< --ignore-pattern= --no-ignore --color --no-color \
            --report-unused-disable-directives --rule= --global= --env= --version --help --debug --stats \
            --no-inline-config --no-warn-ignored --pass-on-no-patterns --concurrency~ | target
        prettier | -cwluh --check --write --list-different --ignore-unknown --config< --ignore-path< --no-config \
            --loglevel~ --log-level~ --cache --cache-location> --no-error-on-unmatched-pattern --single-quote \
            --tab-width# --print-width# --no-semi --semi --trailing-comma~ --version --help --parser~ --no-color \
            --color --find-config-path< | target
        jest | -iuobvt=w~ --runInBand --ci --coverage --no-coverage --collectCoverage --verbose --silent --watchAll? \
            --watch? --bail? --updateSnapshot --passWithNoTests --onlyChanged --onlyFailures --lastCommit \
            --findRelatedTests --detectOpenHandles --forceExit --testNamePattern= --testPathPattern= \
            --testPathPatterns= --maxWorkers~ --testTimeout# --clearCache --no-cache --colors --no-colors --listTests \
            --showConfig --json --expand --config< --version --logHeapUsage --randomize --shard= --errorOnDeprecated \
            | target
        vitest | {_VITEST} | place
        vitest run,vitest watch,vitest related,vitest bench | {_VITEST} | target
        mocha | -bcgR~t#f=w --bail --check-leaks --color --no-color --grep= --fgrep= --reporter~ --timeout# \
            --recursive --exit --watch --parallel --forbid-only --forbid-pending --retries# --slow# --invert \
            --full-trace --version | place
        tape,uvu | -vtw --verbose --serial --tap --watch --fail-fast --version | target
        ava,tap,jasmine | -vtw --verbose --serial --tap --watch --fail-fast --version | place
        biome check,biome lint,biome format,biome ci | --write --fix --unsafe --changed --staged \
            --no-errors-on-unmatched --max-diagnostics~ --diagnostic-level~ --reporter~ --colors~ --verbose \
            --files-ignore-unknown? | target
        oxlint,standard,xo,stylelint,tslint,htmlhint,dprint check,dprint fmt,svelte-check,astro check,knip,depcheck | \
            -q --fix --quiet --verbose --version --max-warnings# --format~ --cache --no-color --color --tsconfig< \
            --production | target
        next build,next lint,vite build,astro build,nuxt build,remix build,svelte-kit sync,ng build,ng test,ng lint,\
            rollup -c | --debug --no-lint --fix --quiet --dir> --mode~ --minify? --sourcemap? --watch? --no-watch \
            --configuration~ --browsers~ | target
        webpack | --mode~ --watch --production --silent --progress --stats~ | place
        webpack build,tsup,parcel build,ncc build | --mode~ --watch --production --silent --progress --stats~ --dts \
            --minify | target
        turbo run,turbo test,turbo build,turbo lint | --filter= --force --continue --dry? --verbose | usual
        nx test,nx lint,nx build,nx typecheck | --skip-nx-cache --verbose | word
        playwright test,cypress run | -g=x --grep= --project~ --workers~ --retries# --reporter~ --list --headed \
            --update-snapshots --version | target
        deno lint,deno fmt | -q --check --quiet --fix --json --compact --ext~ --all | target
        bun test | -t=u --timeout# --bail? --coverage --update-snapshots --only --todo --rerun-each# | target
        """,
        Level.SAFE,
    ),
}


def _node(call: Call) -> Judgement:
    if call.texts in (["--version"], ["-v"]):
        return Fine(Level.READ, f"{call.name} --version")
    if call.name == "node" and call.texts[:1] in (["--test"], ["--check"], ["-c"]):
        paths = call.texts[1:]
        if not any(path.startswith("-") for path in paths):
            return targets(call, paths) or Fine(Level.SAFE, f"node {call.texts[0]}")
    return Trouble("program", f"What {call.name} would run is not known.", hazard=False)


_SCRIPTS = words(
    "test tests build lint format fmt typecheck type-check types check-types tsc check coverage unit compile"
    " prettier eslint stylelint style jest vitest validate verify spec"
)
_KINDS = words(
    "unit integration e2e ci cov coverage fix check all types type js ts jsx tsx css scss html md dev prod"
    " production development fast quick slow client server web api ui app lib core frontend backend debug"
    " changed staged watch once run only node browser esm cjs write code style eslint prettier tsc jest vitest"
    " py python report silent verbose update snapshots main packages libs"
)
_SCRIPT = regex(rf"(?:{'|'.join(_SCRIPTS)})(?:[:-](?:{'|'.join(_KINDS)})){{0,3}}")

_HANDED_ON = grammar(
    "-iuvqxswbt=g=k= --coverage? --no-coverage --watch? --watchAll? --no-watch --ci --verbose --silent --bail?"
    " --runInBand --run"
    " --fix --check --write --quiet --updateSnapshot --update --testNamePattern= --testPathPattern="
    " --testPathPatterns= --grep="
    " --passWithNoTests --maxWorkers~ --detectOpenHandles --forceExit --noEmit --pretty? --project~ --max-warnings#"
    " --no-cache"
    " --color --no-color --colors --reporter~ --reporters~ --timeout# --testTimeout# --findRelatedTests"
    " --onlyChanged --changed"
    " --ext= --force --verbose --list-different --mode~ --single-run --browsers~ --shard= --retry# --dry-run"
)
_BEFORE = words(
    "-s --silent --if-present --workspaces -ws -r --recursive --parallel --no-color --color -q --quiet --no-bail"
)
_WITH_NAME = words("-w --workspace --filter -F")
_COMMANDS = words(
    "init plugin plugins install uninstall add remove upgrade update serve dev watch config repl replay inspect debug"
    " exec create new generate migrate publish login info loader edit dump-config reset-cache"
)
"""What usual tools take for a command of theirs rather than for the name of a test."""
_PACKAGE = regex(r"(?:@[\w.-]+/)?\w[\w.-]*(?:/\w[\w.-]*)*")
"""The name of a package, or its folder."""


def _package_manager(call: Call) -> Judgement:
    """Only scripts whose names are the usual ones; never what installs, publishes, or runs a package."""
    ahead = list(call.arguments)
    if call.texts in (["--version"], ["-v"]):
        return Fine(Level.READ, f"{call.name} --version")
    trouble = _skip_options(call, ahead)
    if trouble:
        return trouble
    verb = ahead.pop(0).text if ahead else ""
    if call.name == "yarn" and verb == "workspace" and ahead and _PACKAGE.fullmatch(ahead.pop(0).text):
        verb = ahead.pop(0).text if ahead else ""
    if verb in {"run", "run-script"}:
        if trouble := _skip_options(call, ahead):
            return trouble
        name = ahead.pop(0).text if ahead else ""
    elif verb in {"test", "t", "tst"} or (call.name in {"yarn", "pnpm"} and _SCRIPT.fullmatch(verb)):
        name = "test" if verb in {"t", "tst"} else verb
    elif (
        call.name == "npm"
        and verb in {"ls", "list"}
        and all(each.text in {"--depth=0", "--all", "--json"} or _PACKAGE.fullmatch(each.text) for each in ahead)
    ):
        return Fine(Level.READ, "npm ls")
    else:
        return Trouble("program", f"What {call.name} {verb} would do is not known.", hazard=False)
    if call.name == "bun" and verb == "test":
        return _BY_LINE["bun test"](call.shifted("bun test", ahead))
    if not _SCRIPT.fullmatch(name):
        return Trouble("program", f"What the script “{name}” does is not known.", hazard=False)
    if call.name != "npm":
        # Where there is no script of that name, it is the tool itself.
        judged = judge_tool(call.shifted(name, ahead), _BY_LINE)
        if isinstance(judged, Trouble):
            return judged
    return _handed_on(call, ahead) or Fine(Level.SAFE, f"{call.name} run {name}")


def _skip_options(call: Call, ahead: list[Argument]) -> Trouble | None:
    """The package manager's own harmless options, taken off."""
    while ahead and ahead[0].text.startswith("-"):
        option = ahead.pop(0).text
        name, equals, value = option.partition("=")
        if name in _WITH_NAME:
            value = value if equals else ahead.pop(0).text if ahead else ""
            if trouble := call.first_trouble([value] if value else [], Use.WRITE):
                return trouble
            if not _PACKAGE.fullmatch(value):
                return Trouble("option", f"Whether {call.name} {option} {value} is harmless is not known.")
        elif option not in _BEFORE:
            return Trouble("option", f"Whether {call.name} {option} is harmless is not known.")
    return None


def _handed_on(call: Call, ahead: list[Argument]) -> Trouble | None:
    """npm reads options before `--` itself; yarn, pnpm and bun hand all of them on."""
    texts = [each.text for each in ahead]
    at = texts.index("--") if "--" in texts else len(texts)
    own, handed = ahead[:at], ahead[at + 1 :]
    if call.name == "npm":
        options = [each for each in own if each.text.startswith("-")]
        own = [each for each in own if not each.text.startswith("-")]
        if trouble := _skip_options(call, options):
            return trouble
    if command := next((each.text for each in (*own, *handed) if each.text in _COMMANDS), None):
        return Trouble("program", f"{command} may be a command of the tool that the script runs.", hazard=False)
    return arguments_after(call, (*own, *handed), _HANDED_ON)


JAVASCRIPT: Mapping[str, Handler] = {
    **_BY_LINE,
    **dict.fromkeys(("node", "nodejs", "deno"), _node),
    **dict.fromkeys(("npm", "pnpm", "yarn", "bun"), _package_manager),
}
