"""Programs that only read and print, with the options that keep them so."""

from __future__ import annotations

import re
from collections.abc import Mapping

from branchline.core.policy.commands.model import Call, Fine, Handler, Judgement, Level, unknown_option
from branchline.core.policy.commands.options import grammar
from branchline.core.policy.commands.programs import table
from branchline.core.policy.confinement import Trouble, Use
from branchline.core.regexes import regex
from branchline.core.words import words

_PLAIN = table(
    r"""
    cat | -AbeEnstTuv --number --number-nonblank --show-all --show-ends --show-tabs --squeeze-blank --version | read
    tac,rev | --version | read
    nl | -b~s=w#n~v#i# -p --body-numbering~ --version | read
    head | -qvzn#c# -# --lines# --bytes# --quiet --silent --verbose --version | read
    tail | -qvzfFn#c# -# --lines# --bytes# --quiet --silent --verbose --follow? --retry --version | read
    wc | -clmwL --bytes --chars --lines --words --max-line-length --version | read
    ls | -aAbBcCdfFgGhHiI=lmnNopqQrRsStuUvxXZ1w#T# --all --almost-all --author --classify? --color? --directory \
        --full-time --group-directories-first --human-readable --si --inode --numeric-uid-gid --recursive --reverse \
        --size --sort~ --time~ --time-style= --format~ --width# --file-type --hide= --ignore= --ignore-backups \
        --indicator-style~ --no-group --literal --quote-name --show-control-chars --version | read
    tree | -adfhinpqrstuvxACDFJNQSXL#P=I= --dirsfirst --gitignore --noreport --du --si --prune --filelimit# --sort~ \
        --charset~ --version | read
    cut | -szd=f~c~b~ --delimiter= --fields~ --characters~ --bytes~ --complement --only-delimited --output-delimiter= \
        | read
    paste | -szd= --delimiters= --serial | read
    join | -ij#t=o~a#v#1#2#e= --header --check-order --nocheck-order --ignore-case | read
    comm | -123z --check-order --nocheck-order --total --output-delimiter= | read
    cmp | -bls --print-bytes --verbose --silent --quiet | read
    tr | -cCdst --complement --delete --squeeze-repeats --truncate-set1 | text
    fold | -bsw# --width# --spaces --bytes | read
    fmt | -csutw#p= --width# | read
    expand,unexpand | -it# --tabs# --initial --all | read
    column | -txeo=s=c#N= --table --separator= --output-separator= --columns# | read
    stat | -Lftc= --format= --printf= --terse --dereference --file-system | read
    file | -bhikLNprs0 --brief --mime --mime-type --mime-encoding --no-dereference | read
    du | -0abchkmsxSd# --all --apparent-size --bytes --total --human-readable --summarize --max-depth# --si \
        --exclude= | read
    df | -ahHiklmPTx~t~ --human-readable --total --type~ | read
    basename | -azs= --multiple --suffix= | text
    dirname | -z --zero | text
    realpath,readlink | -efmnqszLP --canonicalize --canonicalize-existing --canonicalize-missing --no-newline --quiet \
        | read
    md5sum,sha1sum,sha224sum,sha256sum,sha384sum,sha512sum,b2sum,cksum,sum,md5,crc32 | -btza# --binary --text --tag | \
        read
    shasum | -bta# | read
    od,hexdump | -bcdosxvCA~j#N#t~w#n# --address-radix~ --skip-bytes# --read-bytes# --format~ | read
    base64,base32 | -dDw# --decode --wrap# | read
    strings | -atn#o --all --bytes# | read
    cloc,tokei,scc | --by-file --quiet --json --files | read
    pwd | -LP | none
    true,false,: | | text
    sleep | | word
    seq | -ws=f= --separator= --equal-width | word
    whoami,uname,arch,nproc,tty | -amnoprsv --all | none
    date | -uIR --utc --universal --iso-8601? --rfc-3339~ --rfc-email -d= --date= | plus
    which | -as --all | word
    type | -atpP | word
    jobs,locale,uptime | | none
    exit | | word
    """,
    Level.READ,
)


def _echo(call: Call) -> Judgement:
    """Prints. A path on its own is not only a text to whoever put it there: it asks when it leads outside."""
    for each in call.arguments:
        if re.match(r"(?:/|~|(?:.*/)?\.\.(?:/|$))\S*$", each.text) and call.ground.trouble(
            each.text, call.folder, Use.READ
        ):
            return Trouble("outside", f"{each.text} is outside the worktree.")
    return Fine(Level.READ, call.name)


def _printf(call: Call) -> Judgement:
    """Some shells calculate what stands for a number, and a calculation can run commands."""
    if call.texts[:1] == ["--"] or (call.texts and call.texts[0].startswith("-")):
        return unknown_option(call.name, call.texts[0])
    if any("$" in text or "`" in text for text in call.texts):
        return Trouble("option", "What printf makes of its arguments cannot be told.")
    return _echo(call)


