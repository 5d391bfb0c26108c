"""The tools of compiled and other languages: what builds, tests, formats and checks, and no more."""

from __future__ import annotations

import re
from collections.abc import Mapping

from branchline.core.policy.commands.model import Call, Fine, Handler, Judgement, Level
from branchline.core.policy.commands.options import Parsed, grammar
from branchline.core.policy.commands.programs import paths_of, table
from branchline.core.policy.commands.walking import written_through
from branchline.core.policy.confinement import Kind, Trouble, Use
from branchline.core.regexes import regex
from branchline.core.words import words

_CARGO = grammar(
    "-qvrp~j#F= --quiet --verbose --release --package~ --workspace --all --exclude~ --all-targets --lib --bins"
    " --bin~ --tests --test~"
    " --examples --example~ --benches --bench~ --doc --features= --all-features --no-default-features --no-run"
    " --no-fail-fast"
    " --locked --offline --frozen --message-format~ --jobs~ --target~ --target-dir> --manifest-path< --keep-going"
    " --profile~"
    " --fix --allow-dirty --allow-staged --no-deps --document-private-items --check --color~ --timings"
    " --future-incompat-report"
    " -di~e~ --depth# --edges~ --invert~ --duplicates --prefix~ --format-version#"
)
_CARGO_VERBS = {
    **dict.fromkeys(words("test t build b check c clippy fmt doc d bench nextest"), Level.SAFE),
    **dict.fromkeys(["tree", "metadata", "version", "pkgid", "locate-project"], Level.SAFE),
}
_LIBTEST = grammar(
    "-q --nocapture --no-capture --show-output --test-threads# --ignored --include-ignored --exact --skip= --list"
    " --quiet"
)
_LINTS = regex(
    r"-[DWAF](?:(?:clippy::)?[a-z_]+)?|--(?:deny|warn|allow|forbid)|(?:clippy::)?[a-z_]+|--check|-q|--quiet|-v"
)


def _cargo(call: Call) -> Judgement:
    """`+toolchain` and `--config` choose other programs, so they are not known here."""
    if call.texts in (["--version"], ["-V"]):
        return Fine(Level.READ, "cargo --version")
    verb = call.texts[0] if call.arguments else ""
    if verb not in _CARGO_VERBS:
        return Trouble("program", f"What cargo {verb} would do is not known.", hazard=verb.startswith(("-", "+")))
    texts = call.texts[1:]
    at = texts.index("--") if "--" in texts else len(texts)
    rest = call.arguments[1 : 1 + at]
    if verb == "nextest":
        if texts[:1] != ["run"]:
            return Trouble("program", "What cargo nextest would do is not known.", hazard=False)
        rest = rest[1:]
    parsed = _CARGO.parse(call.shifted(f"cargo {verb}", rest))
    if isinstance(parsed, Trouble):
        return parsed
    handed = call.arguments[2 + at :]
    if verb in {"clippy", "fmt"}:
        if bad := next((each.text for each in handed if not _LINTS.fullmatch(each.text)), None):
            return Trouble("option", f"Whether cargo {verb} -- {bad} is harmless is not known.")
    else:
        after = _LIBTEST.parse(call.shifted(f"cargo {verb} --", handed))
        if isinstance(after, Trouble):
            return after
    trouble = paths_of(call, parsed, "target")
    if "--check" not in [each.text for each in handed]:
        trouble = trouble or written_through(call.shifted(f"cargo {verb}", ()), parsed, ())
    return trouble or Fine(_CARGO_VERBS[verb], f"cargo {verb}")


_GO_BUILD = "-v -x -n -a -race -msan -tags= -p# -trimpath -buildvcs? -json -work -cover -covermode~ -coverpkg= -o> -C<"
_GO_TEST = _GO_BUILD + (
    " -run= -skip= -bench= -benchmem -benchtime~ -count# -timeout~ -short -failfast -parallel# -cpu= -shuffle~"
    " -list= -vet~ -fuzz="
    " -fuzztime~ -coverprofile> -cpuprofile> -memprofile> -blockprofile> -mutexprofile> -trace> -outputdir> -c"
    " -fullpath"
)
_GO: Mapping[str, Handler] = table(
    f"""
    go test | {_GO_TEST} | target
    go build | {_GO_BUILD} | target
    go vet | -v -x -n -tags= -json -c# -C< -all -printf -unusedresult | target
    go fmt | -n -x | target
    go list | -f= -json? -e -deps -test -find -tags= -compiled -export | target
    go version | -m -v | target
    go env | -json | word
    go doc | -all -short -src -u -c | target
    """,
    Level.SAFE,
    single=True,
)

