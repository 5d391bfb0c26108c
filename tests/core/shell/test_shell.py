"""What a command line is read as, and what is not read at all."""

from __future__ import annotations

import re

import pytest

from branchline.core.shell.characters import suspicious
from branchline.core.shell.shell import CannotTell, Pipeline, SimpleCommand, as_word, parse


def written(pipelines: tuple[Pipeline, ...] | CannotTell) -> str:
    """The commands again, one way for all spellings: words in brackets, redirections and operators between."""
    assert not isinstance(pipelines, CannotTell), pipelines.reason
    return " ".join(f"{each.before} {' | '.join(map(_written, each.commands))}".strip() for each in pipelines)


def _written(command: SimpleCommand) -> str:
    assigned = [f"{name}:={value.text}" for name, value in command.assignments]
    words = [f"[{word.text}]" for word in command.words]
    return " ".join([*assigned, *words, *(f"{each.kind}({each.target.text})" for each in command.redirections)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("  \n ", ""),
        ("# only a remark", ""),
        ("ls", "[ls]"),
        ("ls  -la\t src", "[ls] [-la] [src]"),
        ("ls \\\n -la", "[ls] [-la]"),
        ("a && b || c; d\ne", "[a] && [b] || [c] ; [d] ; [e]"),
        ("a | b |\n c", "[a] | [b] | [c]"),
        ("a;", "[a]"),
        ("a &&\n\n b", "[a] && [b]"),
        ("ls # a remark; rm x", "[ls]"),
        ("echo 'a#b' a\\#b", "[echo] [a#b] [a#b]"),
        ("echo 'a  b' \"c d\"", "[echo] [a  b] [c d]"),
        ("r'm' -\"r\"f", "[rm] [-rf]"),
        ("echo a\\ b \\; \\\\", "[echo] [a b] [;] [\\]"),
        ("echo \"a\\\"b\" '\\\\'", '[echo] [a"b] [\\\\]'),
        ("echo 'it'\\''s'", "[echo] [it's]"),
        ("echo '$HOME `id`'", "[echo] [$HOME `id`]"),
        ("echo \\$HOME \"\\$x\" 'a'$", "[echo] [$HOME] [$x] [a$]"),
        ("echo $?", "[echo] [$?]"),
        ("A=1 B='x y' ls", "A:=1 B:=x y [ls]"),
        ("ls A=1", "[ls] [A=1]"),
        ("ls > a 2>> 'b c' < d", "[ls] >(a) >>(b c) <(d)"),
        ("ls >| a; ls &> b", "[ls] >(a) ; [ls] >(b)"),
        ("ls 2>&1 >/dev/null", "[ls] >(/dev/null)"),
        (">a ls", "[ls] >(a)"),
        ("cat src/{a,b}.py", "[cat] [src/a.py] [src/b.py]"),
        ("git show HEAD@{1} HEAD^", "[git] [show] [HEAD@{1}] [HEAD^]"),
        ("find . ! -name x", "[find] [.] [!] [-name] [x]"),
        ("[ a != b ]", "[[] [a] [!=] [b] []]"),
        ("echo 'grüße'", "[echo] [grüße]"),
    ],
)  # fmt: skip
def test_what_is_understood(text: str, expected: str) -> None:
    assert written(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("echo $HOME", "variable or a substitution"),
        ('echo "$HOME"', "variable or a substitution"),
        ("echo ${HOME}", "variable or a substitution"),
        ("echo $(id)", "variable or a substitution"),
        ('echo "$(id)"', "variable or a substitution"),
        ("echo $((1))", "variable or a substitution"),
        ("cat $'\\x41'", "variable or a substitution"),
        ('cat $"x"', "variable or a substitution"),
        ("echo `id`", "substitution"),
        ('echo "`id`"', "substitution"),
        ("diff <(a) b", "process substitution"),
        ("tee >(a)", "process substitution"),
        ("cat << X\nX", "here-documents"),
        ("cat <<< x", "here-documents"),
        ("cat <> x", "here-documents"),
        ("ls >&3", "redirection is not understood"),
        ("ls >& x", "redirection is not understood"),
        ("ls > $x", "variable or a substitution"),
        ("ls > *.txt", "depends on an expansion"),
        ("ls &> x y", "shells differ"),
        ("(ls)", "parentheses"),
        ("f() { ls; }", "parentheses"),
        ("ls *(x)", "parentheses"),
        ("{ ls; }", "depends on an expansion|not understood"),
        ("if true; then ls; fi", "“if” is not understood"),
        ("for x in a; do ls; done", "“for” is not understood"),
        ("! ls", "“!” is not understood"),
        ("[[ -f x ]]", "not understood|depends on an expansion"),
        ("ls & rm x", "in the background"),
        ("ls &", "in the background"),
        ("ls |& cat", "operators"),
        ("ls;; rm", "operators"),
        ("&& ls", "nothing to join"),
        ("ls &&", "nothing to join"),
        ("ls |", "nothing to join"),
        ("ls || ; rm", "nothing to join"),
        ("echo 'a", "quote is not closed"),
        ('echo "a', "quote is not closed"),
        ("echo a\\", "ends in a backslash"),
        ("l? x", "which command runs"),
        ("~/x", "which command runs"),
        ("{ls,-l}", "which command runs"),
        ("cat ~root/x", "whose home"),
        ("cat ~+/x", "whose home"),
        ("cat a=~/x", "shells differ"),
        ("cat =ls", "begins with “=”"),
        ("cat !$", "“!”"),
        ("ls !!", "“!”"),
        ("cat {a..c}", "braces"),
        ("cat {'a',b}", "braces"),
        ("cat a}b", "brace is closed"),
        ("A=~/x ls", "value of a variable"),
        ("cat a#b", "shells differ in what “#”"),
        ("cat a#", "shells differ in what “#”"),
        ("cat ''#b", "shells differ in what “#”"),
        ("cat < a#b", "shells differ in what “#”"),
        ("A=b#c ls", "shells differ in what “#”"),
        ("cat \\x2eenv", "shells differ in what “.x”"),
        ("c\\at x", "shells differ in what “.a”"),
        ("echo 'a\\' 'b; rm x #'", "where a quote ends"),
        ("echo 'a\\\\\\'", "where a quote ends"),
        ("cat 'a''b'", "two quotes in a row"),
        ("cat ''''", "two quotes in a row"),
        ("cat <1-9>", "range of numbers"),
        ("cat x<->", "range of numbers"),
        ("ca^t x", "which command runs"),
        ("ca~t x", "which command runs"),
        ("ls > a^b", "depends on an expansion"),
        ("ls > a~b", "depends on an expansion"),
        ("cat ~/a~b", "shells differ"),
        ("cat\u00a0x", "U\\+00A0"),
        ("cat \u202ex", "U\\+202E"),
        ("cat \u200bx", "U\\+200B"),
        ("cat \x1b[2Kx", "U\\+001B"),
        ("ls\r\nrm x", "U\\+000D"),
        ("ls \0", "U\\+0000"),
        ("саt x", "alphabets|not quoted"),
        ("cat grüße", "is not quoted"),
        ("ls" + " " * 80 + "; rm x", "gap"),
        ("ls" + "\n" * 8 + "rm x", "gap"),
        ("echo " + "x" * 2000, "longer than a screen"),
    ],
)
def test_what_cannot_be_told_and_why(text: str, reason: str) -> None:
    found = parse(text)
    assert isinstance(found, CannotTell)
    assert re.search(reason, found.reason), found.reason