_FILE_TESTS = words("-b -c -d -e -f -g -h -k -L -p -r -s -S -u -w -x -O -G -N -nt -ot -ef")
_TESTS = words("-n -z = == != -eq -ne -lt -le -gt -ge ! -a -o")


def _test(call: Call) -> Judgement:
    texts = call.texts
    if call.name == "[":
        if texts[-1:] != ["]"]:
            return Trouble("option", "The test is not closed.")
        texts = texts[:-1]
    for at, text in enumerate(texts):
        if text in _TESTS or text in _FILE_TESTS:
            continue
        if text.startswith("-") or not re.fullmatch(r"[\w./: ,@+-]*", text):
            return unknown_option(call.name, text)
        files = (at and texts[at - 1] in _FILE_TESTS) or texts[at + 1 : at + 2] in (["-nt"], ["-ot"], ["-ef"])
        if files and (trouble := call.ground.trouble(text, call.folder, Use.READ)):
            return trouble
    return Fine(Level.READ, "test")


_SORT = grammar(
    "-bdfgiMhnrRVcCmsuzk~t=o> --key~ --field-separator= --output> --unique --reverse --numeric-sort"
    " --general-numeric-sort"
    " --human-numeric-sort --version-sort --month-sort --random-sort --ignore-case --ignore-leading-blanks"
    " --dictionary-order"
    " --stable --check? --merge --zero-terminated --sort~ --parallel#"
)
_UNIQ = grammar("-cdDiuzf#s#w# --count --repeated --unique --ignore-case --skip-fields# --skip-chars# --check-chars#")
_XXD = grammar("-abceEipuc#g#l#o#s# --version")


def _sort(call: Call) -> Judgement:
    parsed = _SORT.parse(call)
    if isinstance(parsed, Trouble):
        return parsed
    trouble = call.first_trouble([each.text for each in parsed.operands], Use.READ) or call.first_trouble(
        parsed.writes, Use.WRITE
    )
    return trouble or Fine(Level.SAFE if parsed.writes else Level.READ, "sort")


def _second_is_written(call: Call) -> Judgement:
    """`uniq` and `xxd` write into a second operand."""
    parsed = (_UNIQ if call.name == "uniq" else _XXD).parse(call)
    if isinstance(parsed, Trouble):
        return parsed
    texts = [each.text for each in parsed.operands]
    trouble = call.first_trouble(texts[:1], Use.READ) or call.first_trouble(texts[1:], Use.WRITE)
    return trouble or Fine(Level.SAFE if texts[1:] else Level.READ, call.name)


_DIFF = grammar(
    "-abBcdeEiNpqrsTtuwyZC#U#W#x=I=L=F= -# --brief --unified? --context? --ignore-all-space --ignore-space-change"
    " --ignore-case"
    " --ignore-blank-lines --side-by-side --recursive --new-file --exclude= --color? --text --minimal --label= --width#"
    " --suppress-common-lines --strip-trailing-cr --report-identical-files --no-dereference"
)


def _diff(call: Call) -> Judgement:
    from branchline.core.policy.commands.searching import recursion

    parsed = _DIFF.parse(call)
    if isinstance(parsed, Trouble):
        return parsed
    texts = [each.text for each in parsed.operands]
    trouble = call.first_trouble(texts, Use.READ)
    if trouble is None:
        trouble = next((found for text in texts if (found := recursion(call, text, links=True))), None)
    return trouble or Fine(Level.READ, "diff")


_JQ = grammar(
    "-nrRsScCMaej --raw-output --raw-input --null-input --slurp --compact-output --sort-keys --color-output"
    " --monochrome-output --ascii-output --exit-status --join-output --tab --indent#"
)
_JQ_MORE = regex(r"\b(?:env|import|include|input_filename|modulemeta|get_search_list)\b|\$ENV|\$__")


def _jq(call: Call) -> Judgement:
    """A filter can read the environment and other modules."""
    parsed = _JQ.parse(call)
    if isinstance(parsed, Trouble):
        return parsed
    texts = [each.text for each in parsed.operands]
    if not texts or _JQ_MORE.search(texts[0]):
        return Trouble("option", "What the filter reads cannot be told.")
    return call.first_trouble(texts[1:], Use.READ) or Fine(Level.READ, "jq")


READERS: Mapping[str, Handler] = {
    **_PLAIN,
    "echo": _echo,
    "printf": _printf,
    "test": _test,
    "[": _test,
    "sort": _sort,
    "uniq": _second_is_written,
    "xxd": _second_is_written,
    "diff": _diff,
    "jq": _jq,
}
