"""From a sentence to its words: each as it would stand in a name, and what it means in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from branchline.core.naming import english, fillers, languages, unspaced
from branchline.core.naming.identifiers import FOLDERS, LONGEST, parts_of, stem_of
from branchline.core.naming.letters import plain_letters
from branchline.core.regexes import regex
from branchline.core.words import words


@attrs.frozen
class Word:
    shown: str
    """As it would stand in a name: `[a-z0-9-]*`, "" where nothing of it can."""
    means: str
    """In English, in small letters; a comma for what parts a sentence."""
    is_code: bool = False
    """An identifier, a path, a number of a pull request or an issue: it names the very thing."""
    is_foreign: bool = False
    """It was translated."""


_BRANDS = english.TERMS | words(
    "youtube linkedin devops macos openai chatgpt graphiql hashicorp cloudflare cloudfront pagerduty hubspot salesforce"
    " mailchimp sendgrid netlify datadog newrelic circleci bitbucket sharepoint powershell cloudwatch planetscale"
    " pytorch tensorflow numpy scipy sqlalchemy nestjs rabbitmq keycloak webrtc indexeddb localstorage tslint vscode"
)
"""They are written with capitals within, and are one word."""
COMMA = Word("", ",")
_KNOWN = english.SMALL | english.DONE | english.USUAL | english.COMMON | english.DEFECTS | english.ACTS | english.TERMS
_ENGLISH = words(
    "the to of and is are was with for when this that it its from by not be my our your you all on at or does if how"
    " into should has have where which what why there then please"
)
_FOREIGN = fillers.SMALL - _KNOWN - words("man die den plus par as com con van war met dir les des ton son mit dat est")
_LINK = regex(r"\b(?:https?|ftp|file|ssh|git)://\S+|\bwww\.\S+", re.IGNORECASE)
_NUMBERED = regex(
    r"\b(pull requests?|merge requests?|pr|mr|issue|ticket|bug|pulls?|issues|merge_requests)\s*(?:no\.?\s*)?[#!/]?"
    r"(\d{1,6})\b|(?<![\w&])([#!])(\d{1,6})\b",
    re.IGNORECASE,
)
_TWICE = regex(r"\b(?:pull request|merge request|pr|mr|issue|ticket)\s+(?=(?:pr|mr|issue)-\d)", re.IGNORECASE)
_REQUEST = regex(r"\b(pull|merge)[ -]requests?\b", re.IGNORECASE)
_KEY = regex(r"[A-Z][A-Z0-9]{1,9}-\d{1,6}")
_PARTS = ",:;()—–"
_PIECE = regex(r"`[^`\n]{1,60}`|[^\W_](?:[\w'’./\\@+:#{}-]*[\w+#])?|[/_.~@][\w./\\{}-]*[\w}]|[,:;()—–]")
_PATH = regex(r"[\w@~./\\{}-]*[/\\][\w@~./\\{}:-]*|[\w-]+\.(?:[a-z]{1,5}|[A-Z]{2,4})(?::\d+)*")
_CAMEL = regex(r"[a-z]+\d*[A-Z]\w*|(?:[A-Z][a-z0-9]+){2,}|\w+_\w+|_+\w+")
_UNSPACED = regex("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
_LOAN = regex("[\u30a1-\u30fa\u30fc]{3,}|[\uac00-\ud7a3]{3,}")


def words_in(sentence: str) -> Iterator[Word]:
    sentence = _LINK.sub(_linked, sentence)
    sentence = _NUMBERED.sub(lambda found: f" {_reference(found)} ", sentence)
    sentence = _REQUEST.sub(r"\1-request", _TWICE.sub("", sentence))
    pieces = _PIECE.findall(sentence)
    is_english = _is_english(pieces)
    for piece in pieces:
        if piece in _PARTS:
            yield COMMA
        elif _UNSPACED.search(piece):
            yield from _joined(piece)
        else:
            yield from _words(piece, is_english)


def _is_english(pieces: Sequence[str]) -> bool:
    """No word is looked up in other languages then, where many English ones stand with another meaning."""
    words_of_it = {piece.casefold() for piece in pieces}
    return not _ENGLISH.isdisjoint(words_of_it) and _FOREIGN.isdisjoint(map(plain_letters, words_of_it))


def _linked(found: re.Match[str]) -> str:
    """Of an address only which pull request or issue it is."""
    numbered = re.search(r"/(pulls?|issues?|merge_requests)/(\d{1,6})", found[0])
    return f"{numbered[1]}/{numbered[2]}" if numbered else " "


def _reference(found: re.Match[str]) -> str:
    what, number = (found[1] or found[3]).lower(), found[2] or found[4]
    if what.startswith(("pull", "pr")):
        return f"pr-{number}"
    return f"mr-{number}" if what.startswith(("merge", "mr", "!")) else f"issue-{number}"


def _words(token: str, is_english: bool) -> Iterator[Word]:
    if re.fullmatch(r"(?:pr|mr|issue)-\d+", token) or _KEY.fullmatch(token):
        yield Word(token.lower(), token.lower(), is_code=True)
        return
    if _REQUEST.fullmatch(token):
        yield Word(token.lower(), token.lower().replace("-", " "))
        return
    is_code = token.startswith("`")
    token = token.strip("`").strip()
    if is_code and " " in token:
        for each in token.split():
            yield from (attrs.evolve(word, is_code=True) for word in _words(each, is_english))
        return
    both = token.split("/")
    if len(both) > 1 and all(each.isalpha() and each.lower() not in FOLDERS for each in both) and len(both[0]) > 1:
        for each in both:
            yield from _words(each, is_english)
    elif _PATH.fullmatch(token) and not re.fullmatch(r"[\d.:]+", token):
        yield Word(stem_of(token), token.lower(), is_code=True)
    elif re.search(r"\w(?:Error|Exception)$", token):
        yield Word(plain_letters(token.rpartition(".")[2]).replace("_", "-")[-LONGEST - 4 :], "exception", is_code=True)
    elif token.casefold() not in _BRANDS and (_CAMEL.fullmatch(token) or (is_code and not token.isalpha())):
        yield Word(parts_of(token), token.lower(), is_code=True)
    else:
        yield _plain(token, is_code, is_english)


def _plain(token: str, is_code: bool, is_english: bool) -> Word:
    word = token.casefold().replace("’", "'")
    word = re.sub(r"'s$|'$", "", word).replace("'", "")
    shown = re.sub(r"[^a-z0-9]+", "-", plain_letters(word)).strip("-")
    meaning = word if is_english else _meaning(word)
    return Word(shown, meaning, is_code, is_foreign=meaning not in {word, "the", ""})


def _meaning(word: str) -> str:
    if word in _KNOWN or word.isdigit():
        return word
    plain = plain_letters(word)
    if plain in languages.WHOLE:
        return languages.WHOLE[plain]
    if plain in fillers.SMALL:
        return "the" if plain in fillers.ARTICLES else ""
    if plain.endswith(languages.NOUN_ENDINGS):
        return word
    for length in range(min(len(plain), languages.LONGEST_STEM), 2, -1):
        if (stem := plain[:length]) in languages.STEMS:
            return languages.STEMS[stem]
    return word


def _joined(token: str) -> Iterator[Word]:
    """Of a text without spaces between its words: those that are known, by the longest match, and loan words."""
    at = 0
    while at < len(token):
        for length in range(min(unspaced.LONGEST, len(token) - at), 0, -1):
            if meant := unspaced.JOINED.get(token[at : at + length]):
                yield Word(meant.replace(" ", "-"), meant, is_foreign=True)
                at += length
                break
        else:
            if plain := re.match(r"[A-Za-z0-9][\w.+-]*", token[at:], re.ASCII):
                yield from _words(plain[0], is_english=True)
                at += plain.end()
            elif loan := _LOAN.match(token, at):
                end = _next_known(token, at + 1, loan.end())
                if end - at >= 3:
                    yield Word(plain_letters(token[at:end]), "")
                at = end
            else:
                at += 1


def _next_known(token: str, start: int, end: int) -> int:
    for at in range(start, end):
        if any(token[at : at + length] in unspaced.JOINED for length in range(unspaced.LONGEST, 1, -1)):
            return at
    return end
