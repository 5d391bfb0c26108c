"""Whatever others wrote, a page shows it as it is: no markup, no link, no picture, no HTML."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from branchline.core.history.markdown import block, code, inline, one_line, visible

MARKUP = st.text(alphabet="ab_*`~[]()<>!&#;:/\\|$@w.-+=0 \n\t'\"{}^é\u202e\u200b😀", max_size=40)
TEXTS = st.one_of(MARKUP, st.text(max_size=60))
PAGE = MarkdownIt("commonmark").enable(["strikethrough", "table"])


def inside(tokens: list[Token]) -> list[Token]:
    return [each for token in tokens for each in (token, *(token.children or []))]


def shown(tokens: list[Token]) -> str:
    return "".join(each.content for each in tokens if each.type in {"text", "text_special", "code_inline"})


@given(TEXTS)
@example("[x](command:evil)")
@example("![x](https://e.com/a.png)")
@example("<img src=x onerror=alert(1)>")
@example("&lt;b&gt; &#35;")
@example("__a__ _a_ **b** ~~c~~ a_b_c")
@example("\\[x](y)")
@example("trailing \\")
@example("closed #")
def test_inline_is_text(text: str) -> None:
    for line in (f"- 10:00 · {inline(text)} · end", f"### 10:00 · {inline(text)}"):
        tokens = inside(PAGE.parse(line))
        kinds = {each.type for each in tokens if each.level > 0 or each.type == "text"} & {
            "em_open", "strong_open", "link_open", "image", "html_inline", "code_inline", "s_open", "softbreak",
        }  # fmt: skip
        assert not kinds, line
        (content,) = [each for each in tokens if each.type == "inline"]
        assert one_line(text, 300).strip() in shown(content.children or []), line


@given(TEXTS)
@example("`")
@example("``a` ")
@example(" ")
def test_code_is_as_it_is(text: str) -> None:
    line = one_line(text, 300)
    (content,) = [each for each in PAGE.parse(f"- 10:00 · {code(text)} · end") if each.type == "inline"]
    kinds = [each.type for each in content.children or []]
    if not line:
        assert kinds == ["text"]
        return
    assert kinds == ["text", "code_inline", "text"]
    assert (content.children or [])[1].content == line


@given(TEXTS)
@example("```\n# out\n")
@example("~~~~\n````\n")
def test_nothing_ends_a_block(text: str) -> None:
    tokens = PAGE.parse("\n".join([*block(text), "", "after"]))
    assert [each.type for each in tokens] == ["fence", "paragraph_open", "inline", "paragraph_close"]
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    assert tokens[0].content == visible(lines) + "\n"


@given(TEXTS)
def test_no_html_comes_of_it(text: str) -> None:
    page = PAGE.render(f"- 10:00 · {inline(text)} {code(text)}\n\n" + "\n".join(block(text)))
    tags = set(re.findall(r"<(\w+)", page))
    assert tags <= {"ul", "li", "p", "pre", "code"}, html.unescape(page)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain", "plain"),
        ("a\u202eb", "a\\u{202e}b"),
        ("a\x1b[31mb", "a\\u{1b}[31mb"),
        ("zero\u200bwidth", "zero\\u{200b}width"),
        ("\ud800", "\\u{d800}"),
        ("no\u00a0break", "no\\u{a0}break"),
        ("👩\u200d💻 works", "👩\u200d💻 works"),
        ("a\u200db", "a\\u{200d}b"),
        ("Ünïcödé שלום", "Ünïcödé שלום"),
        ("z" + "\u0301" * 6, "z" + "\u0301" * 4 + "\\u{301}" * 2),
        ("tab\tand\nline", "tab\tand\nline"),
    ],
)
def test_what_is_hidden_is_spelled_out(text: str, seen: str) -> None:
    assert visible(text) == seen


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Fix the login: see issue #12, a_b and ~/x", "Fix the login: see issue #12, a_b and ~/x"),
        ("https://example.com", "https\\://example.com"),
        ("www.example.com, me@example.com", "www\\.example.com, me\\@example.com"),
        ("two\nlines", "two ⏎ lines"),
    ],
)
def test_what_means_nothing_stays_readable(text: str, written: str) -> None:
    assert inline(text) == written


def test_a_megabyte_ends_soon() -> None:
    assert len(inline("x" * 1_000_000)) == 300
    assert len(code("`" * 1_000_000)) < 1000
    assert len("".join(block("x\n" * 500_000, 4000))) < 5000
