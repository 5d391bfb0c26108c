"""Variables set before a command: most are harmless, and those that are not name code, settings, places or files."""

from __future__ import annotations

import re

from branchline.core.policy.confinement import Trouble
from branchline.core.regexes import regex
from branchline.core.words import words

_HARMLESS = words(
    "CI NODE_ENV BABEL_ENV RAILS_ENV RACK_ENV APP_ENV FLASK_ENV DJANGO_ENV MIX_ENV GO_ENV NO_COLOR FORCE_COLOR"
    " CLICOLOR CLICOLOR_FORCE COLUMNS LINES TERM COLORTERM LANG LC_ALL LC_CTYPE LANGUAGE TZ DEBUG VERBOSE QUIET SILENT"
    " LOG_LEVEL LOGLEVEL RUST_LOG RUST_BACKTRACE PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE PYTHONHASHSEED"
    " PYTHONIOENCODING PYTHONUTF8 PYTHONFAULTHANDLER CGO_ENABLED GOOS GOARCH CARGO_TERM_COLOR CARGO_INCREMENTAL PORT"
    " HOST_PORT NODE_NO_WARNINGS NEXT_TELEMETRY_DISABLED DO_NOT_TRACK TEST_ENV ENVIRONMENT MOCHA_COLORS JEST_WORKERS"
    " SKIP_SLOW HUSKY TEST_TIMEOUT SEED UPDATE_SNAPSHOTS VITEST GOGC GOMAXPROCS OMP_NUM_THREADS"
)
_RISKY = regex(
    r"PATH|DIRS?$|HOME|FILE|CONFIG|CONF$|RC$|OPT|FLAGS|ARGS|COMMAND|CMD|SHELL|PAGER|EDITOR|VISUAL|BROWSER|PROXY|WRAPPER|RUNNER|PRELOAD"
    r"|LIBRARY|PLUGIN|HOOK|EXEC|PROGRAM|COMPILER|LINKER|SCRIPT|INIT|PROMPT|IFS|PREFIX|ROOT|URL|URI|SERVER|TOKEN|KEY|SECRET|PASS|AGENT|ASKPASS"
    r"|TMP|TEMP|CACHE|INDEX|REGISTRY|SOCK|DISPLAY|MODULE|LOADER|IMPORT|REQUIRE|INCLUDE|MAKE|ENV$|PERL|RUBY|PYTHON|JAVA|JVM|JDK|LUA|PHP|NODE"
    r"|NPM|YARN|PNPM|BUN|DENO|PIP|UV_|CARGO|RUST|GO|^CC$|^CXX$|^CPP$|^LD|^AR$|^AS$|^NM$|^GIT|^SSH|^GPG|^LD_|^DYLD|^BASH|^ZSH|^ZDOT|^ENV$|^PS\d"
    r"|^LESS|^MAN|^HIST|^TERMINFO|^LOC|^GCONV|^NLS|^MALLOC|^GLIBC|^XDG|^DBUS|^AWS|^AZURE|^GOOGLE|^GCP|^KUBE|^DOCKER|^GH_|^GITHUB"
    r"|^PYTEST|^TOX|^ESLINT|^TS_|^JEST|^WEBPACK|^GREP|^RIPGREP|^FZF|^BAT|^JQ|^AWK|^GAWK|POSIXLY|^OPENSSL|^SSL|^CURL|^WGET|^HTTP"
    r"|^ALL_|^NO_PROXY|^UID$|^EUID$|^PWD$|^OLDPWD$|^USER$|^LOGNAME$|^MAIL|^SUDO|^DOAS|^FPATH|^CDPATH|^SAN|SAN_",
)
_WORD = regex(r"[A-Za-z0-9_.,:*+=-]*")
_SIMPLE = regex(
    r"-?\d*(?:\.\d+)?|true|false|yes|no|on|off|test|testing|dev|development|prod|production|staging|local|ci|debug|info|warn|warning|error"
    r"|trace|verbose|silent|none|all|always|never|auto|full|short|fast|slow|foo|bar|baz|x|y",
    re.I,
)


def judge_variable(name: str, value: str) -> Trouble | None:
    """What speaks against a variable before a command, None when nothing does. A name that is not known passes with a
    number or a plain word of the usual ones only: it could name a program."""
    if name in _HARMLESS:
        fine = bool(_WORD.fullmatch(value)) and ".." not in value
    else:
        fine = not _RISKY.search(name.upper()) and bool(_SIMPLE.fullmatch(value))
    return None if fine else Trouble("environment", f"What {name}={value} changes is not known.")
