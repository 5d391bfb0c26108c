"""The harmless options of git's subcommands. Left out on purpose: whatever runs a program, writes a file, talks to a
server, forces, deletes, or opens an editor."""

from __future__ import annotations

from collections.abc import Mapping

from branchline.core.policy.commands.options import Grammar, grammar

_DIFF = (
    "-abBpRsuwWzC?M?D?U#G=S=l# --patch --no-patch --unified# --raw --patch-with-stat --stat? --numstat --shortstat"
    " --dirstat?"
    " --summary --compact-summary --name-only --name-status --color? --no-color --color-moved? --word-diff?"
    " --color-words?"
    " --word-diff-regex= --minimal --patience --histogram --diff-algorithm~ --anchored= --ignore-all-space"
    " --ignore-space-change"
    " --ignore-blank-lines --ignore-space-at-eol --ignore-cr-at-eol --ignore-submodules? --submodule? --full-index"
    " --binary"
    " --abbrev? --find-renames? --find-copies? --no-renames --diff-filter~ --pickaxe-all --pickaxe-regex --text"
    " --function-context"
    " --inter-hunk-context# --exit-code --quiet --check --no-ext-diff --no-textconv --relative? --no-prefix"
    " --src-prefix~"
    " --dst-prefix~ --ws-error-highlight~ --indent-heuristic --line-prefix= --merge-base --cc"
)
_LOG = (
    " -# -n# -L= -g -c -m -q -i -E -F --oneline --graph --all --branches? --tags? --remotes? --decorate?"
    " --no-decorate --decorate-refs="
    " --since= --after= --until= --before= --author= --committer= --grep= --invert-grep --all-match"
    " --regexp-ignore-case"
    " --extended-regexp --fixed-strings --perl-regexp --format= --pretty? --abbrev-commit --no-abbrev-commit --date="
    " --relative-date"
    " --max-count# --skip# --reverse --first-parent --no-merges --merges --min-parents# --max-parents# --follow"
    " --topo-order"
    " --date-order --author-date-order --full-history --simplify-by-decoration --simplify-merges --ancestry-path"
    " --dense --sparse"
    " --cherry --cherry-pick --cherry-mark --left-right --left-only --right-only --boundary --no-walk?"
    " --walk-reflogs --source"
    " --log-size --no-notes --notes? --show-notes --not --objects --parents --children --timestamp --count"
    " --no-mailmap --mailmap"
    " --use-mailmap --exclude= --glob= --full-diff --no-expand-tabs --expand-tabs? --encoding~ --show-linear-break?"
    " --exclude-first-parent-only"
)
_LISTS = (
    "-arvl --all --remotes --verbose --list --show-current --contains= --no-contains= --merged? --no-merged?"
    " --points-at= --sort="
    " --format= --color? --no-color --column? --no-column --ignore-case -i --abbrev? --no-abbrev"
)