@pytest.mark.parametrize(
    ("text", "pattern", "home", "quoted"),
    [
        ("a*", True, False, False),
        ("'a*'", False, False, True),
        ("a\\*", False, False, True),
        ("~/x", False, True, False),
        ("'~/x'", False, False, True),
        ("\\~/x", False, False, True),
        ("x", False, False, False),
    ],
)
def test_what_a_shell_would_still_replace(text: str, pattern: bool, home: bool, quoted: bool) -> None:
    found = parse(f"ls {text}")
    assert not isinstance(found, CannotTell)
    word = found[0].commands[0].words[1]
    assert (word.pattern is not None, word.home, word.quoted) == (pattern, home, quoted)


@pytest.mark.parametrize("text", ["ls -la", "grep 'a b' c", "echo '' \"it's\"", "a '&&' b"])
def test_a_command_as_text_reads_the_same_again(text: str) -> None:
    once = parse(text)
    assert not isinstance(once, CannotTell)
    assert written(parse(once[0].commands[0].text)) == written(once)


@pytest.mark.parametrize(("text", "word"), [("a", "a"), ("", "''"), ("a b", "'a b'"), ("a;b", "'a;b'"), ("$x", "$x")])
def test_a_word_is_quoted_where_it_would_be_more(text: str, word: str) -> None:
    assert as_word(text) == word


@pytest.mark.parametrize("text", ["", "ls -la\n\tcd x", "größer ¿qué? 日本語 naïve", "é", "a" * 1500])
def test_honest_text_is_not_suspicious(text: str) -> None:
    assert suspicious(text) is None


@pytest.mark.parametrize(
    "text", ["аdmin", "pаypal", "αlpha", "e\u0301", "ｌｓ", "a\ue000", "\ufeffls", "ls；", "a\x7f"]
)
def test_look_alikes_are(text: str) -> None:
    assert suspicious(text) is not None