_BY_LINE: Mapping[str, Handler] = {
    **_GO,
    **table("gofmt,goimports,gofumpt | -l -w -d -s -e -local~ -lang~ -extra | target", Level.SAFE, single=True),
    **table(
        "staticcheck,golint,revive,errcheck,ineffassign | -tests? -f~ -checks= -json -test? | target",
        Level.SAFE,
        single=True,
    ),
    **table(
        r"""
        golangci-lint run,golangci-lint fmt | -v --fix --timeout~ --fast --verbose --config< --enable~ --disable~ \
            --tests? --new --out-format~ | target
        rustfmt | -lqv --check --edition~ --config-path< --emit~ --color~ | target
        dotnet test,dotnet build,dotnet format | -c~v~f~ --configuration~ --framework~ --verbosity~ --no-restore \
            --no-build --nologo --filter= --verify-no-changes --include= --severity~ --list-tests | target
        ctest | -VQj#R=E=L= --output-on-failure --verbose --parallel# --test-dir< --tests-regex= --exclude-regex= \
            --stop-on-failure --rerun-failed --timeout# --label-regex= --build-config~ | none
        pip list,pip show,pip freeze,pip check,pip3 list,pip3 show,pip3 freeze | --local --format~ | word
        swift build,swift test | -c~v --configuration~ --verbose --filter= --parallel --package-path< \
            --enable-code-coverage | none
        mix test,mix format,mix compile | --trace --cover --stale --failed --only~ --exclude~ --check-formatted \
            --warnings-as-errors --force --strict --max-failures# --seed# | target
        mix credo,mix dialyzer | --only~ --exclude~ --warnings-as-errors --force --strict | place
        rspec | -f~e=t~ --fail-fast --format~ --only-failures --order~ --seed# --tag~ --color --no-color --backtrace \
            | target
        rubocop,standardrb,erb_lint | -aAlP --autocorrect --auto-correct --autocorrect-all --format~ --only= \
            --except= --parallel --lint --fix --display-cop-names --fail-level~ | target
        rake test,rake spec,rake lint | -vn --verbose --quiet | usual
        rails test | -vn= --verbose --quiet | target
        phpunit,pest | -v --filter= --testsuite~ --testdox --stop-on-failure --coverage-text --no-coverage --group~ \
            --colors? | target
        phpstan analyse,phpstan analyze,psalm,phpcs,phpcbf,pint | -l#c< --level~ --configuration< --no-progress \
            --standard~ --test --dirty | target
        flutter test,flutter analyze,dart test,dart analyze,dart format | --coverage --no-pub --fatal-infos \
            --fatal-warnings --output~ --set-exit-if-changed --name= --plain-name= --reporter~ | target
        zig test,zig fmt | --check | target
        zig build | --summary~ | usual
        ktlint,swiftlint,hlint,selene | -FqR --format --check --test --mode~ --strict --quiet --in-place --fix | place
        detekt,swiftlint lint,swift-format lint,scalafmt,ormolu,fourmolu,stylua,luacheck,nixfmt,alejandra | \
            -FqR --format --check --test --mode~ --strict --quiet --in-place --fix | target
        stack test,stack build | --fast --pedantic | none
        cabal test,cabal build | --fast --pedantic | usual
        sbt test,sbt compile,lein test,dune build,dune test,dune runtest,gleam test,gleam build,gleam format | \
            --check | none
        buf lint,buf format,buf build | -wd --diff --exit-code | there
        cmake --build | -j# --parallel? --config~ --verbose | folder
        """,
        Level.SAFE,
    ),
}