GRAMMARS: Mapping[str, Grammar] = {
    name: grammar(options)
    for name, options in {
        "status": (
            "-sbvuz --short --branch --long --verbose --porcelain? --untracked-files? --ignored? --show-stash"
            " --column? --no-column --ahead-behind --no-ahead-behind --renames --no-renames --find-renames?"
            " --ignore-submodules? --null -u?"
        ),
        "diff": _DIFF + " --cached --staged --base --ours --theirs -0 --name-only --no-relative",
        "log": _DIFF + _LOG,
        "whatchanged": _DIFF + _LOG,
        "show": _DIFF + _LOG,
        "reflog": _DIFF + _LOG,
        "reflog show": _DIFF + _LOG,
        "stash list": _DIFF + _LOG,
        "stash show": _DIFF + " --include-untracked -u --only-untracked",
        "range-diff": _DIFF + " --creation-factor# --no-dual-color --left-only --right-only",
        "diff-tree": _DIFF + " -rtvmc --root --no-commit-id --always --pretty? --format= --merge-base",
        "diff-index": _DIFF + " -m --cached --merge-base",
        "diff-files": _DIFF + " -q0123",
        "blame": (
            "-betlfnswcMC?L= --root --show-stats --date= --porcelain --line-porcelain --incremental --show-name"
            " --show-number --show-email --abbrev# --color-lines --color-by-age --ignore-rev= --reverse --first-parent"
        ),
        "annotate": "-L= --date=",
        "shortlog": (
            "-nsecw? --numbered --summary --email --group= --format= --no-merges --since= --until= --all --author="
        ),
        "describe": (
            "--all --tags --contains --abbrev# --candidates# --exact-match --long --match= --exclude= --always"
            " --first-parent --dirty? --broken?"
        ),
        "rev-parse": "-q --abbrev-ref? --short? --verify --quiet --show-toplevel --show-prefix --show-cdup --git-dir"
        " --absolute-git-dir --git-common-dir --is-inside-work-tree --is-inside-git-dir --is-bare-repository --symbolic"
        " --symbolic-full-name --all --branches? --tags? --remotes? --is-shallow-repository"
        " --show-superproject-working-tree",
        "rev-list": _LOG + " --disk-usage? --objects-edge --unpacked",
        "ls-files": (
            "-cdmosikuzvtf --cached --deleted --modified --others --ignored --stage --unmerged --killed --eol"
            " --full-name --abbrev? --exclude= --exclude-standard -x= --directory --no-empty-directory --error-unmatch"
            " --deduplicate"
        ),
        "ls-tree": "-drtlz --long --name-only --name-status --object-only --full-name --full-tree --abbrev? --format=",
        "name-rev": "--tags --refs= --exclude= --name-only --always --no-undefined",
        "merge-base": "-a --all --octopus --independent --is-ancestor --fork-point",
        "cat-file": "-tspe --allow-unknown-type",
        "cherry": "-v --abbrev?",
        "check-ignore": "-qvnz --quiet --verbose --non-matching --no-index",
        "count-objects": "-vH --verbose --human-readable",
        "for-each-ref": (
            "--count# --sort= --format= --color? --points-at= --merged? --no-merged? --contains? --no-contains?"
            " --ignore-case --omit-empty --exclude="
        ),
        "show-ref": "-sdq --head --heads --branches --tags --dereference --hash? --abbrev? --verify --quiet",
        "show-branch": (
            "-ra --all --remotes --current --list --topo-order --date-order --more# --sha1-name --no-name --color?"
        ),
        "version": "--build-options",
        "branch": _LISTS,
        "tag": _LISTS.replace("-arvl", "-ln?"),
        "remote": "-v --verbose",
        "remote get-url": "--push --all",
        "worktree list": "-vz --verbose --porcelain",
        "symbolic-ref": "-q --quiet --short",
        "config": (
            "-z --get --get-all --local --global --system --worktree --type~ --bool --int --null --show-origin"
            " --show-scope --default="
        ),
        "grep": (
            "-aciInhHloqwvzEFGPpWLA#B#C#m#e=r -# --cached --count --ignore-case --line-number --column --word-regexp"
            " --extended-regexp --fixed-strings --basic-regexp --perl-regexp --invert-match --files-with-matches"
            " --name-only --files-without-match --max-depth# --max-count# --heading --break --show-function"
            " --function-context --after-context# --before-context# --context# --and --or --not --all-match --quiet"
            " --full-name --color? --no-color --text --null --only-matching --recursive --threads#"
        ),
        "add": (
            "-AunvN --all --update --dry-run --verbose --intent-to-add --ignore-errors --refresh --ignore-missing"
            " --no-all --ignore-removal"
        ),
        "mv": "-vnk --verbose --dry-run",
        "rm": "-rnq --cached --dry-run --quiet --ignore-unmatch",
        "commit": (
            "-aqsvm=F< --all --message= --file< --quiet --signoff --verbose --allow-empty --dry-run --short --branch"
            " --porcelain --long --no-status --status --only -o --include -i --author= --date= --no-gpg-sign"
            " --no-signoff"
        ),
        "stash": "-kqum=S --keep-index --no-keep-index --quiet --include-untracked --message= --staged",
        "stash push": "-kqum=S --keep-index --no-keep-index --quiet --include-untracked --message= --staged",
        "restore": "-Sq --staged --quiet",
    }.items()
}