_MAVEN_PHASES = words(
    "validate compile test-compile test package verify checkstyle:check spotless:check spotbugs:check"
)
_MAVEN_NAMES = regex(
    r"-D(?:skipTests|skipITs|maven\.test\.skip|test|it\.test|surefire\.failIfNoSpecifiedTests|failIfNoTests)(?:=[\w.#*,+-]*)?"
)
_GRADLE_TASK = regex(
    r"(?::?[\w-]+:)*(?:test|check|build|assemble|classes|testClasses|compileJava|compileKotlin|compileTestJava|compileTestKotlin|jar|lint|assembleDebug|assembleRelease|ktlintCheck"
    r"|ktlintFormat|detekt|spotlessCheck|spotlessApply|checkstyleMain|testDebugUnitTest|tasks|dependencies|help|projects)"
)
_GRADLE_FLAGS = words(
    "-q --quiet -i --info --stacktrace -s --offline --continue --no-daemon --daemon --parallel --build-cache"
    " --no-build-cache --rerun-tasks --console=plain --warning-mode=all --scan-no -w --warn --profile"
)


def _maven(call: Call) -> Judgement:
    phases = 0
    ahead = call.texts[::-1]
    while ahead:
        text = ahead.pop()
        if text in _MAVEN_PHASES:
            phases += 1
        elif (
            text in {"-pl", "--projects"}
            and ahead
            and re.fullmatch(r"[\w,:.-]+(?:/[\w.-]+)*", ahead[-1])
            and ".." not in ahead[-1]
        ):
            if trouble := call.first_trouble(re.split(r"[,:]", ahead.pop()), Use.WRITE):
                return trouble
        elif not (
            _MAVEN_NAMES.fullmatch(text)
            or text
            in {"-q", "-B", "-o", "-e", "-X", "-am", "-ntp", "--quiet", "--batch-mode", "--offline", "-fae", "-ff"}
        ):
            return Trouble("option", f"Whether {call.name} {text} is harmless is not known.")
    return (
        Fine(Level.SAFE, f"{call.name}")
        if phases
        else Trouble("program", f"What {call.name} would do is not known.", hazard=False)
    )


def _gradle(call: Call) -> Judgement:
    tasks = 0
    ahead = call.texts[::-1]
    while ahead:
        text = ahead.pop()
        if _GRADLE_TASK.fullmatch(text):
            tasks += 1
        elif (text == "--tests" and ahead and re.fullmatch(r"[\w.*$ -]+", ahead[-1])) or (
            text == "-x" and ahead and _GRADLE_TASK.fullmatch(ahead[-1])
        ):
            ahead.pop()
        elif text not in _GRADLE_FLAGS:
            return Trouble("option", f"Whether {call.name} {text} is harmless is not known.")
    formats = any(text.endswith(("spotlessApply", "ktlintFormat")) for text in call.texts)
    if formats and (trouble := written_through(call.shifted("gradle", ()), Parsed((), ()), ())):
        return trouble
    return (
        Fine(Level.SAFE, f"{call.name}")
        if tasks
        else Trouble("program", f"What {call.name} would do is not known.", hazard=False)
    )


def wrapper_script(call: Call) -> Judgement | None:
    """`./gradlew` and `./mvnw` at the top of the worktree: the only programs that are known by a path."""
    if call.name not in {"./gradlew", "./mvnw"} or call.ground.inside(call.folder) != "":
        return None
    if call.ground.disk.kind(f"{call.folder}/{call.name[2:]}") is not Kind.FILE:
        return None
    return _gradle(call) if call.name == "./gradlew" else _maven(call)


_CMAKE = grammar("-S<B>G= --fresh --log-level~")
_CMAKE_NAMES = regex(
    r"-D(?:CMAKE_BUILD_TYPE|BUILD_TESTING|BUILD_SHARED_LIBS|CMAKE_EXPORT_COMPILE_COMMANDS|CMAKE_CXX_STANDARD)(?::\w+)?=\w+"
)


def _cmake(call: Call) -> Judgement:
    """`cmake --build DIR`, and `cmake -S DIR -B DIR` with the usual variables."""
    if call.texts[:1] == ["--build"]:
        return _BY_LINE["cmake --build"](call.shifted("cmake --build", call.arguments[1:]))
    parsed = _CMAKE.parse(
        call.shifted("cmake", [each for each in call.arguments if not _CMAKE_NAMES.fullmatch(each.text)])
    )
    if isinstance(parsed, Trouble):
        return parsed
    if not parsed.has("-B"):
        return Trouble("program", "What cmake would do is not known.", hazard=False)
    return paths_of(call, parsed, "none") or Fine(Level.SAFE, "cmake")


NATIVE: Mapping[str, Handler] = {**_BY_LINE, "cmake": _cmake, "cargo": _cargo, "mvn": _maven, "gradle": _gradle}
